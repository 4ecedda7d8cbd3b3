"""Who contradicts themselves: across claims that are linked, or on one claim within a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from claimtrack.rules.act import Act
    from claimtrack.rules.stand import Line

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
        acts: the two acts that show it.
    """

    party: str
    kind: Literal["implied", "exclusive", "same-day"]
    chain: tuple[str, ...]
    acts: tuple[Act, Act]


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
                    yield Contradiction(party, "implied", chain, (line.act, other.act))
        for rival in sorted(rivals.get(claim, ())):
            for party, line in asserting.items():
                other = lines.get(rival, {}).get(party)
                if other is not None and other.side == "asserts":
                    yield Contradiction(party, "exclusive", (claim, rival), (line.act, other.act))


def within_a_day(claim: str, found: Sequence[Act]) -> Iterator[Contradiction]:
    """Find persons who took two sides of a claim within a day, on the record.

    Args:
        claim: the claim's id.
        found: its acts, in order; those whose day is not known, as where only a report is dated, are passed over.
    """
    latest: dict[str, Act] = {}
    for act in found:
        if act.side is None or not act.on_record or _day(act) is None:
            continue
        earlier = latest.get(act.party)
        if earlier is not None and earlier.side != act.side and _within_a_day(earlier, act):
            yield Contradiction(act.party, "same-day", (claim,), (earlier, act))
        latest[act.party] = act


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


def _day(act: Act) -> str | None:
    """Give the day of an act where the speaker was; None where it is not known."""
    date = act.date
    if date is None or act.position.date_of == "report" or date.end - date.start >= _DAY:
        return None
    return date.written[:10]


def _within_a_day(one: Act, other: Act) -> bool:
    """Two moments are compared by the clock, and whatever is not known better by the day."""
    if all(act.date is not None and act.date.start == act.date.end for act in (one, other)):
        return other.at - one.at <= _DAY
    return _day(one) == _day(other)
