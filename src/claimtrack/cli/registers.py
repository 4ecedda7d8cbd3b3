"""``claimtrack parties``, ``sources`` and ``topics``: the registers, with counts."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_party, complete_source
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import source_argument, with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render import listings, profiles
from claimtrack.render.view import Profiles
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, rows=row_options, options=read_options)
def parties(
    *,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY]...", autocompletion=complete_party, help="These parties whole: an id, a name or an alias."
        ),
    ] = None,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    unregistered: Annotated[
        bool, typer.Option("--unregistered", help="Only parties that parties.toml does not have.")
    ] = False,
) -> None:
    """List parties, or show the named ones in full: where each stands, who speaks for it, when it moved, what it contradicts.

    A state or an organisation includes those who speak for it. With filters, only the positions that `claimtrack
    positions` shows with the same filters count, and only parties that have one are listed.

    Examples:
        claimtrack parties
        claimtrack parties trump
        claimtrack parties --topic may-2025-conflict --since 2025-06

    --search looks for words in a party's id, name, aliases and kind.
    """
    with options.open_book() as book:
        if names:
            _only_a_list(rows, unregistered=unregistered)
            ids = dict.fromkeys(map(book.find_party, names))
            shown = [profiles.party(book, book.party(party, filters(book))) for party in ids]
            options.for_page().write(Profiles("parties", "party", shown), book)
            return
        found = [row for row in book.parties(filters(book)) if not (unregistered and row.registered)]
        options.write(listings.parties(found), book, rows)


@with_options(filters=filter_options, rows=row_options, options=read_options)
def sources(
    *,
    names: Annotated[
        list[str] | None,
        source_argument(
            metavar="[SOURCE]...", autocompletion=complete_source, help="These sources whole: an id or a URL."
        ),
    ] = None,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    unarchived: Annotated[
        bool, typer.Option("--unarchived", help="Only sources with a URL and no archived copy.")
    ] = False,
    unused: Annotated[bool, typer.Option("--unused", help="Only sources that no position cites.")] = False,
) -> None:
    """List sources, or show the named ones in full: what each is, what it was copied from, and the positions that cite it.

    With filters, only the positions that `claimtrack positions` shows with the same filters count, and only their
    sources are listed.

    Examples:
        claimtrack sources --unarchived   # what may be gone tomorrow
        claimtrack sources thewire-trade
        claimtrack sources --party trump --source thewire.in

    --source and --search say which sources; --search looks for words in the id, title, publisher, author and addresses.
    """
    with options.open_book() as book:
        if names:
            _only_a_list(rows, unarchived=unarchived, unused=unused)
            whole = [each for name in dict.fromkeys(names) for each in book.source(name)]
            shown = [profiles.source(book, each, filters(book)) for each in whole]
            options.for_page().write(Profiles("sources", "source", shown), book)
            return
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


def _only_a_list(rows: RowOptions, **flags: bool) -> None:
    """Refuse the options that have no meaning where something is shown whole."""
    given = [f"--{name}" for name, is_given in {**flags, "count": rows.only_count}.items() if is_given]
    if given or rows.slice != Slice():
        named = given[0] if given else "--limit"
        raise typer.BadParameter("it is for the list, and not for what is shown whole", param_hint=named)
