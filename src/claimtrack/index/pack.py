"""Records as they are kept in the index: tuples of plain values, in the format of the marshal module.

Marshal is fast and trusts what it reads; only an index that is sealed, and so was written by us, is read.
"""

from __future__ import annotations

import marshal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.model.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack.model.vocabulary import Stance


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
    title, statement, kind, unit, date, *more, positions, sources = marshal.loads(packed)
    return Claim._make(
        (
            claim_id,
            path,
            title,
            statement,
            kind,
            unit,
            date and _span(date),
            *more,
            tuple([_position(*each) for each in positions]),
            tuple([_source(*each) for each in sources]),
        )
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
                Tenure(name, since and _span(since), until and _span(until))
                for name, since, until in party.speaks_for
            )
        )
        for party in parties
    ]


def pack_sources(sources: Iterable[Source]) -> bytes:
    """Pack the shared sources."""
    return marshal.dumps([_packed_source(each) for each in sources])


def unpack_sources(packed: bytes) -> list[Source]:
    """Give the sources back."""
    return [_source(*each) for each in marshal.loads(packed)]


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


def _position(
    party: str,
    stance: Stance,
    date: str | None,
    date_of: Any,  # noqa: ANN401 - one of two words
    value: Any,  # noqa: ANN401 - as TOML has it
    about: str | None,
    *more: Any,  # noqa: ANN401 - as it is
) -> Position:
    *words, sources = more
    return Position._make(
        (
            party,
            stance,
            None if date is None else _span(date),
            date_of,
            None if value is None else Value.parse(value),
            None if about is None else _span(about),
            *words,
            tuple([SourceRef(*each) for each in sources]),
        )
    )


def _packed_source(source: Source) -> tuple[Any, ...]:
    return (*source[:6], _written(source.date), _written(source.retrieved), *source[8:])


def _source(*packed: Any) -> Source:  # noqa: ANN401 - a source's fields
    *words, date, retrieved, lang, parent = packed
    return Source._make((*words, date and _span(date), retrieved and _span(retrieved), lang, parent))


def _written(span: Span | None) -> Any:  # noqa: ANN401 - stands in a field of spans
    return None if span is None else span.written


# A folder has many more dates than days.
_span: Final = lru_cache(maxsize=8192)(Span.reread)
