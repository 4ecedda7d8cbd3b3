"""One file's text, for putting problems at their places in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from claimtrack.files.locations import KeyPath, Locations

FileKind = Literal["claim", "sources", "parties", "config"]

_LONGEST: Final = 300  # characters of a message


class SourceFile:
    """One file's text.

    Attributes:
        path: the file.
        text: its content, without a byte-order mark.
        kind: what kind of file it is.
    """

    def __init__(self, path: str, text: str, kind: FileKind, *, mark: bool = False) -> None:
        """Keep the text; `mark` says whether a byte-order mark stood before it."""
        self.path = path
        self.text = text
        self.kind = kind
        self._mark = mark

    @cached_property
    def locations(self) -> Locations:
        """Where each key and value is in the text."""
        from claimtrack.files.locations import Locations  # noqa: PLC0415 - only if something is wrong

        return Locations(self.text)

    def encode(self, text: str) -> bytes:
        """Return the file's content with another text in it."""
        return text.encode("utf-8-sig" if self._mark else "utf-8")

    def at_key(self, path: KeyPath, code: Code, message: str, hint: str = "") -> Problem:
        """Make a problem that points at a key or at a table's header."""
        return Problem(self.path, *self.locations.key(path), code, one_line(message), one_line(hint))

    def at_value(self, path: KeyPath, code: Code, message: str, hint: str = "") -> Problem:
        """Make a problem that points at a value."""
        return Problem(self.path, *self.locations.value(path), code, one_line(message), one_line(hint))


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Shorten a text from a record so that a message that repeats it stays readable."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest]} …"
