"""The JSON Schema of the three kinds of files, for editors that complete and check records as they are typed.

Generated from the models (JSON Schema 2020-12). It rejects what they reject, except what JSON Schema cannot express: a
min above a max, a number too large to count, a URL without a host, a date-time in quotes. It accepts what they accept,
except a name of nothing but signs that stand for letters, such as ™.
"""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import TypeAdapter

from claimtrack.model.forms import ClaimFile, Name, PartyEntry, SourcesFile

Json = dict[str, Any]

RECORD_VERSION: Final = 1  # of the format of records; keys that are added do not change it

_MODELS: Final[dict[str, tuple[Any, str]]] = {
    "claim": (ClaimFile, "A claim of claimtrack"),
    "parties": (dict[str, PartyEntry], "The parties of claimtrack (parties.toml)"),
    "sources": (SourcesFile, "The shared sources of claimtrack (sources.toml)"),
}


def schema(kind: Literal["claim", "parties", "sources"]) -> Json:
    """Return the JSON Schema of a kind of file."""
    model, title = _MODELS[kind]
    document = _plain(TypeAdapter(model).json_schema(by_alias=True, mode="validation"))
    if kind == "parties":
        document["propertyNames"] = TypeAdapter(Name).json_schema()
    names = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:claimtrack:record:{RECORD_VERSION}:{kind}",
    }
    return {**names, **document, "title": title}


def _plain(node: Any) -> Any:  # noqa: ANN401 - any part of a JSON document
    """Remove what has no meaning in TOML, which has no null, and titles that only repeat the keys."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _plain(value) for key, value in node.items() if not _is_redundant(key, value)}
    choices = [choice for choice in plain.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) == 1:
        del plain["anyOf"]
        return {**choices[0], **plain}
    return {**plain, "anyOf": choices} if choices else plain


def _is_redundant(key: str, value: Any) -> bool:  # noqa: ANN401 - any part of a JSON document
    return (key == "title" and isinstance(value, str)) or (key == "default" and value in (None, [], ()))
