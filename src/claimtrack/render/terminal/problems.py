"""Problems, each with the line it is in and a caret under the place, as compilers show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from claimtrack.checks.codes import explanations
from claimtrack.render.escape import logged, one_line
from claimtrack.render.terminal.draw import console

if TYPE_CHECKING:
    from typing import TextIO

    from claimtrack.checks.codes import Severity
    from claimtrack.checks.run import Report
    from claimtrack.problems import Problem
    from claimtrack.render.write import Color

_STYLES: Final[dict[Severity, str]] = {"error": "bold red", "warning": "bold yellow", "notice": "bold cyan"}
_LEAD: Final = 12  # columns shown before the place in a line that is too long to be shown whole


def draw_problems(report: Report, out: TextIO, color: Color = "auto", width: int | None = None) -> None:
    """Draw problems with the lines they are in, one blank line between two."""
    screen = console(out, color, width)
    for problem in report.problems:
        source_file = report.source_files.get(problem.path)
        screen.print(excerpt(problem, source_file.text if source_file else None, screen.width), end="\n\n")


def excerpt(problem: Problem, text: str | None, width: int) -> Text:
    """Lay a problem out; without the file's text, only its head."""
    code = explanations()[problem.code]
    head = Text.assemble(
        (f"{logged(one_line(problem.path), wrapped=True)}:{problem.line}:{problem.column}", "bold"),
        ": ",
        (f"{code.severity} {problem.code}", _STYLES[code.severity]),
        f" {logged(one_line(problem.message), wrapped=True)}",
    )
    if text is not None:
        head.append("\n").append_text(_lines(problem, text, width))
    if problem.hint:
        head.append("\n").append_text(Text(f"   = {logged(one_line(problem.hint), wrapped=True)}", "cyan"))
    return head


def _lines(problem: Problem, text: str, width: int) -> Text:
    lines = text.split("\n")
    line = lines[problem.line - 1].rstrip("\r") if problem.line <= len(lines) else ""
    number = str(problem.line)
    room = max(width - len(number) - 5, 20)
    before, after = _harmless(line[: problem.column - 1]), _harmless(line[problem.column - 1 :])
    if cell_len(before) + cell_len(after) > room and cell_len(before) > _LEAD:
        before = f"…{_end(line[: problem.column - 1], _LEAD)}"
    rest = Text(after)
    rest.truncate(max(room - cell_len(before), 1), overflow="ellipsis")
    gutter = " " * (len(number) + 1)
    return Text.assemble(
        (f" {number} | ", "dim"), before, rest, "\n", (f"{gutter} | ", "dim"), " " * cell_len(before), ("^", "bold red")
    )


def _end(text: str, cells: int) -> str:
    """Return as much of a text's end as fits."""
    start = len(text)
    while start and cell_len(_harmless(text[start - 1 :])) <= cells:
        start -= 1
    return _harmless(text[start:])


def _harmless(text: str) -> str:
    return logged(text, wrapped=True).replace("\t", " ")
