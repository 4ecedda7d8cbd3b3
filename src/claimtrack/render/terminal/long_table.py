"""A table of many rows, one line a row: what does not fit is cut, and nothing is laid out twice."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import COLOR_SYSTEMS
from rich.style import Style

from claimtrack.render.terminal.columns import GAP, widths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import Console

    from claimtrack.render.terminal.columns import Shown

    Paint = Callable[[str], tuple[str, str]]

_LEAST: Final = 8  # cells that a column of texts needs to say anything


class LongTable(NamedTuple):
    """A table as lines, and whether some text in it is cut."""

    lines: list[str]
    cut: bool


def long_table(columns: Sequence[Shown], rows: Sequence[Any], screen: Console) -> LongTable:
    """Lay rows out for a screen, in the colours that it has."""
    paint = _painter(screen)
    room = _shared(columns, screen.width)
    heads = [_wrapped(each.label, width) for each, width in zip(columns, room, strict=True)]
    before, after = paint("dim")
    lines = []
    for words in zip_longest(*heads, fillvalue=""):
        cells = zip(columns, words, room, strict=True)
        padded = (_padded(word, width, right=each.column.right) for each, word, width in cells)
        lines.append(f"{before}{(' ' * GAP).join(padded).rstrip()}{after}")
    cut = False
    drawn = []
    for each, width in zip(columns, room, strict=True):
        cut = cut or any(needed > width for needed in widths(each.texts))
        drawn.append(_column(each, width, rows, paint, last=each is columns[-1]))
    lines += [(" " * GAP).join(cells).rstrip() for cells in zip(*drawn, strict=True)]
    return LongTable(lines, cut)


def _shared(columns: Sequence[Shown], width: int) -> list[int]:
    """Give the width of each column: numbers and dates keep theirs, texts share alike what is left."""
    wanted = [each.width if each.column.fits else max(each.width, cell_len(each.label)) for each in columns]
    left = width - GAP * (len(columns) - 1)
    if sum(wanted) <= left:
        return wanted
    stiff = [each.column.right or each.column.whole or each.column.fits for each in columns]
    texts = [place for place, is_stiff in enumerate(stiff) if not is_stiff]
    kept = sum(want for want, is_stiff in zip(wanted, stiff, strict=True) if is_stiff)
    if not texts or left - kept < len(texts) * _LEAST:  # too narrow a screen to spare anybody
        texts, kept = list(range(len(columns))), 0
    return _levelled(wanted, texts, left - kept)


def _levelled(wanted: list[int], texts: list[int], left: int) -> list[int]:
    """Cut the widest of some columns until they have room beside each other."""
    given = list(wanted)
    for done, place in enumerate(sorted(texts, key=wanted.__getitem__)):
        given[place] = max(1, min(wanted[place], left // (len(texts) - done)))
        left -= given[place]
    return given


def _wrapped(label: str, width: int) -> list[str]:
    """Break a header between words, and a word that is too long where it has to."""
    lines = [""]
    for word in label.split():
        joined = f"{lines[-1]} {word}".lstrip()
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += chop_cells(word, width)
    return [*filter(None, lines)]


def _column(shown: Shown, width: int, rows: Sequence[Any], paint: Paint, *, last: bool) -> list[str]:
    texts, column = shown.texts, shown.column
    if "".join(texts).isascii():
        texts = [text if len(text) <= width else f"{text[: width - 1]}…" for text in texts]
        pads = [" " * (width - len(text)) for text in texts]
    else:
        texts = [_fitted(text, width) for text in texts]
        pads = [" " * (width - needed) for needed in widths(texts)]
    if column.style is not None:
        styles = [*map(column.style, rows)]
        codes = {style: paint(style) for style in set(styles)}
        texts = [
            f"{codes[style][0]}{text}{codes[style][1]}" for text, style in zip(texts, styles, strict=True)
        ]
    if column.right:
        return [f"{pad}{text}" for pad, text in zip(pads, texts, strict=True)]
    return texts if last else [f"{text}{pad}" for text, pad in zip(texts, pads, strict=True)]


def _fitted(text: str, width: int) -> str:
    if text.isascii():
        return text if len(text) <= width else f"{text[: width - 1]}…"
    return text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…"


def _padded(word: str, width: int, *, right: bool) -> str:
    pad = " " * (width - cell_len(word))
    return f"{pad}{word}" if right else f"{word}{pad}"


def _painter(screen: Console) -> Paint:
    """Give what stands before and after a text of a style, on a screen with its colours."""
    system = None if screen.legacy_windows else COLOR_SYSTEMS.get(screen.color_system or "")

    def paint(style: str) -> tuple[str, str]:
        parsed = Style.parse(style)
        if screen.no_color:
            parsed = parsed.without_color
        before, _, after = parsed.render("\0", color_system=system).partition("\0")
        return before, after

    return paint
