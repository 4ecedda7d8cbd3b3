"""The JSON envelope, and JSON lines; the shape is promised stable."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from claimtrack.render.escape import json_text
from claimtrack.render.to_json import problem_json, state_json
from claimtrack.render.view import BATCH, Json, Pages, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA_VERSION: Final = 1

# Without an indent, the encoder is the one in C.
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def render(view: View) -> Iterator[str]:
    """Yield one JSON object, many lines in one piece: the version, the rows under the command's noun, the problems."""
    noun, head = ("claims", {}) if isinstance(view, Pages) else (view.noun, view.head)
    return envelope(noun, _rows(view), head, problems=map(problem_json, view.problems))


def envelope(noun: str, rows: Iterable[Json], head: Mapping[str, Any], **tail: Iterable[Json]) -> Iterator[str]:
    """Yield the JSON object that every answer is, many lines in one piece, without the last newline.

    The first line has the version and `head`. Each row has a line of its own, so that an answer of any length is
    written as it is made.
    """
    yield json_text(_encode({"schema_version": SCHEMA_VERSION, **head}))[:-1] + ","
    lists = {noun: rows, **tail}
    for number, (key, items) in enumerate(lists.items(), start=1):
        end = "}" if number == len(lists) else ","
        lines = _batches(items, ",\n")
        first = next(lines, None)
        if first is None:
            yield f"{_encode(key)}: []{end}"
            continue
        yield f"{_encode(key)}: ["
        for following in lines:
            yield first + ","
            first = following
        yield first
        yield f"]{end}"


def render_lines(view: View) -> Iterator[str]:
    """Yield each row as one line of JSON, without an envelope, many lines in one piece."""
    return _batches(_rows(view), "\n")


def _batches(rows: Iterable[Json], separator: str) -> Iterator[str]:
    remaining = iter(rows)
    while some := [*map(_encode, islice(remaining, BATCH))]:
        yield json_text(separator.join(some))


def _rows(view: View) -> Iterator[Json]:
    if isinstance(view, Pages):
        return (state_json(state, view.person) for state in view.states)
    return map(view.to_json, view.rows)
