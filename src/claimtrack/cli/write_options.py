"""Where a command writes to, and how it says what it wrote."""

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from claimtrack.book.book import Book
from claimtrack.cli.read_options import ClaimsDir, ColorWhen, NoCache
from claimtrack.cli.streams import progress
from claimtrack.files.discover import claims_folder
from claimtrack.files.required_version import refuse_older_program
from claimtrack.render.escape import logged
from claimtrack.render.view import Color

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, as a diff; write nothing.")]


class WriteOptions(NamedTuple):
    """Where a command writes to."""

    claims_dir: Path | None
    dry_run: bool
    color: Color
    cache: bool

    @property
    def folder(self) -> str:
        """The folder of claims."""
        folder = claims_folder(self.claims_dir)
        refuse_older_program(folder)
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


def show_diff(path: str, old: str, new: str, color: Color = "auto") -> None:
    """Show on stdout what would change in a file."""
    from claimtrack.render.terminal.draw import draw_diff  # noqa: PLC0415 - rich is slow to import

    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), path if old else "/dev/null", path, lineterm="")
    draw_diff(lines, sys.stdout, color)


def say(line: str) -> None:
    """Write a line to stdout, with whatever would control a terminal or a log escaped."""
    sys.stdout.write(f"{logged(line)}\n")
