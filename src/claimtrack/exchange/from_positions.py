"""Reads positions as claimtrack prints them in lines of JSON: every text stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import Draft, Place, RowError, Table
from claimtrack.model.names import is_utf8
from claimtrack.model.values import Value, ValueFormError

if TYPE_CHECKING:
    from claimtrack.exchange.source_cells import SourceReader

Json = dict[str, Any]

# The keys of a row with a text, by the name of the field in a record.
_OF_CLAIM: Final = {"kind": "kind", "unit": "unit", "date": "claim_date"}
_OF_POSITION: Final = {
    "party": "party_name",
    "stance": "stance",
    "date": "date",
    "date_of": "date_of",
    "about": "about",
    **{name: name for name in ("rating", "quote", "original", "lang", "note", "attribution")},
}
_OF_SOURCE: Final = {
    "id": "source",
    "title": "source_title",
    **{name: name for name in ("publisher", "author", "url", "archive_url")},
    "date": "source_date",
    "retrieved": "retrieved",
    "lang": "source_lang",
    "derived_from": "derived_from",
    "quote": "source_quote",
    "note": "source_note",
    "at": "at",
}
_USUAL: Final = {"kind": "fact", "date_of": "statement", "attribution": "on-record"}


def is_position(value: object) -> bool:
    """Return whether an object is a position as claimtrack prints it."""
    return (
        isinstance(value, dict)
        and {"claim", "title", "party_name", "stance", "value", "sources"} <= value.keys()
        and isinstance(value["sources"], list)
    )


def draft_of(row: Json, place: Place, sources: SourceReader) -> Draft:
    """Return what a position as claimtrack prints it says.

    Raises:
        RowError: something in it is not as claimtrack prints it.
    """
    head = _texts(row, {"title": "title", "claim": "claim"})
    if head.keys() != {"title", "claim"}:
        raise RowError("there is no claim in this row", "it needs a claim and a title")
    claim, position = _texts(row, _OF_CLAIM), _texts(row, _OF_POSITION)
    if not {"party", "stance"} <= position.keys():
        raise RowError("there is no position in this row", "it needs a party_name and a stance")
    for table, key in ((claim, "date"), (position, "date"), (position, "about")):
        if key in table:
            future = key == "about" or (table is claim and claim.get("kind") == "prediction")
            table[key] = read_date(table[key], future=future)
    claim = {**claim, "topics": _list(row.get("topics"), "topics")}
    if row["value"] is not None:
        position["value"] = _value(row["value"])
    position["via"] = [_text(each.get("party_name"), "via") for each in _list_of_tables(row.get("via"), "via")]
    cited = [_texts(each, _OF_SOURCE) for each in _list_of_tables(row["sources"], "sources")]
    if not all("id" in each for each in cited):
        raise RowError("a source has no id", "it needs a key source")
    position["sources"] = [sources.checked(each) for each in cited]
    draft = Draft(place, head["title"], head["claim"], _without_usual(claim), [_without_usual(position)])
    if isinstance(order := row.get("place"), int) and 0 < order < 1 << 32:
        draft.order = order
    return draft


def _texts(row: Json, keys: dict[str, str]) -> Table:
    """Return the texts of a row that are there, by the names of the fields."""
    return {name: _text(row[key], key) for name, key in keys.items() if row.get(key) is not None}


def _text(value: object, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RowError(f"{key} is no text", "correct it")
    if not is_utf8(value):
        raise RowError(f"{key} has half a character in it", "correct it")
    return value


def _list(value: object, key: str) -> list[str]:
    if value is not None and not isinstance(value, list):
        raise RowError(f"{key} is no list", "correct it")
    return [_text(each, key) for each in value or ()]


def _list_of_tables(value: object, key: str) -> list[Json]:
    if value is not None and not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
        raise RowError(f"{key} is no list of objects", "correct it")
    return value or []


def _value(raw: object) -> Any:  # noqa: ANN401 - a number, a text or a table
    if isinstance(raw, str):
        return _text(raw, "value")
    try:
        return Value.parse(raw).written
    except ValueFormError as error:
        raise RowError(*str(error).split("; ", 1)) from None


def _without_usual(table: Table) -> Table:
    return {key: value for key, value in table.items() if value != _USUAL.get(key, [])}
