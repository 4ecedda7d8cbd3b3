"""The rows of claims, written into the tables and removed from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.index.derive import searched
from claimtrack.index.pack import unpack_claim
from claimtrack.index.tables import get, raw

if TYPE_CHECKING:
    import sqlite3

    from claimtrack.index.derive import Rows

_OF_A_CLAIM: Final = ("acts", "via", "topics", "sources", "citations")
_COLUMNS: Final = {"claims": 18, "records": 2, "acts": 8, "via": 2, "topics": 3, "sources": 6, "citations": 3}


class Writer:
    """Writes claims into the tables."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Take the index, in a transaction of its own."""
        self._base = base
        self._search = bool(get(base, "search"))
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
        if self._search:
            many("INSERT INTO search (rowid, words) VALUES (?, ?)", rows.search)

    def remove(self, path: str) -> None:
        """Remove whatever is kept of a file's content."""
        self._base.execute("DELETE FROM problems WHERE path = ?", (raw(path),))

    def remove_claim(self, claim_id: str) -> None:
        """Remove a claim, if it is kept."""
        row = self._base.execute(
            "SELECT n, packed FROM claims JOIN records USING (n) WHERE id = ?", (claim_id,)
        ).fetchone()
        if row is None:
            return
        n, packed = row
        if self._search:
            # What is taken out of the search has to be told word for word.
            words = searched(unpack_claim(claim_id, "", packed))
            self._base.execute(
                "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)", (n, words)
            )
        self._base.execute("DELETE FROM claims WHERE n = ?", (n,))
        self._base.execute("DELETE FROM records WHERE n = ?", (n,))
        for table in _OF_A_CLAIM:
            self._base.execute(f"DELETE FROM {table} WHERE claim = ?", (n,))
