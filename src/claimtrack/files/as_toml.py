"""How a value that was written in another way is written in TOML, as the key of a record wants it."""

from __future__ import annotations

import re
from typing import Final

import tomli

from claimtrack.files.date_hints import date_in_toml
from claimtrack.files.hints import meaning, url_meant

DATES: Final = frozenset({"date", "about", "retrieved", "from", "until"})
LISTS: Final = frozenset({"topics", "implies", "contradicts", "see_also", "via", "sources", "aliases"})
ADDRESSES: Final = frozenset({"url", "archive_url"})
_WITHOUT_COMMAS: Final = frozenset({"topics", "sources", "implies", "contradicts", "see_also"})
_COLON: Final = re.compile(r"([\w-]+|\"[\w-]+\")[ \t]*:(?=[ \t])")
_WORDS: Final = frozenset({"stance", "kind", "date_of", "attribution"})

# Quotes that are not TOML's, by the opening one, with those that may close the text.
QUOTES: Final = {"“": "”", "”": "”", "„": "“”", "‟": "”", "‘": "’", "’": "’", "‚": "‘’", "«": "»", "»": "«", "`": "`"}


def bare(value: str) -> str:
    """Return a value without a comment after it, and without what separates it from its key and from what follows."""
    value = value.lstrip("=>: \t")
    return "" if value.startswith("#") else re.split(r"[ \t]#", value)[0].rstrip(" \t\r;,")


def written(key: str, value: str) -> str:
    """Return a line of TOML that says what a value probably means."""
    key = key.strip("\"'")
    return f"{key} = {_in_toml(key, bare(value))}"


def as_list(key: str, text: str) -> str:
    """Return a line of TOML for a text where a list belongs: several items, or else the one text."""
    items = re.split(r"[,;]", text) if key in _WITHOUT_COMMAS else [text]
    return f"{key} = [{', '.join(quoted(each.strip()) for each in items if each.strip())}]"


def quoted(text: str) -> str:
    """Return a text between double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _in_toml(key: str, value: str) -> str:
    if value.startswith(("{", "[{")) and _is_toml(table := _COLON.sub(r"\1 =", value)):
        return table
    if key in LISTS:
        items = filter(None, map(unquoted, re.split(r"[,;]", value.strip("[]"))))
        return f"[{', '.join(map(quoted, items))}]"
    text = unquoted(value)
    if key in DATES and (date := date_in_toml(text)):
        return date
    if key in ADDRESSES:
        return quoted(url_meant(text) or text)
    if key in _WORDS:
        return quoted(meaning(key, text) or text)
    return value if _is_toml(value) else quoted(text)


def _is_toml(value: str) -> bool:
    try:
        tomli.loads(f"value = {value}")
    except (ValueError, RecursionError):
        return False
    return True


def unquoted(text: str) -> str:
    """Return a text without the pair of quotes around it, of whichever kind."""
    text = text.strip()
    closing = {*QUOTES.get(text[:1], text[:1] if text[:1] in {'"', "'"} else ""), '"', "'"}
    is_in_quotes = len(text) > 1 and text[0] in {*QUOTES, '"', "'"} and text[-1] in closing
    return text[1:-1].strip() if is_in_quotes else text
