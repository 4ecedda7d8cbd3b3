"""Sweeps a folder for what is not as it was known: every folder, and the status of every file in it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.index.listing import Listing, changed, look, stamp
from claimtrack.index.tables import path_of, raw

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from claimtrack.index.kept import Kept


class Swept(NamedTuple):
    """What is not as it was known.

    Attributes:
        changed: the folders that have to be looked at, new ones too, as they are now.
        gone: the folders that are not there any more.
    """

    changed: dict[str, Listing]
    gone: list[str]


def sweep(
    folder: str, known: Mapping[str, Listing], suspects: Collection[str], clock: int | None = None
) -> Swept:
    """Compare a folder with what was known of it.

    Args:
        folder: its path.
        known: what was known of it and of each folder in it, by the path below it.
        suspects: of these the folders that are not as they were known.
        clock: the time, in nanoseconds; that of now, unless told otherwise.
    """
    clock = time.time_ns() if clock is None else clock
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


def changed_folders(folder: str, kept: Iterable[Kept]) -> set[str]:
    """Return the folders that are not as they were known, by their paths below the folder of claims.

    Args:
        folder: the path of the folder of claims.
        kept: what is known of it and of each folder in it.
    """
    found = set()
    for each in kept:
        below = path_of(each.path)
        path = os.path.join(folder, below) if below else folder
        if changed(path, each.stamp, each.names(), each.stats):
            found.add(below)
    return found


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
