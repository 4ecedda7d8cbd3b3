"""The listings of lines: two parties side by side, contradictions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import phrases, reasons
from claimtrack.render.listings import side_style
from claimtrack.render.position_rows import position_columns, rating_column, value_columns
from claimtrack.render.to_json import claim_json, compared_json, position_json, principal_json
from claimtrack.render.view import Cell, Column, Json, Listing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import ContradictionRow, Diff, DiffRow
    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

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
        Column("kind", lambda row: row.state.claim.kind, csv_only=True),
        Column("unit", lambda row: row.state.claim.unit, csv_only=True),
        Column("", lambda row: phrases.relation(row.comparison.relation, a, b), "relation", style=style),
        *_compared_columns("a", a, lambda row: row.comparison.a, name),
        *_compared_columns("b", b, lambda row: row.comparison.b, name),
        Column("a_rating", lambda row: row.comparison.a.rating if row.comparison.a else None),
        Column("b_rating", lambda row: row.comparison.b.rating if row.comparison.b else None),
    ]
    tally = ", ".join(f"{count} {phrases.relation(name, a, b)}" for name, count in result.tally.items() if count)

    head = {"a": principal_json(a), "b": principal_json(b), "tally": result.tally}
    words = tally or f"{a.name} and {b.name} take no side on any of these claims"
    return Listing(
        "comparisons", result.rows, columns, lambda row: diff_row_json(row, a, b, book.person), head=head, words=words
    )


def diff_row_json(row: DiffRow, a: Person, b: Person, person: PersonOf) -> Json:
    """Return two parties on one claim."""
    comparison = row.comparison
    return {
        **claim_json(row.state.claim),
        "relation": comparison.relation,
        "a": compared_json(a, comparison.a, comparison.silence, person),
        "b": compared_json(b, comparison.b, comparison.silence, person),
    }


def _compared_columns(
    which: str, person: Person, line_of: Callable[[DiffRow], Line | None], name: Callable[[str], str]
) -> Sequence[Column[DiffRow]]:
    """Return the columns of one of two parties: its line, or what it did instead."""

    def shown(row: DiffRow) -> str:
        line, claim = line_of(row), row.state.claim
        if line is None:
            return phrases.SILENCES[row.comparison.silence or "silent"]
        side, value = phrases.word(line.side, claim.kind), phrases.amount(line.value, claim.unit, line.about)
        marks = phrases.mark(line.standing) + reasons.withdrew(line, name)
        rating = phrases.rating(line.position.recorded)
        return phrases.joined(", ", side, rating, value, phrases.when_day(line.position)) + marks

    def style(row: DiffRow) -> str:
        return side_style(line.side if (line := line_of(row)) else None, "dim")

    def column(key: str, get: Callable[[Line], Cell]) -> Column[DiffRow]:
        return Column(f"{which}_{key}", lambda row: get(line) if (line := line_of(row)) else None)

    return (
        Column(f"{which}_principal", lambda _: person.id, csv_only=True),
        Column(f"{which}_principal_name", lambda _: person.name, csv_only=True),
        column("side", lambda line: line.side),
        Column(f"{which}_silence", lambda row: None if line_of(row) else row.comparison.silence),
        *value_columns(f"{which}_", lambda row: line.value if (line := line_of(row)) else None),
        column("about", lambda line: line.about and line.about.written),
        column("date", lambda line: phrases.day(line.position)),
        column("date_of", lambda line: line.position.recorded.date_of),
        column("standing", lambda line: line.standing),
        column("party", lambda line: line.position.party),
        column("party_name", lambda line: name(line.position.party))._replace(csv_only=True),
        column("withdrawn_by", lambda line: listed(each.party for each in line.withdrawals)),
        column("withdrawn_date", lambda line: listed(map(phrases.when, line.withdrawals))),
        Column("", shown, person.name, least=18, below=f"{person.name}: ", style=style),
    )


def contradictions(book: Book, rows: Sequence[ContradictionRow]) -> Listing[ContradictionRow]:
    """List who contradicts themselves, with both positions cited."""

    def name(party: str) -> str:
        return book.person(party).name

    columns: list[Column[ContradictionRow]] = [
        Column("principal", lambda row: row.contradiction.party),
        Column("principal_name", lambda row: name(row.contradiction.party), csv_only=True),
        Column(
            "",
            lambda row: name(row.contradiction.party),
            "party",
            cut=True,
            least=16,
            style=lambda _: "bold",
        ),
        Column("rule", lambda row: row.contradiction.kind),
        Column("chain", lambda row: listed(row.contradiction.chain)),
        Column("how", how, "how", least=20, below="", ids=lambda row: row.contradiction.chain),
        _cited_on_screen("on the one hand", 0, book),
        *_position_columns("first", lambda row: _claimed_json(row, 0, book.person)),
        _cited_on_screen("on the other", 1, book),
        *_position_columns("second", lambda row: _claimed_json(row, 1, book.person)),
        rating_column("first_", lambda row: _claimed_json(row, 0, book.person)),
        rating_column("second_", lambda row: _claimed_json(row, 1, book.person)),
    ]

    words = phrases.count(len(rows), "contradiction")
    return Listing("contradictions", rows, columns, lambda row: contradiction_json(row, book.person), words=words)


def contradiction_json(row: ContradictionRow, person: PersonOf) -> Json:
    """Return a party at odds with itself, with its two positions."""
    contradiction = row.contradiction
    return {
        **principal_json(person(contradiction.party)),
        "rule": contradiction.kind,
        "chain": contradiction.chain,
        "how": how(row),
        "first": _claimed_json(row, 0, person),
        "second": _claimed_json(row, 1, person),
    }


def _claimed_json(row: ContradictionRow, which: int, person: PersonOf) -> Json:
    """Return one of the two positions, with its claim."""
    position = row.contradiction.positions[which]
    return {**claim_json(row.states[which].claim), **position_json(position, person)}


def _position_columns(key: str, json_of: Callable[[ContradictionRow], Json]) -> Sequence[Column[ContradictionRow]]:
    """Return the columns of one of the two positions."""
    return (
        Column(f"{key}_claim", lambda row: json_of(row)["claim"]),
        Column(f"{key}_title", lambda row: json_of(row)["title"], csv_only=True),
        Column(f"{key}_principal", lambda row: json_of(row)["principal"], csv_only=True),
        Column(f"{key}_principal_name", lambda row: json_of(row)["principal_name"], csv_only=True),
        *position_columns(f"{key}_", json_of),
    )


def how(row: ContradictionRow) -> str:
    """Return in words how somebody contradicts itself."""
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
