"""Whatever exceeds the screen goes through $PAGER, as git does it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from claimtrack.cli import pager

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
ROWS = 50  # of the terminals in these tests


@pytest.fixture
def book(folder):
    """Write a claim with a long page, one with a short page, and one whose page is short but for a long address."""
    many = [
        {"party": f"Office {number}", "stance": "denies", "date": f"2025-05-{number:02}", "quote": "We did not. " * 9}
        for number in range(1, 31)
    ]
    one = {"party": "Water Board", "stance": "denies", "sources": ["https://example.org/" + "x" * 3600]}
    claims = folder(
        {
            "dam": {"title": "The dam leaked", "positions": many},
            "canal": {"title": "The canal leaked", "positions": many[:1]},
            "lock": {"title": "The lock leaked", "positions": [one]},
        }
    )
    return claims.parent


def test_a_page_that_exceeds_the_screen_is_paged_and_a_short_one_is_not(terminal, book):
    env = {"PAGER": "sed 's/^/paged /'"}
    long = terminal("show", "dam", cwd=book, env=env).lines
    assert len(long) > ROWS
    assert all(line.startswith("paged ") for line in long)
    assert "paged" not in terminal("show", "canal", cwd=book, env=env).out
    assert "paged" not in terminal("show", "dam", "--no-pager", cwd=book, env=env).out
    assert terminal("show", "dam", "canal", "--brief", cwd=book, env=env).lines[-1].startswith("paged ")


def test_what_the_terminal_wraps_counts_as_the_lines_it_takes(terminal, book):
    env = {"PAGER": "sed 's/^/paged /'"}
    assert terminal("show", "lock", cwd=book, env=env).out.startswith("paged ")
    assert "paged" not in terminal("show", "lock", cwd=book, env=env, width=200).out


@pytest.mark.parametrize("command", ["sed 's/^/paged /' | cat", 'sed "s/^/paged /"', "P='paged '; sed \"s/^/$P/\""])
@pytest.mark.sampled(2)
def test_a_pager_is_run_by_a_shell(terminal, book, command):
    assert terminal("show", "dam", cwd=book, env={"PAGER": command}).out.startswith("paged ")


@pytest.mark.parametrize(
    "command",
    ["", "  ", "cat", "no-such-program", "no-such-program --option", "/dev/null -x", "'never closed", "sed ("],
)
@pytest.mark.sampled(3)
def test_without_a_pager_that_can_be_run_the_page_is_printed(terminal, book, command):
    ran = terminal("show", "dam", cwd=book, env={"PAGER": command})
    assert ran.code == 0
    assert ran.out == terminal("show", "dam", "--no-pager", cwd=book).out


def test_a_pager_that_ends_early_is_no_failure(terminal, book):
    ran = terminal("show", "dam", cwd=book, env={"PAGER": "head -3"})
    assert (ran.code, len(ran.lines), ran.err) == (0, 3, "")


@pytest.mark.parametrize(
    ("less", "given"),
    [
        (None, "FRX"),
        ("", "-R"),
        ("-i", "-R -i"),
        ("iM", "-R iM"),
        ("-FRX", "-R -FRX"),
        ("--use-color", "-R --use-color"),
    ],
)
def test_less_shows_colours_whatever_its_own_variable_says(terminal, book, less, given):
    env = {"PAGER": "sh -c 'cat >/dev/null; echo $LESS $LV'", **({} if less is None else {"LESS": less})}
    assert terminal("show", "dam", cwd=book, env=env).out.strip() == f"{given} -c"


@pytest.mark.skipif(shutil.which("less") is None or shutil.which("tmux") is None, reason="needs less and tmux")
@pytest.mark.parametrize("less", ["-i", None, "-S -M", "q"])
@pytest.mark.sampled(4)
def test_less_itself_shows_the_page_without_escape_sequences(book, home, tmp_path, less):
    def tmux(*args):
        return subprocess.run(
            ["tmux", "-f", "/dev/null", "-S", tmp_path / "tmux", *args], check=True, capture_output=True, text=True
        ).stdout

    option = "" if less is None else f"LESS='{less}'"
    command = f"cd {book}; {option} HOME={home} LANG=C.UTF-8 {sys.executable} -P -m claimtrack show dam"
    tmux(
        "new-session",
        "-d",
        "-x",
        "80",
        "-y",
        "24",
        "env",
        "-u",
        "LESS",
        "-u",
        "PAGER",
        "-u",
        "NO_COLOR",
        "sh",
        "-c",
        command,
    )
    try:
        until = time.monotonic() + 20
        while "Denied" not in (screen := tmux("capture-pane", "-p")) and time.monotonic() < until:
            time.sleep(0.05)
        assert screen.startswith("dam  The dam leaked\n")
        assert "ESC" not in screen
        tmux("send-keys", "G")
        while "no sources" not in (screen := tmux("capture-pane", "-p")) and time.monotonic() < until:
            time.sleep(0.05)
        assert "no sources" in screen
    finally:
        tmux("kill-server")


def test_ctrl_c_in_a_shells_pager_is_no_failure(terminal, book):
    ran = terminal("show", "dam", cwd=book, env={"PAGER": f"kill -{int(signal.SIGINT)} $PPID; cat >/dev/null"})
    assert (ran.code, ran.err) == (0, "")


class TestOnWindows:
    """There, no shell is at hand: the words of the variable are those of the command."""

    @pytest.fixture(autouse=True)
    def _windows(self, monkeypatch):
        monkeypatch.setattr(pager, "_SYSTEM", "win32")

    @pytest.mark.parametrize(
        ("given", "command"),
        [("less -S", ["less", "-S"]), ("'never closed", None), ("more", ["more"]), ("cat", None)],
    )
    def test_the_variable_is_split_into_words(self, given, command):
        assert pager._command(given) == command
