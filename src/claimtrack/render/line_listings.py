"""The listings of lines: two parties side by side, shifts, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import phrases
from claimtrack.render.listings import side_style
from claimtrack.render.to_json import heading_json, line_json, person_json, position_json, side_json
from claimtrack.render.view import Cell, Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import ContradictionRow, Diff, DiffRow
    from claimtrack.model.vocabulary import Standing
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow, SideSummary

_RELATION_STYLES: Final = {"opposed": "bold", "partly": "yellow", "values-differ": "cyan"}


def diff(book: Book, result: Diff) -> Listing[DiffRow]:
    """List two parties side by side."""
    a, b = result.a, result.b

    def name(party: str) -> str:
        return book.person(party).name

    def style(row: DiffRow) -> str:
        return _RELATION_STYLES.get(row.comparison.relation, "dim")

    columns: list[Column[DiffRow]] = [
        Column("claim", lambda row: row.state.claim.id, "claim", whole=True, style=lambda _: "bold"),
        Column("relation", lambda row: row.comparison.relation),
        Column("title", lambda row: row.state.claim.title, "title", wide=True, cut=True, least=24),
        Column("", lambda row: phrases.relation(row.comparison.relation, a, b), "", style=style),
        *_party_columns("a", a, lambda row: row.comparison.a, name),
        *_party_columns("b", b, lambda row: row.comparison.b, name),
        *_standing_columns("a", lambda row: row.comparison.a),
        *_standing_columns("b", lambda row: row.comparison.b),
        Column("a_about", lambda row: _about(row.comparison.a)),
        Column("b_about", lambda row: _about(row.comparison.b)),
    ]
    tally = ", ".join(f"{count} {phrases.relation(name, a, b)}" for name, count in result.tally.items() if count)

    def to_json(row: DiffRow) -> Json:
        comparison = row.comparison
        lines = {"a": line_json(comparison.a, book.person), "b": line_json(comparison.b, book.person)}
        heading = heading_json(row.state.claim)
        return {**heading, "relation": comparison.relation, **lines, "silence": comparison.silence}

    head = {"a": person_json(a), "b": person_json(b), "tally": result.tally}
    words = tally or f"{a.name} and {b.name} take no side on any of these claims"
    return Listing("comparisons", result.rows, columns, to_json, head=head, words=words)


def _about(line: Line | None) -> str | None:
    return line.about.written if line and line.about else None


def _party_columns(
    which: str, person: Person, line_of: Callable[[DiffRow], Line | None], name: Callable[[str], str]
) -> Sequence[Column[DiffRow]]:
    def shown(row: DiffRow) -> str:
        line, claim = line_of(row), row.state.claim
        if line is None:
            return phrases.SILENCES[row.comparison.silence or "silent"]
        side, value = phrases.word(line.side, claim.kind), phrases.amount(line.value, claim.unit, line.about)
        marks = phrases.mark(line.standing) + phrases.withdrew(line, name)
        return phrases.joined(", ", side, value, phrases.when_day(line.position)) + marks

    def cell(row: DiffRow, get: Callable[[Line], Cell], otherwise: Cell = None) -> Cell:
        return get(line) if (line := line_of(row)) else otherwise

    def style(row: DiffRow) -> str:
        return side_style(line.side if (line := line_of(row)) else None, "dim")

    return (
        Column(f"{which}_side", lambda row: cell(row, lambda line: line.side, row.comparison.silence)),
        Column(f"{which}_value", lambda row: cell(row, lambda line: phrases.amount(line.value, None))),
        Column(f"{which}_date", lambda row: cell(row, lambda line: phrases.day(line.position))),
        Column("", shown, person.name, least=18, below=f"{person.name}: ", style=style),
    )


def _standing_columns(which: str, line_of: Callable[[DiffRow], Line | None]) -> Sequence[Column[DiffRow]]:
    return (
        Column(f"{which}_standing", lambda row: line.standing if (line := line_of(row)) else None),
        Column(f"{which}_date_of", lambda row: line.position.recorded.date_of if (line := line_of(row)) else None),
    )


def shifts(book: Book, rows: Sequence[ShiftRow]) -> Listing[ShiftRow]:
    """List every change of a line, oldest first."""

    def stands(row: ShiftRow, side: SideSummary | None, standing: Standing | None = None) -> str:
        return phrases.stance(side.side, side.value, row.claim.kind, None, side.about, standing) if side else ""

    def before(row: ShiftRow) -> str:
        return stands(row, row.before, row.before.standing if row.before else None)

    def now(row: ShiftRow) -> str:
        line = row.now
        return (phrases.amount(line.value, None, line.about) or "no value") if line else ""

    def doubt(row: ShiftRow) -> str:
        return "" if row.order_certain else phrases.ORDER_UNCERTAIN

    def move(row: ShiftRow) -> str:
        old, new = before(row), stands(row, row.after, row.after.standing if row.after else None)
        moved = f"{old} → {new or 'none'}" if old else new
        return phrases.joined(", ", phrases.joined(", now ", moved, now(row)), doubt(row))

    def who(row: ShiftRow) -> str:
        name = phrases.mover(row.party, row.voice, lambda party: book.person(party).name)
        return name if row.after else f"{name}{phrases.mark(row.standing)}"

    columns: list[Column[ShiftRow]] = [
        Column("date", lambda row: row.date),
        Column("", lambda row: phrases.day_shown(row.date, row.date_of), "date", whole=True, style=lambda _: "dim"),
        Column("claim", lambda row: row.claim.id, "claim", whole=True, below="claim: ", style=lambda _: "bold"),
        Column("party", lambda row: row.party),
        Column("voice", lambda row: row.voice),
        Column("", who, "who", least=16, below=""),
        Column("move", lambda row: row.move),
        Column("from", lambda row: stands(row, row.before)),
        Column("to", lambda row: stands(row, row.after)),
        Column("", move, "line", least=18, below="", style=lambda row: side_style(row.after and row.after.side)),
        Column(
            "sources",
            lambda row: " ".join(row.sources),
            "sources",
            wide=True,
            below="sources: ",
            ids=lambda row: row.sources,
        ),
        Column("now", now),
        Column("order", doubt),
        Column("date_of", lambda row: row.date_of),
        Column("standing", lambda row: row.standing),
        Column("from_standing", lambda row: row.before and row.before.standing),
    ]

    def to_json(row: ShiftRow) -> Json:
        return {
            "claim": row.claim.id,
            "party": person_json(book.person(row.party)),
            "move": row.move,
            "from": side_json(row.before),
            "to": side_json(row.after),
            "now": side_json(row.now),
            "order_certain": row.order_certain,
            "unit": row.claim.unit,
            "position": row.position and position_json(row.position, book.person),
        }

    return Listing("shifts", rows, columns, to_json, words=phrases.count(len(rows), "shift"))


def contradictions(book: Book, rows: Sequence[ContradictionRow]) -> Listing[ContradictionRow]:
    """List who contradicts themselves, with both positions cited."""
    columns: list[Column[ContradictionRow]] = [
        Column("party", lambda row: row.contradiction.party),
        Column(
            "",
            lambda row: book.person(row.contradiction.party).name,
            "party",
            cut=True,
            least=16,
            style=lambda _: "bold",
        ),
        Column("kind", lambda row: row.contradiction.kind),
        Column("chain", lambda row: " ".join(row.contradiction.chain)),
        Column("how", _how, "how", least=20, below="", ids=lambda row: row.contradiction.chain),
        Column("first", lambda row: _cited(row, 0, book)),
        Column("second", lambda row: _cited(row, 1, book)),
        _cited_on_screen("on the one hand", 0, book),
        _cited_on_screen("on the other", 1, book),
        *_cited_columns("first", 0),
        *_cited_columns("second", 1),
    ]

    def to_json(row: ContradictionRow) -> Json:
        contradiction = row.contradiction
        pairs = zip(row.states, contradiction.positions, strict=True)
        return {
            "party": person_json(book.person(contradiction.party)),
            "kind": contradiction.kind,
            "chain": contradiction.chain,
            "how": _how(row),
            "positions": [{"claim": state.claim.id, **position_json(each, book.person)} for state, each in pairs],
        }

    return Listing("contradictions", rows, columns, to_json, words=phrases.count(len(rows), "contradiction"))


def _cited_columns(name: str, which: int) -> Sequence[Column[ContradictionRow]]:
    return (
        Column(f"{name}_standing", lambda row: row.contradiction.positions[which].standing),
        Column(f"{name}_date_of", lambda row: row.contradiction.positions[which].recorded.date_of),
    )


def _how(row: ContradictionRow) -> str:
    contradiction, claims = row.contradiction, row.contradiction.chain
    if contradiction.kind == "same-day":
        kind = row.states[0].claim.kind
        one, other = (phrases.word(position.stance, kind) for position in contradiction.positions)
        return f"{one} and {other} {claims[0]} within a day"
    if contradiction.kind == "exclusive":
        return f"asserts {claims[0]} and {claims[-1]}, which contradict each other"
    return f"asserts {claims[0]}, which implies {', which implies '.join(claims[1:])}, and denies {claims[-1]}"


def _cited_on_screen(label: str, which: int, book: Book) -> Column[ContradictionRow]:
    def ids(row: ContradictionRow) -> list[str]:
        return [ref.id for ref in row.contradiction.positions[which].recorded.sources]

    return Column(
        "", lambda row: _cited(row, which, book, phrases.when_day), label, least=24, below=f"{label}: ", ids=ids
    )


def _cited(
    row: ContradictionRow, which: int, book: Book, when: Callable[[ResolvedPosition], str] = phrases.when
) -> str:
    position = row.contradiction.positions[which]
    cites = "".join(f" [{ref.id}]" for ref in position.recorded.sources)
    name = f"{book.person(position.party).name}{phrases.mark(position.standing)}"
    return f"{when(position)}, {name}{phrases.quote(position, lambda party: book.person(party).name)}{cites}"
