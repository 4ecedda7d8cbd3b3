"""Records become plain rows and the same records again; a malformed row says what is wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from builders import WHO, claim, position, source
from hypothesis import given
from hypothesis import strategies as st
from strategies import claims, dates

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.parquet_rows import (
    claim_row,
    party_row,
    position_row,
    read_claim,
    read_party,
    read_position,
    read_source,
    source_row,
)

DAM = claim(
    "dam",
    [
        position("Water Board", "asserts", "2025-05-07T01:44:00+05:30", value={"min": 5}, sources=["wire"]),
        position("Ann", "denies", "2025-05", value="several", via=["Gazette"], sources=[{"id": "wire", "at": "p. 2"}]),
        position("Ann", "comments", quote="“no”\nnothing", about="2024", value=9007199254740993),
    ],
    unit="houses", date="2025", topics=["rivers"], implies=["flood"], notes="n", sources=[{"id": "wire", "date": "2025-05-08"}],
)  # fmt: skip


def rows(record):
    """Give the rows of a claim, of its positions and of its sources."""
    told = [position_row(record.id, number, each) for number, each in enumerate(record.positions, start=1)]
    return claim_row(record), told, [source_row(record.id, each) for each in record.sources]


def test_a_claim_goes_round():
    row, told, cited = rows(DAM)
    assert read_claim(row, reversed(told), cited) == DAM


@given(claims())
def test_any_claim_goes_round(record):
    assert read_claim(*rows(record)) == record


@given(dates, dates, st.sampled_from(["Gazette", "قناة"]))
def test_any_source_goes_round(published, read, publisher):
    shared = source("wire", publisher=publisher, date=published, retrieved=read, derived_from="root")
    assert source_row(None, shared)["claim"] is None
    assert read_source(source_row(None, shared)) == shared


def test_parties_with_tenures_go_round():
    assert [read_party(party_row(party)) for party in WHO] == [*WHO]


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-03", "day", date(2024, 2, 3), date(2024, 2, 3)),
    ],
)
def test_a_date_says_which_days_it_means(written, precision, first, last):
    assert position_row("dam", 1, position("Ann", "asserts", written))["date"] == {
        "written": written, "precision": precision, "first": first, "last": last, "instant": None, "offset": None,
    }  # fmt: skip


def test_a_moment_keeps_its_offset_and_its_written_day():
    cell = position_row("dam", 1, position("Ann", "asserts", "2025-05-07T01:44:00+05:30"))["date"]
    assert (cell["first"], cell["last"], cell["offset"]) == (date(2025, 5, 7), date(2025, 5, 7), 330)
    assert cell["instant"] == datetime(2025, 5, 6, 20, 14, tzinfo=UTC)


def test_a_moment_before_the_first_year_in_utc_has_no_instant():
    cell = position_row("dam", 1, position("Ann", "asserts", "0001-01-01T00:00:00+05:30"))["date"]
    assert (cell["instant"], cell["offset"]) == (None, 330)


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        (7, ("7", 7.0, 7.0)),
        ({"max": 2.5}, ('{"max": 2.5}', None, 2.5)),
        ("several", ('"several"', None, None)),
    ],
)
def test_a_value_is_kept_as_json_with_its_ends(value, cells):
    row = position_row("dam", 1, position("Ann", "asserts", value=value))
    assert (row["value"], row["min"], row["max"]) == cells


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stance": "likes"}, "stance"),
        ({"party": None}, "party"),
        ({"party": "—"}, "a name needs at least one letter or digit"),
        ({"date": {"written": "2025-02-30"}}, "there is no such date"),
        ({"date": {"written": "2025-05-07T01:44:00"}}, "a time needs an offset"),
        ({"date": {"written": "2025-05-07Tnoon"}}, "is no date-time"),
        ({"date": "2025"}, "date has no written form"),
        ({"value": "{"}, "value is no JSON"),
        ({"value": "null"}, "value is no JSON"),
        ({"value": "NaN"}, "no such number"),
        ({"value": '{"min": 2, "max": 1}'}, "min 2 is more than max 1"),
        ({"value": None, "min": 5.0}, "min and max have no value"),
        ({"sources": ["wire"]}, "sources has an item that is no struct"),
        ({"sources": [None]}, "sources has an item that is null"),
        ({"via": ["Gazette", None]}, "via has an item that is null"),
        ({"number": 0}, "a position has no number"),
        ({"number": 2}, "two positions have the number 2"),
    ],
)
def test_a_malformed_position_says_why(change, reason):
    row, told, cited = rows(DAM)
    told[0] = told[0] | change
    with pytest.raises(RowError) as error:
        read_claim(row, told, cited)
    assert reason in error.value.message
    if "number" not in change:
        with pytest.raises(RowError):
            read_position(told[0])


def test_the_mistake_of_one_position_names_its_number():
    row, told, cited = rows(DAM)
    told[1]["stance"] = "likes"
    with pytest.raises(RowError, match=r"^position 2: "):
        read_claim(row, told, cited)


@pytest.mark.parametrize(
    ("read", "row", "reason"),
    [
        (lambda row: read_claim(row, [], []), {"id": None, "title": "t"}, "the claim has no id"),
        (lambda row: read_claim(row, [], []), {"id": "dam", "title": None}, "the claim has no title"),
        (lambda row: read_claim(row, [], []), {"id": "dam", "title": "t", "kind": "rumour"}, "kind"),
        (lambda row: read_claim({"id": "dam", "title": "t"}, [], [row]), {"id": "wire", "url": "x"}, "source wire: "),
        (read_source, {"id": "wire", "url": "x"}, "source wire: url: a link starts with http"),
        (read_party, {"id": None}, "the party has no id"),
        (read_party, {"id": "ann", "speaks_for": [{"party": None}]}, "speaks_for has an item without a party"),
        (read_party, {"id": "ann", "speaks_for": [{"party": "board", "since": {"written": "soon"}}]}, "party ann: "),
    ],
)
def test_other_malformed_rows_say_why(read, row, reason):
    with pytest.raises(RowError) as error:
        read(row)
    assert reason in error.value.message
