"""The help, the messages and the pages use ordinary words: phrases that made readers stop stay out."""

from __future__ import annotations

import ast
import re

import pytest
from documents import ROOT

from claimtrack.cli.app import COMMANDS

# Each is a regular expression, beside what is said instead.
STOPPED_READERS = {
    r"\bmend(s|ed|ing)?\b": "fix, correct",
    r"\banew\b": "again",
    r"\bby turns\b": "alternately",
    r"\bpart(ed)? by (commas|tabs)\b": "separate(d) by",
    r"\bthe last of which may go on\b": "the last one may be the beginning of a word",
    r"\bstands so\b": "takes this stance",
    r"\bgoes on where it should end\b": "unexpected text after the value",
    r"\btable is there already\b": "is defined twice",
    r"\b(own )?voices differ\b": "its own people disagree",
    r"\bis silent\b": "nothing recorded",
    r"\blast movement\b": "latest position",
    r"\bwhom move\b": "when parties moved",
    r"\bmanieth\b": "every tenth",
    r"\bwhat is kept of\b": "the index",
    r"\bwhere from\b": "input",
    r"\btells apart\b|\btold apart\b": "distinguishes",
}
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")])
MODULES = sorted((ROOT / "src").rglob("*.py"))


def stopping(text):
    """Return the phrases in a text that made readers stop."""
    return [
        found[0] for phrase in STOPPED_READERS for found in re.finditer(phrase, " ".join(text.split()), re.IGNORECASE)
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_stops_a_reader(path):
    assert stopping(path.read_text(encoding="utf-8")) == []


def test_no_text_in_the_code_stops_a_reader():
    found = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and stopping(node.value):
                found[f"{path.relative_to(ROOT)}:{node.lineno}"] = stopping(node.value)
    assert found == {}


def test_the_codes_of_check_stop_no_reader():
    assert stopping((ROOT / "src/claimtrack/checks/codes.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_no_help_begins_with_a_word_of_ours(call, command):
    help_text = call(command, "--help").out
    first = help_text.split("\n\n")[1]
    assert not re.search(r"\b(principals?|voices?|lines?)\b", first), first


def test_such_a_phrase_would_be_found():
    assert stopping("Mend what cannot be\nmended wrongly") == ["Mend", "mended"]
    assert stopping("A recommended amendment, and the voices that differ") == []
