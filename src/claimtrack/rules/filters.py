"""Which claims are asked for, and which rows of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from claimtrack.model.vocabulary import is_side, slug
from claimtrack.rules.search import found, haystack

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
    """What a claim must be to be among the answers; a field left as it is asks for nothing.

    Attributes:
        status: it has one of these.
        party: each of these parties (ids) took a position on it.
        stance: somebody (with `party`, one of those) stands so now, if the stance takes a side; else ever did so.
        silent: none of these parties (ids) took any position on it.
        divided: some principal's own voices differ.
        topic: it is filed under one of these (slugs).
        kind: it is one of these.
        source: it cites one of these.
        since: a dated position counts from the start of this date or later.
        until: a dated position, the same one, counts from the end of this date or earlier.
        either: at least one of these parties (ids) took a position on it.
        search: each of these phrases occurs in its words or its positions', whatever the case and the accents.
    """

    status: frozenset[Status] = frozenset()
    party: tuple[str, ...] = ()
    stance: frozenset[Stance] = frozenset()
    silent: tuple[str, ...] = ()
    divided: bool = False
    topic: frozenset[str] = frozenset()
    kind: frozenset[Kind] = frozenset()
    source: frozenset[SourceKey] = frozenset()
    since: Span | None = None
    until: Span | None = None
    search: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    def __call__(self, case: ClaimState) -> bool:
        """Tell whether a claim is asked for; the cheap questions come first."""
        claim = case.claim
        return (
            (not self.kind or claim.kind in self.kind)
            and (not self.topic or not self.topic.isdisjoint(map(slug, claim.topics)))
            and (not self.source or self._cites(case))
            and (not self.search or self._says(case))
            and all(case.positions_of(party) for party in self.party)
            and not any(case.positions_of(party) for party in self.silent)
            and (not self.either or any(case.positions_of(party) for party in self.either))
            and ((self.since is None and self.until is None) or self._moved(case))
            and (not self.stance or self._stands(case))
            and (not self.status or case.reason.status in self.status)
            and (not self.divided or case.divided)
        )

    def _cites(self, case: ClaimState) -> bool:
        cited = {case.lookup.key(ref.id) for position in case.positions for ref in position.recorded.sources}
        return not self.source.isdisjoint(cited)

    def _says(self, case: ClaimState) -> bool:
        within = haystack(texts(case.claim, (position.recorded for position in case.positions)))
        return all(found(asked, within) for asked in self.search)

    def _moved(self, case: ClaimState) -> bool:
        return any(self.spans(position) for position in case.positions)

    def spans(self, position: ResolvedPosition) -> bool:
        """Tell whether a position is dated and counts from within `since` and `until`."""
        after = self.since is None or position.at >= self.since.start
        return position.date is not None and after and (self.until is None or position.at <= self.until.end)

    def _stands(self, case: ClaimState) -> bool:
        from claimtrack.rules.line import line as line_of  # noqa: PLC0415 - a filter that the index answers needs none

        asked = self.party or tuple(case.by_principal)
        for party in asked:
            positions = case.positions_of(party) if self.party else case.by_principal[party]
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
    """Give the texts of a claim that are searched, with those of some of its positions."""
    found = [claim.id, claim.title, claim.statement, claim.notes, *claim.topics]
    for position in positions:
        found += (position.party, position.quote, position.original, position.note)
    return found
