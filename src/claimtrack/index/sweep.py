"""Sweeps a folder for what is not as it was known: every folder, and the status of every file in it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.index.listing import Listing, changed, look, stamp
from claimtrack.index.tables import path_of, raw

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

FORKED_FROM: Final = 20_000
"""Files from which on two processes sweep faster than one; measured, as a second process costs some milliseconds."""

Part = tuple[str, int, int]
"""A folder, and from which of its files to which."""


class Swept(NamedTuple):
    """What is not as it was known.

    Attributes:
        changed: the folders that have to be looked at, new ones too, as they are now.
        gone: the folders that are not there any more.
    """

    changed: dict[str, Listing]
    gone: list[str]


def sweep(folder: str, known: Mapping[str, Listing], clock: int | None = None) -> Swept:
    """Compare a folder with what was known of it.

    Args:
        folder: its path.
        known: what was known of it and of each folder in it, by the path below it.
        clock: the time, in nanoseconds; that of now, unless told otherwise.
    """
    clock = time.time_ns() if clock is None else clock
    suspects = _suspects(folder, known)
    if not suspects and "" in known:
        return Swept({}, [])
    root = os.path.realpath(folder)
    found: dict[str, Listing] = {}
    reached = []
    waiting = [""]
    for below in waiting:
        reached.append(below)
        listing = known.get(below)
        if listing is None or below in suspects:
            listing = found[below] = look(os.path.join(folder, below) if below else folder, root, clock)
        waiting += (os.path.join(below, name) for name in listing.folders)
    gone = known.keys() - set(reached)
    # What is not known for sure is looked at again, even where it seems to be the same.
    news = {below: each for below, each in found.items() if each != known.get(below) or not each.sure}
    return Swept(news, sorted(gone))


def _suspects(folder: str, known: Mapping[str, Listing]) -> set[str]:
    files = sum(len(listing.files) for listing in known.values())
    parts: list[Part] = [(below, 0, len(listing.files)) for below, listing in known.items()]
    if files < FORKED_FROM or not hasattr(os, "fork") or sys.platform == "darwin":
        return set(_differing(folder, known, parts))
    mine, others = _halves(parts, files // 2)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            told = "".join(f"{below}\0" for below in _differing(folder, known, others))
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(told.encode("utf-8", "surrogatepass"))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    try:
        found = set(_differing(folder, known, mine))
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read().decode("utf-8", "surrogatepass")
    finally:
        _, status = os.waitpid(child, 0)
    if status != 0:  # it was killed, or had no memory
        return found | set(_differing(folder, known, others))
    return found | set(told.split("\0")[:-1])


def _differing(folder: str, known: Mapping[str, Listing], parts: Sequence[Part]) -> Iterator[str]:
    for below, first, last in parts:
        path = os.path.join(folder, below) if below else folder
        if changed(path, known[below], first, last):
            yield below


def _halves(parts: Sequence[Part], half: int) -> tuple[list[Part], list[Part]]:
    """Part the work in two with about as many files in each, in the middle of a folder if need be."""
    mine: list[Part] = []
    others: list[Part] = []
    for below, first, last in parts:
        room = max(half, 0)
        if last - first <= room:
            mine.append((below, first, last))
        elif room:
            mine.append((below, first, first + room))
            others.append((below, first + room, last))
        else:
            others.append((below, first, last))
        half -= last - first
    return mine, others


def are_fresh(base: sqlite3.Connection, folder: str, paths: Sequence[str]) -> bool:
    """Tell whether no name in a folder came or went, and some files are as an index knows them.

    Args:
        base: the index.
        folder: the path of the folder of claims.
        paths: the files, below the folder; one that is not there is as known if the index knows none.
    """
    stamps = base.execute("SELECT path, stamp FROM folders").fetchall()
    try:
        for path, known in stamps:
            if not known or stamp(os.stat(os.path.join(folder, path_of(path)))) != known:
                return False
        return all(_is_fresh(base, folder, path) for path in paths)
    except OSError:
        return False


def _is_fresh(base: sqlite3.Connection, folder: str, path: str) -> bool:
    below, name = os.path.split(path)
    row = base.execute("SELECT files, stats FROM folders WHERE path = ?", (raw(below),)).fetchone()
    known = Listing(b"", (), tuple(path_of(row[0]).split("\0")), row[1]).stat() if row else {}
    if name not in known:
        return not os.path.lexists(os.path.join(folder, path))
    return known[name] == stamp(os.stat(os.path.join(folder, path)))
