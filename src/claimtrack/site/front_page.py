"""What the front page and the other lists of claims say, and the matrix."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import Span
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.site.line_words import LineWords, how_known, line_words, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.book.overview import Overview
    from claimtrack.book.rows import LineSummary, Matrix, MatrixRow
    from claimtrack.model.vocabulary import Kind, Side
    from claimtrack.rules.claim_row import ClaimRow, ClaimSummary
    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.claim_page import ClaimPages
    from claimtrack.site.claim_parts import NamedParty, Related

_PARTIES: Final = 4  # of a side that a card names
MOST_CARDS: Final = 40
MOST_SHIFTS: Final = 12
_FEWEST_PARTIES: Final = 3  # columns that a matrix has, if there are so many parties
MATRIX_PARTIES: Final = 16  # columns beyond which a table of claims by parties is of no use


class CardParty(NamedTuple):
    """A party on a card, with its value, and since when it stands there."""

    party: NamedParty
    known: str  # through whom, if it is not on record
    line: LineWords
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
    known: str  # through whom, if it is not on record
    line: LineWords
    rated: str  # the verdict, if a review set the line


class MatrixLine(NamedTuple):
    """A claim in the matrix, with a cell for each party; None where it has no line."""

    claim: Related
    cells: Sequence[Cell | None]
    others: Sequence[tuple[NamedParty, Side, bool]]  # parties without a column: their sides, and whether on record
    more: int  # others that are not named


class FrontPages:
    """Makes the lists of claims."""

    def __init__(self, overview: Overview, claims: ClaimPages) -> None:
        self._overview = overview
        self._claims = claims
        self._lines = {row.claim.id: row for row in overview.matrix.rows}

    def disputed(self) -> list[Card]:
        """Return the disputed claims, those with the latest position first."""
        rows = [row for row in self._overview.rows if row.status == "disputed"]
        return [self.card(row) for row in sorted(rows, key=_latest_first)[:MOST_CARDS]]

    def card(self, row: ClaimRow) -> Card:
        """Return a claim with who says what."""
        lines = self._lines[row.id].lines
        sides = [
            self._side(side, row, [lines[party] for party in row.sides[side]]) for side in SIDES if row.sides[side]
        ]
        marks = [
            *self._divided(lines.values(), row.kind),
            "they give different numbers" if row.values_differ else "",
        ]
        last = when(row.last, row.last_date_of) if row.last and row.last_date_of else ""
        return Card(self._claims.related(row.id), "", sides, [*filter(None, marks)], last, row.topics)

    def moved(self) -> list[ShiftRow]:
        """Return the latest shifts by which somebody left a line, oldest first."""
        return [row for row in self._overview.shifts if row.move != "first"][-MOST_SHIFTS:]

    def matrix(self) -> tuple[Sequence[NamedParty], list[MatrixLine]]:
        """Return the parties that have a column in the matrix, and the claims.

        A party with a line on a single claim would be a column of empty cells. It is named among the others.
        """
        found: Matrix = self._overview.matrix
        numbers = Counter(party for row in found.rows for party in row.lines)
        often = [party for party in found.parties if numbers[party.id] > 1]
        parties = (often if len(often) >= _FEWEST_PARTIES else found.parties)[:MATRIX_PARTIES]
        # Disputed claims come first, of these the one with the latest position.
        place = {row.id: (row.status != "disputed", _latest_first(row)) for row in self._overview.rows}
        rows = sorted(filter(attrgetter("lines"), found.rows), key=lambda row: place[row.claim.id])
        lines = [self._matrix_line(row, [party.id for party in parties]) for row in rows]
        return [self._claims.party(party.id) for party in parties], lines

    def _divided(self, lines: Iterable[LineSummary], kind: Kind) -> list[str]:
        """Return who disagrees with the party for which they speak, and who withdrew what a line rests on."""
        name = self._claims.name
        dissent = {
            (each.party, line.party): phrases.side_word(each.stance, kind) for line in lines for each in line.dissent
        }
        said = [
            f"{name(party)}: its own people disagree ({name(voice)} {word})" for (voice, party), word in dissent.items()
        ]
        withdrew = dict.fromkeys(name(each.party) for line in lines for each in line.withdrawals)
        return [*phrases.shortened(said), *(f"{each} withdrew" for each in withdrew)]

    def _side(self, side: Side, row: ClaimRow, lines: Sequence[LineSummary]) -> CardSide:
        shown = [
            CardParty(
                self._claims.party(line.party),
                how_known(line.standing, [*map(self._claims.name, line.via)]),
                line_words(line, self._overview.since[row.id].get(line.party), row.unit, self._claims.name),
                phrases.rated(line.rating),
            )
            for line in lines[:_PARTIES]
        ]
        return CardSide(side, phrases.side_word(side, row.kind), shown, max(0, len(lines) - _PARTIES))

    def _matrix_line(self, row: MatrixRow, parties: Sequence[str]) -> MatrixLine:
        cells = [self._cell(row.lines.get(party), row.claim) for party in parties]
        others = [line for party, line in row.lines.items() if party not in parties]
        named = [
            (self._claims.party(line.party), line.side, line.standing == "on-record") for line in others[:_PARTIES]
        ]
        return MatrixLine(self._claims.related(row.claim.id), cells, named, max(0, len(others) - _PARTIES))

    def _cell(self, line: LineSummary | None, claim: ClaimSummary) -> Cell | None:
        if line is None:
            return None
        since = self._overview.since[claim.id].get(line.party)
        return Cell(
            line.side,
            line.standing == "on-record",
            phrases.side_word(line.side, claim.kind),
            how_known(line.standing, [*map(self._claims.name, line.via)]),
            line_words(line, since, claim.unit, self._claims.name, brief=True),
            phrases.rated(line.rating),
        )


def _latest_first(row: ClaimRow) -> int:
    """Return the sort key that puts the latest position first; a date that is only a year counts from its first day."""
    return -Span.reread(row.last).start if row.last else 0
