"""The JSON envelope, and JSON lines; the shape is promised stable."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from claimtrack.render.jsonable import case_json, problem_json
from claimtrack.render.safe import json_text
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.render.view import Json, View

SCHEMA_VERSION: Final = 1


def render(view: View) -> Iterator[str]:
    """Give one JSON object: the version, the rows under the command's noun, and the problems met."""
    noun = "claims" if isinstance(view, Pages) else view.noun
    head = {} if isinstance(view, Pages) else view.head
    problems = [problem_json(problem) for problem in view.problems]
    yield envelope(noun, list(_rows(view)), head, problems=problems)


def envelope(noun: str, rows: list[Json], head: Json, **tail: list[Json]) -> str:
    """Give the JSON object that every answer is: the version, what else there is to say, the rows."""
    return _dump({"schema_version": SCHEMA_VERSION, **head, noun: rows, **tail}, indent=2)


def render_lines(view: View) -> Iterator[str]:
    """Give each row as one line of JSON, without an envelope."""
    for row in _rows(view):
        yield _dump(row)


def _rows(view: View) -> Iterator[Json]:
    if isinstance(view, Pages):
        return (case_json(case, view.person) for case in view.cases)
    return (view.to_json(row) for row in view.rows)


def _dump(data: Any, indent: int | None = None) -> str:  # noqa: ANN401 - anything JSON can hold
    return json_text(json.dumps(data, ensure_ascii=False, indent=indent))
