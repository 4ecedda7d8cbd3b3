"""What a claim is found by without being read: marks, each a word for one fact about it.

They are the text of a full-text index, which of all indexes that SQLite has costs least to build; where it has none,
they stand in a table whose rows are gone through. An id may have any character in it, the word for it has only letters
and digits: no two facts have one mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from claimtrack.model.vocabulary import Stance

FOREIGN = "f"
"""The mark of a claim that names a source which has to be among the shared ones."""


def took(party: str) -> str:
    """Mark a party that took a position itself."""
    return f"p{_word(party)}"


def bound(principal: str) -> str:
    """Mark a principal that a position binds."""
    return f"b{_word(principal)}"


def passed_on(party: str) -> str:
    """Mark a party through whom a position is known."""
    return f"v{_word(party)}"


def taken(stance: Stance) -> str:
    """Mark a stance without a side that somebody took."""
    return f"t{stance}"


def stands(principal: str, stance: Stance) -> str:
    """Mark a side that is a principal's present one, or a stance without a side that a principal ever took."""
    return f"s{stance}0{_word(principal)}"


def cited(source_id: str) -> str:
    """Mark a source that a position cites and that is not the claim's own."""
    return f"c{_word(source_id)}"


def parent(source_id: str) -> str:
    """Mark a source that is not the claim's own, and from which one of its own derives."""
    return f"d{_word(source_id)}"


def _word(name: str) -> str:
    return name.encode("utf-8", "surrogatepass").hex()


class Having(NamedTuple):
    """A condition on a row of the table of claims: it has one of some marks.

    Attributes:
        sql: the condition.
        values: what stands for the marks in it.
    """

    sql: str
    values: tuple[str, ...]


def having(words: Sequence[str], *, search: bool) -> Having:
    """Ask for claims that have one of some marks.

    Args:
        words: the marks, at least one.
        search: whether SQLite has full-text search.
    """
    sql, values = _matching(words, search=search)
    return Having(f"n IN (SELECT rowid FROM marks WHERE {sql})", values)


def _matching(words: Sequence[str], *, search: bool) -> Having:
    if search:
        return Having("marks MATCH ?", (" OR ".join(words),))
    return Having(" OR ".join(["instr(told, ?)"] * len(words)), tuple(f" {word} " for word in words))


def marked(base: sqlite3.Connection, words: Sequence[str], *, search: bool) -> dict[str, bytes]:
    """Give the claims that have one of some marks: the paths of their files, as they are kept, by their ids."""
    wanted = having(words, search=search)
    return dict(base.execute(f"SELECT id, path FROM claims WHERE {wanted.sql}", wanted.values).fetchall())


def is_marked(base: sqlite3.Connection, words: Sequence[str], *, search: bool) -> bool:
    """Tell whether any claim has one of some marks."""
    sql, values = _matching(words, search=search)
    return base.execute(f"SELECT 1 FROM marks WHERE {sql} LIMIT 1", values).fetchone() is not None
