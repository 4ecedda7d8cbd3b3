"""Where a command reads from, and how it answers."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from claimtrack.book.book import Book
from claimtrack.cli.options import a_date
from claimtrack.cli.streams import tell
from claimtrack.cli.watch import Watch
from claimtrack.files.discover import claims_folder
from claimtrack.model.dates import Span
from claimtrack.render import FORMATS, Color, Format, phrases, write
from claimtrack.render.escape import one_line
from claimtrack.render.view import Listing, View

if TYPE_CHECKING:
    from collections.abc import Callable

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


NoPager = Annotated[
    bool, typer.Option("--no-pager", help="Never hand a long table to a pager ($PAGER, else less).")
]


class Part(NamedTuple):
    """Which part of the rows is wanted."""

    limit: int | None = None
    offset: int = 0

    def of(self, view: Listing) -> Listing:  # type: ignore[type-arg]
        """Give a listing with this part of its rows, and words that say so if it is not all."""
        end = None if self.limit is None else self.offset + self.limit
        rows = view.rows[self.offset : end]
        if len(rows) == len(view.rows):
            return view
        said = f"{view.words}; {phrases.shown(len(rows), len(view.rows))}"
        return view._replace(rows=rows, words=said, legend=view.legend if rows else "")


_ALL: Final = Part()


class ReadOptions(NamedTuple):
    """How a reading command was asked to read and answer."""

    claims_dir: Path | None
    to: Format
    color: Color
    paged: bool = True
    as_of: Span | None = None
    revision: str | None = None
    cache: bool = True

    def catalog(self, only: Sequence[str] = ()) -> Book:
        """Open the folder.

        Args:
            only: names of claims, where these are all that is needed.

        Raises:
            NotFoundError: there is none, or no such revision of it.
        """
        return Book(
            claims_folder(self.claims_dir),
            as_of=self.as_of,
            revision=self.revision,
            only=only,
            cache=self.cache,
            watch=Watch("reading claims") if sys.stderr.isatty() else None,
        )

    def emit(self, view: View, catalog: Book, part: Part = _ALL) -> None:
        """Write the answer to stdout and the words about it to stderr.

        Args:
            view: the answer.
            catalog: where it is from.
            part: which of its rows to show.

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
        catalog.release()
        shown = part.of(view) if isinstance(view, Listing) else view
        answer(shown, self.to, self.color, paged=self.paged, unread=catalog.unread, about=about)
        if catalog.problems:
            raise typer.Exit(UNREADABLE)


def answer(
    view: View, to: Format, color: Color, *, paged: bool, unread: int = 0, about: Sequence[str] = ()
) -> None:
    """Write an answer to stdout, and to stderr what there is to say about it.

    Args:
        view: the answer.
        to: its format.
        color: when to use colour.
        paged: whether a long table on a terminal may go through a pager.
        unread: how many records could not be read.
        about: what else to say, where people read it.
    """
    report(view.problems, unread)
    drawn = write(view, to, sys.stdout, color, _pager() if paged and to == "table" else None)
    sys.stdout.flush()
    for_people = to == "table" or (to == "plain" and isinstance(view, Listing) and not view.rows)
    if not for_people:
        return
    if isinstance(view, Listing):
        tell(view.words)
        tell(view.legend if to == "table" else "")
    if drawn.left_out:
        tell(f"no room for {', '.join(drawn.left_out)}; --format csv shows all")
    if drawn.cut:
        tell("… marks text that is cut; --format csv shows it whole")
    for line in about:
        tell(line)


def _pager() -> "Callable[[str], bool]":
    from claimtrack.cli.pager import Pager  # noqa: PLC0415 - a pipe needs none

    return Pager()


def report(problems: "Sequence[Problem]", unread: int) -> None:
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


def part(
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="Show N at most.")] = None,
    offset: Annotated[
        int, typer.Option(min=0, metavar="N", help="Skip the first N.", show_default=False)
    ] = 0,
) -> Part:
    """Read the options that say which part of the rows is wanted."""
    return Part(limit, offset)


def reading(
    claims_dir: ClaimsDir = None,
    to: FormatOption = None,
    as_json: JsonOption = False,
    color: ColorWhen = "auto",
    no_pager: NoPager = False,
    as_of: Annotated[
        Span | None,
        typer.Option(
            "--as-of", parser=a_date, metavar="DATE", help="Count only what had been said by the end of DATE."
        ),
    ] = None,
    revision: Annotated[
        str | None, typer.Option("--rev", metavar="REV", help="Read the files as committed at REV.")
    ] = None,
    no_cache: Annotated[
        bool,
        typer.Option(
            "--no-cache", envvar="CLAIMTRACK_NO_CACHE", help="Read every file, whatever the index knows."
        ),
    ] = False,
) -> ReadOptions:
    """Read the options that every reading command has."""
    return ReadOptions(
        claims_dir, chosen_format(to, as_json=as_json), color, not no_pager, as_of, revision, not no_cache
    )
