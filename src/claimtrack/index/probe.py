"""Asks which folders are not as they were known; in other processes, where that is faster.

A sweep is nearly all system calls, for which Python's threads wait on each other and processes do not. A probe that
begins before its answer is needed costs next to nothing: the one who asks loads what it will need meanwhile.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from claimtrack.index.cores import cores
from claimtrack.index.listing import changed
from claimtrack.index.tables import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.index.kept import Kept

FORKED_FROM: Final = 20_000
"""Files from which on two processes ask faster than one that is waited for: a fork costs some milliseconds."""

AHEAD_FROM: Final = 1_000
"""Files from which on one process more is worth its start, while the first has something else to do."""

Part = tuple[int, int, int]
"""The place of a folder among those known, and from which of its files to which."""


class Probe:
    """The question, begun when this is made, to be answered later."""

    def __init__(self, folder: str, kept: Sequence[Kept], *, ahead: bool = False) -> None:
        """Begin to ask.

        Args:
            folder: the path of the folder of claims.
            kept: what is known of it and of each folder in it.
            ahead: whether the answer is needed later only.
        """
        self._folder = folder
        self._kept = kept
        files = sum(each.size for each in kept)
        parts: list[Part] = [(place, 0, each.size) for place, each in enumerate(kept)]
        helpers = _helpers(files, ahead=ahead)
        shares = _shares(parts, files, helpers if ahead and helpers else helpers + 1)
        self._mine = shares[helpers] if len(shares) > helpers else []
        self._helpers = [_Helper(self, share) for share in shares[:helpers]]

    def suspects(self) -> set[str]:
        """Give the folders that are not as they were known, by their paths below the folder of claims; ask once."""
        found = set(self.differing(self._mine))
        for helper in self._helpers:
            found |= helper.answer()
        return found

    def differing(self, parts: Sequence[Part]) -> Iterator[str]:
        """Go through some folders and files, and give the folders that are not as they were known."""
        for place, first, last in parts:
            kept = self._kept[place]
            below = path_of(kept.path)
            path = os.path.join(self._folder, below) if below else self._folder
            if changed(path, kept.stamp, kept.names()[first:last], kept.stats, first):
                yield below

    def end(self) -> None:
        """Let go of an answer that nobody needs."""
        for helper in self._helpers:
            helper.end()


class _Helper:
    """A process that does a part, and tells what it found through a pipe."""

    def __init__(self, probe: Probe, parts: Sequence[Part]) -> None:
        self._probe = probe
        self._parts = parts
        reading, writing = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            _work(probe, parts, writing)
        os.close(writing)
        self._pipe = os.fdopen(reading, "rb")

    def answer(self) -> set[str]:
        with self._pipe:
            told = self._pipe.read().decode("utf-8", "surrogatepass")
        _, status = os.waitpid(self._child, 0)
        if status != 0:  # it was killed, or had no memory
            return set(self._probe.differing(self._parts))
        return set(told.split("\0")[:-1])

    def end(self) -> None:
        self._pipe.close()
        os.waitpid(self._child, 0)


def _work(probe: Probe, parts: Sequence[Part], writing: int) -> None:
    code = 1
    try:
        _close_streams(writing)
        told = "".join(f"{below}\0" for below in probe.differing(parts))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told.encode("utf-8", "surrogatepass"))
        code = 0
    finally:
        os._exit(code)


def _close_streams(but: int) -> None:
    """Close the standard streams: whoever reads what the first process writes waits for nobody else to end."""
    for stream in {0, 1, 2} - {but}:
        with suppress(OSError):  # it was closed when we began
            os.close(stream)


def _helpers(files: int, *, ahead: bool) -> int:
    number = cores()
    if number < 2:
        return 0
    if ahead:
        return min(number, 1 + files // FORKED_FROM) if files >= AHEAD_FROM else 0
    return 1 if files >= FORKED_FROM else 0


def _shares(parts: Sequence[Part], files: int, number: int) -> list[list[Part]]:
    """Part the work into so many shares of about as many files each, in the middle of a folder if need be."""
    shares: list[list[Part]] = [[] for _ in range(number)]
    most = files // number + 1
    at, room = 0, most
    for place, first, last in parts:
        begin = first
        while last - begin > room and at < number - 1:
            if room:
                shares[at].append((place, begin, begin + room))
            begin += room
            at, room = at + 1, most
        shares[at].append((place, begin, last))
        room -= last - begin
    return shares
