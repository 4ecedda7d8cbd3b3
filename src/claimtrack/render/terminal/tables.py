"""Listings as tables: which columns there is room for; cells that wrap; of many rows, one line each."""

from __future__ import annotations

from itertools import chain, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from rich.text import Text

from claimtrack.render.escape import is_link, one_line, one_line_each
from claimtrack.render.view import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console
    from rich.table import Table

    from claimtrack.render.view import Column, Listing

    Paint = Callable[[str], tuple[str, str]]

_GAP: Final = 2  # cells between columns
_WIDE: Final = 120  # cells from which a terminal has room for more than the essential
_NARROW: Final = 70  # cells below which even the essential is tight
_LEAST: Final = 8  # cells that a column of texts needs


class Shown(NamedTuple):
    """A column that is shown, with its texts escaped; as wide as its widest cell or the longest word of its header."""

    column: Column[Any]
    label: str
    texts: list[str]
    width: int


def fitting(view: Listing[Any], width: int) -> tuple[list[Shown], tuple[str, ...]]:
    """Return the columns for the width of a terminal, and the labels of those that there is no room for."""
    columns = [
        column
        for column in view.columns
        if column.label is not None and width >= (_WIDE if column.wide else _NARROW if column.spare else 0)
    ]
    chosen = {column: _shown(column, view) for column in columns if not column.fits}
    room = width - sum(shown.width + _GAP for shown in chosen.values())
    for column in filter(attrgetter("fits"), columns):
        shown = _shown(column, view)
        room -= shown.width + _GAP
        if room < -_GAP:  # the last column's gap may hang over the edge
            break
        chosen[column] = shown
    left_out = tuple(column.label or "" for column in columns if column not in chosen)
    return [chosen[column] for column in columns if column in chosen], left_out


def _shown(column: Column[Any], view: Listing[Any]) -> Shown:
    label = one_line(column.label or "")
    texts = one_line_each([text_of(column.get(row)) for row in view.rows])
    return Shown(column, label, texts, max(chain(_widths(label.split()), _widths(texts)), default=0))


def _widths(texts: list[str]) -> Iterator[int]:
    if "".join(texts).isascii():
        return map(len, texts)
    return (len(text) if text.isascii() else cell_len(text) for text in texts)


def table(columns: Sequence[Shown], rows: Sequence[Any]) -> Table:
    """Lay rows out; cells wrap rather than being cut."""
    from rich.table import Table  # noqa: PLC0415 - a long table needs none

    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", expand=False)
    for shown in columns:
        column = shown.column
        drawn.add_column(
            Text(shown.label),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=column.right or column.whole,
            max_width=shown.width if column.fits else None,
        )
    for number, row in enumerate(rows):
        drawn.add_row(*(Text(shown.texts[number], _style(shown.column, row)) for shown in columns))
    return drawn


def _style(column: Column[Any], row: object) -> Style:
    style = Style.parse(column.style(row)) if column.style else Style.null()
    address = column.link(row) if column.link else None
    return style + Style(link=address) if address and is_link(address) else style


def long_table(columns: Sequence[Shown], rows: Sequence[Any], screen: Console) -> tuple[list[str], bool]:
    """Return rows as lines for a screen, in the colours that it has, and whether some text in them is cut."""
    paint = _painter(screen)
    widths = _shared(columns, screen.width)
    sized = [*zip(columns, widths, strict=True)]
    heads = [_wrapped(shown.label, width) for shown, width in sized]
    before, after = paint("dim")
    lines = []
    for words in zip_longest(*heads, fillvalue=""):
        padded = (_padded(word, shown, width) for (shown, width), word in zip(sized, words, strict=True))
        lines.append(f"{before}{(' ' * _GAP).join(padded).rstrip()}{after}")
    drawn = [_column(shown, width, rows, paint, last=shown is columns[-1]) for shown, width in sized]
    lines += [(" " * _GAP).join(cells).rstrip() for cells in zip(*drawn, strict=True)]
    return lines, any(needed > width for shown, width in sized for needed in _widths(shown.texts))


def _shared(columns: Sequence[Shown], width: int) -> list[int]:
    """Return the width of each column: numbers and dates have theirs, texts share what is left."""
    wanted = [shown.width if shown.column.fits else max(shown.width, cell_len(shown.label)) for shown in columns]
    left = width - _GAP * (len(columns) - 1)
    if sum(wanted) <= left:
        return wanted
    fixed = [shown.column.right or shown.column.whole or shown.column.fits for shown in columns]
    texts = [number for number, is_fixed in enumerate(fixed) if not is_fixed]
    taken = sum(want for want, is_fixed in zip(wanted, fixed, strict=True) if is_fixed)
    if not texts or left - taken < len(texts) * _LEAST:  # too narrow a screen to spare any column
        texts, taken = list(range(len(columns))), 0
    left -= taken
    # Narrow the widest texts until they have room beside each other.
    widths = list(wanted)
    for done, number in enumerate(sorted(texts, key=wanted.__getitem__)):
        widths[number] = max(1, min(wanted[number], left // (len(texts) - done)))
        left -= widths[number]
    return widths


def _wrapped(label: str, width: int) -> list[str]:
    lines = [""]
    for word in label.split():
        joined = f"{lines[-1]} {word}".lstrip()
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines += chop_cells(word, width)
    return [*filter(None, lines)]


def _column(shown: Shown, width: int, rows: Sequence[Any], paint: Paint, *, last: bool) -> list[str]:
    column, texts = shown.column, shown.texts
    if "".join(texts).isascii():  # as most columns are; this is quicker
        texts = [text if len(text) <= width else f"{text[: width - 1]}…" for text in texts]
        pads = [" " * (width - len(text)) for text in texts]
    else:
        texts = [text if cell_len(text) <= width else f"{set_cell_size(text, width - 1)}…" for text in texts]
        pads = [" " * (width - needed) for needed in _widths(texts)]
    if column.style is not None:
        styles = [*map(column.style, rows)]
        codes = {style: paint(style) for style in set(styles)}
        texts = [f"{codes[style][0]}{text}{codes[style][1]}" for text, style in zip(texts, styles, strict=True)]
    if column.right:
        return [f"{pad}{text}" for pad, text in zip(pads, texts, strict=True)]
    return texts if last else [f"{text}{pad}" for text, pad in zip(texts, pads, strict=True)]


def _padded(word: str, shown: Shown, width: int) -> str:
    pad = " " * (width - cell_len(word))
    return f"{pad}{word}" if shown.column.right else f"{word}{pad}"


def _painter(screen: Console) -> Paint:
    """Return a function that returns what comes before and after a text of a style, in the colours of a screen."""
    system = None if screen.legacy_windows else COLOR_SYSTEMS.get(screen.color_system or "")

    def paint(style: str) -> tuple[str, str]:
        parsed = Style.parse(style)
        if screen.no_color:
            parsed = parsed.without_color
        before, _, after = parsed.render("\0", color_system=system).partition("\0")
        return before, after

    return paint
