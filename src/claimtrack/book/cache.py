"""What is kept of folders of claims, and how to be rid of it: the files of indexes, seen from outside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.index.place import INDEXES, Place, cache_folder, is_home, is_ours
from claimtrack.index.private import inside
from claimtrack.index.store import read_only
from claimtrack.index.tables import get

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kept(NamedTuple):
    """What is kept of one folder of claims.

    Attributes:
        folder: the real path of the folder of claims.
        path: its index; None where there is none that this program wrote.
        size: the index in bytes.
        claims: how many claims it knows; None where it cannot be trusted.
        updated: when something was last written to it, in seconds since 1970.
        cache: the folder of all that is kept.
        total: all indexes in there, in bytes.
        refusal: why none is kept; None where one is or may be.
    """

    folder: str
    path: str | None
    size: int | None
    claims: int | None
    updated: float | None
    cache: str
    total: int
    refusal: str | None = None


class Cleared(NamedTuple):
    """What was removed from one folder of indexes.

    Attributes:
        path: the folder.
        files: how many files were removed.
        size: the bytes they took.
    """

    path: str
    files: int
    size: int


def kept(folder: str) -> Kept:
    """Return what is kept of a folder of claims, without bringing it up to date."""
    place = Place.of(folder)
    cache = os.path.abspath(cache_folder())
    total = sum(status.st_size for home in _homes(cache) for status in _statuses(cache, home))
    path = place.newest()
    try:
        status = os.stat(path) if path is not None else None
        refusal = place.refusal()
    except OSError:  # gone meanwhile, or not there yet
        status = refusal = None
    if path is None or status is None:
        return Kept(place.claims, None, None, None, None, cache, total, refusal)
    return Kept(
        place.claims, os.path.abspath(path), status.st_size, _known(folder), status.st_mtime, cache, total
    )


def _homes(cache: str) -> list[str]:
    """Return the names of the folders of indexes."""
    try:
        with inside(cache, INDEXES) as top:
            return [name for name in top.names() if is_home(name)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _statuses(cache: str, home: str) -> list[os.stat_result]:
    try:
        with inside(cache, INDEXES, home) as folder:
            return [status for _, status in folder.own_files(is_ours)]
    except OSError:  # a link, another user's, or gone meanwhile
        return []


def _known(folder: str) -> int | None:
    store = read_only(folder)
    if store is None:
        return None
    with closing(store.base):
        try:
            size: int | None = get(store.base, "size")
        except sqlite3.Error:
            return None
        return size


def clear(folder: str | None, *, dry_run: bool) -> Iterator[Cleared]:
    """Remove the indexes of a folder of claims, or of all; give what was removed, folder by folder.

    Only regular files of this user's that are named as indexes are, directly in a folder of an index, are removed.

    Args:
        folder: the folder of claims; None for all there are.
        dry_run: remove nothing, and give what would be.

    Raises:
        OSError: something could not be removed.
    """
    cache = os.path.abspath(cache_folder())
    homes = _homes(cache) if folder is None else [os.path.basename(Place.of(folder).folder)]
    for home in homes:
        try:
            cleared = _cleared(cache, home, dry_run=dry_run)
        except (FileNotFoundError, NotADirectoryError):  # none is kept, or a link leads out of what is ours
            continue
        yield cleared


def _cleared(cache: str, home: str, *, dry_run: bool) -> Cleared:
    files = size = 0
    with inside(cache, INDEXES, home) as folder:
        for name, status in folder.own_files(is_ours):
            if not dry_run:
                with suppress(FileNotFoundError):  # another process was faster
                    folder.remove(name)
            files += 1
            size += status.st_size
    if not dry_run:
        with suppress(OSError), inside(cache, INDEXES) as top:  # something else is in it, or again
            top.remove_folder(home)
    return Cleared(os.path.join(cache, INDEXES, home), files, size)


__all__ = ["Cleared", "Kept", "clear", "kept"]
