"""Loads one file after the other, gathering problems on the way."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.files import toml_text
from claimtrack.files.source_file import FileKind, SourceFile
from claimtrack.files.toml_text import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.problems import Problem


class ParsedFile(NamedTuple):
    """A file that is TOML: what it says, and its text for pointing into."""

    data: dict[str, Any]
    source_file: SourceFile


class Loader:
    """Loads files; what is wrong with them is gathered in `problems`.

    Attributes:
        problems: what was wrong so far.
        source_files: the texts by path, where they are kept; None where not.
    """

    def __init__(self, problems: list[Problem], *, keep: bool, read: Callable[[str], bytes] = toml_text.read) -> None:
        """Start with the problems met so far, and a way to read a file by its path."""
        self.problems = problems
        self._read = read
        self.source_files: dict[str, SourceFile] | None = {} if keep else None

    def load(self, path: str, kind: FileKind) -> ParsedFile | None:
        """Load a file; None, and a problem more, when it cannot be read as TOML."""
        data = b""
        try:
            data = self._read(path)
            decoded = toml_text.decode(path, data)
            source_file = SourceFile(path, decoded, kind, mark=data.startswith(codecs.BOM_UTF8))
            loaded = ParsedFile(toml_text.parse(path, decoded), source_file)
        except UnreadableError as error:
            self.problems.append(error.problem)
            if self.source_files is not None and data:
                # The line that is wrong can be shown; nothing else may be asked of what is no TOML.
                shown = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
                self.source_files[path] = SourceFile(path, shown, kind)
            return None
        if self.source_files is not None:
            self.source_files[path] = loaded.source_file
        return loaded
