"""Asks on a terminal for what no option gave. Questions go to stderr, so that stdout holds the answer alone."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from textwrap import wrap
from typing import Final, TypeVar

import typer

from claimtrack.cli.streams import message
from claimtrack.problems import ClaimtrackError
from claimtrack.render.escape import reflow

Read = TypeVar("Read")

_WIDEST: Final = 100  # columns of a paragraph


def can_ask() -> bool:
    """Return whether somebody is there to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


@contextmanager
def questions() -> Iterator[None]:
    """Say that nothing was written if the user leaves before the end of the block."""
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - arrow keys work on the line that is typed
    try:
        yield
    except (typer.Abort, KeyboardInterrupt):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressing ^C twice changes nothing
        message("\nnothing was written")
        raise


def ask(question: str, read: Callable[[str], Read], default: str | None = None) -> Read:
    """Ask until there is an answer that can be read; Enter means the default."""
    answer: Read = typer.prompt(question, default=default, value_proc=lambda text: _read(text, read), err=True)
    return answer


def ask_for_more(question: str, read: Callable[[str], Read]) -> Read | None:
    """Ask for something that can be left out by pressing Enter."""

    def optional(text: str) -> Read | None:
        return _read(text, read) if text.strip() else None

    answer: Read | None = typer.prompt(question, default="", show_default=False, value_proc=optional, err=True)
    return answer


def confirm(question: str) -> bool:
    """Ask for yes or no; Enter means yes."""
    return typer.confirm(question, default=True, err=True)


def choose(question: str, choices: Sequence[tuple[str, str]], read: Callable[[str], Read]) -> Read:
    """List words with what each means, and ask for one, by its number or as `read` takes it."""
    widest = max(len(word) for word, _ in choices)
    for number, (word, means) in enumerate(choices, start=1):
        message(f"  {number}  {word:{widest}}  {means}".rstrip())

    def chosen(text: str) -> Read:
        if text.isascii() and text.isdigit() and 1 <= int(text) <= len(choices):
            return read(choices[int(text) - 1][0])
        try:
            return read(text)
        except typer.BadParameter as error:
            meant = error.message.rpartition("; ")[2]
            hint = f"; {meant}" if meant.startswith("did you mean") else ""
            raise typer.BadParameter(f'"{text}" is none of these{hint}') from None

    return ask(question, chosen)


def paragraph(text: str) -> None:
    """Write prose to stderr, broken into lines that the terminal has room for."""
    for each in reflow(text).split("\n"):
        for line in wrap(each, min(get_terminal_size().columns, _WIDEST) - 1, break_on_hyphens=False):
            message(line)


def _read(text: str, read: Callable[[str], Read]) -> Read:
    """Read what was typed, without blanks around it; whatever is wrong is said, and asked again.

    Raises:
        BadParameter: it cannot be read, a key left a character that controls the terminal, or this is no UTF-8.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise typer.BadParameter("this is not UTF-8") from None
    if any(char < " " or char == "\x7f" for char in text.replace("\t", " ")):
        raise typer.BadParameter("there is a control character in it")
    try:
        return read(text.strip())
    except ClaimtrackError as error:
        raise typer.BadParameter("; ".join(filter(None, (error.message, error.hint)))) from None
