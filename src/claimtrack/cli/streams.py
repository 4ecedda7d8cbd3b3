"""Standard streams that survive any text, any locale and a reader who leaves early."""

from __future__ import annotations

import atexit
import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from claimtrack.render.escape import logged

if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Make stdout and stderr take any text: pipes and files get UTF-8, a terminal what it can show."""
    # A stream that was closed before we began is None: what is written to it goes nowhere.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - likewise
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def tell(line: str) -> None:
    """Say something about the data, on stderr, with whatever would steer a terminal or a log spelt out."""
    if line:
        sys.stdout.flush()
        try:
            sys.stderr.write(f"{logged(line)}\n")
        except OSError:  # nobody listens; the exit code still speaks
            abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Let go of a stream that takes no more, so that the interpreter does not complain on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def leave(code: int) -> NoReturn:
    """End the process with a code.

    Whatever it made goes with it at once: to take it apart piece by piece, as Python does, is for nobody and takes
    longer than a small answer. Whoever asked to be called at the end is; a debugger gets the usual end.
    """
    if os.environ.get("CLAIMTRACK_DEBUG"):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - as the processes end that multiprocessing forks
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody is there to take it, which has been told
            continue
    os._exit(code)
