"""``claimtrack matrix``: claims by parties, at a glance."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render import line_listings


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    parties: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY]...",
            autocompletion=complete_party,
            help="Only these parties.",
        ),
    ] = None,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
) -> None:
    """Show claims by parties: who asserts (+), qualifies (~, accepts in part) or denies (−) what, with which value.

    A sign in parentheses, such as (+), is not on record: it is anonymous or relayed.

    Parties on the most claims come first. A terminal shows as many parties as fit; the other formats show all.

    Examples:
        claimtrack matrix
        claimtrack matrix india pakistan united-states --disputed
        claimtrack matrix --topic may-2025-conflict --format csv

    Columns of plain and CSV: claim, then the side and the value of each party, then the lines that are not on record
    ("PARTY SIDE STANDING, ...").
    """
    with options.open_book() as book:
        ids = tuple(dict.fromkeys(map(book.find_party, parties or ())))
        matrix = book.matrix(ids, filters(book))
        options.write(line_listings.matrix(book, matrix), book, rows)
