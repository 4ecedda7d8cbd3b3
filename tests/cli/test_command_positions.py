"""``claimtrack positions``: one row for each act, in the order of dates."""

from __future__ import annotations

import csv
import io
import json

import pytest

from claimtrack.book import positions
from claimtrack.book.book import Book
from claimtrack.render.positions import PositionRows, row_text
from claimtrack.rules.filters import ClaimFilter

ORDER = [  # the undated one counts from always, as its claim has no date
    ("ferry", 1),
    ("toll-tax", 1),
    ("flood", 1),
    ("flood", 2),
    ("bridge", 1),
    ("bridge", 2),
    ("dam", 1),
    ("dam", 2),
    ("dam", 3),
    ("tolls", 1),
    ("tolls", 2),
]


def acts(ran):
    assert ran.code == 0
    return [(row["claim"], row["place"]) for row in map(json.loads, ran.lines)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], ORDER),
        (["--reverse"], ORDER[::-1]),
        (["--limit", "3", "--offset", "1"], ORDER[1:4]),
        (["--reverse", "--limit", "2"], ORDER[:-3:-1]),
        (["--as-of", "2025-03-10"], ORDER[:5]),
        (["--party", "norland"], [("bridge", 2), ("dam", 2), ("dam", 3), ("tolls", 1)]),
        (["--party", "envoy"], [("flood", 2), ("dam", 3)]),
        (["--party", "norland", "--party", "sudland", "--topic", "bridges"], [*ORDER[4:6], *ORDER[-2:]]),
        (["--party", "norland", "--stance", "denies"], [("bridge", 2)]),
        (["--party", "sudland", "--since", "2025-04"], [("dam", 1), ("tolls", 2)]),
        (["--source", "gazette-0311"], [("bridge", 1), ("bridge", 2)]),
        (["--source", "gazette-0311", "--until", "2025-03-10"], [("bridge", 1)]),
        (["--disputed"], [*ORDER[4:6]]),
        (["--search", "café", "--party", "envoy"], [("dam", 3)]),
        (["--undated"], [("ferry", 1)]),
        (["--unsourced", "--kind", "policy"], [("tolls", 1)]),
        (["--anonymous"], []),
    ],
)
def test_the_rows_are_exactly_the_positions_that_match(call, book, asked, found):
    assert acts(call("positions", *asked, "--format", "jsonl", cwd=book)) == found
    assert acts(call("positions", *asked, "--format", "jsonl", "--no-cache", cwd=book)) == found
    assert call("positions", *asked, "--count", cwd=book).out == f"{len(found)}\n"


@pytest.fixture
def told(folder):
    """A claim in which one word is anonymous, one relayed, and one both."""
    position = {"party": "Water Board", "stance": "denies", "date": "2025-05"}
    ways = [{}, {"attribution": "anonymous"}, {"via": ["Clerk"]}, {"attribution": "anonymous", "via": ["Clerk"]}]
    said = [{**position, **way, "quote": f"word {number}"} for number, way in enumerate(ways)]
    return folder({"dam": {"title": "Dam", "unit": "gates", "positions": said}}).parent


def test_standings_are_asked_for_apart_or_together(call, told):
    def places(*asked):
        return [place for _, place in acts(call("positions", *asked, "--format", "jsonl", cwd=told))]

    assert places() == [1, 2, 3, 4]
    assert places("--anonymous") == [2, 4]
    assert places("--relayed") == [3]
    assert places("--relayed", "--anonymous") == [2, 3, 4]


def test_a_row_stands_alone(call, book):
    (row,) = call("positions", "--party", "marshal", "--since", "2025-03-11", "--limit", "1", "--json", cwd=book).json[
        "positions"
    ]
    assert row == {
        "claim": "bridge",
        "title": "Norland blew up the bridge",
        "kind": "fact",
        "unit": "spans",
        "status": "disputed",
        "topics": ["river-war", "Bridges"],
        "claim_date": "2025-03-10",
        "path": "claims/bridge.toml",
        "place": 2,
        "principal": "norland",
        "principal_name": "Norland",
        "principal_known": True,
        "party": "marshal",
        "party_name": "Marshal Ek",
        "stance": "denies",
        "side": "denies",
        "date": "2025-03-11",
        "date_of": "statement",
        "value": None,
        "min": None,
        "max": None,
        "about": None,
        "quote": "we never touched it",
        "rating": None,
        "original": None,
        "lang": None,
        "note": None,
        "standing": "on-record",
        "attribution": "on-record",
        "via": [],
        "sources": [
            {
                "source": "gazette-0311",
                "source_title": "Bridge is down",
                "publisher": "River Gazette",
                "author": None,
                "url": "https://gazette.example/0311",
                "archive_url": None,
                "source_date": None,
                "retrieved": None,
                "source_lang": None,
                "source_quote": None,
                "source_note": None,
                "derived_from": "wire-0310",
                "origin": "wire-0310",
                "at": None,
            }
        ],
        "sets_line": True,
        "order_certain": True,
        "clock_order_differs": False,
        "withdrawals": [],
        "order": None,
    }


def test_the_formats_say_the_same(call, book):
    rows = call("positions", "--json", cwd=book).json["positions"]
    assert rows == [*map(json.loads, call("positions", "--format", "jsonl", cwd=book).lines)]
    table = [*csv.DictReader(io.StringIO(call("positions", "--format", "csv", cwd=book).out))]
    for row, cells in zip(rows, table, strict=True):
        assert cells["quote"] == (row["quote"] or "")
        assert cells["sources"] == "; ".join(source["source"] for source in row["sources"])
        assert cells["sets_line"] == ("sets line" if row["sets_line"] else "")
        assert cells["value"] == ("" if row["value"] is None else str(row["value"]))
    assert len(call("positions", cwd=book).lines) == len(rows)
    pasted = call("positions", "--format", "markdown", cwd=book).lines
    assert len([line for line in pasted if line.startswith("|")]) == len(rows) + 2


def test_the_table_has_who_said_what_when_and_in_which_words(call, told):
    shown = call("positions", "--relayed", "--format", "table", cwd=told, env={"COLUMNS": "120"})
    assert shown.lines[0].split() == ["date", "who", "says", "claim", "words"]
    assert "2025-05" in shown.out
    assert "denies, relayed" in shown.out
    assert "as told by Clerk: “word 2”" in shown.out
    assert shown.err == "1 position\n"
    cut = call("positions", "--limit", "3", "--format", "table", cwd=told)
    assert cut.err.endswith("3 of 4 shown, 4 positions in all\n")
    assert call("positions", "--undated", cwd=told).out == ""


def test_many_rows_are_in_a_file_and_come_in_the_same_order(call, book, monkeypatch):
    usual = call("positions", "--format", "jsonl", cwd=book)
    monkeypatch.setattr(positions, "MEMORY", 2000)
    for ways in ([], ["--no-cache"]):
        assert call("positions", "--format", "jsonl", *ways, cwd=book) == usual
    assert call("positions", "--reverse", "--format", "jsonl", cwd=book).lines == usual.lines[::-1]


def test_names_and_places_are_those_of_now_though_rows_are_stored(call, folder, tmp_path):
    claim = 'title = "T"\n[[positions]]\nparty = "{}"\nstance = "asserts"\nquote = "a \\u0000 b"\n'
    folder({"b": claim.format("حكومت")})

    def shown(*words, cwd=tmp_path):
        return [(row["path"], row["party_name"], row["quote"]) for row in call(*words, cwd=cwd).json["positions"]]

    everything = ["positions", "--json"]
    assert shown(*everything) == [("claims/b.toml", "حكومت", "a \0 b")]
    assert shown("positions", "--json", "--claims", "../claims", cwd=tmp_path / "claims") == [
        ("../claims/b.toml", "حكومت", "a \0 b")
    ]
    folder({"a": claim.format("حکومت")})  # the name is as the claim with the first id writes it
    assert {name for _, name, _ in shown(*everything)} == {"حکومت"}
    folder({"parties": '["حكومت"]\nname = "Government"\n'})
    assert {name for _, name, _ in shown(*everything)} == {"Government"}
    folder({"b": claim.format("P") + 'sources = ["page"]\n', "sources": '[[sources]]\nid = "page"\ntitle = "Old"\n'})
    titles = [row["sources"] for row in call(*everything, cwd=tmp_path).json["positions"]]
    folder({"sources": '[[sources]]\nid = "page"\ntitle = "New"\n'})
    renamed = [row["sources"] for row in call(*everything, cwd=tmp_path).json["positions"]]
    assert [each[0]["source_title"] for each in (titles[1], renamed[1])] == ["Old", "New"]


def test_rows_are_read_one_by_one_or_some_at_a_time(book):
    with Book(str(book / "claims")) as opened:
        rows = PositionRows(opened.positions(ClaimFilter(), row_text(opened)), opened)
        assert len(rows) == len(ORDER)
        assert [(row["claim"], row["place"]) for row in (rows[0], *rows[1:3])] == ORDER[:3]
