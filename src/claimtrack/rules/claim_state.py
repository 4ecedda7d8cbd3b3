"""A claim with everything that follows from its positions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.line import lines as lines_of
from claimtrack.rules.line import silence as silence_of
from claimtrack.rules.origins import SourceLookup
from claimtrack.rules.resolve import by_principal as group_by_principal
from claimtrack.rules.resolve import positions_of as positions_of_party
from claimtrack.rules.resolve import resolve, up_to
from claimtrack.rules.shifts import shifts as shifts_of
from claimtrack.rules.status import reason as reason_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.line import Line, Silence
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shifts import Shift
    from claimtrack.rules.status import Reason


class Person(NamedTuple):
    """A party as it is shown.

    Attributes:
        id: the party's id.
        name: its registered name, or the name as first written where it is not registered.
        known: whether it is registered; true of everybody where there is no registry.
        probable: the registered name that an unknown one probably means.
    """

    id: str
    name: str
    known: bool = True
    probable: str | None = None


class Silent(NamedTuple):
    """A principal that acted on a claim without a line to show for it."""

    principal: str
    silence: Silence
    positions: tuple[ResolvedPosition, ...]


class Tally(NamedTuple):
    """How many sources, and at most how many origins, are behind something."""

    sources: int
    origins: int


class ClaimState:
    """A claim, the registry and the shared sources, and what the rules derive from them.

    Attributes:
        claim: the record.
        registry: the registered parties.
        shared: the shared sources by id.
        as_of: only what had been said by the end of this date counts; everything, when it is None.
    """

    def __init__(
        self, claim: Claim, registry: Registry, shared: Mapping[str, Source], as_of: Span | None = None
    ) -> None:
        self.claim = claim
        self.registry = registry
        self.shared = shared
        self.as_of = as_of

    @cached_property
    def positions(self) -> tuple[ResolvedPosition, ...]:
        """The positions in the order in which they count."""
        return up_to(self.as_of, resolve(self.claim, self.registry))

    @cached_property
    def by_principal(self) -> dict[str, tuple[ResolvedPosition, ...]]:
        """The positions by the principal they bind."""
        return group_by_principal(self.positions)

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The line of each principal that has one."""
        return lines_of(self.by_principal)

    @cached_property
    def reason(self) -> Reason:
        """The status, and the lines that make it."""
        return reason_for(self.lines)

    @cached_property
    def silent(self) -> tuple[Silent, ...]:
        """The principals that acted and have no line."""
        return tuple(
            Silent(principal, silence_of(positions), positions)
            for principal, positions in self.by_principal.items()
            if principal not in self.lines
        )

    @cached_property
    def lookup(self) -> SourceLookup:
        """The sources that the claim can cite."""
        return SourceLookup(self.claim.id, self.claim.sources, self.shared)

    @property
    def divided(self) -> bool:
        """Whether some principal's own voices differ."""
        return any(line.divided for line in self.lines.values())

    def sides(self) -> dict[Side, tuple[str, ...]]:
        """Give the principals on each side, those who moved last first."""
        return {side: tuple(line.party for line in self.reason.sides.get(side, ())) for side in SIDES}

    def positions_of(self, party: str) -> tuple[ResolvedPosition, ...]:
        """Give the positions that count when a party is asked for by name."""
        return positions_of_party(party, self.positions, self.registry)

    def shifts_of(self, party: str) -> tuple[Shift, ...]:
        """Give every change of a party's line, oldest first."""
        return shifts_of(party, self.positions_of(party))

    def shifts(self) -> tuple[Shift, ...]:
        """Give every change of every principal's line, oldest first."""
        found = [
            shift for party, positions in self.by_principal.items() for shift in shifts_of(party, positions)
        ]
        return tuple(sorted(found, key=lambda shift: (shift.position.at, shift.position.place)))

    def tally(self, positions: Iterable[ResolvedPosition]) -> Tally:
        """Count the distinct sources that some positions cite, and their origins."""
        cited = {ref.id for position in positions for ref in position.recorded.sources}
        return Tally(len(cited), len(self.lookup.origins(cited)))

    @property
    def last(self) -> ResolvedPosition | None:
        """The latest dated position."""
        for position in reversed(self.positions):
            if position.recorded.date is not None:
                return position
        return None
