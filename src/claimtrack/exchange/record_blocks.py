"""Records as the tables that somebody would write in TOML: without what is not known, and without what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from claimtrack.files.append import Block, body, date_value
from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, SourceRef, Tenure
from claimtrack.model.values import Value

if TYPE_CHECKING:
    from claimtrack.exchange.drafts import Table
    from claimtrack.model.record import Party, Position, Source

CLAIM_KEYS: Final = tuple(name for name in Claim._fields if name not in {"id", "path", "positions", "sources"})
"""The keys of a claim above its first position."""


def claim_body(claim: Claim) -> str:
    """Return the lines of a claim above its first position."""
    table = _table(claim)
    return body({key: table[key] for key in CLAIM_KEYS if key in table})


def position_block(position: Position) -> Block:
    """Return the block of a position."""
    return Block("positions", _table(position))


def source_block(source: Source) -> Block:
    """Return the block of a source, which is the same in a claim and in sources.toml."""
    return Block("sources", _table(source))


def party_block(party: Party) -> Block:
    """Return the block of a party in parties.toml."""
    table = _table(party)
    del table["id"]
    match table.get("speaks_for"):
        case [{"party": principal, **dates}] if not dates:
            table["speaks_for"] = principal
    return Block(party.id, table, listed=False)


def _table(record: Claim | Position | Source | Party | SourceRef | Tenure) -> Table:
    usual = record._field_defaults
    fields = zip(record._fields, record, strict=True)
    known = {field: _in_toml(value) for field, value in fields if field not in usual or value != usual[field]}
    return {"from" if field == "since" else field: value for field, value in known.items()}


def _in_toml(value: Any) -> Any:  # noqa: ANN401 - a field of a record
    match value:
        case Span():
            return date_value(value)
        case Value():
            return value.written
        case SourceRef(id, None):
            return id
        case SourceRef() | Tenure():
            return _table(value)
        case tuple():
            return [_in_toml(each) for each in value]
    return value
