"""The JSON Schema (2020-12) of what each command prints with ``--json``."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from claimtrack.render.json import SCHEMA_VERSION
from claimtrack.render.json_keys import KEYS, OBJECTS, OTHER_ITEMS
from claimtrack.rules.comparison import RELATIONS

Json = dict[str, Any]

_NONE: Final = {"type": "null"}
_COUNTS: Final = {relation: {"type": "integer", "minimum": 0} for relation in RELATIONS}
_TALLY: Final = {
    "type": "object",
    "description": "how often each relation occurs",
    "properties": _COUNTS,
    "required": list(_COUNTS),
    "additionalProperties": False,
}


class _Answer(NamedTuple):
    """One form of a command's answer."""

    noun: str  # the key of the rows
    rows: tuple[str, ...]  # the objects that a row may be
    head: dict[str, Json] = {}  # noqa: RUF012 - it is never changed


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


ANSWERS: Final[dict[str, tuple[_Answer, ...]]] = {
    "list": (_Answer("claims", ("claim_row",)),),
    "show": (_Answer("claims", ("claim_whole",)),),
    "positions": (_Answer("positions", ("position_row",)),),
    "diff": (
        _Answer("comparisons", ("comparison",), {"a": _ref("principal"), "b": _ref("principal"), "tally": _TALLY}),
    ),
    "matrix": (_Answer("claims", ("matrix_row",), {"parties": {"type": "array", "items": _ref("party")}}),),
    "shifts": (_Answer("shifts", ("shift_row",)),),
    "changes": (_Answer("changes", ("change_row",)),),
    "contradictions": (_Answer("contradictions", ("contradiction",)),),
    "parties": (_Answer("parties", ("party_row",)), _Answer("parties", ("party_whole",))),
    "sources": (_Answer("sources", ("source_row",)), _Answer("sources", ("source_whole",))),
    "topics": (_Answer("topics", ("topic_row",)),),
    "check": (
        _Answer("problems", ("problem",), {"summary": _ref("summary")}),
        _Answer("codes", ("counted_code",), {"summary": _ref("summary")}),
        _Answer("codes", ("code",)),
    ),
    "cache": (_Answer("indexes", ("index",)),),
}


def schema(command: str) -> Json:
    """Return the schema of a command's answer; a line of JSON lines is what it calls ``row``."""
    answers = ANSWERS[command]
    rows = [_ref(row) for answer in answers for row in answer.rows]
    shape = [_envelope(answer) for answer in answers]
    used = {"problem", *(row for answer in answers for row in answer.rows)}
    used |= _referred(shape)
    definitions: dict[str, Json] = {}
    while left := used - definitions.keys():
        for name in left:
            definitions[name] = _object(name)
        used |= _referred(list(definitions.values()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"What claimtrack {command} --json prints",
        **_any_of(shape),
        "$defs": {"row": _any_of(rows), **{name: definitions[name] for name in sorted(definitions)}},
    }


def _any_of(shapes: list[Json]) -> Json:
    return shapes[0] if len(shapes) == 1 else {"anyOf": shapes}


def _envelope(answer: _Answer) -> Json:
    lists = {answer.noun: answer.rows, "problems": ("problem",)}
    return _closed(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            **answer.head,
            **{key: {"type": "array", "items": _any_of([_ref(row) for row in rows])} for key, rows in lists.items()},
        }
    )


def _object(name: str) -> Json:
    properties: Json = {}
    for each in OBJECTS[name].split():
        key = each.removesuffix("?")
        shape, meaning = KEYS[key]
        if item := OTHER_ITEMS.get((name, key)):
            shape = {"type": "array", "items": _ref(item)}
        if key != each:
            shape = _or_null(shape)
        properties[key] = {**shape, "description": meaning}
    return _closed(properties)


def _closed(properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(shape: Json) -> Json:
    if isinstance(shape.get("type"), str):
        return {**shape, "type": [shape["type"], "null"]}
    return {"anyOf": [*shape.get("anyOf", [shape]), _NONE]}


def _referred(node: Any) -> set[str]:  # noqa: ANN401 - any part of a JSON document
    """Return the names of the definitions to which a part of a schema refers."""
    if isinstance(node, list):
        return {name for item in node for name in _referred(item)}
    if not isinstance(node, dict):
        return set()
    found = {name for item in node.values() for name in _referred(item)}
    return found | ({node["$ref"].removeprefix("#/$defs/")} if "$ref" in node else set())
