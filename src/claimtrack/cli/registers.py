"""``claimtrack parties``, ``sources`` and ``topics``: the registers, with counts."""

from typing import Annotated

import typer

from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import listings
from claimtrack.rules.filters import Slice


@with_options(slice_=slice_options, options=read_options)
def parties(
    *,
    slice_: Slice,
    options: ReadOptions,
    unregistered: Annotated[
        bool, typer.Option("--unregistered", help="Only parties that parties.toml does not have.")
    ] = False,
) -> None:
    """List parties: for whom they speak, how many claims and positions they have, when they were last heard.

    A state or an organisation includes those who speak for it.

    Examples:
        claimtrack parties
        claimtrack parties --format csv
    """
    with options.open_book() as book:
        rows = [row for row in book.parties() if not (unregistered and row.registered)]
        options.write(listings.parties(rows), book, slice_)


@with_options(slice_=slice_options, options=read_options)
def sources(
    *,
    slice_: Slice,
    options: ReadOptions,
    unarchived: Annotated[
        bool, typer.Option("--unarchived", help="Only sources with a URL and no archived copy.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="Only sources that no position cites.")] = False,
) -> None:
    """List sources: what they are, how often they are cited, and what they were copied from.

    Examples:
        claimtrack sources --unarchived   # what may be gone tomorrow
        claimtrack sources --format csv
    """
    with options.open_book() as book:
        rows = [row for row in book.sources() if not (unused and row.positions) and not (unarchived and row.archived)]
        options.write(listings.sources(rows), book, slice_)


@with_options(slice_=slice_options, options=read_options)
def topics(*, slice_: Slice, options: ReadOptions) -> None:
    """List topics: how many claims each has, and how many of these are disputed.

    Examples:
        claimtrack topics
        claimtrack topics --json
    """
    with options.open_book() as book:
        options.write(listings.topics(book.topics()), book, slice_)
