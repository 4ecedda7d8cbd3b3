"""The row of a claim in a list, and what other rows show of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.record import Claim
    from claimtrack.model.vocabulary import DateOf, Kind, Side, Standing, Status
    from claimtrack.rules.claim_state import ClaimState


class ClaimRow(NamedTuple):
    """The row of a claim in a list.

    Attributes:
        divided: whether some principal's own people disagree, or somebody withdrew what its line rests on.
        values_differ: whether the values of two lines differ.
        sides: the ids of the principals on each side, the one with the most recent line first.
        standings: how each line that is not on record is known, by the id of its principal.
        last: the date of the latest dated position, as recorded.
        last_date_of: whether that is the date of what was said, or only of the report of it; None if none is dated.
        reviews: how many of its positions are reviews.
        status_without_reviews: the status if reviews are ignored.
        at: the date key from which that position counts; 0 if none is dated.
    """

    id: str
    title: str
    kind: Kind
    unit: str | None
    status: Status
    divided: bool
    values_differ: bool
    sides: Mapping[Side, Sequence[str]]
    standings: Mapping[str, Standing]
    topics: Sequence[str]
    date: str | None
    last: str | None
    last_date_of: DateOf | None
    at: int
    positions: int
    reviews: int
    status_without_reviews: Status
    path: str


def claim_row(state: ClaimState) -> ClaimRow:
    """Return the row of a claim."""
    claim, last = state.claim, state.last
    return ClaimRow(
        id=claim.id,
        title=claim.title,
        kind=claim.kind,
        unit=claim.unit,
        status=state.reason.status,
        divided=state.divided,
        values_differ=state.values_differ,
        sides=state.sides(),
        standings=state.standings(),
        topics=claim.topics,
        date=claim.date.written if claim.date else None,
        last=last.date.written if last and last.date else None,
        last_date_of=last.recorded.date_of if last else None,
        at=last.at if last else 0,
        positions=len(state.positions),
        reviews=len(state.reviews),
        status_without_reviews=state.without_reviews.reason.status,
        path=claim.path,
    )


class ClaimSummary(NamedTuple):
    """What a row shows of its claim; thousands of whole claims would fill the memory."""

    id: str
    title: str
    kind: Kind
    unit: str | None

    @classmethod
    def of(cls, claim: Claim | ClaimRow) -> ClaimSummary:
        """Return the summary of a claim."""
        return cls(claim.id, claim.title, claim.kind, claim.unit)


class ClaimRows(NamedTuple):
    """Rows of claims, and how many there are before a limit and an offset."""

    rows: Sequence[ClaimRow]
    total: int
