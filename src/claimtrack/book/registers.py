"""The registers of a folder: its parties, sources and topics, with counts."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
from claimtrack.model.names import slug
from claimtrack.model.vocabulary import is_url
from claimtrack.rules.filters import ClaimFilter, say
from claimtrack.rules.origins import Citations, Origins, SourceKey, SourceLookup, Works, description, onward
from claimtrack.rules.party_counts import PartyCount, add_up, counts_on, party_summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.records import Records
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Source
    from claimtrack.model.registry import Registry
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.origins import SharedSources


_NOTHING: Final = PartyCount()
_ALL: Final = ClaimFilter()
_PLACE_BITS: Final = 32
_NO_OWN: Final[Mapping[str, SourceKey]] = MappingProxyType({})


class RegisterRows:
    """Answers what a book is asked about parties, sources and topics; see there."""

    def __init__(self, book: Book, records: Records, as_of: Span | None) -> None:
        self._book = book
        self._records = records
        self._as_of = as_of

    def parties(self, claim_filter: ClaimFilter) -> list[PartyRow]:
        """Return every party; see `Book.parties`."""
        search, claim_filter = claim_filter.search, claim_filter._replace(search=())
        registry = self._records.registry
        stored = self._records.parties() if self._is_stored(claim_filter) else None
        if stored is None:
            matches = self._book.matches(claim_filter)
            stored = (counts_on(state.claim.id, party_summaries(state, met)) for state, met in matches)
        counts = add_up(stored)
        if claim_filter != _ALL:
            named: Iterable[str] = [party for party, count in counts.items() if count.positions]
            names: Mapping[str, str] = {}
        else:
            known = {party: count.name for party, count in counts.items() if count.name is not None}
            names = known if self._as_of is None else self._records.names
            named = dict.fromkeys([*(party.id for party in registry), *names])
        people = (self._book.person(party, names.get(party)) for party in named)
        return party_rows(counts, people, registry, search)

    def sources(self, claim_filter: ClaimFilter) -> list[SourceRow]:
        """Return every source; see `Book.sources`."""
        return [row for _, row in self.keyed_sources(claim_filter)]

    def keyed_sources(self, claim_filter: ClaimFilter) -> list[tuple[list[SourceKey], SourceRow]]:
        """Return the same, each with the keys of all sources that share the row."""
        only, search = claim_filter.source, claim_filter.search
        claim_filter = claim_filter._replace(source=frozenset(), search=())
        counted = None
        if claim_filter != _ALL:
            matches = self._book.matches(claim_filter)
            counted = {state.claim.id: {position.place for position in met} for state, met in matches}
        sources = self.all_sources(counted)

        def is_wanted(key: SourceKey) -> bool:
            recorded = counted is None or (claim_filter.any_position and key.claim in counted)
            return (not only or key in only) and (recorded or sources.is_cited(key))

        found = [(keys, row) for keys, row in sources.with_keys(is_wanted) if not search or _source_says(row, search)]
        return sorted(found, key=lambda each: (each[1].id, each[1].claim))

    def topics(self, claim_filter: ClaimFilter) -> list[TopicRow]:
        """Return every topic; see `Book.topics`."""
        only, search = claim_filter.topic, claim_filter.search
        claim_filter = claim_filter._replace(topic=frozenset(), search=())
        stored = self._records.topics() if self._is_stored(claim_filter) else None
        if stored is not None:
            rows = topic_rows(stored)
        else:
            names = {} if claim_filter == _ALL else {slug(row.topic): row.topic for row in self.topics(_ALL)}
            claims = self._book.rows(claim_filter).rows
            rows = topic_rows(((row.topics, row.status == "disputed", 1) for row in claims), names)
        return [row for row in rows if (not only or slug(row.topic) in only) and say([row.topic], search)]

    def all_sources(self, counted: Mapping[str, Collection[int]] | None = None) -> Sources:
        """Return all sources; see `Sources`."""
        return Sources(self._citations(), self._records.shared, counted)

    def _is_stored(self, claim_filter: ClaimFilter) -> bool:
        return self._as_of is None and claim_filter == _ALL

    def _citations(self) -> Iterable[Citations]:
        if self._as_of is None:
            return self._records.citations()
        states = self._book.claims()
        said = ((Citations.of(state.claim), {position.place for position in state.positions}) for state in states)
        return (
            each._replace(positions=[cited if place in places else [] for place, cited in enumerate(each.positions)])
            for each, places in said
        )


def party_rows(
    counts: Mapping[str, PartyCount], people: Iterable[Person], registry: Registry, search: Sequence[str] = ()
) -> list[PartyRow]:
    """Return a row for each party in which some phrases occur, those with the most positions first."""
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
    if search:
        rows = [row for row in rows if say([row.person.id, row.person.name, row.kind, *row.aliases], search)]
    return sorted(rows, key=lambda row: (-row.positions, row.person.id))


def _source_says(row: SourceRow, search: Sequence[str]) -> bool:
    """Return whether some phrases occur in what is recorded of a source."""
    source = row.source
    names = ("title", "publisher", "author", "url", "archive_url", "quote", "note")
    return say([row.id, *(getattr(source, name) for name in names if source)], search)


class Sources:
    """All sources of a book: the shared ones, each claim's own, and the addresses that positions cite."""

    def __init__(
        self,
        claims: Iterable[Citations],
        shared: SharedSources,
        counted: Mapping[str, Collection[int]] | None = None,
    ) -> None:
        """Take what the claims cite, the shared sources, and the places of the positions that count, by claim; all if None."""
        self._counted = counted
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
        places = None if self._counted is None else self._counted.get(claim.claim, ())
        first = len(self._claims) << _PLACE_BITS
        self._claims.append(claim.claim)
        for position, cited in enumerate(claim.positions, start=first):
            keys = [own.get(source_id) or self._key(source_id, lookup) for source_id in cited]
            counts = places is None or position - first in places
            for key in keys if len(keys) < 2 else dict.fromkeys(keys):
                if counts and key in self._citing:
                    self._citing[key].append(position)
                else:
                    self.found.setdefault(key, None)
                    if counts:
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

    def with_keys(self, wanted: Callable[[SourceKey], bool]) -> Iterator[tuple[list[SourceKey], SourceRow]]:
        """Yield a row for each wanted source, with the keys of those with one address that are described alike and share it."""
        described = [(key, source) for key, source in self.found.items() if source is not None]
        works = Works(sorted(described, key=itemgetter(0)))
        origin_of = Origins(lambda key: self._parents.get(key) or onward(key, self.found.get(key), works))
        firsts, others = self._alike()
        alike = ([key, *others.get(key, ())] for key in firsts)
        return ((keys, self._row(keys, origin_of(keys[0]))) for keys in alike if any(map(wanted, keys)))

    def _alike(self) -> tuple[list[SourceKey], dict[SourceKey, list[SourceKey]]]:
        """Return the first of the sources that are described alike, and the others by that one, in the order of keys."""
        first: dict[object, SourceKey] = {}
        others: dict[SourceKey, list[SourceKey]] = {}
        for key in sorted(self.found):
            source = self.found[key]
            same = first.setdefault((source and description(source)) or key, key)
            if same != key:
                others.setdefault(same, []).append(key)
        return [*first.values()], others  # and not the descriptions: 5 MB at 100,000 sources

    def is_cited(self, key: SourceKey) -> bool:
        """Return whether a position that counts cites a source."""
        return key in self._citing

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


def topic_rows(
    claims: Iterable[tuple[Sequence[str], bool, int]], names: Mapping[str, str] = MappingProxyType({})
) -> list[TopicRow]:
    """Return a row for each topic, those with the most claims first.

    Args:
        claims: topics, whether the claims that have them are disputed, and the number of these claims; in the order of
            the first claim's id.
        names: how topics are written, by their slugs; another one is written as the first claim writes it.
    """
    written: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    disputed: Counter[str] = Counter()
    for topics, is_disputed, number in claims:
        for topic, name in {slug(name): name for name in topics}.items():
            written.setdefault(topic, names.get(topic, name))
            numbers[topic] += number
            disputed[topic] += is_disputed * number
    rows = [TopicRow(written[topic], numbers[topic], disputed[topic]) for topic in written]
    return sorted(rows, key=lambda row: (-row.claims, row.topic))
