"""``claimtrack export``: claims in other people's formats."""

from importlib import import_module
from typing import Annotated, Final

import typer

from claimtrack.cli.answers import report_problems
from claimtrack.cli.completion import complete_claim
from claimtrack.cli.export_output import write_to_file, write_to_stdout
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import claim_argument, with_options, words_of
from claimtrack.cli.read_options import AsOf, ClaimsDir, IgnoreReviews, NoCache, NoPager, ReadOptions, Revision
from claimtrack.cli.streams import message
from claimtrack.exchange.selection import Selection
from claimtrack.problems import ExitCode

FORMATS: Final = ("wikitext", "claimreview", "sqlite", "mermaid", "parquet")


def export_options(
    claims_dir: ClaimsDir = None,
    no_pager: NoPager = False,
    as_of: AsOf = None,
    revision: Revision = None,
    ignore_reviews: IgnoreReviews = False,
    no_cache: NoCache = False,
) -> ReadOptions:
    """Return what the options say about where an export reads from."""
    return ReadOptions(claims_dir, "plain", "never", not no_pager, as_of, revision, not no_cache, ignore_reviews)


@with_options(filters=filter_options, options=export_options)
def command(
    *,
    to: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            parser=words_of("FORMAT", FORMATS),
            autocompletion=lambda: [*FORMATS],
            help="wikitext (a paragraph for each claim, with references), claimreview (JSON-LD of schema.org), sqlite (a "
            "database), mermaid (a map of linked claims) or parquet (a folder of tables for DuckDB and Spark).",
        ),
    ],
    claims: Annotated[
        list[str] | None,
        claim_argument(
            metavar="[CLAIM]...",
            autocompletion=complete_claim,
            help="Only these claims; with mermaid, also the claims to which they are linked.",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE, whole or not at all, and not to stdout; with parquet, a folder.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="With sqlite and parquet: replace FILE even if claimtrack did not make it.")
    ] = False,
    filters: FilterOptions,
    options: ReadOptions,
) -> None:
    """Write claims in other people's formats, with every filter of `list`.

    For a table of positions, there is `claimtrack positions --format csv`; for a report, `claimtrack show CLAIM --format
    markdown`.

    Examples:
        claimtrack export wikitext jets
        claimtrack export mermaid --topic aircraft-losses -o map.mmd
    """
    with options.open_book() as book:
        selection = Selection(book, filters(book), frozenset(map(book.find_claim, claims or ())), message)
        report_problems(book.problems, book.unread)
        exporter = import_module(f"claimtrack.exchange.to_{to}")
        if output is None or output == "-":
            write_to_stdout(exporter, selection, paged=options.paged)
        else:
            write_to_file(exporter, selection, output, force=force)
            message(f"wrote {output}")
        for line in options.about(book):
            message(line)
        if any(problem.hides for problem in book.problems):
            raise typer.Exit(ExitCode.UNREADABLE)
