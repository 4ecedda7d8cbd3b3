"""What each party did, counted in one pass over the positions that the index keeps."""

from __future__ import annotations

import marshal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.book.rows import PartyCount
from claimtrack.index.pack import unpack_claim
from claimtrack.index.times import until

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from claimtrack.model.dates import Span


class _Place(NamedTuple):
    """Where a position is: the number of its claim, and its place in the file."""

    claim: int
    position: int


class _Count:
    """What one party did so far."""

    __slots__ = ("at", "claims", "last_claim", "latest", "positions")

    def __init__(self) -> None:
        self.claims = 0
        self.positions = 0
        self.last_claim = 0
        self.at = -1
        self.latest: list[_Place] = []  # of the dated positions, those that count from the last instant

    def add(self, place: _Place, at: int, dated: int) -> None:
        self.positions += 1
        if place.claim != self.last_claim:
            self.last_claim = place.claim
            self.claims += 1
        if dated and at >= self.at:
            if at > self.at:
                self.at = at
                self.latest.clear()
            self.latest.append(place)


def count_parties(
    base: sqlite3.Connection, as_of: Span | None, is_voice: Callable[[str], bool]
) -> dict[str, PartyCount]:
    """Count what each party did; as when it is asked for by name, a principal includes its voices.

    Args:
        base: the index.
        as_of: only what had been said by the end of this date counts.
        is_voice: tells whether a party, by its id, speaks for another.
    """
    is_voice = cache(is_voice)
    counts: dict[str, _Count] = {}
    end = None if as_of is None else until(as_of)
    for claim, told in base.execute("SELECT claim, told FROM acts ORDER BY claim"):
        for position, party, principal, _, at, dated, _, _ in marshal.loads(told):
            if end is not None and at > end:
                break  # they stand in the order in which they count
            place = _Place(claim, position)
            for who in (party,) if principal == party or is_voice(principal) else (party, principal):
                if who not in counts:
                    counts[who] = _Count()
                counts[who].add(place, at, dated)
    return {
        party: PartyCount(count.claims, count.positions, _last(base, count.latest))
        for party, count in counts.items()
    }


def _last(base: sqlite3.Connection, places: list[_Place]) -> str | None:
    """Give the date of the last of some positions that count from one instant, in the order of ids and files."""
    if not places:
        return None
    numbers = dict.fromkeys(place.claim for place in places)
    ids = {n: base.execute("SELECT id FROM claims WHERE n = ?", (n,)).fetchone()[0] for n in numbers}
    last = max(places, key=lambda place: (ids[place.claim], place.position))
    (packed,) = base.execute("SELECT packed FROM records WHERE n = ?", (last.claim,)).fetchone()
    date = unpack_claim("", "", packed).positions[last.position].date
    return date.written if date else None
