"""The row of a claim in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.vocabulary import Kind, Side, Status
    from claimtrack.rules.claim_state import ClaimState


class ClaimRow(NamedTuple):
    """The row of a claim in a list.

    Attributes:
        sides: the ids of the principals on each side, those who moved last first.
        last: the date of the latest dated position, as recorded.
        at: the instant from which that position counts, in ISO 8601; empty if none is dated.
    """

    id: str
    title: str
    kind: Kind
    status: Status
    divided: bool
    sides: Mapping[Side, Sequence[str]]
    topics: Sequence[str]
    date: str | None
    last: str | None
    at: str
    positions: int
    path: str


def claim_row(state: ClaimState) -> ClaimRow:
    """Return the row of a claim."""
    claim, last = state.claim, state.last
    return ClaimRow(
        id=claim.id,
        title=claim.title,
        kind=claim.kind,
        status=state.reason.status,
        divided=state.divided,
        sides=state.sides(),
        topics=claim.topics,
        date=claim.date.written if claim.date else None,
        last=last.date.written if last and last.date else None,
        at=last.at.isoformat() if last else "",
        positions=len(state.positions),
        path=claim.path,
    )


class ClaimRows(NamedTuple):
    """Rows of claims, and how many there are before a limit and an offset."""

    rows: Sequence[ClaimRow]
    total: int


class PartyCount(NamedTuple):
    """What a party did: on how many claims, in how many positions, and the date of the latest, as recorded."""

    claims: int = 0
    positions: int = 0
    last: str | None = None
