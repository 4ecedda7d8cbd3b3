"""The tables of the index, and the rows of one claim in them.

Paths are kept as bytes: a name of a file need not be Unicode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

BETWEEN: Final = "\x1f"
"""Parts the topics in their column; a topic that has it in its name leaves the column empty."""

_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folders (
    path BLOB PRIMARY KEY, odd BLOB, unfit BLOB, stamp BLOB, folders BLOB, files BLOB, stats BLOB
) WITHOUT ROWID;
CREATE TABLE files (path BLOB PRIMARY KEY, stem TEXT, first BLOB) WITHOUT ROWID;
CREATE TABLE problems (path BLOB PRIMARY KEY, told BLOB) WITHOUT ROWID;
CREATE TABLE names (name TEXT PRIMARY KEY, party TEXT) WITHOUT ROWID;
CREATE TABLE voices (party TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE people (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE claims (
    n INTEGER PRIMARY KEY, path BLOB, id TEXT, folded TEXT, title TEXT, kind TEXT, status TEXT, divided INT,
    asserts INT, qualifies INT, denies INT, sides TEXT, topics TEXT, date TEXT, last TEXT, at TEXT, positions INT,
    tied INT, begins INT, first_dated INT, last_dated INT
);
CREATE TABLE records (n INTEGER PRIMARY KEY, packed BLOB);
CREATE TABLE acts (claim INTEGER PRIMARY KEY, told BLOB);
CREATE TABLE topics (claim INT, topic TEXT, name TEXT, PRIMARY KEY (claim, topic)) WITHOUT ROWID;
CREATE TABLE sources (
    claim INT, id TEXT, cited INT, url TEXT, archive TEXT, publisher TEXT, PRIMARY KEY (claim, id)
) WITHOUT ROWID;
"""
# Made once the rows are there: sorting them all costs less than keeping them sorted.
_INDEXES: Final = """
CREATE UNIQUE INDEX claim_ids ON claims (id);
CREATE INDEX claim_folded ON claims (folded);
CREATE INDEX claim_statuses ON claims (status);
CREATE INDEX claim_tied ON claims (tied) WHERE tied;
CREATE INDEX file_stems ON files (stem);
CREATE INDEX file_twins ON files (first) WHERE first IS NOT NULL;
CREATE INDEX topic_names ON topics (topic);
CREATE INDEX source_ids ON sources (id);
"""
# Words are parted, folded and joined by us: what the tokenizer has left to do is to split at spaces.
_FULL_TEXT: Final = """
CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE marks USING fts5(told, content='', columnsize=0, detail=none, tokenize='ascii');
"""
_NO_FULL_TEXT: Final = "CREATE TABLE marks (rowid INTEGER PRIMARY KEY, told TEXT)"


def create(base: sqlite3.Connection, *, search: bool) -> None:
    """Make the tables; `search` tells whether SQLite has FTS5, without which words are looked for in the records."""
    _run(base, _TABLES)
    _run(base, _FULL_TEXT if search else _NO_FULL_TEXT)
    put(base, "search", search)


def create_indexes(base: sqlite3.Connection) -> None:
    """Make what finds rows fast."""
    _run(base, _INDEXES)


def _run(base: sqlite3.Connection, script: str) -> None:
    """Run statements within the transaction that is open, which a script at once would end."""
    for statement in filter(str.strip, script.split(";")):
        base.execute(statement)


def has_search(base: sqlite3.Connection) -> bool:
    """Tell whether this SQLite has FTS5."""
    return ("ENABLE_FTS5",) in base.execute("PRAGMA compile_options").fetchall()


def put(base: sqlite3.Connection, key: str, value: Any) -> None:  # noqa: ANN401 - whatever SQLite holds
    """Keep one value under a name."""
    base.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def get(base: sqlite3.Connection, key: str) -> Any:  # noqa: ANN401 - likewise
    """Give the value kept under a name; None where there is none."""
    row = base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def each_of(base: sqlite3.Connection, question: str, values: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Ask about many values, some at a time; the question ends with IN."""
    asked = list(values)
    for start in range(0, len(asked), _MANY):
        some = asked[start : start + _MANY]
        yield from base.execute(f"{question} ({', '.join('?' * len(some))})", some).fetchall()


_MANY: Final = 500  # values in one question, of which SQLite takes 999 at least


def raw(path: str) -> bytes:
    """Give a path as it is kept: in this form, paths have the order that they have as texts."""
    return path.encode("utf-8", "surrogatepass")


def path_of(kept: bytes) -> str:
    """Give a path back."""
    return kept.decode("utf-8", "surrogatepass")
