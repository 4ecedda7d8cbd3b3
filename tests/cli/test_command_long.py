"""Answers of many rows: parts of them, tables of one line a row, and the pager."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import stat
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from claimtrack.render import json as as_json
from claimtrack.render import markdown, plain
from claimtrack.render.csv import render as csv_lines
from claimtrack.render.escape import csv_cell, csv_first_cell, one_line
from claimtrack.render.escape import markdown as markdown_text
from claimtrack.render.view import Column, Listing

POSIX = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
TITLES = [
    "Plain words that go on for a while, as titles do",
    "काबुल में क्या हुआ था उस दिन सुबह",
    "军方否认击落任何飞机并要求道歉",
    "پانی چھوڑا گیا",
]
ANSI = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = ["list", "diff p0 p1", "matrix", "shifts", "parties", "sources", "topics"]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder of 300 claims, in four scripts, with characters that would steer a terminal."""
    folder = tmp_path_factory.mktemp("many") / "claims"
    folder.mkdir()
    for number in range(300):
        title = TITLES[number % 4] + ("\\u001b[31m" if number == 7 else "")
        sources = f'sources = ["https://example.org/{number}"]'
        (folder / f"c{number:03}.toml").write_text(
            f'title = "{title}"\ntopics = ["t{number}"]\n'
            f'[[positions]]\nparty = "P0"\nstance = "asserts"\ndate = 2025-05-07\nvalue = {number}\n{sources}\n'
            f'[[positions]]\nparty = "P1"\nstance = "denies"\ndate = 2025-05-08\n'
            f'[[positions]]\nparty = "Q{number}"\nstance = "reports"\n',
            encoding="utf-8",
        )
    return folder.parent


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.sampled(3)
def test_every_list_can_be_shown_in_part(call, many, command):
    whole = call(*command.split(), cwd=many).lines
    part = call(*command.split(), "--limit", "3", "--offset", "2", cwd=many)
    header = 1 if command == "matrix" else 0  # its columns are parties
    assert part.lines == [*whole[:header], *whole[header + 2 : header + 5]]
    assert len(part.lines) == header + 3


def test_a_part_is_said_to_be_one(call, many):
    told = call("list", "--format", "table", "--limit", "2", "--party", "p0", cwd=many).err
    assert "2 of 300 shown, 300 claims in all" in told
    assert "2 of 302 shown" in call("parties", "--format", "table", "--limit", "2", cwd=many).err
    assert len(call("list", "--json", "--offset", "298", cwd=many).json["claims"]) == 2
    assert call("list", "--limit", "0", cwd=many).out == ""


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_long_table_has_one_line_a_row_that_fits(call, many, width):
    ran = call("list", "--format", "table", cwd=many, env={"COLUMNS": str(width)})
    rows = [line for line in ran.lines if line.startswith("c") and line[1:4].isdigit()]
    assert len(rows) == 300
    assert all(cell_len(line) <= width for line in ran.lines)
    assert "\x1b" not in ran.out
    assert ("…" in ran.out) == ("marks text that is cut" in ran.err)
    short = call("list", "--format", "table", "--limit", "9", cwd=many, env={"COLUMNS": str(width)})
    assert short.lines[0].split() == ran.lines[0].split()


@POSIX
def test_colours_of_a_long_table_are_those_of_a_short_one(terminal, many):
    long = terminal("list", "--no-pager", cwd=many, width=100).out
    short = terminal("list", "--limit", "9", cwd=many, width=100).out
    assert set(ANSI.findall(short)) <= set(ANSI.findall(long))
    # Never a colour without its end.
    assert all(line.count("\x1b[") == 2 * line.count("\x1b[0m") for line in long.splitlines())


@pytest.fixture
def pager(tmp_path):
    """Write a pager that records what it was given, and how."""

    def pager(body="data = sys.stdin.buffer.read()"):
        path = tmp_path / "pager.py"
        path.write_text(
            f"#!{sys.executable}\nimport os, pathlib, sys, time\ndata = b''\n{body}\n"
            f"pathlib.Path({str(tmp_path / 'got')!r}).write_bytes(os.environ.get('LESS', '').encode() + b'\\n' + data)\n"
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return {"PAGER": str(path)}, tmp_path / "got"

    return pager


@POSIX
def test_a_long_table_goes_through_the_pager(terminal, many, pager):
    env, got = pager()
    ran = terminal("list", cwd=many, env=env)
    assert (ran.code, ran.out) == (0, "")
    less, _, text = got.read_text("utf-8").partition("\n")
    assert less == "FRX"
    assert len(text.splitlines()) > 300
    assert "300 of 300 claims" in ran.err
    assert text == terminal("list", "--no-pager", cwd=many, env=env).out


@POSIX
@pytest.mark.parametrize(
    ("args", "more"),
    [
        (["list", "--limit", "9"], {}),
        (["list", "--no-pager"], {}),
        (["list", "--format", "plain"], {}),
        (["list"], {"TERM": "dumb"}),
        (["list"], {"PAGER": ""}),
        (["list"], {"PAGER": "cat"}),
        (["list"], {"PAGER": "no-such-program"}),
        (["list"], {"PAGER": "'never closed"}),
    ],
)
@pytest.mark.sampled(4)
def test_what_needs_no_pager_or_has_none_is_printed(terminal, many, pager, args, more):
    env, got = pager()
    ran = terminal(*args, cwd=many, env={**env, **more})
    assert ran.code == 0
    assert "c001" in ran.out
    assert not got.exists()


@POSIX
def test_leaving_the_pager_early_is_no_failure(terminal, many, pager):
    env, got = pager("sys.stdin.buffer.read(10)")
    ran = terminal("matrix", cwd=many, env=env)
    assert (ran.code, ran.out) == (0, "")
    assert got.exists()
    assert "Traceback" not in ran.err


@POSIX
def test_ctrl_c_is_the_pagers(terminal, many, pager):
    env, got = pager(f"os.kill(os.getppid(), {int(signal.SIGINT)}); time.sleep(0.2)")
    begun = time.monotonic()
    ran = terminal("list", cwd=many, env=env)
    assert (ran.code, "Traceback" in ran.err) == (0, False)
    assert got.exists()
    assert time.monotonic() - begun < 30


CELLS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\t\n\r\x00\x1b\x7f\x85\u2028\u202e=+-@|\\`'\",;é"),
    max_size=8,
)
ROWS = st.lists(st.tuples(CELLS, st.none() | CELLS, st.integers()), max_size=5)


def listing(rows):
    columns = [Column(name, lambda row, at=at: row[at], name) for at, name in enumerate(["a", "b", "n"])]
    return Listing("things", rows, columns, lambda row: dict(zip("abn", row, strict=True)))


def text(cell):
    return "" if cell is None else str(cell)


@given(ROWS)
def test_plain_and_markdown_are_what_cell_by_cell_would_be(rows):
    lines = ["\t".join(one_line(text(cell)) for cell in row) for row in rows]
    assert "\n".join(plain.render(listing(rows))) == "\n".join(lines)
    lines = [f"| {' | '.join(markdown_text(text(cell)) for cell in row)} |" for row in rows]
    head = ["| a | b | n |", "|---|---|---|"]
    assert "\n".join(markdown.render(listing(rows))) == "\n".join([*head, *lines])


@given(ROWS)
def test_csv_is_what_cell_by_cell_would_be(rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["a", "b", "n"])
    for first, *rest in rows:
        cells = [csv_cell(cell) if isinstance(cell, str) else cell for cell in rest]
        writer.writerow([csv_first_cell(csv_cell(first)), *cells])
    assert "".join(f"{line}\n" for line in csv_lines(listing(rows))) == out.getvalue()


@given(ROWS)
def test_json_says_what_the_rows_say(rows):
    said = [dict(zip("abn", row, strict=True)) for row in rows]
    lines = "\n".join(as_json.render_lines(listing(rows))).split("\n") if rows else []
    assert [json.loads(line) for line in lines] == said
    whole = "\n".join(as_json.render(listing(rows)))
    assert json.loads(whole)["things"] == said
    assert not re.search("[\x7f-\x9f\u2028\u202e]", whole)
