"""Who contradicts themselves: across linked claims, or on one claim within a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from claimtrack.model.dates import DAY, day_number

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

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
    implied_by = _implied_by(links)
    asserted, denied = _by_party(links, lines, "asserts"), _by_party(links, lines, "denies")
    for party, claims in asserted.items():
        targets = denied.get(party, {})
        leading = _leading_to(targets, implied_by) if targets else frozenset()
        for claim, position in claims.items():
            if claim in leading:
                for chain in _chains(claim, links, leading, targets):
                    yield Contradiction(party, "implied", chain, (position, targets[chain[-1]]))
            for rival in sorted(rivals.get(claim, ())):
                if rival in claims:
                    yield Contradiction(party, "exclusive", (claim, rival), (position, claims[rival]))


def _by_party(
    links: Mapping[str, Links], lines: Mapping[str, Mapping[str, Line]], side: Side
) -> dict[str, dict[str, ResolvedPosition]]:
    """Return for each party the linked claims on which it takes a side, with the position that set its line."""
    taken: dict[str, dict[str, ResolvedPosition]] = {}
    for claim in sorted(links):
        for line in lines.get(claim, {}).values():
            if line.side == side:
                taken.setdefault(line.party, {})[claim] = line.position
    return taken


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


def _implied_by(links: Mapping[str, Links]) -> dict[str, list[str]]:
    """Return for each claim the claims that imply it."""
    implied_by: dict[str, list[str]] = {}
    for claim, (implies, _) in links.items():
        for other in implies:
            implied_by.setdefault(other, []).append(claim)
    return implied_by


def _leading_to(targets: Iterable[str], implied_by: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the claims from which one of the targets follows, and the targets."""
    leading = set(targets)
    queue = [*leading]
    for claim in queue:
        for before in implied_by.get(claim, ()):
            if before not in leading:
                leading.add(before)
                queue.append(before)
    return leading


def _chains(
    start: str, links: Mapping[str, Links], leading: Container[str], targets: Container[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the shortest chain along `implies` from a claim to each target that follows from it."""
    before: dict[str, str] = {}
    queue = [start]
    for claim in queue:
        for step in links[claim].implies:
            if step in leading and step != start and step not in before:
                before[step] = claim
                queue.append(step)
                if step in targets:
                    chain = [step]
                    while chain[-1] != start:
                        chain.append(before[chain[-1]])
                    yield tuple(reversed(chain))


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
