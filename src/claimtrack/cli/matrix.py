"""``claimtrack matrix``: claims by parties, at a glance."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_party
from claimtrack.cli.filter_options import FilterOptions, asked
from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import movement


@grouped(asked=asked, part=part, reading=reading)
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
    asked: FilterOptions,
    part: Part,
    reading: ReadOptions,
) -> None:
    """Show claims by parties: who asserts (+), qualifies (~) or denies (−) what, with which value.

    Those with the most lines come first. On a terminal as many parties are shown as fit; other formats show all.
    Plain columns: claim, then of each party its side and value. CSV is the same, with a header.
    """
    catalog = reading.catalog()
    named = tuple(dict.fromkeys(map(catalog.find_party, parties or ())))
    reading.emit(movement.matrix(catalog, catalog.matrix(named, asked.filter(catalog))), catalog, part)
