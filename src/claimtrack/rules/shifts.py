"""When a party moved: every change of its line, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from claimtrack.rules.comparison import differ
from claimtrack.rules.line import line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Standing
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

# What moved: `first` (there was no line before), `side`, `value` (to a disjoint one, on the same side), or `lapse`
# (a withdrawal leaves no line).
Move = Literal["first", "side", "value", "lapse"]


class Shift(NamedTuple):
    """One change of a party's line."""

    party: str  # the id of the principal, or of the voice that the user named
    move: Move
    position: ResolvedPosition  # the position that moved the line
    before: Side | None  # None if there was no line
    after: Side | None  # None if the line lapsed
    value_before: Value | None  # the value for the same time, as the last shift set it
    value_after: Value | None
    standing_before: Standing | None  # how the side and the value before were known; None if there was no line
    standing_after: Standing | None  # how those after are known; None if the line lapsed


def shifts(party: str, positions: Sequence[ResolvedPosition]) -> tuple[Shift, ...]:
    """Return every change of the line of a party (an id), by the positions that count for it, oldest first.

    A value is compared with the one that the last shift set, or if that one cannot be compared, with the first
    that has been given since.
    """
    moves = []
    previous: Line | None = None
    references: list[ResolvedPosition] = []  # the values to compare with: one for each time they are about
    for number, position in enumerate(positions, 1):
        if position.side is None and position.stance != "withdraws":
            continue  # it moves no line
        current = line(party, positions[:number])
        before, after = (one.side if one else None for one in (previous, current))
        known, known_now = (one.standing if one else None for one in (previous, current))
        valued = current.valued if current and _is_number(current.value) else None
        if before != after:
            old, new = (one.value if one else None for one in (previous, current))
            moves.append(Shift(party, _move(before, after), position, before, after, old, new, known, known_now))
            references = [valued] if valued else []
        elif valued is not None:
            rival = next((reference for reference in references if differ(reference, valued)), None)
            if rival is not None:
                values = (rival.value, valued.value)
                moves.append(Shift(party, "value", position, before, after, *values, rival.standing, known_now))
                references.remove(rival)
                references.append(valued)
            elif all(reference.about != valued.about for reference in references):
                references.append(valued)
        previous = current
    return tuple(moves)


def _is_number(value: Value | None) -> bool:
    return value is not None and value.text is None


def _move(before: Side | None, after: Side | None) -> Move:
    if before is None:
        return "first"
    return "lapse" if after is None else "side"
