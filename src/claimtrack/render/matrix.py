"""The matrix: claims by parties, or parties by claims."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from claimtrack.render import phrases
from claimtrack.render.listings import LEGEND, off_record, side_style
from claimtrack.render.to_json import claim_json, party_json, summary_json
from claimtrack.render.view import Column, Json, Listing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import ActSummary, LineSummary, Matrix, MatrixRow
    from claimtrack.rules.claim_state import Person

AnyRow = TypeVar("AnyRow")

# The columns that are no party's and no claim's.
_MARKS: Final = ("off_record", "withdrawn", "withdrawn_by", "withdrawn_date", "reviews", "ratings")
_NAMES: Final = frozenset({"claim", "title", "kind", "unit", "party", "party_name", *_MARKS})


def by_claim(book: Book, result: Matrix) -> Listing[MatrixRow]:
    """List claims by parties: a sign and the value if a party has a line, else nothing."""

    def party_columns(party: Person) -> tuple[Column[MatrixRow], Column[MatrixRow]]:
        return _columns(party.id, party.name, lambda row: row.lines.get(party.id))

    def lines_of(row: MatrixRow) -> dict[str, LineSummary]:
        return row.lines

    columns: list[Column[MatrixRow]] = [
        Column("claim", lambda row: row.claim.id, "claim", whole=True, style=lambda _: "bold"),
        Column("title", lambda row: row.claim.title, "title", wide=True, cut=True, least=24, csv_only=True),
        Column("kind", lambda row: row.claim.kind, csv_only=True),
        Column("unit", lambda row: row.claim.unit, csv_only=True),
        *chain.from_iterable(map(party_columns, result.parties)),
        *_mark_columns(lines_of),
    ]

    def to_json(row: MatrixRow) -> Json:
        return {**claim_json(row.claim), "lines": [summary_json(line, book.person) for line in row.lines.values()]}

    head = {"parties": [*map(party_json, result.parties)]}
    words, legend = _words(result), _legend(result)
    more = "parties fit; name some, --transpose, or --format csv"
    return Listing("claims", result.rows, columns, to_json, (), head, words, legend, header=True, more=more)


def by_party(result: Matrix) -> Listing[Person]:
    """List parties by claims: the same as `by_claim`, with rows and columns exchanged."""

    def claim_columns(claim: MatrixRow) -> tuple[Column[Person], Column[Person]]:
        return _columns(claim.claim.id, claim.claim.id, lambda party: claim.lines.get(party.id))

    def lines(party: Person) -> dict[str, LineSummary]:
        return {row.claim.id: line for row in result.rows if (line := row.lines.get(party.id))}

    columns: list[Column[Person]] = [
        Column("party", lambda party: party.id, "party", whole=True, style=lambda _: "bold"),
        Column("party_name", lambda party: party.name, "name", wide=True, cut=True, least=16, csv_only=True),
        *chain.from_iterable(map(claim_columns, result.rows)),
        *_mark_columns(lines),
    ]
    words, legend = _words(result), _legend(result)
    more = "claims fit; choose some with --topic, --search and so on, or --format csv"
    return Listing("parties", result.parties, columns, party_json, (), {}, words, legend, header=True, more=more)


def _columns(
    name: str, label: str, line_of: Callable[[AnyRow], LineSummary | None]
) -> tuple[Column[AnyRow], Column[AnyRow]]:
    """Return the columns of a party or of a claim: one for programs and one for people.

    The first is called by its id, unless another column is called so.
    """

    def side(row: AnyRow) -> str:
        line = line_of(row)
        return "" if line is None else _text(line, line.side)

    def marked(row: AnyRow) -> str:
        line = line_of(row)
        return "" if line is None else f"{_text(line, _sign(line))}{'*' if line.withdrawals else ''}"

    def style(row: AnyRow) -> str:
        return side_style(line.side if (line := line_of(row)) else None)

    return (
        Column(f"{name} (line)" if name in _NAMES else name, side),
        Column("", marked, label, fits=True, style=style),
    )


def _mark_columns(lines_of: Callable[[AnyRow], Mapping[str, LineSummary]]) -> Sequence[Column[AnyRow]]:
    """Return the columns of what marks the lines of a row, which are given by the id of their party or claim."""

    def marks(row: AnyRow) -> list[tuple[str, ActSummary]]:
        return [(which, each) for which, line in lines_of(row).items() for each in line.withdrawals]

    def known(row: AnyRow) -> str:
        return off_record((which, line.side, line.standing) for which, line in lines_of(row).items())

    def reviews(row: AnyRow) -> list[tuple[str, str]]:
        return [(which, line.rating) for which, line in lines_of(row).items() if line.rating]

    def when(act: ActSummary) -> str:
        return phrases.dated(act.date or "undated", act.date_of)

    return (
        Column("off_record", known),
        Column("withdrawn", lambda row: listed(which for which, _ in marks(row))),
        Column("withdrawn_by", lambda row: listed(act.party for _, act in marks(row))),
        Column("withdrawn_date", lambda row: listed(when(act) for _, act in marks(row))),
        Column("reviews", lambda row: listed(which for which, _ in reviews(row))),
        Column("ratings", lambda row: listed(rating for _, rating in reviews(row))),
    )


def _text(line: LineSummary, side: str) -> str:
    return phrases.joined(" ", side, phrases.amount(line.value, None, line.about))


def _sign(line: LineSummary) -> str:
    sign = phrases.sign(line.side, line.standing)
    return f"[{sign}]" if line.rating else sign


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
    off_record = [phrases.sign(line.side, line.standing) for line in lines if line.standing != "on-record"]
    reviews = sorted({_sign(line) for line in lines if line.rating})
    signs = phrases.joined(
        "  ", phrases.signs_off_record(off_record), phrases.joined(" ", *reviews, "a review") if reviews else ""
    )
    withdrawn = "* its author withdrew" if any(line.withdrawals for line in lines) else ""
    return phrases.joined("  ", LEGEND, signs, withdrawn) if result.rows else ""
