"""Reads rows that are objects of JSON, with a key for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimtrack.exchange.columns import find_fields
from claimtrack.exchange.drafts import RowError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimtrack.exchange.cell_texts import Cells


def read_object(value: Any, columns: Mapping[str, str]) -> tuple[Cells, list[str]]:  # noqa: ANN401 - any JSON
    """Return the cells of an object by field, and the keys with something in them and no field.

    Raises:
        RowError: it is no object.
    """
    if not isinstance(value, dict):
        raise RowError("it is no object", 'each row is an object: {"title": …, "party": …, "stance": …}')
    keys = [*value]
    fields, _ = find_fields(keys, columns)
    cells: Cells = {name: value[keys[number]] for number, name in fields.items() if name}
    unused = [key for number, key in enumerate(keys) if number not in fields and value[key] not in (None, "", [], {})]
    return cells, unused
