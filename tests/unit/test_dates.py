"""A date stands for all the time that it may mean, and is compared with others by the calendar as written."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.model.dates import ALWAYS, NEVER, DateError, Span, day_number

KARACHI = timezone(timedelta(hours=5))
HOURS_FROM_UTC = range(-12, 15)
LAST_SIGNED_64_BITS = 2**63 - 1


def day(written):
    return Span.parse(date.fromisoformat(written))


def moment(written):
    """Read a date-time as the TOML parser gives it."""
    return Span.parse(datetime.fromisoformat(written))


# -- what a date says, worked out by the calendar alone


def last_day(span):
    """Return the last day of a date, as written."""
    if len(span.written) >= len("2025-05-07"):
        return date.fromisoformat(span.written[:10])
    year, month = (*map(int, span.written.split("-")), 12)[:2]
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1) if (year, month) != (9999, 12) else date.max


def first_day(span):
    """Return the first day of a date, as written."""
    return date.fromisoformat(f"{span.written[:10]}-01-01"[:10])


def time_from_midnight_utc(span):
    """Return how long a moment is, by the clock, after midnight in UTC of its day as written."""
    written = datetime.fromisoformat(span.written)
    return written.replace(tzinfo=None) - datetime.combine(written.date(), time.min) - written.utcoffset()


def calendar_order(span):
    """Return what DESIGN says of order: the day, then a moment's instant, and whole days after all moments."""
    if "T" in span.written:
        return last_day(span), 0, time_from_midnight_utc(span)
    return last_day(span), 1, timedelta()


# -- dates of all kinds, and many of them near each other, near the ends of years and of the calendar

near = st.builds(
    lambda around, days: date.fromordinal(min(max(around.toordinal() + days, 1), date.max.toordinal())),
    st.sampled_from([date(2025, 5, 7), date(2024, 2, 29), date(2025, 1, 1), date(2000, 3, 1), date.min, date.max]),
    st.integers(-2, 2),
)
some_days = st.one_of(near, st.dates())
offsets = st.one_of(
    st.sampled_from([timedelta(hours=hours) for hours in HOURS_FROM_UTC]),
    st.integers(-1439, 1439).map(lambda minutes: timedelta(minutes=minutes)),
)
times = st.one_of(st.sampled_from([time.min, time.max, time(1, 44), time(12)]), st.times())
moments = st.builds(
    lambda on, at, offset: Span.parse(datetime.combine(on, at, timezone(offset))), some_days, times, offsets
)
whole_days = some_days.map(Span.parse)
months = some_days.map(lambda each: Span.parse(each.isoformat()[:7]))
years = some_days.map(lambda each: Span.parse(each.isoformat()[:4]))
spans = st.one_of(moments, whole_days, months, years)


def sign(one, other):
    return (one > other) - (one < other)


@given(spans, spans)
@example(moment("2025-05-07T01:44:00+05:30"), day("2025-05-06"))
@example(moment("2024-12-31T23:59:00-12:00"), moment("2025-01-01T00:00:00+14:00"))
@example(moment("0001-01-01T00:00:00+14:00"), day("0001-01-01"))
@example(moment("9999-12-31T23:59:59-12:00"), day("9999-12-31"))
@example(day("2024-02-29"), Span.parse("2024-02"))
def test_the_key_orders_dates_as_the_calendar_does_as_they_are_written(one, other):
    assert sign(one.end, other.end) == sign(calendar_order(one), calendar_order(other))


@given(spans, spans)
def test_a_date_begins_no_later_than_another_ends_where_the_calendar_says_so(one, other):
    if "T" in one.written:
        assert (one.start <= other.end) == (calendar_order(one) <= calendar_order(other))
    else:
        assert (one.start <= other.end) == (first_day(one) <= last_day(other))


@given(st.lists(spans, min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_dates_sort_in_one_way_in_whatever_order_they_come(some, random):
    mixed = random.sample(some, len(some))
    ends = [each.end for each in sorted(some, key=calendar_order)]
    assert [each.end for each in sorted(mixed, key=lambda span: span.end)] == ends


@pytest.mark.parametrize("hours", HOURS_FROM_UTC)
@pytest.mark.parametrize("on", ["2024-02-29", "2024-12-31", "2025-01-01", "2025-05-07", "0001-01-01", "9999-12-31"])
def test_whatever_its_offset_a_moment_is_of_the_day_that_is_written(hours, on):
    its_day = day(on)
    for at in (time.min, time.max):
        span = Span.parse(datetime.combine(date.fromisoformat(on), at, timezone(timedelta(hours=hours))))
        assert its_day.start <= span.start == span.end < its_day.end
        assert day_number(span.end) == date.fromisoformat(on).toordinal()
        assert (span.is_moment, span.is_day) == (True, True)


@given(spans)
def test_a_key_is_between_always_and_never_and_is_a_number_that_a_database_holds(span):
    assert ALWAYS < span.start <= span.end < NEVER <= LAST_SIGNED_64_BITS
    assert day_number(span.end) == last_day(span).toordinal()
    assert day_number(span.start) == first_day(span).toordinal()


@given(moments, moments)
def test_instants_are_as_far_apart_as_the_clock_says(one, other):
    days = timedelta(first_day(other).toordinal() - first_day(one).toordinal())
    apart = days + time_from_midnight_utc(other) - time_from_midnight_utc(one)
    assert timedelta(microseconds=other.instant - one.instant) == apart


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
    assert (span.start, span.first_day, span.end) == (day(first).start, day(first).end, day(last).end)
    assert (span.is_moment, span.is_day) == (False, first == last)
    assert str(span) == span.written == str(raw)


def test_a_time_is_one_moment_and_is_shown_with_its_offset():
    span = Span.parse(datetime(2025, 5, 10, 17, 0, tzinfo=KARACHI))
    assert span.start == span.first_day == span.end
    assert str(span) == "2025-05-10T17:00:00+05:00"


@given(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)), offsets)  # noqa: DTZ001
def test_a_time_is_the_same_instant_whatever_its_offset(at, offset):
    local = at.replace(tzinfo=UTC).astimezone(timezone(offset))
    assert Span.parse(local).instant == Span.parse(at.replace(tzinfo=UTC)).instant


@given(spans)
def test_a_date_means_the_same_where_it_is_typed_and_where_it_is_read_again(span):
    assert Span.typed(span.written) == Span.reread(span.written) == span


@pytest.mark.parametrize(
    "typed",
    ["2025-05-07T01:44:00+05:30", "2025-05-07 01:44:00+05:30", "2025-05-07t01:44+05:30", "2025-05-07T01:44:00.0+05:30"],
)
def test_a_moment_is_typed_in_each_way_in_which_toml_writes_it(typed):
    assert Span.typed(typed) == moment("2025-05-07T01:44:00+05:30")
    assert Span.typed("2025-05-07T10:00z") == Span.typed("2025-05-07 10:00:00Z") == moment("2025-05-07T10:00:00+00:00")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2025-05-07T01:44", "a time needs an offset, such as 2025-05-07T01:44:00+05:30; or write the day alone"),
        ("2025-05-07 01:44:00", "a time needs an offset, such as 2025-05-07T01:44:00+05:30"),
        ("2025-05-07T25:00Z", 'there is no such date as "2025-05-07T25:00Z"'),
        ("2025-02-30T10:00Z", 'there is no such date as "2025-02-30T10:00Z"'),
        ("2025-05-07T10:00+24:00", 'there is no such date as "2025-05-07T10:00+24:00"'),
        ("2025-05-07T10Z", '"2025-05-07T10Z" is not a moment; write one as 2025-05-07T01:44:00+05:30'),
        ("2025-05-07T10:00+0530", '"2025-05-07T10:00+0530" is not a moment'),
        ("2025-05-07 noon", '"2025-05-07 noon" is not a moment'),
        ("20250507T100000Z", '"20250507T100000Z" is not a date'),
        ("2025-W19-3", '"2025-W19-3" is not a date'),
    ],
)
def test_what_is_typed_and_is_no_date_is_refused_with_what_to_write(typed, told):
    with pytest.raises(DateError) as refused:
        Span.typed(typed)
    assert told in str(refused.value)


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


@given(some_days)
def test_a_day_lies_within_its_month_and_the_month_within_its_year(on):
    written = on.isoformat()
    for inner, outer in pairwise([Span.parse(written[:length]) for length in (10, 7, 4)]):
        assert outer.start <= inner.start <= inner.end <= outer.end


@given(some_days)
def test_a_day_means_the_same_with_and_without_quotes(on):
    assert Span.parse(on) == Span.parse(on.isoformat())


@given(st.text() | st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        span = Span.parse(text)
    except DateError:
        return
    assert span.start < span.end
    assert span.written == text
    assert text == first_day(span).isoformat()[: len(text)]
