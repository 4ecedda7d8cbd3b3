"""Whether a claim is disputed, and which positions make it so."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.vocabulary import SIDES, Side, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimtrack.rules.line import Line

_ONE_SIDED: Final[dict[Side, Status]] = {"asserts": "asserted", "qualifies": "qualified", "denies": "denied"}


class Reason(NamedTuple):
    """A status and the lines that make it.

    Attributes:
        status: what follows from the lines.
        sides: of each side taken, the lines that take it, most recently set first.
    """

    status: Status
    sides: dict[Side, tuple[Line, ...]]


def reason(lines: Mapping[str, Line]) -> Reason:
    """Derive the status: disputed when principals take more than one side, else the one side, else open."""
    sides: dict[Side, tuple[Line, ...]] = {}
    for side in SIDES:
        taken = [line for line in lines.values() if line.side == side]
        if taken:
            taken.sort(key=_AT, reverse=True)
            sides[side] = tuple(taken)
    if len(sides) > 1:
        return Reason("disputed", sides)
    return Reason(next((_ONE_SIDED[side] for side in sides), "open"), sides)


_AT: Final = attrgetter("position.at")
