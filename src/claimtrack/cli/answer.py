"""Where a command reads from, and how it answers."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.catalog import Catalog, claims_folder
from claimtrack.cli.options import a_date
from claimtrack.cli.streams import tell
from claimtrack.model import Span
from claimtrack.render import FORMATS, Color, Format, View, write
from claimtrack.render.safe import one_line
from claimtrack.render.view import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.problems import Problem

UNREADABLE = 4

ClaimsDir = Annotated[
    Path | None,
    typer.Option("--claims", metavar="DIR", envvar="CLAIMTRACK_CLAIMS", help="The folder of claims."),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"How to answer: {', '.join(FORMATS[:-1])} or {FORMATS[-1]}; else table on a terminal, plain in a pipe.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
ColorWhen = Annotated[
    Color,
    typer.Option("--color", metavar="WHEN", help="Colour: auto (which heeds NO_COLOR), always or never."),
]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a reading command was asked to read and answer."""

    claims_dir: Path | None
    to: Format
    color: Color
    as_of: Span | None = None
    revision: str | None = None

    def catalog(self) -> Catalog:
        """Open the folder.

        Raises:
            NotFoundError: there is none, or no such revision of it.
        """
        return Catalog(claims_folder(self.claims_dir), as_of=self.as_of, revision=self.revision)

    def emit(self, view: View, catalog: Catalog) -> None:
        """Write the answer to stdout and the words about it to stderr.

        Raises:
            typer.Exit: with code 4, when some records could not be read.
        """
        about = []
        if self.as_of is not None:
            about.append(f"as of {self.as_of}: only what had been said by then counts")
        if self.revision is not None:
            about.append(f"the files as committed at {self.revision}")
        if not catalog.size and not catalog.problems:
            example = f"{catalog.path}/its-id.toml"
            about.append(f"{catalog.path} holds no claims yet: a claim is a file {example} with a title")
        answer(view, self.to, self.color, unread=catalog.unread, about=about)
        if catalog.problems:
            raise typer.Exit(UNREADABLE)


def answer(view: View, to: Format, color: Color, *, unread: int = 0, about: Sequence[str] = ()) -> None:
    """Write an answer to stdout, and to stderr what there is to say about it.

    Args:
        view: the answer.
        to: its format.
        color: when to use colour.
        unread: how many records could not be read.
        about: what else to say, where people read it.
    """
    report(view.problems, unread)
    left_out = write(view, to, sys.stdout, color)
    sys.stdout.flush()
    for_people = to == "table" or (to == "plain" and isinstance(view, Listing) and not view.rows)
    if not for_people:
        return
    if isinstance(view, Listing):
        tell(view.words)
        tell(view.legend if to == "table" else "")
    if left_out:
        tell(f"no room for {', '.join(left_out)}; --format csv shows all")
    for line in about:
        tell(line)


def report(problems: Sequence[Problem], unread: int) -> None:
    """Say on stderr what was wrong with the files, a line each, and how much is missing for it."""
    for problem in problems:
        tell(one_line(str(problem)))
    if unread:
        what = (
            "1 record could not be read and is"
            if unread == 1
            else f"{unread} records could not be read and are"
        )
        tell(f"claimtrack: {what} left out")


def chosen_format(to: Format | None, *, as_json: bool) -> Format:
    """Give the format to answer in: as asked for, else a table on a terminal and plain elsewhere.

    Raises:
        typer.BadParameter: two formats are asked for.
    """
    if as_json and to not in {None, "json"}:
        raise typer.BadParameter(f"--json and --format {to} contradict each other", param_hint="--json")
    if as_json:
        return "json"
    return to or ("table" if sys.stdout.isatty() else "plain")


def reading(
    claims_dir: ClaimsDir = None,
    to: FormatOption = None,
    as_json: JsonOption = False,
    color: ColorWhen = "auto",
    as_of: Annotated[
        Span | None,
        typer.Option(
            "--as-of", parser=a_date, metavar="DATE", help="Count only what had been said by the end of DATE."
        ),
    ] = None,
    revision: Annotated[
        str | None, typer.Option("--rev", metavar="REV", help="Read the files as committed at REV.")
    ] = None,
) -> Reading:
    """Read the options that every reading command has."""
    return Reading(claims_dir, chosen_format(to, as_json=as_json), color, as_of, revision)
