"""The filters of claims, and which rows of an answer are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimtrack.model.names import slug
from claimtrack.model.vocabulary import is_side
from claimtrack.rules.search import haystack, occurs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.vocabulary import Kind, Stance, Status
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.resolve import ResolvedPosition

_Row = TypeVar("_Row")


class ClaimFilter(NamedTuple):
    """The conditions that a claim has to meet; a field left at its default sets none. Parties are ids."""

    status: frozenset[Status] = frozenset()
    party: tuple[str, ...] = ()  # each of these took a position on it
    # Somebody (with `party`, one of those) has such a line now, or ever took such a stance if it takes no side.
    stance: frozenset[Stance] = frozenset()
    silent: tuple[str, ...] = ()  # none of these took a position on it
    divided: bool = False  # some principal's own voices differ
    topic: frozenset[str] = frozenset()  # slugs
    kind: frozenset[Kind] = frozenset()
    source: frozenset[SourceKey] = frozenset()  # it cites one of these
    # One and the same dated position counts from a date between these two, both included.
    since: Span | None = None
    until: Span | None = None
    search: tuple[str, ...] = ()  # each of these phrases occurs in its texts or its positions'
    either: tuple[str, ...] = ()  # at least one of these took a position on it

    def __call__(self, state: ClaimState) -> bool:
        """Return whether a claim meets the conditions; the cheap ones come first."""
        claim = state.claim
        return (
            (not self.kind or claim.kind in self.kind)
            and (not self.topic or not self.topic.isdisjoint(map(slug, claim.topics)))
            and (not self.source or self._cites(state))
            and (not self.search or self._says(state))
            and all(state.positions_of(party) for party in self.party)
            and not any(state.positions_of(party) for party in self.silent)
            and (not self.either or any(state.positions_of(party) for party in self.either))
            and ((self.since is None and self.until is None) or any(map(self.spans, state.positions)))
            and (not self.stance or self._takes(state))
            and (not self.status or state.reason.status in self.status)
            and (not self.divided or state.divided)
        )

    def spans(self, position: ResolvedPosition) -> bool:
        """Return whether a position is dated and counts from a date between `since` and `until`."""
        after = self.since is None or position.at >= self.since.start
        return position.date is not None and after and (self.until is None or position.at <= self.until.end)

    def _cites(self, state: ClaimState) -> bool:
        cited = (ref.id for position in state.positions for ref in position.recorded.sources)
        return not self.source.isdisjoint(map(state.lookup.key, cited))

    def _says(self, state: ClaimState) -> bool:
        within = haystack(texts(state.claim, (position.recorded for position in state.positions)))
        return all(occurs(text, within) for text in self.search)

    def _takes(self, state: ClaimState) -> bool:
        from claimtrack.rules.line import line as line_of  # noqa: PLC0415 - mostly not needed, and slow to import

        for party in self.party or state.by_principal:
            positions = state.positions_of(party) if self.party else state.by_principal[party]
            line = line_of(party, positions)
            if line is not None and line.side in self.stance:
                return True
            if any(position.stance in self.stance and not is_side(position.stance) for position in positions):
                return True
        return False


class Slice(NamedTuple):
    """Which rows of an answer are wanted: at most `limit`, after the first `offset`."""

    limit: int | None = None
    offset: int = 0

    def of(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """Return the wanted ones of all rows."""
        return rows[self.offset : None if self.limit is None else self.offset + self.limit]


def texts(claim: Claim, positions: Iterable[Position]) -> list[str | None]:
    """Return the texts of a claim that are searched, with those of some of its positions."""
    searched = [claim.id, claim.title, claim.statement, claim.notes, *claim.topics]
    for position in positions:
        searched += (position.party, position.quote, position.original, position.note)
    return searched
