"""The JSON envelope, and JSON lines; the shape is promised stable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from claimtrack.render.escape import json_text
from claimtrack.render.to_json import problem_json, state_json
from claimtrack.render.view import Json, Pages, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA_VERSION: Final = 1


def render(view: View) -> Iterator[str]:
    """Yield one JSON object: the version, the rows under the command's noun, and the problems."""
    noun, head = ("claims", {}) if isinstance(view, Pages) else (view.noun, view.head)
    yield envelope(noun, _rows(view), head, problems=[*map(problem_json, view.problems)])


def envelope(noun: str, rows: Iterable[Json], head: Mapping[str, Any], **tail: list[Json]) -> str:
    """Return the JSON object that every answer is: the version, what else there is to say, the rows."""
    return json_text(_dumps({"schema_version": SCHEMA_VERSION, **head, noun: iter(rows), **tail}, "\n"))


def render_lines(view: View) -> Iterator[str]:
    """Yield each row as one line of JSON, without an envelope."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return (json_text(encode(row)) for row in _rows(view))


def _rows(view: View) -> Iterator[Json]:
    if isinstance(view, Pages):
        return (state_json(state, view.person) for state in view.states)
    return (view.to_json(row) for row in view.rows)


def _dumps(data: Any, margin: str) -> str:  # noqa: ANN401 - anything JSON can hold
    """Return what ``json.dumps`` with an indent does, in less than half the time; an iterator is encoded as a list."""
    kind = type(data)
    if kind is str:
        return encode_basestring(data)
    if kind is int:
        return f"{data}"
    if data is None:
        return "null"
    deeper = f"{margin}  "  # a newline and the spaces that begin the next line
    if kind is dict and data:
        cells = [
            f"{encode_basestring(key)}: {encode_basestring(value) if type(value) is str else _dumps(value, deeper)}"
            for key, value in data.items()
        ]
        return f"{{{deeper}{f',{deeper}'.join(cells)}{margin}}}"
    if kind in {list, tuple} or isinstance(data, Iterator):
        items = [_dumps(item, deeper) for item in data]
        return f"[{deeper}{f',{deeper}'.join(items)}{margin}]" if items else "[]"
    return json.dumps(data, ensure_ascii=False, indent=2).replace("\n", margin)
