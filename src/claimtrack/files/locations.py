"""Finds where a key or a value is in a TOML text, to say where something is wrong with it, or to change it.

The parser has accepted the text by then, so this scanner follows the grammar without judging it.
The grammar: https://toml.io/en/v1.1.0
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import tomli

if TYPE_CHECKING:
    from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""How to get to a value: the keys of tables, and the indexes of lists."""

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE: Final = re.compile(r"[ \t]*")
_STRING: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'", re.DOTALL
)
_BARE: Final = re.compile(r"[^\s.=\[\]{},\"'#]+")
# One space may separate a date from its time.
_SCALAR: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")


class Offsets(NamedTuple):
    """Where a value is in the text; of a table with a header, all three are the header's."""

    key: int
    value: int
    end: int


class Statement(NamedTuple):
    """The header of a table, or a key with its value: where it begins and ends, without a comment after it."""

    start: int
    end: int
    keys: tuple[str, ...]
    is_header: bool


class Locations:
    """Where all keys and values of one text are, which a TOML parser has accepted."""

    def __init__(self, text: str) -> None:
        scanner = _Scanner(text)
        scanner.scan()
        self._text = text
        self._offsets = scanner.offsets
        self._keys = scanner.keys

    def __getitem__(self, path: KeyPath) -> Offsets:
        """Return the offsets of the value at a path, or of the nearest one around it that is in the text."""
        while path and path not in self._offsets:
            path = path[:-1]
        return self._offsets.get(path, Offsets(0, 0, 0))

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._offsets)

    def key(self, path: KeyPath) -> tuple[int, int]:
        """Return line and column of a key, or of the header of a table."""
        return self._line_column(self[path].key)

    def value(self, path: KeyPath) -> tuple[int, int]:
        """Return line and column of a value; of a table with a header, the header's."""
        return self._line_column(self[path].value)

    def written_keys(self, path: KeyPath) -> list[tuple[int, int]]:
        """Return where the last key of a path is written, from where to where: in headers, and before equals signs."""
        return self._keys.get(path, [])

    def path_at(self, line: int, column: int) -> KeyPath | None:
        """Return the path of the innermost value that begins at a line and column, if there is one."""
        return self._by_value.get(self._starts[line - 1] + column - 1)

    @cached_property
    def _by_value(self) -> dict[int, KeyPath]:
        return {self._offsets[path].value: path for path in sorted(self._offsets, key=len)}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def _line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def find_statements(text: str) -> list[Statement]:
    """Return the statements of a text, which a TOML parser has accepted, in their order."""
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.statements


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.statements: list[Statement] = []
        self.keys: dict[KeyPath, list[tuple[int, int]]] = {}
        self.offsets: dict[KeyPath, Offsets] = {}
        self.lengths: dict[KeyPath, int] = {}  # of arrays of tables, by the headers seen so far

    def scan(self) -> None:
        table: KeyPath = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            start = self.at
            is_header = self.text[start] == "["
            if is_header:
                keys, table = self.header()
            else:
                keys = self.pair(table)
            self.statements.append(Statement(start, self.at, keys, is_header))
            self.skip(_BLANK)

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise AssertionError(f"offset {self.at} is not the TOML that the parser accepted")
        self.at = match.end()
        return match.group()

    def header(self) -> tuple[tuple[str, ...], KeyPath]:
        """Read a header; return its keys, and the path of its table."""
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        parts = self.dotted()
        self.at += 2 if array else 1
        path: KeyPath = ()
        for name, *written in parts[:-1]:
            self.note_key((*path, name), *written)
            path = self.enter((*path, name), start)
        name, *written = parts[-1]
        path = (*path, name)
        self.note_key(path, *written)
        if array:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            self.note(path, start, start)
            path = self.enter(path, start)
        # A header of a table inside this one may have come first; its own counts.
        self.offsets[path] = Offsets(start, start, start)
        return tuple([part for part, *_ in parts]), path

    def enter(self, path: KeyPath, start: int) -> KeyPath:
        """Return the path of a table that a header or a dotted key names: of an array of tables, of the last one."""
        self.note(path, start, start)
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: KeyPath) -> tuple[str, ...]:
        """Read a key and its value in a table; return the parts of the key."""
        parts = self.dotted()
        for name, offset, end in parts[:-1]:
            table = (*table, name)
            self.note(table, offset, offset)
            self.note_key(table, offset, end)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        name, offset, end = parts[-1]
        self.note_key((*table, name), offset, end)
        start = self.at
        self.value((*table, name))
        self.note((*table, name), offset, start, self.at)
        return tuple([part for part, *_ in parts])

    def dotted(self) -> list[tuple[str, int, int]]:
        """Read the parts of a key, each with where it begins and ends, up to what ends the key."""
        parts = []
        while True:
            self.skip(_SPACE)
            offset = self.at
            if self.text[self.at] in "\"'":
                raw = self.skip(_STRING)
                parts.append((str(tomli.loads(f"key = {raw}")["key"]), offset, self.at))
            else:
                parts.append((self.skip(_BARE), offset, self.at))
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def value(self, path: KeyPath) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self.skip(_STRING)
        elif first == "[":
            self.items(path)
        elif first == "{":
            self.inline(path)
        else:
            self.skip(_SCALAR)

    def items(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while self.more("]"):
            start = self.at
            self.value((*path, index))
            self.note((*path, index), start, start, self.at)
            index += 1

    def inline(self, path: KeyPath) -> None:
        self.at += 1
        while self.more("}"):
            self.pair(path)

    def more(self, end: str) -> bool:
        """Skip what separates the items of a list or inline table; return False past its end."""
        self.skip(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self.skip(_BLANK)
        if self.text[self.at] == end:
            self.at += 1
            return False
        return True

    def note_key(self, path: KeyPath, start: int, end: int) -> None:
        self.keys.setdefault(path, []).append((start, end))

    def note(self, path: KeyPath, key: int, value: int, end: int | None = None) -> None:
        self.offsets.setdefault(path, Offsets(key, value, value if end is None else end))
