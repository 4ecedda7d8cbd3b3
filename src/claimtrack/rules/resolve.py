"""Resolved positions: a claim's positions in the order in which they count, with their principals and standings."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.model.dates import ALWAYS
from claimtrack.model.vocabulary import Side, Standing, is_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Stance


class ResolvedPosition(NamedTuple):
    """A position with what the calendar and the registry add to it; parties are named by their ids."""

    place: int  # its index among the claim's positions in the file
    party: str
    principal: str  # the party that it binds: the one spoken for on that date
    at: int  # the date key from which it counts (see `model/dates`)
    standing: Standing
    via: tuple[str, ...]  # through whom it is known, nearest the speaker first
    recorded: Position
    stance: Stance
    side: Side | None  # the side that the stance takes, if it takes one
    on_record: bool  # whether the party said it by name, and nobody outside its own side relayed it

    @property
    def date(self) -> Span | None:
        """The date as recorded."""
        return self.recorded.date

    @property
    def is_day_known(self) -> bool:
        """Whether its date says on which day it was said: it is no month or year, and not only that of a report."""
        date = self.recorded.date
        return date is not None and date.is_day and self.recorded.date_of == "statement"

    @property
    def value(self) -> Value | None:
        """The value given, if any."""
        return self.recorded.value

    @property
    def about(self) -> tuple[int, int] | None:
        """The date keys of the first and the last time that the value is about, if recorded."""
        about = self.recorded.about
        return (about.start, about.end) if about is not None else None


def resolve(claim: Claim, registry: Registry) -> tuple[ResolvedPosition, ...]:
    """Return a claim's positions in the order in which they count.

    A date counts from its end, by the calendar as written; ties keep the file's order. An undated position counts from
    the claim's date, or always if the claim has none.
    """
    undated = claim.date.end if claim.date is not None else ALWAYS
    positions = [_resolved(place, position, undated, registry) for place, position in enumerate(claim.positions)]
    positions.sort(key=attrgetter("at"))
    return tuple(positions)


def _resolved(place: int, position: Position, undated: int, registry: Registry) -> ResolvedPosition:
    party, stance, date = registry.party(position.party), position.stance, position.date
    principal = registry.principal(party, date)
    via = tuple([registry.party(name) for name in position.via])
    standing: Standing = "on-record"
    if position.attribution == "anonymous":
        standing = "anonymous"
    elif via and any(registry.principal(relay, date) != principal for relay in via):
        standing = "relayed"
    at = date.end if date is not None else undated
    side = stance if is_side(stance) else None
    return ResolvedPosition(place, party, principal, at, standing, via, position, stance, side, standing == "on-record")


def up_to(when: Span | None, positions: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return what had been said by the end of a date, or everything if no date is given."""
    if when is None:
        return tuple(positions)
    return tuple([position for position in positions if position.at <= when.end])


def against_clock(positions: Sequence[ResolvedPosition]) -> dict[int, ResolvedPosition]:
    """Find moments that the clock puts the other way round than the calendar as written, which is what counts.

    Return one such position for each, by its place: an earlier one if there is any, else a later one.
    """
    moments = [(position.date.instant, position) for position in positions if position.date and position.date.is_moment]
    found: dict[int, ResolvedPosition] = {}
    if not moments:
        return found
    latest = moments[0]
    for moment in moments:
        if moment[0] < latest[0]:
            found[moment[1].place] = latest[1]
        else:
            latest = moment
    earliest = moments[-1]
    for moment in reversed(moments):
        if moment[0] > earliest[0]:
            found.setdefault(moment[1].place, earliest[1])
        else:
            earliest = moment
    return found


def positions_of(party: str, positions: Sequence[ResolvedPosition], registry: Registry) -> tuple[ResolvedPosition, ...]:
    """Return the positions that count for a party: for a voice only its own, whatever their date."""
    if registry.is_voice(party):
        return tuple(position for position in positions if position.party == party)
    return tuple(position for position in positions if position.principal == party)


def by_principal(positions: Sequence[ResolvedPosition]) -> dict[str, tuple[ResolvedPosition, ...]]:
    """Group positions by the principal they bind, in the order in which each first spoke."""
    groups: dict[str, list[ResolvedPosition]] = {}
    for position in positions:
        groups.setdefault(position.principal, []).append(position)
    return {principal: tuple(group) for principal, group in groups.items()}
