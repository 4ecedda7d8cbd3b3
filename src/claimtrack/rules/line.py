"""Where a party stands: the line, what set it, and who of its own voices differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side, Stance, Standing
    from claimtrack.rules.resolve import ResolvedPosition

Silence = Literal["silent", "declined", "commented", "reports", "withdrew"]

_SILENCES: Final[dict[Stance, Silence]] = {
    "declines": "declined",
    "comments": "commented",
    "reports": "reports",
}


class Line(NamedTuple):
    """Where a party stands on a claim.

    Attributes:
        party: the id of the principal, or of the voice that was asked for by name.
        side: the side taken.
        position: the position that set the line.
        valued: the position that the line's value is from; an earlier one when `position` gave no value.
        dissent: of each other voice whose own latest on-record side differs, the position that says so.
    """

    party: str
    side: Side
    position: ResolvedPosition
    valued: ResolvedPosition | None
    dissent: tuple[ResolvedPosition, ...]

    @property
    def value(self) -> Value | None:
        """The value that the line carries."""
        return self.valued.recorded.value if self.valued else None

    @property
    def standing(self) -> Standing:
        """How the line is known; one that is not on record is marked wherever it is shown."""
        return self.position.standing

    @property
    def divided(self) -> bool:
        """Whether another voice's own latest on-record side differs."""
        return bool(self.dissent)


def line(party: str, found: Sequence[ResolvedPosition]) -> Line | None:
    """Tell where a party stands.

    Args:
        party: the id to put on the line.
        found: the positions that count for that party, in order.

    Returns:
        The line set by the latest on-record side; where there is none, by the latest anonymous or relayed
        one. None if nobody took a side, or if the voice that set it has withdrawn and nothing newer stands.
    """
    in_force = found
    while (setter := _latest_side(in_force)) is not None:
        lapse = _withdrawal(setter, in_force)
        if lapse is None:
            break
        # A withdrawal restores nothing: only what came after it can make a new line.
        in_force = _after(lapse, in_force)
    if setter is None or setter.side is None:
        return None
    return Line(party, setter.side, setter, _valued(setter, in_force), _dissent(setter, found))


def lines(groups: dict[str, tuple[ResolvedPosition, ...]]) -> dict[str, Line]:
    """Give the line of every principal that has one."""
    found = {principal: line(principal, group) for principal, group in groups.items()}
    return {principal: each for principal, each in found.items() if each is not None}


def silence(found: Sequence[ResolvedPosition]) -> Silence:
    """Tell why a party without a line has none: by its latest position, if it ever acted."""
    if not found:
        return "silent"
    return _SILENCES.get(found[-1].stance, "withdrew")


def _latest_side(found: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    hearsay = None
    for position in reversed(found):
        if position.side is not None:
            if position.on_record:
                return position
            hearsay = hearsay or position
    return hearsay


def _withdrawal(of: ResolvedPosition, found: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    """Find the position that voids an earlier one; hearsay of a withdrawal voids nothing said on the record."""
    withdrawing = [position for position in found if position.stance == "withdraws"]
    for position in _after(of, withdrawing) if withdrawing else ():
        if position.party == of.party and (position.on_record or not of.on_record):
            return position
    return None


def _after(one: ResolvedPosition, found: Sequence[ResolvedPosition]) -> Sequence[ResolvedPosition]:
    """Keep the positions that come after one, in the order in which they count."""
    return [position for position in found if (position.at, position.place) > (one.at, one.place)]


def _valued(setter: ResolvedPosition, found: Sequence[ResolvedPosition]) -> ResolvedPosition | None:
    """Find the side's last value that still stands; hearsay gives none to an on-record line."""
    valued = [
        position
        for position in found
        if position.recorded.value is not None
        and position.side == setter.side
        and position.on_record == setter.on_record
        and (position.at, position.place) <= (setter.at, setter.place)
    ]
    return (
        next((position for position in reversed(valued) if _withdrawal(position, found) is None), None)
        if valued
        else None
    )


def _dissent(setter: ResolvedPosition, found: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Find, of each other voice, the latest on-record position whose side differs from the line's."""
    differing = []
    for party in dict.fromkeys([position.party for position in found if position.party != setter.party]):
        own = [position for position in found if position.party == party and position.on_record]
        latest = _latest_side(own)
        if latest is not None and latest.side != setter.side and _withdrawal(latest, own) is None:
            differing.append(latest)
    return tuple(differing)
