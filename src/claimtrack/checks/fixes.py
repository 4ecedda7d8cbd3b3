"""Safe fixes: each changes one value, which is verified by parsing the text before and after."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import tomli

from claimtrack.model.number_text import in_toml, read_number
from claimtrack.model.vocabulary import is_url
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.files.load import SourceFile
    from claimtrack.files.locations import KeyPath, Offsets
    from claimtrack.problems import Problem


_LISTS: Final = frozenset({"topics", "implies", "contradicts", "see_also", "via", "sources", "aliases"})


# What an address has in place of characters that it cannot have.
_ENCODED: Final = {" ": "%20", '"': "%22", "<": "%3C", ">": "%3E"}


class _Edit(NamedTuple):
    """A replacement of a part of the text, with the value that results; None if it removes the key."""

    start: int
    end: int
    text: str
    value: Any


def fixed_text(source_file: SourceFile, problems: Iterable[Problem]) -> tuple[str, int]:
    """Return the text of a file with what can be fixed in it fixed, and the number of problems fixed."""
    text, fixed = source_file.text, 0
    edits = []
    for problem in problems:
        make = _FIXES.get(problem.code)
        path = source_file.locations.path_at(problem.line, problem.column) if make else None
        if make and path and (edit := make(text, source_file.locations[path], path)):
            edits.append((edit, path))
    # From the end of the text, so that the offsets of the other edits stay right.
    edits.sort(key=lambda pair: pair[0].start, reverse=True)
    if edits and (changed := _edited(text, edits)) is not None:
        return changed, len(edits)
    for pair in edits:
        if (changed := _edited(text, [pair])) is not None:
            text, fixed = changed, fixed + 1
    return text, fixed


def _edited(text: str, edits: Sequence[tuple[_Edit, KeyPath]]) -> str | None:
    """Return the text with some edits made; None if any other value changes."""
    changed, expected = text, _parsed(text)
    for edit, path in edits:
        changed = changed[: edit.start] + edit.text + changed[edit.end :]
        _put(expected, path, edit.value)
    return changed if _parsed(changed) == expected else None


def _quoted_year(text: str, at: Offsets, _: KeyPath) -> _Edit | None:
    year = text[at.value : at.end]
    if len(year) != 4 or not year.isascii() or not year.isdigit():
        return None
    return _Edit(at.value, at.end, f'"{year}"', year)


def _bracketed(text: str, at: Offsets, path: KeyPath) -> _Edit | None:
    value = text[at.value : at.end]
    if path[-1] not in _LISTS or path == ("sources",) or not value.startswith(('"', "'")):
        return None
    item = tomli.loads(f"value = {value}")["value"]
    if not item.strip() or any(char in item for char in ",;\n"):
        return None  # nothing, or more than one
    return _Edit(at.value, at.end, f"[{value}]", [item])


def _address(text: str, at: Offsets, _: KeyPath) -> _Edit | None:
    value = text[at.value : at.end]
    if not value.startswith(('"', "'")):
        return None  # a table with a header
    given = str(tomli.loads(f"value = {value}")["value"]).strip()
    scheme, rest = given.split("://", 1) if "://" in given else ("", "")
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    two = any("://" in word for word in rest.split()[1:])
    if scheme not in {"http", "https"} or two or not is_url(f"{scheme}://{host}"):
        return None  # another scheme, two addresses, or a host that is none
    address = "".join(_ENCODED.get(char, char) for char in given)
    return _Edit(at.value, at.end, f'"{address}"', address) if is_url(address) and "\\" not in address else None


def _without_archive(text: str, at: Offsets, _: KeyPath) -> _Edit | None:
    start = text.rfind("\n", 0, at.key) + 1
    end = text.find("\n", at.end) + 1 or len(text)
    if text[start : at.key].strip() or text[at.end : end].strip():
        return None  # the line has something else on it
    return _Edit(start, end, "", None)


def _number(text: str, at: Offsets, _: KeyPath) -> _Edit | None:
    quoted, unit = tomli.loads(f"value = {text[at.value : at.end]}")["value"], tomli.loads(text).get("unit")
    found = read_number(quoted, unit)
    if found is None or not found.sure or found.unit is not None:
        return None
    return _Edit(at.value, at.end, in_toml(found.value), found.value.written)


_FIXES: Final[dict[Code, Callable[[str, Offsets, KeyPath], _Edit | None]]] = {
    Code.WRONG_VALUE: _bracketed,
    Code.BAD_DATE: _quoted_year,
    Code.NUMBER_IN_TEXT: _number,
    Code.BAD_URL: _address,
    Code.UNKNOWN_SOURCE: _address,
    Code.SAME_ARCHIVE: _without_archive,
}
FIXABLE: Final = frozenset(_FIXES)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return None


def _put(table: Any, path: KeyPath, value: Any) -> None:  # noqa: ANN401 - from TOML
    """Replace one value, or remove it."""
    for step in path[:-1]:
        table = table[step]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
