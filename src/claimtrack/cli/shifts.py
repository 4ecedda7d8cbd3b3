"""``claimtrack shifts``: when parties moved."""

from typing import Annotated

import typer

from claimtrack.cli.completion import complete_claim
from claimtrack.cli.filter_options import FilterOptions, asked
from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import movement


@grouped(asked=asked, part=part, reading=reading)
def command(
    *,
    claims: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLAIM]...", autocompletion=complete_claim, help="These claims; all, if none is named."
        ),
    ] = None,
    asked: FilterOptions,
    part: Part,
    reading: ReadOptions,
    moved: Annotated[
        bool, typer.Option("--moved", help="Leave out where a party only takes its first line.")
    ] = False,
) -> None:
    """When parties moved: every change of a party's line, oldest first, with who changed it and on which sources.

    A change of side, of the value to one that cannot be the same, a first line, or a line withdrawn.
    --since and --until mean the shifts of that time. What changed in our files is told by `claimtrack changes`.
    Plain columns: date, claim, party, voice, move, from, to, sources.
    """
    catalog = reading.catalog()
    named = frozenset(map(catalog.find_claim, claims or ()))
    rows = catalog.shifts(asked.filter(catalog), named)
    rows = [row for row in rows if not (moved and row.shift.move == "first")]
    reading.emit(movement.shifts(catalog, rows), catalog, part)
