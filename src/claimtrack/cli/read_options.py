"""Where a command reads from, and how it answers."""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Self, TypeVar

import typer

from claimtrack.book.book import Book
from claimtrack.cli.completion import complete_revision
from claimtrack.cli.help_text import INPUT_AND_OUTPUT
from claimtrack.cli.options import date_option
from claimtrack.cli.streams import message, progress, write_bytes
from claimtrack.files.discover import claims_folder
from claimtrack.model.dates import Span
from claimtrack.problems import ExitCode, Problem
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.view import FORMATS, Color, Drawn, Format, Listing, Pages, Profiles, View
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
_AT_ONCE: Final = 1 << 16  # characters that are written at once; a terminal would flush after each line
_SHOWN: Final = 20  # mistakes that hide nothing


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
        """Return what has to be said of what an answer was read from."""
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
