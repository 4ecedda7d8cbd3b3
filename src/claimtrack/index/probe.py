"""Asks which folders are not as they were known; in other processes, where that is faster.

A sweep is nearly all system calls, for which Python's threads wait on each other and processes do not. A probe that
begins before its answer is needed costs next to nothing: the one who asks loads what it will need meanwhile.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from claimtrack.index.cores import cores
from claimtrack.index.forked import Forked
from claimtrack.index.listing import changed
from claimtrack.index.tables import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        self._helpers: list[_Helper] = []
        for share in shares[:helpers]:
            self._helpers.append(_Helper(self, share, self._helpers))

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
    """A process that does a part."""

    def __init__(self, probe: Probe, parts: Sequence[Part], others: Iterable[_Helper]) -> None:
        self._probe = probe
        self._parts = parts
        self.forked: Forked = Forked(self._told, [each.forked for each in others])

    def answer(self) -> set[str]:
        told = self.forked.pipe.read().decode("utf-8", "surrogatepass")
        if not self.forked.end():
            return set(self._probe.differing(self._parts))
        return set(told.split("\0")[:-1])

    def end(self) -> None:
        self.forked.end()

    def _told(self) -> Iterator[bytes]:
        for below in self._probe.differing(self._parts):
            yield f"{below}\0".encode("utf-8", "surrogatepass")


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
