"""The listings: which columns and which JSON each command's rows have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claimtrack.model.tags import is_url
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.to_json import comparison_json, person_json, source_json
from claimtrack.render.view import Cell, Column, Json, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import Diff, DiffRow, PartyRow, SourceRow, TopicRow
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_row import ClaimRow, ClaimRows
    from claimtrack.rules.claim_state import Person
    from claimtrack.rules.line import Line

SIDE_STYLES = {"asserts": "blue", "qualifies": "yellow", "denies": "magenta"}
_STATUS_STYLES = {
    "disputed": "bold",
    "asserted": "blue",
    "qualified": "yellow",
    "denied": "magenta",
    "open": "dim",
}
LEGEND = "  ".join(f"{phrases.GLYPHS[side]} {side}" for side in SIDES)


def claims(catalog: Book, listed: ClaimRows) -> Listing[ClaimRow]:
    """List claims with their status and how many principals are on each side."""
    rows = listed.rows
    columns: list[Column[ClaimRow]] = [
        Column("id", lambda row: row.id, "claim", whole=True, style=lambda _: "bold"),
        Column("title", lambda row: row.title, "title"),
        Column("status", lambda row: row.status),
        Column("divided", lambda row: "divided" if row.divided else ""),
        Column("", _status, "status", whole=True, style=lambda row: _STATUS_STYLES[row.status]),
        *(_side_column(side) for side in SIDES),
        Column("last", lambda row: row.last, "last", whole=True, spare=True),
        Column("topics", lambda row: ", ".join(row.topics), "topics", wide=True),
    ]
    starred = any(row.divided for row in rows)
    shown = f"{phrases.shown(len(rows), listed.found)}, {phrases.count(catalog.size, 'claim')} in all"
    return Listing(
        "claims",
        rows,
        columns,
        lambda row: _claim_row_json(row, catalog),
        catalog.problems,
        words=shown if len(rows) < listed.found else f"{len(rows)} of {phrases.count(catalog.size, 'claim')}",
        legend=f"{LEGEND}{'  * own voices differ' if starred else ''}" if rows else "",
    )


def _status(row: ClaimRow) -> str:
    return f"{phrases.said(row.status, row.kind)}{'*' if row.divided else ''}"


def _side_column(side: Side) -> Column[ClaimRow]:
    return Column(
        side,
        lambda row: len(row.sides[side]),
        phrases.GLYPHS[side],
        right=True,
        style=lambda row: SIDE_STYLES[side] if row.sides[side] else "dim",
    )


def _claim_row_json(row: ClaimRow, catalog: Book) -> Json:
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "divided": row.divided,
        **{side: [person_json(catalog.person(each)) for each in row.sides[side]] for side in SIDES},
        "topics": list(row.topics),
        "date": row.date,
        "last": row.last,
        "positions": row.positions,
        "path": row.path,
    }


def diff(catalog: Book, found: Diff) -> Listing[DiffRow]:
    """List two parties side by side."""
    columns: list[Column[DiffRow]] = [
        Column("claim", lambda row: row.case.claim.id, "claim", whole=True, style=lambda _: "bold"),
        Column("relation", lambda row: row.comparison.relation),
        Column("title", lambda row: row.case.claim.title, "title", wide=True),
        Column(
            "",
            lambda row: phrases.relation(row.comparison.relation, found.a, found.b),
            "",
            style=_relation_style,
        ),
        *_sided("a", found.a, lambda row: row.comparison.a),
        *_sided("b", found.b, lambda row: row.comparison.b),
    ]
    tally = ", ".join(
        f"{number} {phrases.relation(relation, found.a, found.b)}"
        for relation, number in found.tally.items()
        if number
    )
    return Listing(
        "comparisons",
        found.rows,
        columns,
        lambda row: comparison_json(row, catalog.person),
        catalog.problems,
        head={"a": person_json(found.a), "b": person_json(found.b), "tally": found.tally},
        words=tally or f"{found.a.name} and {found.b.name} take no side on any of these claims",
    )


def _relation_style(row: DiffRow) -> str:
    return {"opposed": "bold", "partly": "yellow", "values-differ": "cyan"}.get(
        row.comparison.relation, "dim"
    )


def _sided(
    which: str, person: Person, line: Callable[[DiffRow], Line | None]
) -> tuple[Column[DiffRow], Column[DiffRow], Column[DiffRow], Column[DiffRow]]:
    def shown(row: DiffRow) -> str:
        stands, case = line(row), row.case
        if stands is None:
            return phrases.silent(row.comparison.silence or "silent")
        parts = [
            phrases.said(stands.side, case.claim.kind),
            phrases.amount(stands.value, case.claim.unit),
            phrases.when(stands.position),
            stands.standing if stands.standing != "on-record" else "",
        ]
        return ", ".join(filter(None, parts))

    def style(row: DiffRow) -> str:
        stands = line(row)
        return SIDE_STYLES[stands.side] if stands else "dim"

    def side(row: DiffRow) -> Cell:
        stands = line(row)
        return stands.side if stands else row.comparison.silence

    def value(row: DiffRow) -> Cell:
        stands = line(row)
        return phrases.amount(stands.value, None) if stands else None

    def date(row: DiffRow) -> Cell:
        stands = line(row)
        return stands.position.date.written if stands and stands.position.date else None

    return (
        Column(f"{which}_side", side),
        Column(f"{which}_value", value),
        Column(f"{which}_date", date),
        Column("", shown, person.name, style=style),
    )


def parties(catalog: Book, rows: Sequence[PartyRow]) -> Listing[PartyRow]:
    """List parties with what they did."""
    columns: list[Column[PartyRow]] = [
        Column("id", lambda row: row.person.id, "party", whole=True, style=lambda _: "bold"),
        Column("name", lambda row: row.person.name, "name"),
        Column("kind", lambda row: row.kind, "kind", wide=True),
        Column("speaks_for", lambda row: ", ".join(row.speaks_for), "speaks for", spare=True),
        Column("claims", lambda row: row.claims, "claims", right=True),
        Column("positions", lambda row: row.positions, "positions", right=True, spare=True),
        Column("last", lambda row: row.last, "last", whole=True),
        Column("note", _party_note, "", style=lambda _: "yellow"),
    ]
    return Listing(
        "parties",
        rows,
        columns,
        lambda row: {
            **person_json(row.person),
            "kind": row.kind,
            "aliases": list(row.aliases),
            "speaks_for": list(row.speaks_for),
            "registered": row.registered,
            "claims": row.claims,
            "positions": row.positions,
            "last": row.last,
        },
        catalog.problems,
        words=phrases.parties(len(rows)),
    )


def _party_note(row: PartyRow) -> str:
    if row.person.known:
        return ""
    return f"not registered; {row.person.probable}?" if row.person.probable else "not registered"


def sources(catalog: Book, rows: Sequence[SourceRow]) -> Listing[SourceRow]:
    """List sources with who cites them."""
    columns: list[Column[SourceRow]] = [
        Column("id", lambda row: row.id, "source", style=lambda _: "bold", link=_url),
        Column("claim", lambda row: row.claim, "of claim", wide=True),
        Column("publisher", lambda row: _of(row, "publisher"), "publisher"),
        Column("title", lambda row: _of(row, "title"), "title", wide=True),
        Column("date", lambda row: _of(row, "date"), "date", whole=True),
        Column("positions", lambda row: row.positions, "cited", right=True),
        Column("origin", lambda row: row.origin.id if row.origin.id != row.id else "", "copy of"),
        Column("url", _url, link=_url),
        Column("archive_url", _archive_url, link=_archive_url),
    ]
    found = len({row.origin for row in rows})
    return Listing(
        "sources",
        rows,
        columns,
        lambda row: {
            **source_json(row.source, row.id),
            "claim": row.claim or None,
            "origin": row.origin.id,
            "claims": list(row.claims),
            "positions": row.positions,
        },
        catalog.problems,
        words=phrases.origins(len(rows), found),
    )


def _of(row: SourceRow, key: str) -> str | None:
    value: Any = getattr(row.source, key) if row.source else None
    return str(value) if value is not None else None


def _archive_url(row: SourceRow) -> str | None:
    return row.source.archive_url if row.source else None


def _url(row: SourceRow) -> str | None:
    if row.source:
        return row.source.url
    return row.id if is_url(row.id) else None


def topics(catalog: Book, rows: Sequence[TopicRow]) -> Listing[TopicRow]:
    """List topics with how many claims are filed under each."""
    columns: list[Column[TopicRow]] = [
        Column("topic", lambda row: row.topic, "topic", style=lambda _: "bold"),
        Column("claims", lambda row: row.claims, "claims", right=True),
        Column("disputed", lambda row: row.disputed, "disputed", right=True),
    ]
    return Listing(
        "topics",
        rows,
        columns,
        lambda row: row._asdict(),
        catalog.problems,
        words=phrases.count(len(rows), "topic"),
    )
