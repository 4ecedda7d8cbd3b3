"""The index as a file: opened, proven to be ours, brought up to date, built anew; or in memory where none can be kept.

A new index is built under another name and put in its place whole; one that is in use is never replaced, so that
nobody reads half of it.
"""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Final

from claimtrack.index import private
from claimtrack.index.kept import kept_folders, listings
from claimtrack.index.place import BUILDING, Place, discard
from claimtrack.index.sealed import begin, connected, is_sealed, seal
from claimtrack.index.sweep import Swept, changed_folders, sweep
from claimtrack.index.tables import create, get, has_search, put, raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.index.listing import Listing

MEMORY: Final = ":memory:"


def _refresh(
    base: sqlite3.Connection,
    folder: str,
    swept: Swept,
    before: dict[str, Listing],
    watch: Callable[[int, int], None] | None,
) -> None:
    from claimtrack.index.refresh import refresh  # noqa: PLC0415 - mostly nothing changed

    refresh(base, folder, swept, before, watch)


class Store:
    """An open index, as fresh as the folder was when it was opened.

    Attributes:
        base: the connection, in a transaction in which nothing changes any more.
        path: the file; `MEMORY` where it is none.
    """

    def __init__(self, base: sqlite3.Connection, path: str) -> None:
        self.base = base
        self.path = path

    def release(self) -> None:
        """End the transaction, so that others may write; in memory there are no others."""
        if self.path != MEMORY and self.base.in_transaction:
            self.base.rollback()


def open_store(folder: str, watch: Callable[[int, int], None] | None = None) -> Store:
    """Open the index of a folder, brought up to date; build it where there is none that can be trusted.

    Raises:
        sqlite3.Error: not even in memory can it be kept.
    """
    place = Place.of(folder)
    path = place.newest()
    if path is not None:
        try:
            store = _opened(path, folder, place, watch)
        except (OSError, sqlite3.Error):
            store = None
        if store is not None:
            return store
    return _built(folder, place, watch)


def read_only(folder: str) -> Store | None:
    """Open the index of a folder as it is, however old; None where there is none that can be trusted."""
    place = Place.of(folder)
    path = place.newest()
    if path is None:
        return None
    try:
        base = connected(path)
        if begin(base, path, place):
            return Store(base, path)
        base.close()
    except (OSError, sqlite3.Error):
        pass
    return None


def _opened(path: str, folder: str, place: Place, watch: Callable[[int, int], None] | None) -> Store | None:
    base = connected(path)
    while begin(base, path, place):
        kept = kept_folders(base)
        turn = get(base, "turn")
        suspects = changed_folders(folder, kept)
        before = listings(kept) if suspects else {}
        swept = sweep(folder, before, suspects) if suspects else _SAME
        if not swept.changed and not swept.gone:
            return Store(base, path)
        base.rollback()
        try:
            base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # it is read-only, or another process writes and writes
            return _in_memory(base, path, folder, place, watch)
        if is_sealed(path) and get(base, "turn") == turn:
            try:
                _refresh(base, folder, swept, before, watch)
                base.execute("COMMIT")
            except sqlite3.OperationalError:  # no room, or a reader that does not end
                base.rollback()
                return _in_memory(base, path, folder, place, watch)
            seal(path)
            base.execute("BEGIN")
            return Store(base, path)
        base.rollback()  # another process was faster
    base.close()
    return None


_SAME: Final = Swept({}, [])


def _in_memory(
    base: sqlite3.Connection,
    path: str,
    folder: str,
    place: Place,
    watch: Callable[[int, int], None] | None,
) -> Store | None:
    """Bring a copy in memory up to date, where the file cannot be written."""
    if not begin(base, path, place):
        return None
    copy = sqlite3.connect(MEMORY, isolation_level=None)
    base.backup(copy)
    base.close()
    kept = kept_folders(copy)
    before = listings(kept)
    copy.execute("BEGIN")
    _refresh(copy, folder, sweep(folder, before, changed_folders(folder, kept)), before, watch)
    return Store(copy, MEMORY)


def _built(folder: str, place: Place, watch: Callable[[int, int], None] | None) -> Store:
    """Build an index from nothing, under a name that no reader looks at, and put it in place whole."""
    try:
        path = place.new()
        draft = path + BUILDING
        os.close(private.create(draft))  # SQLite would take its mode from the umask, and would follow a link
    except OSError:
        return _built_in_memory(folder, place, watch)
    try:
        base = connected(draft)
    except sqlite3.Error:
        discard(draft)
        return _built_in_memory(folder, place, watch)
    try:
        base.execute("PRAGMA secure_delete = OFF")  # nothing is in it that could be deleted
        base.execute("PRAGMA page_size = 16384")  # a record fills a third of a smaller page, and seldom three
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA cache_size = -64000")
        _build(base, folder, place, watch)
        base.execute("COMMIT")
        base.close()
        _flush(draft)
        os.replace(draft, path)
        seal(path)
        base = connected(path)
        base.execute("BEGIN")
    except (OSError, sqlite3.Error):
        discard(draft)
        return _built_in_memory(folder, place, watch)
    except BaseException:
        base.close()
        discard(draft)
        raise
    return Store(base, path)


def _built_in_memory(folder: str, place: Place, watch: Callable[[int, int], None] | None) -> Store:
    base = sqlite3.connect(MEMORY, isolation_level=None)
    _build(base, folder, place, watch)
    return Store(base, MEMORY)


def _build(
    base: sqlite3.Connection, folder: str, place: Place, watch: Callable[[int, int], None] | None
) -> None:
    base.execute("BEGIN")
    create(base, search=has_search(base))
    put(base, "claims", raw(place.claims))
    _refresh(base, folder, sweep(folder, {}, ()), {}, watch)


def _flush(path: str) -> None:
    """Have a file written to the disk before it gets the name under which it is trusted."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = ["MEMORY", "Store", "open_store", "read_only"]
