"""``claimtrack list``: the claims, filtered and sorted."""

from typing import Annotated

import typer

from claimtrack.book.open_folder import Sort
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, Reverse, RowOptions, read_options, row_options
from claimtrack.render import listings
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    sort: Annotated[
        Sort,
        typer.Option(
            metavar="ORDER",
            help="By id, title, status, last (the latest position first) or positions (the most first).",
        ),
    ] = "id",
    reverse: Reverse = False,
) -> None:
    """List claims: the status, how many parties are on each side, the date of the latest position.

    A party that speaks for another one, as a minister for a state, is counted as that one.

    Examples:
        claimtrack list --disputed
        claimtrack list --party india --since 2025-10   # since October 2025
        claimtrack list --search "shot down" --sort last
        claimtrack list --reviewed --ignore-reviews --disputed   # even without it

    Columns of --format plain: claim, title, status, divided, how many assert, qualify and deny, last_date, topics,
    values_differ, off_record (parties whose side is anonymous or relayed), last_date_of (statement or report),
    review_count.
    """
    with options.open_book() as book:
        listed = book.rows(filters(book), sort=sort, reverse=reverse, slice_=rows.slice)
        options.write(listings.claims(book, listed, sort), book, rows._replace(slice=Slice()))
