"""``claimtrack diff``: two parties side by side."""

from typing import TYPE_CHECKING, Annotated, cast

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, asked
from claimtrack.cli.options import Many, any_of, grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import listings
from claimtrack.rules.comparison import RELATIONS

if TYPE_CHECKING:
    from claimtrack.rules.comparison import Relation

_Party = Annotated[
    str,
    typer.Argument(
        metavar="PARTY",
        autocompletion=complete_party,
        help="An id, a name or an alias; a principal includes its voices, a voice is itself alone.",
    ),
]


@grouped(asked=asked, part=part, reading=reading)
def command(
    *,
    a: _Party,
    b: _Party,
    asked: FilterOptions,
    part: Part,
    reading: ReadOptions,
    only: Annotated[Many, any_of("RELATION", RELATIONS, "Only these rows (the tally stays)")] = None,
) -> None:
    """Compare two parties claim by claim: opposed, partly, agree, values differ, or only one takes a side.

    Plain columns: claim, relation, title, then of each party: side (or why there is none), value, date.
    """
    catalog = reading.catalog()
    found = catalog.diff(
        catalog.find_party(a),
        catalog.find_party(b),
        asked.filter(catalog),
        frozenset(cast("list[Relation]", only or ())),
    )
    reading.emit(listings.diff(catalog, found), catalog, part)
