"""The columns of an answer: those of the command line's JSON, from the declaration of its keys."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from claimtrack.render.json_keys import KEYS, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.render.view import Json

_TYPES: Final = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
}
_AT_ONCE: Final = 1000  # rows


def schema(keys: str) -> pa.Schema:
    """Return the columns of an answer; `keys` are the keys of its JSON, separated by spaces as in `OBJECTS`."""
    return pa.schema(_fields(keys))


def _fields(keys: str) -> list[pa.Field]:
    return [pa.field(name, _type(KEYS[name][0])) for name in (key.removesuffix("?") for key in keys.split())]


def _type(shape: Json) -> pa.DataType:
    if "$ref" in shape:
        return pa.struct(_fields(OBJECTS[shape["$ref"].removeprefix("#/$defs/")]))
    if shape.get("type") == "array":
        return pa.list_(_type(shape["items"]))
    return _TYPES[shape.get("type", "string")]  # what may be of several types, a value alone, is a text: see `_fit`


def rows_to_batches(rows: Iterable[Json], columns: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Yield rows of JSON as Arrow batches; a value becomes its JSON text, as in the table of positions."""
    fitted = map(_fit, rows)
    while some := [*islice(fitted, _AT_ONCE)]:
        yield pa.RecordBatch.from_pylist(some, columns)


def _fit(row: Any) -> Any:  # noqa: ANN401 - any part of a row
    if isinstance(row, dict):
        return {key: _cell(key, value) for key, value in row.items()}
    if isinstance(row, list | tuple):
        return [_fit(item) for item in row]
    return row


def _cell(key: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if value is None:
        return None
    if key == "value":
        return json.dumps(value, ensure_ascii=False)
    return float(value) if key in {"min", "max"} else _fit(value)
