"""What is kept of folders of claims, and how to be rid of it: the files of indexes, seen from outside."""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.index import get, read_only
from claimtrack.index.place import Place, cache_folder, files_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDEXES: Final = "indexes"
_OURS: Final = re.compile(r"[0-9a-f]{8}-\d+-\d+\.sqlite[.\w-]*")
"""How the files of indexes are named; nothing that is named otherwise is ever removed."""


class Kept(NamedTuple):
    """What is kept of one folder of claims.

    Attributes:
        folder: the real path of the folder of claims.
        path: its index; None where there is none that this program wrote.
        size: the index in bytes.
        claims: how many claims it knows; None where it cannot be trusted.
        updated: when something was last written to it, in seconds since 1970.
        cache: the folder of all that is kept.
        total: all that is in there, in bytes.
    """

    folder: str
    path: str | None
    size: int | None
    claims: int | None
    updated: float | None
    cache: str
    total: int


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
    """Tell what is kept of a folder of claims, without bringing it up to date."""
    place = Place.of(folder)
    cache = os.path.abspath(cache_folder())
    total = sum(status.st_size for _, status in files_in(cache))
    path = place.newest()
    try:
        status = os.stat(path) if path is not None else None
    except OSError:  # gone meanwhile
        status = None
    if path is None or status is None:
        return Kept(place.claims, None, None, None, None, cache, total)
    return Kept(
        place.claims, os.path.abspath(path), status.st_size, _known(folder), status.st_mtime, cache, total
    )


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

    Args:
        folder: the folder of claims; None for all there are.
        dry_run: remove nothing, and give what would be.

    Raises:
        OSError: something could not be removed.
    """
    top = os.path.join(os.path.abspath(cache_folder()), _INDEXES)
    if folder is not None:
        homes = [os.path.abspath(Place.of(folder).folder)]
    else:
        homes = [os.path.join(top, name) for name in _names(top)]
    for home in homes:
        # A link leads out of what is ours.
        if os.path.dirname(home) == top and os.path.isdir(home) and not os.path.islink(home):
            yield _cleared(home, dry_run=dry_run)


def _cleared(home: str, *, dry_run: bool) -> Cleared:
    files = size = 0
    for name in _names(home):
        path = os.path.join(home, name)
        if not _OURS.fullmatch(name) or (os.path.isdir(path) and not os.path.islink(path)):
            continue
        try:
            status = os.lstat(path)
            if not dry_run:
                os.unlink(path)
        except FileNotFoundError:  # somebody else was faster
            continue
        files += 1
        size += status.st_size
    if not dry_run:
        with suppress(OSError):  # something else is in it, or again
            os.rmdir(home)
    return Cleared(home, files, size)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


__all__ = ["Cleared", "Kept", "clear", "kept"]
