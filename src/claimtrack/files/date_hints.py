"""How a date that was written in another way is written in a record."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Final

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})\.?", re.ASCII)
_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ,]+(\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
_TIME: Final = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)? ?(?:[ap]\.?m\.?)?", re.ASCII | re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+|\d+", re.ASCII)
_PASSED: Final = frozenset({"st", "nd", "rd", "th", "of", "the"})

IN_ORDER: Final = "write the year, then the month, then the day, as in 2025-12-31"
FORMS: Final = 'write a day as 2025-05-07, a month as "2025-05", a year as "2025"'


def date_in_toml(text: str) -> str:
    """Return how a date that is written in another way is written in a record; an empty text if that is not sure."""
    text = _plain(text)
    if found := _YEAR_FIRST.fullmatch(text) or _DIGITS.fullmatch(text):
        parts = [part for part in found.groups() if part.isdigit()]
        return _day(*map(int, parts))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), int(found[4]), dots=found[2] == ".")
    if found := _MONTH.fullmatch(text):
        return _month(int(found[1] or found[4]), int(found[2] or found[3]))
    if _YEAR.fullmatch(text) and text != "0000":
        return f'"{text}"'
    if (found := _MOMENT.fullmatch(text)) and found[4]:
        return _moment(found)
    return _in_words(text) if text.isascii() else ""


def date_hint(text: str) -> str:
    """Return what to write instead of a text that is no date; an empty text if nothing is known of it."""
    if written := date_in_toml(text):
        return f"write {written}, without quotes" if "T" in written else f"write {written}"
    words = _plain(text)
    if (found := _MOMENT.fullmatch(words)) and not found[4] and _day(*map(int, found[1].split("-"))):
        seconds = found[3] or ":00"
        return f"add its offset, as in {found[1]}T{found[2]}{seconds}+05:30, without quotes; or write the day alone: {found[1]}"
    if _TIME.fullmatch(words):
        return "a time of day alone is no date: write the day, as in 2025-12-31"
    return IN_ORDER if _YEAR_LAST.fullmatch(words) else ""


def _plain(text: str) -> str:
    """Return a text with ordinary blanks, hyphens for dashes, and digits of any script as 0 to 9."""
    if not text.isascii():
        text = "".join(
            "-" if char == "−" or unicodedata.category(char) == "Pd" else str(unicodedata.decimal(char, char))
            for char in text
        )
    return " ".join(text.split())


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _month(year: int, month: int) -> str:
    return f'"{_day(year, month, 1)[:7]}"' if _day(year, month, 1) else ""


def _year_last(first: int, second: int, year: int, *, dots: bool) -> str:
    """Return a day of which the year is written last: with dots, the day comes first; else that must be plain."""
    if dots or first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else ""


def _moment(found: re.Match[str]) -> str:
    zone = found[4].upper()
    zone = "Z" if zone in {"Z", "UTC", "GMT"} else f"{zone[:3]}:{zone[-2:]}"
    written = f"{found[1]}T{found[2]}{found[3] or ':00'}{zone}"
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return ""
    return written


def _in_words(text: str) -> str:
    """Return a date with the English name of its month, in any order, with or without the day of the week."""
    months: list[int] = []
    numbers: list[str] = []
    for word in _WORD.findall(text.casefold()):
        named = [number for number, name in enumerate(_MONTHS, start=1) if len(word) > 2 and name.startswith(word)]
        if word.isdigit():
            numbers.append(word)
        elif named or word == "sept":
            months.append(named[0] if named else 9)
        elif word not in _PASSED and not _is_weekday(word):
            return ""
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) + 1 != len(numbers) or len(days) > 1:
        return ""
    return _day(int(years[0]), months[0], int(days[0])) if days else _month(int(years[0]), months[0])


def _is_weekday(word: str) -> bool:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return len(word) > 2 and any(day.startswith(word) for day in days)
