"""The registers of a folder: its parties, sources and topics, with counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
from claimtrack.model.vocabulary import slug
from claimtrack.rules.origins import SourceKey, SourceLookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model.record import Source
    from claimtrack.model.registry import Registry
    from claimtrack.rules.claim_row import PartySummary
    from claimtrack.rules.claim_state import ClaimState, Person


def party_rows(
    claims: Iterable[Mapping[str, PartySummary]], people: Iterable[Person], registry: Registry
) -> list[PartyRow]:
    """Return a row for each party, those with the most positions first.

    Args:
        claims: what each party did on a claim, in the order of the ids.
        people: the parties.
        registry: the registered ones.
    """
    numbers: Counter[str] = Counter()
    positions: Counter[str] = Counter()
    latest: dict[str, PartySummary] = {}
    for parties in claims:
        for party, summary in parties.items():
            numbers[party] += summary.positions > 0
            positions[party] += summary.positions
            if summary.at and (party not in latest or latest[party].at <= summary.at):
                latest[party] = summary
    rows = []
    for person in people:
        entry, last = registry.get(person.id), latest.get(person.id)
        rows.append(
            PartyRow(
                person=person,
                kind=entry.kind if entry else None,
                aliases=entry.aliases if entry else (),
                speaks_for=tuple(registry.party(tenure.party) for tenure in entry.speaks_for) if entry else (),
                registered=entry is not None,
                claims=numbers[person.id],
                positions=positions[person.id],
                last=last.last if last else None,
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
        claims: the topics that some claims have, whether they are disputed, and their number, by the first id.
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
