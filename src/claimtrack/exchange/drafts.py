"""What a row of a file that is imported says: a claim, positions on it, and the sources that they cite."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Self, TypeVar

Table = dict[str, Any]
Row = TypeVar("Row")

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
NOTHING: Final = frozenset(
    ("", "-", "–", "—", "?", "/", "n/a", "n.a.", "na", "n/d", "n.d.", "none", "null", "nil", "nan", "nat", "tbd", "tba")
)
"""What people write into a cell, in small letters, if nothing is known."""


_LONG: Final = 12  # characters; a text as long says something


class Place(NamedTuple):
    """Where a row is."""

    file: str  # as the user typed it
    row: int  # from 1, as a spreadsheet counts; in a file of JSON objects, the number of the object or its line

    def __str__(self) -> str:
        return f"{self.file}:{self.row}"


class RowError(ValueError):
    """A row cannot be imported; the message says why, and the hint what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def valid(row: Row | RowError) -> Row:
    """Return a row.

    Raises:
        RowError: it could not be read, and its error stands in its place.
    """
    if isinstance(row, RowError):
        raise row
    return row


@dataclass(slots=True)
class Draft:
    """What a row says, before it is known what the folder holds.

    Dates are texts, as a record shows them. A position's `sources` are tables of what is known of each source, its `at`
    among it; an `id` is only there if the row names one.
    """

    place: Place
    title: str
    claim_id: str = ""  # empty if the row names none
    claim: Table = field(default_factory=dict)  # the other keys of the claim
    positions: list[Table] = field(default_factory=list)
    order: int = 0  # the place of the position in the file that it comes from, from 1; 0 if that is not known

    def packed(self) -> bytes:
        """Return it as bytes."""
        return _encode((self.place, self.title, self.claim_id, self.claim, self.positions, self.order)).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Return a draft from its bytes."""
        place, title, claim_id, claim, positions, order = json.loads(data)
        return cls(Place(*place), title, claim_id, claim, positions, order)


def words(text: str) -> str:
    """Return a text in one line, without what cannot be written or seen in a record."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """Return a text of one or several lines, without what cannot be written or seen in a record."""
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(char for char in text if char in "\n\t" or not _is_control(char))
        text = text.encode(errors="replace").decode()  # half a surrogate pair, which JSON may hold
    return text.strip()


def is_nothing(text: str) -> bool:
    """Return whether a cell says that nothing is known."""
    return len(text) < _LONG and text.strip().casefold() in NOTHING


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f" or char == "\ufeff"
