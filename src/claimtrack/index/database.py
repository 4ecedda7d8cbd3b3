"""The file of an index: its tables, and the seal that proves that nobody else wrote to it.

An index is one SQLite file with a seal beside it. The seal repeats the times, the size and the inode that the file had
after its last write. If they differ, something else wrote to the file, and it is not used.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, overload
from urllib.parse import quote

from claimtrack.index import private
from claimtrack.index.location import BUILDING, SEAL, Location
from claimtrack.index.snapshot import decode_path, stamp
from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.claim_row import ClaimRow, RowMarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MEMORY: Final = ":memory:"

_PATIENCE: Final = 5.0  # seconds to wait for another process that writes
_SEAL_TRIES: Final = 20  # another process may have written, but not sealed yet
_SEAL_WAIT: Final = 0.01  # seconds between two tries
_MANY: Final = 500  # values in one IN (...); SQLite takes at least 999

# Stage 1, a function of one file: folders, files. Stage 2, a function of a claim and of parties.toml: claims, facts,
# details.
# The words of a claim are added at the first search, its findings by the first check, and its shifts and the counts of
# a block of claims when they are first asked for.
# A filter goes through all of `facts`, so what it does not need is in `details`.
# `unreviewed` has another row of each claim that somebody reviewed: what is true of it if reviews are ignored.
_CLAIM: Final = """
    n INTEGER PRIMARY KEY, path BLOB, id TEXT, folded TEXT, title TEXT, kind TEXT, unit TEXT, status TEXT, divided INT,
    values_differ INT, asserts INT, qualifies INT, denies INT, sides TEXT, standings TEXT, topics TEXT, date TEXT,
    last TEXT, last_date_of TEXT, at INT, positions INT, reviews INT, status_without TEXT, linked INT, begins INT,
    first_dated INT, thin INT, ratings TEXT
"""
_TABLES: Final = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folders (path BLOB PRIMARY KEY, stamp BLOB, folders BLOB, files BLOB, stats BLOB, problems TEXT) WITHOUT ROWID;
CREATE TABLE files (
    n INTEGER PRIMARY KEY, path BLOB, stem TEXT, shadowed_by BLOB, record TEXT, needs TEXT, problems TEXT, missing TEXT
);
CREATE TABLE claims ({_CLAIM});
CREATE TABLE unreviewed ({_CLAIM});
CREATE VIEW without_reviews AS SELECT * FROM claims WHERE ratings IS NULL UNION ALL SELECT * FROM unreviewed;
CREATE TABLE facts (n INTEGER PRIMARY KEY, facts TEXT);
CREATE TABLE details (n INTEGER PRIMARY KEY, parties TEXT, sources TEXT);
CREATE TABLE blocks (block INTEGER PRIMARY KEY, parties TEXT);
CREATE TABLE findings (n INTEGER PRIMARY KEY, today INT, found TEXT);
CREATE TABLE shifts (n INTEGER PRIMARY KEY, keys TEXT, shifts TEXT);
CREATE TABLE position_rows (n INTEGER PRIMARY KEY, keys TEXT, rows BLOB);
CREATE TABLE words (n INTEGER PRIMARY KEY, words TEXT);
"""
IS_CLAIM: Final = "stem IS NOT NULL AND shadowed_by IS NULL"
"""The condition that a row of `files` is that of a claim; of several files with one stem, the first is."""

# Created after the rows of a new index are written: sorting once costs less than keeping rows sorted.
_INDEXES: Final = """
CREATE UNIQUE INDEX file_paths ON files (path);
CREATE INDEX file_stems ON files (stem);
CREATE INDEX files_shadowed ON files (shadowed_by) WHERE shadowed_by IS NOT NULL;
CREATE INDEX files_unread ON files (n) WHERE problems IS NOT NULL OR missing IS NOT NULL;
CREATE UNIQUE INDEX claim_ids ON claims (id);
CREATE INDEX claim_folded ON claims (folded);
CREATE INDEX claim_statuses ON claims (status);
CREATE INDEX claims_linked ON claims (n) WHERE linked;
"""


def create_tables(db: sqlite3.Connection) -> None:
    """Create the tables, in the open transaction."""
    _run(db, _TABLES)


def create_indexes(db: sqlite3.Connection) -> None:
    """Create the indexes of the tables, in the open transaction."""
    _run(db, _INDEXES)


def _run(db: sqlite3.Connection, script: str) -> None:
    # executescript() would commit the transaction.
    for statement in filter(str.strip, script.split(";")):
        db.execute(statement)


def put(db: sqlite3.Connection, key: str, value: Any) -> None:  # noqa: ANN401 - whatever SQLite stores
    """Store a value under a key."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def get(db: sqlite3.Connection, key: str) -> Any:  # noqa: ANN401 - whatever SQLite stores
    """Return the value of a key; None if there is none."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def select_in(db: sqlite3.Connection, query: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query that ends with IN, for any number of values."""
    remaining = list(values)
    for start in range(0, len(remaining), _MANY):
        some = remaining[start : start + _MANY]
        yield from db.execute(f"{query} ({', '.join('?' * len(some))})", some).fetchall()


def connect(path: str) -> sqlite3.Connection:
    """Open the file of an index, which exists.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    name = quote(os.fsencode(path))
    db = sqlite3.connect(f"file:{name}?mode=rw", uri=True, isolation_level=None, timeout=_PATIENCE)
    db.execute("PRAGMA cache_size = -16000")
    db.execute("PRAGMA secure_delete = ON")
    return db


def begin(db: sqlite3.Connection, path: str, location: Location) -> bool:
    """Begin a read transaction; return False if the file is not sealed, or belongs to another folder.

    Raises:
        OSError: the file or its seal cannot be read.
        sqlite3.Error: the file cannot be read.
    """
    for _ in range(_SEAL_TRIES):
        db.execute("BEGIN")
        # This takes the lock: from here on no process writes to the file.
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if is_sealed(path):
            return bool(get(db, "folder") == os.fsencode(location.claims))
        db.rollback()
        time.sleep(_SEAL_WAIT)
    return False


def is_sealed(path: str) -> bool:
    """Return whether the file is as its last writer left it.

    Raises:
        OSError: the file or its seal cannot be read.
    """
    own = stamp(os.lstat(path))
    return private.read(path + SEAL, len(own) + 1) == own


def seal(path: str) -> None:
    """Seal the file as it is now; the seal is replaced as a whole.

    Raises:
        OSError: the seal cannot be written.
    """
    draft = f"{path}{SEAL}{BUILDING}{os.getpid()}-{time.time_ns()}"
    with open(private.create(draft), "wb") as file:
        file.write(stamp(os.lstat(path)))
    os.replace(draft, path + SEAL)


ROW: Final = "id, title, kind, unit, status, divided, values_differ, sides, standings, topics, date, last, last_date_of, at, positions, reviews, status_without, path"
"""The columns of the table `claims` that `StoredRows` needs, in its order."""


class StoredRows(Sequence[ClaimRow]):
    """Rows of claims, each made when it is looked at: a hundred thousand of them would take 120 MB."""

    def __init__(self, stored: Sequence[tuple[Any, ...]], folder: str) -> None:
        """Take the columns `ROW` of each claim, and the folder of claims as the user would type it."""
        self._stored = stored
        self._folder = folder
        self._prefix = os.path.join(folder, "")

    def __len__(self) -> int:
        return len(self._stored)

    def __iter__(self) -> Iterator[ClaimRow]:
        return (_claim_row(stored, self._prefix) for stored in self._stored)

    @overload
    def __getitem__(self, which: int) -> ClaimRow: ...

    @overload
    def __getitem__(self, which: slice) -> StoredRows: ...

    def __getitem__(self, which: int | slice) -> ClaimRow | StoredRows:
        if isinstance(which, slice):
            return StoredRows(self._stored[which], self._folder)
        return _claim_row(self._stored[which], self._prefix)

    def marks(self) -> RowMarks:
        """Return which marks there are in the rows, without making any row."""
        return RowMarks.any_of(
            RowMarks(standings is not None, bool(divided), bool(values_differ), reviews > 0, status != without)
            for (_, _, _, _, status, divided, values_differ, _, standings, *_, reviews, without, _) in self._stored
        )


def _claim_row(stored: tuple[Any, ...], prefix: str) -> ClaimRow:
    claim_id, title, kind, unit, status, divided, values_differ, sides, standings, topics, *more, path = stored
    by_side = dict(zip(SIDES, map(str.split, sides.split("\n")), strict=True))
    words = standings.split() if standings else ()
    known = dict(zip(words[::2], words[1::2], strict=True))
    marks = (bool(divided), bool(values_differ))
    path = prefix + decode_path(path)
    return ClaimRow._make((claim_id, title, kind, unit, status, *marks, by_side, known, topics_of(topics), *more, path))


@lru_cache(maxsize=1024)  # many claims have the same topics
def topics_of(stored: str) -> tuple[str, ...]:
    """Return the topics of a claim from their column."""
    return tuple(json.loads(stored))
