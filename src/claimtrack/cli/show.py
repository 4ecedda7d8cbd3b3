"""``claimtrack show``: claims whole."""

from typing import Annotated

import typer

from claimtrack.cli.answers import report_problems
from claimtrack.cli.completion import complete_claim
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.read_options import ReadOptions, read_options
from claimtrack.cli.streams import report_error
from claimtrack.problems import NotFoundError
from claimtrack.render.view import Pages


@with_options(options=read_options)
def command(
    *,
    claims: Annotated[
        list[str],
        claim_argument(
            metavar="CLAIM...",
            autocompletion=complete_claim,
            help="The id of a claim, the beginning of an id if only one begins so, or the path of its file.",
        ),
    ],
    options: ReadOptions,
    brief: Annotated[bool, typer.Option("--brief", help="Leave out quotes, notes and sources.")] = False,
) -> None:
    """Show whole claims: who stands where, since when, in which words, on which sources, and what made the status.

    If one of several names means no claim, that is reported, and the other claims are shown.

    Examples:
        claimtrack show jets
        claimtrack show jets --brief
        claimtrack show jets --as-of 2025-05-10   # as it stood that day
        claimtrack show jets pak-jets --format markdown

    In a pipe the same page is printed without colour, 80 columns wide or as COLUMNS says; programs read --format json,
    jsonl or csv. With --format plain, the first word of each line says what the line is: claim, statement, original, place, status,
    rests_on, reviews, line, silent, position or source.
    """
    options = options.for_page()
    if brief and options.to != "table":
        raise typer.BadParameter(f"only a page is brief, not --format {options.to}", param_hint="--brief")
    with options.open_book(only=claims) as book:
        ids: dict[str, None] = {}
        unknown: list[NotFoundError] = []
        for name in claims:
            try:
                ids[book.find_claim(name)] = None
            except NotFoundError as error:
                unknown.append(error)
        if not ids:
            report_problems(book.problems, book.unread)
        else:
            try:
                options.write(Pages([book.claim(claim_id) for claim_id in ids], book.person, brief=brief), book)
            except typer.Exit:
                if not unknown:
                    raise
        for each in unknown[:-1]:
            report_error(each)
        if unknown:
            raise unknown[-1]
