"""Writes a view in a format; the module of a format is loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, get_args

from claimtrack.render.view import Drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

    from claimtrack.render.view import View

Format = Literal["table", "plain", "json", "jsonl", "csv", "markdown"]
Color = Literal["auto", "always", "never"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

# The module and the function of each format but the table, which is drawn for a terminal.
_RENDERERS: Final = {
    "plain": ("plain", "render"),
    "json": ("json", "render"),
    "jsonl": ("json", "render_lines"),
    "csv": ("csv", "render"),
    "markdown": ("markdown", "render"),
}
_PIECES: Final = 64  # that are written at once; a terminal would flush after each


def write(
    view: View, to: Format, out: TextIO, color: Color = "auto", pager: Callable[[str], bool] | None = None
) -> Drawn:
    """Write a view to a stream in a format, and return what a terminal had no room for.

    `pager` shows a long table to a user at a terminal, and returns False if there is none.
    """
    if to == "table":
        from claimtrack.render.terminal.draw import draw  # noqa: PLC0415 - rich is slow to import

        return draw(view, out, color, pager=pager)
    module, function = _RENDERERS[to]
    render: Callable[[View], Iterator[str]] = getattr(import_module(f"claimtrack.render.{module}"), function)
    pieces = render(view)
    while some := [*islice(pieces, _PIECES)]:
        out.write("\n".join(some) + "\n")
    return Drawn()
