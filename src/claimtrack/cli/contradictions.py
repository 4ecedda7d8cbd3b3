"""``claimtrack contradictions``: who contradicts themselves."""

from claimtrack.cli.filter_options import FilterOptions, asked
from claimtrack.cli.options import grouped
from claimtrack.cli.read_options import Part, ReadOptions, part, reading
from claimtrack.render import movement


@grouped(asked=asked, part=part, reading=reading)
def command(*, asked: FilterOptions, part: Part, reading: ReadOptions) -> None:
    """Who contradicts themselves: across claims that imply or contradict each other, or on one claim within a day.

    Plain columns: party, kind, the claims, how, and the two positions with their sources.
    """
    catalog = reading.catalog()
    reading.emit(
        movement.contradictions(catalog, catalog.contradictions(asked.filter(catalog))), catalog, part
    )
