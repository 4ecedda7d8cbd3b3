"""Merges two texts block by block: each block from the side that changed it, and what both added, ours first."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import chain, takewhile
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.blocks import TextBlock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class ClashError(Exception):
    """Both sides changed a block of the base, each in its own way; `block` is that of the base."""

    def __init__(self, block: TextBlock) -> None:
        super().__init__(block.content)
        self.block = block


class _Side(NamedTuple):
    """What one side made of the blocks of the base."""

    instead: list[list[TextBlock]]  # for each block of the base, what stands in its place: it, another, or nothing
    added: list[list[TextBlock]]  # what was added before each block of the base, and after the last one


def merge_blocks(base: Sequence[TextBlock], ours: Sequence[TextBlock], theirs: Sequence[TextBlock]) -> str:
    """Return the text that has what either side changed.

    What both added at one place comes once, if it is the same.

    Raises:
        ClashError: both changed one block.
    """
    mine, other = _side(base, ours), _side(base, theirs)
    merged: list[TextBlock] = []
    for place in range(len(base) + 1):
        merged += _both(mine.added[place], other.added[place])
        if place < len(base):
            merged += _instead(base[place], mine.instead[place], other.instead[place])
    return _joined(merged)


def _side(base: Sequence[TextBlock], blocks: Sequence[TextBlock]) -> _Side:
    """Find what one side made of each block of the base."""
    blocks = _apart(blocks, base)
    instead: list[list[TextBlock]] = [[] for _ in base]
    added: list[list[TextBlock]] = [[] for _ in range(len(base) + 1)]
    before, now = ([block.content for block in each] for each in (base, blocks))
    for _, start, end, first, last in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        # Where other blocks stand, one is in the place of each that was there; what is left is gone, or new.
        same = min(end - start, last - first)
        for place, block in enumerate(blocks[first : first + same], start):
            instead[place] = [block]
        added[end] += blocks[first + same : last]
    return _Side(instead, added)


def _apart(blocks: Sequence[TextBlock], base: Sequence[TextBlock]) -> Sequence[TextBlock]:
    """Return the blocks of a side; what was added below the comment that ends the base is a block without it."""
    if not base or not base[-1].is_comment:
        return blocks
    comment = base[-1].content
    for place, block in enumerate(blocks):
        if block.content.startswith(f"{comment}\n"):
            lines = block.text.splitlines(keepends=True)
            blank = next(number for number, line in enumerate(lines) if line.strip())
            end = blank + comment.count("\n") + 1
            above = TextBlock("".join(lines[:end]), is_comment=True)
            return [*blocks[:place], above, block._replace(text="".join(lines[end:])), *blocks[place + 1 :]]
    return blocks


def _instead(base: TextBlock, ours: list[TextBlock], theirs: list[TextBlock]) -> list[TextBlock]:
    """Return what stands in the place of a block of the base, by what each side has there."""
    before, mine, other = ([block.content for block in each] for each in ([base], ours, theirs))
    if mine == other:
        return theirs if ours == [base] else ours
    if before not in (mine, other):
        raise ClashError(base)
    return theirs if mine == before else ours


def _both(ours: list[TextBlock], theirs: list[TextBlock]) -> Iterator[TextBlock]:
    """Yield what both sides added at one place, ours first; what both have comes once, between what is around it."""
    mine, other = ([block.content for block in each] for each in (ours, theirs))
    for tag, start, end, first, last in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        yield from ours[start:end]
        if tag != "equal":
            yield from theirs[first:last]


def _joined(blocks: Sequence[TextBlock]) -> str:
    """Return the text of all blocks; each ends its last line if another follows."""
    texts = [block.text for block in blocks]
    for place, text in enumerate(texts[:-1]):
        if not text.endswith("\n"):
            texts[place] = f"{text}\r\n" if "\r\n" in text else f"{text}\n"
    return "".join(texts)


def in_conflict(ours: bytes, theirs: bytes) -> bytes:
    """Return both texts as git leaves them in a conflict: between markers, without the lines that they share around it."""
    mine, other = ours.splitlines(keepends=True), theirs.splitlines(keepends=True)
    top = _number_shared(mine, other)
    bottom = _number_shared(reversed(mine[top:]), reversed(other[top:]))
    end, other_end = len(mine) - bottom, len(other) - bottom
    markers = (b"<<<<<<< ours\n", b"=======\n", b">>>>>>> theirs\n")
    parts = (mine[:top], markers[:1], mine[top:end], markers[1:2], other[top:other_end], markers[2:])
    lines = [line if line.endswith(b"\n") else line + b"\n" for line in chain(*parts)]
    return b"".join([*lines, *mine[end:]])


def _number_shared(ours: Iterable[bytes], theirs: Iterable[bytes]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False)))
