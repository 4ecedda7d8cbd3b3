"""Reads many files on all cores: processes forked from this one read, this one takes what they give in order."""

from __future__ import annotations

import marshal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.index.cores import cores
from claimtrack.index.derive import Rows
from claimtrack.index.forked import Forked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.index.derive import Reader

_BATCH: Final = 200  # files read before they are handed over; measured
_FORKED_FROM: Final = 1000  # files from which on a second process is worth its start
_LENGTH: Final = 8  # bytes that tell how many follow

Item = tuple[str, str]
"""A file below the folder, and the id of its claim."""


class Batch(NamedTuple):
    """Some of the files: the place of the first among all, they themselves, and the number of the first one's claim."""

    start: int
    items: Sequence[Item]
    first: int


class ReadOptions:
    """Files that are being read, from when this is made; what is to be kept of them comes in batches, in their order.

    Iterated over once, it gives how many were read so far, and the rows of the latest. It has to be closed.
    """

    def __init__(self, reader: Reader, items: Sequence[Item], first: int) -> None:
        """Begin to read.

        Args:
            reader: reads.
            items: the files.
            first: the number of the first one's claim; each next one has the next number.
        """
        self._reader = reader
        self._batches = [
            Batch(start, items[start : start + _BATCH], first + start)
            for start in range(0, len(items), _BATCH)
        ]
        number = cores() if len(items) >= _FORKED_FROM else 1
        self._workers = _Workers(reader, self._batches, number) if number > 1 else None

    def __iter__(self) -> Iterator[tuple[int, Rows]]:
        for number, batch in enumerate(self._batches):
            found = self._workers.take(number) if self._workers else None
            # A worker that was killed, or had no memory, leaves the rest of its work to us.
            rows = found or self._reader.read(batch.items, batch.first)
            yield batch.start + len(batch.items), rows

    def close(self) -> None:
        """Let go of the processes that read."""
        if self._workers:
            self._workers.end()


class _Workers:
    """Processes of which each reads every so-manieth batch, and tells of each what it found."""

    def __init__(self, reader: Reader, batches: Sequence[Batch], number: int) -> None:
        self._workers: list[Forked] = []
        for worker in range(number):
            work = partial(_found, reader, batches[worker::number])
            self._workers.append(Forked(work, self._workers))

    def take(self, number: int) -> Rows | None:
        """Give what was found in a batch; None where its worker is gone."""
        pipe = self._workers[number % len(self._workers)].pipe
        length = int.from_bytes(pipe.read(_LENGTH), "little")
        told = pipe.read(length) if length else b""
        return Rows._make(marshal.loads(told)) if length and len(told) == length else None

    def end(self) -> None:
        """Let the workers go."""
        for worker in self._workers:
            worker.end()


def _found(reader: Reader, batches: Sequence[Batch]) -> Iterator[bytes]:
    for batch in batches:
        told = marshal.dumps(tuple(reader.read(batch.items, batch.first)))
        yield len(told).to_bytes(_LENGTH, "little")
        yield told
