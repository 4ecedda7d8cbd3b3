"""``claimtrack show``: claims whole."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.read_options import ReadOptions, read_options, report_problems
from claimtrack.cli.streams import report_error
from claimtrack.problems import NotFoundError
from claimtrack.render.view import Pages


@with_options(options=read_options)
def command(
    *,
    claims: Annotated[
        list[str],
        claim_argument(metavar="CLAIM...", autocompletion=complete_claim, help="An id, or how only one id begins."),
    ],
    options: ReadOptions,
) -> None:
    """Show claims whole: who stands where, how each got there, on which sources, and why the status.

    A name that means no claim is reported, and the other claims are shown.

    In plain format each line begins with what it tells of: claim, statement, status, line, silent, position, source.
    """
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
                options.write(Pages([book.claim(claim_id) for claim_id in ids], book.person), book)
            except typer.Exit:
                if not unknown:
                    raise
        for each in unknown[:-1]:
            report_error(each)
        if unknown:
            raise unknown[-1]
