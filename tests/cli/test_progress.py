"""Progress on stderr: of long work only, on a terminal only, and gone when the work is done."""

from __future__ import annotations

import io
import sys

import pytest

from claimtrack.cli import streams
from claimtrack.cli.streams import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """A function that makes stderr a terminal; pytest sets stderr anew when the test begins."""

    def terminal():
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stderr", Terminal())
        return sys.stderr

    return terminal


def test_in_a_pipe_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress("reading claims") as shown:
        assert shown is None


def test_quick_work_shows_none(terminal):
    screen = terminal()
    with progress("reading claims") as shown:
        for done in range(1, 4):
            shown(done, 3)
    assert screen.getvalue() == ""


def test_long_work_shows_how_much_is_done_and_leaves_nothing(terminal, monkeypatch):
    monkeypatch.setattr(streams, "_PATIENCE", -1.0)
    screen = terminal()
    with progress("reading claims") as shown:
        shown(1, 3)
        shown(3, 3)
    text = screen.getvalue()
    assert "reading claims" in text
    assert "3/3" in text
    assert text.rindex("\x1b[?25h") > text.index("\x1b[?25l")  # the cursor is shown again
    assert text.endswith("\x1b[2K")  # and the line erased


def test_what_is_done_after_the_block_shows_a_bar_of_its_own_and_stdout_stays(terminal, monkeypatch):
    monkeypatch.setattr(streams, "_PATIENCE", -1.0)
    screen, out = terminal(), sys.stdout
    with progress("reading claims") as shown:
        shown(1, 3)
    before = len(screen.getvalue())
    shown(1, 2)
    assert sys.stdout is out
    shown(2, 2)
    text = screen.getvalue()[before:]
    assert "2/2" in text
    assert text.endswith("\x1b[2K")


def test_a_failure_takes_the_bar_off_the_screen(terminal, monkeypatch):
    monkeypatch.setattr(streams, "_PATIENCE", -1.0)
    screen = terminal()

    def fail():
        with progress("reading claims") as shown:
            shown(1, 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert screen.getvalue().endswith("\x1b[2K")


def test_work_that_is_done_when_the_patience_ends_shows_none(terminal, monkeypatch):
    monkeypatch.setattr(streams, "_PATIENCE", -1.0)
    screen = terminal()
    with progress("reading claims") as shown:
        shown(3, 3)
    assert screen.getvalue() == ""
