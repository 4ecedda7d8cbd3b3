"""What a status rests on: the positions without any one of which the claim would have another status."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.line import RunningLine, status_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from claimtrack.model.vocabulary import Side, Status
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


class Support(NamedTuple):
    """A position on which a status rests."""

    position: ResolvedPosition
    without: Status  # the status if this position alone is taken out


def rests_on(
    groups: Mapping[str, Sequence[ResolvedPosition]], lines: Mapping[str, Line], *, withdrawn: bool
) -> Iterator[Support]:
    """Yield each position without which alone the status is another one, by the principals that they bind.

    A position counts for one principal, so taking it out changes no other line than that one's.

    Args:
        groups: the positions of each principal, in the order in which they count.
        lines: the line of each principal that has one.
        withdrawn: whether some position withdraws others.
    """
    sides = [line.side for line in lines.values()]
    counts = {side: sides.count(side) for side in SIDES if side in sides}
    disputed = len(counts) > 1
    if disputed and (len(counts) == len(SIDES) or min(counts.values()) > 1):
        return  # two sides are left, whichever line changes
    status = status_of(counts)
    for principal, positions in groups.items():
        line = lines.get(principal)
        side = line.side if line is not None else None
        if disputed and (side is None or counts[side] > 1):
            continue
        if withdrawn and any(position.stance == "withdraws" for position in positions):
            found: Iterable[tuple[ResolvedPosition, Side | None]] = _without_each(principal, positions)
        elif line is not None:
            found = ((line.position, _without(line.position, positions)),)
        else:
            continue
        for position, other in found:
            if other != side:
                left = {each for each, number in counts.items() if each != side or number > 1}
                without = status_of(left | {other} if other is not None else left)
                if without != status:
                    yield Support(position, without)


def _without(setter: ResolvedPosition, positions: Sequence[ResolvedPosition]) -> Side | None:
    """Return the side of a principal without the position that sets its line, if nobody withdraws anything."""
    off_record = None
    for position in reversed(positions):
        if position.side is not None and position is not setter:
            if position.on_record:
                return position.side
            off_record = off_record or position.side
    return off_record


def _without_each(
    principal: str, positions: Sequence[ResolvedPosition]
) -> Iterator[tuple[ResolvedPosition, Side | None]]:
    """Yield the positions that may decide a line, each with the side that there is without it.

    Of the sides that are taken, only the last one on record and the last one off it may set the line.
    """
    running = RunningLine(principal)
    last: dict[bool, ResolvedPosition] = {}
    for position in positions:
        running.add(position)
        if position.side is not None:
            last[position.on_record] = position
    withdrawals = [position for position in positions if position.stance == "withdraws"]
    for position in (*last.values(), *withdrawals):
        running.take_out(position)
        line = running.line
        yield position, line.side if line is not None else None
        running.add(position)
