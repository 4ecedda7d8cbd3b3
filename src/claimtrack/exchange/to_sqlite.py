"""Writes SQLite: the claims and what the rules derive from them, in tables that Datasette and other programs can open."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.sqlite_schema import APPLICATION, INDEXES, TABLES, VERSION, VIEWS
from claimtrack.model.record import Source
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import RefusedError
from claimtrack.render.phrases import amount
from claimtrack.render.reasons import why
from claimtrack.render.to_json import place_json
from claimtrack.rules.origins import SourceKey
from claimtrack.rules.shift_row import sides_of

if TYPE_CHECKING:
    from claimtrack.exchange.selection import Selection
    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import SideSummary

    _Numbers = dict[SourceKey, int]

_TOGETHER: Final = 5000  # rows that are written at once
_LINKS: Final = ("implies", "contradicts", "see_also")
_UNWRITABLE: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


def refuse_others(path: str, shown: str, *, force: bool) -> None:
    """Refuse to replace a file that is in use or that no export wrote; `shown` is its path as the user typed it.

    Raises:
        RefusedError: another program is writing to the file, or no export wrote it and `force` is not given.
    """
    for journal in (f"{path}-wal", f"{path}-journal"):
        if os.path.exists(journal) and os.path.getsize(journal):
            raise RefusedError(
                f"{shown} is open in another program, or was left by one: there is {os.path.basename(journal)}"
            )
    if not force and os.path.exists(path) and not _is_ours(path):
        raise RefusedError(f"{shown} is no database of claimtrack's, and is left as it is", "--force replaces it")


def _is_ours(path: str) -> bool:
    """Return whether an export wrote a file, or it is empty."""
    with open(path, "rb") as file:
        head = file.read(100)
    return not head or (head.startswith(b"SQLite format 3\0") and head[68:72] == APPLICATION.to_bytes(4, "big"))


def write(selection: Selection, path: str) -> None:
    """Write the database to an empty file.

    Raises:
        OSError: the disk is full or broken.
    """
    try:
        _write(selection, path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _UNWRITABLE:
            raise OSError(str(error)) from error
        raise


def _write(selection: Selection, path: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        # Nobody else sees the file before it is complete, and whoever asked for it syncs it.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000;")
        db.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; {TABLES}")
        db.execute("BEGIN")
        tables = _Tables(db, selection)
        tables.add_registries()
        for state in selection.states():
            tables.add(state)
        tables.write()
        db.execute("COMMIT")
        db.executescript(f"BEGIN; {INDEXES} {VIEWS} COMMIT; ANALYZE;")


class _Tables:
    """The rows of all tables; they are written whenever many are waiting."""

    def __init__(self, db: sqlite3.Connection, selection: Selection) -> None:
        self._db = db
        self._book = selection.book
        self._name = selection.name
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._size = 0
        self._parties: set[str] = set()
        self._sources: dict[SourceKey, int] = {}  # the numbers of those that all claims may cite
        self._source_count = 0
        self._position_count = 0
        book = selection.book
        revision = book.revision and _plain(book.revision)
        self._add("meta", VERSION, _written(book.as_of), revision, int(book.ignore_reviews))

    def _add(self, table: str, *row: object) -> None:
        self._rows[table].append(row)
        self._size += 1

    def write(self) -> None:
        """Write the rows that are waiting."""
        for table, rows in self._rows.items():
            self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608 - our own names
        self._rows.clear()
        self._size = 0

    def add_registries(self) -> None:
        """Add the registered parties and the shared sources, whether a claim names them or not."""
        registry = self._book.registry
        for party in registry:
            self._party(party.id)
            for alias in dict.fromkeys(party.aliases):
                self._add("aliases", party.id, alias)
            for tenure in party.speaks_for:
                spoken_for = self._party(registry.party(tenure.party))
                self._add("voices", party.id, spoken_for, _written(tenure.since), _written(tenure.until))
        shared = self._book.shared_sources
        for source_id in shared:
            self._sources[SourceKey("", source_id)] = self._next_source()
        for source_id, source in shared.items():
            parent = self._sources.get(shared.key(source.derived_from)) if source.derived_from is not None else None
            self._source(self._sources[SourceKey("", source_id)], source_id, None, source, parent)

    def add(self, state: ClaimState) -> None:
        """Add a claim and everything that belongs to it."""
        claim = state.claim
        self._add(
            "claims",
            *(claim.id, claim.title, claim.statement, claim.kind, claim.unit, _written(claim.date), claim.place),
            *(claim.original, claim.lang, claim.notes, _plain(claim.path)),
        )
        tally = state.tally(state.positions)
        self._add(
            "statuses",
            *(claim.id, state.reason.status, why(state, self._name)),
            *(len(state.reviews), state.without_reviews.reason.status),
            *(int(state.divided), int(state.values_differ), int(state.thin), tally.sources, tally.origins),
        )
        for topic in dict.fromkeys(claim.topics):
            self._add("topics", claim.id, topic)
        for link in _LINKS:
            for other in dict.fromkeys(getattr(claim, link)):
                self._add("links", claim.id, link, other)
        own = self._own_sources(state)
        first = self._position_count + 1
        for position in state.positions:
            self._position(state, position, first)
            self._citations(state, position, first + position.place, own)
        self._lines(state, first)
        self._position_count += len(claim.positions)
        if self._size > _TOGETHER:
            self.write()

    def _position(self, state: ClaimState, position: ResolvedPosition, first: int) -> None:
        recorded = position.recorded
        number = first + position.place
        marks = place_json(state, position, self._book.person)
        withdrawal = state.voided.get(position.place)
        self._add(
            "positions",
            *(number, state.claim.id, position.place + 1),
            *(_written(position.date), recorded.date_of, position.at),
            *(self._party(position.party), self._party(position.principal), position.stance, position.side),
            *_value(position.value, recorded.about),
            *(position.standing, recorded.attribution, recorded.rating, recorded.quote, recorded.original),
            *(recorded.lang, recorded.note),
            *(int(marks[mark]) for mark in ("sets_line", "order_certain", "clock_order_differs")),
            first + withdrawal.place if withdrawal else None,
        )
        for at, teller in enumerate(position.via, start=1):
            self._add("tellers", number, at, self._party(teller))

    def _lines(self, state: ClaimState, first: int) -> None:
        claim = state.claim.id
        for line in state.lines.values():
            self._add(
                "lines",
                *(claim, self._party(line.party), line.side, *_value(line.value, line.about), line.standing),
                *(first + line.position.place, first + line.valued.place if line.valued else None, int(line.divided)),
            )
        for silent in state.silent:
            self._add("silences", claim, self._party(silent.principal), silent.silence)
        for shift in state.shifts():
            before, after = sides_of(shift)
            moved = shift.move, first + shift.position.place
            certain = int(shift.order_certain)
            self._add("shifts", None, claim, self._party(shift.party), *moved, *_side(before), *_side(after), certain)

    def _citations(self, state: ClaimState, position: ResolvedPosition, number: int, own: _Numbers) -> None:
        for at, cited in enumerate(position.recorded.sources, start=1):
            key = state.lookup.key(cited.id)
            source = own.get(key) or self._shared_source(key, cited.id)
            origin = state.lookup.origin(cited.id)
            behind = source if origin == key else own.get(origin) or self._shared_source(origin, origin.id)
            self._add("citations", number, at, source, cited.at, behind)

    def _own_sources(self, state: ClaimState) -> _Numbers:
        """Add the sources that are described in the claim's file, and return their numbers."""
        own = {SourceKey(state.claim.id, source.id): self._next_source() for source in state.claim.sources}
        for source in state.claim.sources:
            key = SourceKey(state.claim.id, source.id)
            parent = state.lookup.parent(key)
            self._source(
                own[key], source.id, state.claim.id, source, parent and (own.get(parent) or self._sources.get(parent))
            )
        return own

    def _shared_source(self, key: SourceKey, written: str) -> int:
        """Return the number of a source that is not the claim's own; an address that nobody described is added here."""
        if key not in self._sources:
            self._sources[key] = self._next_source()
            self._source(
                self._sources[key], written, None, Source(written, url=written if is_url(written) else None), None
            )
        return self._sources[key]

    def _source(self, number: int, source_id: str, claim: str | None, source: Source, parent: int | None) -> None:
        self._add(
            "sources",
            *(number, source_id, claim, source.title, source.publisher, source.author, source.url, source.archive_url),
            *(_written(source.date), _written(source.retrieved), source.lang, source.quote, source.note),
            *(source.derived_from, parent),
        )

    def _next_source(self) -> int:
        self._source_count += 1
        return self._source_count

    def _party(self, party: str) -> str:
        """Return the id of a party; the party is added when it is first named."""
        if party not in self._parties:
            self._parties.add(party)
            person, entry = self._book.person(party), self._book.registry.get(party)
            recorded = (entry.kind, entry.notes) if entry else (None, None)
            self._add("parties", party, person.name, *recorded, int(entry is not None), int(person.principal_known))
        return party


def _plain(name: str) -> str:
    """Return the name of a file or a revision, which may hold any bytes, as valid UTF-8."""
    return name.encode(errors="backslashreplace").decode()


def _written(date: Span | None) -> str | None:
    return date.written if date else None


def _value(value: Value | None, about: Span | None) -> tuple[str | float | None, ...]:
    """Return a value as it is shown, its smallest and largest number, and the time for which it is given."""
    return (amount(value, None) or None, value.low if value else None, value.high if value else None, _written(about))


def _side(side: SideSummary | None) -> tuple[str | None, ...]:
    return (side.side, amount(side.value, None) or None, side.about, side.standing) if side else (None,) * 4
