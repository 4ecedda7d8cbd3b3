"""The positions that claimtrack prints are imported as the positions that they were, whatever is in the record."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from record_tables import complete, folders
from surroundings import examples

from claimtrack.book.book import Book
from claimtrack.exchange.columns import Reading
from claimtrack.exchange.importing import Importer
from claimtrack.exchange.report import ImportReport
from claimtrack.render.position_rows import rows_of


def rows(folder):
    """Return the rows that `positions --format jsonl` prints, without what is decided by other files and claims."""
    with Book(str(folder), cache=False) as book:
        assert book.problems == ()
        found = json.loads(json.dumps(rows_of(book.claims(), book.person)))
    for row in found:
        del row["path"]
        for source in row["sources"]:
            del source["origin"]  # it is named after how another position cites it
    return found


def imported(lines, folder):
    """Import lines of JSON into a folder, and return the report."""
    path = folder.parent / "positions.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in lines), encoding="utf-8")
    importer = Importer(Reading(), ImportReport())
    try:
        importer.read(str(path), "jsonl")
        importer.write(str(folder), str(folder), dry_run=False, cache=False, progress=None)
    finally:
        importer.close()
    return importer.report


def goes_round(tables):
    """Write claims, import their positions into an empty folder, and compare; then once more into the same folder."""
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name, "first"), Path(name, "second")
        for folder in (first, second):
            folder.mkdir()
        for claim_id, table in tables.items():
            (first / f"{claim_id}.toml").write_text(tomli_w.dumps(complete(table)), encoding="utf-8")
        before = rows(first)
        report = imported(before, second)
        assert report.refused == []
        for row, was in zip(rows(second), before, strict=True):
            assert {key: row[key] for key in row if row[key] != was[key]} == {}, was
        again = imported(before, second)
        assert (again.new_claims, again.added, again.present) == (0, 0, len(before))


@given(folders)
@settings(max_examples=examples(90))
def test_positions_go_out_and_in_again(tables):
    goes_round(tables)


@pytest.mark.slow
@given(folders)
@settings(max_examples=1500)
def test_positions_go_out_and_in_again_at_length(tables):
    goes_round(tables)
