"""The listings of claims, parties, sources, topics and positions: their columns and their JSON."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from claimtrack.model.vocabulary import SIDES, Side, is_url
from claimtrack.render import phrases
from claimtrack.render.to_json import person_json, source_json
from claimtrack.render.view import Cell, Column, Json, Listing, Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
    from claimtrack.model.vocabulary import Standing
    from claimtrack.rules.claim_row import ClaimRow, ClaimRows
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

    PositionRow = tuple[ClaimState, ResolvedPosition]

_SIDE_STYLES: Final[dict[Side, str]] = {"asserts": "blue", "qualifies": "yellow", "denies": "magenta"}
_STATUSES: Final = {"disputed": "bold", "asserted": "blue", "qualified": "yellow", "denied": "magenta", "open": "dim"}
LEGEND: Final = "  ".join(f"{phrases.GLYPHS[side]} {side}" for side in SIDES)


def side_style(side: Side | None, default: str = "") -> str:
    """Return the style of a side, or the default if there is none."""
    return _SIDE_STYLES[side] if side else default


def claims(book: Book, listed: ClaimRows) -> Listing[ClaimRow]:
    """List claims with their status and how many principals are on each side."""
    rows = listed.rows

    def status(row: ClaimRow) -> str:
        return f"{phrases.word(row.status, row.kind)}{'*' if row.divided else ''}{'≠' if row.values_differ else ''}"

    columns: list[Column[ClaimRow]] = [
        Column("id", lambda row: row.id, "claim", whole=True, style=lambda _: "bold"),
        Column("title", lambda row: row.title, "title", cut=True, least=24, below=""),
        Column("status", lambda row: row.status),
        Column("divided", lambda row: "divided" if row.divided else ""),
        Column("", status, "status", whole=True, style=lambda row: _STATUSES[row.status]),
        *chain.from_iterable(map(_side_columns, SIDES)),
        Column("last", lambda row: row.last),
        Column("", _last_day, "last", whole=True, spare=True),
        Column("topics", lambda row: ", ".join(row.topics), "topics", wide=True, below="topics: ", ids=_topics),
        Column("values_differ", lambda row: "values differ" if row.values_differ else ""),
        Column("standing", _standings),
        Column("last_date_of", lambda row: row.last_date_of),
    ]
    size = phrases.count(book.size, "claim")
    cut = len(rows) < listed.total
    words = f"{phrases.shown(len(rows), listed.total)}, {size} in all" if cut else f"{len(rows)} of {size}"
    marks = [
        phrases.signs_off_record(["(n)"] if any(row.standings for row in rows) else []),
        "* a party's people disagree or withdrew" if any(row.divided for row in rows) else "",
        "≠ numbers differ" if any(row.values_differ for row in rows) else "",
    ]
    legend = phrases.joined("  ", LEGEND, *marks) if rows else ""
    return Listing("claims", rows, columns, lambda row: _claim_json(row, book), words=words, legend=legend)


def _last_day(row: ClaimRow | PartyRow) -> str:
    return phrases.dated(phrases.day_of(row.last or ""), row.last_date_of)


def _topics(row: ClaimRow) -> Sequence[str]:
    return row.topics


def _side_columns(side: Side) -> tuple[Column[ClaimRow], Column[ClaimRow]]:
    def style(row: ClaimRow) -> str:
        return side_style(side if row.sides[side] else None, "dim")

    def shown(row: ClaimRow) -> Cell:
        number = len(row.sides[side])
        off_record = len(row.standings.keys() & row.sides[side]) if row.standings else 0
        if not off_record:
            return number
        return f"{number - off_record}+({off_record})" if off_record < number else f"({number})"

    return (
        Column(side, lambda row: len(row.sides[side]), right=True),
        Column("", shown, phrases.GLYPHS[side], right=True, style=style),
    )


def standings(lines: Iterable[tuple[str, Side, Standing]]) -> str:
    """Return each line that is not on record: its party, side and standing."""
    return ", ".join(f"{party} {side} {standing}" for party, side, standing in lines if standing != "on-record")


def _standings(row: ClaimRow) -> str:
    if not row.standings:
        return ""
    sides = {party: side for side in SIDES for party in row.sides[side]}
    return standings((party, sides[party], standing) for party, standing in row.standings.items())


def _claim_json(row: ClaimRow, book: Book) -> Json:
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "divided": row.divided,
        "values_differ": row.values_differ,
        **{side: [_line_json(row, party, book) for party in row.sides[side]] for side in SIDES},
        "topics": row.topics,
        "date": row.date,
        "last": row.last,
        "last_date_of": row.last_date_of,
        "positions": row.positions,
        "path": row.path,
    }


def _line_json(row: ClaimRow, party: str, book: Book) -> Json:
    person = book.person(party)
    return {"id": person.id, "name": person.name, "standing": row.standings.get(party, "on-record")}


def parties(rows: Sequence[PartyRow]) -> Listing[PartyRow]:
    """List parties with what they did."""
    columns: list[Column[PartyRow]] = [
        Column("id", lambda row: row.person.id, "party", whole=True, style=lambda _: "bold"),
        Column("name", lambda row: row.person.name, "name", cut=True, least=16, below=""),
        Column("kind", lambda row: row.kind, "kind", wide=True),
        Column(
            "speaks_for",
            lambda row: ", ".join(row.speaks_for),
            "speaks for",
            spare=True,
            below="speaks for: ",
            ids=lambda row: row.speaks_for,
        ),
        Column("claims", lambda row: row.claims, "claims", right=True),
        Column("positions", lambda row: row.positions, "positions", right=True, spare=True),
        Column("last", lambda row: row.last),
        Column("", _last_day, "last", whole=True),
        Column("note", lambda row: phrases.doubt(row.person), "", below="", style=lambda _: "yellow"),
        Column("last_date_of", lambda row: row.last_date_of),
    ]
    return Listing("parties", rows, columns, _party_json, words=phrases.count(len(rows), "party"))


def _party_json(row: PartyRow) -> Json:
    fields = row._asdict()
    person = fields.pop("person")
    return {**person_json(person), **fields, "principal_known": person.principal_known}


def sources(rows: Sequence[SourceRow]) -> Listing[SourceRow]:
    """List sources with who cites them."""
    columns: list[Column[SourceRow]] = [
        Column("id", lambda row: row.id, "source", whole=True, style=lambda _: "bold", link=_url),
        Column("claim", lambda row: row.claim, "of claim", wide=True, whole=True, below="of claim: "),
        Column("publisher", _field("publisher"), "publisher", cut=True, least=16, below=""),
        Column("title", _field("title"), "title", wide=True, cut=True, least=24),
        Column("date", _field("date")),
        Column("", lambda row: phrases.day_of(_field("date")(row) or ""), "date", whole=True),
        Column("positions", lambda row: row.positions, "cited", right=True),
        Column(
            "origin",
            lambda row: row.origin_id if row.origin_id != row.id else "",
            "origin",
            whole=True,
            below="origin: ",
        ),
        Column("url", _url, link=_url),
        Column("archive_url", _field("archive_url"), link=_field("archive_url")),
    ]
    words = phrases.origins(len(rows), len({row.origin for row in rows}))
    legend = phrases.ORIGIN if len(rows) > 1 else ""
    return Listing("sources", rows, columns, _source_json, words=words, legend=legend)


def _field(name: str) -> Callable[[SourceRow], str | None]:
    def field(row: SourceRow) -> str | None:
        value = getattr(row.source, name, None)
        return None if value is None else str(value)

    return field


def _url(row: SourceRow) -> str | None:
    return row.source.url if row.source else row.id if is_url(row.id) else None


def _source_json(row: SourceRow) -> Json:
    return {
        **source_json(row.source, row.id),
        "claim": row.claim or None,
        "origin": row.origin_id,
        "claims": row.claims,
        "positions": row.positions,
    }


def topics(rows: Sequence[TopicRow]) -> Listing[TopicRow]:
    """List topics with how many claims are filed under each."""
    columns: list[Column[TopicRow]] = [
        Column("topic", lambda row: row.topic, "topic", whole=True, style=lambda _: "bold"),
        Column("claims", lambda row: row.claims, "claims", right=True),
        Column("disputed", lambda row: row.disputed, "disputed", right=True),
    ]
    return Listing("topics", rows, columns, lambda row: row._asdict(), words=phrases.count(len(rows), "topic"))


def positions(pages: Pages) -> tuple[list[PositionRow], list[Column[PositionRow]]]:
    """Return every position of some claims, in the order in which they count, and the columns to show them in."""
    rows = [(state, position) for state in pages.states for position in state.positions]
    columns: list[Column[PositionRow]] = [
        Column("claim", lambda row: row[0].claim.id),
        Column("date", lambda row: phrases.day(row[1])),
        Column("principal", lambda row: row[1].principal),
        Column("party", lambda row: row[1].party),
        Column("stance", lambda row: row[1].stance),
        Column("value", lambda row: phrases.amount(row[1].value, None)),
        Column("standing", lambda row: row[1].standing),
        Column("line", lambda row: "line" if _sets_line(*row) else ""),
        Column("quote", lambda row: row[1].recorded.quote),
        Column("sources", lambda row: phrases.source_ids(row[1])),
        Column("order", lambda row: phrases.order(*row)),
        Column("about", lambda row: row[1].recorded.about and row[1].recorded.about.written),
        Column("date_of", lambda row: row[1].recorded.date_of),
        Column("via", lambda row: " ".join(row[1].via)),
    ]
    return rows, columns


def _sets_line(state: ClaimState, position: ResolvedPosition) -> bool:
    line = state.lines.get(position.principal)
    return line is not None and line.position is position
