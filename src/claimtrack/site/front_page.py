"""What the front page and the other lists of claims say, and the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.site.line_words import since, value, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.book.overview import Overview
    from claimtrack.book.rows import LineSummary, Matrix, MatrixRow
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_row import ClaimRow, ClaimSummary
    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.claim_page import ClaimPages, NamedParty, Related

_PARTIES: Final = 4  # of a side that a card names
MOST_CARDS: Final = 40
MOST_SHIFTS: Final = 12
MATRIX_PARTIES: Final = 16  # columns beyond which a table of claims by parties is of no use


class CardParty(NamedTuple):
    """A party on a card, with its value, and since when it stands there."""

    party: NamedParty
    on_record: bool
    value: str
    since: str
    rated: str  # the verdict, if a review set the line


class CardSide(NamedTuple):
    """A side on a card."""

    side: Side
    word: str
    parties: Sequence[CardParty]
    more: int


class Card(NamedTuple):
    """A claim with who says what, in a list."""

    claim: Related
    statement: str
    sides: Sequence[CardSide]
    marks: Sequence[str]
    last: str
    topics: Sequence[str]


class Cell(NamedTuple):
    """A line in the matrix."""

    side: Side
    on_record: bool
    word: str
    value: str
    since: str
    rated: str  # the verdict, if a review set the line


class MatrixLine(NamedTuple):
    """A claim in the matrix, with a cell for each party; None where it has no line."""

    claim: Related
    cells: Sequence[Cell | None]


class FrontPages:
    """Makes the lists of claims."""

    def __init__(self, overview: Overview, claims: ClaimPages) -> None:
        self._overview = overview
        self._claims = claims
        self._lines = {row.claim.id: row for row in overview.matrix.rows}

    def disputed(self) -> list[Card]:
        """Return the disputed claims, those with the latest position first."""
        rows = [row for row in self._overview.rows if row.status == "disputed"]
        return [self.card(row) for row in sorted(rows, key=lambda row: -row.at)[:MOST_CARDS]]

    def card(self, row: ClaimRow) -> Card:
        """Return a claim with who says what."""
        lines = self._lines[row.id].lines
        sides = [
            self._side(side, row, [lines[party] for party in row.sides[side]]) for side in SIDES if row.sides[side]
        ]
        marks = [
            "a party's own people disagree" if row.divided else "",
            "numbers differ" if row.values_differ else "",
        ]
        last = when(row.last, row.last_date_of) if row.last and row.last_date_of else ""
        return Card(self._claims.related(row.id), "", sides, [*filter(None, marks)], last, row.topics)

    def moved(self) -> list[ShiftRow]:
        """Return the latest shifts by which somebody left a line, oldest first."""
        return [row for row in self._overview.shifts if row.move != "first"][-MOST_SHIFTS:]

    def matrix(self) -> tuple[Sequence[NamedParty], list[MatrixLine], int]:
        """Return the parties that the matrix shows, the claims, and how many parties it has no room for."""
        found: Matrix = self._overview.matrix
        parties = found.parties[:MATRIX_PARTIES]
        # Disputed claims come first, of these the one with the latest position.
        place = {row.id: (row.status != "disputed", -row.at) for row in self._overview.rows}
        rows = sorted(found.rows, key=lambda row: place[row.claim.id])
        lines = [self._matrix_line(row, [party.id for party in parties]) for row in rows]
        return [self._claims.party(party.id) for party in parties], lines, len(found.parties) - len(parties)

    def _side(self, side: Side, row: ClaimRow, lines: Sequence[LineSummary]) -> CardSide:
        shown = [
            CardParty(
                self._claims.party(line.party),
                line.standing == "on-record",
                value(line, row.unit),
                since(line, self._overview.taken[row.id].get(line.party)),
                phrases.rated(line.rating),
            )
            for line in lines[:_PARTIES]
        ]
        return CardSide(side, phrases.side_word(side, row.kind), shown, max(0, len(lines) - _PARTIES))

    def _matrix_line(self, row: MatrixRow, parties: Iterable[str]) -> MatrixLine:
        cells = [self._cell(row.lines.get(party), row.claim) for party in parties]
        return MatrixLine(self._claims.related(row.claim.id), cells)

    def _cell(self, line: LineSummary | None, claim: ClaimSummary) -> Cell | None:
        if line is None:
            return None
        began = since(line, self._overview.taken[claim.id].get(line.party))
        return Cell(
            line.side,
            line.standing == "on-record",
            phrases.side_word(line.side, claim.kind),
            value(line, None),
            began,
            phrases.rated(line.rating),
        )
