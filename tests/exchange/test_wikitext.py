"""A paragraph of wikitext attributes and cites every position, and is only what we wrote, whatever the records say."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import builders
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.exchange import to_wikitext, wikitext_escape
from claimtrack.exchange.unique_names import UniqueNames
from claimtrack.model.registry import Registry
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.origins import SharedSources

PARTIES = {"union": {"name": "Union"}, "speaker": {"name": "A Speaker", "speaks_for": "union"}}


@pytest.fixture
def write(call, folder):
    """Return a function that exports a claim with some positions and sources."""

    def write(*positions, sources=(), **claim):
        record = {"title": "It leaks", **claim, "positions": [*positions], "sources": [*sources]}
        claims = folder({"leak": record, "parties": PARTIES})
        ran = call("export", "wikitext", cwd=claims.parent)
        assert ran.code == 0
        assert ran.out.startswith("At issue is the ")
        return ran.out.strip()

    return write


def said(text):
    """Give what is said after the first sentence, without references."""
    lines = re.sub(r"<ref.*?(?:/>|</ref>)|\{\{citation needed\}\}", "", text).splitlines()
    return " ".join(lines[1:])


@pytest.mark.parametrize(
    ("position", "sentence"),
    [
        ({"stance": "asserts", "date": "2025-05-08"}, "Union asserted this on 8 May 2025."),
        ({"stance": "denies", "date": "2025-05"}, "Union denied this in May 2025."),
        ({"stance": "denies", "date": "2025"}, "Union denied this in 2025."),
        ({"stance": "qualifies", "date": "2025-05-08", "date_of": "report"}, "Union accepted this in part by 8 May 2025."),
        ({"stance": "declines"}, "Union declined to comment on this on a date that is not recorded."),
        ({"stance": "asserts", "value": {"min": 5}}, "Union asserted this on a date that is not recorded, giving at least 5 jets."),
        ({"stance": "asserts", "value": "many"}, "Union asserted this on a date that is not recorded (many)."),
        ({"stance": "asserts", "date": "2025", "value": 4, "about": "2024-03"}, "Union asserted this in 2025, giving 4 jets for March 2024."),
        ({"stance": "comments", "date": "2025", "quote": "Who knows?"}, 'Union commented on this without taking a side in 2025: "Who knows?"'),
        ({"stance": "reports", "date": "2025", "quote": "it leaks"}, 'Union reported this without endorsing it in 2025: "it leaks".'),
        ({"stance": "denies", "date": "2025", "attribution": "anonymous"}, "Union, speaking anonymously, denied this in 2025."),
        ({"stance": "denies", "date": "2025", "via": ["Gazette", "A Friend"]}, "Union, as told by Gazette, then A Friend, denied this in 2025."),
        ({"stance": "denies", "date": "2025", "via": ["A Speaker"]}, "Union, through A Speaker, denied this in 2025."),
        ({"party": "speaker", "stance": "denies", "date": "2025"}, "A Speaker (for Union) denied this in 2025."),
        ({"stance": "denies", "date": "2025", "original": "نہیں", "lang": "ur", "quote": "no"}, 'Union denied this in 2025: "no" (in the original: "{{lang|ur|نہیں}}").'),
        ({"stance": "denies", "date": "2025", "rating": "Pants on Fire"}, 'Union denied this in 2025, rating it "Pants on Fire".'),
        ({"stance": "denies", "date": "2025", "original": "nein"}, 'Union denied this in 2025: "nein".'),
        ({"stance": "denies", "date": "2025", "original": "نہیں", "lang": "ur"}, 'Union denied this in 2025: "{{lang|ur|نہیں}}".'),
    ],
)  # fmt: skip
def test_a_position_is_attributed_in_text(write, position, sentence):
    assert said(write({"party": "Union", **position}, unit="jets")) == sentence


def test_a_policy_is_backed_and_opposed(write):
    text = write(
        {"party": "Union", "stance": "qualifies", "date": "2025"}, kind="policy", statement="Pipes are public."
    )
    assert text.startswith('At issue is the policy: "Pipes are public."\nUnion backed this in part in 2025.')


def test_what_was_claimed_is_given_in_its_own_words_too(write):
    text = write(original="لیک", lang="ur")
    assert text == 'At issue is the statement: "It leaks" (in the original: "{{lang|ur|لیک}}").'


def test_the_oldest_comes_first_and_what_moved_is_told(write):
    text = said(
        write(
            {"party": "Union", "stance": "denies", "date": "2025-06-01"},
            {"party": "Board", "stance": "asserts", "date": "2025-05-01", "value": 3},
            {"party": "speaker", "stance": "qualifies", "date": "2025-07"},
            {"party": "Board", "stance": "asserts", "date": "2025-08-01", "value": 5},
            {"party": "speaker", "stance": "withdraws", "date": "2025-09-01"},
            {"party": "speaker", "stance": "asserts", "date": "2025-10-01"},
        )
    )
    assert text == (
        "Board asserted this on 1 May 2025, giving 3. Union denied this on 1 June 2025. "
        "A Speaker (for Union) accepted this in part in July 2025. "
        "With this, the position of Union moved from denial to partial acceptance. "
        "Board asserted this on 1 August 2025, giving 5. With this, the number given for Board moved from 3 to 5. "
        "A Speaker (for Union) withdrew what had been said before on 1 September 2025. "
        "With this, Union no longer took a side. "
        "A Speaker (for Union) asserted this on 1 October 2025. With this, Union took a side again."
    )


WIRE = {"id": "wire", "title": "Leaks", "publisher": "Gazette", "url": "https://example.org/a", "date": "2025-05-08", "author": "A. Writer", "lang": "ur"}  # fmt: skip


def references(write, *sources, cited=None):
    position = {"party": "Union", "stance": "denies", "sources": cited or [each["id"] for each in sources]}
    return re.findall(r"<ref.*", write(position, sources=sources))[0]


def test_a_source_is_cited_by_the_template_for_news(write):
    archive = "https://web.archive.org/web/20250509101112/https://example.org/a"
    assert references(write, {**WIRE, "archive_url": archive, "retrieved": "2025-06-01"}) == (
        '<ref name="wire">{{cite news |author=A. Writer |title=Leaks |url=https://example.org/a |work=Gazette '
        f"|date=8 May 2025 |archive-url={archive} |archive-date=9 May 2025 |url-status=live "
        "|access-date=1 June 2025 |language=ur}}</ref>"
    )


@pytest.mark.parametrize(
    "archive", ["https://example.net/copy", "https://web.archive.org/web/20251399000000/https://x.example"]
)
def test_a_copy_of_unknown_date_is_linked_beside_the_template(write, archive):
    found = references(write, {**WIRE, "archive_url": archive})
    assert "archive-" not in found
    assert found.endswith(f"}}}} [{archive} Archived copy].</ref>")


def test_a_source_without_a_title_is_cited_in_words(write):
    source = {"id": "7", "publisher": "Gazette", "url": "https://example.org/a", "date": "2025-05"}
    assert references(write, source) == '<ref name="source-7">[https://example.org/a Gazette], May 2025.</ref>'


def test_a_wire_copy_names_the_agency(write):
    wire = {"id": "agency", "publisher": "Wire Agency"}
    assert "|agency=Wire Agency |" in references(write, {**WIRE, "derived_from": "agency"}, wire, cited=["wire"])


def test_what_a_source_says_is_quoted(write):
    assert references(write, {**WIRE, "quote": "it leaks"}).endswith(" |quote=it leaks}}</ref>")


def test_a_source_is_described_once_and_then_named_with_the_place_in_it(write):
    cited = [{"id": "wire", "at": "p. 3"}, "https://example.org/bare"]
    text = write(
        {"party": "Union", "stance": "denies", "sources": ["wire"]},
        {"party": "Board", "stance": "denies", "sources": cited},
        sources=[WIRE],
    )
    assert text.count("{{cite news") == 1
    assert text.endswith('<ref name="wire" />{{rp|at=p. 3}}<ref name="example.org-bare">https://example.org/bare</ref>')


def test_what_cites_nothing_is_marked(write):
    assert write({"party": "Union", "stance": "denies"}).endswith("{{citation needed}}")


def test_two_claims_share_no_name_for_two_sources(call, folder):
    def claim(title):
        return {
            "title": title,
            "positions": [{"party": "Union", "stance": "denies", "sources": ["wire", "all"]}],
            "sources": [{"id": "wire", "title": title}],
        }

    shared = {"sources": [{"id": "all", "title": "All"}]}
    claims = folder({"a": claim("One"), "b": claim("Two"), "sources": shared})
    out = call("export", "wikitext", cwd=claims.parent).out
    assert re.findall(r'name="([^"]*)"( /)?', out) == [("wire", ""), ("all", ""), ("wire-2", ""), ("all", " /")]
    assert out.count("\n\n") == 1


PIECES = (
    *("[[", "]]", "{{", "}}", "{{{1}}}", "|", "<ref>", "</ref>", "<nowiki>", "<!--", "'''", "''", "'", "==", "__NOTOC__", "_", "~~~~", "&amp;"),
    *("#REDIRECT [[x]]", "https://example.org", "mailto:a@b.example", "//example.org", "ISBN 9780000000000", "RFC 1", "PMID 1", "{|", "|}", "-{"),
    *("*", "#", ":", ";", "----", "\n", "\n\n== x ==\n", " ", "\t", "[[Category:X]]", "{{PAGENAME}}", "[https://a.example b]", "a", "لفظ", "=", "<b>"),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


@given(TEXTS)
@example("".join(PIECES))
@settings(max_examples=examples(150))
def test_text_from_a_record_holds_no_markup_and_is_read_back(text):
    escaped = wikitext_escape.text(text)
    assert html.unescape(escaped) == " ".join(text.split())
    assert not re.search(r"[<>\[\]{}|=~\n]|''|__|&(?!#\d+;)|:(?! |$)|(?:ISBN|RFC|PMID) |^['*#:;-]|'$", escaped)


@given(TEXTS)
@settings(max_examples=examples(60))
def test_an_address_holds_no_markup(text):
    escaped = wikitext_escape.address("https://example.org/" + re.sub(r"[\s<>]", "", text))
    assert not re.search(r"[<>\[\]{}|~\s]|''|__", escaped)


@pytest.mark.slow
@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=8, max_size=8))
@example("".join(PIECES), "".join(PIECES), [f"{piece}x" for piece in PIECES[:8]])
@settings(max_examples=examples(600))
def test_a_parser_finds_only_templates_tags_and_links_of_ours(first, second, texts):
    parser = pytest.importorskip("mwparserfromhell")
    blank = "x"  # what a record needs a text for
    title, at, quote, original, name, note, author, rating = (each.strip() or blank for each in texts)
    sources = [
        builders.source(f"{first}s", title=title, publisher=second.strip() or None, author=author, quote=note),
        builders.source(f"{second}t", url="https://example.org/" + re.sub(r'[\s<>"]', "", first)),
    ]
    cited = [{"id": f"{first}s", "at": at}, f"{second}t", "https://example.net/" + re.sub(r'[\s<>"]', "", second)]
    positions = [
        builders.position("a", "denies", "2025", value=title, sources=cited, quote=quote, via=["b"], rating=rating),
        builders.position("a", "asserts", "2026", sources=cited, original=original, lang="ur"),
        builders.position("b", "asserts", attribution="anonymous", note=note),
    ]
    claim = builders.claim("c", positions, title=title, unit=at, original=original, lang="ur")._replace(
        sources=tuple(sources)
    )
    state = ClaimState(claim, Registry(), SharedSources())
    text = "\n".join(to_wikitext.render(SimpleNamespace(states=lambda: [state], name=lambda _: name)))
    code = parser.parse(text)
    assert {str(each.name).strip() for each in code.filter_templates()} <= {
        "cite news",
        "citation needed",
        "lang",
        "rp",
    }
    assert {str(tag.tag) for tag in code.filter_tags()} == {"ref"}
    for nodes in (code.filter_wikilinks, code.filter_arguments, code.filter_comments, code.filter_headings):
        assert nodes() == []
    for link in code.filter_external_links():
        assert re.match(r"https://example\.(?:org|net)/", str(link.url))
    for found in code.filter_templates(matches="cite news"):
        assert html.unescape(str(found.get("title").value)).strip() == " ".join(title.split())
    assert "__" not in text
    assert len(text.splitlines()) == 4


def test_names_are_unique_and_many_take_no_time():
    names = UniqueNames("-")
    assert [names.new(name) for name in ("a", "A", "a-2", "a", "a-2", "b")] == [
        "a",
        "A-2",
        "a-2-2",
        "a-3",
        "a-2-3",
        "b",
    ]
    many = [names.new("source") for _ in range(50_000)]  # a square of that many steps would take hours
    assert len({*many}) == 50_000
