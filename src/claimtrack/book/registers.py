"""The registers of a folder: its parties, sources and topics, with counts."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
from claimtrack.model.names import slug
from claimtrack.model.vocabulary import is_url
from claimtrack.rules.origins import Origins, SourceKey, SourceLookup, Works, description, onward
from claimtrack.rules.party_counts import PartyCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model.record import Source
    from claimtrack.model.registry import Registry
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.origins import Citations, SharedSources


_NOTHING: Final = PartyCount()
_PLACE_BITS: Final = 32
_NO_OWN: Final[Mapping[str, SourceKey]] = MappingProxyType({})


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


class Sources:
    """All sources of a book: the shared ones, each claim's own, and the addresses that positions cite."""

    def __init__(self, claims: Iterable[Citations], shared: SharedSources) -> None:
        self.found: dict[SourceKey, Source | None] = {
            SourceKey("", source_id): shared[source_id] for source_id in shared
        }
        self._parents: dict[SourceKey, SourceKey] = {}
        self._claims: list[str] = []  # the ids of the claims
        # The positions that cite each: the number of the claim, and the place of the position in the last bits.
        self._citing: dict[SourceKey, list[int]] = {}
        self._ids: dict[str, SourceKey] = {}  # the keys of ids that are no claim's own, each looked up once
        self._urls: dict[str, str] = {}  # URLs as first written, by their addresses
        for key, source in self.found.items():
            self._add_parent(key, source, shared)
        for each in claims:
            self._add(each, SourceLookup(each.claim, each.sources, shared))

    def _add(self, claim: Citations, lookup: SourceLookup) -> None:
        own = {source.id: SourceKey(claim.claim, source.id) for source in claim.sources}
        for source in claim.sources:
            self.found[own[source.id]] = source
            self._add_parent(own[source.id], source, lookup, own)
        first = len(self._claims) << _PLACE_BITS
        self._claims.append(claim.claim)
        for position, cited in enumerate(claim.positions, start=first):
            keys = [own.get(source_id) or self._key(source_id, lookup) for source_id in cited]
            for key in keys if len(keys) < 2 else dict.fromkeys(keys):
                if key in self._citing:
                    self._citing[key].append(position)
                else:
                    self.found.setdefault(key, None)
                    self._citing[key] = [position]

    def _add_parent(
        self,
        key: SourceKey,
        source: Source | None,
        lookup: SourceLookup | SharedSources,
        own: Mapping[str, SourceKey] = _NO_OWN,
    ) -> None:
        if source is not None and source.derived_from is not None:
            parent = source.derived_from
            self._parents[key] = own.get(parent) or self._key(parent, lookup)

    def _key(self, source_id: str, lookup: SourceLookup | SharedSources) -> SourceKey:
        """Return the key of the source that an id or a URL means, and that is not a claim's own by its id."""
        if source_id in self._ids:
            return self._ids[source_id]
        key = lookup.key(source_id)
        if is_url(source_id):
            if not key.claim:
                self._urls.setdefault(key.id, source_id)
        else:
            self._ids[source_id] = key
        return key

    def rows(self) -> list[SourceRow]:
        """Return a row for each source; those with one address that are described alike share a row."""
        described = [(key, source) for key, source in self.found.items() if source is not None]
        works = Works(sorted(described, key=itemgetter(0)))
        origin_of = Origins(lambda key: self._parents.get(key) or onward(key, self.found.get(key), works))
        first: dict[object, SourceKey] = {}  # of those that are described alike
        others: dict[SourceKey, list[SourceKey]] = {}
        for key in sorted(self.found):
            source = self.found[key]
            same = first.setdefault((source and description(source)) or key, key)
            if same != key:
                others.setdefault(same, []).append(key)
        rows = [self._row([key, *others.get(key, ())], origin_of(key)) for key in first.values()]
        return sorted(rows, key=lambda row: (row.id, row.claim))

    def _row(self, keys: list[SourceKey], origin: SourceKey) -> SourceRow:
        first = keys[0]
        citing = self._citing.get(first, [])
        if len(keys) > 1:  # a position that cites several of them counts once
            citing = sorted({position for key in keys for position in self._citing.get(key, ())})
        claims = tuple([self._claims[number] for number in dict.fromkeys(each >> _PLACE_BITS for each in citing)])
        shown = self._written(first)
        origin_id = shown if origin in keys else self._written(origin)
        return SourceRow(first.claim, shown, self.found[first], claims, len(citing), origin, origin_id)

    def _written(self, key: SourceKey) -> str:
        """Return the id of a source; of an address that no source has, the URL as first written."""
        return key.id if self.found.get(key) else self._urls.get(key.id, key.id)


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
