"""Shows a long text in the user's pager, as git does."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from shutil import get_terminal_size
from typing import Final

from claimtrack.files.programs import find_program
from claimtrack.render.terminal.cells import width

_LESS: Final = "FRX"  # as git sets it: exit at once if all fits, keep the colours, leave the text on the screen
_COLOURS: Final = "-R"  # without it less shows the colours' escape sequences as text
_FOR_A_SHELL: Final = re.compile(r"[|&;<>()$`\\\"' \t\n*?\[#~=%]")  # as in git's run-command.c
_ESCAPES: Final = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m")
_UNUSABLE: Final = frozenset({126, 127})  # a shell's exit codes for a program that cannot be run, or is not there
_SYSTEM: str = sys.platform


def page(text: str) -> bool:
    """Show a text in ``$PAGER``, or else less; return False if it fits on the terminal, or there is no pager."""
    if os.environ.get("TERM") == "dumb" or _fits(text):
        return False
    command = _command(os.environ.get("PAGER", "less"))
    if command is None:
        return False
    sys.stdout.flush()
    sys.stderr.flush()
    # Ctrl-C is for the pager, which does not inherit a handler; it would inherit SIG_IGN.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        pager = subprocess.Popen(command, stdin=subprocess.PIPE, env=_environment())  # noqa: S603 - it is the user's own
    except (OSError, ValueError):  # it cannot be run
        return False
    else:
        pager.communicate(text.encode(sys.stdout.encoding, "backslashreplace"))  # which ignores a broken pipe
    finally:
        signal.signal(signal.SIGINT, before)
    return pager.returncode not in _UNUSABLE


def _fits(text: str) -> bool:
    """Return whether a text takes fewer lines than the screen has, and thus leaves room for the prompt."""
    columns, rows = get_terminal_size()
    if text.count("\n") >= rows:
        return False
    lines = _ESCAPES.sub("", text).split("\n")[:-1]
    return sum(max(1, -(-width(line) // columns)) for line in lines) < rows


def _command(given: str) -> list[str] | None:
    """Return how to run a pager: by a shell, if the variable is more than a program's name; None if it says no pager."""
    if given.strip() in {"", "cat"}:
        return None
    if _SYSTEM == "win32":
        try:
            program, *words = shlex.split(given)
        except ValueError:  # a quote that is never closed
            return None
        found = find_program(program)
        return [found, *words] if found else None
    if not _FOR_A_SHELL.search(given):
        return [given]
    shell = ["/bin/sh", "-c", given]
    parsed = subprocess.run([*shell[:1], "-n", *shell[1:]], capture_output=True, check=False)  # noqa: S603 - runs nothing
    return shell if parsed.returncode == 0 else None


def _environment() -> dict[str, str]:
    """Return the environment of the pager, in which less shows colours whatever its own variable says."""
    less = os.environ.get("LESS")
    return {"LV": "-c", **os.environ, "LESS": _LESS if less is None else f"{_COLOURS} {less}".rstrip()}
