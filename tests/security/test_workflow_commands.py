"""No text of a record commands the runner of GitHub Actions, which reads what `check` prints, line by line."""

from __future__ import annotations

import json
import os
import re
import time

import pytest

from claimtrack.problems import Problem
from claimtrack.render.escape import json_text, logged
from claimtrack.render.problems import github

# How the runner finds a command in a line. Source: ActionCommand.cs of github.com/actions/runner: TryParseV2, which
# wants it at the start of the line, and TryParse, which finds it anywhere in a line that the former refuses.
OURS = re.compile(r"::(error|warning|notice) file=[^:\n]*,line=\d+,col=\d+,title=[^:\n]*::[^\r\n]*")
AT_THE_START = re.compile(r"\s*::")
ANYWHERE = "##["
COMMANDS = [
    "::error::forged",
    "::set-output name=a::b",
    "  ::add-mask::a",
    "\u00a0::stop-commands::a",
    "x\n::error::forged",
    "x\r::error::forged",
    "x\u2028::error::forged",
    "x\x85::error::forged",
    "%0A::error::forged",
    "##[error]forged",
    "a ##[set-env name=PATH]b",
    "###[group]a",
    "file=a,line=1::b",
]


def commands(text):
    """Return the lines of a log that the runner would take for a command."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if AT_THE_START.match(line) or ANYWHERE in line]


def hostile(text):
    """Return a record with this text wherever `check` might quote it, and some mistakes of its own."""
    return {
        "title": text,
        "topics": [text, text],
        "implies": [text],
        text: 1,
        "positions": [
            {"party": text, "stance": text, "date": text, "sources": [text, {"id": "s", "at": text}]},
            {"party": f"p {text}", "stance": "asserts", "via": [text], "lang": text, "value": text},
        ],
        "sources": [{"id": text, "url": text, "derived_from": text}, {"id": text, "lang": text}],
    }


@pytest.fixture
def book(folder):
    """A book of claims, each with one of the commands wherever `check` might quote it."""
    return folder(
        {
            "fine": {"title": "Fine"},
            **{f"t{place}": hostile(text) for place, text in enumerate(COMMANDS)},
            **{f"u{place}": {"title": "U", text: 1} for place, text in enumerate(COMMANDS)},
            "sources": {"sources": [{"id": f"s{place}", text: text} for place, text in enumerate(COMMANDS)]},
            "parties": {f"p{place}": {"name": text, "speaks_for": text} for place, text in enumerate(COMMANDS)},
        }
    ).parent


def test_what_check_prints_commands_nothing(call, book):
    formats = ("plain", "excerpt", "json", "jsonl", "csv", "table", "markdown", "sarif")
    for words in (*(["--format", to] for to in formats), ["--statistics"], ["--fix", "--dry-run"]):
        ran = call("check", *words, cwd=book)
        assert (ran.code, commands(ran.out), commands(ran.err)) == (1, [], []), words
    ran = call("check", "--format", "github", cwd=book)
    assert ran.code == 1
    assert [line for line in ran.lines if not OURS.fullmatch(line)] == []
    problems = call("check", "--json", cwd=book).json["problems"]
    assert len(ran.lines) == len(problems) > len(COMMANDS)
    assert commands(ran.err) == []
    quoted = "\n".join(f"{problem['message']} {problem['hint']}" for problem in problems)
    assert "::error::forged" in quoted
    assert "##[error]forged" in quoted


def test_what_reading_says_of_problems_commands_nothing(call, book):
    for words in (["list"], ["list", "--json"], ["matrix", "--json"]):
        ran = call(*words, cwd=book)
        assert (ran.code, commands(ran.err)) == (4, [])
        assert "error" in ran.err
        assert words[-1] != "--json" or commands(ran.out) == []


@pytest.mark.skipif(os.name == "nt", reason="no such file names there")
@pytest.mark.parametrize("place", ["..", "claims", "."])
def test_the_name_of_a_file_commands_nothing(call, folder, place):
    claims = folder({"t": {"title": "T"}})
    odd = claims / "::error file=a::b"
    odd.mkdir()
    for name in ("::error::x.toml", "##[error]x.toml", "x\n::error::y.toml", "z,line=9::b.toml"):
        (odd / name).write_text("title =")
        (claims / name).write_text("title =")
    cwd = {"..": claims.parent, "claims": claims, ".": odd}[place]
    for to in ("plain", "excerpt", "json"):
        ran = call("check", "--format", to, cwd=cwd)
        assert (ran.code, commands(ran.out + ran.err)) == (1, [])
    lines = call("check", "--format", "github", cwd=cwd).lines
    assert len(lines) >= 8
    assert [line for line in lines if not OURS.fullmatch(line)] == []


def test_a_change_that_is_shown_commands_nothing(call, folder):
    text = 'title = "T"\nnotes = """\n::error::x\n##[error]x\n"""\ntopics = "a"\n'
    ran = call("check", "--fix", "--dry-run", cwd=folder({"t": text}).parent)
    assert "\\x3a:error::x" in ran.out
    assert commands(ran.out + ran.err) == []


def test_an_annotation_says_all_of_it_with_line_breaks_encoded():
    problem = Problem("a,b:c%.toml", 1, 2, "CT001", "one\ntwo\r%0A", "::three")

    class Report:
        problems = (problem,)

    (line,) = github(Report(), str)
    assert line.startswith("::error file=a%2Cb%3Ac%25.toml,line=1,col=2,title=CT001 ")
    assert line.endswith("::one%0Atwo\\x0d%250A; ::three")


def test_json_says_exactly_what_is_recorded():
    text = 'a ##[error]x ###[group] \u202e "'
    written = json_text(json.dumps([text], ensure_ascii=False))
    assert ANYWHERE not in written
    assert json.loads(written) == [text]


def test_the_rest_of_a_log_stays_as_it_is():
    for text in ("a::b", "C::D is a name", "## [x]", "#[x]", "a: b", "10::30"):
        assert logged(text) == text
    assert logged(" ::error::x") == " \\x3a:error::x"
    assert logged("a ##[x] ###[y]") == "a \\x23#[x] #\\x23#[y]"


def test_long_runs_of_blanks_and_colons_take_no_time():
    def spent(size):
        begun = time.process_time()
        for run in (":", " ", "\n", "\n ", "#", "::\n", " ::"):
            logged(f"{run * size}::")
        return time.process_time() - begun

    spent(1000)  # compiles what is compiled once
    # Forty times the text: forty times as long if the work is linear, sixteen hundred times if it is quadratic.
    assert spent(40_000) < 320 * max(spent(1000), 0.0005)
