"""The index as a file: opened, proven to be ours, brought up to date, built anew; or in memory where none can be kept.

An index is one SQLite file with a seal beside it: the file's own times, size and inode as its last writer left them.
Whatever else wrote to the file left others, and it is not read. A new index is built under another name and put in
its place whole; one that is in use is never replaced, so that nobody reads half of it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from claimtrack.index.kept import known
from claimtrack.index.listing import stamp
from claimtrack.index.place import BUILDING, SEAL, Place, discard
from claimtrack.index.sweep import sweep
from claimtrack.index.tables import create, get, has_search, put, raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.index.listing import Listing
    from claimtrack.index.sweep import Swept

_PATIENCE: Final = 5.0  # seconds to wait for another process that writes
_UNSEALED: Final = 20  # times to look for the seal of another process that has just written
_MOMENT: Final = 0.01  # seconds between them

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
        base = _connected(path)
        if _begun(base, path, place):
            return Store(base, path)
        base.close()
    except (OSError, sqlite3.Error):
        pass
    return None


def _connected(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(f"file:{quote(path)}?mode=rw", uri=True, isolation_level=None, timeout=_PATIENCE)
    base.execute("PRAGMA cache_size = -16000")
    return base


def _begun(base: sqlite3.Connection, path: str, place: Place) -> bool:
    """Begin to read, if the file is as its last writer left it."""
    for _ in range(_UNSEALED):
        base.execute("BEGIN")
        # From here on nobody writes to the file.
        base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if _is_sealed(path):
            return bool(get(base, "claims") == raw(place.claims))
        base.rollback()
        time.sleep(_MOMENT)
    return False


def _is_sealed(path: str) -> bool:
    with open(path + SEAL, "rb") as seal:
        return seal.read() == stamp(os.stat(path))


def _seal(path: str) -> None:
    draft = f"{path}{SEAL}{BUILDING}{os.getpid()}"
    with open(draft, "wb") as seal:
        seal.write(stamp(os.stat(path)))
    os.replace(draft, path + SEAL)


def _opened(path: str, folder: str, place: Place, watch: Callable[[int, int], None] | None) -> Store | None:
    base = _connected(path)
    while _begun(base, path, place):
        turn, before = get(base, "turn"), known(base)
        swept = sweep(folder, before)
        if not swept.changed and not swept.gone:
            return Store(base, path)
        base.rollback()
        try:
            base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # it is read-only, or another process writes and writes
            return _in_memory(base, path, folder, place, watch)
        if not _is_sealed(path) or get(base, "turn") != turn:
            base.rollback()  # another process was faster
            continue
        try:
            _refresh(base, folder, swept, before, watch)
            base.execute("COMMIT")
        except sqlite3.OperationalError:  # no room, or a reader that does not end
            base.rollback()
            return _in_memory(base, path, folder, place, watch)
        _seal(path)
        base.execute("BEGIN")
        return Store(base, path)
    base.close()
    return None


def _in_memory(
    base: sqlite3.Connection,
    path: str,
    folder: str,
    place: Place,
    watch: Callable[[int, int], None] | None,
) -> Store | None:
    """Bring a copy in memory up to date, where the file cannot be written."""
    if not _begun(base, path, place):
        return None
    copy = sqlite3.connect(MEMORY, isolation_level=None)
    base.backup(copy)
    base.close()
    before = known(copy)
    copy.execute("BEGIN")
    _refresh(copy, folder, sweep(folder, before), before, watch)
    return Store(copy, MEMORY)


def _built(folder: str, place: Place, watch: Callable[[int, int], None] | None) -> Store:
    """Build an index from nothing, under a name that no reader looks at, and put it in place whole."""
    try:
        path = place.new()
        draft = path + BUILDING
        base = sqlite3.connect(draft, isolation_level=None)
    except (OSError, sqlite3.Error):
        return _built_in_memory(folder, place, watch)
    try:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA cache_size = -64000")
        _build(base, folder, place, watch)
        base.execute("COMMIT")
        base.close()
        _flush(draft)
        os.replace(draft, path)
        _seal(path)
        base = _connected(path)
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
    _refresh(base, folder, sweep(folder, {}), {}, watch)


def _flush(path: str) -> None:
    """Have a file written to the disk before it gets the name under which it is trusted."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = ["MEMORY", "Store", "open_store", "read_only"]
