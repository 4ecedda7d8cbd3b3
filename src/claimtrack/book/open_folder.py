"""An open folder of claims: its claims and parties, what their names mean, and what is wrong with it."""

from __future__ import annotations

import os
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

    from claimtrack.files.folder import Progress
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.origins import SharedSources
    from claimtrack.rules.resolve import ResolvedPosition

Sort = Literal["id", "title", "status", "last", "positions"]

_ALL: Final = ClaimFilter()
_EVERYTHING: Final = Slice()


def _title_key(title: str) -> tuple[Any, str]:
    from claimtrack.rules.search import sort_key  # noqa: PLC0415 - for this order alone

    return sort_key(title)


_STATUS_ORDER: Final = ("disputed", "denied", "qualified", "asserted", "open")
_SORT_KEYS: Final[dict[Sort, Callable[[ClaimRow], Any]]] = {
    "id": lambda row: row.id,
    "title": lambda row: _title_key(row.title),
    "status": lambda row: _STATUS_ORDER.index(row.status),
    "last": lambda row: row.at,
    "positions": lambda row: row.positions,
}
_DESCENDING: Final = frozenset({"last", "positions"})

# A module that only some questions need is imported where it is used: a list from the index derives nothing.


class OpenFolder:
    """An open folder of claims."""

    def __init__(
        self,
        folder: str,
        *,
        as_of: Span | None = None,
        revision: str | None = None,
        only: Sequence[str] = (),
        ignore_reviews: bool = False,
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
            ignore_reviews: derive lines and statuses without the positions that have a rating.
            cache: answer from the index, and keep it up to date.
            progress: is called with the number of files read so far and the number of files to read.

        Raises:
            GitError: there is no such revision, or no folder of claims in it.
            BadConfigError: the folder requires a newer version of this program.
        """
        refuse_older_program(folder)
        self.path = folder
        self.as_of = as_of
        self.revision = revision
        self.ignore_reviews = ignore_reviews
        only = [stem_of(path) if (path := claim_file(name, folder)) else name for name in only]
        self._records = open_records(
            folder, revision=revision, only=only, ignore_reviews=ignore_reviews, cache=cache, progress=progress
        )
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

    @property
    def registry(self) -> Registry:
        """The registered parties."""
        return self._records.registry

    @property
    def shared_sources(self) -> SharedSources:
        """The sources of sources.toml."""
        return self._records.shared

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

    def claims(self, claim_filter: ClaimFilter = _ALL, only: Collection[str] = ()) -> Iterator[ClaimState]:
        """Yield the claims that pass a filter, in the order of their ids; by a date, those with positions by then.

        `only` has the ids of claims, if not all are meant.
        """
        if only:
            states = map(self.claim, sorted(only))
            return (state for state in states if (self.as_of is None or state.positions) and claim_filter(state))
        return (state for state, _ in self.matches(claim_filter))

    def matches(self, claim_filter: ClaimFilter) -> Iterator[tuple[ClaimState, Sequence[ResolvedPosition]]]:
        """Yield what `claims` does, each claim with the positions that match the filter."""
        for state in map(self._state, self._records.select(claim_filter, self.as_of)):
            if self.as_of is None or state.positions:
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
        stored = self._records.rows(claim_filter, slice_ if by_id else _EVERYTHING) if self.as_of is None else None
        if stored is not None and by_id:
            return stored
        rows = stored.rows if stored is not None else [*map(claim_row, self.claims(claim_filter))]
        if sort != "id":
            rows = sorted(rows, key=_SORT_KEYS[sort], reverse=sort in _DESCENDING)
        if reverse:
            rows = rows[::-1]
        return ClaimRows.of(slice_.of(rows), len(rows))

    # -- inside

    def _is_at(self, claim_id: str, path: str) -> bool:
        """Return whether a claim's file is the one at a path below the folder; a revision may have it elsewhere."""
        claim = self._records.claim(claim_id)
        if claim is None or self.revision is not None:
            return claim is not None
        return composed(os.path.normpath(claim.path)) == composed(os.path.normpath(os.path.join(self.path, path)))

    def _titles(self) -> dict[str, str]:
        return {row.title: row.id for row in self.rows().rows}

    def _state(self, claim: Claim) -> ClaimState:
        from claimtrack.rules.claim_state import ClaimState  # noqa: PLC0415

        registry, shared, ignore = self._records.registry, self._records.shared, self.ignore_reviews
        return ClaimState(claim, registry, shared, self.as_of, ignore_reviews=ignore)

    def _person(self, party: str, name: str | None) -> Person:
        from claimtrack.rules.claim_state import Person  # noqa: PLC0415

        registry = self._records.registry
        registered = Person.registered(party, registry)
        if registered is not None:
            return registered
        name = name or self._records.names.get(party)
        if name is None:
            return Person(party, party)
        is_known = not len(registry)
        return Person(party, name, is_known, None if is_known else registry.probable(name))
