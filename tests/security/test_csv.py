"""No cell of a CSV file is a formula, whatever separates cells for the program that opens it."""

from __future__ import annotations

import io
import itertools
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spreadsheets import formulas, is_formula, read
from surroundings import examples

from claimtrack.render.csv import render
from claimtrack.render.escape import csv_cell
from claimtrack.render.view import Column, Listing


def written(rows):
    """Return a CSV file with these rows."""
    columns = [Column(f"c{at}", lambda row, at=at: row[at]) for at in range(len(rows[0]))]
    return "".join(f"{piece}\n" for piece in render(Listing("things", rows, columns, dict)))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a\t=1+1", "a\t'=1+1"),
        ("a|@A1", "a|'@A1"),
        ("a,-A1", "a,'-A1"),
        ("a\n+A1", "a\n'+A1"),
        ("a\n\n=1", "a\n\n'=1"),
        ("a; \t =1", "a; \t '=1"),
        ("a;\u00a0\ufeff=1", "a;\u00a0\ufeff'=1"),
        ('a;"=1', "a;\"'=1"),
        ('" =1', "\" '=1"),
        ("  =1", "  '=1"),
        ("a;;=1;=2", "a;;'=1;'=2"),
        ("a;＝1", "a;'＝1"),
        ("a;﹢1", "a;'﹢1"),
        ("a;-5,*A1", "a;'-5,*A1"),
        ("-5;*A1", "'-5;*A1"),
        ("\ttext", "'\ttext"),
        ("-5-3", "'-5-3"),
        ("-5–A1", "'-5–A1"),
        ("-5–-3–-1", "'-5–-3–-1"),
        ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"),
    ],
)
def test_a_sign_after_any_separator_gets_an_apostrophe(text, cell):
    assert csv_cell(text) == cell
    assert read(written([[1, text, text]]), delimiter=",")[1] == ["1", cell, cell]
    assert formulas(written([[text, text, 1, text]])) == []


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "+5.25",
        "-1e-05",
        "-5 to -3",
        "at least -5",
        "−5",
        "−5–−3",
        "5–6",
        "-5–-3",
        "-5 – -3",
        "-5–−3 %",
        "-5%",
        "-.5",
        "-2.5 % to +1 %",
        "2025-05-07",
        "1; -3; 2",
        "5-7",
        "a=b, c=d",
        "yes; no – never; — at all",
        "one@mail.example; 2+2 is 4",
        "He said “- no”, and left",
        "https://example.org/?a=1&b=-2;c=3",
        "'quoted'",
    ],
)
def test_ordinary_text_numbers_and_ranges_stay_as_they_are(text):
    assert csv_cell(text) == text
    assert formulas(written([[1, text, text]])) == []


def test_a_dash_after_a_semicolon_costs_one_apostrophe_and_nothing_else():
    assert csv_cell("yes; - no") == "yes; '- no"


def test_a_number_that_begins_a_line_reads_on_where_commas_are_decimal_points():
    text = written([["-5", "*A1"]])
    assert read(text, delimiter=";")[1] == ["'-5,*A1"]
    assert formulas(text) == []


def test_the_header_is_guarded_like_any_cell():
    column = Column("=1+1;=2", lambda row: row)
    assert formulas("\n".join(render(Listing("things", ["x"], [column], dict)))) == []


def test_the_oracle_finds_formulas_where_nothing_is_guarded():
    for text in ("a;=1", "a\t-A1", "a|@x", '"x","b;=1"', 'a; "=1', "a\n+A1", "-5,*A1"):
        assert formulas(text), text
    assert not any(map(is_formula, ["-5", "+1.5", "-5 to -3", "'=1", "a"]))


def test_nothing_but_apostrophes_is_added():
    for signs in itertools.product(',;|\t\n" a-=5', repeat=4):
        text = "".join(signs)
        assert csv_cell(text).replace("'", "") == text
        assert csv_cell(csv_cell(text)) == csv_cell(text)


CELLS = st.text(st.sampled_from(",;|\t\n\r\"' \u00a0\ufeff=+-@＝﹣05e.*a–%") | st.characters(codec="utf-8"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=3))
@example([("a;-5", "*A1;", "x")])
@example([('x"', ';"=1', '";=1')])
@settings(max_examples=examples(60), deadline=None)
def test_no_reading_of_any_text_finds_a_formula(rows):
    assert formulas(written(rows)) == []


@pytest.mark.slow
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=3))
@settings(max_examples=5000, deadline=None)
def test_no_reading_of_very_many_texts_finds_a_formula(rows):
    assert formulas(written(rows)) == []


def test_long_runs_of_separators_blanks_and_quotes_take_no_time():

    def spent(size):
        begun = time.process_time()
        for run in (";", "\t", "\n", " ", '"', ";" + " " * 7, ":a", ".x"):
            csv_cell(run * size)
        return time.process_time() - begun

    spent(1000)  # compiles what is compiled once
    # Forty times the text: forty times as long if the work is linear, sixteen hundred times if it is quadratic.
    assert spent(40_000) < 320 * max(spent(1000), 0.0005)


def test_rows_are_read_back_as_they_were(call, folder):
    claim = {
        "title": "a;=1+1",
        "positions": [{"party": "x", "stance": "asserts", "value": -5, "quote": "no; -x"}],
    }
    claims = folder({"t": claim})
    shown = call("show", "t", "--format", "csv", cwd=claims.parent).out
    ((head, row),) = [read(shown, delimiter=",")]
    cells = dict(zip(head, row, strict=True))
    assert (cells["value"], cells["quote"]) == ("-5", "no; '-x")
    assert formulas(shown + call("list", "--format", "csv", cwd=claims.parent).out) == []
    assert io.StringIO(shown).readline().startswith("claim,title,")
