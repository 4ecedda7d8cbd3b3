"""The listing of positions, one act a row with all that is known about it; its rows are JSON as they are stored."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, overload

from claimtrack.render import phrases
from claimtrack.render.escape import json_text
from claimtrack.render.listings import side_style
from claimtrack.render.position_rows import columns, to_json, value_of
from claimtrack.render.view import Column, Json, Listing
from claimtrack.rules.claim_state import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.book.book import Book
    from claimtrack.book.positions import PositionTexts, RowText
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

# A row leaves out what other files and the place of the folder decide: the names of parties that are not registered, and
# where the claim's file is. In its place is a mark between two of these characters, which JSON never holds.
_GAP: Final = "\0"
_PARTY, _FILE = "p", "f"  # how a mark begins: a party's id follows, or a path below the folder, as in JSON
# No text from a file has half a surrogate pair, so these stand around a mark until the row is JSON.
_OPEN, _CLOSE = "\ud800", "\ud801"

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def row_text(book: Book) -> RowText:
    """Return a function that returns the row of a position as JSON with marks."""
    below = os.path.join(book.path, "")

    def person(state: ClaimState, party: str) -> Person:
        if party in state.registry:
            return book.person(party)
        return Person(party, f"{_OPEN}{_PARTY}{party}{_CLOSE}")

    def text(state: ClaimState, position: ResolvedPosition) -> bytes:
        row = to_json(state, position, partial(person, state))
        if row["path"].startswith(below):
            row["path"] = f"{_OPEN}{_FILE}{row['path'].removeprefix(below)}{_CLOSE}"
        marked = _encode(row).replace(f'"{_OPEN}', _GAP).replace(f'{_CLOSE}"', _GAP)
        return _escaped(marked)

    return text


def _escaped(text: str) -> bytes:
    return json_text(text).encode(errors="backslashreplace")  # the name of a file may be any bytes


class _Marks(dict[bytes, bytes]):
    """What each mark in rows stands for, as JSON."""

    def __init__(self, book: Book) -> None:
        self._folder = _escaped(_encode(os.path.join(book.path, ""))[:-1])
        self._person = book.person

    def __missing__(self, mark: bytes) -> bytes:
        if mark.startswith(_FILE.encode()):
            return b'%b%b"' % (self._folder, mark[1:])  # each file has few rows
        party = json.loads(b'"%b"' % mark[1:])
        self[mark] = _escaped(_encode(self._person(party).name))
        return self[mark]


class PositionRows(Sequence[Json]):
    """Rows of positions, each made when it is looked at."""

    def __init__(self, texts: PositionTexts, book: Book) -> None:
        """Take the rows as `row_text` makes them, and the book that knows what is left out in them."""
        self._texts = texts
        self._marks = _Marks(book)

    def __len__(self) -> int:
        return len(self._texts)

    def __iter__(self) -> Iterator[Json]:
        return self._read(slice(None))

    @overload
    def __getitem__(self, which: int) -> Json: ...

    @overload
    def __getitem__(self, which: slice) -> list[Json]: ...

    def __getitem__(self, which: int | slice) -> Json | list[Json]:
        if isinstance(which, slice):
            return [*self._read(which)]
        return next(self._read(slice(which, which + 1)))

    def _read(self, which: slice) -> Iterator[Json]:
        return (json.loads(line) for text in self.lines(which) for line in text.splitlines())

    def lines(self, which: slice = slice(None)) -> Iterator[bytes]:
        """Yield the rows as lines of JSON, many at a time."""
        gap = _GAP.encode()
        for text in self._texts.batches(which):
            parts = text.split(gap)
            parts[1::2] = map(self._marks.__getitem__, parts[1::2])
            yield b"".join(parts)


def positions(book: Book, texts: PositionTexts) -> Listing[Json]:
    """List positions in the order of their dates, each with all that is known about it."""
    rows = PositionRows(texts, book)
    shown: list[Column[Json]] = [
        Column("", _day, "date", whole=True, style=lambda _: "dim"),
        Column("", lambda row: row["party_name"], "who", least=16, below=""),
        Column("", _said, "says", least=16, below="", style=lambda row: side_style(row["side"], "dim")),
        Column("", lambda row: row["claim"], "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("", _words, "words", least=48, below=""),
        Column("", lambda row: ", ".join(each["source"] for each in row["sources"]), "sources", wide=True),
    ]
    total = phrases.count(texts.total, "position")
    words = total if len(rows) == texts.total else f"{phrases.shown(len(rows), texts.total)}, {total} in all"
    return Listing("positions", rows, [*shown, *columns()], lambda row: row, words=words, lines=rows.lines)


def bare(number: int) -> Listing[Any]:
    """Return as many rows as there are positions, with nothing in them, to be counted."""
    return Listing("positions", range(number), [], lambda _: {})


def _day(row: Json) -> str:
    return phrases.day_shown(row["date"], row["date_of"])


def _words(row: Json) -> str:
    words = row["quote"] or row["original"]
    told = phrases.told_by(row["standing"], (each["party_name"] for each in row["via"]))
    return phrases.joined(": ", told, f"“{words}”") if words else ""


def _said(row: Json) -> str:
    stance = phrases.word(row["stance"], row["kind"])
    value = phrases.amount(value_of(row), row["unit"], row["about"])
    rating = phrases.rated(row["rating"])
    return phrases.joined(", ", phrases.joined(": ", stance, value), rating) + phrases.mark(row["standing"])
