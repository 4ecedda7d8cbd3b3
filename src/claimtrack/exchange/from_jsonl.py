"""Reads positions as objects of JSON: those that claimtrack prints, and others with a key for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.columns import find_fields
from claimtrack.exchange.drafts import RowError, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimtrack.exchange.cell_texts import Cells

Json = dict[str, Any]

# A source of a row that claimtrack prints, by the name of the field in a record.
_SOURCE: Final = {
    "title": "source_title",
    "publisher": "publisher",
    "author": "author",
    "url": "url",
    "archive_url": "archive_url",
    "date": "source_date",
    "retrieved": "retrieved",
    "lang": "source_lang",
    "derived_from": "derived_from",
    "quote": "source_quote",
    "note": "source_note",
}


def read_object(value: Any, columns: Mapping[str, str]) -> tuple[Cells, list[str]]:  # noqa: ANN401 - any JSON
    """Return the cells of an object by field, and the keys with something in them and no field.

    Raises:
        RowError: it is no object, or what should be a text is none.
    """
    if not isinstance(value, dict):
        raise RowError("it is no object", 'each row is an object: {"title": …, "party": …, "stance": …}')
    is_own = is_position(value)
    keys = [key for key in value if not (is_own and key in {"place", "party"})]
    fields, _ = find_fields(keys, columns)
    cells: Cells = {name: _cell(value[keys[number]]) for number, name in fields.items() if name}
    unused = [key for number, key in enumerate(keys) if number not in fields and value[key] not in (None, "", [], {})]
    if is_own:
        cells["references"] = [_reference(each) for each in value["sources"]]
        cells.pop("source", None)
        cells["via"] = [
            each.get("party_name", "") if isinstance(each, dict) else each for each in value.get("via") or ()
        ]
        if isinstance(place := value.get("place"), int) and not isinstance(place, bool) and place > 0:
            cells["order"] = place
        if value["value"] is not None:  # the ends follow from it
            cells.pop("min", None)
            cells.pop("max", None)
    return cells, unused


def is_position(value: Json) -> bool:
    """Return whether an object is a position as claimtrack prints it."""
    return {"claim", "title", "party_name", "stance", "value"} <= value.keys() and isinstance(
        value.get("sources"), list
    )


def _reference(source: Any) -> Table:  # noqa: ANN401 - any JSON
    """Return what a position says of a source that it cites."""
    if not isinstance(source, dict) or not isinstance(source.get("source"), str) or not source["source"].strip():
        raise RowError("a source has no id", "each source is an object with a key source")
    known = {name: source[key] for name, key in _SOURCE.items() if source.get(key) is not None}
    table = {"id": source["source"], **known, **({"at": source["at"]} if source.get("at") is not None else {})}
    if not all(isinstance(each, str) and each.strip() for each in table.values()):
        raise RowError("a source has a key that is no text", "correct it")
    return table


def _cell(value: Any) -> Any:  # noqa: ANN401 - any JSON
    return "" if value is None else value
