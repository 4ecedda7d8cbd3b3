"""The rows of positions, one act a row with all that is known about it: their columns and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.vocabulary import is_url
from claimtrack.render import citations, phrases
from claimtrack.render.to_json import cited_json, claim_json, dated_json, place_json, position_json, sets_line
from claimtrack.render.view import Cell, Column, Json, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.model.values import Value
    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

    PositionRow = tuple[ClaimState, ResolvedPosition]


_CSV_ONLY: Final = frozenset({"party_name", "side", "attribution", "via_names", "original", "lang", "note"})


def rows_of(states: Iterable[ClaimState]) -> list[PositionRow]:
    """Return the positions of some claims, each with its claim, in the order in which they count."""
    return [(state, position) for state in states for position in state.positions]


def columns(person: PersonOf) -> list[Column[PositionRow]]:
    """Return the columns of positions for programs and spreadsheets."""

    def name(party: str) -> str:
        return person(party).name

    return [
        Column("claim", lambda row: row[0].claim.id),
        Column("title", lambda row: row[0].claim.title, csv_only=True),
        Column("kind", lambda row: row[0].claim.kind, csv_only=True),
        Column("unit", lambda row: row[0].claim.unit, csv_only=True),
        Column("status", lambda row: row[0].reason.status, csv_only=True),
        Column("principal", lambda row: row[1].principal),
        Column("principal_name", lambda row: name(row[1].principal), csv_only=True),
        *position_columns("", lambda row: row[1], name),
        Column("line", lambda row: "line" if sets_line(*row) else ""),
        *_source_columns(),
        Column("order", lambda row: phrases.order(*row)),
        *withdrawal_columns("", lambda row: row[0].withdrawals_of(row[1])),
        Column("topics", lambda row: listed(row[0].claim.topics), csv_only=True),
        Column("claim_date", lambda row: row[0].claim.date and row[0].claim.date.written, csv_only=True),
        Column("place", lambda row: row[1].place + 1, csv_only=True),
        Column("path", lambda row: row[0].claim.path, csv_only=True),
    ]


def to_json(state: ClaimState, position: ResolvedPosition, person: PersonOf) -> Json:
    """Return all about one position: it stands alone."""
    claim = state.claim
    return {
        **claim_json(claim),
        "status": state.reason.status,
        "topics": claim.topics,
        **dated_json(claim),
        "path": claim.path,
        **position_json(position, person),
        "sources": [{**cited_json(state, ref.id), "at": ref.at} for ref in position.recorded.sources],
        **place_json(state, position, person),
    }


def position_columns(
    prefix: str, position_of: Callable[[Any], ResolvedPosition], name: Callable[[str], str]
) -> Sequence[Column[Any]]:
    """Return the columns of a position: who took it, what it says, how it is known, and what it cites."""

    def column(key: str, get: Callable[[ResolvedPosition], Cell]) -> Column[Any]:
        return Column(f"{prefix}{key}", lambda row: get(position_of(row)), csv_only=key in _CSV_ONLY)

    return (
        column("party", lambda position: position.party),
        column("party_name", lambda position: name(position.party)),
        column("stance", lambda position: position.stance),
        column("side", lambda position: position.side),
        column("date", phrases.day),
        column("date_of", lambda position: position.recorded.date_of),
        *value_columns(prefix, lambda row: position_of(row).value),
        column("about", lambda position: position.recorded.about and position.recorded.about.written),
        column("standing", lambda position: position.standing),
        column("attribution", lambda position: position.recorded.attribution),
        column("via", lambda position: listed(position.via)),
        column("via_names", lambda position: listed(map(name, position.via))),
        column("quote", lambda position: position.recorded.quote),
        column("original", lambda position: position.recorded.original),
        column("lang", lambda position: position.recorded.lang),
        column("note", lambda position: position.recorded.note),
        column("sources", phrases.source_ids),
        column("at", lambda position: listed(ref.at for ref in position.recorded.sources)),
    )


def value_columns(prefix: str, value_of: Callable[[Any], Value | None]) -> Sequence[Column[Any]]:
    """Return the columns of a value: as it is shown, and its smallest and largest number."""

    def end(number: float | None) -> Cell:
        return None if number is None else str(number)

    return (
        Column(f"{prefix}value", lambda row: phrases.amount(value_of(row), None)),
        Column(f"{prefix}min", lambda row: end(value.low) if (value := value_of(row)) else None, csv_only=True),
        Column(f"{prefix}max", lambda row: end(value.high) if (value := value_of(row)) else None, csv_only=True),
    )


def withdrawal_columns(
    prefix: str, withdrawals_of: Callable[[Any], Iterable[ResolvedPosition]]
) -> Sequence[Column[Any]]:
    """Return the columns of the withdrawals of what a row tells of: who withdrew, and when."""
    return (
        Column(f"{prefix}withdrawn_by", lambda row: listed(each.party for each in withdrawals_of(row))),
        Column(f"{prefix}withdrawn_date", lambda row: listed(map(phrases.when, withdrawals_of(row)))),
    )


def _source_columns() -> Sequence[Column[PositionRow]]:
    """Return the columns of what the sources are: their items are in the order of the ids."""

    def column(key: str, field: str) -> Column[PositionRow]:
        def cell(row: PositionRow) -> str:
            state, position = row
            return listed(_field(state, ref.id, field) for ref in position.recorded.sources)

        return Column(key, cell, csv_only=True)

    return (
        column("source_titles", "title"),
        column("publishers", "publisher"),
        column("authors", "author"),
        column("source_dates", "date"),
        column("urls", "url"),
        column("archive_urls", "archive_url"),
        Column("origins", lambda row: listed(_origins(*row)), csv_only=True),
    )


def _origins(state: ClaimState, position: ResolvedPosition) -> Iterator[str]:
    return (citations.origin(state, ref.id) for ref in position.recorded.sources)


def _field(state: ClaimState, source_id: str, field: str) -> Cell:
    source = state.lookup.get(state.lookup.key(source_id))
    if source is None:
        return source_id if field == "url" and is_url(source_id) else None
    value = getattr(source, field)
    return None if value is None else str(value)
