"""``claimtrack export``: claims in other people's formats."""

import os
import stat
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import islice
from typing import Annotated, Final

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import claim_argument, with_options, words_of
from claimtrack.cli.read_options import (
    AsOf,
    ClaimsDir,
    NoCache,
    NoPager,
    ReadOptions,
    Revision,
    page_text,
    report_problems,
)
from claimtrack.cli.streams import message
from claimtrack.exchange.selection import Selection
from claimtrack.files.discover import SUFFIX, is_below
from claimtrack.files.whole_file import whole_file
from claimtrack.problems import ExitCode, RefusedError

FORMATS: Final = ("wikitext", "mermaid")
_AT_ONCE: Final = 1000  # lines that are written at once


def export_options(
    claims_dir: ClaimsDir = None,
    no_pager: NoPager = False,
    as_of: AsOf = None,
    revision: Revision = None,
    no_cache: NoCache = False,
) -> ReadOptions:
    """Return what the options say about where an export reads from."""
    return ReadOptions(claims_dir, "plain", "never", not no_pager, as_of, revision, not no_cache)


@with_options(filters=filter_options, options=export_options)
def command(
    *,
    to: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            parser=words_of("FORMAT", FORMATS),
            autocompletion=lambda: [*FORMATS],
            help="wikitext (a paragraph for each claim, with references) or mermaid (a map of linked claims).",
        ),
    ],
    claims: Annotated[
        list[str] | None,
        claim_argument(
            metavar="[CLAIM]...", autocompletion=complete_claim, help="Only these claims; for mermaid, and their links."
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write to FILE, whole or not at all, and not to stdout."),
    ] = None,
    filters: FilterOptions,
    options: ReadOptions,
) -> None:
    """Write claims in other people's formats, with every filter of `list`.

    What a view can say stays a view: `claimtrack positions --format csv` is one position a row, `claimtrack show CLAIM
    --format markdown` is a report.

    Examples:
        claimtrack export wikitext jets
        claimtrack export mermaid --topic aircraft-losses -o map.mmd
    """
    with options.open_book() as book:
        selection = Selection(book, filters(book), frozenset(map(book.find_claim, claims or ())), message)
        report_problems(book.problems, book.unread)
        lines = import_module(f"claimtrack.exchange.to_{to}").render(selection)
        if output is None or output == "-":
            _write_to_stdout(lines, paged=options.paged)
        else:
            _write_to_file(lines, output, book.path)
            message(f"wrote {output}")
        for line in options.about(book):
            message(line)
        if any(problem.hides for problem in book.problems):
            raise typer.Exit(ExitCode.UNREADABLE)


def _write_to_stdout(lines: Iterator[str], *, paged: bool) -> None:
    """Write lines as they are made; on a terminal all at once, by way of the pager if they exceed the screen."""
    if sys.stdout.isatty():
        text = "".join(f"{line}\n" for line in lines)
        if not paged or not page_text(text):
            sys.stdout.write(text)
        return
    for piece in _pieces(lines):
        sys.stdout.write(piece)
    sys.stdout.flush()


def _write_to_file(lines: Iterator[str], path: str, folder: str) -> None:
    target = os.path.realpath(path)
    if target.endswith(SUFFIX) and is_below(target, os.path.realpath(folder)):
        raise RefusedError(f"{path} is in the folder of claims, where only records have such a name")
    if os.path.exists(target) and not stat.S_ISREG(os.stat(target).st_mode):  # a device or a pipe is written to
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(_pieces(lines))
        return
    with whole_file(path) as draft, open(draft, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(_pieces(lines))


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    while some := [*islice(lines, _AT_ONCE)]:
        yield "\n".join([*some, ""])
