"""How ``claimtrack check`` writes what it found."""

import os
import sys
from collections.abc import Callable
from typing import Literal

import typer

from claimtrack.book.checking import Report
from claimtrack.cli.answers import write_answer
from claimtrack.cli.read_options import chosen_format
from claimtrack.files.discover import is_below
from claimtrack.history.find_repository import work_tree
from claimtrack.render import problems as render
from claimtrack.render.view import FORMATS, Color, Format

CheckFormat = Literal["excerpt", "plain", "json", "jsonl", "csv", "table", "markdown", "github", "sarif"]


def listed_format(to: CheckFormat | None, option: str) -> Format:
    """Return the format of a list of codes."""
    if to is not None and to not in FORMATS:
        raise typer.BadParameter(f"{option} has no format {to}, but {', '.join(FORMATS)}", param_hint="--format")
    return chosen_format(to, as_json=False)


def write_report(report: Report, to: CheckFormat | None, color: Color, folder: str, *, excel: bool = False) -> None:
    """Write the problems to stdout."""
    match to or ("excerpt" if sys.stdout.isatty() else "plain"):
        case "excerpt":
            from claimtrack.render.terminal.draw import draw_problems  # noqa: PLC0415 - rich, for a terminal only

            draw_problems(report, sys.stdout, color)
            return
        case "plain":
            lines = render.plain(report)
        case "json":
            lines = render.json(report, _from_the_top(folder))
        case "github":
            lines = render.github(report, _from_the_top(folder))
        case "sarif":
            from claimtrack.render.sarif import sarif  # noqa: PLC0415 - seldom needed

            lines = sarif(report, _from_the_top(folder))
        case listed:
            write_answer(render.listing(report, _from_the_top(folder)), listed, color, paged=False, excel=excel)
            return
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _from_the_top(folder: str) -> Callable[[str], str]:
    """Return a function that writes a path of a problem as from the top of the git repository, or the working directory.

    A path that is not below it stays as it is.
    """
    real = os.path.realpath(folder)
    top = work_tree(folder) or os.path.realpath(os.curdir)
    if real != top and not is_below(real, top):
        return lambda path: path.replace(os.sep, "/")
    above, start = os.path.relpath(real, top), len(os.path.join(folder, ""))
    return lambda path: os.path.normpath(os.path.join(above, path[start:])).replace(os.sep, "/")
