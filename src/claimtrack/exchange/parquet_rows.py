"""The record as plain rows, as the Parquet files of `export parquet` hold them, and back; without any library.

A row has a key for each column; null is None. Dates are structs that keep what was written, with the days and the
instant that it means for programs that compute with them. Reading uses what was written, and nothing else.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.record_blocks import CLAIM_KEYS
from claimtrack.files.append import Block, body
from claimtrack.files.fast_validation import fast_claim, fast_party, fast_sources
from claimtrack.files.load import SourceFile
from claimtrack.model.dates import Span, day_number
from claimtrack.model.names import slug
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claimtrack.problems import Problem

Row = dict[str, Any]

_DATES: Final = frozenset({"date", "about", "retrieved"})
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


# -- writing


def claim_row(claim: Claim) -> Row:
    """Return the row of a claim, without its positions and sources."""
    return {"id": claim.id, "file": _text(claim.path), **_cells(claim, CLAIM_KEYS)}


def position_row(claim_id: str, number: int, position: Position) -> Row:
    """Return the row of a position; `number` is its place in the claim's file, from 1."""
    value = position.value
    low, high = (None if end is None else float(end) for end in ((value.low, value.high) if value else (None, None)))
    return {"claim": claim_id, "number": number, **_cells(position, Position._fields), "min": low, "max": high}


def source_row(claim_id: str | None, source: Source) -> Row:
    """Return the row of a source of a claim, or of one that all claims share, for which the claim is None."""
    return {"claim": claim_id, **_cells(source, Source._fields)}


def party_row(party: Party) -> Row:
    """Return the row of a registered party."""
    return _cells(party, Party._fields)


def _cells(record: Claim | Position | Source | SourceRef | Party | Tenure, fields: Iterable[str]) -> Row:
    return {field: _cell(getattr(record, field)) for field in fields}


def _cell(value: Any) -> Any:  # noqa: ANN401 - a field of a record
    match value:
        case Span():
            return _date_cell(value)
        case Value():
            return _encode(value.written)
        case SourceRef() | Tenure():
            return _cells(value, value._fields)
        case tuple():
            return [_cell(each) for each in value]
        case _:
            return value


def _date_cell(span: Span) -> Row:
    days = {
        "first": date.fromordinal(day_number(span.start)),
        "last": date.fromordinal(day_number(span.end)),
    }
    if not span.is_moment:
        precision = {4: "year", 7: "month"}.get(len(span.written), "day")
        return {"written": span.written, "precision": precision, **days, "instant": None, "offset": None}
    moment = datetime.fromisoformat(span.written)
    offset = moment.utcoffset() or timedelta()
    try:
        instant = moment.astimezone(UTC)
    except OverflowError:  # in UTC it is before the year 1 or after 9999
        instant = None
    minutes = offset // timedelta(minutes=1)
    return {"written": span.written, "precision": "moment", **days, "instant": instant, "offset": minutes}


def _text(name: str) -> str:
    """Return a file's name, which may have bytes that are no text, as valid UTF-8."""
    return name.encode(errors="backslashreplace").decode()


# -- reading


def read_claim(row: Row, position_rows: Iterable[Row], source_rows: Iterable[Row]) -> Claim:
    """Return a claim from its row, the rows of its positions in any order, and those of its own sources.

    Raises:
        RowError: one of the rows is malformed, or two positions have one number; the message says which and why.
    """
    claim_id = row.get("id")
    if not isinstance(claim_id, str) or not claim_id.strip():
        raise RowError("the claim has no id", "id is a text")
    if row.get("title") is None:
        raise RowError("the claim has no title", "title is a text")
    positions, sources = _in_order(position_rows), [*source_rows]
    whole = {
        **_table(row, CLAIM_KEYS),
        "positions": [_position_table(each) for each in positions],
        "sources": [_table(each, Source._fields) for each in sources],
    }
    claim = fast_claim(whole, claim_id, row.get("file") or f"{claim_id}.toml")
    if claim is not None:
        return claim
    for each in positions:
        try:
            read_position(each)
        except RowError as error:
            raise RowError(f"position {each['number']}: {error.message}", error.hint) from None
    for each in sources:
        read_source(each)
    raise _mistake_in_claim(whole)


def read_position(row: Row) -> Position:
    """Return a position from its row, with names and sources as written.

    Raises:
        RowError: the row is malformed; the message says why.
    """
    whole = {"title": "x", "positions": [_position_table(row)]}
    claim = fast_claim(whole, "x", "")
    if claim is None:
        raise _mistake_in_claim(whole)
    return claim.positions[0]


def read_source(row: Row) -> Source:
    """Return a source from its row.

    Raises:
        RowError: the row is malformed; the message says why.
    """
    whole = {"sources": [_table(row, Source._fields)]}
    sources = fast_sources(whole)
    if sources is None:
        from claimtrack.files.validate import validate_sources  # noqa: PLC0415 - only if something is wrong

        text = Block("sources", whole["sources"][0]).text
        before = f"source {row.get('id')}: "
        raise _mistake(text, lambda file, problems: validate_sources(whole, file, problems), before)
    return sources[0]


def read_party(row: Row) -> Party:
    """Return a registered party from its row.

    Raises:
        RowError: the row is malformed; the message says why.
    """
    key = row.get("id")
    if not isinstance(key, str) or not slug(key):
        raise RowError("the party has no id", "id is a text with a letter or a digit")
    table = _table(row, ("name", "kind", "aliases", "notes"))
    if row.get("speaks_for"):
        table["speaks_for"] = [_tenure_table(each) for each in row["speaks_for"]]
    party = fast_party(table, slug(key))
    if party is None:
        from claimtrack.files.validate import validate_party  # noqa: PLC0415 - only if something is wrong

        text = Block(key, table, listed=False).text
        raise _mistake(text, lambda file, problems: validate_party(table, key, file, problems), f"party {key}: ")
    return party


def take_names(party: Party, owners: dict[str, str]) -> None:
    """Note the names of a party among those of others: the ids of parties by the slugs of their names.

    Raises:
        RowError: another party has one of the names.
    """
    names = {slug(name): name for name in (party.id, party.name or party.id, *party.aliases)}
    for key, name in names.items():
        if key in owners:
            raise RowError(
                f'the name "{name}" belongs to "{owners[key]}" already', "names compare without case and punctuation"
            )
    owners.update(dict.fromkeys(names, party.id))


def read_number(row: Row) -> int:
    """Return the number of a position from its row.

    Raises:
        RowError: it has none.
    """
    number = row.get("number")
    if not isinstance(number, int) or number < 1:
        raise RowError("a position has no number", "number is its place in the file, from 1")
    return number


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Return the rows of positions in the order of the file."""
    by_number: dict[int, Row] = {}
    for row in rows:
        number = read_number(row)
        if number in by_number:
            raise RowError(f"two positions have the number {number}", "number the positions of a claim from 1")
        by_number[number] = row
    return [by_number[number] for number in sorted(by_number)]


def _table(row: Row, fields: Iterable[str]) -> Row:
    """Return the table of a record as the TOML parser would return it: without what is null or empty."""
    found: Row = {}
    for field in fields:
        value = row.get(field)
        if isinstance(value, list) and None in value:
            raise RowError(f"{field} has an item that is null", "leave it out")
        if value not in (None, []):
            found[field] = _date_in(value, field) if field in _DATES else value
    return found


def _position_table(row: Row) -> Row:
    table = _table(row, Position._fields)
    if "sources" in table:
        table["sources"] = [_item(each, "sources", SourceRef._fields) for each in table["sources"]]
    if "value" in table:
        table["value"] = _value_in(table["value"])
    elif row.get("min") is not None or row.get("max") is not None:
        raise RowError("min and max have no value", 'value says what was given, as JSON: 5, {"min": 5} or "several"')
    return table


def _tenure_table(cell: object) -> Row:
    table = _item(cell, "speaks_for", Tenure._fields)
    if "party" not in table:
        raise RowError("speaks_for has an item without a party")
    names = {"since": "from", "until": "until"}
    return {names.get(key, key): _date_in(value, key) if key in names else value for key, value in table.items()}


def _item(cell: object, field: str, known: Iterable[str]) -> Row:
    """Return what an item of a list of structs says, as far as it is known."""
    if not isinstance(cell, dict):
        raise RowError(f"{field} has an item that is no struct")
    return {key: cell[key] for key in known if cell.get(key) is not None}


def _date_in(cell: object, field: str) -> str | datetime:
    """Return a date as the TOML parser would: of a moment, the date-time."""
    written = cell.get("written") if isinstance(cell, dict) else None
    if not isinstance(written, str):
        raise RowError(f"{field} has no written form", "written is 2025, 2025-05, 2025-05-07 or a date-time")
    if "T" not in written:
        return written
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise RowError(f'{field}: "{written}" is no date-time', "write one as 2025-05-07T01:44:00+05:30") from None


def _value_in(text: object) -> Any:  # noqa: ANN401 - a number, a text or a table
    wrong = RowError("value is no JSON", 'write 5, {"min": 5} or "several"')
    if not isinstance(text, str):
        raise wrong
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise wrong from None
    if value is None:
        raise wrong
    return value


def _mistake_in_claim(whole: Row) -> RowError:
    from claimtrack.files.validate import validate_claim  # noqa: PLC0415 - only if something is wrong

    lists = {"positions", "sources"}
    keys = {key: value for key, value in whole.items() if key not in lists}
    blocks = [Block(key, table) for key in sorted(lists & whole.keys()) for table in whole[key]]
    text = "".join((body(keys), *(block.text for block in blocks)))
    return _mistake(text, lambda file, problems: validate_claim(whole, "x", file, problems))


def _mistake(text: str, validate: Callable[[SourceFile, list[Problem]], object], before: str = "") -> RowError:
    """Return the first mistake that a full validation finds; `text` is what is validated as TOML."""
    problems: list[Problem] = []
    validate(SourceFile("", text, "claim"), problems)
    return RowError(f"{before}{problems[0].message}", problems[0].hint)
