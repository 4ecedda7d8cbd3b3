"""The registers of a folder: its parties, sources and topics, with counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
from claimtrack.model.names import slug
from claimtrack.rules.origins import SourceKey, SourceLookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model.record import Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import DateOf
    from claimtrack.rules.claim_row import PartySummary
    from claimtrack.rules.claim_state import ClaimState, Person


class PartyCount(NamedTuple):
    """What a party did on all claims; see `PartySummary`."""

    name: str | None = None
    claims: int = 0
    positions: int = 0
    at: int = 0
    last: str | None = None
    last_date_of: DateOf | None = None


def count_parties(claims: Iterable[Mapping[str, PartySummary]]) -> dict[str, PartyCount]:
    """Count what each party did, by its id, from what it did on each claim, in the order of the claims' ids."""
    counts: dict[str, PartyCount] = {}
    for parties in claims:
        for party, summary in parties.items():
            count = counts.get(party, _NOTHING)
            latest = summary if summary.at and summary.at >= count.at else count
            counts[party] = PartyCount(
                name=summary.name if count.name is None else count.name,
                claims=count.claims + (summary.positions > 0),
                positions=count.positions + summary.positions,
                at=latest.at,
                last=latest.last,
                last_date_of=latest.last_date_of,
            )
    return counts


_NOTHING: Final = PartyCount()


def party_rows(counts: Mapping[str, PartyCount], people: Iterable[Person], registry: Registry) -> list[PartyRow]:
    """Return a row for each party, those with the most positions first."""
    rows = []
    for person in people:
        entry, count = registry.get(person.id), counts.get(person.id, _NOTHING)
        rows.append(
            PartyRow(
                person=person,
                kind=entry.kind if entry else None,
                aliases=entry.aliases if entry else (),
                speaks_for=tuple(registry.party(tenure.party) for tenure in entry.speaks_for) if entry else (),
                registered=entry is not None,
                claims=count.claims,
                positions=count.positions,
                last=count.last,
                last_date_of=count.last_date_of,
            )
        )
    return sorted(rows, key=lambda row: (-row.positions, row.person.id))


def source_rows(states: Iterable[ClaimState], shared: Mapping[str, Source]) -> list[SourceRow]:
    """Return a row for each source: the shared ones, each claim's own, and the bare URLs that positions cite."""
    citing: dict[SourceKey, list[str]] = {SourceKey("", source_id): [] for source_id in shared}
    found: dict[SourceKey, tuple[Source | None, SourceKey]] = {}
    for state in states:
        for source in state.claim.sources:
            citing.setdefault(state.lookup.key(source.id), [])
            found[state.lookup.key(source.id)] = (source, state.lookup.origin(source.id))
        for position in state.positions:
            for key in dict.fromkeys(state.lookup.key(ref.id) for ref in position.recorded.sources):
                citing.setdefault(key, []).append(state.claim.id)
    lookup = SourceLookup("", (), shared)
    rows = []
    for key, claims in citing.items():
        known, origin = found.get(key) or (shared.get(key.id), lookup.origin(key.id))
        rows.append(SourceRow(*key, known, tuple(dict.fromkeys(claims)), len(claims), origin))
    return sorted(rows, key=lambda row: (row.id, row.claim))


def topic_rows(claims: Iterable[tuple[Sequence[str], bool, int]]) -> list[TopicRow]:
    """Return a row for each topic, those with the most claims first.

    Args:
        claims: topics, whether the claims that have them are disputed, and the number of these claims; in the order of
            the first claim's id.
    """
    names: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for topics, is_disputed, number in claims:
        for topic, name in {slug(name): name for name in topics}.items():
            names.setdefault(topic, name)
            numbers[topic] += number
            disputed[topic] += is_disputed * number
    rows = [TopicRow(names[topic], numbers[topic], disputed[topic]) for topic in names]
    return sorted(rows, key=lambda row: (-row.claims, row.topic))
