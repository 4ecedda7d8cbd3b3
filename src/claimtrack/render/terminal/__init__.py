"""Draws views for people at a terminal, with rich; nothing else imports rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from claimtrack.render.terminal.page import Address, page
from claimtrack.render.terminal.table import table
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from typing import TextIO

    from claimtrack.render import Color
    from claimtrack.render.view import View


def console(out: TextIO, color: Color = "auto", width: int | None = None) -> Console:
    """Make a console that shows text as it is: no markup, no emoji codes, no guessing of highlights."""
    return Console(
        file=out,
        width=width,
        force_terminal=True if color == "always" else None,
        no_color=True if color == "never" else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def draw(view: View, out: TextIO, color: Color = "auto", width: int | None = None) -> None:
    """Draw a view at the width of the terminal."""
    screen = console(out, color, width)
    if isinstance(view, Pages):
        for number, case in enumerate(view.cases):
            if number:
                screen.print()
            for part in page(case, view.person):
                if isinstance(part, Address):
                    screen.print(part.text, soft_wrap=True)
                else:
                    screen.print(part)
    elif view.rows:
        screen.print(table(view, screen.width))


__all__ = ["console", "draw"]
