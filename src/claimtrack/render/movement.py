"""The listings about lines across claims and through time: matrix, shifts, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases
from claimtrack.render.listings import LEGEND, SIDE_STYLES
from claimtrack.render.to_json import person_json, position_json, stand_json
from claimtrack.render.view import Cell, Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import ClaimSummary, ContradictionRow, Matrix, MatrixRow, ShiftRow
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shifts import Move

_MOVES: dict[Move, str] = {
    "first": "first line",
    "side": "another side",
    "value": "another value",
    "lapse": "withdrawn",
}


def matrix(catalog: Book, found: Matrix) -> Listing[MatrixRow]:
    """List claims by parties: a glyph and the value where a party has a line, nothing where it has none."""
    columns: list[Column[MatrixRow]] = [
        Column("claim", lambda row: row.claim.id, "claim", style=lambda _: "bold"),
        *(column for person in found.parties for column in _party_columns(person)),
    ]
    return Listing(
        "claims",
        found.rows,
        columns,
        lambda row: {
            "id": row.claim.id,
            "title": row.claim.title,
            "kind": row.claim.kind,
            "unit": row.claim.unit,
            "lines": {party: stand_json(stand, catalog.person) for party, stand in row.lines.items()},
        },
        catalog.problems,
        head={"parties": [person_json(person) for person in found.parties]},
        words=f"{phrases.count(len(found.rows), 'claim')} by {phrases.parties(len(found.parties))}",
        legend=LEGEND if found.rows else "",
    )


def _party_columns(person: Person) -> tuple[Column[MatrixRow], Column[MatrixRow]]:
    def spelt(row: MatrixRow) -> Cell:
        line = row.lines.get(person.id)
        return " ".join(filter(None, (line.side, phrases.amount(line.value, None)))) if line else ""

    def drawn(row: MatrixRow) -> Cell:
        line = row.lines.get(person.id)
        return (
            " ".join(filter(None, (phrases.GLYPHS[line.side], phrases.amount(line.value, None))))
            if line
            else ""
        )

    def style(row: MatrixRow) -> str:
        line = row.lines.get(person.id)
        return SIDE_STYLES[line.side] if line else ""

    return Column(person.id, spelt), Column("", drawn, person.name, fits=True, style=style)


def shifts(catalog: Book, rows: Sequence[ShiftRow]) -> Listing[ShiftRow]:
    """List every change of a line, oldest first."""
    columns: list[Column[ShiftRow]] = [
        Column("date", lambda row: row.shift.position.date.written if row.shift.position.date else ""),
        Column("", lambda row: phrases.when(row.shift.position), "date", whole=True, style=lambda _: "dim"),
        Column("claim", lambda row: row.claim.id, "claim", style=lambda _: "bold"),
        Column("party", lambda row: row.shift.party),
        Column("voice", lambda row: row.shift.position.party),
        Column("", lambda row: _who(row, catalog), "who"),
        Column("move", lambda row: row.shift.move),
        Column(
            "from",
            lambda row: _stand(row.shift.before, row.shift.value_before, row.claim),
            "from",
            style=_before,
        ),
        Column(
            "to", lambda row: _stand(row.shift.after, row.shift.value_after, row.claim), "to", style=_after
        ),
        Column(
            "sources",
            lambda row: " ".join(ref.id for ref in row.shift.position.recorded.sources),
            "sources",
            wide=True,
        ),
    ]
    return Listing(
        "shifts",
        rows,
        columns,
        lambda row: _shift_json(row, catalog),
        catalog.problems,
        words=phrases.count(len(rows), "shift"),
    )


def _who(row: ShiftRow, catalog: Book) -> str:
    shift = row.shift
    name = catalog.person(shift.party).name
    voice = f" ({catalog.person(shift.position.party).name})" if shift.position.party != shift.party else ""
    mark = f", {shift.position.standing}" if not shift.position.on_record else ""
    return f"{name}{voice}{mark}"


def _stand(side: Side | None, value: Value | None, claim: ClaimSummary) -> str:
    if side is None:
        return ""
    return " ".join(filter(None, (phrases.said(side, claim.kind), phrases.amount(value, None))))


def _before(row: ShiftRow) -> str:
    return SIDE_STYLES[row.shift.before] if row.shift.before else ""


def _after(row: ShiftRow) -> str:
    return SIDE_STYLES[row.shift.after] if row.shift.after else ""


def _shift_json(row: ShiftRow, catalog: Book) -> Json:
    shift = row.shift
    return {
        "claim": row.claim.id,
        "party": person_json(catalog.person(shift.party)),
        "move": shift.move,
        "from": _side_json(shift.before, shift.value_before),
        "to": _side_json(shift.after, shift.value_after),
        "unit": row.claim.unit,
        "position": position_json(shift.position, catalog.person),
    }


def _side_json(side: Side | None, value: Value | None) -> Json | None:
    return {"side": side, "value": value.written if value else None} if side else None


def contradictions(catalog: Book, rows: Sequence[ContradictionRow]) -> Listing[ContradictionRow]:
    """List who contradicts themselves, with both positions cited."""
    columns: list[Column[ContradictionRow]] = [
        Column("party", lambda row: row.contradiction.party),
        Column("", lambda row: catalog.person(row.contradiction.party).name, "party", style=lambda _: "bold"),
        Column("kind", lambda row: row.contradiction.kind),
        Column("chain", lambda row: " ".join(row.contradiction.chain)),
        Column("how", _how, "how"),
        Column("first", lambda row: _cited(row, 0, catalog), "on the one hand"),
        Column("second", lambda row: _cited(row, 1, catalog), "on the other"),
    ]
    return Listing(
        "contradictions",
        rows,
        columns,
        lambda row: {
            "party": person_json(catalog.person(row.contradiction.party)),
            "kind": row.contradiction.kind,
            "chain": list(row.contradiction.chain),
            "how": _how(row),
            "positions": [
                {"claim": case.claim.id, **position_json(position, catalog.person)}
                for case, position in zip(row.cases, row.contradiction.positions, strict=True)
            ],
        },
        catalog.problems,
        words=phrases.count(len(rows), "contradiction"),
    )


def _how(row: ContradictionRow) -> str:
    found = row.contradiction
    first, last = found.chain[0], found.chain[-1]
    if found.kind == "same-day":
        one, other = (phrases.said(position.stance, row.cases[0].claim.kind) for position in found.positions)
        return f"{one} and {other} {first} within a day"
    if found.kind == "exclusive":
        return f"asserts {first} and {last}, which contradict each other"
    return f"asserts {first}, which implies {', which implies '.join(found.chain[1:])}, and denies {last}"


def _cited(row: ContradictionRow, which: int, catalog: Book) -> str:
    position: ResolvedPosition = row.contradiction.positions[which]
    mark = f", {position.standing}" if not position.on_record else ""
    quote = f": “{position.recorded.quote}”" if position.recorded.quote else ""
    sources = "".join(f" [{ref.id}]" for ref in position.recorded.sources)
    return f"{phrases.when(position)}, {catalog.person(position.party).name}{mark}{quote}{sources}"
