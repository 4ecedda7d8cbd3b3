"""The row of a claim in a list, and what other rows show of a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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

    @property
    def marks(self) -> RowMarks:
        """The marks of the row."""
        decided = self.status != self.status_without_reviews
        return RowMarks(bool(self.standings), self.divided, self.values_differ, self.reviews > 0, decided)


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


class RowMarks(NamedTuple):
    """Which marks there are in some rows of claims."""

    off_record: bool
    divided: bool
    values_differ: bool
    reviewed: bool
    decided: bool  # the status of a claim is another one without its reviews

    @classmethod
    def any_of(cls, marks: Iterable[RowMarks]) -> RowMarks:
        """Return the marks that one of several has."""
        return cls._make(map(any, zip(*{cls._make([False] * 5), *marks}, strict=True)))


class ClaimRows(NamedTuple):
    """Rows of claims, how many there are before a limit and an offset, and which marks the rows have."""

    rows: Sequence[ClaimRow]
    total: int
    marks: RowMarks

    @classmethod
    def of(cls, rows: Sequence[ClaimRow], total: int) -> ClaimRows:
        """Return rows with their marks."""
        return cls(rows, total, RowMarks.any_of(row.marks for row in rows))
