"""The state of a claim: all that follows from its positions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.comparison import differences, values_differ
from claimtrack.rules.line import line, lines, reason, silence, voided
from claimtrack.rules.origins import SourceLookup
from claimtrack.rules.resolve import against_clock, by_principal, positions_of, resolve, up_to
from claimtrack.rules.rests_on import rests_on
from claimtrack.rules.reviews import reviewers, reviews, without_reviews
from claimtrack.rules.shifts import shifts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.comparison import Difference
    from claimtrack.rules.line import Line, Reason, Silence
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.rests_on import Support
    from claimtrack.rules.shifts import Shift


class Person(NamedTuple):
    """A party as it is shown."""

    id: str
    name: str  # its registered name, or the name as first written if it is not registered
    known: bool = True  # whether it is registered; always true if there is no registry
    probable: str | None = None  # the registered name that an unknown one probably means
    principal_known: bool = True  # false if the registry has a mistake in its `speaks_for`; then it binds itself

    @classmethod
    def registered(cls, party: str, registry: Registry) -> Person | None:
        """Return the party with an id, if it is registered."""
        entry = registry.get(party)
        return entry and cls(party, entry.name or party, principal_known=party not in registry.unclear)


class Silent(NamedTuple):
    """A principal that took positions on a claim and has no line."""

    principal: str
    silence: Silence
    positions: tuple[ResolvedPosition, ...]


class Tally(NamedTuple):
    """The number of distinct sources, and the largest possible number of their origins."""

    sources: int
    origins: int


class ClaimState:
    """What the rules derive from a claim, the registry and the shared sources (by id).

    With `as_of`, only what had been said by the end of that date counts. With `ignore_reviews`, no line follows from a
    position with a rating.
    """

    def __init__(
        self,
        claim: Claim,
        registry: Registry,
        shared: Mapping[str, Source],
        as_of: Span | None = None,
        *,
        ignore_reviews: bool = False,
    ) -> None:
        self.claim = claim
        self.registry = registry
        self.shared = shared
        self.as_of = as_of
        self.ignore_reviews = ignore_reviews

    @cached_property
    def positions(self) -> tuple[ResolvedPosition, ...]:
        """The positions in the order in which they count."""
        return up_to(self.as_of, resolve(self.claim, self.registry))

    @cached_property
    def counted(self) -> tuple[ResolvedPosition, ...]:
        """The positions from which the lines follow: all, or if reviews are ignored, the others."""
        return without_reviews(self.positions) if self.ignore_reviews else self.positions

    @cached_property
    def by_principal(self) -> dict[str, tuple[ResolvedPosition, ...]]:
        """The positions from which the lines follow, by the principal that they bind."""
        return by_principal(self.counted)

    @cached_property
    def reviews(self) -> tuple[ResolvedPosition, ...]:
        """The positions that are reviews."""
        return reviews(self.positions)

    @cached_property
    def reviewers(self) -> dict[str, tuple[ResolvedPosition, ...]]:
        """The principals that are shown as reviewers, each with the positions to show there; see `reviews.reviewers`."""
        if not self.reviews:
            return {}
        return reviewers(by_principal(self.positions), self.lines, ignored=self.ignore_reviews)

    @cached_property
    def without_reviews(self) -> ClaimState:
        """The state of the claim if reviews are ignored."""
        if self.ignore_reviews or not self.reviews:
            return self
        return ClaimState(self.claim, self.registry, self.shared, self.as_of, ignore_reviews=True)

    @cached_property
    def lines(self) -> dict[str, Line]:
        """The line of each principal that has one."""
        return lines(self.by_principal, self.withdrawals)

    @cached_property
    def withdrawals(self) -> tuple[ResolvedPosition, ...]:
        """The positions that withdraw others."""
        return tuple([position for position in self.counted if position.stance == "withdraws"])

    @cached_property
    def voided(self) -> dict[int, ResolvedPosition]:
        """By its place, each position that its author withdrew later, with the first such withdrawal."""
        return voided(self.counted, self.withdrawals) if self.withdrawals else {}

    @cached_property
    def reason(self) -> Reason:
        """The status, and the lines that make it."""
        return reason(self.lines)

    @property
    def rests_on(self) -> tuple[Support, ...]:
        """The positions without any one of which the status would be another one, in the order in which they count."""
        return tuple(sorted(self._rests_on(), key=lambda each: (each.position.at, each.position.place)))

    @property
    def thin(self) -> bool:
        """Whether the status would be another one without some single position."""
        return next(self._rests_on(), None) is not None

    def _rests_on(self) -> Iterator[Support]:
        return rests_on(self.by_principal, self.lines, withdrawn=bool(self.withdrawals))

    @cached_property
    def silent(self) -> tuple[Silent, ...]:
        """The principals that took positions that count and have no line."""
        groups = self.by_principal.items()
        return tuple(Silent(party, silence(group), group) for party, group in groups if party not in self.lines)

    @cached_property
    def lookup(self) -> SourceLookup:
        """The sources that the claim can cite."""
        return SourceLookup(self.claim.id, self.claim.sources, self.shared)

    @property
    def divided(self) -> bool:
        """Whether some principal's own people disagree, or somebody withdrew what its line rests on."""
        return any(line.divided for line in self.lines.values())

    @property
    def values_differ(self) -> bool:
        """Whether the values of two lines differ."""
        return values_differ(self.lines.values())

    def is_divided(self, party: str) -> bool:
        """Return whether somebody for whom the positions of a party (an id) count is divided."""
        return any(line.divided for line in self._lines_behind(party))

    def has_other_value(self, party: str) -> bool:
        """Return whether a line for which the positions of a party (an id) count differs from another in its value."""
        behind = {line.party for line in self._lines_behind(party) if line.valued is not None}
        if not behind:
            return False
        differing = (line.party for each in self.differences for group in each.groups for line in group)
        return not behind.isdisjoint(differing)

    def _lines_behind(self, party: str) -> list[Line]:
        """Return the lines of the principals for which the positions of a party count: of a voice, those it speaks for."""
        principals = dict.fromkeys(position.principal for position in self.positions_of(party))
        return [self.lines[principal] for principal in principals if principal in self.lines]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The lines whose values differ, those most recently set first."""
        return differences([line for lines in self.reason.sides.values() for line in lines])

    def sides(self) -> dict[Side, tuple[str, ...]]:
        """Return the principals on each side, the one with the most recent line first."""
        return {side: tuple(line.party for line in self.reason.sides.get(side, ())) for side in SIDES}

    def standings(self) -> dict[str, Standing]:
        """Return how each line that is not on record is known, by its principal."""
        lines = [line for each in self.reason.sides.values() for line in each]
        return {line.party: line.standing for line in lines if not line.position.on_record}

    def positions_of(self, party: str) -> tuple[ResolvedPosition, ...]:
        """Return the positions that count for a party given by its id."""
        return positions_of(party, self.positions, self.registry)

    def counted_of(self, party: str) -> tuple[ResolvedPosition, ...]:
        """Return those from which the line of a party follows, given by its id."""
        return positions_of(party, self.counted, self.registry)

    def line_of(self, party: str) -> Line | None:
        """Return the line of a party given by its id."""
        return line(party, self.counted_of(party), self.withdrawals)

    def shifts_of(self, party: str) -> tuple[Shift, ...]:
        """Return every change of a party's line, oldest first."""
        return shifts(party, self.counted_of(party))

    def shifts(self) -> tuple[Shift, ...]:
        """Return every change of every principal's line, oldest first."""
        moves = [shift for party, group in self.by_principal.items() for shift in shifts(party, group)]
        return tuple(sorted(moves, key=lambda shift: (shift.position.at, shift.position.place)))

    @cached_property
    def order_uncertain(self) -> frozenset[int]:
        """The places of the positions that moved a line, where their dates leave it open whether they came later."""
        if all(position.is_day_known for position in self.positions):
            return frozenset()
        return frozenset(shift.position.place for shift in self.shifts() if not shift.order_certain)

    @cached_property
    def against_clock(self) -> dict[int, ResolvedPosition]:
        """By its place, each position that the clock orders otherwise than the calendar, with another such one."""
        return against_clock(self.positions)

    def withdrawals_of(self, position: ResolvedPosition) -> tuple[ResolvedPosition, ...]:
        """Return the withdrawal that voids a position, if there is one."""
        return (self.voided[position.place],) if position.place in self.voided else ()

    def tally(self, positions: Iterable[ResolvedPosition]) -> Tally:
        """Count the distinct sources that some positions cite, and their origins."""
        cited = {ref.id for position in positions for ref in position.recorded.sources}
        return Tally(len(set(map(self.lookup.key, cited))), len(self.lookup.origins(cited)))

    @property
    def last(self) -> ResolvedPosition | None:
        """The latest dated position."""
        return next((position for position in reversed(self.positions) if position.date is not None), None)
