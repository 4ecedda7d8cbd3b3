"""How many cells a text takes on a terminal; texts cut and wrapped to a number of cells.

Rich knows how wide each character is, but for the spacing vowel signs of Indic scripts: to a terminal, each is a
character of one cell. Everything here is about texts of one line that are escaped already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

ELLIPSIS: Final = "…"
_NO_BREAK: Final = "\0"  # stands for a space that is not broken at; no escaped text has one
_PUNCTUATION: Final = "[](),.;:“”"  # what may stand around an id
_WIDEST: Final = 2  # cells of a character
_JOINER: Final = "\u200d"
_AS_EMOJI: Final = "\ufe0f"
_SKIN_TONES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
# A text with one of these has characters that are drawn as one.
_JOINED: Final = frozenset({_JOINER, _AS_EMOJI, *_SKIN_TONES, *_FLAG_LETTERS})


class _Widths(dict[str, int]):
    """The width of each character by itself; filled on demand."""

    def __missing__(self, char: str) -> int:
        from rich.cells import get_character_cell_size  # noqa: PLC0415 - see `_KNOWN`

        width = get_character_cell_size(char)
        # A spacing mark (Mc) takes a cell. So may what this Python does not know and rich does (Cn).
        self[char] = width if width or category(char) not in {"Mc", "Cn"} else 1
        return self[char]


# Letters of Latin scripts and the signs of our own pages; rich, which knows the others, takes a moment to load.
_KNOWN: Final = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x300)))) + "–—‘’“”…→−≠≤≥─"
_WIDTHS: Final = _Widths(dict.fromkeys(_KNOWN + _NO_BREAK, 1))


def width(text: str) -> int:
    """Return how many cells a text takes."""
    if text.isascii():
        return len(text)
    if _JOINED.isdisjoint(text):
        return sum(map(_WIDTHS.__getitem__, text))
    return sum(cells for _, cells in _clusters(text))


def widths(texts: Sequence[str]) -> list[int]:
    """Return how many cells each text takes."""
    return [*map(len if "".join(texts).isascii() else width, texts)]


def cut(text: str, room: int) -> str:
    """Return as much of a text as there is room for, with "…" at its end if that is not all."""
    if width(text) <= room:
        return text
    if text.isascii():
        return f"{text[: room - 1].rstrip()}{ELLIPSIS}"
    start, _ = _split(text, room - 1)
    return f"{start.rstrip()}{ELLIPSIS}"


def wrap(text: str, room: int, unbroken: Collection[str] = ()) -> list[str]:
    """Return a text as lines for some room, at least 2 cells, broken between words; a longer word is broken anywhere.

    What is `unbroken` is never broken, not even at a space in it, and is wider than the room if it has to be.
    """
    if width(text) <= room:
        return [text]
    for each in unbroken:
        text = text.replace(each, each.replace(" ", _NO_BREAK))
    whole = {each.replace(" ", _NO_BREAK).strip(_PUNCTUATION) for each in unbroken}
    lines: list[str] = []
    line, left = "", room
    for word in text.split(" "):
        needed, gap = width(word), 1 if line else 0
        if needed + gap > left and (needed <= room or word.strip(_PUNCTUATION) in whole):
            lines += [line] if line else []
            line, left = word, room - needed
            continue
        rest = word
        while needed + gap > left:
            start, rest = _split(rest, left - gap) if left > gap else ("", rest)
            lines.append(f"{line}{' ' * gap}{start}" if start else line)
            line, left, gap, needed = "", room, 0, width(rest)
        line = f"{line}{' ' * gap}{rest}"
        left -= needed + gap
    return [each.replace(_NO_BREAK, " ") for each in (*lines, line) if each]


def _split(text: str, room: int) -> tuple[str, str]:
    """Split a text where the room ends; what is drawn as one character stays together."""
    end = 0
    for cluster, cells in _clusters(text):
        room -= cells
        if room < 0:
            break
        end += len(cluster)
    return text[:end], text[end:]


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of a text that are drawn as one character each, and the cells that each takes."""
    start = cells = 0
    for place, char in enumerate(text):
        own = _WIDTHS[char]
        before = text[place - 1] if place else ""
        if place and char == _AS_EMOJI:
            cells = max(cells, 1 if before.isalpha() and before != "ℹ" else 2)
        elif place and _joins(char, before, text[start:place]):
            cells = max(cells, 2)
        elif place and (not own or (category(char) == "Mc" and cells + own <= _WIDEST)):
            cells += own
        else:
            if place:
                yield text[start:place], cells
            start, cells = place, 2 if char in _SKIN_TONES or char in _FLAG_LETTERS else own
    if text:
        yield text[start:], cells


def _joins(char: str, before: str, cluster: str) -> bool:
    """Return whether a character is drawn in the cells of the cluster before it."""
    if char in _SKIN_TONES:
        return _WIDTHS[cluster[0]] == _WIDEST
    if char in _FLAG_LETTERS:
        return cluster in _FLAG_LETTERS
    return before == _JOINER and category(char) == "So"
