"""``claimtrack contradictions``: who contradicts themselves."""

from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, RowOptions, read_options, row_options
from claimtrack.render import line_listings


@with_options(filters=filter_options, rows=row_options, options=read_options)
def command(*, filters: FilterOptions, rows: RowOptions, options: ReadOptions) -> None:
    """Who contradicts themselves: on claims that are linked, or by taking two sides on one claim within a day.

    Claims are linked by the keys `implies` and `contradicts` in their files.

    Examples:
        claimtrack contradictions
        claimtrack contradictions --party united-states --format csv

    Columns of --format plain: principal (the party that contradicts itself), rule, chain (the claims), how, and the two positions, each
    with its claim.
    """
    with options.open_book() as book:
        found = book.contradictions(filters(book))
        options.write(line_listings.contradictions(book, found), book, rows)
