"""Records as JSON, by the names of their fields.

JSON, and not marshal or pickle: damaged input raises ValueError, and never crashes or runs anything.
"""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, Final
from unicodedata import is_normalized

from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.registry import Registry
from claimtrack.model.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from claimtrack.rules.origins import Citations

    Reader = Callable[[Any], Any]

Record = Claim | Party | Position | Source | SourceRef | Tenure
Table = dict[str, Any]


def pack_claim(table: Table, claim: Claim) -> str:
    """Return a claim as JSON: its file as the TOML parser gave it, which costs less than the claim's fields.

    Raises:
        TypeError: there is something in it that no valid claim holds.
    """
    packed = _encode(table)
    if packed.isascii() or is_normalized("NFC", packed):
        return packed
    fields = _table(claim)  # its names and ids are composed, and those of the table are not
    return _encode({field: fields[field] for field in fields if field not in {"id", "path"}})


def unpack_claim(claim_id: str, path: str, packed: str) -> Claim:
    """Return a claim from its JSON; `path` is the file as the user would type it."""
    return Claim(id=claim_id, path=path, **_fields(json.loads(packed), _CLAIM))


def unpack_citations(claim_id: str, packed: str) -> Citations:
    """Return what a claim cites, from its JSON, without making the whole claim."""
    from claimtrack.rules.origins import Citations  # noqa: PLC0415 - few questions need it

    table = json.loads(packed)
    positions = [
        [item if isinstance(item, str) else item["id"] for item in position.get("sources", ())]
        for position in table.get("positions", ())
    ]
    return Citations(claim_id, [*map(_source, table.get("sources", ()))], positions)


def pack_registry(registry: Registry) -> str:
    """Return the registered parties as JSON, in the order of the file."""
    return _encode({"parties": [_table(party) for party in registry], "unclear": sorted(registry.unclear)})


def unpack_registry(packed: str) -> Registry:
    """Return the registry from its JSON."""
    tables = json.loads(packed)
    return Registry([Party(**_fields(table, _PARTY)) for table in tables["parties"]], tables["unclear"])


def pack_sources(sources: Iterable[Source]) -> str:
    """Return sources as JSON, in the order of the file."""
    return _encode([_table(source) for source in sources])


def unpack_sources(packed: str) -> list[Source]:
    """Return sources from their JSON."""
    return [*map(_source, json.loads(packed))]


def _date(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_date).encode


# -- packing


def _table(record: Record) -> Table:
    defaults = record._field_defaults
    return {
        field: _plain(value)
        for field, value in zip(record._fields, record, strict=True)
        if field not in defaults or value != defaults[field]
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field of a record
    if type(value) is tuple:
        return [_plain(each) for each in value]
    if isinstance(value, Span | Value):
        return value.written
    return _table(value) if isinstance(value, Record) else value


# -- unpacking


def _fields(table: Table, readers: Mapping[str, Reader]) -> Table:
    """Replace each value that JSON cannot hold as it is; a list of texts becomes a tuple."""
    for field, value in table.items():
        if field in readers:
            table[field] = readers[field](value)
        elif type(value) is list:
            table[field] = tuple(value)
    return table


# Most dates occur many times.
_span: Final = lru_cache(maxsize=8192)(Span.reread)


def _reference(item: str | Table) -> SourceRef:
    return SourceRef(item) if isinstance(item, str) else SourceRef(**_fields(item, {}))


def _source(table: Table) -> Source:
    return Source(**_fields(table, _SOURCE))


def _position(table: Table) -> Position:
    return Position(**_fields(table, _POSITION))


def _tenure(table: Table) -> Tenure:
    return Tenure(**_fields(table, _TENURE))


def _each(read: Callable[[Any], Any]) -> Callable[[list[Any]], tuple[Any, ...]]:
    return lambda items: tuple([read(item) for item in items])


# How to read the fields that are not plain JSON; a new plain field needs nothing here.
# A publisher or a language that thousands of sources have is one text in memory.
_SOURCE: Final[Mapping[str, Reader]] = {"date": _span, "retrieved": _span, "publisher": intern, "lang": intern}
_POSITION: Final[Mapping[str, Reader]] = {
    "date": _span,
    "about": _span,
    "value": Value.parse,
    "sources": _each(_reference),
}
_TENURE: Final[Mapping[str, Reader]] = {"since": _span, "until": _span}
_PARTY: Final[Mapping[str, Reader]] = {"speaks_for": _each(_tenure)}
_CLAIM: Final[Mapping[str, Reader]] = {
    "date": _span,
    "positions": _each(_position),
    "sources": _each(_source),
}
