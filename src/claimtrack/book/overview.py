"""All that pages about a whole folder say, gathered while each claim is looked at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.book.lines import matrix_by_rows, matrix_row, shift_rows
from claimtrack.book.profiles import tenures_and_voices
from claimtrack.book.registers import party_rows
from claimtrack.book.rows import ActSummary, LineSummary, Since
from claimtrack.rules.claim_row import ClaimSummary, claim_row
from claimtrack.rules.comparison import RELATIONS, relation
from claimtrack.rules.filters import ClaimFilter
from claimtrack.rules.line import line as line_of
from claimtrack.rules.line import silence
from claimtrack.rules.party_counts import add_up, counts_on, party_summaries
from claimtrack.rules.shift_row import ShiftRow
from claimtrack.rules.shifts import shifts, side_taken, value_since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.profiles import TenureRow
    from claimtrack.book.rows import Matrix, MatrixRow, PartyRow
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.line import Line, Silence
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.party_counts import PartyCount
    from claimtrack.rules.resolve import ResolvedPosition

_ALL: Final = ClaimFilter()


class Stand(NamedTuple):
    """Where a party stands on a claim on which it took a position, or why it has no line."""

    claim: ClaimSummary
    line: LineSummary | None
    since: Since | None  # None if there is no line
    silence: Silence | None


class Pair(NamedTuple):
    """Two parties on one claim on which at least one of them has a line."""

    claim: ClaimSummary
    relation: Relation
    a: Stand | None
    b: Stand | None


class RestingLine(NamedTuple):
    """A line that a position set which cites a source."""

    claim: ClaimSummary
    line: LineSummary
    sources: int  # how many sources that position cites


class Overview:
    """What follows from some claims taken together. The claims themselves are not kept."""

    def __init__(self, book: Book, states: Iterable[ClaimState], look_at: Callable[[ClaimState], None]) -> None:
        """Gather what follows from some claims, in the order of their ids; `look_at` is called with each of them."""
        self.rows: list[ClaimRow] = []
        self.shifts: list[ShiftRow] = []  # oldest first
        self.said: dict[str, list[tuple[Stand, list[ShiftRow]]]] = defaultdict(list)  # by claim, of each party
        self.since: dict[str, dict[str, Since]] = {}  # by claim and principal
        self.stands: dict[str, dict[str, Stand]] = defaultdict(dict)  # by party and claim
        self.shifts_of: dict[str, list[ShiftRow]] = defaultdict(list)  # by party, oldest first
        self.resting: dict[SourceKey, list[RestingLine]] = defaultdict(list)
        self.principals: set[str] = set()  # those with a line on some claim, who never speak for another
        self._relations: dict[tuple[str, str], dict[str, Relation]] = defaultdict(dict)  # by pair and claim
        self._matrix: list[MatrixRow] = []
        self._counts: list[Mapping[str, PartyCount]] = []
        self._book = book
        for state in states:
            self._add(state)
            look_at(state)
        self.shifts.sort(key=attrgetter("at"))
        for rows in self.shifts_of.values():
            rows.sort(key=attrgetter("at"))

    @cached_property
    def matrix(self) -> Matrix:
        """The line of every principal on each claim, as `Book.matrix` returns them."""
        return matrix_by_rows(self._matrix, self._book.person)

    @cached_property
    def _related(self) -> Mapping[str, Sequence[str]]:
        """The parties that relate to each party."""
        found: dict[str, list[str]] = defaultdict(list)
        for one, other in self._relations:
            found[one].append(other)
            found[other].append(one)
        return found

    @cached_property
    def parties(self) -> Sequence[PartyRow]:
        """The parties that took positions or for whom others did, those with the most positions first."""
        return party_rows(add_up(self._counts), map(self._book.person, self.stands), self._book.registry)

    def tenures_and_voices(self, party: str) -> tuple[Sequence[TenureRow], Sequence[TenureRow]]:
        """Return for whom a party speaks, and who speaks for it."""
        return tenures_and_voices(self._book, self._book.registry, party)

    def relations(self, party: str) -> dict[str, dict[Relation, int]]:
        """Return how often each relation occurs between a party and each principal, where both have a line."""
        return {
            other: dict(Counter(self._relations[min(party, other), max(party, other)].values()))
            for other in self._related[party]
        }

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs of principals who both have a line on a claim, those with the most such claims first."""
        both = [pair for pair in self._relations if self.principals.issuperset(pair)]
        return sorted(both, key=lambda pair: (-len(self._relations[pair]), pair))

    def diff(self, a: str, b: str) -> tuple[list[Pair], dict[Relation, int]]:
        """Compare two principals claim by claim, as `Book.diff` does, and count how often each relation occurs."""
        of_a, of_b = self.stands.get(a, {}), self.stands.get(b, {})
        both = self._relations.get((min(a, b), max(a, b)), {})
        rows = []
        for claim in sorted(of_a.keys() | of_b.keys()):
            row = _pair(of_a.get(claim), of_b.get(claim), both.get(claim))
            if row is not None:
                rows.append(row)
        numbers = Counter(row.relation for row in rows)
        return rows, {name: numbers[name] for name in RELATIONS}

    def _add(self, state: ClaimState) -> None:
        claim = ClaimSummary.of(state.claim)
        self.rows.append(claim_row(state))
        self._counts.append(counts_on(claim.id, party_summaries(state)))
        row = matrix_row(state.claim, state.lines)
        self._matrix.append(row)
        moves = shift_rows([state], _ALL, whole=False)
        self.shifts += moves
        own_moves: dict[str, list[ShiftRow]] = defaultdict(list)
        for move in moves:
            own_moves[move.party].append(move)
        found = (
            (party, _since(own_moves[party], line, state.by_principal[party])) for party, line in state.lines.items()
        )
        since = self.since[claim.id] = {party: begun for party, begun in found if begun is not None}
        self.principals.update(party for party in state.lines if not state.registry.is_voice(party))
        lines: dict[str, Line] = {}
        for party in dict.fromkeys(name for each in state.positions for name in (each.party, each.principal)):
            if state.registry.is_voice(party):
                counted = state.counted_of(party)
                line = line_of(party, counted, state.withdrawals)
                moved = [ShiftRow.of(claim, shift, whole=False) for shift in shifts(party, counted)]
                own = sorted(moved, key=attrgetter("at", "place"))
                said, begun = LineSummary.of(line) if line else None, _since(own, line, counted) if line else None
            else:
                line, own = state.lines.get(party), own_moves[party]
                said, begun = row.lines.get(party), since.get(party)
            stand = Stand(claim, said, begun, None if line else silence(state.positions_of(party)))
            self.shifts_of[party] += own
            self.stands[party][claim.id] = stand
            self.said[claim.id].append((stand, own))
            if line is not None:
                lines[party] = line
        self._compare(state, lines)
        self._note_sources(state, row)

    def _compare(self, state: ClaimState, lines: Mapping[str, Line]) -> None:
        """Note how each two lines relate, of which one at least is a principal's, and none is that of its own voice."""
        spoken_for = {
            party: {position.principal for position in state.positions_of(party)}
            for party in lines
            if state.registry.is_voice(party)
        }
        for a, b in combinations(sorted(lines), 2):
            if a in spoken_for:
                is_compared = b not in spoken_for and b not in spoken_for[a]
            else:
                is_compared = b not in spoken_for or a not in spoken_for[b]
            if is_compared:
                self._relations[a, b][state.claim.id] = relation(lines[a], lines[b])

    def _note_sources(self, state: ClaimState, row: MatrixRow) -> None:
        for party, line in state.lines.items():
            keys = dict.fromkeys(state.lookup.key(ref.id) for ref in line.position.recorded.sources)
            for key in keys:
                self.resting[key].append(RestingLine(row.claim, row.lines[party], len(keys)))


def _since(moves: Sequence[ShiftRow], line: Line, positions: Sequence[ResolvedPosition]) -> Since | None:
    """Return since when a line is as it is, by all shifts of its party and the positions that count for it."""
    taken, valued = side_taken(moves), value_since(line, positions)
    return Since(taken, ActSummary.of(valued) if valued else None) if taken else None


def _pair(a: Stand | None, b: Stand | None, both: Relation | None) -> Pair | None:
    """Return two parties on a claim; None if neither has a line."""
    if a is not None and a.line is not None:
        return Pair(a.claim, both or "only-a", a, b)
    if b is not None and b.line is not None:
        return Pair(b.claim, "only-b", a, b)
    return None
