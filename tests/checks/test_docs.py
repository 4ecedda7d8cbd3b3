"""docs/checks.md says what claimtrack knows about its codes."""

from __future__ import annotations

import re

import documents
import pytest

import docs
from claimtrack.checks.codes import examples
from claimtrack.problems import Code


def test_the_page_is_not_stale():
    kept = docs.PAGE.read_text(encoding="utf-8")
    assert kept == docs.page(), "python scripts/docs.py writes it anew"


def test_the_page_of_the_keys_is_not_stale():
    assert docs.RECORD.read_text(encoding="utf-8") == docs.record_page(), "python scripts/docs.py writes it anew"
    assert docs.JSON.read_text(encoding="utf-8") == docs.json_page(), "python scripts/docs.py writes it anew"
    assert docs.SQLITE.read_text(encoding="utf-8") == docs.sqlite_page(), "python scripts/docs.py writes it anew"


def test_every_code_has_a_row_that_leads_to_its_entry():
    text = docs.page()
    rows = re.findall(r"^\| \[(CT\d+)\]\(#([\w-]+)\)", text, re.MULTILINE)
    headings = [line[3:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("## ")]
    assert [code for code, _ in rows] == list(Code)
    assert [anchor for _, anchor in rows] == headings


@pytest.mark.parametrize("side", ["bad", "good"])
def test_every_example_is_shown_whole(side):
    shown = [list(block.lines) for block in documents.blocks(docs.page()) if block.language == "toml"]
    for code in Code:
        for text in examples(code, side).values():
            assert text.splitlines() in shown


def test_the_page_is_written_where_readers_look(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "PAGE", tmp_path / "checks.md")
    kept = docs.RECORD.read_text(encoding="utf-8")
    monkeypatch.setattr(docs, "RECORD", tmp_path / "record.md")
    docs.RECORD.write_text(kept.partition("### The claim")[0], encoding="utf-8")
    docs.main()
    assert (tmp_path / "checks.md").read_bytes() == docs.page().encode()
    assert (tmp_path / "record.md").read_text(encoding="utf-8") == kept
