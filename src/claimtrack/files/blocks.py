"""Splits a TOML text into blocks, whose texts together are the whole text.

A block is a key of the file with its value, or a table with all that is in it: for a claim, each `[[positions]]`. The
comment directly above belongs to it, and so do the blank lines before that. A comment that a blank line separates from
what follows is a block of its own, and so is one at the end of the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.locations import find_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

# Blank lines, and the comment that follows, if one does.
_PARAGRAPH: Final = re.compile(r"(?:[ \t]*\r?\n|[ \t]+\Z)*(?:[ \t]*#[^\n]*(?:\n|\Z))*")


class TextBlock(NamedTuple):
    """A part of a text."""

    text: str
    is_comment: bool = False  # whether it is nothing but a comment

    @property
    def content(self) -> str:
        """Its text without what makes no difference: the blank lines around it, and how its lines end."""
        return self.text.replace("\r\n", "\n").strip()


def split(text: str) -> list[TextBlock]:
    """Split a text that a TOML parser has accepted."""
    blocks: list[TextBlock] = []
    at = 0
    for begin, end in _tables(text):
        *comments, above = _paragraphs(text[at:begin]) or [""]
        blocks += (TextBlock(comment, is_comment=True) for comment in comments)
        blocks.append(TextBlock(above + text[begin:end]))
        at = end
    for paragraph in _paragraphs(text[at:]):
        if paragraph.strip():
            blocks.append(TextBlock(paragraph, is_comment=True))
        else:
            last = blocks.pop() if blocks else TextBlock("")
            blocks.append(last._replace(text=last.text + paragraph))
    return blocks


def _tables(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of each key of the file, or of each table with all that is in it, begin and end."""
    begin = end = 0
    table = ""
    for statement in find_statements(text):
        first, *below = statement.keys
        if statement.is_header and not (below and first == table):
            table, is_inside = first, False
        else:
            is_inside = bool(table)
        if end and not is_inside:
            yield begin, end
        if not is_inside:
            begin = text.rfind("\n", 0, statement.start) + 1
        end = text.find("\n", statement.end) + 1 or len(text)
    if end:
        yield begin, end


def _paragraphs(gap: str) -> list[str]:
    """Split what is between two tables: comments that stand alone, and last what is directly above the table below."""
    return [match[0] for match in _PARAGRAPH.finditer(gap) if match[0]]
