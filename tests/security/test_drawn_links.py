"""What is drawn as a link is an http(s) address that leads where it says, whatever the record was checked for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.render.escape import is_link, one_line

LINKS = [
    "https://example.org",
    "http://example.org:8080/a?b=c&d='e'#f",
    "https://example.org/(a)_[b]~*,;$!",
    "https://example.org/@name/about",
    "https://xn--bcher-kva.example/",
    "https://bücher.example/پاکستان",
    "http://[2001:db8::1]/",
    "https://example.org/%0a%1b%22",
]
NO_LINKS = {
    "script": "javascript:alert(1)",
    "script of two schemes": "javascript:https://example.org/",
    "file": "file:///etc/passwd",
    "data": "data:text/html,<script>alert(1)</script>",
    "other scheme": "ftp://example.org/",
    "mail": "mailto:a@example.org",
    "uppercase scheme": "HTTPS://example.org/",
    "uppercase script": "JavaScript:alert(1)",
    "no scheme": "//example.org/",
    "no host": "https:///path",
    "only a port": "https://:80/",
    "leading blank": " https://example.org/",
    "trailing blank": "https://example.org/ ",
    "blank": "https://example.org/a b",
    "newline": "https://example.org/\nhttps://other.example/",
    "leading newline": "\nhttps://example.org/",
    "trailing newline": "https://example.org/\n",
    "tab": "https://example.org/\ta",
    "no-break space": "https://example.org/\u00a0a",
    "escape": "https://example.org/\x1b\\\x1b[31m",
    "bell": "https://example.org/\x07",
    "C1": "https://example.org/\x9c",
    "bidi override": "https://example.org/\u202egpj.exe",
    "isolate": "https://example.org/\u2066a",
    "mark of direction": "https://example.org/\u200fa",
    "zero width": "https://exam\u200bple.org/",
    "soft hyphen": "https://exam\u00adple.org/",
    "line separator": "https://example.org/\u2028a",
    "tag characters": "https://example.org/\U000e0041",
    "user name": "https://bank.example@other.example/",
    "user name and password": "https://bank.example:443@other.example/",
    "backslash": "https://bank.example\\@other.example/",
    "backslash in the path": "https://example.org/\\..\\a",
    "quotation mark": 'https://example.org/"onclick="alert(1)',
    "less": "https://example.org/<script>",
    "greater": "https://example.org/>[a](javascript:alert(1))",
    "bar": "https://example.org/|a|",
    "backtick": "https://example.org/`a`",
    "braces": "https://example.org/{{a}}",
    "words": "see https://example.org/",
}
OSC_8 = re.compile("\x1b]8;[^;]*;(.*?)\x1b\\\\", re.DOTALL)


def citing(folder, *addresses, of=()):
    """Write a claim that cites these, and a registry of sources that does not parse, so that nothing is refused."""
    position = {"party": "x", "stance": "asserts", "sources": list(addresses)}
    claim = {"title": "T", "positions": [position], "sources": list(of)}
    return folder({"t": claim, "sources": "[[sources]\nid ="}).parent


@pytest.mark.parametrize("address", LINKS)
def test_an_ordinary_address_is_a_link(address):
    assert is_link(address)


@pytest.mark.parametrize("address", NO_LINKS.values(), ids=NO_LINKS)
def test_anything_else_is_none(address):
    assert not is_link(address)


@given(st.text(st.sampled_from("htps:/@.x[]?#\\|`<>\"' \n\x1b\u202eé0") | st.characters(), max_size=12))
@example("x@y")
@example("[::1]")
def test_a_link_leads_to_a_host_and_hides_nothing(rest):
    address = f"https://{rest}"
    if is_link(address):
        parts = urlsplit(address)
        assert (parts.scheme, parts.username, bool(parts.hostname)) == ("https", None, True)
        assert address.isprintable()
        assert not set(address) & set(' <>"\\^`{|}')


@pytest.mark.parametrize("command", ["show t", "sources"])
def test_with_broken_sources_a_terminal_gets_links_to_accepted_addresses_only(call, folder, command):
    cwd = citing(folder, *LINKS, *NO_LINKS.values())
    ran = call(*command.split(), "--format", "table", "--color", "always", cwd=cwd, env={"COLUMNS": "2000"})
    assert ran.code == 4
    assert {*OSC_8.findall(ran.out), ""} == {*LINKS, ""}
    shown = re.sub("\x1b\\[[0-9;]*m|\x1b]8;.*?\x1b\\\\", "", ran.out, flags=re.DOTALL)
    for address in NO_LINKS.values():
        # A table drops blanks at the ends of a cell.
        assert one_line(address).strip() in shown


def test_with_broken_sources_markdown_gets_links_to_accepted_addresses_only(call, folder):
    cwd = citing(folder, *LINKS, *NO_LINKS.values())
    for command in (["show", "t"], ["sources"]):
        out = call(*command, "--format", "markdown", cwd=cwd).out
        drawn = re.findall(r"(?<!\\)<([^>]*)>", re.sub("`[^`]*`", "", out))
        # In the listing, an address that is cited is a source's id and its address.
        assert sorted(drawn) == sorted(LINKS * (1 if command[0] == "show" else 2))


def test_what_is_no_address_is_not_given_as_one(call, folder):
    cwd = citing(folder, LINKS[0], *NO_LINKS.values())
    urls = {row["source"]: row["url"] for row in call("sources", "--json", cwd=cwd).json["sources"]}
    shown = call("show", "t", "--json", cwd=cwd).json["claims"][0]["sources"]
    assert urls == {source["source"]: source["url"] for source in shown}
    assert urls[LINKS[0]] == LINKS[0]
    assert {urls[NO_LINKS[name]] for name in ("script", "file", "data", "newline", "greater")} == {None}
    plain = {
        cells[2]: cells[4] for cells in call("show", "t", "--format", "plain", cwd=cwd).cells if cells[0] == "source"
    }
    assert (plain[LINKS[0]], plain["javascript:alert(1)"]) == (LINKS[0], "")


def test_a_described_source_is_linked_by_the_same_rule(call, folder):
    user = "https://bank.example@other.example/"
    of = [{"id": "s", "title": "S", "url": user, "archive_url": LINKS[1]}]
    cwd = citing(folder, "s", of=of)
    for command in (["show", "t"], ["sources"]):
        ran = call(*command, "--format", "table", "--color", "always", cwd=cwd, env={"COLUMNS": "200"})
        assert user not in OSC_8.findall(ran.out)
        assert f"<{user}>" not in call(*command, "--format", "markdown", cwd=cwd).out
    assert LINKS[1] in OSC_8.findall(call("show", "t", "--format", "table", "--color", "always", cwd=cwd).out)
    assert f"<{LINKS[1]}>" in call("sources", "--format", "markdown", cwd=cwd).out


def test_an_address_that_is_no_link_fakes_no_line_of_the_page(call, folder):
    cwd = citing(folder, "x\nDENIES\n  Sudland", "y")
    assert "DENIES" not in call("show", "t", "--format", "table", cwd=cwd).lines
