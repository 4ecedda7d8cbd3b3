"""Shows a view in the format asked for; each format lives in one module, loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, get_args

from claimtrack.render.view import Column, Listing, Pages, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

Format = Literal["table", "plain", "json", "jsonl", "csv", "markdown"]
Color = Literal["auto", "always", "never"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

# Where each format that is only text is rendered; the table is drawn for a terminal.
_TEXTS: Final = {
    "plain": ("plain", "render"),
    "json": ("json", "render"),
    "jsonl": ("json", "render_lines"),
    "csv": ("csv", "render"),
    "markdown": ("markdown", "render"),
}


def write(view: View, to: Format, out: TextIO, color: Color = "auto") -> tuple[str, ...]:
    """Write a view to a stream in a format; give the labels of the columns that a terminal had no room for."""
    if to == "table":
        from claimtrack.render.terminal import draw  # noqa: PLC0415 - rich is slow to import

        return draw(view, out, color)
    module, function = _TEXTS[to]
    render: Callable[[View], Iterator[str]] = getattr(import_module(f"claimtrack.render.{module}"), function)
    out.writelines(f"{line}\n" for line in render(view))
    return ()


__all__ = ["FORMATS", "Color", "Column", "Format", "Listing", "Pages", "View", "write"]
