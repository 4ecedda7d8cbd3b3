"""The filters of claims, and which rows of an answer are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimtrack.model.names import slug
from claimtrack.rules.search import haystack, occurs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.vocabulary import Kind, Stance, Status
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.resolve import ResolvedPosition

_Row = TypeVar("_Row")


class ClaimFilter(NamedTuple):
    """The conditions that a claim has to meet; a field left at its default sets none. Parties are ids.

    What is asked of a position has to be met by one and the same position: `stance`, `source`, `since` and `until`. With
    `party`, each of those parties needs such a position of its own; with `either`, one of those does.
    """

    status: frozenset[Status] = frozenset()
    party: tuple[str, ...] = ()  # each of these took a position on it
    stance: frozenset[Stance] = frozenset()  # one of these was taken; a side only counts if it is that of the line now
    silent: tuple[str, ...] = ()  # none of these took a position on it
    divided: bool = False  # some principal's own voices differ, or somebody withdrew what its line rests on
    values_differ: bool = False  # the values of two lines differ
    thin: bool = False  # the status would be another one without some single position
    topic: frozenset[str] = frozenset()  # slugs
    kind: frozenset[Kind] = frozenset()
    source: frozenset[SourceKey] = frozenset()  # one of these is cited
    # A dated position counts from a date between these two, both included.
    since: Span | None = None
    until: Span | None = None
    search: tuple[str, ...] = ()  # each of these phrases occurs in its texts or those of the positions asked for
    either: tuple[str, ...] = ()  # at least one of these took a position on it

    def __call__(self, state: ClaimState) -> bool:
        """Return whether a claim meets the conditions; the cheap ones come first."""
        claim = state.claim
        return (
            (not self.kind or claim.kind in self.kind)
            and (not self.topic or not self.topic.isdisjoint(map(slug, claim.topics)))
            and not any(state.positions_of(party) for party in self.silent)
            and (not self.either or any(state.positions_of(party) for party in self.either))
            and self._asked(state)
            and (not self.status or state.reason.status in self.status)
            and (not self.divided or state.divided)
            and (not self.values_differ or state.values_differ)
            and (not self.thin or state.thin)
        )

    @property
    def asks_of_positions(self) -> int:
        """How many conditions there are that one and the same position has to meet."""
        return bool(self.stance) + bool(self.source) + (self.since is not None or self.until is not None)

    def spans(self, position: ResolvedPosition) -> bool:
        """Return whether a position is dated and counts from a date between `since` and `until`."""
        after = self.since is None or position.at >= self.since.start
        return position.date is not None and after and (self.until is None or position.at <= self.until.end)

    def _asked(self, state: ClaimState) -> bool:
        """Return whether the positions of the parties that the filter names, or of anybody if it names none, meet the conditions."""
        if self.party:
            return all(self._met_by(party, state) for party in self.party)
        if self.either:
            return any(self._met_by(party, state) for party in self.either)
        return self._met(state, state.positions, lambda position: state.lines.get(position.principal))

    def _met_by(self, party: str, state: ClaimState) -> bool:
        """Return whether a party took a position that meets the conditions."""
        positions = state.positions_of(party)
        line = state.line_of(party) if positions and self.stance else None
        return bool(positions) and self._met(state, positions, lambda _: line)

    def _met(
        self,
        state: ClaimState,
        positions: Sequence[ResolvedPosition],
        line_of: Callable[[ResolvedPosition], Line | None],
    ) -> bool:
        """Return whether some positions meet the conditions; `line_of` returns the line for which one counts."""
        met = positions
        if self.since is not None or self.until is not None:
            met = [position for position in met if self.spans(position)]
        if self.source:
            met = [position for position in met if self._cites(state, position)]
        if self.stance:
            met = [position for position in met if self._takes(position, line_of)]
        if self.asks_of_positions and not met:
            return False
        return not self.search or self._says(state, met)

    def _cites(self, state: ClaimState, position: ResolvedPosition) -> bool:
        return any(state.lookup.key(ref.id) in self.source for ref in position.recorded.sources)

    def _takes(self, position: ResolvedPosition, line_of: Callable[[ResolvedPosition], Line | None]) -> bool:
        if position.stance not in self.stance or position.side is None:
            return position.stance in self.stance
        line = line_of(position)
        return line is not None and line.side == position.side

    def _says(self, state: ClaimState, positions: Sequence[ResolvedPosition]) -> bool:
        within = haystack(texts(state.claim, (position.recorded for position in positions)))
        return all(occurs(text, within) for text in self.search)


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
