"""A claim with everything that follows from its positions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.words import SIDES
from claimtrack.rules.act import acts as all_acts
from claimtrack.rules.act import acts_of as acts_of_party
from claimtrack.rules.act import by_principal as group_by_principal
from claimtrack.rules.act import up_to
from claimtrack.rules.moves import shifts as shifts_of
from claimtrack.rules.origins import Shelf
from claimtrack.rules.stand import lines as lines_of
from claimtrack.rules.stand import silence as silence_of
from claimtrack.rules.status import reason as reason_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.words import Side
    from claimtrack.rules.act import Act
    from claimtrack.rules.moves import Shift
    from claimtrack.rules.stand import Line, Silence
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
    acts: tuple[Act, ...]


class Tally(NamedTuple):
    """How many sources, and at most how many origins, are behind something."""

    sources: int
    origins: int


class Case:
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
    def acts(self) -> tuple[Act, ...]:
        """The positions in the order in which they count."""
        return up_to(self.as_of, all_acts(self.claim, self.registry))

    @cached_property
    def by_principal(self) -> dict[str, tuple[Act, ...]]:
        """The acts by the principal they bind."""
        return group_by_principal(self.acts)

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
            Silent(principal, silence_of(acts), acts)
            for principal, acts in self.by_principal.items()
            if principal not in self.lines
        )

    @cached_property
    def shelf(self) -> Shelf:
        """The sources that the claim can cite."""
        return Shelf(self.claim.id, self.claim.sources, self.shared)

    @property
    def divided(self) -> bool:
        """Whether some principal's own voices differ."""
        return any(line.divided for line in self.lines.values())

    def sides(self) -> dict[Side, tuple[str, ...]]:
        """Give the principals on each side, those who moved last first."""
        return {side: tuple(line.party for line in self.reason.sides.get(side, ())) for side in SIDES}

    def acts_of(self, party: str) -> tuple[Act, ...]:
        """Give the acts that count when a party is asked for by name."""
        return acts_of_party(party, self.acts, self.registry)

    def shifts_of(self, party: str) -> tuple[Shift, ...]:
        """Give every change of a party's line, oldest first."""
        return shifts_of(party, self.acts_of(party))

    def shifts(self) -> tuple[Shift, ...]:
        """Give every change of every principal's line, oldest first."""
        found = [shift for party, acts in self.by_principal.items() for shift in shifts_of(party, acts)]
        return tuple(sorted(found, key=lambda shift: (shift.act.at, shift.act.place)))

    def tally(self, acts: Iterable[Act]) -> Tally:
        """Count the distinct sources that some acts cite, and their origins."""
        cited = {ref.id for act in acts for ref in act.position.sources}
        return Tally(len(cited), len(self.shelf.origins(cited)))

    @property
    def last(self) -> Act | None:
        """The latest dated act."""
        for act in reversed(self.acts):
            if act.position.date is not None:
                return act
        return None
