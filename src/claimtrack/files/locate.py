"""Finds the place of a key or a value in a TOML text; runs only when something is wrong with it.

The parser has accepted the text by then, so this scanner follows the grammar without judging it.
The grammar: https://toml.io/en/v1.1.0
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import tomli

from claimtrack.files.text import line_column

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_BARE: Final = re.compile(r"[^\s.=\[\]{},\"'#]+")
# A date may be set apart from its time by one space.
_SCALAR: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")


class Place(NamedTuple):
    """Where something stands in the text: the offset of its key (or table header) and of its value."""

    key: int
    value: int


class Locations:
    """The places of all keys and values of one text."""

    def __init__(self, text: str) -> None:
        """Scan a text that a TOML parser has accepted."""
        self._text = text
        self._places = dict(_Scanner(text).scan())

    def __getitem__(self, path: Path) -> Place:
        """Give the place of a path of keys and list indexes, or of the nearest thing around it that is found."""
        while path and path not in self._places:
            path = path[:-1]
        return self._places.get(path, Place(0, 0))

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places)

    def key(self, path: Path) -> tuple[int, int]:
        """Give line and column of a key, or of the header of a table."""
        return line_column(self._text, self[path].key)

    def value(self, path: Path) -> tuple[int, int]:
        """Give line and column of a value; of a table with a header, the header."""
        return line_column(self._text, self[path].value)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[Path, Place] = {}
        self.lengths: dict[Path, int] = {}  # of arrays of tables, by the headers seen so far

    def scan(self) -> dict[Path, Place]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.places

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise AssertionError(f"offset {self.at} is not the TOML that the parser accepted")
        self.at = match.end()
        return match.group()

    def header(self) -> Path:
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        parts = self.dotted()
        self.at += 2 if array else 1
        path: Path = ()
        for name, _ in parts[:-1]:
            path = self.enter((*path, name), start)
        path = (*path, parts[-1][0])
        if array:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            self.note(path, start, start)
            path = self.enter(path, start)
        self.note(path, start, start)
        return path

    def enter(self, path: Path, start: int) -> Path:
        """Step into a table that a header or a dotted key names: of an array of tables, into the last one."""
        self.note(path, start, start)
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: Path) -> None:
        parts = self.dotted()
        for name, offset in parts[:-1]:
            table = (*table, name)
            self.note(table, offset, offset)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        name, offset = parts[-1]
        self.note((*table, name), offset, self.at)
        self.value((*table, name))

    def dotted(self) -> list[tuple[str, int]]:
        """Read the parts of a key, each with its offset, up to what ends it."""
        parts = []
        while True:
            self.skip(_SPACE)
            offset = self.at
            if self.text[self.at] in "\"'":
                raw = self.skip(_STRING)
                parts.append((str(tomli.loads(f"key = {raw}")["key"]), offset))
            else:
                parts.append((self.skip(_BARE), offset))
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self.skip(_STRING)
        elif first == "[":
            self.items(path)
        elif first == "{":
            self.inline(path)
        else:
            self.skip(_SCALAR)

    def items(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self.more("]"):
            self.note((*path, index), self.at, self.at)
            self.value((*path, index))
            index += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while self.more("}"):
            self.pair(path)

    def more(self, end: str) -> bool:
        """Step over what separates the items of a list or inline table; past its end, say there are no more."""
        self.skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_BLANK)
        if self.text[self.at] == end:
            self.at += 1
            return False
        return True

    def note(self, path: Path, key: int, value: int) -> None:
        self.places.setdefault(path, Place(key, value))
