"""``claimtrack parties``, ``sources`` and ``topics``: the registers, with counts."""

from typing import Annotated

import typer

from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render import listings


@with_options(filters=filter_options, rows=row_options, options=read_options)
def parties(
    *,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    unregistered: Annotated[
        bool, typer.Option("--unregistered", help="Only parties that parties.toml does not have.")
    ] = False,
) -> None:
    """List parties: for whom they speak, how many claims and positions they have, when they were last heard.

    A state or an organisation includes those who speak for it. With filters, only the positions that `claimtrack
    positions` shows with the same filters count, and only parties that have one are listed.

    Examples:
        claimtrack parties
        claimtrack parties --topic may-2025-conflict --since 2025-06

    --search looks for words in a party's id, name, aliases and kind.
    """
    with options.open_book() as book:
        found = [row for row in book.parties(filters(book)) if not (unregistered and row.registered)]
        options.write(listings.parties(found), book, rows)


@with_options(filters=filter_options, rows=row_options, options=read_options)
def sources(
    *,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    unarchived: Annotated[
        bool, typer.Option("--unarchived", help="Only sources with a URL and no archived copy.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="Only sources that no position cites.")] = False,
) -> None:
    """List sources: what they are, how often they are cited, and what they were copied from.

    With filters, only the positions that `claimtrack positions` shows with the same filters count, and only sources of
    such claims are listed.

    Examples:
        claimtrack sources --unarchived   # what may be gone tomorrow
        claimtrack sources --party trump --source thewire.in

    --source and --search say which sources; --search looks for words in the id, title, publisher, author and addresses.
    """
    with options.open_book() as book:
        found = book.sources(filters(book))
        found = [row for row in found if not (unused and row.positions) and not (unarchived and row.archived)]
        options.write(listings.sources(found), book, rows)


@with_options(filters=filter_options, rows=row_options, options=read_options)
def topics(*, filters: FilterOptions, rows: RowOptions, options: ReadOptions) -> None:
    """List topics: how many claims each has, and how many of these are disputed.

    With filters, only the claims that meet them count. --topic and --search say which topics.

    Examples:
        claimtrack topics
        claimtrack topics --party trump --json
    """
    with options.open_book() as book:
        options.write(listings.topics(book.topics(filters(book))), book, rows)
