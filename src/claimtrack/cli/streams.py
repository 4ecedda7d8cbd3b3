"""Standard streams that take any text, in any locale, from which the reader may leave early; progress."""

from __future__ import annotations

import atexit
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, NoReturn, TextIO

from claimtrack.problems import ClaimtrackError
from claimtrack.render.escape import logged

TERMINAL: Final = (
    "claimtrack_terminal"  # Python's option -X that says what a terminal can show, if Python does not know
)
_PATIENCE: Final = 1.0  # seconds before progress is shown


def prepare_streams() -> None:
    """Make stdout and stderr take any text: pipes and files get UTF-8, a terminal what it can show."""
    # A stream that was closed before the program started is None; what is written to it is discarded.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            elif encoding := sys._xoptions.get(TERMINAL):  # noqa: SLF001 - documented
                stream.reconfigure(encoding=str(encoding))
            stream.reconfigure(errors="backslashreplace")


def message(line: str) -> None:
    """Write a line to stderr, with whatever would control a terminal or a log escaped; nothing if it is empty."""
    if line:
        sys.stdout.flush()
        try:
            sys.stderr.write(f"{logged(line)}\n")
        except OSError:  # nobody reads it; there is the exit code still
            discard(sys.stderr)


def write_bytes(text: bytes) -> None:
    """Write text in UTF-8 to stdout; most often that takes it as it is."""
    if sys.stdout.encoding == "utf-8":
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
    else:
        sys.stdout.write(text.decode())


def report_error(error: ClaimtrackError) -> None:
    """Write what ends a command, or a part of it, to stderr."""
    message(f"claimtrack: {error.message}")
    message(error.hint)


def discard(stream: TextIO) -> None:
    """Discard whatever is written to a stream from now on, so that Python does not fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_now(code: int) -> NoReturn:
    """Flush the streams, and end the process without freeing memory, which takes longer than a small answer."""
    if os.environ.get("CLAIMTRACK_DEBUG"):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - multiprocessing ends its processes so, too
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody reads it, which was reported
            continue
    os._exit(code)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function that shows how much is done, and of how much, until all is; None without a terminal.

    The bar goes at the end of the block too. Whoever has kept the function may call it later, as the index does, which
    adds some things when they are first asked for.
    """
    if not sys.stderr.isatty():
        yield None
        return
    start, bar = time.monotonic(), None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            if done >= total or time.monotonic() - start < _PATIENCE:
                return
            from claimtrack.render.terminal.draw import progress_bar  # noqa: PLC0415 - rich is slow to import

            bar = progress_bar(what, total)
            atexit.register(bar.stop)
        bar.update(bar.task_ids[0], completed=done)
        if done >= total:
            stop()

    def stop() -> None:
        nonlocal bar
        if bar is not None:
            bar.stop()
            bar = None

    try:
        yield show
    finally:
        stop()
