"""Opens the index of a folder: brings it up to date, builds a new one, or works in memory if none can be stored.

A new index is built under another name and renamed when it is complete. One that is in use is never replaced, so no
process reads half of it.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from claimtrack.index import private
from claimtrack.index.database import (
    MEMORY,
    begin,
    connect,
    create_tables,
    get,
    is_sealed,
    put,
    seal,
)
from claimtrack.index.location import BUILDING, Location, discard
from claimtrack.index.snapshot import FolderChanges, changed_folders, find_changes, states_of, stored_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.files.folder import Progress
    from claimtrack.index.snapshot import FolderState


class Store:
    """An open index, which is as the folder was when it was opened.

    Attributes:
        db: the connection, in a transaction in which nothing changes.
        path: the file; `MEMORY` if there is none.
    """

    def __init__(self, db: sqlite3.Connection, path: str) -> None:
        self.db = db
        self.path = path
        self._changed = False  # whether something was written in the transaction that is open
        self._is_sealed = True  # whether nobody else had written when it began

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run a block in a transaction: the open one, or else a new one, which may write if nobody else changed the file."""
        if self.path == MEMORY or self.db.in_transaction:
            yield
            return
        self._is_sealed = False
        self.db.execute("BEGIN")
        try:
            self.db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # from here on no process writes
            with suppress(OSError):  # the index was removed meanwhile
                self._is_sealed = is_sealed(self.path)
            yield
        finally:
            self.release()

    def write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> bool:
        """Store rows that follow from others; return whether that was possible. If not, they are derived again."""
        may_write = self._is_sealed and self.db.in_transaction
        if not may_write:
            return False
        try:
            self.db.executemany(statement, rows)
        except sqlite3.OperationalError:  # the index is read-only, another process writes to it, or there is no space
            if not self.db.in_transaction:
                self.db.execute("BEGIN")
            return False
        self._changed = True
        return True

    def release(self) -> None:
        """End the transaction, so that other processes may write."""
        if self.path == MEMORY or not self.db.in_transaction:
            return
        if not self._changed:
            self.db.rollback()
            return
        self._changed = False
        try:
            self.db.execute("PRAGMA busy_timeout = 100")  # milliseconds: the answer waits for nobody who reads
            self.db.execute("COMMIT")
            seal(self.path)
        except (OSError, sqlite3.Error):
            self.db.rollback()  # other processes read on, or there is no space: the words are added another time


class Opener:
    """Opens the index of one folder."""

    def __init__(self, folder: str, progress: Progress | None = None) -> None:
        """Take the path of the folder of claims, and what to call with the number of files read and to read."""
        self._folder = folder
        self._progress = progress
        self._location = Location.of(folder)

    def open(self) -> Store:
        """Open the index, brought up to date; build a new one if there is none that can be trusted.

        Raises:
            sqlite3.Error: there cannot be one even in memory.
        """
        path = self._location.newest()
        if path is not None:
            try:
                store = self._open_existing(path)
            except (OSError, sqlite3.Error):
                store = None
            if store is not None:
                return store
        return self._build()

    def open_unchecked(self) -> Store | None:
        """Open the index as it is, however old; return None if there is none that can be trusted."""
        path = self._location.newest()
        if path is None:
            return None
        try:
            db = connect(path)
            if begin(db, path, self._location):
                return Store(db, path)
            db.close()
        except (OSError, sqlite3.Error):
            pass
        return None

    def _open_existing(self, path: str) -> Store | None:
        db = connect(path)
        while begin(db, path, self._location):
            changes, before = self._find_changes(db)
            if not changes.states and not changes.removed:
                return Store(db, path)
            turn = get(db, "turn")
            db.rollback()
            try:
                db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:  # it is read-only, or another process keeps writing
                return self._copy_to_memory(db, path)
            if is_sealed(path) and get(db, "turn") == turn:
                try:
                    self._update(db, changes, before)
                    db.execute("COMMIT")
                except sqlite3.OperationalError:  # there is no space, or another process keeps reading
                    db.rollback()
                    return self._copy_to_memory(db, path)
                seal(path)
                db.execute("BEGIN")
                return Store(db, path)
            db.rollback()  # another process was faster
        db.close()
        return None

    def _find_changes(self, db: sqlite3.Connection) -> tuple[FolderChanges, Mapping[str, FolderState]]:
        stored = stored_folders(db)
        changed = changed_folders(self._folder, stored)
        before = states_of(stored) if changed else {}
        return find_changes(self._folder, before, changed) if changed else FolderChanges({}, []), before

    def _copy_to_memory(self, db: sqlite3.Connection, path: str) -> Store | None:
        """Bring a copy in memory up to date, because the file cannot be written."""
        if not begin(db, path, self._location):
            return None
        copy = sqlite3.connect(MEMORY, isolation_level=None)
        db.backup(copy)
        db.close()
        changes, before = self._find_changes(copy)
        copy.execute("BEGIN")
        if changes.states or changes.removed:
            self._update(copy, changes, before)
        return Store(copy, MEMORY)

    def _build(self) -> Store:
        """Build a new index under a name that no process looks for, and rename it when it is complete."""
        try:
            path = self._location.new()
            draft = path + BUILDING
            os.close(private.create(draft))  # SQLite would use the umask, and follow a link
        except OSError:
            return self._build_in_memory()
        try:
            db = connect(draft)
        except sqlite3.Error:
            discard(draft)
            return self._build_in_memory()
        try:
            db.execute("PRAGMA secure_delete = OFF")  # nothing in it can be deleted yet
            db.execute("PRAGMA page_size = 16384")  # a record fills a third of a smaller page, and seldom three
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("PRAGMA synchronous = OFF")
            db.execute("PRAGMA cache_size = -64000")
            self._fill(db)
            db.execute("COMMIT")
            db.close()
            _sync(draft)
            os.replace(draft, path)
            seal(path)
            db = connect(path)
            db.execute("BEGIN")
        except (OSError, sqlite3.Error):
            discard(draft)
            return self._build_in_memory()
        except BaseException:
            db.close()
            discard(draft)
            raise
        return Store(db, path)

    def _build_in_memory(self) -> Store:
        db = sqlite3.connect(MEMORY, isolation_level=None)
        self._fill(db)
        return Store(db, MEMORY)

    def _fill(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN")
        create_tables(db)
        put(db, "folder", os.fsencode(self._location.claims))
        self._update(db, find_changes(self._folder, {}, ()), {})

    def _update(self, db: sqlite3.Connection, changes: FolderChanges, before: Mapping[str, FolderState]) -> None:
        from claimtrack.index.update import Update  # noqa: PLC0415 - mostly nothing has changed

        Update(db, self._folder, changes, before, self._progress).run()


def _sync(path: str) -> None:
    """Have a file written to the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
