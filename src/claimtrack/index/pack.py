"""Records as they are kept in the index: tuples of plain values, in the format of the marshal module.

Marshal is fast and trusts what it reads; only an index that is sealed, and so was written by us, is read.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

from claimtrack.model import Claim, Party, Position, Source, SourceRef, Span, Tenure, Value

if TYPE_CHECKING:
    from collections.abc import Iterable


def pack_claim(claim: Claim) -> bytes:
    """Pack a claim without its id and its path, which are columns of the index."""
    return marshal.dumps(
        (
            *claim[2:6],
            _written(claim.date),
            *claim[7:12],
            _packed_positions(claim.positions),
            tuple(map(_packed_source, claim.sources)),
        )
    )


def unpack_claim(claim_id: str, path: str, packed: bytes) -> Claim:
    """Give the claim back; `path` is the file as the user would type it."""
    claim = Claim(claim_id, path, *marshal.loads(packed))
    return claim._replace(
        date=_span(claim.date),
        positions=tuple(map(_position, claim.positions)),
        sources=tuple(map(_source, claim.sources)),
    )


def pack_parties(parties: Iterable[Party]) -> bytes:
    """Pack the registry's parties, in the file's order."""
    packed = []
    for party in parties:
        fields: dict[str, Any] = party._asdict()
        fields["speaks_for"] = tuple(
            (each.party, _written(each.since), _written(each.until)) for each in party.speaks_for
        )
        packed.append(tuple(fields.values()))
    return marshal.dumps(packed)


def unpack_parties(packed: bytes) -> list[Party]:
    """Give the parties back."""
    parties = map(Party._make, marshal.loads(packed))
    return [
        party._replace(
            speaks_for=tuple(
                Tenure(name, _span(since), _span(until)) for name, since, until in party.speaks_for
            )
        )
        for party in parties
    ]


def pack_sources(sources: Iterable[Source]) -> bytes:
    """Pack the shared sources."""
    return marshal.dumps([_packed_source(each) for each in sources])


def unpack_sources(packed: bytes) -> list[Source]:
    """Give the sources back."""
    return list(map(_source, marshal.loads(packed)))


def _packed_positions(positions: Iterable[Position]) -> tuple[Any, ...]:
    # Taken apart and put together at once: of all that is packed, most is positions.
    return tuple(
        [
            (
                party,
                stance,
                date and date.written,
                date_of,
                value and value.written,
                about and about.written,
                *words,
                tuple(map(tuple, sources)),
            )
            for party, stance, date, date_of, value, about, *words, sources in positions
        ]
    )


def _position(packed: tuple[Any, ...]) -> Position:
    position = Position._make(packed)
    return position._replace(
        date=_span(position.date),
        value=None if position.value is None else Value.parse(position.value),
        about=_span(position.about),
        sources=tuple(SourceRef(*each) for each in position.sources),
    )


def _packed_source(source: Source) -> tuple[Any, ...]:
    return (*source[:6], _written(source.date), _written(source.retrieved), *source[8:])


def _source(packed: tuple[Any, ...]) -> Source:
    source = Source._make(packed)
    if source.date is None and source.retrieved is None:
        return source
    return source._replace(date=_span(source.date), retrieved=_span(source.retrieved))


def _written(span: Span | None) -> Any:  # noqa: ANN401 - stands in a field of spans
    return None if span is None else span.written


def _span(written: Any) -> Span | None:  # noqa: ANN401 - likewise
    return None if written is None else Span.reread(written)
