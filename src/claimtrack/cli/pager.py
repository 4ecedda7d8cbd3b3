"""Hands a long answer to the pager of whoever sits at the terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from claimtrack.files.programs import find_program

if TYPE_CHECKING:
    from collections.abc import Mapping

_LESS: Final = (
    "FRX"  # as git sets it: leave at once if all fits, keep the colours, leave the text on the screen
)


class Pager:
    """Shows a text through ``$PAGER``, or else less, where there is a terminal to do it on."""

    def __call__(self, text: str) -> bool:
        """Show a text and wait until it has been read; give False if it is to be printed instead."""
        words = _asked_for(os.environ)
        if not words or not _somebody_reads() or text.count("\n") < get_terminal_size().lines:
            return False
        sys.stdout.flush()
        sys.stderr.flush()
        # Ctrl-C is the pager's. A handler, unlike SIG_IGN, is not handed down to it.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            return _shown(text, words)
        finally:
            signal.signal(signal.SIGINT, before)


def _asked_for(env: Mapping[str, str]) -> list[str]:
    """Give the pager and its arguments; nothing if none is wanted, or what is wanted makes no sense."""
    if env.get("TERM") == "dumb":
        return []
    try:
        words = shlex.split(env.get("PAGER", "less"))
    except ValueError:  # a quote that is never closed
        return []
    return [] if words == ["cat"] else words


def _somebody_reads() -> bool:
    """Say whether there is somebody to turn the pages."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def _shown(text: str, words: list[str]) -> bool:
    """Say whether the pager could be started."""
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
    pager.communicate(data)  # it takes no offence at a pager that is left before the end
    return True
