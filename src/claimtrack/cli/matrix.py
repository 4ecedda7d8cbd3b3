"""``claimtrack matrix``: claims by parties, at a glance."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import line_listings
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, slice_=slice_options, options=read_options)
def command(
    *,
    parties: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY]...",
            autocompletion=complete_party,
            help="These parties; every principal, if none is named.",
        ),
    ] = None,
    filters: FilterOptions,
    slice_: Slice,
    options: ReadOptions,
) -> None:
    """Show claims by parties: who asserts (+), qualifies (~) or denies (−) what, with which value.

    A sign in parentheses, as (+), is a line that is not on record but anonymous or relayed.
    Those with the most lines come first. On a terminal as many parties are shown as fit; other formats show all.
    Plain columns: claim, then of each party its side and value, then the lines that are not on record ("PARTY SIDE
    STANDING, ..."). CSV is the same, with a header.
    """
    with options.open_book() as book:
        ids = tuple(dict.fromkeys(map(book.find_party, parties or ())))
        matrix = book.matrix(ids, filters(book))
        options.write(line_listings.matrix(book, matrix), book, slice_)
