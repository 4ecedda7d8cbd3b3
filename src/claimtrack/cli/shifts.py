"""``claimtrack shifts``: when parties moved."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import claim_argument, with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render.shifts import shifts


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    claims: Annotated[
        list[str] | None,
        claim_argument(metavar="[CLAIM]...", autocompletion=complete_claim, help="Only these claims."),
    ] = None,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
    moved: Annotated[bool, typer.Option("--moved", help="Leave out where a party takes its first side.")] = False,
) -> None:
    """When parties moved: every change of where a party stands, oldest first, by whom, and on which sources.

    A change is a first side, another side, a withdrawal, or a number that does not fit the one before: 5 fits 5-6, and 7
    does not. --since and --until mean the time of the change. `claimtrack changes` shows what changed in our files.

    Examples:
        claimtrack shifts jets
        claimtrack shifts --moved --since 2025-06   # without first sides
        claimtrack shifts --party india

    If a later number still fits, the last row says "now" and that number.

    Columns of --format plain: date, claim, principal (the party that moved), move; then side, value, about and standing of what
    it was, of what it became and of what it is now; order (certain or not); party (who spoke), date_of (statement
    or report), standing (on-record, anonymous or relayed), sources.
    """
    with options.open_book() as book:
        ids = frozenset(map(book.find_claim, claims or ()))
        found = book.shifts(filters(book), ids, whole=options.to in {"json", "jsonl", "csv"})
        if moved:
            found = [row for row in found if row.move != "first"]
        options.write(shifts(book, found), book, rows)
