"""The row of a shift in a list: the shift without the positions behind it, so that it can be stored as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.model.values import Value

if TYPE_CHECKING:
    from claimtrack.model.dates import Span
    from claimtrack.model.vocabulary import DateOf, Side, Standing
    from claimtrack.rules.claim_row import ClaimSummary
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shifts import Move, Shift


class SideSummary(NamedTuple):
    """A side that a party takes, with its value."""

    side: Side
    value: Value | None
    about: str | None  # the time that the value is about, as recorded
    standing: Standing  # how the side is known


def sides_of(shift: Shift) -> tuple[SideSummary | None, SideSummary | None]:
    """Return the side before a shift and the one after it; None for each that is no line."""
    return (
        _summary(shift.before, shift.value_before, shift.about_before, shift.standing_before),
        _summary(shift.after, shift.value_after, shift.about_after, shift.standing_after),
    )


def _summary(
    side: Side | None, value: Value | None, about: Span | None, standing: Standing | None
) -> SideSummary | None:
    if side is None or standing is None:
        return None
    return SideSummary(side, value, about.written if about else None, standing)


class ShiftRow(NamedTuple):
    """One change of a party's line on a claim."""

    claim: ClaimSummary
    party: str  # the id of the principal, or of the voice that the user named
    move: Move
    before: SideSummary | None  # None if there was no line
    after: SideSummary | None  # None if the line lapsed
    now: SideSummary | None  # of the last shift only: the line, if its value now is not the one that this shift set
    order_certain: bool  # whether its dates leave no doubt that it came after the position that it replaces
    voice: str  # the id of the party whose position moved the line
    date: str | None  # the date of that position, as recorded
    date_of: DateOf  # whether that is the date of what was said, or only of the report of it
    standing: Standing  # how that position is known
    sources: tuple[str, ...]  # the ids and URLs that it cites
    at: int  # the date key from which it counts
    place: int  # its place among the positions of the claim, from 0
    rating: str | None  # its rating, if it is a review
    position: ResolvedPosition | None = None  # the position itself, if it was asked for

    @classmethod
    def of(cls, claim: ClaimSummary, shift: Shift, *, whole: bool) -> ShiftRow:
        """Return the row of a shift; if it is to be whole, with the position that moved the line."""
        position, now = shift.position, shift.now
        recorded = position.recorded
        return cls(
            claim,
            shift.party,
            shift.move,
            *sides_of(shift),
            _summary(now.side, now.value, now.about, now.standing) if now else None,
            shift.order_certain,
            position.party,
            recorded.date.written if recorded.date else None,
            recorded.date_of,
            position.standing,
            tuple([ref.id for ref in recorded.sources]),
            position.at,
            position.place,
            recorded.rating,
            position if whole else None,
        )

    def packed(self) -> list[object]:
        """Return the row without its claim and its position, in a form that JSON can hold."""
        _, party, move, before, after, now, *others = self[:-1]
        return [party, move, *map(_pack_side, (before, after, now)), *others]

    @classmethod
    def unpack(cls, claim: ClaimSummary, packed: list[Any]) -> ShiftRow:
        """Return a row that was packed."""
        party, move, before, after, now, *others, sources, at, place, rating = packed
        sides = map(_unpack_side, (before, after, now))
        return cls._make((claim, party, move, *sides, *others, tuple(sources), at, place, rating, None))


def _pack_side(side: SideSummary | None) -> tuple[object, ...] | None:
    return side and (side.side, side.value and side.value.written, side.about, side.standing)


def _unpack_side(packed: list[Any] | None) -> SideSummary | None:
    if packed is None:
        return None
    side, value, about, standing = packed
    return SideSummary(side, None if value is None else Value.parse(value), about, standing)
