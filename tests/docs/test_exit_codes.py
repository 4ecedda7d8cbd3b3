"""The exit codes of the program are those that docs/reference.md and the other documents print."""

from __future__ import annotations

import re

import pytest
from documents import ROOT

from claimtrack import cli
from claimtrack.problems import ClaimtrackError, ExitCode

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TABLE = re.compile(r"^## Exit codes\n\n\| code \| meaning \|\n\|---\|---\|\n((?:\|.*\|\n)+)", re.MULTILINE)
PRINTED = re.compile(r"exit codes? (\d+)|exits? with (\d+)|and with (\d+) otherwise", re.IGNORECASE)
MEANINGS = {
    ExitCode.OK: "fine",
    ExitCode.FINDINGS: "found errors",
    ExitCode.USAGE: "typed wrong",
    ExitCode.NOT_FOUND: "no such claim",
    ExitCode.UNREADABLE: "could not be read",
    ExitCode.CONFLICT: "somebody else changed a file",
    ExitCode.FAULT: "a fault in claimtrack",
    ExitCode.CANNOT_WRITE: "could not be written",
    ExitCode.INTERRUPTED: "interrupted",
    ExitCode.READER_LEFT: "the reader of the output left",
}


@pytest.fixture(scope="module")
def table():
    """Return the meaning of each exit code in docs/reference.md; a row of two codes has two meanings, in their order."""
    meanings = {}
    for row in TABLE.search(REFERENCE)[1].splitlines():
        codes, text = (cell.strip() for cell in row.strip("|").split("|"))
        texts = text.split(";") if "," in codes else [text]
        meanings |= zip(map(int, codes.split(",")), texts, strict=True)
    return meanings


def test_the_table_has_every_exit_code_and_no_other(table):
    assert table.keys() == set(ExitCode)


@pytest.mark.parametrize(("code", "meaning"), MEANINGS.items())
def test_the_table_says_what_each_exit_code_means(table, code, meaning):
    assert meaning in table[code]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_prints_no_other_exit_code(page):
    text = page.read_text(encoding="utf-8")
    assert {int(next(filter(None, groups))) for groups in PRINTED.findall(text)} <= set(ExitCode)


def test_the_pages_print_exit_codes():
    printed = [match for page in PAGES for match in PRINTED.findall(page.read_text(encoding="utf-8"))]
    assert len(printed) >= 4


def test_the_number_for_an_early_interrupt_is_that_of_the_others():
    assert cli._INTERRUPTED == ExitCode.INTERRUPTED


def test_every_failure_has_an_exit_code():
    kinds = [ClaimtrackError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.exit_code for kind in kinds[1:]} <= set(ExitCode)
