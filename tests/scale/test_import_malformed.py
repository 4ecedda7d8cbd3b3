"""`import parquet` refuses what is malformed row by row, and takes what other programs write in the same shape."""

from __future__ import annotations

import csv
import os
import shutil

import pytest

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

import pyarrow as pa
import pyarrow.parquet as pq
from parquet_files import held, write_rows

from claimtrack.files.folder import read_folder


def position(claim, number, **cells):
    """Give the row of a position."""
    return {"claim": claim, "number": number, "party": "Aldoria", "stance": "asserts", **cells}


MALFORMED = {
    "claims": [
        {"id": "bridge", "title": "A bridge fell", "topics": ["roads"]},
        {"id": None, "title": "Nothing"},
        {"id": "untitled"},
        {"id": "bridge", "title": "Another bridge"},
        {"id": "a/b", "title": "Below"},
        {"id": "con", "title": "A device"},
        {"id": "parties", "title": "A registry"},
        {"id": "road", "title": "A road", "kind": "rumour"},
    ],
    "positions": [
        position("bridge", 3, stance="shouts"),
        position("bridge", 2, stance="denies", date={"written": "2025-05"}),
        position("bridge", 2),
        position("nowhere", 1),
        position("untitled", 1),
        position(None, 1),
        position("bridge", None),
        position("bridge", 1, date={"written": "2025-13-45"}),
        position("bridge", 1),
    ],
    "sources": [
        {"claim": "bridge", "id": "own", "url": "x"},
        {"claim": "bridge", "id": "own", "title": "Own"},
        {"claim": "bridge", "id": "own"},
        {"claim": "nowhere", "id": "own"},
        {"id": "shared"},
        {"id": "shared"},
        {"id": None},
    ],
    "parties": [{"id": "aldoria"}, {"id": "other", "aliases": ["ALDORIA"]}, {"id": None}],
}
REASONS = {
    "claims": {
        2: "the claim has no id", 3: "the claim has no title", 4: 'another row is the claim "bridge"',
        5: '"a/b" cannot be a claim\'s id', 6: "con.toml is a name that Windows keeps for a device",
        7: '"parties" cannot be a claim\'s id', 8: "kind",
    },
    "positions": {
        1: "stance", 3: "another position of the claim has its number", 4: 'there is no claim "nowhere"',
        5: 'its claim "untitled" is refused', 6: "it names no claim", 7: "a position has no number",
        8: "there is no such date",
    },
    "sources": {
        1: "source own: url", 3: 'another row is the source "own" of the claim', 4: 'there is no claim "nowhere"',
        6: 'another row is the source "shared"', 7: "source None: ",
    },
    "parties": {2: 'the name "ALDORIA" belongs to "aldoria" already', 3: "the party has no id"},
}  # fmt: skip


@pytest.mark.parametrize("group", [1, 2, None])
def test_each_malformed_row_is_named_and_stops_no_other(bring, place, group):
    write_rows(place / "rows", MALFORMED, group)
    ran = bring("--report", "report.csv", record="rows")
    assert ran.code == 4
    assert ran.lines[0] == "Imported 6 of 27 rows: 1 claim new, 2 positions added, 0 already there, 21 refused"
    with open(place / "report.csv", encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) == 27
    refused = {
        (row["file"].split("/")[1], int(row["row"])): row["reason"] for row in rows if row["outcome"] == "refused"
    }
    assert refused.keys() == {(table, row) for table, reasons in REASONS.items() for row in reasons}
    for (table, row), reason in refused.items():
        assert REASONS[table][row] in reason
    assert len(ran.err.splitlines()) == 21
    read = read_folder(str(place / "claims"))
    assert held(place) == (["bridge"], ["aldoria"], ["shared"])
    assert [each.stance for each in read.claims["bridge"].positions] == ["asserts", "denies"]
    assert [source.title for source in read.claims["bridge"].sources] == ["Own"]


def test_of_chosen_claims_only_their_malformed_rows_are_named(bring, place):
    write_rows(place / "rows", MALFORMED, 1)
    ran = bring("bridge", record="rows")
    places = [
        line.split(": ")[0].removeprefix("rows/").replace("/part-00000.parquet", "") for line in ran.err.splitlines()
    ]
    assert sorted(places) == sorted(
        ["claims:4", *(f"positions:{row}" for row in (1, 3, 7, 8)), "sources:1", "sources:3", "parties:2", "parties:3"]
    )
    assert held(place) == (["bridge"], ["aldoria"], [])


def test_a_claim_that_is_asked_for_and_refused_is_named(bring, place):
    write_rows(place / "rows", MALFORMED)
    ran = bring("untitled", record="rows")
    assert ran.code == 4
    assert "rows/claims/part-00000.parquet:3: the claim has no title" in ran.err
    assert 'rows/positions/part-00000.parquet:5: its claim "untitled" is refused' in ran.err


def test_a_text_that_is_not_utf8_is_one_malformed_row(bring, place):
    write_rows(place / "rows", {"claims": [{"id": "bridge", "title": "A bridge"}]})
    texts = pa.array([b"Aldoria", b"\xff\xfe", b"Borduria"]).view(pa.string())
    table = {"claim": ["bridge"] * 3, "number": [1, 2, 3], "party": texts, "stance": ["denies"] * 3}
    pq.write_table(pa.table(table), place / "rows" / "positions" / "part-00000.parquet")
    ran = bring(record="rows")
    assert ran.code == 4
    assert ran.err.startswith("rows/positions/part-00000.parquet:2: a cell cannot be read: 'utf-8' codec can't decode")
    assert [each.party for each in read_folder(str(place / "claims")).claims["bridge"].positions] == [
        "Aldoria",
        "Borduria",
    ]


def test_what_another_program_leaves_out_is_not_known(bring, place):
    """No metadata, other names of files, other types of texts and numbers, only the columns that are needed."""
    tables = {
        "claims": {"title": pa.array(["A bridge fell"], pa.large_string()), "id": ["bridge"], "other": [{"x": 1}]},
        "positions": {
            "claim": pa.array(["bridge", "bridge"]).dictionary_encode(),
            "number": pa.array([2, 1], pa.int64()),
            "party": ["Ann", "Ben"],
            "stance": ["asserts", "denies"],
            "date": [{"written": "2025-05"}, {"written": None}],
        },
        "sources": {"claim": pa.array([], pa.string()), "id": pa.array([], pa.string())},
        "parties": {"id": pa.array([], pa.string())},
    }
    for name, columns in tables.items():
        home = place / "rows" / name / "x=1"
        home.mkdir(parents=True)
        pq.write_table(pa.table(columns), home / "some-00.snappy.parquet")
        (home.parent / "_SUCCESS").touch()
        (home.parent / ".hidden.parquet").touch()
    ran = bring(record="rows")
    assert ran.code == 4
    assert ran.err.startswith("rows/positions/x=1/some-00.snappy.parquet:2: date has no written form; ")
    (ann,) = read_folder(str(place / "claims")).claims["bridge"].positions
    assert (ann.party, ann.date.written) == ("Ann", "2025-05")
    assert bring("bridge", record="rows").lines[0].endswith("0 positions added, 1 already there, 1 refused")


def test_a_day_that_python_has_not_is_one_malformed_row(bring, place):
    write_rows(place / "rows", {"claims": [{"id": "bridge", "title": "A bridge"}]})
    since = pa.StructArray.from_arrays(
        [pa.array(["2025", "2025"]), pa.array([20_000, 10**8], pa.int32()).view(pa.date32())], ["written", "first"]
    )
    tenures = pa.StructArray.from_arrays([pa.array(["ben", "ben"]), since], ["party", "since"])
    table = {"id": ["ann", "cy"], "speaks_for": pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), tenures)}
    pq.write_table(pa.table(table), place / "rows" / "parties" / "part-00000.parquet")
    ran = bring(record="rows")
    assert ran.code == 4
    assert ran.err.startswith("rows/parties/part-00000.parquet:2: a cell cannot be read: ")
    assert "[ann]" in (place / "claims" / "parties.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (shutil.rmtree, "out does not exist"),
        (lambda out: (shutil.rmtree(out), out.write_text("x")), "out is no folder"),
        (lambda out: shutil.rmtree(out / "claims"), "out is no record in Parquet: there is no folder claims in it"),
        (lambda out: shutil.rmtree(out / "parties"), "out is no record in Parquet: there is no folder parties in it"),
        (
            lambda out: (out / "claims" / "part-00000.parquet").unlink(),
            "out is no record in Parquet: there is no file *.parquet in out/claims",
        ),
        (
            lambda out: (out / "claims" / "part-00000.parquet").write_text("title"),
            "out/claims/part-00000.parquet cannot be read as Parquet: ",
        ),
        (
            lambda out: pq.write_table(
                pa.table({"id": ["x"], "title": ["y"]}).replace_schema_metadata({"claimtrack.version": "2"}),
                out / "claims" / "part-00000.parquet",
            ),
            "out/claims/part-00000.parquet is of version 2, and this claimtrack reads version 1",
        ),
        (
            lambda out: pq.write_table(pa.table({"id": ["x"]}), out / "claims" / "part-00000.parquet"),
            "out/claims/part-00000.parquet has no column title",
        ),
        (
            lambda out: pq.write_table(pa.table({"id": ["x"]}), out / "sources" / "part-00001.parquet"),
            "out/sources/part-00001.parquet has no column claim",
        ),
        (
            lambda out: pq.write_table(
                pa.table({"id": [["x"]], "title": ["y"]}), out / "claims" / "part-00001.parquet"
            ),
            "out/claims/part-00001.parquet has list<element: string> in the column id, and not string",
        ),
        (
            lambda out: pq.write_table(
                pa.table({"id": ["x"], "title": ["y"], "date": ["2025-05"]}), out / "claims" / "part-00001.parquet"
            ),
            "out/claims/part-00001.parquet has string in the column date, and not a struct with what was written",
        ),
    ],
)
def test_a_folder_that_is_no_record_is_told_in_a_line(bring, place, change, message):
    change(place / "out")
    ran = bring()
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"claimtrack: {message}")
    assert len(ran.err.splitlines()) <= 2
    assert os.listdir(place / "claims") == []


def test_a_file_that_is_broken_further_on_is_told_in_a_line(bring, place):
    path = place / "out" / "positions" / "part-00000.parquet"
    data = bytearray(path.read_bytes())
    data[4:400] = bytes(396)
    path.write_bytes(data)
    ran = bring()
    assert ran.code == 2
    assert ran.err.startswith("claimtrack: out/positions/part-00000.parquet cannot be read as Parquet: ")
    assert os.listdir(place / "claims") == []
