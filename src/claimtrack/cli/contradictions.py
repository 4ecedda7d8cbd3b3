"""``claimtrack contradictions``: who contradicts themselves."""

from claimtrack.cli.answer import Part, Reading, part, reading
from claimtrack.cli.asked import Asked, asked
from claimtrack.cli.options import grouped
from claimtrack.render import movement


@grouped(asked=asked, part=part, reading=reading)
def command(*, asked: Asked, part: Part, reading: Reading) -> None:
    """Who contradicts themselves: across claims that imply or contradict each other, or on one claim within a day.

    Plain columns: party, kind, the claims, how, and the two positions with their sources.
    """
    catalog = reading.catalog()
    reading.emit(
        movement.contradictions(catalog, catalog.contradictions(asked.filter(catalog))), catalog, part
    )
