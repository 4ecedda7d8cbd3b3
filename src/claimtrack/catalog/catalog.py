"""The one way to ask: opens a folder and answers questions about it."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from claimtrack import rules
from claimtrack.catalog.case import Case, Person
from claimtrack.catalog.filters import ClaimFilter
from claimtrack.catalog.names import resolve
from claimtrack.catalog.rows import ClaimRow, Diff, DiffRow, PartyRow, SourceRow, TopicRow
from claimtrack.files import read_folder
from claimtrack.model import slug
from claimtrack.problems import NotFoundError
from claimtrack.rules import RELATIONS, Relation, SourceKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from claimtrack.model import Source
    from claimtrack.problems import Problem

Sort = Literal["id", "title", "status", "last", "positions"]

_EVERY: Final = ClaimFilter()
_STATUS_ORDER: Final = ("disputed", "denied", "qualified", "asserted", "open")
_SORTS: Final[dict[Sort, Callable[[ClaimRow], Any]]] = {
    "id": lambda row: row.id,
    "title": lambda row: row.title.casefold(),
    "status": lambda row: _STATUS_ORDER.index(row.status),
    "last": lambda row: row.at,
    "positions": lambda row: row.positions,
}
_MOST_FIRST: Final = frozenset({"last", "positions"})


class Catalog:
    """A folder of claims, ready to be asked."""

    def __init__(self, folder: str) -> None:
        """Read a folder; what cannot be read is among the problems and nowhere else."""
        self._folder = read_folder(folder)
        self.path = folder

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files that were read."""
        return self._folder.problems

    @property
    def unread(self) -> int:
        """How many claims could not be read."""
        return len(self._folder.unread)

    @property
    def size(self) -> int:
        """How many claims could be read."""
        return len(self._folder.claims)

    # -- finding what a name means

    def find_claim(self, name: str) -> str:
        """Give the id of the claim meant by an id or a unique beginning of one.

        Raises:
            NotFoundError: there is none, it cannot be read, or several begin so.
        """
        ids = self._folder.claims
        for path in self._folder.unread:
            if os.path.basename(path) == f"{name}.toml" and name not in ids:
                raise NotFoundError(f'the claim "{name}" could not be read', "mend what is reported above")
        if name in ids:
            return name
        return resolve("claim", name, name.casefold(), {each.casefold(): each for each in ids})

    def find_party(self, name: str) -> str:
        """Give the id of the party meant by a name, an alias, an id, or a unique beginning of one.

        Raises:
            NotFoundError: nobody is called so, or several names begin so.
        """
        registry = self._folder.registry
        known = dict.fromkeys(self._people)
        names = {slug(each): each for each in known}
        for party in registry:
            names.update({slug(each): party.id for each in (party.name or party.id, *party.aliases)})
        return resolve("party", name, slug(name), {**names, **{each: each for each in known}})

    def find_topic(self, name: str) -> str:
        """Give the slug of a topic that some claim is filed under.

        Raises:
            NotFoundError: no claim is.
        """
        return resolve("topic", name, slug(name), {slug(row.topic): slug(row.topic) for row in self.topics()})

    def find_sources(self, name: str) -> frozenset[SourceKey]:
        """Give the keys of the sources meant by an id, a URL or a publisher's name.

        Raises:
            NotFoundError: no source is called so.
        """
        rows = self.sources()
        meant = {
            SourceKey(row.claim, row.id)
            for row in rows
            if name == row.id
            or (row.source is not None and name in {row.source.url, row.source.archive_url})
            or (
                row.source is not None
                and row.source.publisher
                and slug(row.source.publisher) == slug(name) != ""
            )
        }
        if not meant:
            found = resolve("source", name, name, {row.id: row.id for row in rows})
            meant = {SourceKey(row.claim, row.id) for row in rows if row.id == found}
        return frozenset(meant)

    def person(self, party: str) -> Person:
        """Give a party as it is shown."""
        return self._people.get(party) or Person(party, party)

    # -- answers

    def case(self, claim: str) -> Case:
        """Give one claim whole, by its id."""
        return Case(self._folder.claims[claim], self._folder.registry, self._folder.sources)

    def cases(self, asked: ClaimFilter = _EVERY) -> Iterator[Case]:
        """Give the claims asked for whole, in the order of their ids."""
        return filter(asked, map(self.case, self._folder.claims))

    def claims(
        self, asked: ClaimFilter = _EVERY, *, sort: Sort = "id", limit: int | None = None
    ) -> Sequence[ClaimRow]:
        """Give the claims asked for as rows, sorted; latest and most come first, ties keep the order of ids."""
        rows = sorted(map(self._row, self.cases(asked)), key=_SORTS[sort], reverse=sort in _MOST_FIRST)
        return rows[:limit]

    def diff(
        self, a: str, b: str, asked: ClaimFilter = _EVERY, only: frozenset[Relation] = frozenset()
    ) -> Diff:
        """Compare two parties, by their ids, on the claims asked for; `only` narrows the rows, not the tally."""
        rows = []
        for case in self.cases(asked):
            comparison = rules.compare(a, case.acts_of(a), b, case.acts_of(b))
            if comparison is not None:
                rows.append(DiffRow(case, comparison))
        found = Counter(row.comparison.relation for row in rows)
        tally = {relation: found[relation] for relation in RELATIONS}
        shown = [row for row in rows if not only or row.comparison.relation in only]
        return Diff(self.person(a), self.person(b), shown, tally)

    def parties(self) -> Sequence[PartyRow]:
        """Give every party registered or recorded, those with the most positions first."""
        registry = self._folder.registry
        claims: Counter[str] = Counter()
        positions: Counter[str] = Counter()
        last: dict[str, tuple[datetime, str]] = {}
        for case in self.cases():
            own: Counter[str] = Counter()
            for act in case.acts:
                # As acts_of counts: for the party itself, and for its principal unless that is a voice too.
                for party in {act.party, act.party if registry.is_voice(act.principal) else act.principal}:
                    own[party] += 1
                    if act.date is not None and (party not in last or last[party][0] <= act.at):
                        last[party] = (act.at, act.date.written)
            claims.update(own.keys())
            positions.update(own)
        rows = [self._party_row(person, claims, positions, last) for person in self._people.values()]
        return sorted(rows, key=lambda row: (-row.positions, row.person.id))

    def sources(self) -> Sequence[SourceRow]:
        """Give every source: the shared ones, each claim's own, and the bare URLs that positions cite."""
        citing: dict[SourceKey, list[str]] = {
            SourceKey("", source_id): [] for source_id in self._folder.sources
        }
        found: dict[SourceKey, tuple[Source | None, SourceKey]] = {}
        for case in self.cases():
            for source in case.claim.sources:
                citing.setdefault(case.shelf.key(source.id), [])
                found[case.shelf.key(source.id)] = (source, case.shelf.origin(source.id))
            for position in case.claim.positions:
                for key in dict.fromkeys(case.shelf.key(ref.id) for ref in position.sources):
                    citing.setdefault(key, []).append(case.claim.id)
        shelf = rules.Shelf("", (), self._folder.sources)
        rows = []
        for key, claims in citing.items():
            known, origin = found.get(key) or (self._folder.sources.get(key.id), shelf.origin(key.id))
            rows.append(SourceRow(*key, known, tuple(dict.fromkeys(claims)), len(claims), origin))
        return sorted(rows, key=lambda row: (row.id, row.claim))

    def topics(self) -> Sequence[TopicRow]:
        """Give every topic, those with the most claims first."""
        names: dict[str, str] = {}
        claims: Counter[str] = Counter()
        disputed: Counter[str] = Counter()
        for case in self.cases():
            for topic in {slug(each): each for each in case.claim.topics}.items():
                names.setdefault(*topic)
                claims[topic[0]] += 1
                disputed[topic[0]] += case.reason.status == "disputed"
        rows = [TopicRow(names[topic], claims[topic], disputed[topic]) for topic in names]
        return sorted(rows, key=lambda row: (-row.claims, row.topic))

    # -- inside

    @cached_property
    def _people(self) -> dict[str, Person]:
        registry = self._folder.registry
        people = {party.id: Person(party.id, party.name or party.id) for party in registry}
        for claim in self._folder.claims.values():
            for position in claim.positions:
                for name in (position.party, *position.via):
                    party = registry.party(name)
                    if party not in people:
                        known = not len(registry)
                        people[party] = Person(party, name, known, None if known else registry.probable(name))
        return people

    def _row(self, case: Case) -> ClaimRow:
        claim, last = case.claim, case.last
        return ClaimRow(
            id=claim.id,
            title=claim.title,
            kind=claim.kind,
            status=case.reason.status,
            divided=case.divided,
            sides={side: tuple(map(self.person, parties)) for side, parties in case.sides().items()},
            topics=claim.topics,
            date=claim.date.written if claim.date else None,
            last=last.date.written if last and last.date else None,
            at=last.at.isoformat() if last else "",
            positions=len(case.acts),
            path=claim.path,
        )

    def _party_row(
        self,
        person: Person,
        claims: Counter[str],
        positions: Counter[str],
        last: dict[str, tuple[datetime, str]],
    ) -> PartyRow:
        entry = self._folder.registry.get(person.id)
        return PartyRow(
            person=person,
            kind=entry.kind if entry else None,
            aliases=entry.aliases if entry else (),
            speaks_for=tuple(self._folder.registry.party(each.party) for each in entry.speaks_for)
            if entry
            else (),
            registered=entry is not None,
            claims=claims[person.id],
            positions=positions[person.id],
            last=last[person.id][1] if person.id in last else None,
        )
