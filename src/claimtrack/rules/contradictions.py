"""Who contradicts themselves: across linked claims, or on one claim within a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_DAY: Final = timedelta(days=1)


class Links(NamedTuple):
    """The ids of the claims that one claim implies and contradicts."""

    implies: tuple[str, ...]
    contradicts: tuple[str, ...]


class Contradiction(NamedTuple):
    """A party at odds with itself.

    Attributes:
        party: the id of the principal, or of the person who took two sides within a day.
        kind: `implied` (asserts the first claim of the chain and denies the last, which it implies),
            `exclusive` (asserts two claims that contradict each other), or `same-day` (two sides of one claim).
        chain: the ids of the claims: from the one asserted along `implies` to the one denied; the two that
            contradict each other; or the one claim.
        positions: the two positions that contradict each other.
    """

    party: str
    kind: Literal["implied", "exclusive", "same-day"]
    chain: tuple[str, ...]
    positions: tuple[ResolvedPosition, ResolvedPosition]


def across(links: Mapping[str, Links], lines: Mapping[str, Mapping[str, Line]]) -> Iterator[Contradiction]:
    """Find principals whose lines on linked claims cannot stand together.

    Args:
        links: each claim's links, by its id; links to claims that do not exist are ignored.
        lines: the line of each principal, by the claim's id.
    """
    rivals = _rivals(links)
    for claim in sorted(links):
        asserting = {party: line for party, line in lines.get(claim, {}).items() if line.side == "asserts"}
        if not asserting:
            continue
        for chain in _implied(claim, links):
            for party, line in asserting.items():
                other = lines.get(chain[-1], {}).get(party)
                if other is not None and other.side == "denies":
                    yield Contradiction(party, "implied", chain, (line.position, other.position))
        for rival in sorted(rivals.get(claim, ())):
            for party, line in asserting.items():
                other = lines.get(rival, {}).get(party)
                if other is not None and other.side == "asserts":
                    yield Contradiction(party, "exclusive", (claim, rival), (line.position, other.position))


def within_a_day(claim: str, positions: Sequence[ResolvedPosition]) -> Iterator[Contradiction]:
    """Find persons who took two sides of a claim within a day, on the record.

    Args:
        claim: the claim's id.
        positions: its positions, in order; those whose day is not known are skipped.
    """
    latest: dict[str, ResolvedPosition] = {}
    for position in positions:
        if position.side is None or not position.on_record or _day(position) is None:
            continue
        earlier = latest.get(position.party)
        if earlier is not None and earlier.side != position.side and _within_a_day(earlier, position):
            yield Contradiction(position.party, "same-day", (claim,), (earlier, position))
        latest[position.party] = position


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


def _day(position: ResolvedPosition) -> str | None:
    """Return the day of a position by the speaker's calendar, if it is known."""
    date = position.date
    if date is None or position.recorded.date_of == "report" or date.end - date.start >= _DAY:
        return None
    return date.written[:10]


def _within_a_day(one: ResolvedPosition, other: ResolvedPosition) -> bool:
    """Compare two moments by the clock, and anything less exact by the day."""
    if all(position.date is not None and position.date.start == position.date.end for position in (one, other)):
        return other.at - one.at <= _DAY
    return _day(one) == _day(other)
