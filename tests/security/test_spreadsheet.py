"""A spreadsheet takes the CSV of every command: all cells, no formula, and negative numbers and ranges as they are."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import xml.etree.ElementTree as ET
from itertools import starmap, zip_longest

import pytest
from gitrepo import Repo
from surroundings import isolated

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HOSTILE = "=1+1;@SUM(A1)\t-A1"
VALUES = [-5, {"min": -5, "max": -3}, {"max": -2.5}, "-7 to -6", "-5–-3", "−5", "5–6", "-5 %", "=1+1"]
COMMANDS = [
    "list",
    "show tide",
    "positions",
    "diff water-board union",
    "matrix",
    "matrix --transpose",
    "shifts",
    "contradictions",
    "parties",
    "sources",
    "topics",
    "parties water-board union",
    "sources wire",
    "changes",
    "check --format csv",
    "check --statistics --format csv",
    "check --explain --format csv",
]
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPH = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


@pytest.fixture
def book(tmp_path, home):
    """Give a folder of claims in which every text could be a formula, and every number is negative."""
    positions = [
        {
            "party": party,
            "stance": stance,
            "date": f"2025-05-0{number}",
            "value": value,
            "about": "2025",
            "quote": HOSTILE,
            "original": f"{HOSTILE}\n-1",
            "note": '"=1"',
            "sources": [{"id": "wire", "at": "-1"}, "https://example.org/?a=-1;b=+2"],
        }
        for number, value in enumerate(VALUES, start=1)
        for party, stance in (("Water Board", "asserts"), ("Union", "denies"))
    ]
    claim = {"title": HOSTILE, "unit": "@metres", "topics": ["-tides", "+floods"], "positions": positions}
    own = [{"id": "wire", "title": HOSTILE, "publisher": "+Gazette", "url": "https://example.org/wire"}]
    low = {
        "title": "-1",
        "positions": [{"party": "Union", "stance": "asserts", "date": "2025-05-01"}],
        "implies": ["tide"],
    }
    repo = Repo(tmp_path, home)
    repo.commit({"tide": {**claim, "positions": positions[:3], "sources": own}}, date="2025-07-01")
    repo.write({"tide": {**claim, "sources": own}, "low": low})
    return tmp_path


def cells_of(call, command, cwd):
    """Give the CSV of a command, and its cells as Python reads them."""
    words = command.split()
    to = [] if "--format" in words else ["--format", "csv"]
    out = call(*words, *to, cwd=cwd).out
    return out, [*csv.reader(io.StringIO(out, newline=""), strict=True)]


@pytest.mark.parametrize("command", COMMANDS)
def test_python_reads_as_many_cells_in_each_row(call, book, command):
    _, (header, *rows) = cells_of(call, command, book)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert len({*header}) == len(header)


def test_negative_numbers_and_ranges_are_undamaged(call, book):
    _, (header, *rows) = cells_of(call, "show tide", book)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["value"], row["min"], row["max"]) for row in found if row["party"] == "union"] == [
        ("-5", "-5", "-5"),
        ("-5 to -3", "-5", "-3"),
        ("at most -2.5", "", "-2.5"),
        ("-7 to -6", "", ""),
        *((text, "", "") for text in ("-5–-3", "−5", "5–6", "-5 %")),
        ("'=1+1", "", ""),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_for_excel_the_same_text_begins_with_a_byte_order_mark(call, book, command):
    words = command.removesuffix(" --format csv").split()
    plain = call(*words, "--format", "csv", cwd=book)
    for more in (["--excel"], ["--excel", "--format", "csv"]):
        marked = call(*words, *more, cwd=book)
        assert (marked.code, marked.err) == (plain.code, plain.err)
        assert marked.out == f"\ufeff{plain.out}"


def test_changes_are_for_excel_too(call, tmp_path, home):
    repo = Repo(tmp_path, home)
    (repo.top / "claims").mkdir()
    repo.commit({"claims/a.toml": 'title = "A"\n'})
    repo.commit({"claims/a.toml": 'title = "B"\n'})
    plain = call("changes", "HEAD~1", "--format", "csv", cwd=repo.top)
    assert call("changes", "HEAD~1", "--excel", cwd=repo.top).out == f"\ufeff{plain.out}"
    assert "title" in plain.out


@pytest.mark.parametrize("other", [["--json"], ["--format", "table"], ["--format", "jsonl"]])
@pytest.mark.parametrize("command", ["list", "check", "changes"])
def test_only_csv_is_for_excel(call, book, command, other):
    ran = call(command, "--excel", *other, cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert "--excel is CSV, and " in ran.err


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_the_same_cells_and_no_formula(call, book, tmp_path, home):
    read = {}
    for number, command in enumerate(COMMANDS):
        out, read[f"c{number}"] = cells_of(call, command, book)
        mark = "\ufeff" if number % 2 else ""  # as --excel writes it
        (tmp_path / f"c{number}.csv").write_text(mark + out, encoding="utf-8", newline="")
    subprocess.run(
        [
            *(OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--infilter=CSV:44,34,76,1", "--convert-to", "fods", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{name}.csv") for name in read),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env=isolated(home),
    )
    for name, rows in read.items():
        document = ET.parse(tmp_path / f"{name}.fods")  # noqa: S314 - LibreOffice wrote it
        cells = [*document.iter(f"{_TABLE}table-cell")]
        assert [cell.attrib for cell in cells if f"{_TABLE}formula" in cell.attrib] == []
        table = [row for row in document.iter(f"{_TABLE}table-row") if "".join(row.itertext()).strip()]
        assert len(table) == len(rows)
        if name == f"c{COMMANDS.index('show tide')}":
            assert {"-5 to -3", "at most -2.5", "-7 to -6", "-5–-3", "−5", "5–6"} <= {
                text for row in table for _, text in values(row)
            }
        for row, expected in zip(table, rows, strict=True):
            read_back = zip_longest(values(row)[: len(expected)], expected, fillvalue=(None, ""))
            assert [cell for cell in starmap(same, read_back) if cell] == []


def values(row):
    """Give what each cell of a row holds: its text, or the number or date that LibreOffice made of it."""
    found = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        number = int(cell.attrib.get(f"{_TABLE}number-columns-repeated", 1))
        kind = cell.attrib.get(f"{_OFFICE}value-type")
        text = "\n".join("".join(each.itertext()) for each in cell.iter(_PARAGRAPH))
        value = cell.attrib.get(f"{_OFFICE}{'date-value' if kind == 'date' else 'value'}", text)
        found += [(kind, value)] * number
    return found


def same(found, expected):
    """Give nothing if a cell is what was written, blanks aside, and both if it is not."""
    kind, value = found
    if kind in {"float", "percentage"}:
        number = float(expected.rstrip("% ")) / (100 if kind == "percentage" else 1)
        return () if float(value) == number else (found, expected)
    return () if "".join(value.split()) == "".join(expected.split()) else (found, expected)
