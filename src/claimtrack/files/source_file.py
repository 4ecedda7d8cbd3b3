"""One file's text, for putting problems at their places in it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

    from claimtrack.files.diagnostics import Diagnostics
    from claimtrack.files.locations import Locations

KeyPath = tuple[str | int, ...]
"""How to get to a value: keys of tables, and places in lists."""

FileKind = Literal["claim", "sources", "parties", "config"]

_LONGEST: Final = 300  # characters of a message

# What finds places and words is loaded when something is wrong: mostly nothing is.


class SourceFile:
    """One file's text.

    Attributes:
        path: the file.
        text: what it says, without a byte-order mark.
        kind: what kind of file it is.
    """

    def __init__(self, path: str, text: str, kind: FileKind, *, mark: bool = False) -> None:
        """Keep the text, and whether a byte-order mark stood before it."""
        self.path = path
        self.text = text
        self.kind = kind
        self._mark = mark

    @cached_property
    def locations(self) -> Locations:
        """The places of everything in the text."""
        from claimtrack.files.locations import Locations  # noqa: PLC0415 - see above

        return Locations(self.text)

    def encode(self, text: str) -> bytes:
        """Give the file's content with another text in it."""
        return text.encode("utf-8-sig" if self._mark else "utf-8")

    def at_key(self, path: KeyPath, code: Code, message: str, hint: str = "") -> Problem:
        """Make a problem that points at a key or at a table's header."""
        return Problem(self.path, *self.locations.key(path), code, one_line(message), one_line(hint))

    def at_value(self, path: KeyPath, code: Code, message: str, hint: str = "") -> Problem:
        """Make a problem that points at a value."""
        return Problem(self.path, *self.locations.value(path), code, one_line(message), one_line(hint))

    def explain(self, errors: Iterable[ErrorDetails], prefix: KeyPath = ()) -> list[Problem]:
        """Turn validation errors into problems.

        Args:
            errors: what pydantic reports, with its inputs.
            prefix: the path of the table that was validated, where that is not the whole file.
        """
        return self._explainer.explain(errors, prefix)

    def unknown_key(self, path: KeyPath) -> Problem:
        """Make the problem of a key that its table does not have, with what was probably meant."""
        return self._explainer.unknown_key(path)

    @cached_property
    def _explainer(self) -> Diagnostics:
        from claimtrack.files.diagnostics import Diagnostics  # noqa: PLC0415 - see above

        return Diagnostics(self)


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Keep what a record says from filling the screen when a message repeats it."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[:longest]} …"
