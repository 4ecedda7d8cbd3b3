"""When a party moved: every change of its line, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from claimtrack.rules.comparison import differ
from claimtrack.rules.line import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

Move = Literal["first", "side", "value", "lapse"]


class Shift(NamedTuple):
    """One change of a party's line.

    Attributes:
        party: the id of the principal, or of the voice that was asked for by name.
        move: what changed: `first` where there was no line, `side`, `value` (to a disjoint one, the side
            staying), or `lapse`, where a withdrawal leaves no line.
        position: the position that moved the line.
        before: the side before; None where there was no line.
        after: the side after; None where the line lapsed.
        value_before: the value that the line had for the same time, as the last shift left it.
        value_after: the value that the line has now.
    """

    party: str
    move: Move
    position: ResolvedPosition
    before: Side | None
    after: Side | None
    value_before: Value | None
    value_after: Value | None


def shifts(party: str, found: Sequence[ResolvedPosition]) -> tuple[Shift, ...]:
    """Follow a party's line through time.

    Args:
        party: the id to put on the shifts.
        found: the positions that count for that party, in order.

    Returns:
        Every change of side, and every change to a value that differs from the one that the last shift set,
        oldest first. Where the last shift set none that can be compared, the first given since stands for it.
    """
    moved = []
    stood: Line | None = None
    given: list[ResolvedPosition] = []  # the values to compare with, one for each time that values are about
    for number in range(1, len(found) + 1):
        position = found[number - 1]
        if position.side is None and position.stance != "withdraws":
            continue  # it moves no line
        stands = line(party, found[:number])
        before, after = (each.side if each else None for each in (stood, stands))
        valued = stands.valued if stands else None
        if before != after:
            old, new = (each.value if each else None for each in (stood, stands))
            moved.append(Shift(party, _move(before, after), position, before, after, old, new))
            given = [valued] if valued and _comparable(valued) else []
        elif valued is not None and _comparable(valued):
            rival = next((each for each in given if differ(each, valued)), None)
            if rival is not None:
                moved.append(Shift(party, "value", position, before, after, rival.value, valued.value))
                given.remove(rival)
                given.append(valued)
            elif all(each.about != valued.about for each in given):
                given.append(valued)
        stood = stands
    return tuple(moved)


def _comparable(position: ResolvedPosition) -> bool:
    return position.value is not None and position.value.text is None


def _move(before: Side | None, after: Side | None) -> Move:
    if before is None:
        return "first"
    return "lapse" if after is None else "side"
