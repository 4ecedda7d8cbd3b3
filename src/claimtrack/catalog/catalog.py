"""The one way to ask: opens a folder and answers questions about it."""

from __future__ import annotations

import os
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from claimtrack import rules
from claimtrack.catalog.case import Case, Person
from claimtrack.catalog.filters import ClaimFilter
from claimtrack.catalog.movement import contradiction_rows, matrix, shift_rows
from claimtrack.catalog.names import resolve
from claimtrack.catalog.registers import party_rows, source_rows, topic_rows
from claimtrack.catalog.rows import ClaimRow, Diff, DiffRow
from claimtrack.files import read_folder, read_tree
from claimtrack.model import slug
from claimtrack.problems import NotFoundError
from claimtrack.rules import RELATIONS, Relation, SourceKey

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from claimtrack.catalog.rows import (
        ContradictionRow,
        Matrix,
        PartyRow,
        ShiftRow,
        SourceRow,
        TopicRow,
    )
    from claimtrack.model import Span
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

    def __init__(self, folder: str, *, as_of: Span | None = None, revision: str | None = None) -> None:
        """Read a folder; what cannot be read is among the problems and nowhere else.

        Args:
            folder: its path.
            as_of: count only what had been said by the end of this date.
            revision: read the files as committed at this revision of git, not as they are on disk.

        Raises:
            GitError: there is no such revision, or nothing in it.
        """
        self.path = folder
        self._as_of = as_of
        if revision is None:
            self._folder = read_folder(folder)
        else:
            from claimtrack.history import open_revision  # noqa: PLC0415 - git is rarely asked

            self._folder = read_tree(open_revision(folder, revision))

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
        return Case(self._folder.claims[claim], self._folder.registry, self._folder.sources, self._as_of)

    def cases(self, asked: ClaimFilter = _EVERY) -> Iterator[Case]:
        """Give the claims asked for whole, in the order of their ids; by a date, those spoken of by then."""
        cases = map(self.case, self._folder.claims)
        return (case for case in cases if (self._as_of is None or case.acts) and asked(case))

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
        return party_rows(self.cases(), self._people.values(), self._folder.registry)

    def sources(self) -> Sequence[SourceRow]:
        """Give every source: the shared ones, each claim's own, and the bare URLs that positions cite."""
        return source_rows(self.cases(), self._folder.sources)

    def topics(self) -> Sequence[TopicRow]:
        """Give every topic, those with the most claims first."""
        return topic_rows(self.cases())

    def matrix(self, parties: Sequence[str] = (), asked: ClaimFilter = _EVERY) -> Matrix:
        """Give the line of each party on each claim asked for; of every principal, where none is named."""
        return matrix(self.cases(asked), parties, self.person)

    def shifts(self, asked: ClaimFilter = _EVERY, claims: Collection[str] = ()) -> Sequence[ShiftRow]:
        """Give every change of a line on the claims asked for, oldest first.

        Args:
            asked: which claims; with `party`, the lines of those parties only, and with `since` and `until`,
                the shifts of that time only.
            claims: the ids of claims, where not all are meant.
        """
        return shift_rows(self.cases(asked), asked, claims)

    def contradictions(self, asked: ClaimFilter = _EVERY) -> Sequence[ContradictionRow]:
        """Give who contradicts themselves; of a chain of claims, one of them has to be asked for."""
        return contradiction_rows(list(self.cases()), asked)

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
