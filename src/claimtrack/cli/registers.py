"""``claimtrack parties``, ``sources`` and ``topics``: the registers, with counts."""

from typing import Annotated

import typer

from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import listings


@grouped(part=part, reading=reading)
def parties(
    *,
    part: Part,
    reading: ReadOptions,
    unregistered: Annotated[
        bool, typer.Option("--unregistered", help="Only those that the registry does not know.")
    ] = False,
) -> None:
    """List parties: for whom they speak, how many claims and positions, when last heard.

    A principal's counts include whoever spoke for it.
    """
    catalog = reading.catalog()
    rows = [row for row in catalog.parties() if not (unregistered and row.registered)]
    reading.emit(listings.parties(catalog, rows), catalog, part)


@grouped(part=part, reading=reading)
def sources(
    *,
    part: Part,
    reading: ReadOptions,
    unarchived: Annotated[
        bool, typer.Option("--unarchived", help="Only those with a URL and no archived copy.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="Only those that no position cites.")] = False,
) -> None:
    """List sources: what they are, how often they are cited, and what they are copies of."""
    catalog = reading.catalog()
    rows = [
        row
        for row in catalog.sources()
        if not (unused and row.positions) and not (unarchived and row.archived)
    ]
    reading.emit(listings.sources(catalog, rows), catalog, part)


@grouped(part=part, reading=reading)
def topics(*, part: Part, reading: ReadOptions) -> None:
    """List topics: how many claims are filed under each, and how many of those are disputed."""
    catalog = reading.catalog()
    reading.emit(listings.topics(catalog, catalog.topics()), catalog, part)
