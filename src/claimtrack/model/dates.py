"""Dates of any precision: a moment, a day, a month or a year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final, NamedTuple

ALWAYS: Final = datetime.min  # noqa: DTZ901 - instants are naive and in UTC throughout
"""The instant from which a position counts if neither it nor its claim has a date."""

_FORM: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class DateError(ValueError):
    """The value is not a date that a record can have."""


class Span(NamedTuple):
    """The time that a written date may mean; its instants are naive datetimes in UTC."""

    written: str  # as it is shown: ``2025``, ``2025-05``, ``2025-05-07`` or an ISO 8601 date-time
    start: datetime  # the first instant
    end: datetime  # the last instant, from which the date counts

    def __str__(self) -> str:
        return self.written

    @classmethod
    def reread(cls, written: str) -> Span:
        """Read the `written` form of another date."""
        return _moment(datetime.fromisoformat(written)) if "T" in written else _text(written)

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


# A folder has many more dates than days. (Equal moments may be written differently, so they are not cached.)
@lru_cache(maxsize=4096)
def _day(raw: date) -> Span:
    return Span(raw.isoformat(), datetime.combine(raw, time.min), datetime.combine(raw, time.max))


def _moment(raw: datetime) -> Span:
    if raw.tzinfo is None:
        raise DateError(f"a time needs an offset, such as {raw.isoformat()}+05:30; or write the day alone")
    try:
        instant = raw.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        raise DateError("the date is outside the years 0001 to 9999") from None
    return Span(raw.isoformat(), instant, instant)


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
    return Span(raw, datetime.combine(start, time.min), datetime.combine(end, time.max))
