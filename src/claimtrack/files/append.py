"""Writes tables of a record as TOML, a key on each line, and adds them to the end of a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli
import tomli_w

from claimtrack.files.load import ParsedFile
from claimtrack.model.names import is_utf8
from claimtrack.problems import BadRequestError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.dates import Span

Table = dict[str, Any]


class Block(NamedTuple):
    """A table with its header: one more of a list, as ``[[positions]]``, or the only one, as ``[india]``."""

    key: str
    table: Table
    listed: bool = True

    @property
    def text(self) -> str:
        """The block as TOML."""
        header = f"[[{self.key}]]" if self.listed else f"[{_key(self.key)}]"
        return f"{header}\n{body(self.table)}"


class Extended(NamedTuple):
    """A file with something added to its end; the old content is the beginning of the new one."""

    parsed: ParsedFile
    line: int  # at which the first block begins

    @property
    def content(self) -> bytes:
        """The new content."""
        source_file = self.parsed.source_file
        return source_file.encode(source_file.text)


def extend(old: ParsedFile, blocks: Sequence[Block]) -> Extended:
    """Add blocks to the end of a file. Nothing that was there is changed.

    Raises:
        RefusedError: TOML allows no such block there, because the list that it belongs to is written as a value.
        BadRequestError: a block is not UTF-8.
    """
    source_file = old.source_file
    text, newline = source_file.text, _newline(source_file.text)
    wanted = {**old.data}
    for block in blocks:
        if block.listed:
            _refuse_value(block.key, old)
            wanted[block.key] = [*wanted.get(block.key, ()), block.table]
        else:
            wanted[block.key] = block.table
    before = "" if not text else newline if text.endswith("\n") else newline * 2
    added = newline.join(block.text.replace("\n", newline) for block in blocks)
    refuse_other_encodings(added)
    extended = f"{text}{before}{added}"
    if _parsed(extended) != wanted:
        raise RefusedError(f"{source_file.path} is left as it is: with the new block it would not say what it should")
    return Extended(ParsedFile(wanted, source_file.with_text(extended)), f"{text}{before}".count("\n") + 1)


def refuse_other_encodings(text: str) -> None:
    """Refuse a text with bytes in it that were typed and are not UTF-8.

    Raises:
        BadRequestError: there are such bytes in it.
    """
    if not is_utf8(text):
        raise BadRequestError("what was typed is not UTF-8", "set the locale of your terminal to UTF-8")


def body(table: Mapping[str, Any]) -> str:
    """Return the lines of a table, without a header; a text of several lines is written in several lines."""
    return "".join(f"{_assignment(key, value)}\n" for key, value in table.items())


def date_value(span: Span) -> date | str:
    """Return a date as a TOML value: a day or a moment, else a text."""
    if "T" in span.written:
        return datetime.fromisoformat(span.written)
    return date.fromisoformat(span.written) if span.is_day else span.written


def _inline(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key(key)} = {_inline(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    if type(value) is int:
        return str(value)
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'  # most texts; an import writes many
    return tomli_w.dumps({"_": value}).removeprefix("_ = ").removesuffix("\n")


def _assignment(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    # In several lines, a carriage return would be lost.
    if isinstance(value, str) and "\n" in value and "\r" not in value:
        return tomli_w.dumps({key: value}, multiline_strings=True).removesuffix("\n")
    return f"{_key(key)} = {_inline(value)}"


def _key(key: str) -> str:
    if key.isascii() and key.replace("_", "").isalnum():
        return key
    return tomli_w.dumps({key: 0}).removesuffix(" = 0\n")


def _newline(text: str) -> str:
    """Return how the last line that has an end ends."""
    return "\r\n" if text[: text.rfind("\n") + 1].endswith("\r\n") else "\n"


def _refuse_value(key: str, old: ParsedFile) -> None:
    """Refuse to add to a list that is written as a value: TOML forbids it."""
    if key not in old.data:
        return
    locations = old.source_file.locations
    at = locations[(key,)]
    if at.key == at.value:  # a header
        return
    line, column = locations.key((key,))
    first = f"write each table in it as a block that begins with a line [[{key}]]" if old.data[key] else "delete it"
    raise RefusedError(
        f"{old.source_file.path}:{line}:{column}: {key} = [ ... ] is one value, and TOML lets nothing be added to it",
        f"{first}; then run the command again",
    )


def _parsed(text: str) -> Table | None:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return None
