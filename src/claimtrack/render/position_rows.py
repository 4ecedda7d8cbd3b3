"""The rows of positions, one act a row with all that is known about it: their columns and their JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.values import Value
from claimtrack.render import phrases
from claimtrack.render.to_json import cited_json, claim_json, dated_json, page_json, place_json, position_json
from claimtrack.render.view import Cell, Column, Json, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

# What makes a row of CSV stand alone, and is too much for a line that people read.
_CSV_ONLY: Final = frozenset(
    (
        *("title", "kind", "unit", "status", "principal_name", "party_name", "side", "min", "max", "attribution"),
        *("original", "lang", "note", "claim_date", "place", "path"),
    )
)


def rows_of(states: Iterable[ClaimState], person: PersonOf) -> list[Json]:
    """Return the positions of some claims, in the order in which they count."""
    return [to_json(state, position, person) for state in states for position in state.positions]


def page_rows(states: Iterable[ClaimState], person: PersonOf) -> list[Json]:
    """Return the positions of some claims with what the page of a claim says besides: of the claim, and of the party."""
    rows = []
    for state in states:
        without = {each.position.place: each.without for each in state.rests_on}
        of_claim = page_json(state, person)
        for position in state.positions:
            row = {**to_json(state, position, person), **of_claim, "status_without": without.get(position.place)}
            rows.append({**row, "doubt": phrases.doubt(person(position.party))})
    return rows


def page_columns() -> list[Column[Json]]:
    """Return the columns of these rows."""
    texts = ("statement", "claim_original", "claim_lang", "claim_place", "reason", "status_without", "doubt", "notes")
    flags, links = ("divided", "values_differ"), ("implies", "contradicts", "see_also")
    return [
        *columns(),
        *(_column(key, _itself) for key in texts),
        *map(_flag, flags),
        *map(_list, links),
        *(_joined(f"{field}s", "sources", field, _itself) for field in ("source_quote", "source_note")),
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


def columns() -> list[Column[Json]]:
    """Return the columns of rows of positions for programs and spreadsheets, from their JSON."""
    return [
        *(_column(key, _itself) for key in _OF_CLAIM),
        *position_columns("", _itself),
        Column("sets_line", lambda row: "sets line" if row["sets_line"] else ""),
        *(_joined(f"{field}s", "sources", field, _itself)._replace(csv_only=True) for field in _OF_SOURCES),
        _column("order", _itself),
        _joined("withdrawn_by", "withdrawals", "party", _itself),
        Column("withdrawn_date", lambda row: listed(map(_when, row["withdrawals"]))),
        Column("topics", lambda row: listed(row["topics"]), csv_only=True),
        *(_column(key, _itself) for key in ("claim_date", "place", "path")),
        rating_column("", _itself),
    ]


_OF_CLAIM: Final = ("claim", "title", "kind", "unit", "status", "principal", "principal_name")
# Of what the sources are; their items are in the order of the ids.
_OF_SOURCES: Final = ("source_title", "publisher", "author", "source_date", "url", "archive_url", "origin")


def _itself(row: Json) -> Json:
    return row


def position_columns(prefix: str, json_of: Callable[[Any], Json]) -> list[Column[Any]]:
    """Return the columns of a position, from its JSON: who took it, what it says, how it is known, what it cites."""

    def columns(*keys: str) -> list[Column[Any]]:
        return [_column(key, json_of, prefix) for key in keys]

    return [
        *columns("party", "party_name", "stance", "side", "date", "date_of"),
        Column(f"{prefix}value", lambda row: phrases.amount(value_of(json_of(row)), None)),
        *columns("min", "max", "about", "standing", "attribution"),
        _joined(f"{prefix}via", "via", "party", json_of),
        _joined(f"{prefix}via_names", "via", "party_name", json_of)._replace(csv_only=True),
        *columns("quote", "original", "lang", "note"),
        _joined(f"{prefix}sources", "sources", "source", json_of),
        _joined(f"{prefix}at", "sources", "at", json_of),
    ]


def rating_column(prefix: str, json_of: Callable[[Any], Json]) -> Column[Any]:
    """Return the column of a position's rating, from its JSON; it stands behind all older columns."""
    return _column("rating", json_of, prefix)


def _column(key: str, json_of: Callable[[Any], Json], prefix: str = "") -> Column[Any]:
    return Column(f"{prefix}{key}", lambda row: _text(json_of(row)[key]), csv_only=key in _CSV_ONLY)


def _flag(key: str) -> Column[Json]:
    return Column(key, lambda row: key.replace("_", " ") if row[key] else "")


def _list(key: str) -> Column[Json]:
    return Column(key, lambda row: listed(row[key]))


def _text(value: float | str | None) -> Cell:
    return str(value) if isinstance(value, float) else value


def _joined(name: str, key: str, field: str, json_of: Callable[[Any], Json]) -> Column[Any]:
    """Return a column with a field of each item of a list."""
    return Column(name, lambda row: listed(item[field] for item in json_of(row)[key]))


def value_of(row: Json) -> Value | None:
    """Return the value that a position gives, from its JSON."""
    return None if row["value"] is None else Value.parse(row["value"])


def _when(row: Json) -> str:
    return phrases.date_shown(row["date"], row["date_of"])


def value_columns(prefix: str, value_of: Callable[[Any], Value | None]) -> Sequence[Column[Any]]:
    """Return the columns of a value: as it is shown, and its smallest and largest number."""

    def end(number: float | None) -> Cell:
        return None if number is None else str(number)

    return (
        Column(f"{prefix}value", lambda row: phrases.amount(value_of(row), None)),
        Column(f"{prefix}min", lambda row: end(value.low) if (value := value_of(row)) else None, csv_only=True),
        Column(f"{prefix}max", lambda row: end(value.high) if (value := value_of(row)) else None, csv_only=True),
    )
