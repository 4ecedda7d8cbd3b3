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
        move: what changed: `first` (there was no line before), `side`, `value` (to a disjoint one, on the same
            side), or `lapse` (a withdrawal leaves no line).
        position: the position that moved the line.
        before: the side before; None if there was no line.
        after: the side after; None if the line lapsed.
        value_before: the value that the line had for the same time, as the last shift set it.
        value_after: the value that the line has now.
    """

    party: str
    move: Move
    position: ResolvedPosition
    before: Side | None
    after: Side | None
    value_before: Value | None
    value_after: Value | None


def shifts(party: str, positions: Sequence[ResolvedPosition]) -> tuple[Shift, ...]:
    """Return every change of a party's line, oldest first.

    A value is compared with the one that the last shift set, or if that one cannot be compared, with the first
    that has been given since.

    Args:
        party: the id to put on the shifts.
        positions: the positions that count for that party, in order.
    """
    moves = []
    previous: Line | None = None
    references: list[ResolvedPosition] = []  # the values to compare with: one for each time they are about
    for number, position in enumerate(positions, 1):
        if position.side is None and position.stance != "withdraws":
            continue  # it moves no line
        current = line(party, positions[:number])
        before, after = (one.side if one else None for one in (previous, current))
        valued = current.valued if current else None
        if valued is not None and not _comparable(valued):
            valued = None
        if before != after:
            old, new = (one.value if one else None for one in (previous, current))
            moves.append(Shift(party, _move(before, after), position, before, after, old, new))
            references = [valued] if valued else []
        elif valued is not None:
            rival = next((reference for reference in references if differ(reference, valued)), None)
            if rival is not None:
                moves.append(Shift(party, "value", position, before, after, rival.value, valued.value))
                references.remove(rival)
                references.append(valued)
            elif all(reference.about != valued.about for reference in references):
                references.append(valued)
        previous = current
    return tuple(moves)


def _comparable(position: ResolvedPosition) -> bool:
    return position.value is not None and position.value.text is None


def _move(before: Side | None, after: Side | None) -> Move:
    if before is None:
        return "first"
    return "lapse" if after is None else "side"
