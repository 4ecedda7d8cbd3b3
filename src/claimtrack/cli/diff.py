"""``claimtrack diff``: two parties side by side."""

from typing import Annotated, cast

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, filter_options
from claimtrack.cli.options import Many, any_of, with_options
from claimtrack.cli.read_options import ReadOptions, read_options, slice_options
from claimtrack.render import line_listings
from claimtrack.rules.comparison import RELATIONS, Relation
from claimtrack.rules.filters import Slice

_Party = Annotated[
    str,
    typer.Argument(
        metavar="PARTY",
        autocompletion=complete_party,
        help="An id, a name or an alias; a principal includes its voices, a voice is itself alone.",
    ),
]


@with_options(filters=filter_options, slice_=slice_options, options=read_options)
def command(
    *,
    a: _Party,
    b: _Party,
    filters: FilterOptions,
    slice_: Slice,
    options: ReadOptions,
    only: Annotated[Many, any_of("RELATION", RELATIONS, "Only these rows (the tally stays)")] = None,
) -> None:
    """Compare two parties claim by claim: opposed, partly, agree, values differ, or only one takes a side.

    Plain columns: claim, relation, title, then of each party: side (or why there is none), value, date; then of each
    party: standing (on-record, anonymous or relayed), what the date is of (statement or report); then of each the
    time that its value is about.
    """
    book = options.open_book()
    relations = frozenset(cast("list[Relation]", only or ()))
    diff = book.diff(book.find_party(a), book.find_party(b), filters(book), relations)
    options.write(line_listings.diff(book, diff), book, slice_)
