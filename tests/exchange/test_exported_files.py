"""Somebody else's programs open what is exported, and find in it what the record says."""

from __future__ import annotations

import csv
import io
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

import hostile_book
import pytest
from surroundings import isolated

pytestmark = pytest.mark.slow

NUMBERS = [5, -5, {"min": -5, "max": -3}, {"max": -2.5}, "−5", "5–6", "-5–-3", "=1+1", 2**53 + 1, 1e300]


@pytest.fixture
def hostile(folder):
    """Return a folder of claims that are hostile wherever a record takes text, with numbers of every form."""
    positions = [
        {"party": f"Party {number}", "stance": "asserts", "date": f"2025-05-{number + 1:02}", "value": value}
        for number, value in enumerate(NUMBERS)
    ]
    records = {"numbers": {"title": "Numbers", "see_also": ["b1"], "positions": positions}}
    for name in ("b1", "b2"):
        records[name] = hostile_book.record(name)
    return folder(records).parent


@pytest.fixture(params=["hostile", "shipped"])
def book(request):
    """Return a folder in which there is a folder of claims: a hostile one, and that of the program."""
    found = request.getfixturevalue(request.param)
    return found.parent if request.param == "shipped" else found


def read(call, book, *words):
    ran = call(*words, cwd=book)
    assert ran.code in {0, 4}, ran.err  # some of what is hostile cannot be read
    return ran.out


# -- DuckDB


@pytest.fixture
def duckdb():
    """Return a connection to DuckDB, in memory."""
    with closing(pytest.importorskip("duckdb").connect()) as connection:
        yield connection


@pytest.mark.parametrize("more", ["--format csv", "--excel"])
def test_duckdb_reads_every_cell_of_csv(call, book, duckdb, tmp_path, more):
    text = read(call, book, "positions", *more.split())
    (tmp_path / "p.csv").write_text(text, encoding="utf-8", newline="")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    found = duckdb.execute(
        "FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')",
        [str(tmp_path / "p.csv")],
    )
    assert [column[0] for column in found.description] == header
    assert [[cell or "" for cell in row] for row in found.fetchall()] == rows


def test_duckdb_reads_every_value_of_json_lines(call, book, duckdb, tmp_path):
    text = read(call, book, "positions", "--format", "jsonl")
    (tmp_path / "p.jsonl").write_text(text, encoding="utf-8")
    expected = [json.loads(line) for line in text.splitlines()]
    path = str(tmp_path / "p.jsonl")
    assert [json.loads(row[0]) for row in duckdb.execute("FROM read_ndjson_objects(?)", [path]).fetchall()] == expected
    found = duckdb.execute("FROM read_ndjson(?, sample_size = -1)", [path])
    names = [column[0] for column in found.description]
    assert names == [*expected[0]]
    for cells, row in zip(found.fetchall(), expected, strict=True):
        for name, cell in zip(names, cells, strict=True):
            if isinstance(row[name], str) and name not in {"value", "min", "max"}:
                assert str(cell) == row[name]
            elif row[name] is None and name not in {"value", "via", "sources"}:
                assert cell is None


def test_duckdb_reads_every_value_of_the_database(call, book, duckdb, tmp_path):
    extensions = pytest.importorskip("duckdb_extensions")
    path = str(tmp_path / "b.db")
    read(call, book, "export", "sqlite", "-o", path)
    extensions.import_extension("sqlite_scanner")
    duckdb.execute("LOAD sqlite_scanner")
    duckdb.execute(f"ATTACH '{path}' AS book (TYPE sqlite, READ_ONLY)")
    with closing(sqlite3.connect(path)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        assert len(tables) > 15
        for table in tables:
            if not table.startswith("sqlite_"):
                expected = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own names
                found = duckdb.execute(f"SELECT * FROM book.{table}").fetchall()  # noqa: S608 - our own names
                assert [*map(plain, found)] == [*map(plain, expected)], table


def plain(row):
    """Give a row with its numbers as DuckDB has them, which takes those of `min` and `max` for real ones."""
    return [float(cell) if isinstance(cell, int | float) and abs(cell) != 0 else cell for cell in row]


# -- Datasette


@contextmanager
def datasette(path, home):
    """Serve a database on this machine, and yield what gets a page of it."""
    pytest.importorskip("datasette")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "datasette", "serve", path, "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=isolated(home)) as server:

        def get(page):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=10) as answer:
                return answer.read().decode()

        try:
            for _ in range(200):
                try:
                    get("/-/versions.json")
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
                else:
                    break
            yield get
        finally:
            server.terminate()
            server.wait(10)


def test_datasette_serves_the_database_as_it_is(call, book, tmp_path, home):
    path = str(tmp_path / "book.db")
    read(call, book, "export", "sqlite", "-o", path)
    with closing(sqlite3.connect(path)) as db, datasette(path, home) as get:
        db.row_factory = sqlite3.Row
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
        for name in names:
            if name.startswith("sqlite_"):
                continue
            rows = [dict(row) for row in db.execute(f"SELECT * FROM {name} LIMIT 1000")]  # noqa: S608 - our own names
            served = json.loads(get(f"/book/{name}.json?_shape=array&_size=max"))
            for row in served:
                row.pop("rowid", None)  # of a table without a key of its own
            assert sorted(map(repr, served)) == sorted(map(repr, rows)), name
        page = get("/book/positions")
        for column in ("claim", "party", "principal"):  # a foreign key is a link
            assert f'<td class="col-{column} type-str"><a href="/book/' in page
        assert "<script>alert" not in page
        assert "CREATE TABLE positions ( -- one act of a party each" in page.replace("&#39;", "'")


# -- wikitext


def test_a_wikitext_parser_finds_only_templates_tags_and_links_of_ours(call, book):
    parser = pytest.importorskip("mwparserfromhell")
    text = read(call, book, "export", "wikitext")
    code = parser.parse(text)
    assert {str(each.name).strip() for each in code.filter_templates()} <= {
        *("cite news", "citation needed", "lang", "rp"),
    }
    tags = code.filter_tags(recursive=True)
    assert {str(tag.tag) for tag in tags} == {"ref"}
    for tag in tags:
        assert [str(each.name) for each in tag.attributes] == ["name"]
    for forbidden in (code.filter_wikilinks, code.filter_arguments, code.filter_comments, code.filter_headings):
        assert forbidden() == []
    # Every address stands in a reference, and is one of the record's.
    outside = parser.parse(text)
    for tag in outside.filter_tags(matches=lambda node: node.tag == "ref"):
        outside.remove(tag)
    assert outside.filter_external_links() == []
    assert parser.parse(str(code)) == code
    names = [str(tag.attributes[0].value) for tag in tags if not tag.self_closing]
    assert len(names) == len({*names})
    assert {str(tag.attributes[0].value) for tag in tags if tag.self_closing} <= {*names}


def test_what_was_said_is_read_back_word_for_word(call, book):
    parser = pytest.importorskip("mwparserfromhell")
    shown = " ".join(parser.parse(read(call, book, "export", "wikitext")).strip_code(normalize=True).split())
    for line in read(call, book, "positions", "--format", "jsonl").splitlines():
        quote = json.loads(line)["quote"]
        if quote and quote.isprintable():
            assert " ".join(quote.split()) in shown


# -- JSON-LD


def test_what_is_hostile_is_valid_json_ld(call, hostile):
    import schema_org

    jsonld = pytest.importorskip("pyld").jsonld

    def load(url, _):
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": schema_org.CONTEXT}}

    document = json.loads(read(call, hostile, "export", "claimreview"))
    expanded = jsonld.expand(document, {"documentLoader": load})
    assert len(expanded) == len(document["@graph"]) > 2
    assert [each for node in expanded for each in schema_org.mistakes(node)] == []
