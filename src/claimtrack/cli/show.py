"""``claimtrack show``: claims whole."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import ReadOptions, reading, report
from claimtrack.problems import NotFoundError
from claimtrack.render.view import Pages


@grouped(reading=reading)
def command(
    *,
    claims: Annotated[
        list[str],
        typer.Argument(
            metavar="CLAIM...", autocompletion=complete_claim, help="An id, or how only one id begins."
        ),
    ],
    reading: ReadOptions,
) -> None:
    """Show claims whole: who stands where, how each got there, on which sources, and why the status.

    In plain format each line begins with what it tells of: claim, statement, status, line, silent, position, source.
    """
    catalog = reading.catalog(only=claims)
    try:
        ids = dict.fromkeys(map(catalog.find_claim, claims))
    except NotFoundError:
        report(catalog.problems, catalog.unread)
        raise
    pages = Pages([catalog.case(each) for each in ids], catalog.person, catalog.problems)
    reading.emit(pages, catalog)
