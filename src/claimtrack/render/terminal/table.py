"""A listing as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtrack.render.safe import one_line

if TYPE_CHECKING:
    from claimtrack.render.view import Column, Listing

WIDE: Final = 100  # columns from which a terminal has room for more than the essential


def table(view: Listing[object], width: int) -> Table:
    """Lay a listing out; cells wrap rather than being cut."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", expand=False)
    columns = [
        column for column in view.columns if column.label is not None and (width >= WIDE or not column.wide)
    ]
    for column in columns:
        drawn.add_column(
            Text(one_line(column.label or "")), justify="right" if column.right else "left", overflow="fold"
        )
    for row in view.rows:
        drawn.add_row(*(_cell(column, row) for column in columns))
    return drawn


def _cell(column: Column[object], row: object) -> Text:
    value = column.get(row)
    style = Style.parse(column.style(row)) if column.style else Style.null()
    address = column.link(row) if column.link else None
    return Text(
        "" if value is None else one_line(str(value)), style + Style(link=address) if address else style
    )
