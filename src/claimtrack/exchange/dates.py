"""Dates as people write them in spreadsheets and feeds: understood, or refused, and never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Final, Literal

from claimtrack.exchange.drafts import RowError, is_nothing
from claimtrack.files.date_hints import date_in_toml
from claimtrack.model.dates import DateError, Span, day_number

Order = Literal["day", "month", ""]
"""Whether the day or the month comes first in 05/07/2025; empty if nobody has said it."""

_LONGEST: Final = 80  # characters; a longer text is no date
_ISO: Final = re.compile(r"\d{4}-\d\d(?:-\d\d(?:T|\Z)|\Z)", re.ASCII)
_TIMED: Final = re.compile(
    r"(?P<day>.*?\d.*?)(?:[Tt]|,? +(?:at +)?)(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r" ?(?P<half>[AaPp]\.?[Mm]\.?)?(?: ?\(?(?P<zone>Z|z|(?:UTC|GMT)?[+-]\d\d:?\d\d|UTC|GMT|[A-Za-z]{2,5})\)?)?",
    re.ASCII,
)
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}", re.ASCII)
_EAST_ASIAN: Final = re.compile(r"(\d{4}) ?[年년] ?(?:(\d{1,2}) ?[月월] ?(?:(\d{1,2}) ?[日일])?)?", re.ASCII)
_ZERO: Final = re.compile(r"[0/. :TZ-]*")
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:[.,]\d+)?", re.ASCII)  # days since 1899-12-30, as spreadsheets count
_SECONDS: Final = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_WORD: Final = re.compile(r"\d+|[^\W\d_]+(?:[\u0900-\u0dff]*[^\W\d_]*)*")
_FILLERS: Final = frozenset(
    ("de", "del", "er", "di", "du", "do", "of", "the", "le", "el", "den", "der", "am", "في", "سنة", "عام")
)
# January to December, by language: English is in `date_hints`.
_MONTHS: Final = (
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "januari februari maret april mei juni juli agustus september oktober november desember",
)
_FORMS: Final = "write a day as 2025-05-07, a month as 2025-05, a year as 2025"


@lru_cache(maxsize=16384)
def read_date(text: str, order: Order = "", *, future: bool = False) -> str:
    """Return a date as a record shows it: a day, a month, a year, or a moment with its offset.

    A time without an offset from UTC leaves the day. A text that says that nothing is known is an empty one.
    A date in the future is only read if `future` says so.

    Raises:
        RowError: the text is no date, or may mean two; the hint says what to do.
    """
    if _ISO.match(text):  # most dates
        with suppress(DateError):
            return _not_after_today(Span.typed(text), future=future)
    plain = _plain(text)
    if is_nothing(plain) or plain.casefold() in {"unknown", "undated"} or _ZERO.fullmatch(plain):
        return ""
    day = _date(plain, order)
    if not day and len(plain) < _LONGEST and (timed := _TIMED.fullmatch(plain)):
        day = _date(timed["day"].rstrip(","), order)
        if len(day) == 10:
            day = _moment(day, timed) or day
    if not day:
        raise _unclear(text.strip(), plain)
    try:
        span = Span.typed(day)
    except DateError as error:
        raise RowError(*str(error).split("; ", 1)) from None
    return _not_after_today(span, future=future)


def _not_after_today(span: Span, *, future: bool) -> str:
    if not future and day_number(span.start) > _last_day():
        raise RowError(f"the date {span} is in the future", "correct it, or leave it out")
    return span.written


def _last_day() -> int:
    """Return the number of the last day that is not in the future anywhere on Earth."""
    return (datetime.now(UTC) + timedelta(hours=14)).toordinal()


def _plain(text: str) -> str:
    if not text.isascii():
        text = "".join(
            "-" if unicodedata.category(char) == "Pd" else str(unicodedata.decimal(char, char))
            for char in unicodedata.normalize("NFC", text)
            if unicodedata.category(char) != "Cf"
        )
    return " ".join(text.split())


def _date(text: str, order: Order) -> str:
    """Return a day, a month or a year; an empty text if that is not sure."""
    if len(text) > _LONGEST:
        return ""
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if order:
            return _day(found[4], *((second, first) if order == "day" else (first, second)))
    written = date_in_toml(text).strip('"')
    if written or (text.isascii() and not any(char.isalpha() for char in text)):
        return written
    if found := _EAST_ASIAN.fullmatch(text):
        parts = [found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)]
        return "-".join(parts)
    return _in_words(text)


def _in_words(text: str) -> str:
    """Return a date with the name of its month in one of several languages."""
    months: list[int] = []
    days: list[str] = []
    years: list[str] = []
    for word in _WORD.findall(text.casefold().replace(".", " ")):
        if word.isdigit():
            (years if len(word) == 4 else days).append(word)
        elif len(named := _names().get(word, ())) == 1:
            months += named
        elif word not in _FILLERS:
            return ""
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or any(len(day) > 2 for day in days):
        return ""
    month = f"{years[0]}-{months[0]:02}"
    return f"{month}-{int(days[0]):02}" if days else month


@cache
def _names() -> dict[str, set[int]]:
    """Return the months that a name, or its first three letters or more, may mean."""
    found: dict[str, set[int]] = defaultdict(set)
    for language in _MONTHS:
        for number, name in enumerate(language.split(), start=1):
            for length in range(min(3, len(name)), len(name) + 1):
                found[name[:length]].add(number)
    return found


def _day(year: str, month: int, day: int) -> str:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return ""


def _moment(day: str, timed: re.Match[str]) -> str:
    """Return a moment; an empty text if its offset is not known, or it is none."""
    zone, hour = (timed["zone"] or "").upper(), int(timed["hour"])
    offset = zone.removeprefix("UTC").removeprefix("GMT") or ("Z" if zone else "")
    if offset != "Z" and offset[:1] not in {"+", "-"}:
        return ""  # a name such as IST, which several zones have
    if timed["half"]:
        hour = hour % 12 + 12 * (timed["half"][0] in "Pp")
    offset = offset if offset == "Z" else f"{offset[:3]}:{offset[-2:]}"
    written = f"{day}T{hour:02}:{timed['minute']}:{timed['second'] or '00'}{offset}"
    try:
        return datetime.fromisoformat(written).isoformat()
    except ValueError:
        return ""


def _unclear(text: str, plain: str) -> RowError:
    """Return the error that says why a text is no date that can be imported."""
    shown = text if len(text) <= 60 else f"{text[:60]} …"
    numbers = plain.partition(" ")[0].rstrip(",") if ":" in plain else plain
    if found := _NUMBERS.fullmatch(numbers):
        first, second = int(found[1]), int(found[3])
        if max(first, second) <= 12:
            return RowError(
                f'"{shown}" may be {_day(found[4], second, first)} or {_day(found[4], first, second)}',
                "say which with --day-first or --month-first",
            )
        return RowError(f'there is no such date as "{shown}" in the order that was given', _FORMS)
    if _SHORT_YEAR.fullmatch(numbers):
        return RowError(f'"{shown}" has a year of two digits', _FORMS)
    if _SERIAL.fullmatch(plain):
        day = date(1899, 12, 30) + timedelta(days=int(plain[:5]))
        return RowError(
            f'"{shown}" is no date, but perhaps a spreadsheet\'s number for {day}',
            "format the column as a date, yyyy-mm-dd, and save it again",
        )
    if _SECONDS.fullmatch(plain):
        return RowError(f'"{shown}" is no date, but perhaps a count of seconds', _FORMS)
    return RowError(f'"{shown}" is not a date', _FORMS)
