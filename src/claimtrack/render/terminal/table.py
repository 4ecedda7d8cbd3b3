"""A listing as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtrack.render.safe import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.render.view import Column, Listing

_GAP: Final = 2  # cells between columns
_NARROW: Final = 70  # columns below which even the essential is tight
WIDE: Final = 120  # columns from which a terminal has room for more than the essential


class Laid(NamedTuple):
    """A table, and the labels of the columns that it has no room for."""

    table: Table
    left_out: tuple[str, ...]


def table(view: Listing[Any], width: int) -> Laid:
    """Lay a listing out; cells wrap rather than being cut."""
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim", expand=False)
    columns = [
        column
        for column in view.columns
        if column.label is not None and width >= (WIDE if column.wide else _NARROW if column.spare else 0)
    ]
    shown = _fitting(columns, view.rows, width)
    for column in shown:
        drawn.add_column(
            Text(one_line(column.label or "")),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=column.right or column.whole,
            max_width=_width(column, view.rows) if column.fits else None,
        )
    for row in view.rows:
        drawn.add_row(*(_cell(column, row) for column in shown))
    return Laid(drawn, tuple(column.label or "" for column in columns if column not in shown))


def _fitting(columns: list[Column[Any]], rows: Sequence[Any], width: int) -> list[Column[Any]]:
    """Keep of the columns that are shown as far as there is room the first ones that fit beside the others."""
    room = width - sum(_width(column, rows) + _GAP for column in columns if not column.fits)
    shown = []
    for column in columns:
        if column.fits:
            room -= _width(column, rows) + _GAP
            if room < -_GAP:  # the last column's gap may hang over the edge
                break
        shown.append(column)
    return shown


def _width(column: Column[Any], rows: Sequence[Any]) -> int:
    """Give the cells that a column needs: those of its widest cell, or of the longest word of its label."""
    label = max((cell_len(word) for word in one_line(column.label or "").split()), default=0)
    return max(label, *(cell_len(one_line(str(column.get(row) or ""))) for row in rows), 0)


def _cell(column: Column[Any], row: object) -> Text:
    value = column.get(row)
    style = Style.parse(column.style(row)) if column.style else Style.null()
    address = column.link(row) if column.link else None
    return Text(
        "" if value is None else one_line(str(value)),
        style + Style(link=visible(address)) if address else style,
    )
