"""The JSON Schema of the three kinds of files, for editors that complete and check records as they are typed.

Generated from the models (JSON Schema 2020-12). It accepts whatever the models accept, and rejects what they
reject but for what JSON Schema cannot say: a min above a max, a number too big to count, a URL without a host, a date-time
in quotes. A name of nothing but signs that stand for letters, such as ™, is the one thing that it alone rejects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from claimtrack.model.forms import ClaimFile, Name, PartyEntry, SourcesFile

if TYPE_CHECKING:
    from claimtrack.files.source_file import FileKind

Json = dict[str, Any]

_TITLES: Final[dict[FileKind, str]] = {
    "claim": "A claim of claimtrack",
    "parties": "The parties of claimtrack (parties.toml)",
    "sources": "The shared sources of claimtrack (sources.toml)",
}
SCHEMA_FILES: Final[dict[FileKind, str]] = {
    "claim": "claim.schema.json",
    "parties": "parties.schema.json",
    "sources": "sources.schema.json",
}
"""The name of each schema's copy in a folder of claims, as a record's first line names it."""


def schema(kind: FileKind) -> Json:
    """Give the JSON Schema of a kind of file."""
    of: Any = {"claim": ClaimFile, "sources": SourcesFile, "parties": dict[str, PartyEntry]}[kind]
    made = _plain(TypeAdapter(of).json_schema(by_alias=True, mode="validation"))
    if kind == "parties":
        made["propertyNames"] = TypeAdapter(Name).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": _TITLES[kind]}


def _plain(node: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Leave out what has no meaning in TOML, which has no null, and the titles that only repeat the keys."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _plain(value) for key, value in node.items() if not _idle(key, value)}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept


def _idle(key: str, value: Any) -> bool:  # noqa: ANN401 - likewise
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], ()))
