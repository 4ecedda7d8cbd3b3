"""``claimtrack contradictions``: who contradicts themselves."""

from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import line_listings
from claimtrack.rules.filters import Slice


@with_options(filters=filter_options, slice_=slice_options, options=read_options)
def command(*, filters: FilterOptions, slice_: Slice, options: ReadOptions) -> None:
    """Who contradicts themselves: across claims that imply or contradict each other, or on one claim within a day.

    Examples:
        claimtrack contradictions
        claimtrack contradictions --party united-states --format csv

    Columns of plain and CSV: party, kind, the claims, how, and the two positions with their sources.
    """
    with options.open_book() as book:
        rows = book.contradictions(filters(book))
        options.write(line_listings.contradictions(book, rows), book, slice_)
