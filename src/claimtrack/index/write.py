"""The rows of claims, written into the tables and removed from them."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Final

from claimtrack.index.derive import marks, searched
from claimtrack.index.pack import unpack_claim
from claimtrack.index.tables import get, raw

if TYPE_CHECKING:
    import sqlite3

    from claimtrack.index.derive import Rows

_OF_A_CLAIM: Final = ("acts", "topics", "sources")
_COLUMNS: Final = {"claims": 21, "records": 2, "acts": 2, "topics": 3, "sources": 6}


class Writer:
    """Writes claims into the tables.

    Attributes:
        search: whether SQLite has full-text search.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        """Take the index, in a transaction of its own."""
        self._base = base
        self.search = bool(get(base, "search"))
        (last,) = base.execute("SELECT max(n) FROM claims").fetchone()
        self._next: int = (last or 0) + 1

    def numbers(self, count: int) -> int:
        """Set numbers aside for so many claims; give the first of them."""
        self._next += count
        return self._next - count

    def write(self, rows: Rows) -> None:
        """Write what was read of some files, of which nothing is kept yet."""
        many = self._base.executemany
        for table, columns in _COLUMNS.items():
            many(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", getattr(rows, table))
        many("INSERT OR REPLACE INTO problems VALUES (?, ?)", rows.problems)
        many("INSERT OR IGNORE INTO people VALUES (?)", [(party,) for party in rows.people])
        many("INSERT INTO marks (rowid, told) VALUES (?, ?)", rows.marks)
        if self.search:
            many("INSERT INTO search (rowid, words) VALUES (?, ?)", rows.search)

    def remove(self, path: str) -> None:
        """Remove whatever is kept of a file's content."""
        self._base.execute("DELETE FROM problems WHERE path = ?", (raw(path),))

    def remove_claim(self, claim_id: str) -> None:
        """Remove a claim, if it is kept."""
        row = self._base.execute(
            "SELECT n, packed, told FROM claims JOIN records USING (n) JOIN acts ON claim = n WHERE id = ?",
            (claim_id,),
        ).fetchone()
        if row is None:
            return
        n, packed, told = row
        if self.search:
            # What is taken out of full text has to be told word for word.
            claim = unpack_claim(claim_id, "", packed)
            take_out = "INSERT INTO {0} ({0}, rowid, {1}) VALUES ('delete', ?, ?)"
            self._base.execute(take_out.format("search", "words"), (n, searched(claim)))
            self._base.execute(take_out.format("marks", "told"), (n, marks(claim, marshal.loads(told))))
        else:
            self._base.execute("DELETE FROM marks WHERE rowid = ?", (n,))
        self._base.execute("DELETE FROM claims WHERE n = ?", (n,))
        self._base.execute("DELETE FROM records WHERE n = ?", (n,))
        for table in _OF_A_CLAIM:
            self._base.execute(f"DELETE FROM {table} WHERE claim = ?", (n,))
