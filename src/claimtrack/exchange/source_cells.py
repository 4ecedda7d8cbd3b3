"""Turns the cells of a row that are about sources into what is known of each source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claimtrack.exchange.cell_texts import Cells, text_of
from claimtrack.exchange.dates import read_date
from claimtrack.exchange.drafts import Table, is_nothing, lines, words
from claimtrack.files.hints import url_meant, without_stray
from claimtrack.model.vocabulary import is_language, is_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.exchange.columns import Reading

# Fields of a source, by those of a row.
_FIELDS: Final = {
    "source_title": "title",
    "publisher": "publisher",
    "author": "author",
    "archive_url": "archive_url",
    "source_date": "date",
    "retrieved": "retrieved",
    "source_lang": "lang",
    "derived_from": "derived_from",
    "source_quote": "quote",
    "source_note": "note",
    "at": "at",
}
_BETWEEN_URLS: Final = re.compile(r"[\s;|]+")
_BETWEEN: Final = re.compile(r"\s*;\s*")


class SourceReader:
    """Reads the sources of rows."""

    def __init__(self, reading: Reading, lost: Callable[[str], None]) -> None:
        """Take how to read, and a function that notes what had no place in a record."""
        self._reading = reading
        self._lost = lost

    def read(self, cells: Cells) -> list[Table]:
        """Return what a row says of each source that it names.

        Raises:
            RowError: a date cannot be read.
        """
        tables = _named(text_of(cells, "source", lines), text_of(cells, "url", lines))
        texts = {_FIELDS[name]: text_of(cells, name, lines) for name in cells if name in _FIELDS}
        texts = {key: text for key, text in texts.items() if not is_nothing(text)}
        if not tables and not texts.keys() <= {"at", "lang"}:
            tables = [{}]
        for key, text in texts.items():
            parts = [text] if len(tables) == 1 else _BETWEEN.split(text)
            if len(parts) != len(tables):
                self._lost(f"{key} of several sources in one row")
                continue
            for table, part in zip(tables, parts, strict=True):
                if part:
                    table[key] = part if key in {"quote", "note"} else words(part)
        for table in tables:
            # A name beside other things that are known of the source is an id if it can be one.
            if len(table) > 1 and " " not in table.get("named", " "):
                table["id"] = table.pop("named")
        return [self.checked(table) for table in tables]

    def checked(self, table: Table) -> Table:
        """Return what is known of a source, without what no record can have."""
        checked = {**table}
        for name in table.keys() & {"url", "archive_url"}:
            checked[name] = address_of(table[name])
        for name in table.keys() & {"date", "retrieved"}:
            checked[name] = read_date(table[name], self._reading.date_order)
        if not is_language(table.get("lang", "en")):
            checked["lang"] = ""
        for name in checked.keys() & {"url", "archive_url", "lang"}:
            if not checked[name]:
                self._lost(f"{name} of a source that is none")
        return {name: value for name, value in checked.items() if value}


def _named(names: str, urls: str) -> list[Table]:
    """Return the sources that two cells name: by ids, titles or addresses, several of which may be in one cell."""
    by_url = _addressed(urls)
    by_name = _addressed(names)
    if by_url and by_name and len(by_url) != len(by_name):
        listed = [{"named": part} for part in _BETWEEN.split(names)]
        by_name = listed if len(listed) == len(by_url) else by_name
    if len(by_url) == len(by_name):
        return [{**name, **url} if "named" in name else url for name, url in zip(by_name, by_url, strict=True)]
    return by_name + [each for each in by_url if each not in by_name]


def _addressed(text: str) -> list[Table]:
    if is_nothing(text):
        return []
    parts = [part for part in _BETWEEN_URLS.split(text) if part]
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
