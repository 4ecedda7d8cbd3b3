"""Reads many files on all cores: processes forked from this one read, this one takes what they give in order."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from claimtrack.index.derive import Derived

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.index.derive import Reader

_BATCH: Final = 200  # files read before they are handed over
_FORKED_FROM: Final = 1000  # files from which on a second process is worth its start
_LENGTH: Final = 8  # bytes that tell how many follow

Item = tuple[str, str]
"""A file below the folder, and the id of its claim."""


def read_all(reader: Reader, items: Sequence[Item]) -> Iterator[list[Derived]]:
    """Read files, and give what is kept of them in batches, in their order."""
    batches = [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
    cores = os.cpu_count() or 1
    with _uncollected():
        if len(items) < _FORKED_FROM or cores < 2 or not hasattr(os, "fork") or sys.platform == "darwin":
            for batch in batches:
                yield [reader.read(*item) for item in batch]
        else:
            yield from _forked(reader, batches, cores)


def _forked(reader: Reader, batches: Sequence[Sequence[Item]], cores: int) -> Iterator[list[Derived]]:
    sys.stdout.flush()
    sys.stderr.flush()
    workers = _Workers(reader, batches, cores)
    try:
        for number, batch in enumerate(batches):
            found = workers.take(number)
            # A worker that was killed, or had no memory, leaves the rest of its work to us.
            yield [reader.read(*item) for item in batch] if found is None else found
    finally:
        workers.end()


class _Workers:
    """Processes of which each reads every so-manieth batch and writes what it finds to a pipe of its own."""

    def __init__(self, reader: Reader, batches: Sequence[Sequence[Item]], cores: int) -> None:
        self._pipes: list[Any] = []
        self._children: list[int] = []
        for worker in range(cores):
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                _work(
                    reader,
                    batches[worker::cores],
                    writing,
                    [reading, *(each.fileno() for each in self._pipes)],
                )
            os.close(writing)
            self._pipes.append(os.fdopen(reading, "rb"))
            self._children.append(child)

    def take(self, number: int) -> list[Derived] | None:
        """Give what was found in a batch; None where its worker is gone."""
        pipe = self._pipes[number % len(self._pipes)]
        length = int.from_bytes(pipe.read(_LENGTH), "little")
        told = pipe.read(length) if length else b""
        return list(map(Derived._make, marshal.loads(told))) if length and len(told) == length else None

    def end(self) -> None:
        """Let the workers go; whoever still writes finds nobody listening, and ends."""
        for pipe in self._pipes:
            pipe.close()
        for child in self._children:
            os.waitpid(child, 0)


def _work(reader: Reader, batches: Sequence[Sequence[Item]], pipe: int, others: Sequence[int]) -> None:
    code = 1
    try:
        # ^C goes to all: whoever forked us ends us.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in others:
            os.close(other)
        for batch in batches:
            told = marshal.dumps([_plain(reader.read(*item)) for item in batch])
            _write(pipe, len(told).to_bytes(_LENGTH, "little") + told)
        code = 0
    finally:
        os._exit(code)


def _plain(found: Derived) -> tuple[Any, ...]:
    """Give what was found as nothing but what marshal takes."""
    problems = [
        (line, column, str(code), message, hint) for line, column, code, message, hint in found.problems
    ]
    return tuple(found._replace(problems=problems))


def _write(pipe: int, told: bytes) -> None:
    left = memoryview(told)
    while left:
        left = left[os.write(pipe, left) :]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from walking through what is made in masses and let go at once."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
