"""The matrix: claims by parties, or parties by claims."""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from claimtrack.render import phrases
from claimtrack.render.listings import LEGEND, side_style, standings
from claimtrack.render.to_json import heading_json, person_json, summary_json
from claimtrack.render.view import Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.book.book import Book
    from claimtrack.book.rows import LineSummary, Matrix, MatrixRow
    from claimtrack.rules.claim_state import Person

AnyRow = TypeVar("AnyRow")


def by_claim(book: Book, result: Matrix) -> Listing[MatrixRow]:
    """List claims by parties: a sign and the value if a party has a line, else nothing."""

    def party_columns(party: Person) -> tuple[Column[MatrixRow], Column[MatrixRow]]:
        return _columns(party.id, party.name, lambda row: row.lines.get(party.id))

    columns: list[Column[MatrixRow]] = [
        Column("claim", lambda row: row.claim.id, "claim", whole=True, style=lambda _: "bold"),
        Column("", lambda row: row.claim.title, "title", wide=True, cut=True, least=24),
        *chain.from_iterable(map(party_columns, result.parties)),
        Column(
            "standing", lambda row: standings((line.party, line.side, line.standing) for line in row.lines.values())
        ),
    ]

    def to_json(row: MatrixRow) -> Json:
        lines = {party: summary_json(line, book.person) for party, line in row.lines.items()}
        return {**heading_json(row.claim), "lines": lines}

    head = {"parties": [*map(person_json, result.parties)]}
    words, legend = _words(result), _legend(result)
    more = "parties fit; name some, --transpose, or --format csv"
    return Listing("claims", result.rows, columns, to_json, (), head, words, legend, header=True, more=more)


def by_party(result: Matrix) -> Listing[Person]:
    """List parties by claims: the same as `by_claim`, with rows and columns exchanged."""

    def claim_columns(claim: MatrixRow) -> tuple[Column[Person], Column[Person]]:
        return _columns(claim.claim.id, claim.claim.id, lambda party: claim.lines.get(party.id))

    def off_record(party: Person) -> str:
        lines = ((row.claim.id, line) for row in result.rows if (line := row.lines.get(party.id)))
        return standings((claim, line.side, line.standing) for claim, line in lines)

    columns: list[Column[Person]] = [
        Column("party", lambda party: party.id, "party", whole=True, style=lambda _: "bold"),
        Column("", lambda party: party.name, "name", wide=True, cut=True, least=16),
        *chain.from_iterable(map(claim_columns, result.rows)),
        Column("standing", off_record),
    ]
    words, legend = _words(result), _legend(result)
    more = "claims fit; choose some with --topic, --search and so on, or --format csv"
    return Listing("parties", result.parties, columns, person_json, (), {}, words, legend, header=True, more=more)


def _columns(
    name: str, label: str, line_of: Callable[[AnyRow], LineSummary | None]
) -> tuple[Column[AnyRow], Column[AnyRow]]:
    """Return the columns of a party or of a claim: one for programs and one for a terminal."""

    def text(row: AnyRow, sign: Callable[[LineSummary], str]) -> str:
        line = line_of(row)
        return phrases.joined(" ", sign(line), phrases.amount(line.value, None, line.about)) if line else ""

    def marked(row: AnyRow) -> str:
        line = line_of(row)
        return f"{text(row, _sign)}{'*' if line and line.withdrawals else ''}"

    def style(row: AnyRow) -> str:
        return side_style(line.side if (line := line_of(row)) else None)

    return (
        Column(name, lambda row: text(row, attrgetter("side"))),
        Column("", marked, label, fits=True, style=style),
    )


def _sign(line: LineSummary) -> str:
    return phrases.sign(line.side, line.standing)


def _words(result: Matrix) -> str:
    """Return what is said about a matrix."""
    parties, shown = phrases.count(len(result.parties), "party"), len(result.rows)
    if shown == result.total:
        return f"{phrases.count(shown, 'claim')} by {parties}"
    others = phrases.count(result.total - shown, "other claim")
    return f"{phrases.count(shown, 'claim')} by {parties}; on {others} none of them takes a side"


def _legend(result: Matrix) -> str:
    """Return what the signs mean; nothing if there are none."""
    lines = [line for row in result.rows for line in row.lines.values()]
    off_record = phrases.signs_off_record([_sign(line) for line in lines if line.standing != "on-record"])
    withdrawn = "* its author withdrew" if any(line.withdrawals for line in lines) else ""
    return phrases.joined("  ", LEGEND, off_record, withdrawn) if result.rows else ""
