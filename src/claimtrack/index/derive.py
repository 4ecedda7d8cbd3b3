"""What the index stores of one claim: its row in a list, and the facts that filters and counts look for."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.index.facts import (
    BOUND,
    CITES,
    CITES_OWN,
    HOLDS,
    NAMED,
    STANCE,
    TOOK,
    TOPIC,
    UNREVIEWED,
    encode,
    fact,
)
from claimtrack.index.snapshot import encode_path
from claimtrack.model.names import slug
from claimtrack.model.vocabulary import SIDES, is_side
from claimtrack.rules.claim_row import claim_row
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.contradictions import within_a_day
from claimtrack.rules.origins import SourceLookup
from claimtrack.rules.party_counts import party_summaries
from claimtrack.rules.search import haystack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry

Row = tuple[Any, ...]

_fact: Final = lru_cache(maxsize=65536)(fact)  # a folder has many more positions than different facts


class Derived(NamedTuple):
    """The rows of a claim."""

    claim: Row  # in the table `claims`
    unreviewed: Row | None  # in the table of this name, if somebody reviewed the claim
    facts: Row  # in the table `facts`
    details: Row  # in the table `details`


def derive(n: int, claim: Claim, registry: Registry, path: str) -> Derived:
    """Return the rows of a claim.

    Args:
        n: the number of its file.
        claim: the claim.
        registry: the registered parties.
        path: its file, below the folder of claims.
    """
    state = ClaimState(claim, registry, {})
    ratings = haystack(each.recorded.rating for each in state.reviews) if state.reviews else None
    facts = {*_position_facts(state, HOLDS), *_source_facts(claim)}
    facts.update(_fact(TOPIC, slug(topic)) for topic in claim.topics)
    parties = party_summaries(state)
    facts.update([_fact(NAMED, party) for party, each in parties.items() if each.name is not None])
    own = [
        (source.id, source.url, source.archive_url, slug(source.publisher) if source.publisher else None)
        for source in claim.sources
    ]
    unreviewed = None
    if ratings is not None:
        unreviewed = _claim(n, state.without_reviews, path, ratings)
        facts.update(_position_facts(state.without_reviews, UNREVIEWED))
    details = (n, encode(parties), encode(own) if own else None)
    return Derived(_claim(n, state, path, ratings), unreviewed, (n, "".join(facts)), details)


def _claim(n: int, state: ClaimState, path: str, ratings: str | None) -> Row:
    claim, row, positions = state.claim, claim_row(state), state.positions
    sides = [row.sides[side] for side in SIDES]
    linked = bool(claim.implies or claim.contradicts) or any(within_a_day(claim.id, positions))
    dated = next((position.at for position in positions if position.recorded.date is not None), None)
    return (
        n,
        encode_path(path),
        claim.id,
        claim.id.casefold(),
        row.title,
        row.kind,
        row.unit,
        row.status,
        row.divided,
        row.values_differ,
        *map(len, sides),
        "\n".join(map(" ".join, sides)),
        " ".join(chain.from_iterable(row.standings.items())) or None,
        encode(row.topics),
        row.date,
        row.last,
        row.last_date_of,
        row.at,
        row.positions,
        row.reviews,
        row.status_without_reviews,
        linked,
        positions[0].at if positions else None,
        dated,
        state.thin,
        ratings,
    )


def _position_facts(state: ClaimState, holds: str) -> Iterator[str]:
    setters = {line.position.place for line in state.lines.values()}
    for position in state.positions:
        yield _fact(TOOK, position.party)
        yield _fact(BOUND, position.principal)
        has_side = is_side(position.stance)
        if not has_side:
            yield _fact(STANCE, position.stance)
        if not has_side or position.place in setters:
            yield _fact(holds, position.principal, position.stance)


def _source_facts(claim: Claim) -> Iterator[str]:
    lookup = SourceLookup(claim.id, claim.sources, {})
    for source_id in claim.cited:
        key = lookup.key(source_id)
        yield _fact(CITES_OWN if key.claim else CITES, key.id)
