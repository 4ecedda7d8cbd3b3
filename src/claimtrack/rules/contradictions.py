"""Who contradicts themselves: across linked claims, or on one claim within a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from claimtrack.model.dates import DAY, day_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

Kind = Literal["implied", "exclusive", "same-day"]

# Two moments within a day by the clock are at most this many days apart as written, whatever their offsets.
_MOST_DAYS: Final = 3


class Links(NamedTuple):
    """The ids of the claims that one claim implies and contradicts."""

    implies: tuple[str, ...]
    contradicts: tuple[str, ...]


class Contradiction(NamedTuple):
    """Two positions of a party that contradict each other.

    The kind is `implied` (it asserts the first claim of the chain and denies the last, which follows from it),
    `exclusive` (it asserts both claims of the chain, which contradict each other), or `same-day` (two sides of the
    one claim of the chain).
    """

    party: str  # the id of the principal, or of the person who took two sides within a day
    kind: Kind
    chain: tuple[str, ...]  # ids of claims
    positions: tuple[ResolvedPosition, ResolvedPosition]


def across(links: Mapping[str, Links], lines: Mapping[str, Mapping[str, Line]]) -> Iterator[Contradiction]:
    """Find principals whose lines on linked claims cannot stand together; links and lines are given by claim.

    Links to claims that do not exist are ignored.
    """
    rivals = _rivals(links)
    for claim in sorted(links):
        asserting = [line for line in lines.get(claim, {}).values() if line.side == "asserts"]
        if not asserting:
            continue
        excluded: list[tuple[Kind, tuple[str, ...], Side]]
        excluded = [("implied", chain, "denies") for chain in _implied(claim, links)]
        excluded += [("exclusive", (claim, rival), "asserts") for rival in sorted(rivals.get(claim, ()))]
        for kind, chain, side in excluded:
            for line in asserting:
                other = lines.get(chain[-1], {}).get(line.party)
                if other is not None and other.side == side:
                    yield Contradiction(line.party, kind, chain, (line.position, other.position))


def within_a_day(claim: str, positions: Sequence[ResolvedPosition]) -> Iterator[Contradiction]:
    """Find persons who took two sides of a claim (an id) within a day, on the record.

    Positions whose day is not known are skipped. A change of side is reported with the latest position before it that
    took another side within a day.
    """
    taken: dict[str, list[ResolvedPosition]] = {}
    for position in positions:
        if position.side is None or not position.on_record or not position.is_day_known:
            continue
        before = taken.setdefault(position.party, [])
        if before and before[-1].side != position.side:
            rivals = (each for each in _near(position, before) if each.side != position.side)
            rival = next((each for each in rivals if _within_a_day(each, position)), None)
            if rival is not None:
                yield Contradiction(position.party, "same-day", (claim,), (rival, position))
        before.append(position)


def _implied(start: str, links: Mapping[str, Links]) -> Iterator[tuple[str, ...]]:
    """Yield the shortest chain along `implies` from a claim to each one that follows from it."""
    seen = {start}
    queue: list[tuple[str, ...]] = [(start,)]
    for chain in queue:
        for step in links[chain[-1]].implies if chain[-1] in links else ():
            if step not in seen:
                seen.add(step)
                queue.append((*chain, step))
                yield (*chain, step)


def _rivals(links: Mapping[str, Links]) -> dict[str, set[str]]:
    """Return the pairs of claims that contradict each other, whichever says so: the later ids by the earlier id."""
    rivals: dict[str, set[str]] = {}
    for claim, (_, contradicts) in links.items():
        for other in contradicts:
            if other != claim:
                rivals.setdefault(min(claim, other), set()).add(max(claim, other))
    return rivals


def _near(position: ResolvedPosition, before: Sequence[ResolvedPosition]) -> Iterator[ResolvedPosition]:
    """Yield those of some earlier positions that may be within a day of a position, the latest first."""
    for each in reversed(before):
        if _days(each.at, position.at) > _MOST_DAYS:
            return
        yield each


def _days(one: int, other: int) -> int:
    """Return how many days one date key's day is before another's, as written."""
    return day_number(other) - day_number(one)


def _within_a_day(one: ResolvedPosition, other: ResolvedPosition) -> bool:
    """Compare two moments by the clock, and anything less exact by the day as written."""
    if one.date is not None and other.date is not None and one.date.is_moment and other.date.is_moment:
        return abs(other.date.instant - one.date.instant) <= DAY
    return _days(one.at, other.at) == 0
