"""Tables at any width: nothing that must stay whole is broken, and no line is wider than the terminal."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from surroundings import examples, write_records

try:
    import wcwidth
except ImportError:
    wcwidth = None

from claimtrack.book.book import Book
from claimtrack.history.changes import Changes, ClaimChange
from claimtrack.model.registry import Registry
from claimtrack.render import changes, line_listings, listings, matrix, positions, profiles, shifts
from claimtrack.render.escape import one_line
from claimtrack.render.terminal.cells import cut, width, wrap
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


def wcswidth(text):
    """Count cells as the library does, where it is installed."""
    return wcwidth.wcswidth(text) if wcwidth else 0


def tokens(text):
    return set(text.split())


AROUND = "[](),.;:“”"


def bare_tokens(text):
    """Give the words of a text without the punctuation around them."""
    return {each.strip(AROUND) for each in tokens(text)}


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
    {"title": texts, "positions": st.lists(acts, max_size=4)}, optional={"topics": st.lists(ids, max_size=3)}
)
books = st.dictionaries(ids, claims, min_size=1, max_size=5)


def views(book):
    """Give every listing of a book."""
    people = [row.person.id for row in book.parties()]
    for sort in ("id", "last", "positions"):
        yield listings.claims(book, book.rows(sort=sort), sort)
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
    for person in people[:1]:
        yield from (each.listing for each in profiles.party(book, book.party(person, ClaimFilter())).sections)
    for row in book.sources()[:1]:
        for found in book.source(row.id):
            yield from (each.listing for each in profiles.source(book, found, ClaimFilter()).sections)


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
                # Only as a word of its own: "c" is also a letter of "order not certain".
                ids |= {each for each in column.ids(row) if each.strip(AROUND) in bare_tokens(text)}
    return whole | ids, ids, begun


@settings(max_examples=examples(72), deadline=None, phases=[Phase.generate])
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
    found = tokens(out.getvalue()) | bare_tokens(out.getvalue())
    for text in {each for each in whole - found if each.strip(AROUND) not in found}:
        assert " " in text or not text, text
        assert text in out.getvalue()
    for text in begun:
        assert text in out.getvalue()
    bare = {each.strip(AROUND) for each in ids}
    for line in lines:
        assert max(terminal_width(line), wcswidth(line)) <= room or line.strip(AROUND) in bare, line
    if view.noun == "claims" and lines and "status" in lines[0]:
        places = {terminal_width(line[: status.start()]) for line in lines if (status := STATUS.search(line))}
        assert len(places) == 1


STATUS = re.compile(r"(?<=\s)(status|disputed|asserted|qualified|denied|open)[*≠]*(?=\s|$)")


def claim(*acts, title="The dam was opened", **more):
    """Give a record; each act is a party, a stance and a date."""
    keys = ("party", "stance", "date")
    return {"title": title, **more, "positions": [dict(zip(keys, act, strict=False)) for act in acts]}


def shown(call, book, *words, at, **more):
    """Give what a command shows on a terminal of some width."""
    ran = call(*words, "--format", "table", "--color", "never", cwd=book, env={"COLUMNS": str(at), **more})
    assert ran.code == 0
    assert all(terminal_width(line) <= at for line in ran.lines)
    return ran


LONG_ID = "the-dam-was-opened-by-the-upper-district-25"


def test_an_id_of_43_characters_leaves_the_title_a_line_of_its_own(call, folder):
    book = folder({LONG_ID: claim(("Water Board", "asserts", date(2025, 6, 7)), title="The dam " * 7)}).parent
    ran = shown(call, book, "list", at=80)
    assert ran.lines[1].split() == [LONG_ID, "asserted", "1", "0", "0", "2025-06-07"]
    assert ran.lines[2:] == ["  " + ("The dam " * 7).strip()]


def test_one_long_id_among_many_takes_no_room_from_the_others(call, folder):
    records = {f"dam-{number}": claim(("Water Board", "asserts")) for number in range(9)}
    ran = shown(call, folder({**records, f"e-{LONG_ID}": claim(("Water Board", "asserts"))}).parent, "list", at=70)
    assert ran.lines[1].split() == ["dam-0", *["The", "dam", "was", "opened", "asserted", "1", "0", "0"]]
    assert ran.lines[-2] == f"e-{LONG_ID}"
    assert ran.lines[-1].split() == ["The", "dam", "was", "opened", "asserted", "1", "0", "0"]


def test_what_there_is_no_room_for_is_named(call, shipped):
    for width_, dropped in ((40, "last, topics"), (60, "topics"), (80, "topics"), (100, "topics")):
        ran = shown(call, shipped.parent, "list", at=width_)
        assert f"no room for {dropped}; --format csv shows all" in ran.err


def test_a_title_is_readable_and_the_last_date_is_there_at_each_usual_width(call, shipped):
    titles = {row["title"] for row in call("list", "--json", cwd=shipped.parent).json["claims"]}
    for at in (60, 80):
        ran = shown(call, shipped.parent, "list", at=at)
        assert ran.lines[0].split() == ["claim", "status", "+", "~", "−", "last"]
        assert all(title in " ".join(ran.out.split()) for title in titles)
    for at in (100, 120, 200):
        lines = shown(call, shipped.parent, "list", at=at).lines
        assert lines[0].split()[:7] == ["claim", "title", "status", "+", "~", "−", "last"]
        assert all(terminal_width(line[24:].split("  ")[0]) >= 30 for line in lines if "…" in line)


def test_what_claims_are_sorted_by_is_shown(call, folder):
    book = folder({f"{'d' * 30}-{number}": claim(("Water Board", "asserts", date(2025, 6, 7))) for number in range(3)})
    for at in (50, 60):
        by_id, by_last = (shown(call, book.parent, "list", "--sort", sort, at=at) for sort in ("id", "last"))
        assert "no room for last" in by_id.err
        assert "no room for" not in by_last.err
        assert by_last.out.count("2025-06-07") == 3
    by_number = shown(call, book.parent, "list", "--sort", "positions", at=100)
    assert by_number.lines[0].split() == ["claim", "title", "status", "+", "~", "−", "positions", "last"]
    assert by_number.lines[1].split()[-2:] == ["1", "2025-06-07"]


def test_no_line_of_a_table_ends_in_blanks(call):
    for command in ("list", "positions", "matrix", "shifts", "parties", "sources", "diff india pakistan"):
        for at in (60, 80, 120):
            ran = call(*command.split(), "--format", "table", "--color", "always", env={"COLUMNS": str(at)})
            assert not re.search(r"(?m) (\x1b\[[0-9;]*m)*$", ran.out), (command, at)


@pytest.mark.parametrize("length", [50, 56, 62, 80])
def test_a_day_is_never_cut_to_a_month(call, folder, length):
    book = folder({"d" * length: claim(("Water Board", "asserts", date(2025, 6, 7)))}).parent
    for at in (60, 80, 100):
        ran = call("list", "--format", "table", cwd=book, env={"COLUMNS": str(at)})
        assert ("2025-06-07" in tokens(ran.out)) != ("no room for last" in ran.err)
        assert ran.out.count("2025") == ran.out.count("2025-06-07")


def test_words_are_not_broken_at_40_columns(call, shipped):
    for command in ("list", "parties", "shifts", "topics", "diff india pakistan"):
        lines = shown(call, shipped.parent, *command.split(), at=40).lines
        assert [line for line in lines if len(line.strip()) == 1] == []


def test_ids_at_80_columns_are_whole(call, shipped):
    assert "united-states" in tokens(shown(call, shipped.parent, "parties", at=80).out)
    table = shown(call, shipped.parent, "shifts", at=80).out
    assert {row[1] for row in call("shifts").cells} <= tokens(table)


def test_a_table_shows_the_day_and_programs_get_the_time(call, folder):
    acts = ("Mayor", "asserts", datetime(2025, 5, 7, 18, 30, tzinfo=UTC)), ("Mayor", "denies", date(2025, 5, 8))
    source = {"id": "gazette", "title": "Gazette", "date": datetime(2025, 5, 9, 7, tzinfo=UTC)}
    record = {**claim(*acts), "sources": [source]}
    record["positions"][0]["sources"] = ["gazette"]
    book = folder({"dam": record}).parent
    for command in ("list", "parties", "sources", "diff mayor nobody", "shifts", "contradictions", "positions"):
        words_ = command.replace("nobody", "gazette").split()
        if words_[0] != "diff":
            assert not re.search(r"[0-9]{2}:[0-9]{2}", shown(call, book, *words_, at=200).out), words_
    assert "2025-05-07T18:30:00+00:00" in call("shifts", cwd=book).out
    assert "2025-05-07T18:30:00+00:00" in call("positions", "--format", "csv", cwd=book).out


def test_a_bare_address_stands_whole_on_a_line_of_its_own(call, folder):
    address = f"https://example.org/{'a' * 70}"
    record = claim(("Water Board", "asserts"))
    record["positions"][0]["sources"] = [address]
    ran = call("sources", "--format", "table", cwd=folder({"dam": record}).parent, env={"COLUMNS": "60"})
    assert address in ran.lines


def test_the_matrix_of_named_parties_shows_where_they_take_a_side(call, folder):
    records = {f"dam-{number}": claim(("Water Board", "asserts")) for number in range(5)}
    records["bridge"] = claim(("City Council", "denies"), ("Water Board", "asserts"))
    records["ferry"] = claim(("Harbour Office", "denies"))
    book = folder(records).parent
    ran = call("matrix", "city council", cwd=book)
    assert [row[:2] for row in ran.cells] == [["claim", "city-council"], ["bridge", "denies"]]
    assert (
        "1 claim by 1 party; on 6 other claims none of them takes a side"
        in shown(call, book, "matrix", "city council", at=80).err
    )
    assert len(call("matrix", "city council", "--json", cwd=book).json["claims"]) == 1


def test_the_parties_that_oppose_each_other_come_first_in_the_matrix(call, folder):
    records = {f"dam-{number}": claim(("Gazette", "asserts")) for number in range(5)}
    records["bridge"] = claim(("City Council", "denies"), ("Water Board", "asserts"))
    header = call("matrix", cwd=folder(records).parent).cells[0]
    assert header[:4] == ["claim", "city-council", "water-board", "gazette"]


def test_a_matrix_of_many_parties_says_how_many_fit(call, folder):
    acts = [(f"Council of District {number}", "asserts") for number in range(10, 40)]
    book = folder({"dam": claim(*acts), "bridge": claim(*acts[:2])}).parent
    ran = shown(call, book, "matrix", at=80)
    fit = ran.lines[-1].count("+")
    assert f"{fit} of 30 parties fit; name some, --transpose, or --format csv" in ran.err
    assert fit >= 3
    named = shown(call, book, "matrix", "council of district 12", at=200)
    assert "The dam was opened" in named.out
    wide = shown(call, book, "matrix", at=200)
    assert "The dam was opened" in wide.out
    narrow = shown(call, book, "matrix", at=30)  # where fewer than three fit
    assert narrow.lines[0] == "bridge"
    assert narrow.out.count("Council of District") == 32


def test_the_matrix_can_be_transposed(call, folder):
    records = {
        "bridge": claim(("City Council", "denies"), ("Water Board", "asserts")),
        "dam": claim(("Water Board", "asserts")),
    }
    records["dam"]["positions"][0]["attribution"] = "anonymous"
    book = folder(records).parent
    assert [row[:4] for row in call("matrix", "--transpose", cwd=book).cells] == [
        ["party", "bridge", "dam", "off_record"],
        ["water-board", "asserts", "asserts", "dam asserts anonymous"],
        ["city-council", "denies", "", ""],
    ]
    ran = shown(call, book, "matrix", "--transpose", at=80)
    assert ran.lines[0].split() == ["party", "name", "bridge", "dam"]
    assert ran.lines[1].split() == ["water-board", "Water", "Board", "+", "(+)"]
    same = [call("matrix", *more, "--json", cwd=book).out for more in ([], ["--transpose"])]
    assert same[0] == same[1]


@pytest.mark.parametrize("at", [40, 80, 120])
def test_rows_in_any_script_line_up(call, folder, at):
    records = {
        f"{word}-{number}" if number % 2 else f"dam-{number}": claim((word, "asserts", date(2025, 6, 7)), title=word)
        for number, word in enumerate(WORDS)
    }
    book = folder(records).parent
    for command, pattern in (("list", "asserted"), ("parties", r"2025-06-07$")):
        lines = [line for line in shown(call, book, command, at=at).lines if re.search(rf"\s{pattern}", line)]
        assert len(lines) == len(WORDS)
        assert len({terminal_width(line[: re.search(pattern, line).start()]) for line in lines}) == 1


def test_widths_are_those_of_wcwidth():
    pytest.importorskip("wcwidth")
    for word in WORDS:
        # It counts two cells for any number of consonants that are written as one; a terminal counts each.
        assert wcwidth.wcswidth(word) <= width(word) == terminal_width(word)
    for text, cells in {"👩‍🔧": 2, "🇺🇳": 2, "👍🏽": 2, "❤️": 2, "1️⃣": 2, "☰": 2, "a\u200d": 1}.items():
        assert (width(text), wcwidth.wcswidth(text)) == (cells, cells)


@pytest.mark.parametrize("text", ["ab \u094dxyz", "ab \u0303\u0303xyzuvw"])
def test_a_sign_without_width_at_the_beginning_of_a_word_makes_no_line_wider(text):
    assert all(terminal_width(line) <= 2 for line in wrap(text, 2))


@given(st.text(), st.integers(2, 40), st.lists(st.text(min_size=1, max_size=9), max_size=2))
def test_wrapping_loses_nothing_but_spaces(text, room, unbroken):
    text = one_line(text)
    lines = wrap(text, room, [one_line(each) for each in unbroken])
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if not unbroken:
        assert all(width(line) <= room for line in lines)
    assert width(cut(text, room)) <= room


def test_no_text_of_a_table_in_a_pipe_is_a_command_in_a_log(call, folder):
    hostile = "words ::error::forged ##[error]forged"
    record = claim(("::error::x", "asserts"), title=hostile, topics=["::set-output"])
    record["positions"][0]["quote"] = hostile
    book = folder({"dam": record}).parent
    for command in ("list", "parties", "topics", "matrix", "matrix --transpose", "shifts", "positions"):
        for at in (30, 50, 200):
            assert not re.search(r"(?m)^\s*::|##\[", shown(call, book, *command.split(), at=at).out)


def test_no_color_beats_force_color(call, shipped):
    ran = shown(call, shipped.parent, "list", at=80)
    both = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": "1"}
    assert call("list", "--format", "table", env=both).out == ran.out
    assert "\x1b[" in call("list", "--format", "table", env={**both, "NO_COLOR": ""}).out
