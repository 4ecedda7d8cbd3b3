"""What a terminal receives: widths, colours, links."""

from __future__ import annotations

import os
import re

import pytest
from rich.cells import cell_len

from claimtrack.render.terminal.draw import draw

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")

LINK = re.compile(r"\x1b\]8;[^;]*;([^\x1b\x07]*)\x1b\\")
STYLE = re.compile(r"\x1b\[([0-9;]*)m")
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def shown(text):
    """Take the styles and links away, which need no room."""
    return STYLE.sub("", LINK.sub("", text))


def too_wide(text, width):
    """Find the lines that do not fit and are not an address."""
    lines = shown(text).splitlines()
    return [line for line in lines if cell_len(line.rstrip()) > width and not re.search(r"\shttps?://\S+$", line)]


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("command", ["list", "show jets ceasefire", "diff india pakistan", "parties", "sources"])
@pytest.mark.sampled(3)
def test_nothing_but_addresses_is_wider_than_the_screen(call, command, width):
    ran = call(*command.split(), "--format", "table", env={"COLUMNS": str(width)})
    assert ran.code == 0
    assert too_wide(ran.out, width) == []


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.sampled(3)
def test_a_terminal_gets_a_table_as_wide_as_it_is(terminal, width):
    ran = terminal("list", "--no-pager", width=width)
    assert ran.code == 0
    head = shown(ran.lines[0])
    assert head.split()[:2] == ["claim", "title" if width == 140 else "status"]
    assert too_wide(ran.out, width) == []
    assert ("topics" in head) == (width >= 100)


def test_columns_beats_the_width_of_the_terminal(terminal):
    ran = terminal("list", width=140, env={"COLUMNS": "60"})
    assert max(map(len, shown(ran.out).splitlines())) <= 60


@pytest.mark.parametrize("columns", ["60", None])
def test_a_dumb_terminal_gets_its_own_width_and_no_escape(terminal, columns):
    env = {"TERM": "dumb"} if columns is None else {"TERM": "dumb", "COLUMNS": columns}
    ran = terminal("show", "jets", width=60 if columns is None else 140, env=env)
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert too_wide(ran.out, 60) == []


@pytest.mark.parametrize("width", ["0", "1", "7", "20", "many", "100000"])
@pytest.mark.parametrize("command", ["list", "show jets", "diff india pakistan"])
@pytest.mark.sampled(3)
def test_no_width_is_too_odd(call, command, width):
    ran = call(*command.split(), "--format", "table", env={"COLUMNS": width})
    assert ran.code == 0
    assert ran.out


def test_dates_and_statuses_are_never_broken(call):
    for command, width in (("list", "60"), ("list", "100"), ("parties", "60"), ("sources", "60")):
        narrow = call(command, "--format", "table", env={"COLUMNS": width}).out
        dates = {cell for cells in call(command).cells for cell in cells if re.fullmatch(r"\d{4}(-\d\d){0,2}", cell)}
        assert dates
        assert {date for date in dates if not re.search(rf"(?<!\S){date}(?!\S)", narrow)} == set()


def test_a_colour_is_a_side(terminal, book):
    ran = terminal("list", cwd=book)
    assert COLOUR.search(ran.out)
    rows = {shown(line).split()[0]: line for line in ran.lines if shown(line).strip()}
    assert "\x1b[34masserted*" in rows["dam"]
    assert "\x1b[35mdenied" in rows["toll-tax"]
    assert "\x1b[33mpartly" in rows["ferry"]
    assert "* a party's people disagree or withdrew\n" in ran.err


@pytest.mark.parametrize(
    ("env", "options", "colours", "escapes"),
    [
        ({}, (), True, True),
        ({"NO_COLOR": ""}, (), True, True),
        ({"NO_COLOR": "1"}, (), False, True),  # bold, dim and links are no colours
        ({"NO_COLOR": "1"}, ("--color", "always"), True, True),
        ({}, ("--color", "never"), False, False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False, False),
        ({"TERM": "dumb"}, (), False, False),
    ],
)
@pytest.mark.sampled(4)
def test_who_has_a_say_in_colours(terminal, book, env, options, colours, escapes):
    ran = terminal("show", "bridge", *options, cwd=book, env=env)
    assert ran.code == 0
    assert (bool(COLOUR.search(ran.out)), "\x1b" in ran.out) == (colours, escapes)


@pytest.mark.parametrize(("when", "escapes"), [("auto", False), ("always", True), ("never", False)])
def test_a_table_in_a_pipe_has_colours_only_where_asked_for(call, book, when, escapes):
    ran = call("list", "--format", "table", "--color", when, cwd=book)
    assert ("\x1b[" in ran.out) == escapes
    assert shown(ran.out) == call("list", "--format", "table", cwd=book).out


@pytest.mark.parametrize("to", ["plain", "json", "jsonl", "csv", "markdown"])
def test_only_the_table_is_coloured(call, book, to):
    assert "\x1b" not in call("list", "--format", to, "--color", "always", cwd=book).out


def test_the_terminal_gets_other_formats_as_a_pipe_does(terminal, call, book):
    assert terminal("list", "--format", "plain", cwd=book, width=40).out == call("list", cwd=book).out


def test_sources_are_links(call, book):
    page = call("show", "bridge", "--format", "table", "--color", "always", cwd=book).out
    assert set(LINK.findall(page)) == {
        "",
        "https://fleuve.example/0310",
        "https://archive.example/fleuve-0310",
        "https://gazette.example/0311",
    }
    register = call("sources", "--format", "table", "--color", "always", cwd=book).out
    assert set(LINK.findall(register)) == {
        "",
        "https://fleuve.example/0310",
        "https://gazette.example/0311",
        "https://bare.example/tolls",
    }


def test_an_address_is_never_broken(call, folder):
    address = "https://example.org/" + "path/" * 40
    positions = [{"party": "x", "stance": "asserts", "sources": ["s", address + "bare"]}]
    claim = {"title": "T", "positions": positions, "sources": [{"id": "s", "url": address + "known"}]}
    ran = call("show", "t", "--format", "table", cwd=folder({"t": claim}).parent, env={"COLUMNS": "60"})
    assert f"    {address}known" in ran.lines
    assert f"[2] {address}bare" in ran.lines


def test_a_long_reference_hangs_from_its_number(call, folder):
    source = {"id": "s", "title": "A long title that goes on " * 4, "publisher": "The Paper", "date": "2025"}
    claim = {
        "title": "T",
        "positions": [{"party": "x", "stance": "asserts", "sources": ["s"]}],
        "sources": [source],
    }
    ran = call("show", "t", "--format", "table", cwd=folder({"t": claim}).parent, env={"COLUMNS": "60"})
    first, *rest = ran.lines[ran.lines.index("1 source, at most 1 origin") + 1 :]
    assert first.startswith("[1] “A long title")
    assert rest
    assert all(line.startswith("    ") for line in rest)


def test_numbers_of_sources_are_aligned(call, folder):
    addresses = [f"https://example.org/{number}" for number in range(10)]
    claim = {"title": "T", "positions": [{"party": "x", "stance": "asserts", "sources": addresses}]}
    ran = call("show", "t", "--format", "table", cwd=folder({"t": claim}).parent)
    assert "[1]  https://example.org/0" in ran.lines
    assert "[10] https://example.org/9" in ran.lines


def test_scripts_that_are_wide_or_run_to_the_left_fit_too(terminal, folder):
    claim = {
        "title": "中文标题" * 20,
        "positions": [{"party": "پاکستان", "stance": "asserts", "quote": "پل " * 60}],
    }
    ran = terminal("show", "t", cwd=folder({"t": claim}).parent, width=60)
    assert ran.code == 0
    assert shown(ran.out).count("中") == 20
    assert max(cell_len(line) for line in shown(ran.out).splitlines()) <= 60
    assert shown(ran.out).count("پل") == 60


def test_a_terminal_that_knows_ascii_only_gets_the_rest_spelt_out(terminal, book):
    ran = terminal("show", "ferry", "--color", "never", cwd=book, env={"PYTHONIOENCODING": "ascii"})
    assert ran.code == 0
    assert ran.out.isascii()
    assert "\\u06a9\\u0634\\u062a\\u06cc" in ran.out


def test_a_width_can_be_given_by_who_draws(book, monkeypatch):
    import io

    from claimtrack.book.book import Book
    from claimtrack.render import listings

    catalog = Book(str(book / "claims"))
    view = listings.claims(catalog, catalog.rows())
    for term in ("xterm", "dumb"):
        monkeypatch.setenv("TERM", term)
        out = io.StringIO()
        draw(view, out, "always", width=40)
        assert 30 < max(map(len, shown(out.getvalue()).splitlines())) <= 40
