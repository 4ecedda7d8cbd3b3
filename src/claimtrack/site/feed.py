"""The feed of shifts: its entries, each with an identifier that stays the same in later builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from claimtrack.model.dates import ALWAYS, day_written
from claimtrack.render import phrases
from claimtrack.site.line_words import said, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.links import PageLinks

_MOST: Final = 50
_NEVER: Final = "1970-01-01T00:00:00Z"


class FeedEntry(NamedTuple):
    """A shift in the feed."""

    title: str
    id: str
    updated: str
    href: str
    summary: str


def entries(rows: Sequence[ShiftRow], links: PageLinks, name: Callable[[str], str]) -> list[FeedEntry]:
    """Return the latest shifts that have a date, the latest first."""
    dated = [row for row in rows if row.at != ALWAYS and row.date is not None]
    return [_entry(row, links, name) for row in reversed(dated[-_MOST:])]


def updated(found: Iterable[FeedEntry]) -> str:
    """Return when the feed changed last."""
    return max((each.updated for each in found), default=_NEVER)


def identifier(*parts: str) -> str:
    """Return the identifier of something that has these parts, the same in every build."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(('claimtrack', *parts)))}"


def _entry(row: ShiftRow, links: PageLinks, name: Callable[[str], str]) -> FeedEntry:
    who = phrases.mover(row.party, row.voice, name)
    before, after = (said(each, row.claim.kind, row.claim.unit) for each in (row.before, row.after))
    after = after or "no side"
    moved = f"{before} → {after}" if before else after
    doubt = "" if row.order_certain else f" ({phrases.ORDER_UNCERTAIN})"
    return FeedEntry(
        f"{who}: {moved} — {row.claim.title}",
        identifier(row.claim.id, row.party, row.date or "", str(row.place)),
        f"{day_written(row.at)}T00:00:00Z",
        links.claim(row.claim.id) or "",
        f"{when(row.date, row.date_of)}: {who} {moved}{doubt}.",
    )
