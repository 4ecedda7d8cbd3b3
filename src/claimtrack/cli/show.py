"""``claimtrack show``: claims whole."""

from typing import Annotated

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.read_options import ReadOptions, read_options, report_problems
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

    In plain format each line begins with what it tells of: claim, statement, status, line, silent, position, source.
    """
    book = options.open_book(only=claims)
    try:
        ids = dict.fromkeys(map(book.find_claim, claims))
    except NotFoundError:
        report_problems(book.problems, book.unread)
        raise
    options.write(Pages([book.claim(claim_id) for claim_id in ids], book.person), book)
