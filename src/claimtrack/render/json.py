"""The JSON envelope, and JSON lines; the shape is promised stable."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from claimtrack.render.escape import json_text
from claimtrack.render.to_json import problem_json, state_json
from claimtrack.render.view import BATCH, Json, Listing, Pages, Profiles, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA_VERSION: Final = 1

# Without an indent, the encoder is the one in C.
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def render(view: View) -> Iterator[str]:
    """Yield one JSON object, many lines in one piece: the version, the rows under the command's noun, the problems."""
    noun = "claims" if isinstance(view, Pages) else view.noun
    head = view.head if isinstance(view, Listing) else {}
    rows = (piece if isinstance(piece, str) else piece.decode() for piece in render_lines(view))
    return _envelope({noun: rows, "problems": _lines(map(problem_json, view.problems))}, head)


def envelope(noun: str, rows: Iterable[Json], head: Mapping[str, Any], **tail: Iterable[Json]) -> Iterator[str]:
    """Yield the JSON object that every answer is, many lines in one piece, without the last newline.

    The first line has the version and `head`. Each row has a line of its own, so that an answer of any length is
    written as it is made.
    """
    return _envelope({key: _lines(items) for key, items in {noun: rows, **tail}.items()}, head)


def _envelope(lists: Mapping[str, Iterator[str]], head: Mapping[str, Any]) -> Iterator[str]:
    yield json_text(_encode({"schema_version": SCHEMA_VERSION, **head}))[:-1] + ","
    for number, (key, texts) in enumerate(lists.items(), start=1):
        end = "}" if number == len(lists) else ","
        lines = (text.replace("\n", ",\n") for text in texts)
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


def render_lines(view: View) -> Iterator[str] | Iterator[bytes]:
    """Yield each row as one line of JSON, without an envelope, many lines in one piece."""
    if isinstance(view, Listing) and view.lines is not None:
        return (lines.removesuffix(b"\n") for lines in view.lines())
    return _lines(_rows(view))


def _lines(rows: Iterable[Json]) -> Iterator[str]:
    remaining = iter(rows)
    while some := [*map(_encode, islice(remaining, BATCH))]:
        yield json_text("\n".join(some))


def _rows(view: View) -> Iterator[Json]:
    if isinstance(view, Pages):
        return (state_json(state, view.person) for state in view.states)
    if isinstance(view, Profiles):
        return (profile.to_json() for profile in view.profiles)
    return map(view.to_json, view.rows)
