"""What each party did: on one claim, and on many."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.model.vocabulary import DateOf
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition


class PartySummary(NamedTuple):
    """What a party did on one claim; the positions of its voices count for a principal, as in `positions_of`.

    Attributes:
        name: its name as the claim first writes it; None if only voices of it took positions.
        positions: how many positions count for it; 0 if positions are only known through it.
        at: the date key of the latest dated one; 0 if none is dated.
        last: the date of that one, as recorded.
        last_date_of: whether that is the date of what was said, or only of the report of it; None if none is dated.
    """

    name: str | None = None
    positions: int = 0
    at: int = 0
    last: str | None = None
    last_date_of: DateOf | None = None


def party_summaries(state: ClaimState, counted: Sequence[ResolvedPosition] | None = None) -> dict[str, PartySummary]:
    """Return what each party did on a claim, by its id; if `counted` is given, only those positions count."""
    registry = state.registry
    names: dict[str, str] = {}
    for recorded in state.claim.positions:
        for name in (recorded.party, *recorded.via):
            names.setdefault(registry.party(name), name)
    numbers = dict.fromkeys(names, 0)
    latest: dict[str, ResolvedPosition] = {}
    for position in state.positions if counted is None else counted:
        principal = position.party if registry.is_voice(position.principal) else position.principal
        for party in (position.party,) if principal == position.party else (position.party, principal):
            numbers[party] = numbers.get(party, 0) + 1
            if position.date is not None:
                latest[party] = position
    return {
        party: PartySummary(names.get(party), number, *_latest(latest.get(party))) for party, number in numbers.items()
    }


def _latest(position: ResolvedPosition | None) -> tuple[int, str | None, DateOf | None]:
    if position is None or position.date is None:
        return 0, None, None
    return position.at, position.date.written, position.recorded.date_of


class PartyCount(NamedTuple):
    """What a party did on some claims; see `PartySummary`.

    Attributes:
        name: its name as the claim with the first id that names it writes it; None if none names it.
        named_in: the id of that claim.
        claims: on how many claims positions count for it.
        positions: how many count for it.
        at: the date key of the latest dated one; 0 if none is dated. Of several claims with one date, the last id counts.
        last: the date of that one, as recorded.
        last_date_of: whether that is the date of what was said, or only of the report of it.
        last_in: the id of the claim with that one.
    """

    name: str | None = None
    named_in: str = ""
    claims: int = 0
    positions: int = 0
    at: int = 0
    last: str | None = None
    last_date_of: DateOf | None = None
    last_in: str = ""


def counts_on(claim_id: str, parties: Mapping[str, PartySummary]) -> dict[str, PartyCount]:
    """Return what each party did on one claim as a count."""
    return {
        party: PartyCount(
            done.name,
            claim_id if done.name is not None else "",
            int(done.positions > 0),
            done.positions,
            done.at,
            done.last,
            done.last_date_of,
            claim_id if done.at else "",
        )
        for party, done in parties.items()
    }


def add_up(several: Iterable[Mapping[str, PartyCount]]) -> dict[str, PartyCount]:
    """Return what each party did on all claims, from what it did on some of them at a time, in any order."""
    total: dict[str, PartyCount] = {}
    for counts in several:
        for party, count in counts.items():
            before = total.get(party)
            total[party] = count if before is None else _sum(before, count)
    return total


def names_in(several: Iterable[Mapping[str, PartyCount]]) -> dict[str, str]:
    """Return the name of each party that is named, as in `PartyCount`, from the same as `add_up`; in the order of ids."""
    first: dict[str, tuple[str, str]] = {}
    for counts in several:
        for party, (name, named_in, *_) in counts.items():
            if name is not None and (party not in first or named_in < first[party][0]):
                first[party] = named_in, name
    return {party: first[party][1] for party in sorted(first)}


def _sum(one: PartyCount, other: PartyCount) -> PartyCount:
    is_first = one.name is None or (other.name is not None and other.named_in < one.named_in)
    named = other if is_first else one
    latest = max(one, other, key=lambda count: (count.at, count.last_in))
    return PartyCount(
        named.name,
        named.named_in,
        one.claims + other.claims,
        one.positions + other.positions,
        latest.at,
        latest.last,
        latest.last_date_of,
        latest.last_in,
    )
