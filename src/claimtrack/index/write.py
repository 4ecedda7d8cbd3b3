"""The rows of claims, written into the tables and removed from them."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Final

from claimtrack.index.derive import searched
from claimtrack.index.pack import unpack_claim
from claimtrack.index.tables import get, raw

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from claimtrack.index.derive import Derived

_OF_A_CLAIM: Final = ("acts", "via", "topics", "sources")
_CLAIM_COLUMNS: Final = 18


class Writer:
    """Writes claims into the tables."""

    def __init__(self, base: sqlite3.Connection) -> None:
        """Take the index, in a transaction of its own."""
        self._base = base
        self._people: dict[str, int] = {
            party: number for number, party in base.execute("SELECT n, id FROM people")
        }
        self._new: list[tuple[int, str]] = []
        self._search = bool(get(base, "search"))
        (last,) = base.execute("SELECT max(n) FROM claims").fetchone()
        self._last: int = last or 0

    def write(self, found: Iterable[Derived]) -> None:
        """Write what was read of some files, of which nothing is kept yet."""
        claims, records, words = [], [], []
        acts, via, topics, sources, problems = [], [], [], [], []
        for each in found:
            if each.problems:
                problems.append((raw(each.path), marshal.dumps(each.problems)))
            if each.claim is None:
                continue
            self._last += 1
            n = self._last
            claims.append((n, raw(each.path), *each.claim))
            records.append((n, each.packed))
            words.append((n, each.text))
            acts += [
                (n, rank, place, self._number(party), self._number(principal), *rest)
                for rank, (place, party, principal, *rest) in enumerate(each.acts)
            ]
            via += [(n, self._number(party)) for party in each.via]
            topics += [(n, *row) for row in each.topics]
            sources += [(n, *row) for row in each.sources]
        many = self._base.executemany
        many("INSERT INTO people VALUES (?, ?)", self._new)
        self._new = []
        many(f"INSERT INTO claims VALUES ({_marks(_CLAIM_COLUMNS)})", claims)
        many("INSERT INTO records VALUES (?, ?)", records)
        many(f"INSERT INTO acts VALUES ({_marks(9)})", acts)
        many("INSERT INTO via VALUES (?, ?)", via)
        many("INSERT INTO topics VALUES (?, ?, ?)", topics)
        many(f"INSERT INTO sources VALUES ({_marks(7)})", sources)
        many("INSERT OR REPLACE INTO problems VALUES (?, ?)", problems)
        if self._search:
            many("INSERT INTO search (rowid, words) VALUES (?, ?)", words)

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

    def _number(self, party: str) -> int:
        number = self._people.get(party)
        if number is None:
            number = self._people[party] = len(self._people) + 1
            self._new.append((number, party))
        return number


def _marks(number: int) -> str:
    return ", ".join("?" * number)
