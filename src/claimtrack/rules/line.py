"""Where a party stands: its line, what set it, which of its voices differ, and the status that follows."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.running_line import Basis, RunningLine, Withdrawals, entry_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    party: str, positions: Sequence[ResolvedPosition], withdrawals: Iterable[ResolvedPosition] = ()
) -> Line | None:
    """Return the line of a party (an id), by the positions that count for it, in order.

    All withdrawals on the claim, whomever they bind, are needed only for those that leave the line and mark it.

    The latest on-record side sets it, or if there is none, the latest anonymous or relayed one. There is no line if
    nobody took a side, or if the voice that set it has withdrawn and no side was taken since.
    """
    return _line(party, positions, Withdrawals(withdrawals))


def lines(
    groups: Mapping[str, Sequence[ResolvedPosition]], withdrawals: Iterable[ResolvedPosition] = ()
) -> dict[str, Line]:
    """Return the line of every principal that has one; `withdrawals` as in `line`."""
    ordered = Withdrawals(withdrawals)
    found = ((principal, _line(principal, group, ordered)) for principal, group in groups.items())
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


def _line(party: str, positions: Sequence[ResolvedPosition], withdrawals: Withdrawals) -> Line | None:
    basis = _basis(positions)
    if basis is None:
        return None
    setter, side, valued = basis
    # One for the same principal that voids either of the two would have counted above.
    left = [withdrawals.first_of(entry_of(each)) for each in (setter, valued) if each is not None]
    marks = {place: position for _, place, position in filter(None, left)}
    return Line(party, side, setter, valued, _dissent(setter, positions), tuple(marks.values()))


def _basis(positions: Sequence[ResolvedPosition]) -> Basis | None:
    """Return what a line rests on, as `RunningLine` does; it takes less time where nobody withdraws anything."""
    if any(position.stance == "withdraws" for position in positions):
        running = RunningLine()
        for position in positions:
            running.add(position)
        return running.basis
    setter = valued = None
    for position in positions:
        if position.side is not None and (position.on_record or setter is None or not setter.on_record):
            setter = position
    if setter is None or setter.side is None:
        return None
    for position in positions:
        if position.side == setter.side and position.on_record == setter.on_record and position.value is not None:
            valued = position
    return Basis(setter, setter.side, valued)


def _dissent(setter: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return the latest on-record position of each other voice whose side differs from the line's."""
    latest: dict[str, ResolvedPosition | None] = {}  # the side in force of each voice
    for position in positions:
        if position.on_record and position.side is not None:
            latest[position.party] = position
        elif position.on_record and position.stance == "withdraws":
            latest[position.party] = None
        else:
            latest.setdefault(position.party, None)
    latest[setter.party] = None
    return tuple([each for each in latest.values() if each is not None and each.side != setter.side])
