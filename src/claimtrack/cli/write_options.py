"""Where a command writes to, and how it says what it wrote."""

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from claimtrack.book.book import Book
from claimtrack.cli.read_options import ClaimsDir, ColorWhen, NoCache
from claimtrack.cli.streams import message, progress
from claimtrack.files.discover import claims_folder
from claimtrack.files.required_version import refuse_older_program
from claimtrack.index.journal import JournalFile
from claimtrack.render.escape import logged
from claimtrack.render.view import Color

DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Show what would be done, such as the lines that would be written; do nothing."),
]


class WriteOptions(NamedTuple):
    """Where a command writes to."""

    claims_dir: Path | None
    dry_run: bool
    color: Color
    cache: bool

    @property
    def folder(self) -> str:
        """The folder of claims; a change of its files that was interrupted is finished first, or undone."""
        folder = claims_folder(self.claims_dir)
        refuse_older_program(folder)
        finish_interrupted(folder, dry_run=self.dry_run)
        return folder

    def open_book(self, folder: str, only: Sequence[str] = ()) -> Book:
        """Open the folder; `only` names the claims that are needed, if not all are."""
        with progress("reading claims") as show:
            return Book(folder, only=only, cache=self.cache, progress=show)


def write_options(
    dry_run: DryRun = False,
    claims_dir: ClaimsDir = None,
    color: ColorWhen = "auto",
    no_cache: NoCache = False,
) -> WriteOptions:
    """Return what the options say that every writing command has."""
    return WriteOptions(claims_dir, dry_run, color, not no_cache)


def finish_interrupted(folder: str, *, dry_run: bool = False) -> None:
    """Complete a rename that was interrupted between two files, or undo it, and say so.

    Raises:
        OSError: a file cannot be written; the next command tries again.
    """
    journal = JournalFile(folder)
    if not journal.exists():
        return
    if dry_run:
        message("claimtrack: a rename was interrupted; the next command that writes finishes it, and so does check")
        return
    from claimtrack.files.rewrites import finish_rewrites  # noqa: PLC0415 - rarely needed

    finished = finish_rewrites(folder, journal)
    if finished is not None and finished.edited:
        message(f"claimtrack: {finished.what} was interrupted, and is undone: {finished.edited[0]} was edited since")
    elif finished is not None:
        message(f"claimtrack: {finished.what} was interrupted, and is complete now")


def show_diff(path: str, old: str, new: str, color: Color = "auto") -> None:
    """Show on stdout what would change in a file."""
    from claimtrack.render.terminal.draw import draw_diff  # noqa: PLC0415 - rich is slow to import

    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), path if old else "/dev/null", path, lineterm="")
    draw_diff(lines, sys.stdout, color)


def say(line: str) -> None:
    """Write a line to stdout, with whatever would control a terminal or a log escaped."""
    sys.stdout.write(f"{logged(line)}\n")
