"""Lines across claims and through time: two parties, the matrix, the shifts, the contradictions."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING

from claimtrack.book.rows import ContradictionRow, Diff, DiffRow, LineSummary, Matrix, MatrixRow
from claimtrack.rules.claim_row import ClaimSummary
from claimtrack.rules.comparison import RELATIONS, compare
from claimtrack.rules.contradictions import Contradiction, Links, across, within_a_day
from claimtrack.rules.shift_row import ShiftRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.model.record import Claim
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.line import Line
    from claimtrack.rules.shifts import Shift


def diff(states: Iterable[ClaimState], a: Person, b: Person, only: frozenset[Relation]) -> Diff:
    """Compare two parties on each claim; see `Book.diff`."""
    rows = []
    for state in states:
        comparison = compare(a.id, state.counted_of(a.id), b.id, state.counted_of(b.id), state.withdrawals)
        if comparison is not None:
            rows.append(DiffRow(state, comparison))
    numbers = Counter(row.comparison.relation for row in rows)
    tally = {relation: numbers[relation] for relation in RELATIONS}
    return Diff(a, b, [row for row in rows if not only or row.comparison.relation in only], tally)


def matrix(states: Iterable[ClaimState], person: Callable[[str], Person]) -> Matrix:
    """Return the line of every principal on each claim; see `matrix_by_rows`."""
    return matrix_by_rows([matrix_row(state.claim, state.lines) for state in states], person)


def matrix_by_rows(rows: Sequence[MatrixRow], person: Callable[[str], Person]) -> Matrix:
    """Return the matrix of some rows.

    The principals who most often take another side than somebody else come first, then those with the most lines.
    """
    lines = Counter(party for row in rows for party in row.lines)
    opposed = Counter(
        party for row in rows if len({line.side for line in row.lines.values()}) > 1 for party in row.lines
    )
    order = sorted(lines, key=lambda party: (-opposed[party], -lines[party], party))
    return Matrix(tuple(map(person, order)), rows, len(rows))


def matrix_of(parties: Sequence[str], states: Iterable[ClaimState], total: int, people: Iterable[Person]) -> Matrix:
    """Return the line of each of some parties on each claim on which one of them has a line.

    Args:
        parties: the ids of the parties.
        states: the states of the claims on which one of the parties acted.
        total: how many claims there are, also others.
        people: the parties.
    """
    rows = (
        matrix_row(state.claim, {party: line for party in parties if (line := state.line_of(party)) is not None})
        for state in states
    )
    return Matrix(tuple(people), [row for row in rows if row.lines], total)


def matrix_row(claim: Claim | ClaimRow, lines: Mapping[str, Line]) -> MatrixRow:
    """Return a claim with some lines on it."""
    return MatrixRow(ClaimSummary.of(claim), {party: LineSummary.of(line) for party, line in lines.items()})


def shift_rows(states: Iterable[ClaimState], claim_filter: ClaimFilter, *, whole: bool) -> list[ShiftRow]:
    """Return every change of a line, oldest first; see `Book.shifts`."""
    rows: list[ShiftRow] = []
    for state in states:
        claim = ClaimSummary.of(state.claim)
        found = [
            ShiftRow.of(claim, shift, whole=whole)
            for shift in _shifts(state, claim_filter.party)
            if (claim_filter.since is None and claim_filter.until is None) or claim_filter.spans(shift.position)
        ]
        found.sort(key=attrgetter("place"))
        rows += found
    rows.sort(key=attrgetter("at"))  # at one instant by claim and place, as they came
    return rows


def _shifts(state: ClaimState, parties: Sequence[str]) -> Iterator[Shift]:
    if not parties:
        yield from state.shifts()
    for party in parties:
        yield from state.shifts_of(party)


def contradiction_rows(states: Sequence[ClaimState], claim_filter: ClaimFilter) -> list[ContradictionRow]:
    """Return who contradicts themselves, claim by claim; see `Book.contradictions`."""
    by_id = {state.claim.id: state for state in states}
    wanted = {state.claim.id for state in states if claim_filter(state)}
    links = {claim: Links(state.claim.implies, state.claim.contradicts) for claim, state in by_id.items()}
    found = list(across(links, {claim: state.lines for claim, state in by_id.items()}))
    for state in states:
        found += within_a_day(state.claim.id, state.counted)
    return [
        ContradictionRow(each, (by_id[each.chain[0]], by_id[each.chain[-1]]))
        for each in sorted(found, key=lambda each: (each.chain, each.party, each.kind))
        if wanted.intersection(each.chain) and (not claim_filter.party or concerns(each, claim_filter.party))
    ]


def concerns(found: Contradiction, parties: Sequence[str]) -> bool:
    """Return whether one of some parties contradicts itself, or took one of the two positions."""
    return any(party in {found.party, *(position.party for position in found.positions)} for party in parties)
