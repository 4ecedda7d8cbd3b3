"""Loads one file after the other, gathering problems on the way."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.files import text
from claimtrack.files.sheet import FileKind, Sheet
from claimtrack.files.text import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.problems import Problem


class Loaded(NamedTuple):
    """A file that is TOML: what it says, and its text for pointing into."""

    data: dict[str, Any]
    sheet: Sheet


class Loader:
    """Loads files; what is wrong with them is gathered in `problems`.

    Attributes:
        problems: what was wrong so far.
        sheets: the texts by path, where they are kept; None where not.
    """

    def __init__(
        self, problems: list[Problem], *, keep: bool, read: Callable[[str], bytes] = text.read
    ) -> None:
        """Start with the problems met so far, and a way to read a file by its path."""
        self.problems = problems
        self._read = read
        self.sheets: dict[str, Sheet] | None = {} if keep else None

    def load(self, path: str, kind: FileKind) -> Loaded | None:
        """Load a file; None, and a problem more, when it cannot be read as TOML."""
        data = b""
        try:
            data = self._read(path)
            decoded = text.decode(path, data)
            sheet = Sheet(path, decoded, kind, mark=data.startswith(codecs.BOM_UTF8))
            loaded = Loaded(text.parse(path, decoded), sheet)
        except UnreadableError as error:
            self.problems.append(error.problem)
            if self.sheets is not None and data:
                # The line that is wrong can be shown; nothing else may be asked of what is no TOML.
                shown = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
                self.sheets[path] = Sheet(path, shown, kind)
            return None
        if self.sheets is not None:
            self.sheets[path] = loaded.sheet
        return loaded
