"""The one way to ask: a book opens a folder of claims and answers questions about it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from claimtrack.book.names import resolve
from claimtrack.book.records import is_unread, open_records
from claimtrack.files.discover import claim_file, stem_of
from claimtrack.files.required_version import refuse_older_program
from claimtrack.model.names import composed, slug, slug_prefix
from claimtrack.problems import NotFoundError
from claimtrack.rules.claim_row import ClaimRows, claim_row
from claimtrack.rules.filters import ClaimFilter, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import Self

    from claimtrack.book.positions import PositionTexts, RowText
    from claimtrack.book.registers import RegisterRows
    from claimtrack.book.rows import ContradictionRow, Diff, Matrix, PartyRow, SourceRow, TopicRow
    from claimtrack.files.folder import Progress
    from claimtrack.index.positions import PackedRows
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow

Sort = Literal["id", "title", "status", "last", "positions"]

_ALL: Final = ClaimFilter()
_EVERYTHING: Final = Slice()
_STATUS_ORDER: Final = ("disputed", "denied", "qualified", "asserted", "open")
_SORT_KEYS: Final[dict[Sort, Callable[[ClaimRow], Any]]] = {
    "id": lambda row: row.id,
    "title": lambda row: row.title.casefold(),
    "status": lambda row: _STATUS_ORDER.index(row.status),
    "last": lambda row: row.at,
    "positions": lambda row: row.positions,
}
_DESCENDING: Final = frozenset({"last", "positions"})

# A module that only some questions need is imported where it is used: a list from the index derives nothing.


class Book:
    """A folder of claims."""

    def __init__(
        self,
        folder: str,
        *,
        as_of: Span | None = None,
        revision: str | None = None,
        only: Sequence[str] = (),
        cache: bool = True,
        progress: Progress | None = None,
    ) -> None:
        """Open a folder. What cannot be read is among the problems and nowhere else.

        Args:
            folder: its path.
            as_of: count only what had been said by the end of this date.
            revision: read the files as committed at this git revision, not as they are on disk.
            only: names of claims. If each is a whole id or the path of a file, only these claims and the registries
                are read, and the problems are theirs. Otherwise everything is read.
            cache: answer from the index, and keep it up to date.
            progress: is called with the number of files read so far and the number of files to read.

        Raises:
            GitError: there is no such revision, or no folder of claims in it.
            BadConfigError: the folder requires a newer version of this program.
        """
        refuse_older_program(folder)
        self.path = folder
        self._as_of = as_of
        self._revision = revision
        only = [stem_of(path) if (path := claim_file(name, folder)) else name for name in only]
        self._records = open_records(folder, revision=revision, only=only, cache=cache, progress=progress)
        self._people: dict[str, Person] = {}

    def __enter__(self) -> Self:
        """Return the book; when the block ends, other processes may write to the index."""
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files that were read."""
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
        """Let other processes write to the index; call it as soon as the rows to show are there."""
        self._records.release()

    # -- names

    def find_claim(self, name: str) -> str:
        """Return the id of the claim with this id, in the file at this path, or with an id that begins so.

        Raises:
            NotFoundError: there is none, it cannot be read, or several ids begin so.
        """
        if self._records.claim(name) is not None:
            return name
        path = claim_file(name, self.path)
        if path is not None and self._is_at(stem_of(path), path):
            return stem_of(path)
        if is_unread(stem_of(path) if path else name, self._records):
            raise NotFoundError(f'the claim "{name}" could not be read', "correct what is reported above")
        key = name.casefold()
        return resolve("claim", name, key, self._records.ids(key) or self._records.ids(""), others=self._titles)

    def find_party(self, name: str) -> str:
        """Return the id of the party with this name, alias or id, or with one that begins so.

        Raises:
            NotFoundError: there is none, or several names begin so.
        """
        key, registry = slug(name), self._records.registry
        if registry.knows(key):
            return registry.party(key)
        if self._records.is_named(key):
            return key
        names = {registered: registry.party(registered) for registered in registry.names}
        names |= {party: party for party in self._records.names}
        return resolve("party", name, key, names, slug_prefix(name))

    def find_topic(self, name: str) -> str:
        """Return the slug of a topic of some claim.

        Raises:
            NotFoundError: no claim has it.
        """
        topics = {slug(row.topic): slug(row.topic) for row in self.topics()}
        return resolve("topic", name, slug(name), topics, slug_prefix(name))

    def find_sources(self, name: str) -> frozenset[SourceKey]:
        """Return the keys of the sources with this id, URL or publisher, or at this host.

        Raises:
            NotFoundError: there is none.
        """
        stored = self._records.find_sources(name) if self._as_of is None else None
        if stored:
            return stored
        from claimtrack.rules.origins import Name  # noqa: PLC0415

        found, asked = self._registers.all_sources().found, Name(name)
        keys = [key for key, source in found.items() if (asked.means(source) if source else asked.means_cited(key.id))]
        if not keys:
            described = [source for source in found.values() if source is not None]
            titles = {text: each.id for each in described for text in (each.title, each.publisher) if text}
            source_id = resolve("source", name, name, {key.id: key.id for key in found}, others=lambda: titles)
            keys = [key for key in found if key.id == source_id]
        return frozenset(keys)

    def begin_with(self, prefix: str) -> Sequence[tuple[str, str]]:
        """Return the ids that begin so, each with the title of its claim."""
        ids = self._records.ids(prefix.casefold()).values()
        claims = map(self._records.claim, sorted(each for each in ids if each.startswith(prefix)))
        return [(claim.id, claim.title) for claim in claims if claim is not None]

    def person(self, party: str, name: str | None = None) -> Person:
        """Return a party as it is shown; `name` is that of one that is not registered, if the caller knows it."""
        if party not in self._people:
            self._people[party] = self._person(party, name)
        return self._people[party]

    # -- claims

    def claim(self, claim_id: str) -> ClaimState:
        """Return one claim by its id.

        Raises:
            KeyError: there is none.
        """
        claim = self._records.claim(claim_id)
        if claim is None:
            raise KeyError(claim_id)
        return self._state(claim)

    def claims(self, claim_filter: ClaimFilter = _ALL) -> Iterator[ClaimState]:
        """Yield the claims that pass a filter, in the order of their ids; by a date, those with positions by then."""
        return (state for state, _ in self.matches(claim_filter))

    def matches(self, claim_filter: ClaimFilter) -> Iterator[tuple[ClaimState, Sequence[ResolvedPosition]]]:
        """Yield what `claims` does, each claim with the positions that match the filter."""
        for state in map(self._state, self._records.select(claim_filter, self._as_of)):
            if self._as_of is None or state.positions:
                met = claim_filter.matching(state)
                if met is not None:
                    yield state, met

    def rows(
        self,
        claim_filter: ClaimFilter = _ALL,
        *,
        sort: Sort = "id",
        reverse: bool = False,
        slice_: Slice = _EVERYTHING,
    ) -> ClaimRows:
        """Return the claims that pass a filter as rows; the latest and the most come first, equal ones by their ids.

        With `reverse`, all of them are in the opposite order.
        """
        by_id = sort == "id" and not reverse
        stored = self._records.rows(claim_filter, slice_ if by_id else _EVERYTHING) if self._as_of is None else None
        if stored is not None and by_id:
            return stored
        rows = stored.rows if stored is not None else [*map(claim_row, self.claims(claim_filter))]
        if sort != "id":
            rows = sorted(rows, key=_SORT_KEYS[sort], reverse=sort in _DESCENDING)
        if reverse:
            rows = rows[::-1]
        return ClaimRows(slice_.of(rows), len(rows))

    # -- questions about many claims

    def diff(self, a: str, b: str, claim_filter: ClaimFilter = _ALL, only: frozenset[Relation] = frozenset()) -> Diff:
        """Compare two parties, by their ids; `only` limits the rows to some relations, but not the tally."""
        from claimtrack.book.lines import diff  # noqa: PLC0415

        return diff(self.claims(claim_filter._replace(either=(a, b))), self.person(a), self.person(b), only)

    def parties(self, claim_filter: ClaimFilter = _ALL) -> Sequence[PartyRow]:
        """Return every party that is registered or that a claim names, those with the most positions first.

        Only the positions that match a filter count, and with one, only parties with such a position are returned. Its
        `search` is for the words of a party.
        """
        return self._registers.parties(claim_filter)

    def sources(self, claim_filter: ClaimFilter = _ALL) -> Sequence[SourceRow]:
        """Return every source: the shared ones, each claim's own, and the URLs that positions cite.

        Only the positions that match a filter count. With one, only sources that they cite are returned, and if it asks
        nothing of positions, those that the claims record. Its `source` says which sources are meant, and its `search`
        is for the words of a source.
        """
        return self._registers.sources(claim_filter)

    def topics(self, claim_filter: ClaimFilter = _ALL) -> Sequence[TopicRow]:
        """Return every topic of the claims that pass a filter, those with the most claims first.

        Its `topic` says which topics are meant, and its `search` is for the words of a topic.
        """
        return self._registers.topics(claim_filter)

    def positions(
        self, claim_filter: ClaimFilter, text: RowText, *, reverse: bool = False, slice_: Slice = _EVERYTHING
    ) -> PositionTexts:
        """Return the positions that match a filter, in the order of their dates; then of their claims' ids.

        Args:
            claim_filter: which positions.
            text: returns the row of a position as a line of text.
            reverse: whether they are in the opposite order.
            slice_: which of these are wanted.
        """
        from claimtrack.book.positions import PositionTexts, packed  # noqa: PLC0415

        def pack(claim: Claim) -> PackedRows:
            state = self._state(claim)
            return packed(state, state.positions, text)

        found = None
        if self._as_of is None and claim_filter.any_position:
            found = self._records.position_rows(claim_filter, pack)
        if found is None:
            found = (packed(state, met, text) for state, met in self.matches(claim_filter))
        return PositionTexts(found, slice_, reverse=reverse)

    def count_positions(self, claim_filter: ClaimFilter) -> int:
        """Return how many positions match a filter."""
        if claim_filter.any_position:
            return sum(row.positions for row in self.rows(claim_filter).rows)
        return sum(len(met) for _, met in self.matches(claim_filter))

    def matrix(self, parties: Sequence[str] = (), claim_filter: ClaimFilter = _ALL) -> Matrix:
        """Return the line of each party on each claim on which it has one; of every principal, if no party is named."""
        from claimtrack.book.lines import matrix, matrix_of  # noqa: PLC0415

        if not parties:
            return matrix(self.claims(claim_filter), self.person)
        acted = self.claims(ClaimFilter(either=tuple(parties)))  # whatever the filter asks of positions
        return matrix_of(parties, self.rows(claim_filter).rows, acted, map(self.person, parties))

    def shifts(
        self, claim_filter: ClaimFilter = _ALL, claims: Collection[str] = (), *, whole: bool = False
    ) -> Sequence[ShiftRow]:
        """Return every change of a line, oldest first.

        Args:
            claim_filter: which claims. With `party`, only the lines of those parties; with `since` and `until`, only
                the shifts of that time.
            claims: the ids of claims, if not all are meant.
            whole: whether each row has the position that moved the line.
        """
        from claimtrack.book.lines import shift_rows  # noqa: PLC0415

        if claims:
            states = (state for state in map(self.claim, sorted(claims)) if claim_filter(state))
            return shift_rows(states, claim_filter, whole=whole)
        if claim_filter == _ALL and self._as_of is None and not whole:
            stored = self._records.shifts()
            if stored is not None:
                return stored
        return shift_rows(self.claims(claim_filter), claim_filter, whole=whole)

    def contradictions(self, claim_filter: ClaimFilter = _ALL) -> Sequence[ContradictionRow]:
        """Return who contradicts themselves; one claim of each chain must pass the filter."""
        from claimtrack.book.lines import contradiction_rows  # noqa: PLC0415

        states = map(self._state, self._records.linked())
        return contradiction_rows([state for state in states if self._as_of is None or state.positions], claim_filter)

    # -- inside

    def _is_at(self, claim_id: str, path: str) -> bool:
        """Return whether a claim's file is the one at a path below the folder; a revision may have it elsewhere."""
        claim = self._records.claim(claim_id)
        if claim is None or self._revision is not None:
            return claim is not None
        return composed(os.path.normpath(claim.path)) == composed(os.path.normpath(os.path.join(self.path, path)))

    def _titles(self) -> dict[str, str]:
        return {row.title: row.id for row in self.rows().rows}

    @cached_property
    def _registers(self) -> RegisterRows:
        from claimtrack.book.registers import RegisterRows  # noqa: PLC0415

        return RegisterRows(self, self._records, self._as_of)

    def _state(self, claim: Claim) -> ClaimState:
        from claimtrack.rules.claim_state import ClaimState  # noqa: PLC0415

        return ClaimState(claim, self._records.registry, self._records.shared, self._as_of)

    def _person(self, party: str, name: str | None) -> Person:
        from claimtrack.rules.claim_state import Person  # noqa: PLC0415

        registry = self._records.registry
        entry = registry.get(party)
        if entry is not None:
            return Person(party, entry.name or party, principal_known=party not in registry.unclear)
        name = name or self._records.names.get(party)
        if name is None:
            return Person(party, party)
        is_known = not len(registry)
        return Person(party, name, is_known, None if is_known else registry.probable(name))
