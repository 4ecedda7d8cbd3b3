"""``claimtrack list``: the claims, filtered and sorted."""

from __future__ import annotations

from typing import Annotated

import typer

from claimtrack.catalog import Sort
from claimtrack.cli.answer import Reading, reading
from claimtrack.cli.asked import Asked, asked
from claimtrack.cli.options import grouped
from claimtrack.render import listings


@grouped(asked=asked, reading=reading)
def command(
    *,
    asked: Asked,
    reading: Reading,
    sort: Annotated[
        Sort,
        typer.Option(
            metavar="ORDER", help="By id, title, status, last or positions; the last two put the most first."
        ),
    ] = "id",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="Show the first N only.")] = None,
) -> None:
    """List claims: status, how many principals on each side, last movement.

    Plain columns: id, title, status, "divided" if so, principals who assert, qualify, deny, last date, topics.
    CSV is the same, with a header.
    """
    catalog = reading.catalog()
    rows = catalog.claims(asked.filter(catalog), sort=sort, limit=limit)
    reading.emit(listings.claims(catalog, rows), catalog)
