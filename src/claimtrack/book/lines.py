"""Lines across claims and through time: the matrix, the shifts, the contradictions."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from claimtrack.book.rows import ClaimSummary, ContradictionRow, LineSummary, Matrix, MatrixRow, ShiftRow
from claimtrack.rules.contradictions import Contradiction, Links, across, within_a_day
from claimtrack.rules.line import line as line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.shifts import Shift


def matrix(cases: Iterable[ClaimState], parties: Sequence[str], person: Callable[[str], Person]) -> Matrix:
    """Give the line of each party on each claim; of every principal with a line, where no party is named."""
    rows = []
    active: Counter[str] = Counter()
    for case in cases:
        if parties:
            named = ((party, line_of(party, case.positions_of(party))) for party in parties)
            lines = {party: line for party, line in named if line is not None}
        else:
            lines = case.lines
        active.update(lines.keys())
        rows.append(
            MatrixRow(
                ClaimSummary.of(case.claim), {party: LineSummary.of(line) for party, line in lines.items()}
            )
        )
    shown = parties or sorted(active, key=lambda party: (-active[party], party))
    return Matrix(tuple(map(person, shown)), rows)


def shift_rows(cases: Iterable[ClaimState], asked: ClaimFilter) -> list[ShiftRow]:
    """Give every change of a line, oldest first; see `Catalog.shifts`."""
    rows = []
    for case in cases:
        head = ClaimSummary.of(case.claim)
        found = [
            ShiftRow(head, shift)
            for shift in _shifts(case, asked.party)
            if (asked.since is None and asked.until is None) or asked.spans(shift.position)
        ]
        found.sort(key=attrgetter("shift.position.place"))
        rows += found
    rows.sort(key=attrgetter("shift.position.at"))  # at one instant by claim and place, as they came
    return rows


def _shifts(case: ClaimState, parties: Sequence[str]) -> Iterator[Shift]:
    if not parties:
        yield from case.shifts()
    for party in parties:
        yield from case.shifts_of(party)


def contradiction_rows(cases: Sequence[ClaimState], asked: ClaimFilter) -> list[ContradictionRow]:
    """Give who contradicts themselves, claim by claim; see `Catalog.contradictions`."""
    by_id = {case.claim.id: case for case in cases}
    wanted = {case.claim.id for case in cases if asked(case)}
    links = {claim: Links(case.claim.implies, case.claim.contradicts) for claim, case in by_id.items()}
    found = list(across(links, {claim: case.lines for claim, case in by_id.items()}))
    for case in cases:
        found += within_a_day(case.claim.id, case.positions)
    return [
        ContradictionRow(each, (by_id[each.chain[0]], by_id[each.chain[-1]]))
        for each in sorted(found, key=lambda each: (each.chain, each.party, each.kind))
        if wanted.intersection(each.chain) and (not asked.party or _concerns(each, asked.party))
    ]


def _concerns(found: Contradiction, parties: Sequence[str]) -> bool:
    return any(party in {found.party, *(position.party for position in found.positions)} for party in parties)
