"""Writes claims as pages: as text, and with the colours of a terminal if it has some."""

from __future__ import annotations

import os
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Final

from claimtrack.render.terminal.page import Page
from claimtrack.render.terminal.paragraphs import EMPTY, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from claimtrack.render.terminal.paragraphs import Line
    from claimtrack.render.view import Color, Pages

_LEAST: Final = 20  # columns
# What makes rich take a file or a pipe for a terminal.
_FORCED: Final = ("FORCE_COLOR", "TTY_COMPATIBLE")


def write_pages(view: Pages, out: TextIO, color: Color, pager: Callable[[str], bool] | None) -> None:
    """Write claims one after the other; `pager` shows a text, or returns False.

    They are as wide as the terminal; in a pipe as COLUMNS says, or else 80 columns.
    """
    room = max(get_terminal_size().columns, _LEAST)
    lines = _lines(view, room)
    is_plain = color == "never" or (color == "auto" and not out.isatty() and not any(map(os.environ.get, _FORCED)))
    if is_plain:
        text = "".join([f"{text_of(line)}\n" for line in lines])
    else:
        from claimtrack.render.terminal.draw import coloured  # noqa: PLC0415 - rich is slow to import

        text = coloured(lines, out, color, room)
    if pager is None or not pager(text):
        out.write(text)


def _lines(view: Pages, room: int) -> Iterator[Line]:
    for number, state in enumerate(view.states):
        if number:
            yield EMPTY
        yield from Page(state, view, room).lines()
