"""Turns the cells of a row into what a record says, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.cell_texts import Cells, text_of
from claimtrack.exchange.columns import Reading, fold
from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import Draft, Place, RowError, Table, is_nothing, lines, words
from claimtrack.exchange.ratings import IN_DOUBT, stance_of_words
from claimtrack.exchange.source_cells import SourceReader
from claimtrack.files.hints import meaning
from claimtrack.model.names import slug
from claimtrack.model.number_text import read_number
from claimtrack.model.values import Value, ValueFormError
from claimtrack.model.vocabulary import KINDS, STANCES, is_language

if TYPE_CHECKING:
    from collections.abc import Iterable

_ITEMS: Final = re.compile(r"\s*[;|\n]\s*")
_TOPICS: Final = re.compile(r"\s*[;,|\n]\s*")
_SPELLINGS: Final = {
    "+": "asserts",
    "~": "qualifies",
    "−": "denies",
    "backs": "asserts",
    "opposes": "denies",
    "partly": "qualifies",
}
_OF_CLAIM: Final = {
    "statement": "statement",
    "unit": "unit",
    "claim_original": "original",
    "claim_place": "place",
    "notes": "notes",
}


class CellReader:
    """Reads rows of cells; counts what had no place in a record, and which words were understood as which stance."""

    def __init__(self, reading: Reading) -> None:
        """Take how to read."""
        self._reading = reading
        self.sources = SourceReader(reading, self._lost)
        self.homeless: dict[str, int] = {}
        self.understood: dict[tuple[str, str], int] = {}

    def draft(self, cells: Cells, place: Place) -> Draft:
        """Return what a row says.

        Raises:
            RowError: a cell cannot be understood, or something is missing.
        """
        cells = {name: value for name, value in cells.items() if value not in ("", None)}
        title, claim_id = self._title(cells)
        draft = Draft(place, title, claim_id, self._claim(cells))
        position = self._position(cells, draft.claim)
        if position is not None:
            if sources := self.sources.read(cells):
                position["sources"] = sources
            draft.positions.append(position)
        return draft

    def _lost(self, what: str) -> None:
        self.homeless[what] = self.homeless.get(what, 0) + 1

    def _title(self, cells: Cells) -> tuple[str, str]:
        title, claim_id = text_of(cells, "title"), text_of(cells, "claim")
        if not title and not claim_id:
            raise RowError("there is no claim in this row", "give it a title, or the id of a claim")
        return title, claim_id

    def _claim(self, cells: Cells) -> Table:
        claim: Table = {}
        for name in cells:
            if name in _OF_CLAIM and (text := text_of(cells, name, lines)):
                claim[_OF_CLAIM[name]] = text
        if lang := self._language(cells, "claim_lang"):
            claim["lang"] = lang
        if kind := text_of(cells, "kind"):
            form = kind.casefold()
            known = form if form in KINDS else meaning("kind", form)
            if not known:
                self._lost("kind that is none of a record's")
            elif known != "fact":
                claim["kind"] = known
        if when := self._date(cells, "claim_date", future=claim.get("kind") == "prediction"):
            claim["date"] = when
        topics = [each for each in _several(cells, "topics", _TOPICS) if slug(each)]
        if topics:
            claim["topics"] = [*dict.fromkeys(topics)]
        return claim

    def _position(self, cells: Cells, claim: Table) -> Table | None:
        party, stance = text_of(cells, "party"), self._stance(cells)
        if is_nothing(party):
            if stance or text_of(cells, "quote"):
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
            "about": self._date(cells, "about", future=True),
            **{name: text_of(cells, name, lines) for name in ("quote", "original", "note")},
            "lang": self._language(cells, "lang"),
            "rating": text_of(cells, "rating"),
            "attribution": _word(cells, "attribution", ("on-record", "anonymous")),
            "via": [each for each in _several(cells, "via", _ITEMS) if slug(each)],
        }
        usual = {"date_of": "statement", "attribution": "on-record"}
        return {name: value for name, value in table.items() if value not in ("", None, [], usual.get(name))}

    def _stance(self, cells: Cells) -> str:
        text = text_of(cells, "stance")
        given = self._reading.stances.get(fold(text) or text)
        if given:
            return self._understood(text, given)
        if not text or is_nothing(text):
            rating = text_of(cells, "rating")
            return self._understood(rating, self._rated(rating)) if rating else ""
        form = text.casefold()
        stance = form if form in STANCES else _SPELLINGS.get(form) or meaning("stance", form)
        if not stance:
            raise RowError(f'the stance "{text}" is not known', f'say what it means: --stance "{text}=STANCE"')
        return self._understood(text, stance)

    def _rated(self, rating: str) -> str:
        return stance_of_words(rating, self._reading.ratings) or IN_DOUBT

    def _understood(self, text: str, stance: str) -> str:
        if text.casefold() != stance:
            self.understood[text, stance] = self.understood.get((text, stance), 0) + 1
        return stance

    def _date(self, cells: Cells, name: str, *, future: bool = False) -> str:
        return read_date(text_of(cells, name), self._reading.date_order, future=future)

    def _language(self, cells: Cells, name: str) -> str:
        text = text_of(cells, name).replace("_", "-")
        if text and not is_language(text):
            self._lost(f"{name} that is no language tag")
            return ""
        return text

    def _value(self, cells: Cells, claim: Table) -> Any:  # noqa: ANN401 - a number, a text or a table
        given = cells.get("value")
        if isinstance(given, dict | int | float):
            return _checked(given)
        text = text_of(cells, "value")
        if not text or is_nothing(text):
            ends = {
                end: self._number(text_of(cells, end)) for end in ("min", "max") if not is_nothing(text_of(cells, end))
            }
            if not ends:
                return None
            if len(ends) == 2 and ends["min"] == ends["max"]:
                return ends["min"]
            return _checked(ends)
        return self._number(text, claim)

    def _number(self, text: str, claim: Table | None = None) -> Any:  # noqa: ANN401 - as above
        if text.isdecimal() and text.isascii() and len(text) < 16 and (text[0] != "0" or text == "0"):
            return int(text)  # most numbers
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


def _several(cells: Cells, name: str, between: re.Pattern[str]) -> Iterable[str]:
    given = cells.get(name)
    if isinstance(given, list):
        return [words(str(each)) for each in given]
    text = text_of(cells, name, lines)
    return [] if is_nothing(text) else [words(each) for each in between.split(text)]


def _word(cells: Cells, name: str, choices: tuple[str, ...]) -> str:
    text = text_of(cells, name).casefold()
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
