"""Turns the cells of a row into what a record says, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.columns import Reading, fold
from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import Draft, Place, RowError, Table, is_nothing, lines, words
from claimtrack.files.hints import meaning, url_meant, without_stray
from claimtrack.model.names import slug
from claimtrack.model.number_text import read_number
from claimtrack.model.values import Value, ValueFormError
from claimtrack.model.vocabulary import KINDS, STANCES, is_language, is_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Cells = dict[str, Any]
"""What a row says, by field: texts, and in a file of JSON objects also numbers, lists and tables."""

_APOSTROPHE: Final = re.compile(r"'(?=[-=+@\d\t\n\r])")  # by which a spreadsheet keeps a text from being a formula
_ITEMS: Final = re.compile(r"\s*[;|\n]\s*")
_TOPICS: Final = re.compile(r"\s*[;,|\n]\s*")
_PARTS: Final = re.compile(r"[\s;|]+")
_SPELLINGS: Final = {
    "+": "asserts",
    "~": "qualifies",
    "−": "denies",
    "backs": "asserts",
    "opposes": "denies",
    "partly": "qualifies",
}
# Fields of a source, by those of a row.
_OF_SOURCE: Final = {
    "source_title": "title",
    "publisher": "publisher",
    "author": "author",
    "archive_url": "archive_url",
    "source_date": "date",
    "retrieved": "retrieved",
    "source_lang": "lang",
    "derived_from": "derived_from",
}


class CellReader:
    """Reads rows of cells; counts what had no place in a record, and which words were understood as which stance."""

    def __init__(self, reading: Reading, rate: Callable[[str], str]) -> None:
        """Take how to read, and a function that returns the stance which a verdict means."""
        self._reading = reading
        self._rate = rate
        self.homeless: dict[str, int] = {}
        self.understood: dict[tuple[str, str], int] = {}

    def draft(self, cells: Cells, place: Place) -> Draft:
        """Return what a row says.

        Raises:
            RowError: a cell cannot be understood, or something is missing.
        """
        title, claim_id = self._title(cells)
        draft = Draft(place, title, claim_id, self._claim(cells))
        position = self._position(cells, draft.claim)
        if position is not None:
            sources = self._sources(cells)
            if sources:
                position["sources"] = sources
            draft.positions.append(position)
        return draft

    def _lost(self, what: str) -> None:
        self.homeless[what] = self.homeless.get(what, 0) + 1

    def _title(self, cells: Cells) -> tuple[str, str]:
        title, claim_id = _text(cells, "title"), _text(cells, "claim")
        if not title and not claim_id:
            raise RowError("there is no claim in this row", "give it a title, or the id of a claim")
        return title, claim_id

    def _claim(self, cells: Cells) -> Table:
        claim: Table = {}
        for name in ("statement", "unit", "claim_place"):
            if text := _text(cells, name):
                claim[name] = text
        if kind := _text(cells, "kind"):
            form = kind.casefold()
            known = form if form in KINDS else meaning("kind", form)
            if not known:
                raise RowError(f'"{kind}" is not a kind of claim', f"the kinds are {', '.join(KINDS)}")
            claim["kind"] = known
        if when := self._date(cells, "claim_date"):
            claim["date"] = when
        topics = [each for each in _several(cells, "topics", _TOPICS) if slug(each)]
        if topics:
            claim["topics"] = [*dict.fromkeys(topics)]
        if notes := _text(cells, "notes", lines):
            claim["notes"] = notes
        return claim

    def _position(self, cells: Cells, claim: Table) -> Table | None:
        party, stance = _text(cells, "party"), self._stance(cells)
        if is_nothing(party):
            if stance or _text(cells, "quote"):
                raise RowError("there is no party in this row", "say who took the position")
            return None
        if not slug(party):
            raise RowError(f'"{party}" has no letter or digit, and is no name', "correct the name")
        if not stance:
            raise RowError(
                f"{party} has no stance in this row", 'fill it in, or say what a blank means: --stance "=asserts"'
            )
        table: Table = {
            "party": party,
            "stance": stance,
            "date": self._date(cells, "date"),
            "date_of": _word(cells, "date_of", ("statement", "report")),
            "value": self._value(cells, claim),
            "about": self._date(cells, "about"),
            **{name: _text(cells, name, lines) for name in ("quote", "original", "note")},
            "lang": self._language(cells, "lang"),
            "rating": _text(cells, "rating"),
            "attribution": _word(cells, "attribution", ("on-record", "anonymous")),
            "via": [each for each in _several(cells, "via", _ITEMS) if slug(each)],
        }
        usual = {"date_of": "statement", "attribution": "on-record"}
        return {name: value for name, value in table.items() if value not in ("", None, [], usual.get(name))}

    def _stance(self, cells: Cells) -> str:
        text = _text(cells, "stance")
        given = self._reading.stances.get(fold(text) or text)
        if given:
            return self._understood(text, given)
        if not text or is_nothing(text):
            rating = _text(cells, "rating")
            return self._understood(rating, self._rate(rating)) if rating else ""
        form = text.casefold()
        stance = form if form in STANCES else _SPELLINGS.get(form) or meaning("stance", form)
        if not stance:
            raise RowError(f'the stance "{text}" is not known', f'say what it means: --stance "{text}=STANCE"')
        return self._understood(text, stance)

    def _understood(self, text: str, stance: str) -> str:
        if text.casefold() != stance:
            self.understood[text, stance] = self.understood.get((text, stance), 0) + 1
        return stance

    def _date(self, cells: Cells, name: str) -> str:
        future = name in {"about", "claim_date"}  # which may well be in the future
        return read_date(_text(cells, name), self._reading.date_order, future=future)

    def _language(self, cells: Cells, name: str) -> str:
        text = _text(cells, name).replace("_", "-")
        if text and not is_language(text):
            self._lost(f"{name} that is no language tag")
            return ""
        return text

    def _value(self, cells: Cells, claim: Table) -> Any:  # noqa: ANN401 - a number, a text or a table
        given = cells.get("value")
        if isinstance(given, dict | int | float):
            return _checked(given)
        text = _text(cells, "value")
        if not text or is_nothing(text):
            ends = {end: self._number(_text(cells, end)) for end in ("min", "max") if not is_nothing(_text(cells, end))}
            if not ends:
                return None
            if len(ends) == 2 and ends["min"] == ends["max"]:
                return ends["min"]
            return _checked(ends)
        return self._number(text, claim)

    def _number(self, text: str, claim: Table | None = None) -> Any:  # noqa: ANN401 - as above
        unit = (claim or {}).get("unit")
        found = read_number(text, unit)
        if found is None:
            return _checked(text)
        if found.unit is not None:
            if claim is None or unit:
                raise RowError(
                    f'"{text}" counts {found.unit}' + (f", and the claim counts {unit}" if unit else ""),
                    "correct the unit",
                )
            claim["unit"] = found.unit
        value = found.value
        if found.other is not None:
            if not self._reading.decimal:
                raise RowError(
                    f'"{text}" may be {found.value} or {found.other}',
                    "say which with --decimal point or --decimal comma",
                )
            mark = "." if self._reading.decimal == "point" else ","
            if mark in text:
                value = min(found.value, found.other, key=lambda each: abs(each.low or 0))
            else:
                value = max(found.value, found.other, key=lambda each: abs(each.low or 0))
        if found.beyond:
            low, high = value.low, value.high
            sign, end, step = (">=", low, 1) if high is None else ("<=", high, -1)
            raise RowError(f'"{text}" leaves out {end} itself', f"write {sign}{(end or 0) + step}, or {sign}{end}")
        return value.written

    def _sources(self, cells: Cells) -> list[Table]:
        described = self._described(cells)
        refs: list[Table] = []
        for name in ("url", "source"):
            refs += _references(_text(cells, name, lines))
        if len(refs) == 1 or (described and not refs):
            refs = [{**(refs[0] if refs else {}), **described}]
            if at := _text(cells, "at"):
                refs[0]["at"] = at
        elif described:
            self._lost("description of several sources in one row")
        return refs

    def _described(self, cells: Cells) -> Table:
        """Return what a row says of the source that it names."""
        table: Table = {}
        for name, key in _OF_SOURCE.items():
            if name in {"source_date", "retrieved"}:
                text = self._date(cells, name)
            elif name == "source_lang":
                text = self._language(cells, name)
            else:
                text = _text(cells, name)
            if not is_nothing(text):
                table[key] = text
        if "archive_url" in table:
            table["archive_url"] = address_of(table["archive_url"])
            if not table["archive_url"]:
                del table["archive_url"]
                self._lost("archive_url that is no address")
        return table


def _references(text: str) -> list[Table]:
    """Return the sources that a cell names: addresses, or else one source by its id or title."""
    if not text or is_nothing(text):
        return []
    parts = [part for part in _PARTS.split(text) if part]
    if all(part.startswith(("http://", "https://")) for part in parts):
        return [{"url": url} for url in dict.fromkeys(map(address_of, parts)) if url]
    url = address_of(text)
    return [{"url": url}] if url else [{"named": words(text)}]


def address_of(text: str) -> str:
    """Return the http(s) address that a text is; an empty text if it is none."""
    visible = without_stray(text)
    if is_url(visible):
        return visible
    if " " in visible.strip("<>") and not visible.startswith(("http://", "https://")):
        return ""
    return url_meant(visible.strip("<>"))


def _text(cells: Cells, name: str, clean: Callable[[str], str] = words) -> str:
    """Return a cell as a text, without the apostrophe of a spreadsheet."""
    given = cells.get(name)
    if given is None or given == "":
        return ""
    if isinstance(given, list | dict):
        raise RowError(
            f"{name} is a {'list' if isinstance(given, list) else 'table'}, and should be a text", "correct it"
        )
    text = clean(str(given))
    return text[1:] if _APOSTROPHE.match(text) else text


def _several(cells: Cells, name: str, between: re.Pattern[str]) -> Iterable[str]:
    given = cells.get(name)
    if isinstance(given, list):
        return [words(str(each)) for each in given]
    text = _text(cells, name, lines)
    return [] if is_nothing(text) else [words(each) for each in between.split(text)]


def _word(cells: Cells, name: str, choices: tuple[str, ...]) -> str:
    text = _text(cells, name).casefold()
    if not text or text in choices:
        return text
    if known := meaning(name, text):
        return known
    raise RowError(f'{name} cannot be "{text}"', f"write {' or '.join(choices)}")


def _checked(raw: Any) -> Any:  # noqa: ANN401 - a number, a text or a table
    try:
        return Value.parse(raw).written
    except ValueFormError as error:
        raise RowError(*str(error).split("; ", 1)) from None
