"""When a party moved: every change of its line, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from claimtrack.model.dates import ALWAYS, NEVER
from claimtrack.rules.comparison import differ
from claimtrack.rules.line import RunningLine, line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow

# What moved: `first` (there was no line before), `side`, `value` (to a disjoint one, on the same side), or `lapse`
# (a withdrawal leaves no line).
Move = Literal["first", "side", "value", "lapse"]


AnyShift = TypeVar("AnyShift", "Shift", "ShiftRow")


class Shift(NamedTuple):
    """One change of a party's line."""

    party: str  # the id of the principal, or of the voice that the user named
    move: Move
    position: ResolvedPosition  # the position that moved the line
    before: Side | None  # None if there was no line
    after: Side | None  # None if the line lapsed
    valued_before: ResolvedPosition | None  # what gave the value before: the one for the same time that a shift set
    valued_after: ResolvedPosition | None  # what gave the value that this shift set
    order_certain: bool  # whether its dates leave no doubt that it came after the position that it replaces
    standing_before: Standing | None  # how the side and the value before were known; None if there was no line
    standing_after: Standing | None  # how those after are known; None if the line lapsed
    now: Line | None = None  # of the last shift only: the line, if its value now is not the one that this shift set

    @property
    def value_before(self) -> Value | None:
        """The value before; of a move of the value, the one for the same time that the last shift set."""
        return self.valued_before.value if self.valued_before else None

    @property
    def value_after(self) -> Value | None:
        """The value that this shift set."""
        return self.valued_after.value if self.valued_after else None

    @property
    def about_before(self) -> Span | None:
        """The time that the value before is about, if recorded."""
        return self.valued_before.recorded.about if self.valued_before else None

    @property
    def about_after(self) -> Span | None:
        """The time that the value that this shift set is about, if recorded."""
        return self.valued_after.recorded.about if self.valued_after else None


def shifts(party: str, positions: Sequence[ResolvedPosition]) -> tuple[Shift, ...]:
    """Return every change of the line of a party (an id), by the positions that count for it, oldest first.

    A value is compared with the one that the last shift set, or if that one cannot be compared, with the first
    that has been given since.
    """
    moves = []
    running = RunningLine(party)
    previous: Line | None = None
    # What to compare a value with, by the time that it is about.
    references: dict[tuple[int, int] | None, ResolvedPosition] = {}
    for position in positions:
        if position.side is None and position.stance != "withdraws":
            continue  # it moves no line
        running.add(position)
        current = running.line
        before, after = (one.side if one else None for one in (previous, current))
        known, known_now = (one.standing if one else None for one in (previous, current))
        valued = current.valued if current and _is_number(current.value) else None
        if before != after:
            old, new = (one.valued if one else None for one in (previous, current))
            certain = previous is None or is_order_certain(previous.position, position)
            moves.append(
                Shift(party, move_between(before, after), position, before, after, old, new, certain, known, known_now)
            )
            references = {valued.about: valued} if valued else {}
        elif valued is not None:
            rival = references.setdefault(valued.about, valued)
            if differ(rival, valued):
                certain = is_order_certain(rival, position)
                known_before = rival.standing
                moves.append(
                    Shift(party, "value", position, before, after, rival, valued, certain, known_before, known_now)
                )
                references[valued.about] = valued
        previous = current
    if previous is not None:
        last = moves[-1]
        if (previous.value, previous.about) != (last.value_after, last.about_after):
            # A newer value that differs from none before moved nothing.
            moves[-1] = last._replace(now=line(party, positions))
    return tuple(moves)


def side_taken(moves: Sequence[AnyShift]) -> AnyShift | None:
    """Return the shift since which a party is on its side, of all its shifts on a claim; None if there is none."""
    return next((each for each in reversed(moves) if each.move in {"first", "side"}), None)


def value_since(line: Line, positions: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    """Return the position since which a party gives the value that its line has; None if the line has none.

    Args:
        line: the line of the party.
        positions: those that count for the party, in order.

    It is the first of those that gave this value with no other value for the same time, no other side and no
    withdrawal between them.
    """
    found = valued = line.valued
    if valued is None:
        return None
    for position in reversed(positions[: positions.index(valued)]):
        if position.stance == "withdraws" or (position.on_record and position.side not in {None, line.side}):
            break
        if position.side != line.side or position.on_record != valued.on_record or position.about != valued.about:
            continue
        if position.value not in {None, valued.value}:
            break
        if position.value is not None:
            found = position
    return found


def move_between(before: Side | None, after: Side | None) -> Move:
    """Return what moves from one side to another; None is no line."""
    if before is None:
        return "first"
    if after is None:
        return "lapse"
    return "value" if before == after else "side"


def is_order_certain(earlier: ResolvedPosition, later: ResolvedPosition) -> bool:
    """Return whether no choice of days that their dates allow puts the later one first; equal days follow the file."""
    return (_last_possible(earlier), earlier.place) <= (_first_possible(later), later.place)


def _first_possible(position: ResolvedPosition) -> int:
    if position.date is None or position.recorded.date_of == "report":
        return ALWAYS  # by the date of the report, which is the last possible one
    return position.date.first_day


def _last_possible(position: ResolvedPosition) -> int:
    return NEVER if position.date is None else position.date.end


def _is_number(value: Value | None) -> bool:
    return value is not None and value.text is None
