"""What is stored of folders of claims, and how to remove it: the files of indexes, seen from outside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.index.location import INDEXES, Location, cache_folder, is_home, is_ours
from claimtrack.index.private import inside
from claimtrack.index.store import Opener

if TYPE_CHECKING:
    from collections.abc import Iterator


class StoredIndex(NamedTuple):
    """What is stored of one folder of claims."""

    folder: str  # the real path of the folder of claims
    path: str | None  # its index; None if there is none that this version wrote
    size: int | None  # the index in bytes
    claims: int | None  # how many claims it knows; None if it cannot be trusted
    updated: float | None  # when something was last written to it, in seconds since 1970
    cache: str  # the cache folder
    total: int  # the size of all indexes in it, in bytes
    refusal: str | None = None  # why none is stored; None if one is or may be


class Cleared(NamedTuple):
    """What was removed from one folder of indexes."""

    path: str  # the folder
    files: int  # how many files were removed
    size: int  # the bytes they took


def describe(folder: str) -> StoredIndex:
    """Return what is stored of a folder of claims, without bringing it up to date."""
    location = Location.of(folder)
    cache = os.path.abspath(cache_folder())
    total = sum(status.st_size for home in _homes(cache) for status in _statuses(cache, home))
    path = location.newest()
    try:
        status = os.stat(path) if path is not None else None
        refusal = location.refusal()
    except OSError:  # it was removed meanwhile, or is not there yet
        status = refusal = None
    if path is None or status is None:
        return StoredIndex(location.claims, None, None, None, None, cache, total, refusal)
    path = os.path.abspath(path)
    claims = _number_of_claims(folder)
    return StoredIndex(location.claims, path, status.st_size, claims, status.st_mtime, cache, total)


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


def _number_of_claims(folder: str) -> int | None:
    store = Opener(folder).open_unchecked()
    if store is None:
        return None
    with closing(store.db), suppress(sqlite3.Error):
        (number,) = store.db.execute("SELECT count(*) FROM claims").fetchone()
        return int(number)
    return None


def clear(folder: str | None, *, dry_run: bool) -> Iterator[Cleared]:
    """Remove the indexes of a folder of claims, or of all folders; yield what was removed, folder by folder.

    Only this user's regular files are removed, and only those with the name of an index, directly in an index's folder.

    Args:
        folder: the folder of claims; None for all folders.
        dry_run: remove nothing, and yield what would be removed.

    Raises:
        OSError: something could not be removed.
    """
    cache = os.path.abspath(cache_folder())
    homes = _homes(cache) if folder is None else [os.path.basename(Location.of(folder).folder)]
    for home in homes:
        try:
            cleared = _cleared(cache, home, dry_run=dry_run)
        except (FileNotFoundError, NotADirectoryError):  # there is none, or a link leads out of the cache
            continue
        yield cleared


def _cleared(cache: str, home: str, *, dry_run: bool) -> Cleared:
    files = size = 0
    with inside(cache, INDEXES, home) as folder:
        for name, status in folder.own_files(is_ours):
            if not dry_run:
                with suppress(FileNotFoundError):  # another process removed it
                    folder.remove(name)
            files += 1
            size += status.st_size
    if not dry_run:
        with suppress(OSError), inside(cache, INDEXES) as top:  # it is not empty
            top.remove_folder(home)
    return Cleared(os.path.join(cache, INDEXES, home), files, size)
