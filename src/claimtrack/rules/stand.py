"""Where a party stands: the line, what set it, and who of its own voices differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.values import Value
    from claimtrack.model.words import Side, Stance, Standing
    from claimtrack.rules.act import Act

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
        act: the act that set the line.
        valued: the act that the line's value is from; an earlier one when `act` gave no value.
        dissent: of each other voice whose own latest on-record side differs, the act that says so.
    """

    party: str
    side: Side
    act: Act
    valued: Act | None
    dissent: tuple[Act, ...]

    @property
    def value(self) -> Value | None:
        """The value that the line carries."""
        return self.valued.position.value if self.valued else None

    @property
    def standing(self) -> Standing:
        """How the line is known; one that is not on record is marked wherever it is shown."""
        return self.act.standing

    @property
    def divided(self) -> bool:
        """Whether another voice's own latest on-record side differs."""
        return bool(self.dissent)


def line(party: str, found: Sequence[Act]) -> Line | None:
    """Tell where a party stands.

    Args:
        party: the id to put on the line.
        found: the acts that count for that party, in order.

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


def lines(groups: dict[str, tuple[Act, ...]]) -> dict[str, Line]:
    """Give the line of every principal that has one."""
    found = {principal: line(principal, group) for principal, group in groups.items()}
    return {principal: each for principal, each in found.items() if each is not None}


def silence(found: Sequence[Act]) -> Silence:
    """Tell why a party without a line has none: by its latest act, if it ever acted."""
    if not found:
        return "silent"
    return _SILENCES.get(found[-1].stance, "withdrew")


def _latest_side(found: Sequence[Act]) -> Act | None:
    hearsay = None
    for act in reversed(found):
        if act.side is not None:
            if act.on_record:
                return act
            hearsay = hearsay or act
    return hearsay


def _withdrawal(of: Act, found: Sequence[Act]) -> Act | None:
    """Find the act that voids an earlier one; hearsay of a withdrawal voids nothing said on the record."""
    withdrawing = [act for act in found if act.stance == "withdraws"]
    for act in _after(of, withdrawing) if withdrawing else ():
        if act.party == of.party and (act.on_record or not of.on_record):
            return act
    return None


def _after(one: Act, found: Sequence[Act]) -> Sequence[Act]:
    """Keep the acts that come after one, in the order in which they count."""
    return [act for act in found if (act.at, act.place) > (one.at, one.place)]


def _valued(setter: Act, found: Sequence[Act]) -> Act | None:
    """Find the side's last value that still stands; hearsay gives none to an on-record line."""
    valued = [
        act
        for act in found
        if act.position.value is not None
        and act.side == setter.side
        and act.on_record == setter.on_record
        and (act.at, act.place) <= (setter.at, setter.place)
    ]
    return (
        next((act for act in reversed(valued) if _withdrawal(act, found) is None), None) if valued else None
    )


def _dissent(setter: Act, found: Sequence[Act]) -> tuple[Act, ...]:
    """Find, of each other voice, the latest on-record act whose side differs from the line's."""
    differing = []
    for party in dict.fromkeys([act.party for act in found if act.party != setter.party]):
        own = [act for act in found if act.party == party and act.on_record]
        latest = _latest_side(own)
        if latest is not None and latest.side != setter.side and _withdrawal(latest, own) is None:
            differing.append(latest)
    return tuple(differing)
