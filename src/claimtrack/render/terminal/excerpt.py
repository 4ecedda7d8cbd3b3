"""A problem with the line it is in and a caret under the place, as compilers show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from claimtrack.checks.codes import explanations
from claimtrack.render.escape import logged, one_line

if TYPE_CHECKING:
    from claimtrack.checks.codes import Severity
    from claimtrack.problems import Problem

_STYLES: Final[dict[Severity, str]] = {"error": "bold red", "warning": "bold yellow", "notice": "bold cyan"}
_LEAD: Final = 12  # columns kept before the place, where the line is too long to be shown whole


def excerpt(problem: Problem, text: str | None, width: int) -> Text:
    """Lay a problem out; without the file's text, only its head."""
    told = explanations()[problem.code]
    head = Text.assemble(
        (f"{logged(one_line(problem.path), wrapped=True)}:{problem.line}:{problem.column}", "bold"),
        ": ",
        (f"{told.severity} {problem.code}", _STYLES[told.severity]),
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
    shown, behind = _shown(line[: problem.column - 1]), _shown(line[problem.column - 1 :])
    if cell_len(shown) + cell_len(behind) > room and cell_len(shown) > _LEAD:
        shown = f"…{_end(line[: problem.column - 1], _LEAD)}"
    rest = Text(behind)
    rest.truncate(max(room - cell_len(shown), 1), overflow="ellipsis")
    gutter = " " * (len(number) + 1)
    return Text.assemble(
        (f" {number} | ", "dim"),
        shown,
        rest,
        "\n",
        (f"{gutter} | ", "dim"),
        " " * cell_len(shown),
        ("^", "bold red"),
    )


def _end(text: str, cells: int) -> str:
    """Give as much of a text's end as fits."""
    start = len(text)
    while start and cell_len(_shown(text[start - 1 :])) <= cells:
        start -= 1
    return _shown(text[start:])


def _shown(text: str) -> str:
    return logged(text, wrapped=True).replace("\t", " ")
