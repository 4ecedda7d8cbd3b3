"""Standard streams that survive any text, any locale and a reader who leaves early."""

from __future__ import annotations

import io
import os
import sys

from claimtrack.render.safe import visible


def prepare() -> None:
    """Make stdout and stderr take any text: pipes and files get UTF-8, a terminal what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def tell(line: str) -> None:
    """Say something about the data, on stderr, with whatever would steer a terminal spelt out."""
    if line:
        sys.stdout.flush()
        sys.stderr.write(f"{visible(line)}\n")


def abandon() -> None:
    """Let go of stdout after its reader has gone, so that the interpreter does not complain on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
