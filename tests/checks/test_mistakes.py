"""All mistakes are reported in one run, nothing that follows from them is, and each costs what its key is marked with."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, SourceRef, Tenure
from claimtrack.problems import Cost

NOW = datetime(2030, 1, 1)  # noqa: DTZ001 - the clock of the checks is naive
GRAVE = {Cost.RECORD, Cost.PARTY, Cost.PRINCIPAL}


class Line(NamedTuple):
    """A line of a good record, and the mistake that may be made in it."""

    good: str
    bad: str = ""
    code: str = ""
    cost: Cost = Cost.NOTHING
    key: str = ""  # what it is a mistake in, for the test of the marks
    offset: int = 0  # lines from the first bad one to the one that is reported


R, K, S = Cost.RECORD, Cost.KEY, Cost.SOURCE
CLAIM = [
    Line('title = "The dam leaked"', "title = 5", "CT012", R, "ClaimFile.title"),
    Line('statement = "It leaked."', "statement = '  '", "CT012", K, "ClaimFile.statement"),
    Line('original = "Le barrage fuit"', "original = ''", "CT012", K, "ClaimFile.original"),
    Line('lang = "fr"', 'lang = "french language"', "CT012", K, "ClaimFile.lang"),
    Line('place = "Lake"', "place = 5", "CT012", K, "ClaimFile.place"),
    Line('kind = "fact"', 'kind = "facts"', "CT012", K, "ClaimFile.kind"),
    Line('unit = "litres"', "unit = 5", "CT012", K, "ClaimFile.unit"),
    Line("date = 2025-03-01", "date = 2025", "CT013", K, "ClaimFile.date"),
    Line('topics = ["dam", "water"]', 'topics = ["dam", 5]', "CT012", K, "ClaimFile.topics"),
    Line('implies = ["other"]', "implies = [' ']", "CT012", K, "ClaimFile.implies"),
    Line('contradicts = ["other"]', 'contradicts = ["nosuch"]', "CT025"),
    Line('see_also = ["other"]', 'see_also = "other"', "CT012", K, "ClaimFile.see_also"),
    Line('notes = "n"', "notes = 5", "CT012", K, "ClaimFile.notes"),
    Line("", "colour = 'red'", "CT010", R, "ClaimFile"),
    Line("[[positions]]"),
    Line('party = "Water Board"', 'party = "?!"', "CT012", R, "Position.party"),
    Line('stance = "denies"', 'stance = "no"', "CT012", R, "Position.stance"),
    Line("date = 2025-03-04", "date = 2025-03-04T10:00:00", "CT013", R, "Position.date"),
    Line('date_of = "report"', 'date_of = "reports"', "CT012", R, "Position.date_of"),
    Line("value = 5", "value = true", "CT014", R, "Position.value"),
    Line('about = "2025-03"', 'about = "2025-13"', "CT013", R, "Position.about"),
    Line('rating = "False"', "rating = false", "CT012", K, "Position.rating"),
    Line('quote = "No."', "quote = ''", "CT012", K, "Position.quote"),
    Line('original = "ना।"', "original = ['x']", "CT012", K, "Position.original"),
    Line('lang = "hi"', 'lang = "hindi language"', "CT012", K, "Position.lang"),
    Line('note = "n"', "note = 1979-01-01", "CT012", K, "Position.note"),
    Line('attribution = "anonymous"', 'attribution = "anon"', "CT012", R, "Position.attribution"),
    Line('via = ["City Council"]', 'via = ["City Council", 5]', "CT012", R, "Position.via"),
    Line('sources = ["own",', 'sources = ["own", "nosuch-where",', "CT020", K),
    Line('  "wire",', '  "",', "CT012", K, "Position.sources"),
    Line('  { id = "wire", at = "1" },', '  { id = "wire", page = "1" },', "CT010", K, "SourceRef"),
    Line('  { id = "own", at = "2" }', '  { id = "own", at = 2 }', "CT012", K, "SourceRef.at"),
    Line("]"),
    Line("", "whither = 'x'", "CT010", R, "Position"),
    Line("[[positions]]"),
    Line('stance = "asserts"', 'stence = "asserts"', "CT010", R),
    Line('party = "City Council"'),
    Line("date = 2025-03-05", "date = 2031-01-01", "CT026"),
    Line('quote = "Yes."', 'qoute = "Yes."', "CT010", R),
    Line('sources = ["third"]', 'sources = "third"', "CT012", K, "Position.sources"),
    Line("[[sources]]"),
    Line('id = "own"'),
    Line('title = "T"', "title = 5", "CT012", K, "Source.title"),
    Line('publisher = "P"', "publisher = ''", "CT012", K, "Source.publisher"),
    Line('author = "A"', "author = []", "CT012", K, "Source.author"),
    Line('url = "https://example.org/own"', 'url = "https://example.org/own a "', "CT015", K, "Source.url"),
    Line('archive_url = "https://archive.example/1"', 'archive_url = "file:///x"', "CT015", K, "Source.archive_url"),
    Line("date = 2025-03-02", "date = 2031-03-02", "CT026"),
    Line("retrieved = 2025-03-03", "retrieved = 12:00:00", "CT013", K, "Source.retrieved"),
    Line('lang = "en"', "lang = ' '", "CT012", K, "Source.lang"),
    Line('derived_from = "wire"', 'derived_from = "wyre-service-of-old"', "CT020", K),
    Line("", "medium = 'print'", "CT010", K, "Source"),
    Line("[[sources]]"),
    Line('id = "third"'),
    Line('url = "https://example.org/third"', 'urll = "https://example.org/third"', "CT010", K),
    Line("date = 2025-03-02", "date = 2025", "CT013", K, "Source.date"),
    Line("derived_from = 'own'", "derived_from = 5", "CT012", K, "Source.derived_from"),
    Line("quote = 'It leaks.'", "quote = ' '", "CT012", K, "Source.quote"),
    Line("note = 'p'", "note = ['p']", "CT012", K, "Source.note"),
    Line("[[sources]]"),
    Line('id = "fourth"\nurl = "https://example.org/fourth"\ndate = 2025-03-02'),
    Line("", '[[sources]]\nid = "third"\nurl = "https://example.org/3"\ndate = 2025-03-02', "CT021", S, offset=1),
    Line("[[positions]]\nparty = 'Farmers'\nstance = 'comments'\nsources = ['fourth']"),
]
P, N = Cost.PARTY, Cost.PRINCIPAL
PARTIES = [
    Line("[water-board]"),
    Line('name = "Water Board"', "name = '!'", "CT012", P, "PartyEntry.name"),
    Line('kind = "office"', "kind = 5", "CT012", K, "PartyEntry.kind"),
    Line('speaks_for = "state"', 'speaks_for = "nobody-at-all"', "CT031", N),
    Line("[state]"),
    Line('notes = "n"', "notes = ''", "CT012", K, "PartyEntry.notes"),
    Line("", "flag = 'f'", "CT010", K, "PartyEntry"),
    Line("[farmers]"),
    Line('aliases = ["Growers"]', "aliases = 5", "CT012", P, "PartyEntry.aliases"),
    Line('name = "Farmers"', 'name = "The State"', "CT030", P),
    Line('speaks_for = "state"', "speaks_for = 5", "CT012", N, "PartyEntry.speaks_for"),
    Line("[city-council]"),
    Line('aliases = ["Council"]', 'aliases = ["Council", ""]', "CT012", P, "PartyEntry.aliases"),
    Line('kind = "office"', "kindd = 'office'", "CT010", K),
    Line("speaks_for = ["),
    Line('  { party = "state", from = 2020-01-01 },', "  { party = 'state', from = 2020 },", "CT013", N, "Tenure.from"),
    Line(
        '  { party = "state", until = 2019-01-01 },', "  { party = 5, until = 2019-01-01 },", "CT012", N, "Tenure.party"
    ),
    Line(
        "  { party = 'state', until = 2018-01-01 },", "  { party = 'state', until = 'x' },", "CT013", N, "Tenure.until"
    ),
    Line(
        "  { party = 'state', until = 2017-01-01 },",
        "  { party = 'state', until = 2017-01-01, why = 1 },",
        "CT010",
        N,
        "Tenure",
    ),
    Line(
        "  { from = 2015-01-01, party = 'state', until = 2016-01-01 }",
        "  { from = 2015-01-01, party = 'state', until = 2014-01-01 }",
        "CT033",
        N,
    ),
    Line("]"),
    Line("[spokesman]"),
    Line("speaks_for = 'state'", "speeks_for = 'state'", "CT010", N),
    Line("", "[stray]\nkind = 5", "CT012", K, offset=1),
]
PARTIES[PARTIES.index(Line("[state]"))] = Line("[state]\naliases = ['The State']")
SHARED = [
    Line("[[sources]]"),
    Line('id = "wire"'),
    Line('url = "https://example.org/wire"', 'url = "wire"', "CT015", K),
    Line("date = 2025-03-01", "date = ''", "CT013", K),
    Line('title = "W"', "titel = 'W'", "CT010", K),
    Line("[[sources]]"),
    Line("url = 'https://example.org/b'"),
    Line('id = "bulletin"'),
    Line("date = 2025-03-01", "date = 2032-01-01", "CT026"),
    Line("derived_from = 'wire'", "derived_from = 'wyre-service-of-old'", "CT020", K),
    Line("[[sources]]"),
    Line("id = 'leaflet'\nurl = 'https://example.org/leaflet'\ndate = 2025-03-01"),
    Line("", "[[sources]]\nurl = 'https://example.org/c'\ndate = 2025-03-01", "CT011", S, "Source.id"),
    Line("", "[[sources]]\nid = 'wire'\nurl = 'https://example.org/w'\ndate = 2025-03-01", "CT021", S, offset=1),
]
BOOK = {"claim": CLAIM, "parties": PARTIES, "sources": SHARED}
OTHER = """title = "Other"
[[positions]]
party = "spokesman"
stance = "asserts"
date = 2025-03-02
sources = ["bulletin", "leaflet", "wire"]
"""
ALL = [(name, number) for name, lines in BOOK.items() for number, line in enumerate(lines) if line.code]


def written(name, wrong):
    """Give a file with some lines wrong, and the mistakes, each with its line in the file."""
    lines, mistakes = [], []
    for number, line in enumerate(BOOK[name]):
        if (name, number) in wrong:
            mistakes.append((f"{name}.toml", len(lines) + 1 + line.offset, line.code, line.cost))
        text = line.bad if (name, number) in wrong else line.good
        lines += text.split("\n") if text else []
    return "\n".join(lines) + "\n", mistakes


class Written(NamedTuple):
    folder: Path
    mistakes: list


@pytest.fixture
def write(tmp_path):
    """Write a book with some mistakes."""

    def write(wrong):
        folder = Path(tempfile.mkdtemp(dir=tmp_path)) / "claims"
        folder.mkdir()
        (folder / "other.toml").write_text(OTHER, encoding="utf-8")
        mistakes = []
        for name in BOOK:
            text, made = written(name, wrong)
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
            mistakes += made
        return Written(folder, sorted(mistakes))

    return write


def found(problems):
    """Give each problem as its file, its line, its code and what it costs."""
    return sorted((Path(each.path).name, each.line, each.code, each.costs) for each in problems)


@given(st.sets(st.sampled_from(ALL), max_size=8))
@example(set())
@example(set(ALL))
@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_mistakes_are_reported_in_one_run_and_nothing_else(write, check, call, wrong):
    book = write(wrong)
    try:
        report = check(book.folder, now=NOW)
        assert found(report.problems) == [(file, line, code, cost) for file, line, code, cost in book.mistakes]
        by_checks = CLAIM_CHECKS.keys() | FOLDER_CHECKS.keys()
        read = [mistake for mistake in book.mistakes if mistake[2] not in by_checks]
        env = {"CLAIMTRACK_CACHE_DIR": str(book.folder.parent / "cache")}
        for more in ([], ["--no-cache"]):
            ran = call("list", "--json", *more, cwd=book.folder.parent, env=env)
            told = [
                (Path(each["path"]).name, each["line"], each["code"], each["costs"]) for each in ran.json["problems"]
            ]
            assert sorted(told) == read
            hidden = any(file == "claim.toml" and cost == Cost.RECORD for file, _, _, cost in read)
            assert [each["claim"] for each in ran.json["claims"]] == (["other"] if hidden else ["claim", "other"])
            assert ran.code == (4 if GRAVE & {cost for *_, cost in read} else 0)
    finally:
        shutil.rmtree(book.folder.parent)


FORMS = [ClaimFile, Position, Source, SourceRef, Tenure, PartyEntry]


def test_a_mistake_in_every_key_is_planted_above():
    planted = {line.key for lines in BOOK.values() for line in lines}
    keys = {f"{form.__name__}.{key}" for form in FORMS for key in form.costs()} | {form.__name__ for form in FORMS}
    # A wrong list of tables, and a citation without an id, are planted as items.
    assert keys - planted == {"ClaimFile.contradicts", "ClaimFile.positions", "ClaimFile.sources", "SourceRef.id"}


@pytest.mark.parametrize(("name", "number"), ALL)
def test_each_mistake_costs_what_its_key_is_marked_with(name, number):
    line = BOOK[name][number]
    form, _, key = line.key.partition(".")
    if form:
        forms = {form.__name__: form for form in FORMS}
        assert line.cost == (forms[form].costs()[key] if key else forms[form].unknown_key)


def test_one_mistake_alone_costs_no_more_than_that(write, call):
    whole = json.loads(call("show", "claim", "--json", cwd=write(set()).folder.parent).out)["claims"][0]
    for wrong in ALL:
        line = BOOK[wrong[0]][wrong[1]]
        if wrong[0] == "claim" and line.cost != Cost.RECORD:
            book = write({wrong})
            ran = call("show", "claim", "--json", "--no-cache", cwd=book.folder.parent)
            assert ran.code == 0
            (claim,) = ran.json["claims"]
            assert claim["status"] == whole["status"]
            assert len(claim["positions"]) == len(whole["positions"])
