"""Values: what was written is kept, and two of them differ only where no number fits both."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.values import Value, ValueFormError

numbers = st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(min_size=1).filter(str.strip)
ranges = st.tuples(numbers, numbers).map(sorted).map(lambda ends: {"min": ends[0], "max": ends[1]})
halves = st.sampled_from(["min", "max"]).flatmap(lambda end: numbers.map(lambda number: {end: number}))
written = numbers | texts | ranges | halves
values = written.map(Value.parse)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (5, "5"),
        (-3, "-3"),
        (0, "0"),
        (59.5, "59.5"),
        ("about five", "about five"),
        ({"min": 5}, "at least 5"),
        ({"max": 6}, "at most 6"),
        ({"min": 5, "max": 6}, "5 to 6"),
        ({"min": 5, "max": 5}, "5"),
    ],
)
def test_what_was_written_is_kept_and_shown(raw, shown):
    value = Value.parse(raw)
    assert value.written == raw
    assert str(value) == shown


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (True, "a value is a number, a text in quotes, or { min = 5, max = 6 }"),
        (None, "a value is a number"),
        ([5, 6], "a value is a number"),
        (date(2025, 5, 7), "a value is a number"),
        ({"min": "five"}, "a value is a number"),
        (math.nan, "no such number can be counted"),
        (math.inf, "no such number can be counted"),
        (2**63, "no such number can be counted"),
        (10**400, "no such number can be counted"),  # more than any float holds
        ({"max": 10**400}, "no such number can be counted"),
        ("", "the text is empty"),
        (" \n", "the text is empty"),
        ({}, "a range is written { min = 5 }, { max = 6 } or { min = 5, max = 6 }"),
        ({"minimum": 5}, 'not "minimum"'),
        ({"min": 5, "most": 6}, 'not "most"'),
        ({"min": 6, "max": 5}, "min 6 is more than max 5"),
    ],
)
def test_what_is_no_value_is_refused_with_what_to_write(raw, told):
    with pytest.raises(ValueFormError) as refused:
        Value.parse(raw)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "disjoint"),
    [
        (5, 7, True),
        (5, 5, False),
        (5, 5.0, False),
        ({"min": 5}, 7, False),  # "at least five" does not contradict seven
        ({"min": 5}, 4, True),
        ({"max": 6}, 7, True),
        ({"max": 6}, {"min": 6}, False),
        ({"min": 5, "max": 6}, {"min": 6, "max": 8}, False),
        ({"min": 5, "max": 6}, {"min": 7, "max": 8}, True),
        ("about five", 7, False),
        ("five", "seven", False),  # texts are shown, never compared
    ],
)
def test_values_are_disjoint_where_no_number_fits_both(one, other, disjoint):
    assert Value.parse(one).disjoint(Value.parse(other)) is disjoint


@given(written)
def test_written_gives_back_what_was_read(raw):
    value = Value.parse(raw)
    assert value.written == raw
    assert type(value.written) is type(raw)
    assert Value.parse(value.written) == value


@given(values, values)
def test_disjoint_is_symmetric_and_irreflexive(one, other):
    assert one.disjoint(other) is other.disjoint(one)
    assert not one.disjoint(one)


@given(numbers, ranges)
def test_a_number_within_a_range_is_not_disjoint_from_it(number, ends):
    inside = ends["min"] <= number <= ends["max"]
    assert Value.parse(number).disjoint(Value.parse(ends)) is not inside
