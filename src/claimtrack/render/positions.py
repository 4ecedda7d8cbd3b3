"""The listing of positions, one act a row with all that is known about it; its rows are JSON as they are stored."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, overload

from claimtrack.model.values import Value
from claimtrack.render import citations, phrases
from claimtrack.render.escape import json_text
from claimtrack.render.listings import side_style
from claimtrack.render.to_json import fields_json, source_json
from claimtrack.render.view import Column, Json, Listing, text_of
from claimtrack.rules.claim_state import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.book.book import Book
    from claimtrack.book.positions import PositionTexts, RowText
    from claimtrack.model.record import SourceRef
    from claimtrack.render.to_json import PersonOf
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
        row = row_json(state, position, partial(person, state))
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


def row_json(state: ClaimState, position: ResolvedPosition, person: PersonOf) -> Json:
    """Return all about one position: it stands alone."""
    claim, recorded, value = state.claim, position.recorded, position.value
    principal, party, line = person(position.principal), person(position.party), state.lines.get(position.principal)
    return {
        "claim": claim.id,
        **fields_json(claim, "title", "kind", "unit"),
        "status": state.reason.status,
        "topics": claim.topics,
        "claim_date": claim.date.written if claim.date else None,
        "path": claim.path,
        "place": position.place + 1,
        "principal": principal.id,
        "principal_name": principal.name,
        "principal_known": principal.principal_known,
        "party": party.id,
        "party_name": party.name,
        "stance": position.stance,
        "side": position.side,
        **fields_json(recorded, "date", "date_of", "value"),
        "min": value.low if value else None,
        "max": value.high if value else None,
        **fields_json(recorded, "about", "quote", "original", "lang", "note"),
        "standing": position.standing,
        "attribution": recorded.attribution,
        "via": [{"party": each.id, "party_name": each.name} for each in map(person, position.via)],
        "sources": [_source_json(state, ref) for ref in recorded.sources],
        "line": line is not None and line.position is position,
        "order_certain": position.place not in state.order_uncertain,
        "clock_order_differs": position.place in state.against_clock,
        "order": phrases.order(state, position) or None,
    }


_SOURCE_NAMES: Final = {"id": "source", "title": "source_title", "date": "source_date", "lang": "source_lang"}


def _source_json(state: ClaimState, ref: SourceRef) -> Json:
    source = source_json(state.lookup.get(state.lookup.key(ref.id)), ref.id)
    named = {_SOURCE_NAMES.get(key, key): value for key, value in source.items()}
    return {**named, "source": ref.id, "origin": citations.origin(state, ref.id), "at": ref.at}


def positions(book: Book, texts: PositionTexts) -> Listing[Json]:
    """List positions in the order of their dates, each with all that is known about it."""
    rows = PositionRows(texts, book)
    columns: list[Column[Json]] = [
        *map(_plain, ("claim", "title", "kind", "unit", "status", "principal", "principal_name", "party")),
        *map(_plain, ("party_name", "stance", "side")),
        Column("line", lambda row: "line" if row["line"] else ""),
        *map(_plain, ("date", "date_of")),
        Column("", _when, "date", whole=True, style=lambda _: "dim"),
        Column("", lambda row: row["party_name"], "who", least=16, below=""),
        Column("", _said, "says", least=16, below="", style=lambda row: side_style(row["side"], "dim")),
        Column("", lambda row: row["claim"], "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("", _words, "words", least=48, below=""),
        Column("value", lambda row: phrases.amount(_value(row), None)),
        *map(_plain, ("min", "max", "about", "standing", "attribution")),
        _joined("via", "via", "party"),
        _joined("via_names", "via", "party_name"),
        *map(_plain, ("quote", "original", "lang", "note")),
        _joined("sources", "sources", "source"),
        _joined("at", "sources", "at"),
        _joined("source_titles", "sources", "source_title"),
        _joined("publishers", "sources", "publisher"),
        _joined("authors", "sources", "author"),
        _joined("source_dates", "sources", "source_date"),
        _joined("urls", "sources", "url"),
        _joined("archive_urls", "sources", "archive_url"),
        _joined("origins", "sources", "origin"),
        _plain("order"),
        Column("topics", lambda row: _SEPARATOR.join(row["topics"])),
        *map(_plain, ("claim_date", "place", "path")),
    ]
    total = phrases.count(texts.total, "position")
    words = total if len(rows) == texts.total else f"{phrases.shown(len(rows), texts.total)}, {total} in all"
    return Listing("positions", rows, columns, lambda row: row, words=words, lines=rows.lines)


_SEPARATOR: Final = "; "


def _plain(key: str) -> Column[Json]:
    return Column(key, lambda row: row[key])


def _joined(name: str, key: str, field: str) -> Column[Json]:
    """Return a column with a field of each item of a list; those of the sources are parallel."""
    return Column(name, lambda row: _SEPARATOR.join(text_of(item[field]) for item in row[key]))


def _value(row: Json) -> Value | None:
    return None if row["value"] is None else Value.parse(row["value"])


def _when(row: Json) -> str:
    return phrases.day_shown(row["date"], row["date_of"])


def _words(row: Json) -> str:
    words = row["quote"] or row["original"]
    told = phrases.told_by(row["standing"], (each["party_name"] for each in row["via"]))
    return phrases.joined(": ", told, words) if words else ""


def _said(row: Json) -> str:
    stance = phrases.word(row["stance"], row["kind"])
    value = phrases.amount(_value(row), row["unit"], row["about"])
    return phrases.joined(": ", stance, value) + phrases.mark(row["standing"])
