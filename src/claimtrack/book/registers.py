"""The registers of a folder: its parties, its sources and its topics, with counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from claimtrack.book.rows import PartyCount, PartyRow, SourceRow, TopicRow
from claimtrack.model.vocabulary import slug
from claimtrack.rules.origins import SourceKey, SourceLookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from claimtrack.model.record import Source
    from claimtrack.model.registry import Registry
    from claimtrack.rules.claim_state import ClaimState, Person


def party_counts(cases: Iterable[ClaimState], registry: Registry) -> dict[str, PartyCount]:
    """Count what each party did; as when it is asked for by name, a principal includes its voices."""
    claims: Counter[str] = Counter()
    positions: Counter[str] = Counter()
    last: dict[str, tuple[datetime, str]] = {}
    for case in cases:
        own: Counter[str] = Counter()
        for resolved in case.positions:
            # As acts_of counts: for the party itself, and for its principal unless that is a voice too.
            for party in {
                resolved.party,
                resolved.party if registry.is_voice(resolved.principal) else resolved.principal,
            }:
                own[party] += 1
                if resolved.date is not None and (party not in last or last[party][0] <= resolved.at):
                    last[party] = (resolved.at, resolved.date.written)
        claims.update(own.keys())
        positions.update(own)
    return {
        party: PartyCount(claims[party], positions[party], last[party][1] if party in last else None)
        for party in positions
    }


def party_rows(
    counts: Mapping[str, PartyCount], people: Iterable[Person], registry: Registry
) -> list[PartyRow]:
    """Give a row for each party, those with the most positions first."""
    rows = []
    for person in people:
        entry, count = registry.get(person.id), counts.get(person.id, PartyCount())
        rows.append(
            PartyRow(
                person=person,
                kind=entry.kind if entry else None,
                aliases=entry.aliases if entry else (),
                speaks_for=tuple(registry.party(each.party) for each in entry.speaks_for) if entry else (),
                registered=entry is not None,
                claims=count.claims,
                positions=count.positions,
                last=count.last,
            )
        )
    return sorted(rows, key=lambda row: (-row.positions, row.person.id))


def source_rows(cases: Iterable[ClaimState], shared: Mapping[str, Source]) -> list[SourceRow]:
    """Give a row for each source: the shared ones, each claim's own, and the bare URLs that positions cite."""
    citing: dict[SourceKey, list[str]] = {SourceKey("", source_id): [] for source_id in shared}
    found: dict[SourceKey, tuple[Source | None, SourceKey]] = {}
    for case in cases:
        for source in case.claim.sources:
            citing.setdefault(case.lookup.key(source.id), [])
            found[case.lookup.key(source.id)] = (source, case.lookup.origin(source.id))
        for position in case.positions:
            for key in dict.fromkeys(case.lookup.key(ref.id) for ref in position.recorded.sources):
                citing.setdefault(key, []).append(case.claim.id)
    lookup = SourceLookup("", (), shared)
    rows = []
    for key, claims in citing.items():
        known, origin = found.get(key) or (shared.get(key.id), lookup.origin(key.id))
        rows.append(SourceRow(*key, known, tuple(dict.fromkeys(claims)), len(claims), origin))
    return sorted(rows, key=lambda row: (row.id, row.claim))


def topic_rows(cases: Iterable[ClaimState]) -> list[TopicRow]:
    """Give a row for each topic, those with the most claims first."""
    names: dict[str, str] = {}
    claims: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for case in cases:
        for topic, name in {slug(each): each for each in case.claim.topics}.items():
            names.setdefault(topic, name)
            claims[topic] += 1
            disputed[topic] += case.reason.status == "disputed"
    rows = [TopicRow(names[topic], claims[topic], disputed[topic]) for topic in names]
    return sorted(rows, key=lambda row: (-row.claims, row.topic))
