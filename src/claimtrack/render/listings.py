"""The listings of claims, parties, sources and topics: their columns and their JSON."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from claimtrack.model.vocabulary import SIDES, Side, is_url
from claimtrack.render import phrases
from claimtrack.render.to_json import party_json, principal_json, source_json
from claimtrack.render.view import Cell, Column, Json, Listing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.open_folder import Sort
    from claimtrack.book.rows import PartyRow, SourceRow, TopicRow
    from claimtrack.model.vocabulary import Standing
    from claimtrack.render.to_json import PersonOf
    from claimtrack.rules.claim_row import ClaimRow, ClaimRows, RowMarks

_SIDE_STYLES: Final[dict[Side, str]] = {"asserts": "blue", "qualifies": "yellow", "denies": "magenta"}
_STATUSES: Final = {"disputed": "bold", "asserted": "blue", "qualified": "yellow", "denied": "magenta", "open": "dim"}
LEGEND: Final = "  ".join(f"{phrases.GLYPHS[side]} {side}" for side in SIDES)


def side_style(side: Side | None, default: str = "") -> str:
    """Return the style of a side, or the default if there is none."""
    return _SIDE_STYLES[side] if side else default


def claims(book: Book, found: ClaimRows, sort: Sort = "id") -> Listing[ClaimRow]:
    """List claims with their status and how many principals are on each side; by what they are sorted is always shown."""
    rows = found.rows

    def status(row: ClaimRow) -> str:
        return f"{phrases.word(row.status, row.kind)}{'*' if row.divided else ''}{'≠' if row.values_differ else ''}"

    def reviewed(row: ClaimRow) -> str:
        return phrases.reviewed(row.reviews, row.status, row.status_without_reviews, row.kind)

    columns: list[Column[ClaimRow]] = [
        Column("claim", lambda row: row.id, "claim", whole=True, style=lambda _: "bold"),
        Column("title", lambda row: row.title, "title", cut=True, least=32, below=""),
        Column("kind", lambda row: row.kind, csv_only=True),
        Column("unit", lambda row: row.unit, csv_only=True),
        Column("status", lambda row: row.status),
        Column("divided", lambda row: "divided" if row.divided else ""),
        Column("", status, "status", whole=True, style=lambda row: _STATUSES[row.status]),
        *chain.from_iterable(map(_side_columns, SIDES)),
        *map(_principals_column, SIDES),
        Column("last_date", lambda row: row.last),
        *([Column("", reviewed, "reviews", whole=True, kept=True)] if found.marks.reviewed else []),
        *([Column("", _positions, "positions", right=True)] if sort == "positions" else []),
        Column("", _last_day, "last", whole=True, kept=sort != "last"),
        Column("topics", lambda row: listed(row.topics)),
        Column("", lambda row: ", ".join(row.topics), "topics", wide=True, below="topics: ", ids=_topics),
        Column("values_differ", lambda row: "values differ" if row.values_differ else ""),
        Column("off_record", _off_record),
        Column("last_date_of", lambda row: row.last_date_of),
        Column("claim_date", lambda row: row.date, csv_only=True),
        Column("position_count", _positions, csv_only=True),
        Column("path", lambda row: row.path, csv_only=True),
        Column("review_count", lambda row: row.reviews),
        Column("status_without_reviews", lambda row: row.status_without_reviews, csv_only=True),
    ]
    size = phrases.count(book.size, "claim")
    cut = len(rows) < found.total
    words = f"{phrases.shown(len(rows), found.total)}, {size} in all" if cut else f"{len(rows)} of {size}"
    legend = phrases.joined("  ", LEGEND, *_legend(found.marks)) if rows else ""
    return Listing("claims", rows, columns, lambda row: claim_row_json(row, book.person), words=words, legend=legend)


def _legend(marks: RowMarks) -> Iterator[str]:
    """Yield what each mark means."""
    if marks.off_record:
        yield phrases.signs_off_record(["(n)"])
    if marks.divided:
        yield "* a party's people disagree or withdrew"
    if marks.values_differ:
        yield "≠ numbers differ"
    if marks.decided:
        yield "reviews: how many, and the status without them"


def _last_day(row: ClaimRow | PartyRow) -> str:
    return phrases.dated(phrases.day_of(row.last or ""), row.last_date_of)


def _positions(row: ClaimRow) -> int:
    return row.positions


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
        Column(f"{side}_count", lambda row: len(row.sides[side]), right=True),
        Column("", shown, phrases.GLYPHS[side], right=True, style=style),
    )


def _principals_column(side: Side) -> Column[ClaimRow]:
    return Column(side, lambda row: listed(row.sides[side]), csv_only=True)


def off_record(lines: Iterable[tuple[str, Side, Standing]]) -> str:
    """Return each line that is not on record: its principal, its side and how it is known."""
    return listed(f"{party} {side} {standing}" for party, side, standing in lines if standing != "on-record")


def _off_record(row: ClaimRow) -> str:
    if not row.standings:
        return ""
    sides = {party: side for side in SIDES for party in row.sides[side]}
    return off_record((party, sides[party], standing) for party, standing in row.standings.items())


def claim_row_json(row: ClaimRow, person: PersonOf) -> Json:
    """Return the row of a claim."""
    return {
        "claim": row.id,
        "title": row.title,
        "kind": row.kind,
        "unit": row.unit,
        "status": row.status,
        "divided": row.divided,
        "values_differ": row.values_differ,
        **{side: [_line_json(row, party, person) for party in row.sides[side]] for side in SIDES},
        "last_date": row.last,
        "last_date_of": row.last_date_of,
        "topics": row.topics,
        "claim_date": row.date,
        "position_count": row.positions,
        "review_count": row.reviews,
        "status_without_reviews": row.status_without_reviews,
        "path": row.path,
    }


def _line_json(row: ClaimRow, party: str, person: PersonOf) -> Json:
    return {**principal_json(person(party)), "standing": row.standings.get(party, "on-record")}


def parties(rows: Sequence[PartyRow]) -> Listing[PartyRow]:
    """List parties with what they did."""
    columns: list[Column[PartyRow]] = [
        Column("party", lambda row: row.person.id, "party", whole=True, style=lambda _: "bold"),
        Column("party_name", lambda row: row.person.name, "name", cut=True, least=16, below=""),
        Column("party_kind", lambda row: row.kind, "kind", wide=True),
        Column("speaks_for", lambda row: listed(row.speaks_for)),
        Column(
            "",
            lambda row: ", ".join(row.speaks_for),
            "speaks for",
            spare=True,
            below="speaks for: ",
            ids=lambda row: row.speaks_for,
        ),
        Column("claim_count", lambda row: row.claims, "claims", right=True),
        Column("position_count", lambda row: row.positions, "positions", right=True, spare=True),
        Column("last_date", lambda row: row.last),
        Column("", _last_day, "last", whole=True),
        Column("doubt", lambda row: phrases.doubt(row.person), "", below="", style=lambda _: "yellow"),
        Column("last_date_of", lambda row: row.last_date_of),
        Column("aliases", lambda row: listed(row.aliases), csv_only=True),
    ]
    return Listing("parties", rows, columns, party_row_json, words=phrases.count(len(rows), "party"))


def party_row_json(row: PartyRow) -> Json:
    """Return a party with what it did."""
    return {
        **party_json(row.person),
        "party_kind": row.kind,
        "aliases": row.aliases,
        "speaks_for": row.speaks_for,
        "registered": row.registered,
        "principal_known": row.person.principal_known,
        "doubt": phrases.doubt(row.person) or None,
        "claim_count": row.claims,
        "position_count": row.positions,
        "last_date": row.last,
        "last_date_of": row.last_date_of,
    }


def sources(rows: Sequence[SourceRow]) -> Listing[SourceRow]:
    """List sources with who cites them."""
    columns: list[Column[SourceRow]] = [
        Column("source", lambda row: row.id, "source", whole=True, style=lambda _: "bold", link=source_url),
        Column("claim", lambda row: row.claim, "of claim", wide=True, whole=True, below="of claim: "),
        Column("publisher", _field("publisher"), "publisher", cut=True, least=16, below=""),
        Column("source_title", _field("title"), "title", wide=True, cut=True, least=24),
        Column("author", _field("author"), csv_only=True),
        Column("source_date", _field("date")),
        Column("", lambda row: phrases.day_of(_field("date")(row) or ""), "date", whole=True),
        Column("position_count", lambda row: row.positions, "cited", right=True),
        Column("origin", lambda row: row.origin_id),
        Column(
            "",
            lambda row: row.origin_id if row.origin_id != row.id else "",
            "origin",
            whole=True,
            below="origin: ",
        ),
        Column("derived_from", _field("derived_from"), csv_only=True),
        Column("url", source_url, link=source_url),
        Column("archive_url", _field("archive_url"), link=_field("archive_url")),
        Column("retrieved", _field("retrieved"), csv_only=True),
        Column("source_lang", _field("lang"), csv_only=True),
        Column("claims", lambda row: listed(row.claims), csv_only=True),
        Column("source_quote", _field("quote"), csv_only=True),
        Column("source_note", _field("note"), csv_only=True),
    ]
    words = phrases.origins(len(rows), len({row.origin for row in rows}))
    legend = phrases.ORIGIN if len(rows) > 1 else ""
    return Listing("sources", rows, columns, source_row_json, words=words, legend=legend)


def _field(name: str) -> Callable[[SourceRow], str | None]:
    def field(row: SourceRow) -> str | None:
        value = getattr(row.source, name, None)
        return None if value is None else str(value)

    return field


def source_url(row: SourceRow) -> str | None:
    """Return the address of a source."""
    return row.source.url if row.source else row.id if is_url(row.id) else None


def source_row_json(row: SourceRow) -> Json:
    """Return a source with who cites it."""
    return {
        **source_json(row.source, row.id),
        "claim": row.claim or None,
        "origin": row.origin_id,
        "claims": row.claims,
        "position_count": row.positions,
    }


def topics(rows: Sequence[TopicRow]) -> Listing[TopicRow]:
    """List topics with how many claims are filed under each."""
    columns: list[Column[TopicRow]] = [
        Column("topic", lambda row: row.topic, "topic", whole=True, style=lambda _: "bold"),
        Column("claim_count", lambda row: row.claims, "claims", right=True),
        Column("disputed_count", lambda row: row.disputed, "disputed", right=True),
    ]
    return Listing("topics", rows, columns, _topic_json, words=phrases.count(len(rows), "topic"))


def _topic_json(row: TopicRow) -> Json:
    return {"topic": row.topic, "claim_count": row.claims, "disputed_count": row.disputed}
