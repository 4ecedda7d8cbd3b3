"""Draws views for people at a terminal, with rich; nothing else imports rich."""

from __future__ import annotations

from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from rich.console import Console, ConsoleDimensions

from claimtrack.render.terminal.excerpt import excerpt
from claimtrack.render.terminal.page import Address, page
from claimtrack.render.terminal.progress import Bar
from claimtrack.render.terminal.table import table
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from typing import TextIO

    from claimtrack.checks import Report
    from claimtrack.render import Color
    from claimtrack.render.view import View

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
    screen = console(out, color, width)
    for problem in report.problems:
        sheet = report.sheets.get(problem.path)
        screen.print(excerpt(problem, sheet.text if sheet else None, screen.width), end="\n\n")


def draw(view: View, out: TextIO, color: Color = "auto", width: int | None = None) -> tuple[str, ...]:
    """Draw a view at the width of the terminal; give the labels of the columns that had no room."""
    screen = console(out, color, width)
    if isinstance(view, Pages):
        for number, case in enumerate(view.cases):
            if number:
                screen.print()
            for part in page(case, view.person, screen.width):
                if isinstance(part, Address):
                    screen.print(part.text, soft_wrap=True)
                else:
                    screen.print(part)
    elif view.rows:
        laid = table(view, screen.width)
        screen.print(laid.table)
        return laid.left_out
    return ()


__all__ = ["Bar", "console", "draw", "draw_problems"]
