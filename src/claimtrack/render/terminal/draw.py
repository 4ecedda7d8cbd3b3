"""Draws a view on a terminal."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console, ConsoleDimensions

from claimtrack.render.view import Drawn, Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from claimtrack.render.view import Listing, View
    from claimtrack.render.write import Color

LONG: Final = 200  # rows; a longer table is drawn a line a row, as rich takes half a millisecond for each
_LEAST: Final = 20  # columns; with none, as COLUMNS=0 says, rich would draw nothing


def console(out: TextIO, color: Color = "auto", width: int | None = None) -> Console:
    """Return a console that shows text as it is: no markup, no emoji codes, no guessing of highlights."""
    screen = Console(
        file=out,
        width=width,
        # "never" means no escape sequence at all; a bare NO_COLOR leaves bold, dim and links. "always" overrides it.
        color_system=None if color == "never" else "auto",
        force_terminal=True if color == "always" else None,
        no_color=False if color == "always" else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    columns = screen.width
    if screen.is_dumb_terminal:  # for which rich takes 80 columns, whatever there are
        columns = width or get_terminal_size().columns
    screen.size = ConsoleDimensions(max(columns, _LEAST), screen.height)
    return screen


def draw(
    view: View, out: TextIO, color: Color = "auto", width: int | None = None, pager: Callable[[str], bool] | None = None
) -> Drawn:
    """Draw a view at a width, or else at that of the terminal, and return what there was no room for.

    `pager` shows a long table instead of the terminal, or returns False.
    """
    screen = console(out, color, width)
    if isinstance(view, Pages):
        _draw_pages(view, screen)
        return Drawn()
    return _draw_table(view, screen, pager) if view.rows else Drawn()


def _draw_pages(view: Pages, screen: Console) -> None:
    from claimtrack.render.terminal.page import Address, page  # noqa: PLC0415 - a table needs none

    for number, state in enumerate(view.states):
        if number:
            screen.print()
        for part in page(state, view, screen.width):
            if isinstance(part, Address):
                screen.print(part.text, soft_wrap=True)
            else:
                screen.print(part)


def _draw_table(view: Listing[Any], screen: Console, pager: Callable[[str], bool] | None) -> Drawn:
    from claimtrack.render.terminal.tables import fitting, long_table, table  # noqa: PLC0415 - a page needs none

    columns, left_out = fitting(view, screen.width)
    if len(view.rows) <= LONG:
        screen.print(table(columns, view.rows))
        return Drawn(left_out)
    lines, cut = long_table(columns, view.rows, screen)
    text = "\n".join([*lines, ""])
    if pager is None or not pager(text):
        screen.file.write(text)
    return Drawn(left_out, cut)
