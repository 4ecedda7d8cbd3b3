"""The rows of positions, one act a row with all that is known about it: their columns and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.values import Value
from claimtrack.render import phrases
from claimtrack.render.to_json import cited_json, claim_json, dated_json, place_json, position_json
from claimtrack.render.view import Cell, Column, Json, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

# What makes a row of CSV stand alone, and is too much for a line that people read.
_CSV_ONLY: Final = frozenset(
    {
        "title",
        "kind",
        "unit",
        "status",
        "principal_name",
        "party_name",
        "side",
        "min",
        "max",
        "attribution",
        "via_names",
    }
    | {"original", "lang", "note", "topics", "claim_date", "place", "path"}
)


def rows_of(states: Iterable[ClaimState], person: PersonOf) -> list[Json]:
    """Return the positions of some claims, in the order in which they count."""
    return [to_json(state, position, person) for state in states for position in state.positions]


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
        "order": phrases.order(state, position) or None,
    }


def columns() -> list[Column[Json]]:
    """Return the columns of positions for programs and spreadsheets, from their JSON."""
    return [
        *map(_column, ("claim", "title", "kind", "unit", "status", "principal", "principal_name")),
        *map(_column, ("party", "party_name", "stance", "side", "date", "date_of")),
        Column("value", lambda row: phrases.amount(value_of(row), None)),
        *map(_column, ("min", "max", "about", "standing", "attribution")),
        _listed("via", "via", "party"),
        _listed("via_names", "via", "party_name"),
        *map(_column, ("quote", "original", "lang", "note")),
        _listed("sources", "sources", "source"),
        _listed("at", "sources", "at"),
        Column("line", lambda row: "line" if row["line"] else ""),
        *(_listed(f"{field}s", "sources", field)._replace(csv_only=True) for field in _OF_SOURCES),
        _column("order"),
        _listed("withdrawn_by", "withdrawals", "party"),
        Column("withdrawn_date", lambda row: listed(map(_when, row["withdrawals"]))),
        Column("topics", lambda row: listed(row["topics"]), csv_only=True),
        *map(_column, ("claim_date", "place", "path")),
    ]


# Of what the sources are; their items are in the order of the ids.
_OF_SOURCES: Final = ("source_title", "publisher", "author", "source_date", "url", "archive_url", "origin")


def _column(key: str) -> Column[Json]:
    return Column(key, lambda row: _text(row[key]), csv_only=key in _CSV_ONLY)


def _text(value: float | str | None) -> Cell:
    return str(value) if isinstance(value, float) else value


def _listed(name: str, key: str, field: str) -> Column[Json]:
    """Return a column with a field of each item of a list."""
    return Column(name, lambda row: listed(item[field] for item in row[key]), csv_only=name in _CSV_ONLY)


def value_of(row: Json) -> Value | None:
    """Return the value that a position gives, from its JSON."""
    return None if row["value"] is None else Value.parse(row["value"])


def _when(row: Json) -> str:
    return phrases.date_shown(row["date"], row["date_of"])


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
