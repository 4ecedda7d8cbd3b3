"""``claimtrack matrix``: claims by parties, at a glance."""

from typing import Annotated

import typer

from claimtrack.cli.answer import Part, Reading, part, reading
from claimtrack.cli.asked import Asked, asked
from claimtrack.cli.completion import complete_party
from claimtrack.cli.options import grouped
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
    asked: Asked,
    part: Part,
    reading: Reading,
) -> None:
    """Show claims by parties: who asserts (+), qualifies (~) or denies (−) what, with which value.

    Those with the most lines come first. On a terminal as many parties are shown as fit; other formats show all.
    Plain columns: claim, then of each party its side and value. CSV is the same, with a header.
    """
    catalog = reading.catalog()
    named = tuple(dict.fromkeys(map(catalog.find_party, parties or ())))
    reading.emit(movement.matrix(catalog, catalog.matrix(named, asked.filter(catalog))), catalog, part)
