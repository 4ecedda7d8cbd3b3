"""Where a party stands: its line, what set it, which of its voices differ, and the status that follows."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from claimtrack.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Stance, Standing, Status
    from claimtrack.rules.resolve import ResolvedPosition

Silence = Literal["silent", "declined", "commented", "reports", "withdrew"]

_SILENCES: Final[dict[Stance, Silence]] = {"declines": "declined", "comments": "commented", "reports": "reports"}
_STATUSES: Final[dict[Side, Status]] = {"asserts": "asserted", "qualifies": "qualified", "denies": "denied"}


class Line(NamedTuple):
    """Where a party stands on a claim."""

    party: str  # the id of the principal, or of the voice that the user named
    side: Side
    position: ResolvedPosition  # the position that set the line
    valued: ResolvedPosition | None  # the position that gave its value: an earlier one if `position` gave none
    dissent: tuple[ResolvedPosition, ...]  # of each other voice that differs, its own latest on-record side
    # By whoever set the line or gave its value: later withdrawals for nobody or for another principal, which leave it.
    withdrawals: tuple[ResolvedPosition, ...] = ()

    @property
    def value(self) -> Value | None:
        """The line's value, if it has one."""
        return self.valued.recorded.value if self.valued else None

    @property
    def about(self) -> Span | None:
        """The time that the line's value is about, if recorded."""
        return self.valued.recorded.about if self.valued else None

    @property
    def standing(self) -> Standing:
        """How the line is known: on the record, anonymous or relayed."""
        return self.position.standing

    @property
    def divided(self) -> bool:
        """Whether another voice differs, or somebody withdrew what the line rests on and spoke for others by then."""
        return bool(self.dissent or self.withdrawals)


class Reason(NamedTuple):
    """A status and the lines that make it."""

    status: Status
    sides: dict[Side, tuple[Line, ...]]  # for each side taken, the lines that take it, most recently set first


def line(
    party: str, positions: Sequence[ResolvedPosition], withdrawals: Sequence[ResolvedPosition] = ()
) -> Line | None:
    """Return the line of a party (an id), by the positions that count for it, in order.

    All withdrawals on the claim, whomever they bind, are needed only for those that leave the line and mark it.

    The latest on-record side sets it, or if there is none, the latest anonymous or relayed one. There is no line if
    nobody took a side, or if the voice that set it has withdrawn and no side was taken since.
    """
    in_force = positions
    while (setter := _latest_side(in_force)) is not None:
        withdrawal = _withdrawal(setter, in_force)
        if withdrawal is None:
            break
        # A withdrawal restores nothing: only what came after it can make a new line.
        in_force = _after(withdrawal, in_force)
    if setter is None or setter.side is None:
        return None
    valued = _valued(setter, in_force)
    # One for the same principal that voids either of the two would have counted above.
    left = [_withdrawal(each, withdrawals) for each in (setter, valued) if each is not None] if withdrawals else []
    marks = {each.place: each for each in left if each is not None}
    return Line(party, setter.side, setter, valued, _dissent(setter, positions), tuple(marks.values()))


def lines(
    groups: Mapping[str, Sequence[ResolvedPosition]], withdrawals: Sequence[ResolvedPosition] = ()
) -> dict[str, Line]:
    """Return the line of every principal that has one; `withdrawals` as in `line`."""
    found = ((principal, line(principal, group, withdrawals)) for principal, group in groups.items())
    return {principal: its_line for principal, its_line in found if its_line is not None}


def silence(positions: Sequence[ResolvedPosition]) -> Silence:
    """Return what a party without a line did last, if anything."""
    return _SILENCES.get(positions[-1].stance, "withdrew") if positions else "silent"


def reason(by_principal: Mapping[str, Line]) -> Reason:
    """Derive the status: disputed if principals take more than one side, else the one side, else open."""
    sides: dict[Side, tuple[Line, ...]] = {}
    for side in SIDES:
        taken = [line for line in by_principal.values() if line.side == side]
        if taken:
            sides[side] = tuple(sorted(taken, key=attrgetter("position.at"), reverse=True))
    if len(sides) > 1:
        return Reason("disputed", sides)
    return Reason(next((_STATUSES[side] for side in sides), "open"), sides)


def _latest_side(positions: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    off_record = None
    for position in reversed(positions):
        if position.side is not None:
            if position.on_record:
                return position
            off_record = off_record or position
    return off_record


def _withdrawal(withdrawn: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    """Return the position that voids an earlier one; only a withdrawal on the record voids what is on the record."""
    withdrawals = [position for position in positions if position.stance == "withdraws"]
    for position in _after(withdrawn, withdrawals) if withdrawals else ():
        if position.party == withdrawn.party and (position.on_record or not withdrawn.on_record):
            return position
    return None


def _after(one: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> Sequence[ResolvedPosition]:
    """Return the positions that come after one, in the order in which they count."""
    return [position for position in positions if (position.at, position.place) > (one.at, one.place)]


def _valued(setter: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    """Return the position with the side's last value in force; only one on the record gives an on-record line its value."""
    valued = [
        position
        for position in positions
        if position.recorded.value is not None
        and position.side == setter.side
        and position.on_record == setter.on_record
        and (position.at, position.place) <= (setter.at, setter.place)
    ]
    return next((position for position in reversed(valued) if _withdrawal(position, positions) is None), None)


def _dissent(setter: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return the latest on-record position of each other voice whose side differs from the line's."""
    differing = []
    for party in dict.fromkeys([position.party for position in positions if position.party != setter.party]):
        own = [position for position in positions if position.party == party and position.on_record]
        latest = _latest_side(own)
        if latest is not None and latest.side != setter.side and _withdrawal(latest, own) is None:
            differing.append(latest)
    return tuple(differing)
