"""Writes an answer to stdout, in a format, and the messages about it to stderr."""

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

from claimtrack.cli.streams import message, write_bytes
from claimtrack.problems import Problem
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.view import Color, Drawn, Format, Listing, Pages, Profiles, View

_AT_ONCE: Final = 1 << 16  # characters that are written at once; a terminal would flush after each line
_SHOWN: Final = 20  # mistakes that hide nothing


def write_count(view: Listing[Any], unread: int = 0) -> None:
    """Write the number of rows of an answer to stdout, and the problems to stderr."""
    report_problems(view.problems, unread)
    sys.stdout.write(f"{len(view.rows)}\n")


def write_answer(
    view: View,
    to: Format,
    color: Color,
    *,
    paged: bool,
    unread: int = 0,
    about: Sequence[str] = (),
    excel: bool = False,
) -> None:
    """Write an answer to stdout, and to stderr the problems and, in formats that people read, what is said about it."""
    report_problems(view.problems, unread)
    if excel:
        sys.stdout.write("\ufeff")
    drawn = _write(view, to, color, page_text if paged else None)
    sys.stdout.flush()
    if to != "table" and not (to == "plain" and isinstance(view, Listing) and not view.rows):
        return  # no person reads it
    if isinstance(view, Listing):
        message(view.words)
        message(view.legend if to == "table" else "")
        fit, columns = drawn.fitting
        message(f"{fit} of {columns} {view.more}" if fit < columns else "")
    whole = "csv" if isinstance(view, Listing) else "json"
    if drawn.left_out:
        message(f"no room for {', '.join(drawn.left_out)}; --format {whole} shows all")
    if drawn.shortened:
        message(f"… marks text that is cut; --format {whole} shows it whole")
    for line in about:
        message(line)


def _write(view: View, to: Format, color: Color, pager: Callable[[str], bool] | None) -> Drawn:
    """Write a view to stdout, by the module of its format; return what a terminal had no room for."""
    if to == "table":
        if isinstance(view, Pages):
            from claimtrack.render.terminal.pages import write_pages  # noqa: PLC0415 - a table needs none

            write_pages(view, sys.stdout, color, pager)
            return Drawn()
        from claimtrack.render.terminal.draw import draw  # noqa: PLC0415 - rich is slow to import

        if isinstance(view, Profiles):
            from claimtrack.render.terminal.profiles import draw_profiles  # noqa: PLC0415 - as above

            return draw_profiles(view, sys.stdout, color, pager)
        return draw(view, sys.stdout, color, pager=pager)
    module, function = ("json", "render_lines") if to == "jsonl" else (to, "render")
    pieces = getattr(import_module(f"claimtrack.render.{module}"), function)(view)
    some: list[str] = []
    size = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            write_bytes(piece + b"\n")
            continue
        some.append(piece)
        size += len(piece)
        if size >= _AT_ONCE:
            sys.stdout.write("\n".join(some) + "\n")
            some.clear()
            size = 0
    if some:
        sys.stdout.write("\n".join(some) + "\n")
    return Drawn()


def page_text(text: str) -> bool:
    """Show a text in the pager, if stdout is a terminal on which it does not fit; return whether it was shown."""
    if not sys.stdout.isatty():
        return False
    from claimtrack.cli.pager import page  # noqa: PLC0415 - for a terminal only

    return page(text)


def report_problems(problems: Sequence[Problem], unread: int) -> None:
    """Write to stderr what was wrong with the files, a line each, and how many records are missing.

    Of the mistakes that hide nothing, only the first few get a line.
    """
    harmless = [problem for problem in problems if not problem.hides]
    left = frozenset(harmless[_SHOWN:]) if len(harmless) > _SHOWN + 1 else frozenset()
    for problem in problems:
        if problem not in left:
            message(one_line(str(problem)))
    if left:
        message(f"claimtrack: {len(left)} more mistakes, which hide nothing; claimtrack check lists them")
    if unread:
        be = "is" if unread == 1 else "are"
        message(f"claimtrack: {phrases.count(unread, 'record')} could not be read and {be} left out")
