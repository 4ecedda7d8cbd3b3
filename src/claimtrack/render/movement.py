"""The listings about lines across claims and through time: matrix, shifts, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import words
from claimtrack.render.jsonable import act_json, person_json, stand_json
from claimtrack.render.listings import LEGEND, SIDE_STYLES
from claimtrack.render.view import Cell, Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.cases.case import Person
    from claimtrack.catalog.catalog import Catalog
    from claimtrack.catalog.rows import ContradictionRow, Head, Matrix, MatrixRow, ShiftRow
    from claimtrack.model.values import Value
    from claimtrack.model.words import Side
    from claimtrack.rules.act import Act
    from claimtrack.rules.moves import Move

_MOVES: dict[Move, str] = {
    "first": "first line",
    "side": "another side",
    "value": "another value",
    "lapse": "withdrawn",
}


def matrix(catalog: Catalog, found: Matrix) -> Listing[MatrixRow]:
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
        words=f"{words.count(len(found.rows), 'claim')} by {words.parties(len(found.parties))}",
        legend=LEGEND if found.rows else "",
    )


def _party_columns(person: Person) -> tuple[Column[MatrixRow], Column[MatrixRow]]:
    def spelt(row: MatrixRow) -> Cell:
        line = row.lines.get(person.id)
        return " ".join(filter(None, (line.side, words.amount(line.value, None)))) if line else ""

    def drawn(row: MatrixRow) -> Cell:
        line = row.lines.get(person.id)
        return (
            " ".join(filter(None, (words.GLYPHS[line.side], words.amount(line.value, None)))) if line else ""
        )

    def style(row: MatrixRow) -> str:
        line = row.lines.get(person.id)
        return SIDE_STYLES[line.side] if line else ""

    return Column(person.id, spelt), Column("", drawn, person.name, fits=True, style=style)


def shifts(catalog: Catalog, rows: Sequence[ShiftRow]) -> Listing[ShiftRow]:
    """List every change of a line, oldest first."""
    columns: list[Column[ShiftRow]] = [
        Column("date", lambda row: row.shift.act.date.written if row.shift.act.date else ""),
        Column("", lambda row: words.when(row.shift.act), "date", whole=True, style=lambda _: "dim"),
        Column("claim", lambda row: row.claim.id, "claim", style=lambda _: "bold"),
        Column("party", lambda row: row.shift.party),
        Column("voice", lambda row: row.shift.act.party),
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
            lambda row: " ".join(ref.id for ref in row.shift.act.position.sources),
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
        words=words.count(len(rows), "shift"),
    )


def _who(row: ShiftRow, catalog: Catalog) -> str:
    shift = row.shift
    name = catalog.person(shift.party).name
    voice = f" ({catalog.person(shift.act.party).name})" if shift.act.party != shift.party else ""
    mark = f", {shift.act.standing}" if not shift.act.on_record else ""
    return f"{name}{voice}{mark}"


def _stand(side: Side | None, value: Value | None, claim: Head) -> str:
    if side is None:
        return ""
    return " ".join(filter(None, (words.said(side, claim.kind), words.amount(value, None))))


def _before(row: ShiftRow) -> str:
    return SIDE_STYLES[row.shift.before] if row.shift.before else ""


def _after(row: ShiftRow) -> str:
    return SIDE_STYLES[row.shift.after] if row.shift.after else ""


def _shift_json(row: ShiftRow, catalog: Catalog) -> Json:
    shift = row.shift
    return {
        "claim": row.claim.id,
        "party": person_json(catalog.person(shift.party)),
        "move": shift.move,
        "from": _side_json(shift.before, shift.value_before),
        "to": _side_json(shift.after, shift.value_after),
        "unit": row.claim.unit,
        "position": act_json(shift.act, catalog.person),
    }


def _side_json(side: Side | None, value: Value | None) -> Json | None:
    return {"side": side, "value": value.written if value else None} if side else None


def contradictions(catalog: Catalog, rows: Sequence[ContradictionRow]) -> Listing[ContradictionRow]:
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
                {"claim": case.claim.id, **act_json(act, catalog.person)}
                for case, act in zip(row.cases, row.contradiction.acts, strict=True)
            ],
        },
        catalog.problems,
        words=words.count(len(rows), "contradiction"),
    )


def _how(row: ContradictionRow) -> str:
    found = row.contradiction
    first, last = found.chain[0], found.chain[-1]
    if found.kind == "same-day":
        one, other = (words.said(act.stance, row.cases[0].claim.kind) for act in found.acts)
        return f"{one} and {other} {first} within a day"
    if found.kind == "exclusive":
        return f"asserts {first} and {last}, which contradict each other"
    return f"asserts {first}, which implies {', which implies '.join(found.chain[1:])}, and denies {last}"


def _cited(row: ContradictionRow, which: int, catalog: Catalog) -> str:
    act: Act = row.contradiction.acts[which]
    mark = f", {act.standing}" if not act.on_record else ""
    quote = f": “{act.position.quote}”" if act.position.quote else ""
    sources = "".join(f" [{ref.id}]" for ref in act.position.sources)
    return f"{words.when(act)}, {catalog.person(act.party).name}{mark}{quote}{sources}"
