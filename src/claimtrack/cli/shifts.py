"""``claimtrack shifts``: when parties moved."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import line_listings
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, slice_=slice_options, options=read_options)
def command(
    *,
    claims: Annotated[
        list[str] | None,
        claim_argument(
            metavar="[CLAIM]...", autocompletion=complete_claim, help="These claims; all, if none is named."
        ),
    ] = None,
    filters: FilterOptions,
    slice_: Slice,
    options: ReadOptions,
    moved: Annotated[bool, typer.Option("--moved", help="Leave out where a party only takes its first line.")] = False,
) -> None:
    """When parties moved: every change of a party's line, oldest first, with who changed it and on which sources.

    A change of side, of the value to one that cannot be the same, a first line, or a line withdrawn.
    --since and --until mean the shifts of that time. What changed in our files is told by `claimtrack changes`.
    The last row of a line says which value it has now, if a newer one differs from none before.
    Plain columns: date, claim, party, voice, move, from, to, sources, value now, order, what the date is of (statement
    or report), standing (on-record, anonymous or relayed) of what moved the line, standing of the line before.
    """
    with options.open_book() as book:
        ids = frozenset(map(book.find_claim, claims or ()))
        rows = book.shifts(filters(book), ids, whole=options.to in {"json", "jsonl"})
        if moved:
            rows = [row for row in rows if row.move != "first"]
        options.write(line_listings.shifts(book, rows), book, slice_)
