"""Where a command reads from, and how it answers."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple, Self, TypeVar

import typer

from claimtrack.book.book import Book
from claimtrack.cli.answers import write_answer, write_count
from claimtrack.cli.completion import complete_revision
from claimtrack.cli.help_text import INPUT_AND_OUTPUT
from claimtrack.cli.options import date_option
from claimtrack.cli.streams import progress
from claimtrack.files.discover import claims_folder
from claimtrack.model.dates import Span
from claimtrack.problems import ExitCode
from claimtrack.render import phrases
from claimtrack.render.view import FORMATS, Color, Format, Listing, View
from claimtrack.rules.filters import Slice

ClaimsDir = Annotated[
    Path | None,
    typer.Option(
        "--claims",
        metavar="DIR",
        envvar="CLAIMTRACK_CLAIMS",
        help="The folder of claims. Default: claims/ here or in a parent directory.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"Print as {', '.join(FORMATS[:-1])} or {FORMATS[-1]}. If not given: table on a terminal; in a pipe plain, with "
        "tabs between the columns. show, and parties and sources with a name, print a page in both.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.", rich_help_panel=INPUT_AND_OUTPUT)]
Excel = Annotated[
    bool,
    typer.Option(
        "--excel",
        help="Short for --format csv with a byte-order mark, by which Excel knows the encoding.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
ColorWhen = Annotated[
    Color,
    typer.Option(
        "--color",
        metavar="WHEN",
        help="Use colour: auto (on a terminal, unless NO_COLOR is set), always or never.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
NoPager = Annotated[
    bool,
    typer.Option(
        "--no-pager",
        help="Print a long answer at once, and not in a pager ($PAGER, or less).",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        envvar="CLAIMTRACK_NO_CACHE",
        help="Read every file, and do not use the index of what was read before.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
AsOf = Annotated[
    Span | None,
    date_option(
        "--as-of",
        help="Count only what had been said by the end of DATE: a day, a month, a year or a moment.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
Revision = Annotated[
    str | None,
    typer.Option(
        "--rev",
        metavar="REV",
        autocompletion=complete_revision,
        help="Read the files as committed at REV, a git revision.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
IgnoreReviews = Annotated[
    bool,
    typer.Option(
        "--ignore-reviews",
        help="Work out statuses and where parties stand as if positions with a rating were not there.",
        rich_help_panel=INPUT_AND_OUTPUT,
    ),
]
AnyFormat = TypeVar("AnyFormat", bound=str)


class RowOptions(NamedTuple):
    """Which rows of an answer are wanted, or only how many there are."""

    slice: Slice = Slice()
    only_count: bool = False


_ALL_ROWS: Final = RowOptions()


class ReadOptions(NamedTuple):
    """Where a command reads from, and in which form it answers."""

    claims_dir: Path | None
    to: Format
    color: Color
    paged: bool = True
    as_of: Span | None = None
    revision: str | None = None
    cache: bool = True
    ignore_reviews: bool = False
    by_default: bool = False  # whether nobody said in which format
    excel: bool = False  # whether CSV begins with a byte-order mark

    def for_page(self) -> Self:
        """Return the same for an answer that is a page, and is one in a pipe too."""
        return self._replace(to="table") if self.by_default else self

    def open_book(self, only: Sequence[str] = ()) -> Book:
        """Open the folder; `only` names the claims that are needed, if not all are."""
        folder = claims_folder(self.claims_dir)
        with progress("reading claims") as show:
            return Book(
                folder,
                as_of=self.as_of,
                revision=self.revision,
                only=only,
                ignore_reviews=self.ignore_reviews,
                cache=self.cache,
                progress=show,
            )

    def about(self, book: Book) -> list[str]:
        """Return what to say about an answer, a line each: from which folder, of which date and of which revision it is."""
        about = []
        if self.claims_dir is None and os.path.dirname(book.path).startswith(os.pardir):
            about.append(f"the claims in {book.path}, found above the working directory")
        if self.as_of is not None:
            about.append(f"as of {self.as_of}: only what had been said by then counts")
        if self.ignore_reviews:
            about.append("reviews are ignored: no status follows from a position with a rating")
        if self.revision is not None:
            about.append(f"the files as committed at {self.revision}")
        if not book.size and not book.problems:
            about.append(f"{book.path} holds no claims yet: a claim is a file {book.path}/its-id.toml with a title")
        return about

    def write(self, view: View, book: Book, rows: RowOptions = _ALL_ROWS) -> None:
        """Write some rows of an answer to stdout and the messages about it to stderr; exit with 4 if something is hidden."""
        about = self.about(book)
        book.release()
        if isinstance(view, Listing) and rows.slice != Slice():
            some = rows.slice.of(view.rows)
            if len(some) < len(view.rows):
                words = f"{view.words}; {phrases.shown(len(some), len(view.rows))}"
                view = view._replace(rows=some, words=words, legend=view.legend if some else "")
        view = view._replace(problems=book.problems)
        if rows.only_count and isinstance(view, Listing):
            write_count(view, book.unread)
        else:
            write_answer(view, self.to, self.color, paged=self.paged, unread=book.unread, about=about, excel=self.excel)
        if any(problem.hides for problem in book.problems):
            raise typer.Exit(ExitCode.UNREADABLE)


def chosen_format(to: Format | None, *, as_json: bool, excel: bool = False) -> Format:
    """Return the format to answer in: the one given, else a table on a terminal and plain elsewhere."""
    return given_format(to, as_json=as_json, excel=excel) or ("table" if sys.stdout.isatty() else "plain")


def given_format(
    to: AnyFormat | None, *, as_json: bool, excel: bool = False
) -> AnyFormat | Literal["json", "csv"] | None:
    """Return the format that --format, --json and --excel give."""
    if as_json and to not in {None, "json"}:
        raise typer.BadParameter(f"--json and --format {to} contradict each other", param_hint="--json")
    if excel and (as_json or to not in {None, "csv"}):
        other = "--json" if as_json else f"--format {to}"
        raise typer.BadParameter(f"--excel is CSV, and {other} is not", param_hint="--excel")
    return "json" if as_json else "csv" if excel else to


Reverse = Annotated[bool, typer.Option("--reverse", help="In the opposite order; --limit then counts from the end.")]
Count = Annotated[bool, typer.Option("--count", help="Print only the number of rows.")]


def row_options(
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="Show at most N rows.")] = None,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="Skip the first N rows.", show_default=False)] = 0,
    count: Count = False,
) -> RowOptions:
    """Return what the options say about which rows are wanted."""
    return RowOptions(Slice(limit, offset), count)


def read_options(
    claims_dir: ClaimsDir = None,
    to: FormatOption = None,
    as_json: AsJson = False,
    excel: Excel = False,
    color: ColorWhen = "auto",
    no_pager: NoPager = False,
    as_of: AsOf = None,
    revision: Revision = None,
    ignore_reviews: IgnoreReviews = False,
    no_cache: NoCache = False,
) -> ReadOptions:
    """Return what the options say that every reading command has."""
    by_default = given_format(to, as_json=as_json, excel=excel) is None
    chosen = chosen_format(to, as_json=as_json, excel=excel)
    paged, cache = not no_pager, not no_cache
    return ReadOptions(claims_dir, chosen, color, paged, as_of, revision, cache, ignore_reviews, by_default, excel)
