"""What a catalog reads from: a folder read whole, or the index of one."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.discover import stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Protocol

    from claimtrack.book.rows import PartyCount, TopicRow
    from claimtrack.files.folder import Folder
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.origins import SourceKey

    class Records(Protocol):
        """The records of a folder. What is `ready` was derived before; None sends the asker to the records."""

        @property
        def problems(self) -> tuple[Problem, ...]:
            """What was wrong with the files that were read, in the order of files and lines."""

        @property
        def unread(self) -> tuple[str, ...]:
            """The paths of the files that could not be read, or may not be called so."""

        @property
        def size(self) -> int:
            """How many claims could be read."""

        @property
        def registry(self) -> Registry:
            """The registered parties."""

        @property
        def shared(self) -> Mapping[str, Source]:
            """The shared sources by id."""

        def meant(self, key: str) -> str | None:
            """Give the id of the registered party whose id, name or alias has this slug."""

        def claim(self, claim_id: str) -> Claim | None:
            """Give a claim by its id."""

        def select(self, asked: ClaimFilter, as_of: Span | None) -> Iterable[Claim]:
            """Give claims in the order of their ids: all that are asked for, and perhaps others."""

        def tied(self) -> Iterable[Claim]:
            """Give, in the order of their ids, all claims on which somebody may contradict themselves, and perhaps others."""

        def ids(self, begun: str) -> Mapping[str, str]:
            """Give the ids that begin so, whatever the case, by the id in casefolded form."""

        def name(self, party: str) -> str | None:
            """Give the name of a party, by its id, as the first claim has it that names the party."""

        def names(self) -> Mapping[str, str]:
            """Give all those names by the ids of parties."""

        def ready_rows(self, asked: ClaimFilter, limit: int | None, offset: int) -> Listed | None:
            """Give the claims asked for as rows, in the order of their ids."""

        def ready_parties(self, as_of: Span | None) -> Mapping[str, PartyCount] | None:
            """Give what each party did, by its id."""

        def ready_topics(self) -> list[TopicRow] | None:
            """Give the rows of all topics."""

        def ready_sources(self, name: str) -> frozenset[SourceKey] | None:
            """Give the keys of the sources that have this id, URL or publisher; empty where none has."""

        def release(self) -> None:
            """Let others write to what this reads from; nothing more is asked but names."""


class Listed(NamedTuple):
    """Claims in a list, and how many there are before a limit and an offset."""

    rows: Sequence[ClaimRow]
    found: int


class Whole:
    """A folder that was read whole, or some claims of it."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        registry: Registry,
        shared: Mapping[str, Source],
        problems: tuple[Problem, ...],
        unread: tuple[str, ...] = (),
    ) -> None:
        """Take the claims by id, in the order of their ids, and the rest as `Records` has it."""
        self._claims = claims
        self.registry = registry
        self.shared = shared
        self.problems = problems
        self.unread = unread
        self.size = len(claims)

    def meant(self, key: str) -> str | None:
        """Give the party meant."""
        return self.registry.party(key) if self.registry.knows(key) else None

    def claim(self, claim_id: str) -> Claim | None:
        """Give a claim by its id."""
        return self._claims.get(claim_id)

    def select(self, asked: ClaimFilter, as_of: Span | None) -> Iterable[Claim]:  # noqa: ARG002 - all are given
        """Give all claims."""
        return self._claims.values()

    def tied(self) -> Iterable[Claim]:
        """Give all claims."""
        return self._claims.values()

    def ids(self, begun: str) -> Mapping[str, str]:
        """Give the ids that begin so."""
        folded = ((each.casefold(), each) for each in self._claims)
        return {key: each for key, each in folded if key.startswith(begun)}

    def name(self, party: str) -> str | None:
        """Give a name as the first claim has it."""
        return self._names.get(party)

    def names(self) -> Mapping[str, str]:
        """Give all names."""
        return self._names

    def ready_rows(self, asked: ClaimFilter, limit: int | None, offset: int) -> None:
        """Know none beforehand, as all below."""

    def ready_parties(self, as_of: Span | None) -> None:
        """See above."""

    def ready_topics(self) -> None:
        """See above."""

    def ready_sources(self, name: str) -> None:
        """See above."""

    def release(self) -> None:
        """Hold nothing."""

    @cached_property
    def _names(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for claim in self._claims.values():
            for party, name in named(claim, self.registry):
                found.setdefault(party, name)
        return found


def whole(folder: Folder) -> Whole:
    """Take a folder as it was read."""
    return Whole(folder.claims, folder.registry, folder.sources, folder.problems, folder.unread)


def named(claim: Claim, registry: Registry) -> Iterable[tuple[str, str]]:
    """Give the parties that a claim names, by id and as written, in the claim's order."""
    for position in claim.positions:
        for name in (position.party, *position.via):
            yield registry.party(name), name


def is_unread(name: str, records: Records) -> bool:
    """Tell whether a file that would be the claim of this id could not be read."""
    return any(stem_of(os.path.basename(path)) == name for path in records.unread)
