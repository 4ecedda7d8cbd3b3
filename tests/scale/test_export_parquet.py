"""`export parquet` writes the record as it is, whole or not at all, and replaces nothing that is not its own."""

from __future__ import annotations

import os

import pytest

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

import pyarrow.parquet as pq

from claimtrack.book.book import Book
from claimtrack.exchange.parquet_rows import read_claim, read_party, read_source

RECORDS = {
    "dam": {
        "title": "The dam leaks",
        "unit": "l/s",
        "topics": ["rivers"],
        "positions": [
            {"party": "Water Board", "stance": "denies", "date": "2025-05-01", "sources": ["wire"]},
            {"party": "Ann", "stance": "asserts", "date": "2025-06", "value": {"min": 5}, "sources": [{"id": "own", "at": "p. 2"}]},
        ],
        "sources": [{"id": "own", "title": "Report", "date": "2025"}],
    },
    "ferry": {"title": "The ferry is late", "positions": [{"party": "Ann", "stance": "asserts"}]},
    "empty": {"title": "Nobody said this"},
    "parties": {"ann": {"name": "Ann", "speaks_for": [{"party": "board", "from": "2025"}]}, "board": {"name": "Water Board"}},
    "sources": {"sources": [{"id": "wire", "title": "Wire"}]},
}  # fmt: skip


@pytest.fixture
def book(folder):
    return folder(RECORDS).parent


def tables(path):
    """Give the rows of each table."""
    return {name: pq.read_table(path / name).to_pylist() for name in os.listdir(path)}


def written(path):
    """Give the claims of an exported folder."""
    found = tables(path)
    for row in found["claims"]:
        mine = [[each for each in found[name] if each["claim"] == row["id"]] for name in ("positions", "sources")]
        yield read_claim(row, *mine)


def test_the_record_is_in_the_files(call, book):
    ran = call("export", "parquet", "-o", "out", cwd=book)
    assert (ran.code, ran.out, ran.err) == (0, "", "wrote out\n")
    with Book(str(book / "claims"), cache=False) as opened:
        claims = [state.claim._replace(path="") for state in opened.claims()]
        assert [claim._replace(path="") for claim in written(book / "out")] == claims
        found = tables(book / "out")
        assert [read_party(row) for row in found["parties"]] == [*opened.registry]
        shared = [read_source(row) for row in found["sources"] if row["claim"] is None]
        assert shared == [*opened.shared_sources.values()]


def test_filters_choose_the_claims(call, book):
    assert call("export", "parquet", "--topic", "rivers", "-o", "out", cwd=book).code == 0
    assert [claim.id for claim in written(book / "out")] == ["dam"]
    assert call("export", "parquet", "ferry", "-o", "out", cwd=book).code == 0
    assert [claim.id for claim in written(book / "out")] == ["ferry"]


def test_as_of_leaves_later_positions_out_and_keeps_the_numbers(call, book):
    assert call("export", "parquet", "dam", "--as-of", "2025-05-20", "-o", "out", cwd=book).code == 0
    assert [(row["number"], row["party"]) for row in tables(book / "out")["positions"]] == [(1, "Water Board")]


def test_many_rows_become_several_groups_and_files(call, book, monkeypatch):
    for name, most in (("_CONVERTED", 1), ("_GROUP", 2), ("_PART", 2)):
        monkeypatch.setattr(f"claimtrack.exchange.to_parquet.{name}", most)
    assert call("export", "parquet", "-o", "out", cwd=book).code == 0
    assert sorted(os.listdir(book / "out" / "claims")) == ["part-00000.parquet", "part-00001.parquet"]
    assert [claim.id for claim in written(book / "out")] == ["dam", "empty", "ferry"]


def test_a_folder_of_ours_and_an_empty_one_are_replaced(call, book):
    (book / "out").mkdir()
    for _ in range(2):
        assert call("export", "parquet", "-o", "out", cwd=book).code == 0
    assert sorted(os.listdir(book)) == ["claims", "out"]


@pytest.mark.parametrize("name", ["notes.txt", "claims/notes.txt", "claims/part-00000.parquet"])
def test_another_folder_is_replaced_only_if_it_is_forced(call, book, name):
    (book / "out" / name).parent.mkdir(parents=True)
    (book / "out" / name).write_text("precious", encoding="utf-8")
    ran = call("export", "parquet", "-o", "out", cwd=book)
    assert ran.code == 74
    assert "out holds files that no export wrote" in ran.err
    assert (book / "out" / name).read_text(encoding="utf-8") == "precious"
    assert call("export", "parquet", "-o", "out", "--force", cwd=book).code == 0
    assert len([*written(book / "out")]) == 3


@pytest.mark.parametrize("output", [".", "claims", "claims/out", "..", "a-file"])
def test_what_holds_the_claims_and_files_are_never_replaced(call, book, output):
    (book / "a-file").write_text("precious", encoding="utf-8")
    ran = call("export", "parquet", "-o", output, "--force", cwd=book)
    assert ran.code == 74
    assert sorted(os.listdir(book)) == ["a-file", "claims"]
    assert len(os.listdir(book / "claims")) == len(RECORDS)


def test_a_failure_leaves_what_was_there(call, book, monkeypatch):
    assert call("export", "parquet", "ferry", "-o", "out", cwd=book).code == 0

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("claimtrack.exchange.to_parquet.claim_row", fail)
    ran = call("export", "parquet", "-o", "out", cwd=book)
    assert (ran.code, ran.err) == (74, "claimtrack: out: it cannot be written: No space left on device\n")
    assert [claim.id for claim in written(book / "out")] == ["ferry"]
    assert sorted(os.listdir(book)) == ["claims", "out"]


@pytest.mark.parametrize("words", [[], ["-o", "-"]])
def test_stdout_gets_no_folder(call, book, words):
    ran = call("export", "parquet", *words, cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("this format is a folder of files\nname one: -o DIR\n")
