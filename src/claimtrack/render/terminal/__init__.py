"""Draws views for people at a terminal, with rich; nothing else imports rich."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console, ConsoleDimensions

from claimtrack.render.view import Drawn, Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from claimtrack.checks.run import Report
    from claimtrack.render import Color
    from claimtrack.render.view import Listing, View

LONG: Final = 200  # rows from which a table is drawn a line a row: rich takes half a millisecond for each
_LEAST: Final = 20  # columns; where there are none, as COLUMNS=0 says, rich would draw nothing


def console(out: TextIO, color: Color = "auto", width: int | None = None) -> Console:
    """Make a console that shows text as it is: no markup, no emoji codes, no guessing of highlights."""
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


def draw_problems(report: Report, out: TextIO, color: Color = "auto", width: int | None = None) -> None:
    """Draw problems with the lines they are in, one blank line between two."""
    from claimtrack.render.terminal.excerpt import excerpt  # noqa: PLC0415 - as each of what is drawn below

    screen = console(out, color, width)
    for problem in report.problems:
        source_file = report.source_files.get(problem.path)
        screen.print(excerpt(problem, source_file.text if source_file else None, screen.width), end="\n\n")


def draw(
    view: View,
    out: TextIO,
    color: Color = "auto",
    width: int | None = None,
    pager: Callable[[str], bool] | None = None,
) -> Drawn:
    """Draw a view at the width of the terminal; give what it had no room for.

    Args:
        view: what to draw.
        out: the terminal, or whatever stands for it.
        color: when to use colour.
        width: of the terminal; None asks it.
        pager: shows a long table instead of the terminal, unless it gives False.
    """
    screen = console(out, color, width)
    if isinstance(view, Pages):
        _draw_pages(view, screen)
        return Drawn()
    return _draw_table(view, screen, pager) if view.rows else Drawn()


def _draw_pages(view: Pages, screen: Console) -> None:
    from claimtrack.render.terminal.page import Address, page  # noqa: PLC0415

    for number, case in enumerate(view.cases):
        if number:
            screen.print()
        for part in page(case, view.person, screen.width):
            if isinstance(part, Address):
                screen.print(part.text, soft_wrap=True)
            else:
                screen.print(part)


def _draw_table(view: Listing[Any], screen: Console, pager: Callable[[str], bool] | None) -> Drawn:
    from claimtrack.render.terminal.columns import fitting  # noqa: PLC0415

    columns = fitting(view, screen.width)
    if len(view.rows) <= LONG:
        from claimtrack.render.terminal.table import table  # noqa: PLC0415

        screen.print(table(columns.shown, view.rows))
        return Drawn(columns.left_out)
    from claimtrack.render.terminal.long_table import long_table  # noqa: PLC0415

    lines, cut = long_table(columns.shown, view.rows, screen)
    text = "\n".join([*lines, ""])
    if pager is None or not pager(text):
        screen.file.write(text)
    return Drawn(columns.left_out, cut)


__all__ = ["LONG", "console", "draw", "draw_problems"]
