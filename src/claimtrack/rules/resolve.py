"""A claim's positions in the order in which they count, each with whom it binds and how it is known."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import ALWAYS
from claimtrack.model.vocabulary import Side, Standing, is_side

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.registry import Registry
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Stance


class ResolvedPosition(NamedTuple):
    """One position, with what the calendar and the registry add to it.

    Attributes:
        place: where it stands among the claim's positions, from 0.
        party: the id of the party that took it.
        principal: the id of the party that it binds: the one spoken for on that date.
        at: the instant from which it counts, a naive datetime in UTC.
        standing: on the record, anonymous, or relayed by somebody else.
        via: the ids of those through whom it is known, nearest the speaker first.
        recorded: the position as recorded.
        stance: the stance taken.
        side: the side taken, if the stance takes one.
        on_record: whether the party said it by name and it was heard from the party's own side.
    """

    place: int
    party: str
    principal: str
    at: datetime
    standing: Standing
    via: tuple[str, ...]
    recorded: Position
    stance: Stance
    side: Side | None
    on_record: bool

    @property
    def date(self) -> Span | None:
        """The date as recorded."""
        return self.recorded.date

    @property
    def value(self) -> Value | None:
        """The value given, if any."""
        return self.recorded.value

    @property
    def about(self) -> tuple[datetime, datetime] | None:
        """The first and the last instant of the time that the value is about, if one is recorded."""
        about = self.recorded.about
        return (about.start, about.end) if about is not None else None


def resolve(claim: Claim, registry: Registry) -> tuple[ResolvedPosition, ...]:
    """Put a claim's positions in the order in which they count.

    A date counts from the end of what is known of it; ties keep the file's order. An undated position
    counts from the claim's date, and where there is none from always.
    """
    undated = claim.date.end if claim.date is not None else ALWAYS
    found = [_resolved(place, position, undated, registry) for place, position in enumerate(claim.positions)]
    found.sort(key=_AT)
    return tuple(found)


_AT: Final = attrgetter("at")


def _resolved(place: int, position: Position, undated: datetime, registry: Registry) -> ResolvedPosition:
    party, stance, date = registry.party(position.party), position.stance, position.date
    principal = registry.principal(party, date)
    via = tuple([registry.party(name) for name in position.via])
    standing: Standing = "on-record"
    if position.attribution == "anonymous":
        standing = "anonymous"
    elif via and any(registry.principal(each, date) != principal for each in via):
        standing = "relayed"
    at = date.end if date is not None else undated
    side = stance if is_side(stance) else None
    return ResolvedPosition(
        place, party, principal, at, standing, via, position, stance, side, standing == "on-record"
    )


def up_to(when: Span | None, found: Sequence[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Keep what had been said by the end of a date; by now, which is everything, when no date is given."""
    return (
        tuple(found) if when is None else tuple([position for position in found if position.at <= when.end])
    )


def positions_of(
    party: str, found: Sequence[ResolvedPosition], registry: Registry
) -> tuple[ResolvedPosition, ...]:
    """Keep the positions that count when a party is asked for by name.

    A principal includes whoever spoke for it; a voice means its own positions only, whenever it took them.
    """
    if registry.is_voice(party):
        return tuple(position for position in found if position.party == party)
    return tuple(position for position in found if position.principal == party)


def by_principal(found: Sequence[ResolvedPosition]) -> dict[str, tuple[ResolvedPosition, ...]]:
    """Group positions by the principal they bind, in the order in which each first spoke."""
    groups: dict[str, list[ResolvedPosition]] = {}
    for position in found:
        groups.setdefault(position.principal, []).append(position)
    return {principal: tuple(group) for principal, group in groups.items()}
