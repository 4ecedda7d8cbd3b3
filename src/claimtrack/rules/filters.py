"""The filters of claims, and which rows of an answer are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimtrack.model.names import slug
from claimtrack.rules.search import haystack, occurs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim, Position
    from claimtrack.model.vocabulary import Kind, Stance, Standing, Status
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.resolve import ResolvedPosition

_Row = TypeVar("_Row")


class ClaimFilter(NamedTuple):
    """The conditions that a claim has to meet; a field left at its default sets none. Parties are ids.

    What is asked of a position has to be met by one and the same position: `stance`, `source`, `since`, `until`,
    `standing`, `undated`, `unsourced`, `reviewed` and `rating`. With `party`, each of those parties needs such a position of its own; with
    `either`, one of those does.
    """

    status: frozenset[Status] = frozenset()
    party: tuple[str, ...] = ()  # each of these took a position on it
    stance: frozenset[Stance] = frozenset()  # one of these was taken; a side only counts if it is that of the line now
    silent: tuple[str, ...] = ()  # none of these took a position on it
    # Some principal's own people disagree, or somebody withdrew what its line rests on. If parties are named, it is that of
    # each of `party`, or of one of `either`; so with the values.
    divided: bool = False
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
    quiet_since: Span | None = None  # these parties, or if none are named anybody, took no dated position since
    standing: frozenset[Standing] = frozenset()  # a position is known in one of these ways
    undated: bool = False  # a position has no date
    unsourced: bool = False  # a position cites nothing
    reviewed: bool = False  # a position is a review
    rating: tuple[str, ...] = ()  # a position is a review, and one of these phrases occurs in its rating

    def __call__(self, state: ClaimState) -> bool:
        """Return whether a claim meets the conditions."""
        return self.matching(state) is not None

    def matching(self, state: ClaimState) -> Sequence[ResolvedPosition] | None:
        """Return the positions that meet what is asked of positions; None if the claim does not meet the conditions.

        They are those of the parties that the filter names, or of anybody if it names none, in the order in which they
        count. The cheap conditions come first.
        """
        claim = state.claim
        meets = (
            (not self.kind or claim.kind in self.kind)
            and (not self.topic or not self.topic.isdisjoint(map(slug, claim.topics)))
            and not any(state.positions_of(party) for party in self.silent)
            and (self.quiet_since is None or self._is_quiet(state, self.quiet_since))
        )
        met = self._met_in(state) if meets else None
        meets = (
            met is not None
            and (not self.status or state.reason.status in self.status)
            and (not self.divided or self._of_named(state.is_divided, lambda: state.divided))
            and (not self.values_differ or self._of_named(state.has_other_value, lambda: state.values_differ))
            and (not self.thin or state.thin)
        )
        return met if meets else None

    @property
    def asks_of_positions(self) -> int:
        """How many conditions there are that one and the same position has to meet."""
        spans = self.since is not None or self.until is not None
        reviewed = self.reviewed or bool(self.rating)
        known = bool(self.standing) + self.undated + self.unsourced
        return bool(self.stance) + bool(self.source) + spans + known + reviewed

    @property
    def any_position(self) -> bool:
        """Whether all positions of a claim that passes meet what is asked of positions."""
        return not (self.party or self.either or self.asks_of_positions)

    def spans(self, position: ResolvedPosition) -> bool:
        """Return whether a position is dated and counts from a date between `since` and `until`."""
        after = self.since is None or position.at >= self.since.start
        return position.date is not None and after and (self.until is None or position.at <= self.until.end)

    def _of_named(self, is_true_of: Callable[[str], bool], is_true: Callable[[], bool]) -> bool:
        """Return whether something is true of the parties that the filter names, or of the claim if it names none."""
        if self.party:
            return all(map(is_true_of, self.party))
        return any(map(is_true_of, self.either)) if self.either else is_true()

    def _is_quiet(self, state: ClaimState, since: Span) -> bool:
        named = self.party or self.either
        groups = map(state.positions_of, named) if named else (state.positions,)
        return not any(
            position.date is not None and position.at >= since.start for group in groups for position in group
        )

    def _met_in(self, state: ClaimState) -> Sequence[ResolvedPosition] | None:
        """Return the positions that meet the conditions; None if not enough parties took such positions."""
        if not self.party and not self.either:
            return self._met(state, state.positions, lambda position: state.lines.get(position.principal))
        by_party = [self._met_by(party, state) for party in self.party or self.either]
        met = [each for each in by_party if each is not None]
        if not met or (self.party and len(met) < len(by_party)):
            return None
        places = {position.place for each in met for position in each}
        return [position for position in state.positions if position.place in places]

    def _met_by(self, party: str, state: ClaimState) -> Sequence[ResolvedPosition] | None:
        """Return the positions of a party that meet the conditions; None if it has none, or its words are others."""
        positions = state.positions_of(party)
        line = state.line_of(party) if positions and self.stance else None
        return self._met(state, positions, lambda _: line) if positions else None

    def _met(
        self,
        state: ClaimState,
        positions: Sequence[ResolvedPosition],
        line_of: Callable[[ResolvedPosition], Line | None],
    ) -> Sequence[ResolvedPosition] | None:
        """Return which of some positions meet the conditions; `line_of` returns the line for which one counts."""
        met = positions
        if self.since is not None or self.until is not None:
            met = [position for position in met if self.spans(position)]
        if self.source:
            met = [position for position in met if self._cites(state, position)]
        if self.stance:
            met = [position for position in met if self._takes(position, line_of)]
        if self.standing:
            met = [position for position in met if position.standing in self.standing]
        if self.undated:
            met = [position for position in met if position.date is None]
        if self.unsourced:
            met = [position for position in met if not position.recorded.sources]
        if self.reviewed:
            met = [position for position in met if position.recorded.rating is not None]
        if self.rating:
            met = [position for position in met if self._rates(position)]
        if self.asks_of_positions and not met:
            return None
        return met if not self.search or self._says(state, met) else None

    def _rates(self, position: ResolvedPosition) -> bool:
        rating = position.recorded.rating
        return rating is not None and any(say([rating], [text]) for text in self.rating)

    def _cites(self, state: ClaimState, position: ResolvedPosition) -> bool:
        return any(state.lookup.key(ref.id) in self.source for ref in position.recorded.sources)

    def _takes(self, position: ResolvedPosition, line_of: Callable[[ResolvedPosition], Line | None]) -> bool:
        if position.stance not in self.stance or position.side is None:
            return position.stance in self.stance
        line = line_of(position)
        return line is not None and line.side == position.side

    def _says(self, state: ClaimState, positions: Sequence[ResolvedPosition]) -> bool:
        return say(texts(state.claim, (position.recorded for position in positions)), self.search)


class Slice(NamedTuple):
    """Which rows of an answer are wanted: at most `limit`, after the first `offset`."""

    limit: int | None = None
    offset: int = 0

    def of(self, rows: Sequence[_Row]) -> Sequence[_Row]:
        """Return the wanted ones of all rows."""
        return rows[self.part]

    @property
    def part(self) -> slice:
        """The wanted part of a sequence."""
        return slice(self.offset, None if self.limit is None else self.offset + self.limit)


def say(searched: Iterable[str | None], phrases: Sequence[str]) -> bool:
    """Return whether each of some phrases occurs in one of some texts."""
    within = haystack(searched)
    return all(occurs(phrase, within) for phrase in phrases)


def texts(claim: Claim, positions: Iterable[Position]) -> list[str | None]:
    """Return the texts of a claim that are searched, with those of some of its positions."""
    searched = [claim.id, claim.title, claim.statement, claim.original, claim.place, claim.notes, *claim.topics]
    for position in positions:
        searched += (position.party, position.rating, position.quote, position.original, position.note)
    return searched
