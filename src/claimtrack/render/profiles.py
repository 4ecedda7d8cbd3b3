"""One party or one source whole: what is known of it, and lists of what the claims say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import line_listings, listings, phrases, reasons, shifts
from claimtrack.render.listings import party_row_json, side_style, source_row_json
from claimtrack.render.position_rows import value_columns
from claimtrack.render.positions import positions, row_text
from claimtrack.render.to_json import claim_json, compared_json, party_json
from claimtrack.render.view import Column, Json, Listing, Profile, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.profiles import PartyProfile, SourceProfile, TenureRow
    from claimtrack.book.rows import PartyLine
    from claimtrack.render.view import Cell
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.line import Line


def party(book: Book, found: PartyProfile) -> Profile:
    """Return a party whole."""
    row = found.row
    said = f"{phrases.count(row.positions, 'position')} on {phrases.count(row.claims, 'claim')}"
    last = f", the latest {phrases.date_shown(row.last, row.last_date_of)}" if row.last and row.last_date_of else ""
    facts = [
        ("kind", row.kind or ""),
        ("also called", ", ".join(row.aliases)),
        *(("speaks for", _tenure(each)) for each in found.tenures),
        ("note", phrases.doubt(row.person)),
        ("took", said + last),
    ]
    sections = [
        Section("line", "Where it stands", _lines(book, found)),
        Section("voice", "Who speaks for it", _voices(found.voices)),
        Section("shift", "When it moved", shifts.shifts(book, found.shifts)),
        Section(
            "contradiction", "Where it contradicts itself", line_listings.contradictions(book, found.contradictions)
        ),
    ]
    tenures = [_tenure_json(each) for each in found.tenures]
    shown = [(label, text) for label, text in facts if text]
    return Profile(row.person.id, row.person.name, shown, sections, {**party_row_json(row), "tenures": tenures})


def _tenure(row: TenureRow) -> str:
    since = f", from {row.since}" if row.since else ""
    return f"{row.person.name}{since}{f', until {row.until}' if row.until else ''}"


def _tenure_json(row: TenureRow) -> Json:
    return {**party_json(row.person), "since": row.since, "until": row.until}


def _voices(rows: Sequence[TenureRow]) -> Listing[TenureRow]:
    columns: list[Column[TenureRow]] = [
        Column("party", lambda row: row.person.id, "party", whole=True, style=lambda _: "bold"),
        Column("party_name", lambda row: row.person.name, "name", cut=True, below=""),
        Column("since", lambda row: row.since, "from", whole=True),
        Column("until", lambda row: row.until, "until", whole=True),
    ]
    return Listing("voices", rows, columns, _tenure_json)


def _lines(book: Book, found: PartyProfile) -> Listing[PartyLine]:
    """List the claims on which a party took a position, with its line, or why it has none."""
    person = found.row.person

    def name(party: str) -> str:
        return book.person(party).name

    def get(cell: Callable[[Line], Cell]) -> Callable[[PartyLine], Cell]:
        return lambda row: cell(row.line) if row.line else None

    def stands(row: PartyLine) -> str:
        if row.line is None:
            return phrases.SILENCES[row.silence or "silent"]
        value = phrases.amount(row.line.value, row.claim.unit, row.line.about)
        side = phrases.joined(": ", phrases.word(row.line.side, row.claim.kind), value)
        side = phrases.joined(", ", side, phrases.rating(row.line.position.recorded))
        return side + phrases.mark(row.line.standing) + reasons.withdrew(row.line, name)

    columns: list[Column[PartyLine]] = [
        Column("claim", lambda row: row.claim.id, "claim", whole=True, style=lambda _: "bold"),
        Column("title", lambda row: row.claim.title, "title", wide=True, cut=True, least=24),
        Column("kind", lambda row: row.claim.kind, csv_only=True),
        Column("unit", lambda row: row.claim.unit, csv_only=True),
        Column("status", lambda row: row.status),
        Column("principal", lambda _: person.id, csv_only=True),
        Column("principal_name", lambda _: person.name, csv_only=True),
        Column("side", get(lambda line: line.side)),
        Column("silence", lambda row: row.silence),
        Column(
            "",
            stands,
            "stands",
            least=16,
            below="",
            style=lambda row: side_style(row.line.side if row.line else None, "dim"),
        ),
        *value_columns("", lambda row: row.line.value if row.line else None),
        Column("about", get(lambda line: line.about.written if line.about else None)),
        Column("date", get(lambda line: phrases.day(line.position))),
        Column("date_of", get(lambda line: line.position.recorded.date_of)),
        Column("", get(lambda line: phrases.when_day(line.position)), "since", whole=True, below="since "),
        Column("standing", get(lambda line: line.standing)),
        Column("party", get(lambda line: line.position.party)),
        Column("party_name", get(lambda line: name(line.position.party))),
        Column(
            "",
            get(lambda line: name(line.position.party) if line.position.party != person.id else ""),
            "said by",
            cut=True,
            below="said by ",
        ),
        Column("", lambda row: phrases.word(row.status, row.claim.kind), "status", spare=True),
        Column("place", get(lambda line: line.position.place + 1), csv_only=True),
        Column("rating", get(lambda line: line.rating), csv_only=True),
    ]

    def to_json(row: PartyLine) -> Json:
        line = compared_json(person, row.line, row.silence, book.person)
        return {**claim_json(row.claim), "status": row.status, **line}

    return Listing("lines", found.lines, columns, to_json)


def source(book: Book, found: SourceProfile, claim_filter: ClaimFilter) -> Profile:
    """Return a source whole, with the positions that cite it and match a filter."""
    row, recorded = found.row, found.row.source
    url = listings.source_url(row)
    fields = {name: getattr(recorded, name) for name in recorded._fields} if recorded else {"url": url}
    names = ("author", "publisher", "date", "url", "archive_url", "retrieved", "lang", "derived_from", "quote", "note")
    archived = "" if row.archived or not url else "no archived copy is recorded"
    cited = f"{phrases.count(row.positions, 'position')} on {phrases.count(len(row.claims), 'claim')}"
    facts = [
        *((_LABELS.get(name, name), str(fields[name])) for name in names if fields.get(name) is not None),
        ("archived", archived),
        ("origin", row.origin_id if row.origin_id != row.id else ""),
        ("in the file of", row.claim),
        ("cited by", cited if row.positions else "no position"),
    ]
    texts = book.positions(claim_filter._replace(source=found.keys), row_text(book))
    sections = [
        Section("position", "Positions that cite it", positions(book, texts)),
        Section("copy", "Other sources with the same origin", listings.sources(found.copies)._replace(noun="copies")),
    ]
    return Profile(
        row.id, (recorded and recorded.title) or "", [f for f in facts if f[1]], sections, source_row_json(row)
    )


_LABELS: Final = {"lang": "language", "archive_url": "archived", "derived_from": "derived from"}
