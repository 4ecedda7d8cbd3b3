"""Shows a long answer in the pager of the user at the terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from shutil import get_terminal_size
from typing import Final

from claimtrack.files.programs import find_program

_LESS: Final = (
    "FRX"  # as git sets it: exit at once if all fits, keep the colours, leave the text on the screen
)


def page(text: str) -> bool:
    """Show a text through ``$PAGER``, or else less, and wait until it is left; return False if it is to be printed.

    It is to be printed if it fits on the screen, if there is no terminal, or if there is no pager.
    """
    words = _command()
    reader = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if not words or not reader or text.count("\n") < get_terminal_size().lines:
        return False
    sys.stdout.flush()
    sys.stderr.flush()
    # Ctrl-C is for the pager, which does not inherit a handler; it would inherit SIG_IGN.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return _show(text, words)
    finally:
        signal.signal(signal.SIGINT, before)


def _command() -> list[str]:
    """Return the pager and its arguments; nothing if none is wanted, or $PAGER is no command."""
    if os.environ.get("TERM") == "dumb":
        return []
    try:
        words = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quote that is never closed
        return []
    return [] if words == ["cat"] else words


def _show(text: str, words: list[str]) -> bool:
    """Show a text in a pager, and return whether it could be started."""
    data = text.encode(sys.stdout.encoding, "backslashreplace")
    program = find_program(words[0])
    if program is None:
        return False
    try:
        pager = subprocess.Popen(  # noqa: S603 - it is the user's own
            [program, *words[1:]], stdin=subprocess.PIPE, env={"LESS": _LESS, **os.environ}
        )
    except (OSError, ValueError):  # there is no such program
        return False
    pager.communicate(data)  # which ignores a pager that is left before the end
    return True
