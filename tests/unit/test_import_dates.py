"""Dates as people write them are understood, or refused with a reason; none is guessed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import RowError
from claimtrack.model.dates import Span


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2025-05-07", "2025-05-07"),
        (" 2025-5-7 ", "2025-05-07"),
        ("2025/05/07", "2025-05-07"),
        ("20250507", "2025-05-07"),
        ("2025-05", "2025-05"),
        ("05/2025", "2025-05"),
        ("2025", "2025"),
        ("2020-10-07 20:05", "2020-10-07"),
        ("2020-10-07 20:05:00.000", "2020-10-07"),
        ("2020-10-07 20:05 UTC", "2020-10-07T20:05:00+00:00"),
        ("2020-10-07T20:05:00+0100", "2020-10-07T20:05:00+01:00"),
        ("2020-10-07T20:05:00Z", "2020-10-07T20:05:00+00:00"),
        ("2020-10-07T20:05:00.250Z", "2020-10-07T20:05:00.250000+00:00"),
        ("2020-10-07 8:05 pm GMT+02:00", "2020-10-07T20:05:00+02:00"),
        ("2020-10-07 12:05 AM +00:00", "2020-10-07T00:05:00+00:00"),
        ("2020-10-07 20:05 IST", "2020-10-07"),
        ("2020-10-07 25:05 UTC", "2020-10-07"),
        ("31-10-2020", "2020-10-31"),
        ("10/31/2020", "2020-10-31"),
        ("5/5/2020", "2020-05-05"),
        ("5.7.2020", "2020-07-05"),
        ("13/05/2025 10:00", "2025-05-13"),
        ("7 May 2025", "2025-05-07"),
        ("May 7th, 2025", "2025-05-07"),
        ("May 2025", "2025-05"),
        ("Wed, 07 Oct 2020 20:05:00 +0000", "2020-10-07T20:05:00+00:00"),
        ("7. März 2025", "2025-03-07"),
        ("1er août 2025", "2025-08-01"),
        ("le 2 août 2025", "2025-08-02"),
        ("7 de mayo de 2025", "2025-05-07"),
        ("7 мая 2025", "2025-05-07"),
        ("7 июня 2025", "2025-06-07"),
        ("٧ مايو ٢٠٢٥", "2025-05-07"),
        ("7 मई 2025", "2025-05-07"),
        ("2025年5月7日", "2025-05-07"),
        ("2025년 5월", "2025-05"),
        ("", ""),
        ("n/a", ""),
        ("unknown", ""),
        ("0000-00-00 00:00:00", ""),
        ("0000", ""),
    ],
)
def test_what_is_sure_is_read(text, read):
    assert read_date(text) == read
    assert not read or Span.reread(read).written == read


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("05/07/2025", "may be 2025-07-05 or 2025-05-07"),
        ("05/07/2025 10:00", "may be 2025-07-05 or 2025-05-07"),
        ("05-07-2025", "may be 2025-07-05 or 2025-05-07"),
        ("7.5.25", "a year of two digits"),
        ("45783", "a spreadsheet's number for 2025-05-06"),
        ("45783.5", "a spreadsheet's number for 2025-05-06"),
        ("1588888888", "a count of seconds"),
        ("1588888888000", "a count of seconds"),
        ("30/02/2025", "there is no such date"),
        ("2025-02-30", "is not a date"),
        ("tomorrow", "is not a date"),
        ("7-8 May 2025", "is not a date"),
        ("20:05", "is not a date"),
        ("x" * 1000, "is not a date"),
        ("2999-01-01", "is in the future"),
        ("2999", "is in the future"),
    ],
)
def test_what_is_not_sure_is_refused(text, said):
    with pytest.raises(RowError, match=said):
        read_date(text)


def test_a_user_says_which_number_is_the_day():
    assert read_date("05/07/2025", "day") == "2025-07-05"
    assert read_date("05/07/2025", "month") == "2025-05-07"
    with pytest.raises(RowError, match="there is no such date"):
        read_date("05/13/2025", "day")


def test_some_dates_may_be_in_the_future():
    assert read_date("2999-01-01", future=True) == "2999-01-01"


days = st.dates(date(1000, 1, 1), date(2025, 12, 31))
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%Y-%m-%d 10:30"]


@given(days, st.sampled_from(FORMS))
def test_every_day_is_read_in_each_form(day, form):
    assert read_date(day.strftime(form)) == day.isoformat()


@given(days, st.times(), zones)
def test_every_moment_is_read_as_it_is_written(day, at, zone):
    moment = datetime.combine(day, at, zone)
    assert read_date(moment.isoformat()) == moment.isoformat()
    rounded = datetime.combine(day, time(at.hour, at.minute), zone)
    assert read_date(rounded.strftime("%Y-%m-%d %H:%M %z")) == rounded.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text):
    try:
        read = read_date(text)
    except RowError:
        return
    assert not read or Span.reread(read).written == read
