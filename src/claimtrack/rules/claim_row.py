"""The row of a claim in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model.vocabulary import DateOf, Kind, Side, Standing, Status
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition


class ClaimRow(NamedTuple):
    """The row of a claim in a list.

    Attributes:
        divided: whether some principal's own voices differ, or somebody withdrew what its line rests on.
        values_differ: whether the values of two lines differ.
        sides: the ids of the principals on each side, the one with the most recent line first.
        standings: how each line that is not on record is known, by the id of its principal.
        last: the date of the latest dated position, as recorded.
        last_date_of: whether that is the date of what was said, or only of the report of it; None if none is dated.
        at: the date key from which that position counts; 0 if none is dated.
    """

    id: str
    title: str
    kind: Kind
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
        values_differ=state.values_differ,
        sides=state.sides(),
        standings=state.standings(),
        topics=claim.topics,
        date=claim.date.written if claim.date else None,
        last=last.date.written if last and last.date else None,
        last_date_of=last.recorded.date_of if last else None,
        at=last.at if last else 0,
        positions=len(state.positions),
        path=claim.path,
    )


class ClaimRows(NamedTuple):
    """Rows of claims, and how many there are before a limit and an offset."""

    rows: Sequence[ClaimRow]
    total: int


class PartySummary(NamedTuple):
    """What a party did on one claim; the positions of its voices count for a principal, as in `positions_of`.

    Attributes:
        name: its name as the claim first writes it; None if only voices of it took positions.
        positions: how many positions count for it; 0 if positions are only known through it.
        at: the date key of the latest dated one; 0 if none is dated.
        last: the date of that one, as recorded.
        last_date_of: whether that is the date of what was said, or only of the report of it; None if none is dated.
    """

    name: str | None = None
    positions: int = 0
    at: int = 0
    last: str | None = None
    last_date_of: DateOf | None = None


def party_summaries(state: ClaimState) -> dict[str, PartySummary]:
    """Return what each party did on a claim, by its id."""
    registry = state.registry
    names: dict[str, str] = {}
    for recorded in state.claim.positions:
        for name in (recorded.party, *recorded.via):
            names.setdefault(registry.party(name), name)
    numbers = dict.fromkeys(names, 0)
    latest: dict[str, ResolvedPosition] = {}
    for position in state.positions:
        principal = position.party if registry.is_voice(position.principal) else position.principal
        for party in (position.party,) if principal == position.party else (position.party, principal):
            numbers[party] = numbers.get(party, 0) + 1
            if position.date is not None:
                latest[party] = position
    return {
        party: PartySummary(names.get(party), number, *_latest(latest.get(party))) for party, number in numbers.items()
    }


def _latest(position: ResolvedPosition | None) -> tuple[int, str | None, DateOf | None]:
    if position is None or position.date is None:
        return 0, None, None
    return position.at, position.date.written, position.recorded.date_of


def party_names(claims: Iterable[Mapping[str, PartySummary]]) -> dict[str, str]:
    """Return the name of each party as the first claim that names it writes it, by its id."""
    names: dict[str, str] = {}
    for parties in claims:
        for party, summary in parties.items():
            if summary.name is not None:
                names.setdefault(party, summary.name)
    return names
