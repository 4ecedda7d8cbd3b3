"""Who contradicts themselves: across claims that are linked, or on one claim within a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_DAY: Final = timedelta(days=1)


class Links(NamedTuple):
    """How one claim is linked to others, by their ids."""

    implies: tuple[str, ...]
    contradicts: tuple[str, ...]


class Contradiction(NamedTuple):
    """A party at odds with itself.

    Attributes:
        party: the id of the principal, or of the person who took two sides within a day.
        kind: `implied` (asserts the first claim of the chain and denies the last, which it implies),
            `exclusive` (asserts two claims that contradict each other), or `same-day` (two sides of one claim).
        chain: the ids of the claims: from the one asserted along `implies` to the one denied; the two that
            contradict; or the one claim.
        positions: the two positions that show it.
    """

    party: str
    kind: Literal["implied", "exclusive", "same-day"]
    chain: tuple[str, ...]
    positions: tuple[ResolvedPosition, ResolvedPosition]


def across(links: Mapping[str, Links], lines: Mapping[str, Mapping[str, Line]]) -> Iterator[Contradiction]:
    """Find principals whose lines on linked claims cannot stand together.

    Args:
        links: how each claim is linked, by id; links to claims that are not there lead nowhere.
        lines: of each claim, by id, the line of each principal.
    """
    rivals = _rivals(links)
    for claim in sorted(links):
        asserting = {party: each for party, each in lines.get(claim, {}).items() if each.side == "asserts"}
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


def within_a_day(claim: str, found: Sequence[ResolvedPosition]) -> Iterator[Contradiction]:
    """Find persons who took two sides of a claim within a day, on the record.

    Args:
        claim: the claim's id.
        found: its positions, in order; those whose day is not known, as where only a report is dated, are passed over.
    """
    latest: dict[str, ResolvedPosition] = {}
    for position in found:
        if position.side is None or not position.on_record or _day(position) is None:
            continue
        earlier = latest.get(position.party)
        if earlier is not None and earlier.side != position.side and _within_a_day(earlier, position):
            yield Contradiction(position.party, "same-day", (claim,), (earlier, position))
        latest[position.party] = position


def _implied(start: str, links: Mapping[str, Links]) -> Iterator[tuple[str, ...]]:
    """Give the shortest chain along `implies` to each claim that follows from one."""
    seen = {start}
    queue: list[tuple[str, ...]] = [(start,)]
    for chain in queue:
        for step in links[chain[-1]].implies if chain[-1] in links else ():
            if step not in seen:
                seen.add(step)
                queue.append((*chain, step))
                yield (*chain, step)


def _rivals(links: Mapping[str, Links]) -> dict[str, set[str]]:
    """Give, of each pair of claims that contradict each other, whichever says so, the later id by the earlier."""
    rivals: dict[str, set[str]] = {}
    for claim, its in links.items():
        for other in its.contradicts:
            if other != claim:
                rivals.setdefault(min(claim, other), set()).add(max(claim, other))
    return rivals


def _day(position: ResolvedPosition) -> str | None:
    """Give the day of a position where the speaker was; None where it is not known."""
    date = position.date
    if date is None or position.recorded.date_of == "report" or date.end - date.start >= _DAY:
        return None
    return date.written[:10]


def _within_a_day(one: ResolvedPosition, other: ResolvedPosition) -> bool:
    """Two moments are compared by the clock, and whatever is not known better by the day."""
    if all(
        position.date is not None and position.date.start == position.date.end for position in (one, other)
    ):
        return other.at - one.at <= _DAY
    return _day(one) == _day(other)
