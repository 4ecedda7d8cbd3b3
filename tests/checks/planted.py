"""Holds the locator to the parser: what it points at is exchanged, the text is parsed anew, and that very thing is new."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

import tomli

from claimtrack.files.locations import Locations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.files.locations import Offsets

Path = tuple[str | int, ...]

_KEY = re.compile(r"""'[^'\n]*'|"(?:\\.|[^"\\\n])*"|[A-Za-z0-9_-]+""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every key and every item, outer ones first."""
    for key in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield (*path, key)
        yield from paths(data[key], (*path, key))


def prove(text: str) -> None:
    """Fail unless every key path of a text is found, at the very place where the parser finds it."""
    proof = _Proof(text)
    proof.nothing_is_missing()
    proof.values()
    proof.keys()
    proof.dotted_keys()
    proof.headers()


class _Proof:
    def __init__(self, text: str) -> None:
        self.text = text
        self.data = tomli.loads(text)
        locations = Locations(text)
        self.places: dict[Path, Offsets] = {path: locations[path] for path in locations}
        # A value is written as such; other tables have a header or are parts of dotted keys.
        self.written = {path for path in paths(self.data) if path in self.places and self._is_written(path)}

    def _is_written(self, path: Path) -> bool:
        value, start = self.at(path), self.places[path].value
        if isinstance(value, dict):
            return self.text[start] == "{"
        headed = isinstance(value, list) and value and self.places[*path, 0].value == start
        return not headed

    def at(self, path: Path) -> Any:
        return _at(self.data, path)

    def nothing_is_missing(self) -> None:
        assert self.places.keys() == set(paths(self.data))

    def values(self) -> None:
        """Every value reads the same alone, and every innermost one can be exchanged."""
        expected = copy.deepcopy(self.data)
        edits = []
        for path in self.written:
            _, start, end = self.places[path]
            assert _same(tomli.loads(f"x = {self.text[start:end]}")["x"], self.at(path)), path
            if not any(paths(self.at(path))):
                _at(expected, path[:-1])[path[-1]] = _mark(path)
                edits.append((start, end, f'"{_mark(path)}"'))
        assert _same(tomli.loads(_edited(self.text, edits)), expected)

    def keys(self) -> None:
        """Every key that has a value after it can be exchanged."""
        named = {path for path in self.written if isinstance(path[-1], str)}
        edits = []
        for path in named:
            start = self.places[path].key
            edits.append((start, start + len(self.key(path)), f'"{_mark(path)}"'))
        assert _same(tomli.loads(_edited(self.text, edits)), _renamed(self.data, named))

    def key(self, path: Path) -> str:
        """Read the key at its place, and hold it to the path."""
        token = _KEY.match(self.text, self.places[path].key)
        assert token, path
        assert [*tomli.loads(f"{token[0]} = 0")] == [path[-1]], path
        return token[0]

    def dotted_keys(self) -> None:
        """Every first part of a dotted key stands before a dot and the next part."""
        for path, place in self.places.items():
            if path not in self.written and self.text[place.key] != "[":
                after = min(other.key for inner, other in self.places.items() if inner[:-1] == path)
                dot = _DOT.match(self.text, place.key + len(self.key(path)))
                assert dot, path
                assert dot.end() == after, path

    def headers(self) -> None:
        """Below every header a key can be added, to that very table; it is the first to name what it names."""
        headed: dict[int, list[Path]] = {}
        for path, place in self.places.items():
            if path not in self.written and self.text[place.key] == "[":
                headed.setdefault(place.key, []).append(path)
        expected = copy.deepcopy(self.data)
        edits = []
        for start, named in headed.items():
            own = max(named, key=len)
            for path in named:
                inner = [place.key for other, place in self.places.items() if other[: len(path)] == path]
                assert path == own[: len(path)], path
                assert path == own or (start == min(inner) and not self.has_header(path)), path
            _at(expected, own)[_mark(own)] = 0
            end = self.text.find("\n", start) + 1
            line = f'"{_mark(own)}" = 0\n'
            edits.append((end, end, line) if end else (len(self.text), len(self.text), f"\n{line}"))
        assert _same(tomli.loads(_edited(self.text, edits)), expected)

    def has_header(self, path: Path) -> bool:
        """Tell whether a table has a header: then the parser refuses a second one."""
        if not isinstance(self.at(path), dict) or any(isinstance(part, int) for part in path):
            return False
        header = ".".join(map(json.dumps, path))
        try:
            tomli.loads(f"{self.text}\n[{header}]\n")
        except tomli.TOMLDecodeError:
            return True
        return False


def _mark(path: Path) -> str:
    return "⟪" + "/".join(str(part).encode("unicode-escape").hex() for part in path) + "⟫"


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _renamed(data: Any, named: set[Path], path: Path = ()) -> Any:
    if isinstance(data, dict):
        return {
            _mark((*path, key)) if (*path, key) in named else key: _renamed(value, named, (*path, key))
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_renamed(value, named, (*path, index)) for index, value in enumerate(data)]
    return data


def _same(one: Any, other: Any) -> bool:
    """Compare as TOML does: 1 is not 1.0, and a number that is none equals itself."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return repr(one) == repr(other)
