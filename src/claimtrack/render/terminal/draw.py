"""Draws tables, pages and problems on a terminal."""

from __future__ import annotations

import os
import sys
from functools import cache
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text

from claimtrack.render.escape import logged, one_line
from claimtrack.render.view import Color, Drawn, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from rich.progress import Progress

    from claimtrack.book.checking import Report
    from claimtrack.problems import Problem
    from claimtrack.render.terminal.paragraphs import Line

_LEAST: Final = 20  # columns; with none, as COLUMNS=0 says, rich would draw nothing
_LEAD: Final = 12  # columns shown before the place in a line that is too long to be shown whole
_DIFF: Final = {"---": "bold", "+++": "bold", "@@": "cyan", "-": "red", "+": "green"}
_SEVERITIES: Final = {"error": "bold red", "warning": "bold yellow", "notice": "bold cyan"}


def console(out: TextIO, color: Color, width: int | None) -> Console:
    """Return a console that shows text as it is: no markup, no emoji codes, no guessing of highlights."""
    screen = Console(
        file=out,
        width=width,
        # "never" means no escape sequence at all; a bare NO_COLOR leaves bold, dim and links. "always" overrides it.
        color_system=None if color == "never" else "auto",
        # NO_COLOR beats FORCE_COLOR, which rich takes for a terminal.
        force_terminal=True if color == "always" else out.isatty() if os.environ.get("NO_COLOR") else None,
        no_color=False if color == "always" else None,
        markup=False,
        emoji=False,
        highlight=False,
    )
    # For a dumb terminal, rich takes 80 columns, whatever there are.
    columns = (width or get_terminal_size().columns) if screen.is_dumb_terminal else screen.width
    screen.size = ConsoleDimensions(max(columns, _LEAST), screen.height)
    return screen


def draw(
    view: Listing[Any],
    out: TextIO,
    color: Color = "auto",
    width: int | None = None,
    pager: Callable[[str], bool] | None = None,
) -> Drawn:
    """Draw a table; return what there was no room for. `pager` shows what exceeds the screen, or returns False."""
    screen = console(out, color, width)
    return _draw_table(view, screen, pager) if view.rows else Drawn()


def coloured(lines: Iterable[Line], out: TextIO, color: Color, width: int) -> str:
    """Return the lines of a page as one text, with the escape sequences that the terminal is to get."""
    screen = console(out, color, width)

    @cache
    def style(name: str, link: str) -> Style:
        return Style.combine([Style.parse(name), Style(link=link or None)])

    segments: list[Segment] = []
    for line in lines:
        segments += (Segment(run.text, style(run.style, run.link)) for run in line)
        segments.append(Segment.line())
    with screen.capture() as captured:
        screen.print(Segments(segments), soft_wrap=True, end="")
    return captured.get()


def _draw_table(view: Listing[Any], screen: Console, pager: Callable[[str], bool] | None) -> Drawn:
    from claimtrack.render.terminal.tables import table  # noqa: PLC0415 - a page needs none

    drawn = table(view._replace(rows=[*view.rows]), screen)  # each row may be made when it is looked at
    text = "\n".join([*drawn.lines, ""])
    if pager is None or not pager(text):
        screen.file.write(text)
    return Drawn(drawn.layout.left_out, drawn.layout.fitting, drawn.cut)


def draw_problems(report: Report, out: TextIO, color: Color) -> None:
    """Draw each problem with the line it is in and a caret under the place, as compilers show them."""
    screen = console(out, color, None)
    for problem in report.problems:
        source_file = report.source_files.get(problem.path)
        screen.print(excerpt(problem, source_file.text if source_file else None, screen.width), end="\n\n")


def draw_diff(lines: Iterable[str], out: TextIO, color: Color = "auto") -> None:
    """Draw the lines of a unified diff: what is removed in red, what is added in green."""
    screen = console(out, color, None)
    for line in lines:
        style = next((style for begin, style in _DIFF.items() if line.startswith(begin)), "")
        screen.print(Text(logged(line), style), soft_wrap=True)


def excerpt(problem: Problem, text: str | None, width: int) -> Text:
    """Lay a problem out; without the file's text, only its head."""
    from claimtrack.checks.codes import explanations  # noqa: PLC0415 - for problems only

    severity = explanations()[problem.code].severity
    head = Text.assemble(
        (f"{logged(one_line(problem.path), wrapped=True)}:{problem.line}:{problem.column}", "bold"),
        ": ",
        (f"{severity} {problem.code}", _SEVERITIES[severity]),
        f" {logged(one_line(problem.message), wrapped=True)}",
    )
    if text is not None:
        head.append("\n").append_text(_line_and_caret(problem, text, width))
    if problem.hint:
        head.append(f"\n   = {logged(one_line(problem.hint), wrapped=True)}", "cyan")
    return head


def _line_and_caret(problem: Problem, text: str, width: int) -> Text:
    lines = text.split("\n")
    line = lines[problem.line - 1].rstrip("\r") if problem.line <= len(lines) else ""
    number = str(problem.line)
    room = max(width - len(number) - 5, 20)
    before, after = _harmless(line[: problem.column - 1]), _harmless(line[problem.column - 1 :])
    if cell_len(before) + cell_len(after) > room and cell_len(before) > _LEAD:
        start = problem.column - 1
        while start and cell_len(_harmless(line[start - 1 : problem.column - 1])) <= _LEAD:
            start -= 1
        before = f"…{_harmless(line[start : problem.column - 1])}"
    rest = Text(after)
    rest.truncate(max(room - cell_len(before), 1), overflow="ellipsis")
    gutter = f"{' ' * len(number)}  | "
    return Text.assemble(
        (f" {number} | ", "dim"), before, rest, "\n", (gutter, "dim"), " " * cell_len(before), ("^", "bold red")
    )


def _harmless(text: str) -> str:
    return logged(text, wrapped=True).replace("\t", " ")


def progress_bar(what: str, total: int) -> Progress:
    """Show a bar on stderr until it is stopped."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - seldom needed

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # Without redirecting, or else what is written to stdout while the bar is there would appear on stderr.
    screen = Console(file=sys.stderr)
    bar = Progress(*columns, console=screen, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task(what, total=total)
    bar.start()
    return bar
