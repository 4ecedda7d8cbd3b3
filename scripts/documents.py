"""Reads the project's documents: their fenced blocks, and the files that they tell a reader to save."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
FENCE: Final = "```"


# What the commands in a document need besides claimtrack.
_NEEDS: Final = {"scale.md": "pyarrow"}


class Block(NamedTuple):
    """A stretch of a document: a fenced block, or the text between two.

    Attributes:
        language: the first word after the fence; empty for text.
        name: the second: the file that the block is to be saved as.
        lines: the lines, without the fences.
    """

    language: str
    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as a file holds them."""
        return "".join(f"{line}\n" for line in self.lines)


def documents() -> list[Path]:
    """Give the documents that may hold transcripts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def missing(path: Path) -> str:
    """Give the package that the commands in a document need, if it is not installed; else nothing."""
    needed = _NEEDS.get(path.name, "")
    return needed if needed and find_spec(needed) is None else ""


def blocks(text: str) -> Iterator[Block]:
    """Split a document at its fences.

    Raises:
        ValueError: a block is never closed, or does not say in which language it is.
    """
    language, name, lines = "", "", list[str]()
    for line in text.splitlines():
        if not line.startswith(FENCE):
            lines.append(line)
            continue
        yield Block(language, name, tuple(lines))
        info = line.removeprefix(FENCE)
        if bool(info) == bool(language):
            raise ValueError(f"a block says no language, or the one before is never closed: {line}")
        language, name = [*info.split(maxsplit=1), "", ""][:2]
        lines = []
    if language:
        raise ValueError(f"a block is never closed: {language} {name}")
    yield Block("", "", tuple(lines))


def files(text: str) -> dict[str, str]:
    """Give the files that a document tells its reader to save, by name."""
    return {block.name: block.text for block in blocks(text) if block.name}
