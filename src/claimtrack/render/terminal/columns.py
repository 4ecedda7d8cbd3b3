"""Which columns of a listing a terminal has room for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len

from claimtrack.render.escape import one_line, one_line_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.render.view import Cell, Column, Listing

GAP: Final = 2  # cells between columns
WIDE: Final = 120  # columns from which a terminal has room for more than the essential
_NARROW: Final = 70  # columns below which even the essential is tight


class Shown(NamedTuple):
    """A column that is shown.

    Attributes:
        column: the column.
        label: its header, harmless.
        texts: its cells, harmless.
        width: of its widest cell, or of the longest word of its header.
    """

    column: Column[Any]
    label: str
    texts: list[str]
    width: int


class Fitting(NamedTuple):
    """The columns that are shown, and the labels of those that there is no room for."""

    shown: list[Shown]
    left_out: tuple[str, ...]


def fitting(view: Listing[Any], width: int) -> Fitting:
    """Choose the columns for the width of a terminal.

    Of those that are shown as far as there is room, the first ones that fit beside the others are kept.
    """
    columns = [
        column
        for column in view.columns
        if column.label is not None and width >= (WIDE if column.wide else _NARROW if column.spare else 0)
    ]
    kept = {column: _shown(column, view) for column in columns if not column.fits}
    room = width - sum(each.width + GAP for each in kept.values())
    for column in columns:
        if column.fits:
            each = _shown(column, view)
            room -= each.width + GAP
            if room < -GAP:  # the last column's gap may hang over the edge
                break
            kept[column] = each
    shown = [kept[column] for column in columns if column in kept]
    return Fitting(shown, tuple(column.label or "" for column in columns if column not in kept))


def widths(texts: list[str]) -> Iterator[int]:
    """Give the cells that each text needs on a terminal."""
    if "".join(texts).isascii():
        return map(len, texts)
    return (len(text) if text.isascii() else cell_len(text) for text in texts)


def _shown(column: Column[Any], view: Listing[Any]) -> Shown:
    label = one_line(column.label or "")
    cells: list[Cell] = [*map(column.get, view.rows)]
    texts = one_line_each(["" if cell is None else str(cell) for cell in cells])
    return Shown(column, label, texts, max(chain(widths(label.split()), widths(texts)), default=0))
