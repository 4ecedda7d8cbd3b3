"""One record hostile in all fields at once, by every command and in every format, with each of its files broken."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import hostile_book
import pytest
from hostile_book import FILES, HARMS, LINKS
from markdown_pages import pages
from spreadsheets import formulas
from test_workflow_commands import OURS, commands

from claimtrack.render.view import FORMATS

HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
STYLE = re.compile("\x1b\\[[0-9;]*m")
LINK = re.compile("\x1b]8;(?:id=[0-9-]+)?;([^\x1b]*)\x1b\\\\")
NO_FAULT = {0, 1, 3, 4}
REFUSED = 2  # what check says where it cannot read what to check
ELEMENTS = {"h2", "h3", "p", "strong", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "a"}
# With what GitHub makes of footnotes, which are ours.
ELEMENTS |= {"sup", "section"}
ATTRIBUTES = {"href", "align", "style", "class", "id", "aria-label", "data-footnotes", "data-footnote-ref"}
ATTRIBUTES |= {"data-footnote-backref", "data-footnote-backref-idx"}
FOOTNOTE = re.compile(r"#fn(ref)?-[a-z]+(-[a-z]+)*-[0-9]+(-[0-9]+)?")
FEW = ["show hostile second", "sources", "topics", "changes HEAD~1..HEAD"]
COMMANDS = [
    "list",
    "list --search long --party p0",
    "list --rev HEAD",
    "show hostile second fine",
    "show hostile",
    "positions",
    "positions --anonymous --reverse",
    "diff p0 p1",
    "matrix",
    "matrix --transpose",
    "shifts",
    "changes",
    "changes HEAD~1..HEAD",
    "changes HEAD~1..HEAD --each",
    "contradictions",
    "parties",
    "parties p0 voice",
    "sources",
    "sources plain https://bare.example/x",
    "topics",
]
CHECKS = ["excerpt", "plain", "json", "github"]
# What check prints as a list, in the formats of lists.
LISTS_OF_CHECK = ["check", "check --statistics", "check --explain", "check --explain CT012"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The book, written once."""
    home = tmp_path_factory.mktemp("hostile") / "book"
    hostile_book.write(home)
    return home


def assert_harmless(call, cwd, to, asked=COMMANDS):
    answered = 0
    for command in asked:
        for color in ("always", "never") if to == "table" else ("auto",):
            words = [*command.split(), "--format", to, "--color", color]
            ran = call(*words, cwd=cwd)
            assert_no_fault(ran, words)
            assert_steers_nothing(ran.out, words, colored=color == "always")
            LOOKED_AT[to](ran.out, words)
            answered += bool(ran.out)
    # Most commands answer, whatever is broken.
    assert answered > len(asked) // 2


def assert_no_fault(ran, words):
    assert ran.code in NO_FAULT or (ran.code == REFUSED and ".claimtrack.toml" in ran.err), (words, ran.err)
    assert "Traceback" not in ran.out + ran.err, words
    assert "a fault in claimtrack" not in ran.err, words
    assert HARMFUL.findall(ran.err) == [], words
    assert commands(ran.err) == [], words


def assert_steers_nothing(out, words, *, colored):
    if colored:
        assert {*LINK.findall(out)} - {""} <= LINKS, words
        out = STYLE.sub("", LINK.sub("", out))
    assert HARMFUL.findall(out) == [], words


def assert_text(_, __):
    """Ask no more of a table than that it steers nothing."""


def assert_columns(out, words):
    shown_whole = words[0] == "show" or (words[0] in {"parties", "sources"} and words[1] != "--format")
    if out and not shown_whole:
        assert len({line.count("\t") for line in out.split("\n")[:-1]}) == 1, words


def assert_json(out, words):
    assert not out or json.loads(out)["schema_version"] == 1
    assert commands(out) == [], words


def assert_json_lines(out, words):
    assert all(isinstance(json.loads(line), dict) for line in out.split("\n")[:-1])
    assert commands(out) == [], words


def assert_no_formula(out, words):
    assert formulas(out) == [], words


def assert_inert(out, words):
    for page in pages(out):
        assert {*page.names} <= ELEMENTS, words
        assert {key for _, attributes in page.elements for key in attributes} <= ATTRIBUTES, words
        assert {link for link in page.links if not FOOTNOTE.fullmatch(link)} <= LINKS, words
        assert page.found_by_github == [], words
        for table in tables(page.names):
            columns = table.count("th")
            assert table.count("td") == columns * (table.count("tr") - 1), words
        # What is shown whole has several lists, each below its heading.
        assert page.names.count("table") <= max(1, page.names.count("h3")), words


def tables(names):
    """Give the elements of each table of a page."""
    places = [place for place, name in enumerate(names) if name == "table"]
    return [names[start:end] for start, end in pairwise([*places, len(names)])]


LOOKED_AT = {
    "table": assert_text,
    "plain": assert_columns,
    "json": assert_json,
    "jsonl": assert_json_lines,
    "csv": assert_no_formula,
    "markdown": assert_inert,
}


def assert_check_is_harmless(call, cwd):
    for to in CHECKS:
        for color in ("always", "never") if to == "excerpt" else ("auto",):
            words = ["check", "--format", to, "--color", color]
            ran = call(*words, cwd=cwd)
            assert_no_fault(ran, words)
            assert_steers_nothing(ran.out, words, colored=color == "always")
            if to == "github":
                assert [line for line in ran.lines if not OURS.fullmatch(line)] == []
            else:
                assert commands(STYLE.sub("", ran.out)) == [], words
            if to == "json" and ran.code != REFUSED:
                assert json.loads(ran.out)["problems"]
    ran = call("check", "--fix", "--dry-run", cwd=cwd)
    assert_no_fault(ran, ["check", "--fix"])
    assert_steers_nothing(ran.out, ["check", "--fix"], colored=False)
    assert commands(ran.out) == []


@pytest.mark.parametrize("to", [to if to == "table" else pytest.param(to, marks=pytest.mark.slow) for to in FORMATS])
def test_a_hostile_record_is_harmless_in_every_answer(call, original, to):
    assert_harmless(call, original, to, FEW)


@pytest.mark.parametrize("to", ["table", pytest.param("markdown", marks=pytest.mark.slow)])
def test_a_broken_registry_opens_no_gate(call, original, tmp_path, to):
    assert_harmless(call, hostile_book.broken(original, tmp_path / "book", "sources", "not TOML"), to, FEW[:2])


def test_the_record_is_read_and_every_command_has_something_to_show(call, original):
    for command in COMMANDS:
        ran = call(*command.split(), "--json", cwd=original)
        assert ran.out, (command, ran.err[-300:])
        beside = {"problems"} if command == "parties" else {"problems", "parties"}
        rows = [each for key, each in ran.json.items() if key not in beside and type(each) is list]
        assert all(rows), command
    assert {"hostile", "second"} <= {row["claim"] for row in call("list", "--json", cwd=original).json["claims"]}


def test_what_may_be_a_link_is_one(call, original):
    shown = call("show", "hostile", "--format", "table", "--color", "always", cwd=original).out
    assert {*LINK.findall(shown)} - {""} == LINKS
    for page in pages(call("sources", "--format", "markdown", cwd=original).out):
        assert {*page.links} == LINKS


def test_check_is_harmless(call, original):
    assert_check_is_harmless(call, original)


@pytest.mark.slow
@pytest.mark.parametrize("to", ["table", "csv", "markdown"])
def test_lists_of_check_are_harmless(call, original, to):
    for command in LISTS_OF_CHECK:
        ran = call(*command.split(), "--format", to, cwd=original)
        assert_no_fault(ran, [command])
        assert_steers_nothing(ran.out, [command], colored=False)
        LOOKED_AT[to](ran.out, [command])


@pytest.mark.slow
@pytest.mark.parametrize("to", FORMATS)
def test_nothing_broken_every_answer_is_harmless(call, original, to):
    assert_harmless(call, original, to)


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("file", FILES)
def test_whatever_is_broken_every_answer_is_harmless(call, original, tmp_path, file, harm):
    cwd = hostile_book.broken(original, tmp_path / "book", file, harm)
    for to in FORMATS:
        assert_harmless(call, cwd, to)
    assert_check_is_harmless(call, cwd)


@pytest.mark.slow
def test_a_terminal_gets_what_a_forced_one_gets(terminal, original):
    for command in ("list", "show hostile", "sources", "check"):
        ran = terminal(*command.split(), *(["--no-pager"] if command != "check" else []), cwd=original)
        assert ran.code in NO_FAULT
        assert_steers_nothing(ran.out, [command], colored=True)
