"""``claimtrack list``: the claims, filtered and sorted."""

from typing import Annotated

import typer

from claimtrack.book.book import Sort
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import listings
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, slice_=slice_options, options=read_options)
def command(
    *,
    filters: FilterOptions,
    slice_: Slice,
    options: ReadOptions,
    sort: Annotated[
        Sort,
        typer.Option(metavar="ORDER", help="By id, title, status, last or positions; the last two put the most first."),
    ] = "id",
) -> None:
    """List claims: status, how many principals on each side, last movement.

    Plain columns: id, title, status, "divided" if so, principals who assert, qualify, deny, last date, topics,
    "values differ" if so, lines that are not on record ("PARTY SIDE STANDING, ..."), what the last date is of
    (statement or report).
    CSV is the same, with a header.
    """
    with options.open_book() as book:
        listed = book.rows(filters(book), sort=sort, slice_=slice_)
        options.write(listings.claims(book, listed), book)
