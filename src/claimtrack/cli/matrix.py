"""``claimtrack matrix``: claims by parties, at a glance."""

from typing import Annotated, Any

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render import matrix
from claimtrack.render.view import Listing


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(
    *,
    parties: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PARTY]...",
            autocompletion=complete_party,
            help="Only these parties: ids, names or aliases.",
        ),
    ] = None,
    transpose: Annotated[
        bool, typer.Option("--transpose", help="One row per party, one column per claim. JSON stays as it is.")
    ] = False,
    filters: FilterOptions,
    rows: RowOptions,
    options: ReadOptions,
) -> None:
    """Show claims by parties: + asserts, ~ qualifies (accepts a part), − denies, with the value.

    In the table, (+) means not on record: anonymous or relayed. [+] means a review: a position with a rating.

    Parties that most often disagree with others come first. A terminal shows as many parties as fit; the other formats
    show all. If you name parties, only the claims are shown on which one of them takes a side.

    Examples:
        claimtrack matrix
        claimtrack matrix india pakistan united-states --disputed
        claimtrack matrix --topic may-2025-conflict --format csv

    Plain and CSV begin with a header. Columns of --format plain: claim, then of each party its side and value, then off_record
    (parties whose side is anonymous or relayed), withdrawn (parties whose speaker took it back), withdrawn_by, withdrawn_date,
    reviews (whose side is one), ratings.
    """
    with options.open_book() as book:
        ids = tuple(dict.fromkeys(map(book.find_party, parties or ())))
        result = book.matrix(ids, filters(book))
        turned = transpose and options.to not in {"json", "jsonl"}
        view: Listing[Any] = matrix.by_party(result) if turned else matrix.by_claim(book, result)
        options.write(view, book, rows)
