"""Standard streams that take any text, in any locale, from which the reader may leave early; progress on stderr."""

from __future__ import annotations

import atexit
import io
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

from claimtrack.render.escape import logged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from claimtrack.render.terminal.progress import Bar

_PATIENCE: Final = 1.0  # seconds before a progress bar is shown


def prepare_streams() -> None:
    """Make stdout and stderr take any text: pipes and files get UTF-8, a terminal what it can show."""
    # A stream that was closed before the program started is None; what is written to it is discarded.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


def message(line: str) -> None:
    """Write a line to stderr, with whatever would control a terminal or a log escaped; nothing if it is empty."""
    if line:
        sys.stdout.flush()
        try:
            sys.stderr.write(f"{logged(line)}\n")
        except OSError:  # nobody reads it; there is the exit code still
            discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Discard whatever is written to a stream from now on, so that Python does not fail to flush it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def exit_now(code: int) -> NoReturn:
    """Flush the streams, and end the process without freeing memory, which takes longer than a small answer.

    Functions registered with `atexit` are called. With CLAIMTRACK_DEBUG, the process ends as usual.
    """
    if os.environ.get("CLAIMTRACK_DEBUG"):
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - multiprocessing ends its processes so, too
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody reads it, which was reported
            continue
    os._exit(code)


class Progress:
    """Shows how much is done, in a progress bar, once the work has taken longer than a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int) -> None:
        """Report how many are done, and of how many."""
        if self._bar is None:
            if done >= total or time.monotonic() - self._start < _PATIENCE:
                return
            from claimtrack.render.terminal.progress import Bar  # noqa: PLC0415 - rich, for a terminal only

            self._bar = Bar(self._what, total)
        self._bar.update(done)

    def close(self) -> None:
        """Take the bar off the screen, if there is one."""
        if self._bar is not None:
            self._bar.close()


@contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """Yield what shows progress until the block ends; None if stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = Progress(what)
    try:
        yield shown
    finally:
        shown.close()
