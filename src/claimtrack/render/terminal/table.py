"""A listing as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtrack.render.escape import is_link
from claimtrack.render.terminal.columns import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.render.terminal.columns import Shown
    from claimtrack.render.view import Column


def table(columns: Sequence[Shown], rows: Sequence[Any]) -> Table:
    """Lay rows out; cells wrap rather than being cut."""
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim", expand=False)
    for shown in columns:
        column = shown.column
        drawn.add_column(
            Text(shown.label),
            justify="right" if column.right else "left",
            overflow="fold",
            no_wrap=column.right or column.whole,
            max_width=shown.width if column.fits else None,
        )
    for place, row in enumerate(rows):
        drawn.add_row(*(_cell(shown.column, shown.texts[place], row) for shown in columns))
    return drawn


def _cell(column: Column[Any], text: str, row: object) -> Text:
    style = Style.parse(column.style(row)) if column.style else Style.null()
    address = column.link(row) if column.link else None
    return Text(text, style + Style(link=address) if address and is_link(address) else style)
