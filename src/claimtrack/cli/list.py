"""``claimtrack list``: the claims, filtered and sorted."""

from typing import Annotated

import typer

from claimtrack.book.book import Sort
from claimtrack.cli.filter_options import FilterOptions, asked
from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import listings


@grouped(asked=asked, part=part, reading=reading)
def command(
    *,
    asked: FilterOptions,
    part: Part,
    reading: ReadOptions,
    sort: Annotated[
        Sort,
        typer.Option(
            metavar="ORDER", help="By id, title, status, last or positions; the last two put the most first."
        ),
    ] = "id",
) -> None:
    """List claims: status, how many principals on each side, last movement.

    Plain columns: id, title, status, "divided" if so, principals who assert, qualify, deny, last date, topics.
    CSV is the same, with a header.
    """
    catalog = reading.catalog()
    listed = catalog.claims(asked.filter(catalog), sort=sort, limit=part.limit, offset=part.offset)
    reading.emit(listings.claims(catalog, listed), catalog)
