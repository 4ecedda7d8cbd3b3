"""A process forked from this one, which does a part of its work and tells what it found through a pipe."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader


class Forked:
    """The process.

    It hears nothing of ^C, which goes to all: whoever forked it ends it. It has no standard streams: whoever reads
    what the first process writes waits for nobody else to end.

    Attributes:
        child: its number.
        pipe: what it tells. Where it was killed, or had no memory, that ends early.
    """

    def __init__(self, work: Callable[[], Iterable[bytes]], others: Iterable[Forked] = ()) -> None:
        """Begin.

        Args:
            work: is done in the process; each part of what it gives is told at once.
            others: processes that were forked before, whose pipes are none of its business: as long as anybody holds
                the end that is read, whoever writes waits for it to be read.
        """
        reading, writing = os.pipe()
        with _uninterrupted():
            self.child = os.fork()
            if self.child == 0:
                _be(work, writing, {0, 1, 2, reading, *(each.pipe.fileno() for each in others)})
        os.close(writing)
        self.pipe: BufferedReader = os.fdopen(reading, "rb")

    def end(self) -> bool:
        """Let it go: if it still writes, it finds nobody listening, and ends. Tell whether it did all of its work."""
        self.pipe.close()
        _, status = os.waitpid(self.child, 0)
        return status == 0


def _be(work: Callable[[], Iterable[bytes]], writing: int, closed: set[int]) -> None:
    """Be the process, and end with it: nothing that the first one would still do is done twice."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for handle in closed - {writing}:
            with suppress(OSError):  # it was closed when we began
                os.close(handle)
        with open(writing, "wb") as pipe:
            for told in work():
                pipe.write(told)
                pipe.flush()
        code = 0
    finally:
        os._exit(code)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Have a ^C wait: in a process that does not know yet that it is another one it would undo the first one's work."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
