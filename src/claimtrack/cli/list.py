"""``claimtrack list``: the claims, filtered and sorted."""

from typing import Annotated

import typer

from claimtrack.catalog.catalog import Sort
from claimtrack.cli.answer import Part, Reading, part, reading
from claimtrack.cli.asked import Asked, asked
from claimtrack.cli.options import grouped
from claimtrack.render import listings


@grouped(asked=asked, part=part, reading=reading)
def command(
    *,
    asked: Asked,
    part: Part,
    reading: Reading,
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
