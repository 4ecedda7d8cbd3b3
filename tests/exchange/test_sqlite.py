"""The database says what the JSON says, its references hold, and nothing that is not ours is written over."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from claimtrack.exchange.sqlite_schema import TABLES
from claimtrack.model.record import Claim, Party, Position, Source, Tenure

PARTIES = {
    "union": {"name": "Union", "kind": "union", "aliases": ["The Union", "The Union"]},
    "speaker": {"name": "A Speaker", "speaks_for": [{"party": "union", "from": "2025-01-01", "until": "2025-12-31"}]},
    "unused": {"name": "Nobody"},
}
SOURCES = {
    "sources": [
        {"id": "wire", "title": "Wire"},
        {"id": "copy", "url": "https://example.org/copy", "derived_from": "wire", "lang": "ur", "retrieved": "2025-06"},
    ]
}
MOMENT = datetime.fromisoformat("2025-07-02T10:00:00+05:30")
# Everything that the tables tell apart: values of every form, all standings, links, own and shared sources, bare URLs.
LEAK = {
    "title": "It leaks",
    "unit": "m³", "original": "لیک", "lang": "ur", "place": "Łódź",
    "topics": ["pipes", "Água"],
    "implies": ["flow"],
    "see_also": ["nowhere"],
    "date": "2025-05",
    "positions": [
        {"party": "Union", "stance": "asserts", "date": "2025-05-02", "value": 5, "sources": ["copy", {"id": "own", "at": "p. 1"}]},
        {"party": "speaker", "stance": "denies", "date": "2025-06", "value": {"max": -2.5}, "about": "2024"},
        {"party": "Board", "stance": "asserts", "value": 9007199254740993, "attribution": "anonymous", "via": ["Gazette", "پل"]},
        {"party": "Board", "stance": "qualifies", "date": "2025-07-01", "value": {"min": 1, "max": 2}, "quote": "“no”; it's\n=1"},
        {"party": "پل", "stance": "declines", "date": MOMENT, "rating": "False", "sources": ["https://example.org/copy/", "https://example.net/x"]},
        {"party": "speaker", "stance": "withdraws", "date": "2025-08-01", "original": "نہیں", "lang": "ur", "note": "n"},
        {"party": "Gazette", "stance": "reports", "date": "2025-08-02", "date_of": "report", "value": "-5–-3"},
    ],
    "sources": [{"id": "own", "publisher": "Gazette", "derived_from": "wire", "quote": "q", "note": "n"}],
}  # fmt: skip
FLOW = {"title": "It flows", "kind": "policy", "contradicts": ["leak"], "statement": "s", "notes": "n"}


@pytest.fixture
def book(folder):
    """Return a folder with what the tables tell apart."""
    return folder({"leak": LEAK, "flow": FLOW, "parties": PARTIES, "sources": SOURCES}).parent


def opened(path):
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    return closing(db)


@pytest.fixture
def export(call, tmp_path):
    """Return a function that exports a folder and gives the rows of each table and view."""

    def export(cwd, *words):
        path = tmp_path / "out.db"
        ran = call("export", "sqlite", "-o", str(path), *words, cwd=cwd)
        assert (ran.code, ran.out) == (0, "")
        with opened(path) as db:
            assert [*db.execute("PRAGMA foreign_key_check")] == []
            assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
            names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
            return {name: [dict(row) for row in db.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608 - our own names

    return export


@pytest.fixture(params=["book", pytest.param("shipped", marks=pytest.mark.slow)])
def places(request):
    """Return a folder in which there is a folder of claims: a small one, and that of the program."""
    found = request.getfixturevalue(request.param)
    return found.parent if request.param == "shipped" else found


def rows_of(call, *words, cwd):
    return [json.loads(line) for line in call(*words, "--format", "jsonl", cwd=cwd).lines]


@pytest.mark.parametrize(
    "words",
    [[], ["--as-of", "2025-06"], ["--disputed"], ["--no-cache"], ["--ignore-reviews"], ["--reviewed"]],
    ids=" ".join,
)
def test_the_tables_say_what_the_json_says(call, places, export, words):
    tables = export(places, *words)
    listed = rows_of(call, "list", *words, cwd=places)
    assert [row["claim"] for row in tables["claims"]] == [row["claim"] for row in listed]
    for row, status in zip(listed, tables["statuses"], strict=True):
        assert {
            key: row[key]
            for key in ("claim", "status", "divided", "values_differ", "review_count", "status_without_reviews")
        }.items() <= status.items()
    assert [row["claim"] for row in tables["disputed"]] == [
        row["claim"] for row in listed if row["status"] == "disputed"
    ]
    of_all = [word for word in words if word not in {"--disputed", "--reviewed"}]  # whatever is asked of claims
    said = {(row["claim"], row["place"]): row for row in rows_of(call, "positions", *of_all, cwd=places)}
    claims = {row["claim"] for row in listed}
    assert {(row["claim"], row["place"]) for row in tables["positions"]} == {each for each in said if each[0] in claims}
    numbers = {row["position"]: (row["claim"], row["place"]) for row in tables["positions"]}
    sources = {row["source_number"]: row for row in tables["sources"]}
    for row in tables["positions"]:
        expected = said[row["claim"], row["place"]]
        same = row.keys() & expected.keys() - {"value"}
        assert {key: row[key] for key in same} == {key: expected[key] for key in same}
        assert (row["value"] is None) == (expected["value"] is None)
        by = [numbers[row["withdrawn_by"]][1]] if row["withdrawn_by"] else []
        assert by == [each["place"] for each in expected["withdrawals"]]
        via = [each["party"] for each in tables["tellers"] if each["position"] == row["position"]]
        assert via == [each["party"] for each in expected["via"]]
        cited = [each for each in tables["citations"] if each["position"] == row["position"]]
        for citation, source in zip(cited, expected["sources"], strict=True):
            found = sources[citation["source_number"]]
            keys = found.keys() & source.keys() - {"claim", "url", "source"}
            assert {key: found[key] for key in keys} == {key: source[key] for key in keys}
            assert citation["at"] == source["at"]
    for claim in tables["claims"]:
        whole = call(
            "show",
            claim["claim"],
            "--json",
            *(word for word in words if word not in {"--disputed", "--reviewed"}),
            cwd=places,
        )
        (shown,) = whole.json["claims"]
        same = claim.keys() & shown.keys()
        assert {key: claim[key] for key in same} == {key: shown[key] for key in same}
        status = next(row for row in tables["statuses"] if row["claim"] == claim["claim"])
        assert {key: status[key] for key in status.keys() & shown.keys()} == {
            key: shown[key] for key in status.keys() & shown.keys()
        }
        assert status["thin"] == bool(shown["rests_on"])
        for name, keys in (
            ("lines", ("principal", "side", "min", "max", "about", "standing")),
            ("silences", ("principal", "silence")),
        ):
            key = {"silences": "silent"}.get(name, name)
            mine = [tuple(row[key] for key in keys) for row in tables[name] if row["claim"] == claim["claim"]]
            assert sorted(mine) == sorted(tuple(row[key] for key in keys) for row in shown[key])
    moved = rows_of(call, "shifts", *words, cwd=places)
    assert sorted((row["claim"], row["principal"], row["move"]) for row in tables["shifts"]) == sorted(
        (row["claim"], row["principal"], row["move"]) for row in moved
    )


def test_odd_values_links_parties_and_sources(export, book):
    tables = export(book)
    board = [row for row in tables["positions"] if row["party"] == "board"]
    assert [(row["value"], row["min"], row["max"]) for row in board] == [
        ("9007199254740993", 9007199254740993, 9007199254740993),
        ("1 to 2", 1, 2),
    ]
    assert {(row["link"], row["linked_claim"]) for row in tables["links"]} == {
        ("implies", "flow"),
        ("see_also", "nowhere"),
        ("contradicts", "leak"),
    }
    assert [row["alias"] for row in tables["aliases"]] == ["The Union"]
    assert [tuple(row.values()) for row in tables["voices"]] == [
        ("speaker", "union", "2025-01-01", "2025-12-31"),
    ]
    sources = {row["source"]: row for row in tables["sources"]}
    assert sources.keys() == {"wire", "copy", "own", "https://example.net/x"}
    assert {sources[each]["parent"] for each in ("copy", "own")} == {sources["wire"]["source_number"]}
    assert (sources["own"]["claim"], sources["copy"]["claim"]) == ("leak", None)
    origins = {row["origin"] for row in tables["citations"]}
    assert origins == {sources["wire"]["source_number"], sources["https://example.net/x"]["source_number"]}
    assert [row["principal_name"] for row in tables["who_stands_where"]] == ["Board"]
    assert len(tables["who_said_what"]) == len(tables["positions"]) == 7
    assert {row["place"] for row in tables["unsourced"]} == {2, 3, 4, 6, 7}


def test_meta_says_what_was_read(export, book):
    assert export(book, "--as-of", "2025-06")["meta"] == [
        {"schema_version": 1, "as_of": "2025-06", "revision": None, "ignore_reviews": 0}
    ]


def test_the_index_and_the_files_give_one_database(call, book, tmp_path):
    dumps = []
    for number, words in enumerate(([], ["--no-cache"], [])):
        path = str(tmp_path / f"{number}.db")
        assert call("export", "sqlite", "-o", path, *words, cwd=book).code == 0
        with opened(path) as db:
            dumps.append([*db.iterdump()])
    assert dumps[0] == dumps[1] == dumps[2]


@pytest.mark.parametrize(
    ("record", "table", "prefix"),
    [
        (Claim, "claims", "claim"),
        (Position, "positions", "position"),
        (Source, "sources", "source"),
        (Party, "parties", "party"),
        (Tenure, "voices", "voice"),
    ],
)
def test_every_field_of_a_record_has_a_column(record, table, prefix):
    definition = re.search(rf"CREATE TABLE {table} \((.*?)^\)", TABLES, re.MULTILINE | re.DOTALL)[1]
    columns = set(re.findall(r"^    (\w+) [A-Z]", definition, re.MULTILINE))
    # The ids are the tables' keys, and each list has a table of its own.
    elsewhere = {
        "id",
        "topics",
        "implies",
        "contradicts",
        "see_also",
        "positions",
        "sources",
        "via",
        "aliases",
        "speaks_for",
    }
    missing = {name for name in record._fields if name not in columns and f"{prefix}_{name}" not in columns}
    assert missing <= elsewhere


# -- where it is written


def test_a_database_of_ours_is_replaced(call, book):
    for _ in range(2):
        assert call("export", "sqlite", "-o", "out.db", cwd=book).code == 0
    (book / "empty.db").write_bytes(b"")
    assert call("export", "sqlite", "-o", "empty.db", cwd=book).code == 0


def test_nothing_else_is_replaced_unless_it_is_forced(call, book):
    (book / "notes.db").write_text("precious", encoding="utf-8")
    with opened(book / "other.db") as db:
        db.execute("CREATE TABLE t (a)")
    for name in ("notes.db", "other.db"):
        before = (book / name).read_bytes()
        ran = call("export", "sqlite", "-o", name, cwd=book)
        assert (ran.code, ran.err.splitlines()[0]) == (
            74,
            f"claimtrack: {name} is no database of claimtrack's, and is left as it is",
        )
        assert (book / name).read_bytes() == before
        assert call("export", "sqlite", "-o", name, "--force", cwd=book).code == 0
        assert (book / name).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize("journal", ["out.db-wal", "out.db-journal"])
def test_a_database_that_somebody_writes_to_is_left(call, book, journal):
    assert call("export", "sqlite", "-o", "out.db", cwd=book).code == 0
    (book / journal).write_bytes(b"x")
    ran = call("export", "sqlite", "-o", "out.db", "--force", cwd=book)
    assert ran.code == 74
    assert f"there is {journal}" in ran.err


def test_no_folder_and_no_device_is_replaced(call, book):
    for path in ("/dev/null", "claims"):
        ran = call("export", "sqlite", "-o", path, "--force", cwd=book)
        assert (ran.code, ran.err) == (74, f"claimtrack: {path} is no file that can be replaced\n")


def test_a_failure_leaves_what_was_there(call, book, monkeypatch):
    assert call("export", "sqlite", "-o", "out.db", cwd=book).code == 0
    before = (book / "out.db").read_bytes()
    monkeypatch.setattr("claimtrack.exchange.to_sqlite.VIEWS", "no SQL")
    assert call("export", "sqlite", "-o", "out.db", cwd=book).code == 70
    assert (book / "out.db").read_bytes() == before
    assert sorted(each.name for each in book.iterdir()) == ["claims", "out.db"]


FULL = """
import atexit, resource, signal, sys
sys.dont_write_bytecode = True
from claimtrack.cli import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
# What measures this process has room for its own file, at the end.
atexit.register(resource.setrlimit, resource.RLIMIT_FSIZE, before)
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file sizes")
@pytest.mark.parametrize(
    ("words", "said"), [([], "disk I/O error"), (["-o", "out.db"], "out.db: it cannot be written: disk I/O error")]
)
def test_a_disk_that_takes_no_more_is_told_in_a_line(run, book, words, said):
    ran = run("export", "sqlite", "--no-cache", *words, program=("-c", FULL), cwd=book)
    assert (ran.code, ran.out, ran.err) == (74, "", f"claimtrack: {said}\n")
    assert [each.name for each in book.iterdir()] == ["claims"]


@pytest.mark.parametrize("words", [[], ["-o", "-"]])
def test_a_terminal_gets_no_database(terminal, book, words):
    ran = terminal("export", "sqlite", *words, cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("this format is no text, and cannot be shown on a terminal\ngive a file: -o FILE\n")


def test_a_pipe_gets_the_database(start, book):
    assert start("export", "sqlite", cwd=book).communicate()[0].startswith(b"SQLite format 3\0")
