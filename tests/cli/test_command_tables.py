"""Tables at any width: nothing that must stay whole is broken, and no line is wider than the terminal."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from surroundings import examples, write_records

from claimtrack.book.book import Book
from claimtrack.history.changes import Changes, ClaimChange
from claimtrack.model.registry import Registry
from claimtrack.render import changes, line_listings, listings, matrix, positions, shifts
from claimtrack.render.terminal.cells import cut
from claimtrack.render.terminal.draw import draw
from claimtrack.render.view import text_of
from claimtrack.rules.changes import changes as position_changes
from claimtrack.rules.filters import ClaimFilter

# A word in each of many scripts, some with signs that take no cell, a cell of their own, or two cells.
WORDS = [
    *("Wasserwerk", "Ödön", "вода", "ύδωρ", "ջուր", "מים", "پانی", "ماء", "ውሃ", "წყალი", "ᏩᏥᏂ"),
    *("राष्ट्रीय", "काबुल", "पानी", "জলের", "ਪਾਣੀ", "પાણી", "தண்ணீர்", "నీటి", "ನೀರು", "വെള്ളം", "ජලය"),
    *("น้ำประปา", "ນ້ຳ", "ရေပေးဝေရေး", "ទឹកស្អាត", "ཆུ", "水务局", "みずうみ", "수도국", "ус"),
]
LETTERS = "".join(dict.fromkeys("".join(WORDS)))
SIDES = ["asserts", "qualifies", "denies"]


def terminal_width(text):
    """Count cells as a terminal does: none for marks and joiners, one for spacing marks, two for wide characters."""
    return sum(map(character_width, text))


def character_width(char):
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def tokens(text):
    return set(text.split())


words = st.sampled_from(WORDS) | st.text(LETTERS, min_size=1, max_size=30)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join)
ids = (st.text("abcdefgh-_.0123", max_size=79) | st.text(LETTERS, max_size=60)).map("c{}".format)
ids = ids.map(lambda text: unicodedata.normalize("NFC", text))
sources = ids | ids.map("https://example.org/{}".format)
offsets = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-11))])
days = st.dates(date(2025, 1, 1), date(2025, 12, 31))
moments = st.builds(datetime.combine, days, st.times(), offsets)
dates = days | moments | st.just("2025-05")
acts = st.fixed_dictionaries(
    {"party": st.sampled_from(WORDS) | texts, "stance": st.sampled_from(SIDES)},
    optional={
        "date": dates,
        "date_of": st.just("report"),
        "value": st.integers(1, 9) | texts,
        "quote": texts,
        "attribution": st.just("anonymous"),
        "sources": st.lists(sources, max_size=3, unique=True),
    },
)
claims = st.fixed_dictionaries(
    {"title": texts, "positions": st.lists(acts, max_size=6)}, optional={"topics": st.lists(ids, max_size=3)}
)
books = st.dictionaries(ids, claims, min_size=1, max_size=6)


def views(book):
    """Give every listing of a book."""
    people = [row.person.id for row in book.parties()]
    yield listings.claims(book, book.rows())
    yield listings.parties(book.parties())
    yield listings.sources(book.sources())
    yield listings.topics(book.topics())
    yield matrix.by_claim(book, book.matrix())
    yield matrix.by_party(book.matrix())
    yield shifts.shifts(book, book.shifts())
    yield line_listings.contradictions(book, book.contradictions())
    if len(people) > 1:
        yield line_listings.diff(book, book.diff(*people[:2]))
    yield positions.positions(book, book.positions(ClaimFilter(), positions.row_text(book)))
    yield changes.listing([changed(book)], with_commits=False)


def changed(book):
    """Give the changes by which each claim got its positions, and the id that it has."""
    new = [state.claim for state in book.claims()]
    old = [claim._replace(positions=claim.positions[1:], topics=()) for claim in new]
    registries = (Registry(()), Registry(()))
    found = [
        ClaimChange(
            now.id, f"was-{now.id}", "renamed", was, now, position_changes(was, registries[0], now, registries[1])
        )
        for was, now in zip(old, new, strict=True)
    ]
    return Changes(None, None, tuple(found), (), (), registries, ())


def expected(view, left_out):
    """Give what a table has to show: texts that are never broken, the ids among them, and beginnings of the others."""
    whole, ids, begun = set(), set(), set()
    for column in view.columns:
        if column.label is None or column.label in left_out or column.fits:
            continue
        for row in view.rows:
            text = text_of(column.get(row))
            short = {word for word in text.split(" ") if terminal_width(word) <= min(column.least, 12)}
            if column.whole or column.right:
                whole.add(text)
                ids |= {text} if column.whole else set()
            elif column.cut:
                begun.add(cut(text.split(" ")[0], 8).rstrip("…"))
            else:
                whole |= short
            if column.ids:
                ids |= {each for each in column.ids(row) if each in text}
    return whole | ids, ids, begun


@settings(max_examples=examples(90), deadline=None, phases=[Phase.generate])
@given(books, st.lists(st.integers(30, 200), min_size=2, max_size=2, unique=True))
def test_nothing_that_must_stay_whole_is_broken_at_any_width(told, some):
    with tempfile.TemporaryDirectory() as folder:
        book = Book(str(write_records(Path(folder) / "claims", told)), cache=False)
        for view in views(book):
            for room in some:
                check(view, room)


def check(view, room):
    out = io.StringIO()
    drawn = draw(view, out, "never", width=room)
    lines = out.getvalue().splitlines()
    whole, ids, begun = expected(view, drawn.left_out)
    for text in whole:
        assert any(re.search(rf"(?<![^\s\[(“]){re.escape(text)}(?![^\s\]),;:”])", line) for line in lines), text
    for text in begun:
        assert text in out.getvalue()
    bare = {each.strip("[](),.;:“”") for each in ids}
    for line in lines:
        assert terminal_width(line) <= room or line.strip("[](),.;:“”") in bare, line
    if view.noun == "claims" and "status" in lines[:1] and lines:
        places = {terminal_width(line[: found.start()]) for line in lines if (found := STATUS.search(line))}
        assert len(places) == 1


STATUS = re.compile(r"(?<=\s)(status|disputed|asserted|qualified|denied|open)[*≠]*(?=\s|$)")
