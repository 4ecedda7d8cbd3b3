"""The one way to ask: opens a folder and answers questions about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal

from claimtrack.book.names import resolve
from claimtrack.book.open import open_records
from claimtrack.book.records import Listed, is_unread
from claimtrack.model.vocabulary import slug
from claimtrack.problems import NotFoundError
from claimtrack.rules.claim_row import claim_row
from claimtrack.rules.filters import ClaimFilter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from claimtrack.book.rows import (
        ContradictionRow,
        Diff,
        Matrix,
        PartyRow,
        ShiftRow,
        SourceRow,
        TopicRow,
    )
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.origins import SourceKey

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


class Book:
    """A folder of claims, ready to be asked."""

    def __init__(
        self,
        folder: str,
        *,
        as_of: Span | None = None,
        revision: str | None = None,
        only: Sequence[str] = (),
        cache: bool = True,
        watch: Callable[[int, int], None] | None = None,
    ) -> None:
        """Open a folder; what cannot be read is among the problems and nowhere else.

        Args:
            folder: its path.
            as_of: count only what had been said by the end of this date.
            revision: read the files as committed at this revision of git, not as they are on disk.
            only: names of claims. Where each is an id, these claims and the registries are all that is read, and
                the problems are theirs; where one is not, everything is.
            cache: answer from the index, and keep it up to date.
            watch: is told how many files were read so far, and of how many, where it may take long.

        Raises:
            GitError: there is no such revision, or nothing in it.
        """
        self.path = folder
        self._as_of = as_of
        self._records = open_records(folder, revision=revision, only=only, cache=cache, watch=watch)
        self._people: dict[str, Person] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the files that were read."""
        return self._records.problems

    @property
    def unread(self) -> int:
        """How many claims could not be read."""
        return len(self._records.unread)

    @property
    def size(self) -> int:
        """How many claims could be read."""
        return self._records.size

    def release(self) -> None:
        """Let go of what others may be waiting for, once the rows to be shown are there."""
        self._records.release()

    # -- finding what a name means

    def find_claim(self, name: str) -> str:
        """Give the id of the claim meant by an id or a unique beginning of one.

        Raises:
            NotFoundError: there is none, it cannot be read, or several begin so.
        """
        if self._records.claim(name) is not None:
            return name
        if is_unread(name, self._records):
            self.release()
            raise NotFoundError(f'the claim "{name}" could not be read', "mend what is reported above")
        key = name.casefold()
        return self._meant("claim", name, key, self._records.ids(key) or self._records.ids(""))

    def find_party(self, name: str) -> str:
        """Give the id of the party meant by a name, an alias, an id, or a unique beginning of one.

        Raises:
            NotFoundError: nobody is called so, or several names begin so.
        """
        key = slug(name)
        known = self._records.meant(key)
        if known is not None:
            return known
        registry = self._records.registry
        names = {registered: registry.party(registered) for registered in registry.names}
        return self._meant("party", name, key, {**names, **{each: each for each in self._records.names()}})

    def find_topic(self, name: str) -> str:
        """Give the slug of a topic that some claim is filed under.

        Raises:
            NotFoundError: no claim is.
        """
        return self._meant(
            "topic", name, slug(name), {slug(row.topic): slug(row.topic) for row in self.topics()}
        )

    def find_sources(self, name: str) -> frozenset[SourceKey]:
        """Give the keys of the sources meant by an id, a URL or a publisher's name.

        Raises:
            NotFoundError: no source is called so.
        """
        meant = self._records.ready_sources(name) if self._as_of is None else None
        if meant:
            return meant
        from claimtrack.rules.origins import SourceKey  # noqa: PLC0415 - likewise

        rows = self.sources()
        meant = frozenset(SourceKey(row.claim, row.id) for row in rows if row.is_called(name))
        if not meant:
            found = self._meant("source", name, name, {row.id: row.id for row in rows})
            meant = frozenset(SourceKey(row.claim, row.id) for row in rows if row.id == found)
        return meant

    def person(self, party: str) -> Person:
        """Give a party as it is shown."""
        if party not in self._people:
            self._people[party] = self._person(party)
        return self._people[party]

    # -- answers

    def case(self, claim: str) -> ClaimState:
        """Give one claim whole, by its id.

        Raises:
            KeyError: there is none.
        """
        found = self._records.claim(claim)
        if found is None:
            raise KeyError(claim)
        return self._case(found)

    def cases(self, asked: ClaimFilter = _EVERY) -> Iterator[ClaimState]:
        """Give the claims asked for whole, in the order of their ids; by a date, those spoken of by then."""
        found = map(self._case, self._records.select(asked, self._as_of))
        return (case for case in found if (self._as_of is None or case.positions) and asked(case))

    def claims(
        self,
        asked: ClaimFilter = _EVERY,
        *,
        sort: Sort = "id",
        limit: int | None = None,
        offset: int = 0,
    ) -> Listed:
        """Give the claims asked for as rows, sorted; latest and most come first, ties keep the order of ids."""
        ordered = sort == "id"
        end = None if limit is None else offset + limit
        if self._as_of is None:
            ready = self._records.ready_rows(asked, limit if ordered else None, offset if ordered else 0)
            if ready is not None and ordered:
                return ready
            rows: Sequence[ClaimRow] = ready.rows if ready else [*map(claim_row, self.cases(asked))]
        else:
            rows = [*map(claim_row, self.cases(asked))]
        if not ordered:
            rows = sorted(rows, key=_SORTS[sort], reverse=sort in _MOST_FIRST)
        return Listed(rows[offset:end], len(rows))

    def begun(self, begin: str) -> Sequence[tuple[str, str]]:
        """Give the ids that begin so, with the titles of the claims."""
        ids = sorted(each for each in self._records.ids(begin.casefold()).values() if each.startswith(begin))
        return [(claim.id, claim.title) for claim in map(self._records.claim, ids) if claim is not None]

    def diff(
        self, a: str, b: str, asked: ClaimFilter = _EVERY, only: frozenset[Relation] = frozenset()
    ) -> Diff:
        """Compare two parties, by their ids, on the claims asked for; `only` narrows the rows, not the tally."""
        from claimtrack.book.rows import Diff, DiffRow  # noqa: PLC0415 - what one command needs, no other loads
        from claimtrack.rules.comparison import RELATIONS, compare  # noqa: PLC0415 - likewise

        rows = []
        for case in self.cases(asked._replace(either=(a, b))):
            comparison = compare(a, case.positions_of(a), b, case.positions_of(b))
            if comparison is not None:
                rows.append(DiffRow(case, comparison))
        found = Counter(row.comparison.relation for row in rows)
        tally = {relation: found[relation] for relation in RELATIONS}
        shown = [row for row in rows if not only or row.comparison.relation in only]
        return Diff(self.person(a), self.person(b), shown, tally)

    def parties(self) -> Sequence[PartyRow]:
        """Give every party registered or recorded, those with the most positions first."""
        from claimtrack.book.registers import party_counts, party_rows  # noqa: PLC0415 - likewise, as below

        registry = self._records.registry
        people = [self.person(party.id) for party in registry]
        people += [self.person(party) for party in self._records.names() if party not in registry]
        counts = self._records.ready_parties(self._as_of)
        if counts is None:
            counts = party_counts(self.cases(), registry)
        return party_rows(counts, people, registry)

    def sources(self) -> Sequence[SourceRow]:
        """Give every source: the shared ones, each claim's own, and the bare URLs that positions cite."""
        from claimtrack.book.registers import source_rows  # noqa: PLC0415

        return source_rows(self.cases(), self._records.shared)

    def topics(self) -> Sequence[TopicRow]:
        """Give every topic, those with the most claims first."""
        from claimtrack.book.registers import topic_rows  # noqa: PLC0415

        ready = self._records.ready_topics() if self._as_of is None else None
        return topic_rows(self.cases()) if ready is None else ready

    def matrix(self, parties: Sequence[str] = (), asked: ClaimFilter = _EVERY) -> Matrix:
        """Give the line of each party on each claim asked for; of every principal, where none is named."""
        from claimtrack.book.lines import matrix  # noqa: PLC0415

        return matrix(self.cases(asked), parties, self.person)

    def shifts(self, asked: ClaimFilter = _EVERY, claims: Collection[str] = ()) -> Sequence[ShiftRow]:
        """Give every change of a line on the claims asked for, oldest first.

        Args:
            asked: which claims; with `party`, the lines of those parties only, and with `since` and `until`,
                the shifts of that time only.
            claims: the ids of claims, where not all are meant.
        """
        from claimtrack.book.lines import shift_rows  # noqa: PLC0415

        found = (
            (case for case in map(self.case, sorted(claims)) if asked(case)) if claims else self.cases(asked)
        )
        return shift_rows(found, asked)

    def contradictions(self, asked: ClaimFilter = _EVERY) -> Sequence[ContradictionRow]:
        """Give who contradicts themselves; of a chain of claims, one of them has to be asked for."""
        from claimtrack.book.lines import contradiction_rows  # noqa: PLC0415

        found = map(self._case, self._records.tied())
        return contradiction_rows([case for case in found if self._as_of is None or case.positions], asked)

    # -- inside

    def _meant(self, what: str, given: str, key: str, known: Mapping[str, str]) -> str:
        try:
            return resolve(what, given, key, known)
        except NotFoundError:
            self.release()  # it is the end of the question
            raise

    def _case(self, claim: Claim) -> ClaimState:
        from claimtrack.rules.claim_state import ClaimState  # noqa: PLC0415 - a list from the index needs none

        return ClaimState(claim, self._records.registry, self._records.shared, self._as_of)

    def _person(self, party: str) -> Person:
        from claimtrack.rules.claim_state import Person  # noqa: PLC0415 - likewise

        registry = self._records.registry
        entry = registry.get(party)
        if entry is not None:
            return Person(party, entry.name or party)
        name = self._records.name(party)
        if name is None:
            return Person(party, party)
        known = not len(registry)
        return Person(party, name, known, None if known else registry.probable(name))
