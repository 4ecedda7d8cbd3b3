"""Loads files: their text, what it says as TOML, and the places of problems in it."""

from __future__ import annotations

import codecs
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from claimtrack.files import toml_text
from claimtrack.files.leave_out import LeftOut
from claimtrack.files.toml_text import UnreadableError
from claimtrack.problems import Code, Cost, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.files.locations import KeyPath, Locations

FileKind = Literal["claim", "sources", "parties", "config"]

_LONGEST: Final = 300  # characters of a message


class SourceFile:
    """One file's text, without the byte-order `mark` that may precede it."""

    def __init__(self, path: str, text: str, kind: FileKind, *, mark: bool = False) -> None:
        self.path = path
        self.text = text
        self.kind = kind
        self._mark = mark

    @cached_property
    def locations(self) -> Locations:
        """Where each key and value is in the text."""
        from claimtrack.files.locations import Locations  # noqa: PLC0415 - only if something is wrong

        return Locations(self.text)

    @cached_property
    def left_out(self) -> LeftOut:
        """What was left out of its tables."""
        return LeftOut()

    def with_text(self, text: str) -> SourceFile:
        """Return the file with another text in it."""
        return SourceFile(self.path, text, self.kind, mark=self._mark)

    def encode(self, text: str) -> bytes:
        """Return the file's content with another text in it."""
        return text.encode("utf-8-sig" if self._mark else "utf-8")

    def at_key(self, path: KeyPath, code: Code, message: str, hint: str = "", costs: Cost = Cost.NOTHING) -> Problem:
        """Return a problem that points at a key or at a table's header; what was left out does not count in the path."""
        place = self.locations.key(self.left_out.as_written(path))
        return Problem(self.path, *place, code, one_line(message), one_line(hint), costs)

    def at_value(self, path: KeyPath, code: Code, message: str, hint: str = "", costs: Cost = Cost.NOTHING) -> Problem:
        """Return a problem that points at a value, by a path as in `at_key`."""
        place = self.locations.value(self.left_out.as_written(path))
        return Problem(self.path, *place, code, one_line(message), one_line(hint), costs)


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Shorten a text from a record so that a message that repeats it stays readable."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest]} …"


class ParsedFile(NamedTuple):
    """A file that is TOML: what it says, and its text."""

    data: dict[str, Any]
    source_file: SourceFile


class Loader:
    """Loads files; adds what is wrong with them to `problems`, and, if `keep`, their texts to `source_files` by path."""

    def __init__(self, problems: list[Problem], *, keep: bool, read: Callable[[str], bytes] = toml_text.read) -> None:
        self.problems = problems
        self.source_files: dict[str, SourceFile] = {}
        self._keep = keep
        self._read = read

    def load(self, path: str, kind: FileKind) -> ParsedFile | None:
        """Load a file; return None, and add to the problems, if it cannot be read as TOML."""
        data, parsed = b"", None
        try:
            data = self._read(path)
            source_file = SourceFile(path, toml_text.decode(path, data), kind, mark=data.startswith(codecs.BOM_UTF8))
            parsed = ParsedFile(toml_text.parse(path, source_file.text), source_file)
        except UnreadableError as error:
            self.problems.append(error.problem._replace(costs=Cost.RECORD))
            # Only for showing the line that is wrong: such a text has no locations.
            source_file = SourceFile(path, data.removeprefix(codecs.BOM_UTF8).decode(errors="replace"), kind)
        if self._keep and (parsed or data):
            self.source_files[path] = source_file
        return parsed
