"""Dates of any precision (a moment, a day, a month or a year), and the date key by which any two are compared.

A date key is an integer, which compares as the calendar does, as the dates are written: first the day as written, then the
instant within that day, and a whole day after all moments of it. Which day it was in UTC never counts. The key of a
month or a year is that of its last day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

ALWAYS: Final = 0
"""The date key from which a position counts if neither it nor its claim has a date; it is before every date."""

NEVER: Final = 1 << 62
"""A date key after every date."""

DAY: Final = 24 * 60 * 60 * 1_000_000
"""A day in microseconds, as `Span.instant` counts."""

# The lower bits of a key hold the microseconds from a day before the written day's midnight in UTC: with offsets of up
# to a day either way that is less than three days, and never all ones. The bits above hold the number of the day.
_BITS: Final = 38
_WHOLE_DAY: Final = (1 << _BITS) - 1
_MICROSECOND: Final = timedelta(microseconds=1)

_FORM: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MOMENT_FORM: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?", re.ASCII)


class DateError(ValueError):
    """The value is not a date that a record can have."""


class Span(NamedTuple):
    """A date as written, and the date keys of the first and the last time that it may mean."""

    written: str  # as it is shown: ``2025``, ``2025-05``, ``2025-05-07`` or an ISO 8601 date-time
    start: int  # the key of its first moment
    end: int  # the key from which it counts: of the moment, or of the whole last day

    def __str__(self) -> str:
        return self.written

    @property
    def is_moment(self) -> bool:
        """Whether it is exact: a time of day with its offset."""
        return self.start == self.end

    @property
    def is_day(self) -> bool:
        """Whether its day is known: it is a day or a moment, and no month or year."""
        return day_number(self.start) == day_number(self.end)

    @property
    def first_day(self) -> int:
        """The key that it would have if its first day were meant; a moment or a day has only one."""
        return self.end if self.is_day else self.start | _WHOLE_DAY

    @property
    def instant(self) -> int:
        """The instant of a moment, in microseconds by the clock; for any other date the number means nothing."""
        return day_number(self.start) * DAY + (self.start & _WHOLE_DAY)

    @classmethod
    def reread(cls, written: str) -> Span:
        """Read the `written` form of another date."""
        return _moment(datetime.fromisoformat(written)) if "T" in written else _text(written)

    @classmethod
    def typed(cls, text: str) -> Span:
        """Read a date that a user typed: a day, a month, a year, or a moment with its offset.

        Raises:
            DateError: it is none of these; the message says what to write instead.
        """
        if _FORM.fullmatch(text[:10]) is None or text[10:11] not in {"T", "t", " "}:
            return _text(text)
        if _MOMENT_FORM.fullmatch(text) is None:
            raise DateError(f'"{text}" is not a moment; write one as 2025-05-07T01:44:00+05:30, or the day alone')
        try:
            moment = datetime.fromisoformat(text.upper())
        except ValueError:
            raise DateError(f'there is no such date as "{text}"') from None
        return _moment(moment)

    @classmethod
    def parse(cls, raw: object) -> Span:
        """Read a date: a day, a date-time with offset, or a text such as "2025-05-07", "2025-05" or "2025".

        Raises:
            DateError: it is none of these; the message says what to write instead.
        """
        if isinstance(raw, datetime):
            return _moment(raw)
        if isinstance(raw, date):
            return _day(raw)
        if isinstance(raw, str):
            return _text(raw)
        if isinstance(raw, int) and not isinstance(raw, bool) and 1 <= raw <= 9999:
            raise DateError(f'a year alone is written in quotes: "{raw:04}"')
        if isinstance(raw, time):
            raise DateError("a time of day alone is no date; write the day too, and an offset")
        raise DateError('not a date; write a day such as 2025-05-07, or "2025-05", or "2025"')


def day_number(key: int) -> int:
    """Return the day of a date key, as the proleptic Gregorian ordinal that `date.fromordinal` takes."""
    return key >> _BITS


def day_written(key: int) -> str:
    """Return the day of a date key as it is written, such as 2025-05-07."""
    return date.fromordinal(day_number(key)).isoformat()


# A folder has many more dates than days. (Equal moments may be written differently, so they are not cached.)
@lru_cache(maxsize=4096)
def _day(raw: date) -> Span:
    start = raw.toordinal() << _BITS
    return Span(raw.isoformat(), start, start | _WHOLE_DAY)


def _moment(raw: datetime) -> Span:
    offset = raw.utcoffset()
    if offset is None:
        raise DateError(f"a time needs an offset, such as {raw.isoformat()}+05:30; or write the day alone")
    local = ((raw.hour * 60 + raw.minute) * 60 + raw.second) * 1_000_000 + raw.microsecond
    key = (raw.toordinal() << _BITS) + local - offset // _MICROSECOND + DAY
    return Span(raw.isoformat(), key, key)


@lru_cache(maxsize=4096)
def _text(raw: str) -> Span:
    from calendar import monthrange  # noqa: PLC0415 - needed only to read a date

    match = _FORM.fullmatch(raw)
    if match is None:
        raise DateError(f'"{raw}" is not a date; write 2025-05-07, "2025-05" or "2025"')
    year, first, last = int(match[1]), int(match[2] or 1), int(match[2] or 12)
    try:
        start = date(year, first, int(match[3] or 1))
        end = date(year, last, int(match[3] or monthrange(year, last)[1]))
    except ValueError:
        raise DateError(f'there is no such date as "{raw}"') from None
    return Span(raw, start.toordinal() << _BITS, (end.toordinal() << _BITS) | _WHOLE_DAY)
