"""A date stands for all the time that it may mean, and counts from the end of it."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.dates import DateError, Span

KARACHI = timezone(timedelta(hours=5))
LAST_INSTANT = time.max


def instant(day, at=time.min):
    return datetime.combine(date.fromisoformat(day), at)


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("2025-05-07", "2025-05-07", "2025-05-07"),
        ("2025-05", "2025-05-01", "2025-05-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        (date(2025, 5, 7), "2025-05-07", "2025-05-07"),
    ],
)
def test_a_date_spans_what_it_leaves_open(raw, first, last):
    span = Span.parse(raw)
    assert (span.start, span.end) == (instant(first), instant(last, LAST_INSTANT))
    assert str(span) == span.written == str(raw)


def test_a_time_is_one_instant_and_counts_in_utc():
    span = Span.parse(datetime(2025, 5, 10, 17, 0, tzinfo=KARACHI))
    assert span.start == span.end == instant("2025-05-10", time(12))
    assert str(span) == "2025-05-10T17:00:00+05:00"


def test_a_time_shortly_after_midnight_in_karachi_is_the_day_before_in_utc():
    span = Span.parse(datetime(2025, 5, 7, 1, 5, tzinfo=KARACHI))
    assert span.start == instant("2025-05-06", time(20, 5))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (2025, 'a year alone is written in quotes: "2025"'),
        (825, 'a year alone is written in quotes: "0825"'),
        (1, 'a year alone is written in quotes: "0001"'),
        (9999, 'a year alone is written in quotes: "9999"'),
        (datetime(2025, 5, 7, 10, 0), "such as 2025-05-07T10:00:00+05:30; or write the day alone"),  # noqa: DTZ001
        (time(10, 0), "a time of day alone is no date"),
        ("2025-02-30", 'there is no such date as "2025-02-30"'),
        ("2025-13", 'there is no such date as "2025-13"'),
        ("0000", 'there is no such date as "0000"'),
        ("7 May 2025", '"7 May 2025" is not a date'),
        ("2025-5-7", '"2025-5-7" is not a date'),
        ("٢٠٢٥", '"٢٠٢٥" is not a date'),  # digits, but not those that everybody's tools read
        ("2025-05-07\n", "is not a date"),
        ("", '"" is not a date'),
        (0, "not a date; write a day such as 2025-05-07"),
        (10000, "not a date"),
        (True, "not a date"),
        (2025.5, "not a date"),
        ([2025], "not a date"),
        (None, "not a date"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(raw, told):
    with pytest.raises(DateError) as refused:
        Span.parse(raw)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_time_beyond_the_calendar_is_refused(moment):
    with pytest.raises(DateError, match="outside the years 0001 to 9999"):
        Span.parse(moment)


@given(st.dates())
def test_a_day_lies_within_its_month_and_the_month_within_its_year(day):
    written = day.isoformat()
    spans = [Span.parse(written[:length]) for length in (10, 7, 4)]
    for inner, outer in pairwise(spans):
        assert outer.start <= inner.start <= inner.end <= outer.end
    assert spans[0].end - spans[0].start < timedelta(days=1)


@given(st.dates())
def test_a_day_means_the_same_with_and_without_quotes(day):
    assert Span.parse(day) == Span.parse(day.isoformat())


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)), st.integers(-1439, 1439))  # noqa: DTZ001
def test_a_time_is_the_same_instant_whatever_its_offset(moment, minutes):
    local = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert Span.parse(local).start == Span.parse(local).end == moment


@given(st.text() | st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        span = Span.parse(text)
    except DateError:
        return
    assert span.start <= span.end
    assert span.written == text
    assert text == span.start.date().isoformat()[: len(text)]
