"""Draws listings as tables, in the colours that a terminal has."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.console import COLOR_SYSTEMS
from rich.style import Style

from claimtrack.render.escape import is_link, logged, one_line
from claimtrack.render.terminal.cells import cut, width, widths, wrap
from claimtrack.render.terminal.fitting import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from rich.console import Console

    from claimtrack.render.terminal.fitting import Layout, Shown
    from claimtrack.render.view import Listing

_INDENT: Final = 2  # cells before what is below its row
_APART: Final = 2  # cells between texts that follow each other


class Table(NamedTuple):
    """A table as lines."""

    lines: list[str]
    layout: Layout
    cut: bool  # whether some text is cut


class _Cells(NamedTuple):
    """The texts of a column, as they are in its width."""

    first: list[str]  # of each row, what is on the line of the row
    more: dict[int, list[str]]  # of the rows with a text that wraps, by their numbers, the other lines
    apart: set[int]  # the numbers of the rows with a text that has no room in the column
    cut: bool = False  # whether some text is cut


def table(view: Listing[Any], screen: Console) -> Table:
    """Lay a listing out for a screen."""
    escape = one_line if screen.file.isatty() else _for_log
    layout = lay_out(view, screen.width, escape)
    drawer = _Drawer(layout, view.rows, screen, escape)
    if layout.listed:
        return Table([line for number in range(len(view.rows)) for line in drawer.listed(number)], layout, cut=False)
    cells = [drawer.cells(shown, size) for shown, size in layout.columns]
    lines = drawer.lines([each.first for each in cells], range(len(view.rows)))
    if layout.below or any(each.more or each.apart for each in cells):
        lines = [line for number, first in enumerate(lines) for line in drawer.row(number, first, cells)]
    return Table([*drawer.header(), *lines], layout, any(each.cut for each in cells))


class _Drawer:
    """Draws the rows of a table."""

    def __init__(self, layout: Layout, rows: Sequence[Any], screen: Console, escape: Callable[[str], str]) -> None:
        self._columns = layout.columns
        self._below = layout.below
        self._gap = " " * layout.gap
        self._rows = rows
        self._room = screen.width
        self._screen = screen
        self._escape = escape
        self._codes: dict[tuple[str, str | None], tuple[str, str]] = {}

    def cells(self, shown: Shown, size: int) -> _Cells:
        """Return a column's texts in its width: cut, wrapped, or taken out of the row where neither may be."""
        column = shown.column
        wider = [number for number, needed in enumerate(shown.needed) if needed > size]
        if not wider:
            return _Cells(shown.texts, {}, set())
        first = list(shown.texts)
        more: dict[int, list[str]] = {}
        apart = set()
        for number in wider:
            if column.cut:
                first[number] = cut(first[number], size)
                continue
            lines = [] if column.whole else wrap(first[number], size, self._unbroken(shown, number))
            if any(width(line) > size for line in lines) or not lines:
                first[number] = ""
                apart.add(number)
            else:
                first[number], *more[number] = lines
        return _Cells(first, more, apart, cut=column.cut)

    def header(self) -> Iterator[str]:
        """Yield the lines of the header."""
        heads = [wrap(shown.label, size) for shown, size in self._columns]
        height = max(map(len, heads))
        for words in zip(*([""] * (height - len(head)) + head for head in heads), strict=True):
            line = self._gap.join(
                _padded(word, shown, size) for (shown, size), word in zip(self._columns, words, strict=True)
            )
            yield self._painted(line.rstrip(), "dim")

    def lines(self, texts: Sequence[Sequence[str]], numbers: Sequence[int]) -> list[str]:
        """Return a line for each of some rows, from their texts in each column."""
        drawn = [
            self._column(shown, size, some, numbers) for (shown, size), some in zip(self._columns, texts, strict=True)
        ]
        return [self._gap.join(row).rstrip() for row in zip(*drawn, strict=True)]

    def row(self, number: int, first: str, cells: Sequence[_Cells]) -> Iterator[str]:
        """Yield the lines of a row: `first`, before it an id that has no room in it, and what else there is."""
        if number in cells[0].apart:
            yield from self._own_lines(self._columns[0][0], number, indent=0)
        if first:
            yield first
        for texts in zip_longest(*(each.more.get(number, ()) for each in cells), fillvalue=""):
            yield from self.lines([[text] for text in texts], [number])
        apart = [shown for (shown, _), each in zip(self._columns[1:], cells[1:], strict=True) if number in each.apart]
        for shown in (*apart, *self._below):
            yield from self._own_lines(shown, number, shown.introduction)

    def listed(self, number: int) -> Iterator[str]:
        """Yield the lines of a row that has no columns: its id, then each text after the label of its column."""
        line, taken = "", 0
        for place, (shown, _) in enumerate(self._columns):
            if not shown.texts[number]:
                continue
            label = f"{shown.label} " if place and shown.label else ""
            needed = width(label) + shown.needed[number]
            joins = place > 0 and shown.column.below is None and _INDENT + needed <= self._room
            if line and (not joins or taken + _APART + needed > self._room):
                yield line
                line = ""
            if joins:
                space = " " * (_APART if line else _INDENT)
                taken = (taken if line else 0) + len(space) + needed
                line += f"{space}{self._painted(label, 'dim')}{self._styled(shown, number, shown.texts[number])}"
            else:
                introduction = label if shown.column.below is None else shown.introduction
                yield from self._own_lines(shown, number, introduction, _INDENT if place else 0)
        if line:
            yield line

    def _own_lines(self, shown: Shown, number: int, introduction: str = "", indent: int = _INDENT) -> Iterator[str]:
        """Yield the lines of a text below its row; only what is never broken may be wider than the screen."""
        text = shown.texts[number]
        if not text:
            return
        hanging = indent + (_INDENT if introduction else 0)
        unbroken = self._unbroken(shown, number)
        if indent + width(introduction) + shown.needed[number] <= self._room:
            lines = [f"{introduction}{text}"]
        else:
            lines = wrap(f"{introduction}{text}", self._room - hanging, unbroken)
        for place, line in enumerate(lines):
            space = " " * max(0, min(hanging if place else indent, self._room - width(line)))
            begin = introduction if not place and line.startswith(introduction) else ""
            told = self._painted(begin, "dim") + self._styled(shown, number, line[len(begin) :])
            yield f"{space}{told}".rstrip()

    def _unbroken(self, shown: Shown, number: int) -> Collection[str]:
        """Return what is never broken in a text."""
        column = shown.column
        if column.whole:
            return (shown.texts[number],)
        return [*map(self._escape, filter(None, column.ids(self._rows[number])))] if column.ids else ()

    def _column(self, shown: Shown, size: int, texts: Sequence[str], numbers: Sequence[int]) -> list[str]:
        """Return the texts of a column for some rows, in its colours and as wide as it is."""
        needed = shown.needed if texts is shown.texts else widths(texts)
        pads = [" " * (size - cells) for cells in needed]
        column = shown.column
        if column.link is not None:
            texts = [self._styled(shown, number, text) for number, text in zip(numbers, texts, strict=True)]
        elif column.style is not None:
            styles = map(column.style, map(self._rows.__getitem__, numbers))
            codes = map(self._code, styles)
            texts = [
                f"{before}{text}{after}" if text else "" for text, (before, after) in zip(texts, codes, strict=True)
            ]
        if column.right:
            return [f"{pad}{text}" for pad, text in zip(pads, texts, strict=True)]
        return [f"{text}{pad}" for text, pad in zip(texts, pads, strict=True)]

    def _styled(self, shown: Shown, number: int, text: str) -> str:
        """Return a part of a row's text in its colour, and as a link if it is one."""
        row, column = self._rows[number], shown.column
        address = column.link(row) if column.link else None
        return self._painted(text, column.style(row) if column.style else "", address)

    def _painted(self, text: str, style: str, address: str | None = None) -> str:
        if not text:
            return ""
        before, after = self._code(style, address)
        return f"{before}{text}{after}"

    def _code(self, style: str, address: str | None = None) -> tuple[str, str]:
        """Return what comes before and after a text, in the colours that the screen has."""
        key = style, address
        if key not in self._codes:
            self._codes[key] = _code(self._screen, style, address)
        return self._codes[key]


def _for_log(text: str) -> str:
    """Return a text that is no command in a log, wherever it is broken."""
    return logged(one_line(text), wrapped=True)


def _padded(word: str, shown: Shown, size: int) -> str:
    pad = " " * (size - width(word))
    return f"{pad}{word}" if shown.column.right else f"{word}{pad}"


def _code(screen: Console, style: str, address: str | None) -> tuple[str, str]:
    parsed = Style.parse(style)
    if address and is_link(address):
        parsed += Style(link=address)
    if screen.no_color:
        parsed = parsed.without_color
    system = None if screen.legacy_windows else COLOR_SYSTEMS.get(screen.color_system or "")
    before, _, after = parsed.render("\0", color_system=system).partition("\0")
    return before, after
