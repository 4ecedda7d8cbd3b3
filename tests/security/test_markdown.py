"""Text of a record is text in Markdown: for GitHub's renderer, for one that guesses more, and for GitHub afterwards."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_pages import pages
from surroundings import examples

from claimtrack.render.escape import markdown, markdown_each, visible

# The places in which we put text.
FRAMES = [
    "## {}",
    "{}",
    "**{}**",
    "**Disputed:** {}\n\n{} · fact · {}",
    "- **{}**, {}\n  - \u2192 2025, {}: “x” [^a-1] ({}) [^a-1]\n    - {}\n\n[^a-1]: {}, <https://example.org/>",
    "| id | title |\n|---|---:|\n| {} | {} |\n| t | {} |",
]
TEXTS = {
    "mention": "@octocat said, (@octo-cat) and cc:@org/team; x@y",
    "issue": "#123, fixes #1; GH-123 gh-1 org/repo#1 user#2 (#3)",
    "commit": "a5c3785ed8d6a35868bc169f07e40e889087fd2e and abc1234, user@abc1234 org/repo@abc1234",
    "plus": "+ plus",
    "minus": "- minus",
    "star": "* star",
    "bare marker": "-",
    "number": "1. one",
    "number and bracket": "12) twelve",
    "bare number": "1.",
    "rule": "---",
    "spaced rule": "- - -",
    "stars": "***",
    "low lines": "___",
    "underline": "===",
    "quotation": "> quoted",
    "alert": "> [!NOTE] x",
    "indented": "    code",
    "tab": "\tcode",
    "heading": "# heading",
    "closed heading": "heading ##",
    "fence": "```sh\nrm -rf\n```",
    "tilde fence": "~~~\nx\n~~~",
    "table": "a | b\n--|--\n1 | 2",
    "bar after backslash": "a\\| b \\\\| c",
    "addresses": "http://e.example/ https://e.example/a_b_c?d=*e* www.e.example ftp://e.example WWW.E.EXAMPLE //e.example",
    "schemes": "mailto:a@b.example xmpp:a@b.example javascript:alert(1) file:///etc/passwd",
    "mail": "a@b.example, a.b+c@d-e.example",
    "host": "see evil.com, sub.evil.org/path and 💩.la or a..b.co",
    "address in brackets": "(https://e.example/Foo_(bar)), <https://e.example>, “www.e.example”.",
    "address in markup": "*https://e.example* _www.e.example_ ~www.e.example~ |www.e.example|",
    "footnote": "x[^1]\n\n[^1]: y",
    "definition": "[a]: https://e.example 'b'",
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)> ![a](https://e.example/a.png)",
    "comment": "<!-- a --> <?php ?> <![CDATA[x]]> <!DOCTYPE a>",
    "autolink": "<https://e.example> <a@b.example> <javascript:alert(1)>",
    "entity": "&lt;b&gt; &amp; &#64;name &commat;name &#x40;name &nbsp;",
    "emphasis": "*a* _b_ __c__ **d** ***e*** snake_case_name a*b*c",
    "link": "[a](javascript:alert(1)) [b][c] [d]",
    "strikethrough": "~~a~~ ~b~",
    "emoji": ":smile: it's 10:30:45 or :+1: and :100: a:b:c",
    "mathematics": "$i$ and $$\\href{javascript:alert(1)}{x}$$ and $`x`$ and ($x+y$)",
    "dollars": "$5 million, US$7 and $9",
    "code": "`a` ``b`` `@c`@d`e@f.example` \\`@g\\`",
    "backslashes": "\\ \\\\ a\\ \\@name \\#1 @\\name",
    "hard break": "a  \nb\\\nc",
    "task": "[ ] a [x] b",
    "command of a bot": "/close",
    "attributes": "a {#b .c onclick=alert(1)} {{ site.x }} {% raw %}",
    "container": "::: warning",
    "admonition": "!!! note",
    "split": "@\u202ename @\x1bname https:/\x07/e.example #\x001",
    "words in order": "a@|b.example c`@d #|1 www.|e.example :a|b: http:/\\/e.example",
    "urdu": "پاکستان نے کہا «ہم نے پل نہیں گرایا»",
    "blanks": "  a \u00a0 b\u3000",
}


def expected(text):
    return re.sub("[ \t\n]+", " ", visible(text)).strip()


def assert_inert(text):
    escaped = markdown(text, text * 2)  # some lines have it more than once
    assert "\n" not in escaped
    for frame in FRAMES:
        for plain, page in zip(pages(frame.replace("{}", "zz")), pages(frame.replace("{}", escaped)), strict=True):
            assert [each for each in page.elements if each[0] != "code"] == plain.elements, frame
            assert page.found_by_github == [], frame
            # Nothing is lost, nothing invisible is added.
            assert squeezed(page.all_text) == squeezed(plain.all_text.replace("zz", expected(text))), frame


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_text_is_active_anywhere(text):
    assert_inert(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("@name said (see https://e.example/a_b).", "`@name` said (see `https://e.example/a_b`)."),
        ("#123 in org/repo#1", "`#123` in `org/repo#1`"),
        ("evil.com, not e.g. this. That", "evil\\.com, not e.g. this. That"),
        ("+ plus", "\\+ plus"),
        ("1. one", "1\\. one"),
        ("/close", "\\/close"),
        ("-5 to -3", "-5 to -3"),
        ("US$5 and $7", "US\\$5 and \\$7"),
        ("At 10:30:45, 1000000 people", "At 10:30:45, 1000000 people"),
        ("a defaced, effaced façade", "a defaced, effaced façade"),
        ("It’s “so” – yes; no!", "It’s “so” – yes; no!"),
    ],
)
def test_the_source_stays_legible(text, written):
    assert markdown(text) == written
    assert markdown_each([text]) == [written]


# Active for other renderers and for bots only, or not active at all.
UNSEEN = {
    "admonition",
    "attributes",
    "bar after backslash",
    "blanks",
    "closed heading",
    "command of a bot",
    "container",
    "definition",
    "dollars",
    "split",
    "task",
    "underline",
    "urdu",
}


def test_the_renderers_and_githubs_rules_find_what_is_not_escaped():
    def is_active(text):
        return any(page.found_by_github or set(page.names) - {"p"} for page in pages(text))

    assert {name for name, text in TEXTS.items() if not is_active(text)} == UNSEEN


def test_our_own_links_stay_links(call, folder):
    cited = "https://example.org/a_(b)?c=d&e=*f*"
    source = {
        "id": "s",
        "title": "S",
        "url": "https://example.org/s",
        "archive_url": "https://archive.example/s",
    }
    position = {"party": "x", "stance": "asserts", "quote": "see https://e.example", "sources": ["s", cited]}
    cwd = folder({"t": {"title": "T", "positions": [position], "sources": [source]}}).parent
    github, other = pages(call("show", "t", "--format", "markdown", cwd=cwd).out)
    notes = ["#fn-t-1", "#fn-t-2"]  # from the text to each footnote, and after its addresses back to the text
    back = ["#fnref-t-1", "#fnref-t-2"]
    assert [link.replace("&amp;", "&") for link in github.links] == [
        *notes, source["url"], source["archive_url"], back[0], cited, back[1],
    ]  # fmt: skip
    # Without footnotes, the second one is the definition of a link, which leads where it should.
    assert {link.replace("&amp;", "&") for link in other.links} == {source["url"], source["archive_url"], cited}
    for page in pages(call("sources", "--format", "markdown", cwd=cwd).out):
        assert sorted(page.links) == sorted([source["url"], source["archive_url"], cited, cited])


HARSH = (
    st.text(
        st.sampled_from("@#:/.`|\\$&<>[]()!*_~{}+-=0123abcwW \t\n\u00a0\u202eé") | st.characters(codec="utf-8"),
        max_size=16,
    )
    | st.lists(st.sampled_from([*TEXTS.values(), *"@#:|`\\$. "]), max_size=4).map("".join)
).filter(expected)


@given(HARSH)
@example("\\")
@example("x\\")
@example("`|`@a")
@settings(max_examples=examples(40), deadline=None)
def test_whatever_the_text_nothing_is_active(text):
    assert_inert(text)


@pytest.mark.slow
@given(HARSH)
@settings(max_examples=5000, deadline=None)
def test_whatever_very_many_texts_nothing_is_active(text):
    assert_inert(text)


@given(st.lists(HARSH, max_size=4))
@settings(max_examples=examples(40), deadline=None)
def test_many_texts_at_once_are_what_they_are_one_by_one(texts):
    assert markdown_each(texts) == [*map(markdown, texts)]


def test_long_runs_of_anything_take_no_time():
    def spent(size):
        begun = time.process_time()
        for run in ("`", "\\", ":a", ".", "a", "a1", "@", "$", "(", ").", "//", "[ ", "1", "-", "\n "):
            markdown(run * size)
        return time.process_time() - begun

    spent(1000)  # compiles what is compiled once
    # Forty times the text: forty times as long if the work is linear, sixteen hundred times if it is quadratic.
    assert spent(40_000) < 320 * max(spent(1000), 0.0005)
