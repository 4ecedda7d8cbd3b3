"""The one way to ask: a book opens a folder of claims and answers questions about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from claimtrack.book.names import resolve
from claimtrack.book.open_folder import OpenFolder
from claimtrack.model.names import slug, slug_prefix
from claimtrack.rules.filters import ClaimFilter, Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from claimtrack.book.overview import Overview
    from claimtrack.book.positions import PositionTexts, RowText
    from claimtrack.book.profiles import PartyProfile, SourceProfile
    from claimtrack.book.registers import RegisterRows
    from claimtrack.book.rows import ContradictionRow, Diff, Matrix, PartyRow, SourceRow, TopicRow
    from claimtrack.index.positions import PackedRows
    from claimtrack.model.record import Claim
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.shift_row import ShiftRow

_ALL: Final = ClaimFilter()
_EVERYTHING: Final = Slice()
# A module that only some questions need is imported where it is used: a list from the index derives nothing.


class Book(OpenFolder):
    """A folder of claims, and what can be asked about it."""

    # -- names

    def find_topic(self, name: str) -> str:
        """Return the slug of a topic of some claim.

        Raises:
            NotFoundError: no claim has it.
        """
        topics = {slug(row.topic): slug(row.topic) for row in self.topics()}
        return resolve("topic", name, slug(name), topics, slug_prefix(name))

    def find_sources(self, name: str) -> frozenset[SourceKey]:
        """Return the keys of the sources with this id, URL or publisher, or at this host.

        Raises:
            NotFoundError: there is none.
        """
        stored = self._records.find_sources(name) if self.as_of is None else None
        if stored:
            return stored
        from claimtrack.rules.origins import Name  # noqa: PLC0415

        found, asked = self._registers.all_sources().found, Name(name)
        keys = [key for key, source in found.items() if (asked.means(source) if source else asked.means_cited(key.id))]
        if not keys:
            described = [source for source in found.values() if source is not None]
            titles = {text: each.id for each in described for text in (each.title, each.publisher) if text}
            source_id = resolve("source", name, name, {key.id: key.id for key in found}, others=lambda: titles)
            keys = [key for key in found if key.id == source_id]
        return frozenset(keys)

    # -- questions about many claims

    def diff(self, a: str, b: str, claim_filter: ClaimFilter = _ALL, only: frozenset[Relation] = frozenset()) -> Diff:
        """Compare two parties, by their ids; `only` limits the rows to some relations, but not the tally."""
        from claimtrack.book.lines import diff  # noqa: PLC0415

        return diff(self.claims(claim_filter._replace(either=(a, b))), self.person(a), self.person(b), only)

    def parties(self, claim_filter: ClaimFilter = _ALL) -> Sequence[PartyRow]:
        """Return every party that is registered or that a claim names, those with the most positions first.

        Only the positions that match a filter count, and with one, only parties with such a position are returned. Its
        `search` is for the words of a party.
        """
        return self._registers.parties(claim_filter)

    def sources(self, claim_filter: ClaimFilter = _ALL) -> Sequence[SourceRow]:
        """Return every source: the shared ones, each claim's own, and the URLs that positions cite.

        Only the positions that match a filter count. With one, only sources that they cite are returned, and if it asks
        nothing of positions, those that the claims record. Its `source` says which sources are meant, and its `search`
        is for the words of a source.
        """
        return self._registers.sources(claim_filter)

    def keyed_sources(self, claim_filter: ClaimFilter = _ALL) -> Sequence[tuple[Sequence[SourceKey], SourceRow]]:
        """Return what `sources` does, each row with the keys of the sources that share it."""
        return self._registers.keyed_sources(claim_filter)

    def party(self, party: str, claim_filter: ClaimFilter = _ALL) -> PartyProfile:
        """Return a party whole, by its id, on the claims that pass a filter."""
        from claimtrack.book.profiles import party_profile  # noqa: PLC0415

        return party_profile(self, self._records.registry, party, claim_filter)

    def source(self, name: str) -> Sequence[SourceProfile]:
        """Return the sources whole that have an id, or the one that a URL, a host or a publisher means.

        Raises:
            NotFoundError: there is none, or the name means several.
        """
        from claimtrack.book.profiles import source_profiles  # noqa: PLC0415

        return source_profiles(self._registers.all_sources(), name, self.find_sources(name))

    def overview(
        self, claim_filter: ClaimFilter = _ALL, look_at: Callable[[ClaimState], None] = lambda _: None
    ) -> Overview:
        """Return what follows from all claims that pass a filter; `look_at` is called with each claim on the way."""
        from claimtrack.book.overview import Overview  # noqa: PLC0415

        return Overview(self, self.claims(claim_filter), look_at)

    def topics(self, claim_filter: ClaimFilter = _ALL) -> Sequence[TopicRow]:
        """Return every topic of the claims that pass a filter, those with the most claims first.

        Its `topic` says which topics are meant, and its `search` is for the words of a topic.
        """
        return self._registers.topics(claim_filter)

    def positions(
        self, claim_filter: ClaimFilter, text: RowText, *, reverse: bool = False, slice_: Slice = _EVERYTHING
    ) -> PositionTexts:
        """Return the positions that match a filter, in the order of their dates; then of their claims' ids.

        Args:
            claim_filter: which positions.
            text: returns the row of a position as a line of text.
            reverse: whether they are in the opposite order.
            slice_: which of these are wanted.
        """
        from claimtrack.book.positions import PositionTexts, packed  # noqa: PLC0415

        def pack(claim: Claim) -> PackedRows:
            state = self._state(claim)
            return packed(state, state.positions, text)

        found = None
        if self.as_of is None and claim_filter.any_position:
            found = self._records.position_rows(claim_filter, pack)
        if found is None:
            found = (packed(state, met, text) for state, met in self.matches(claim_filter))
        return PositionTexts(found, slice_, reverse=reverse)

    def count_positions(self, claim_filter: ClaimFilter) -> int:
        """Return how many positions match a filter."""
        if claim_filter.any_position:
            return sum(row.positions for row in self.rows(claim_filter).rows)
        return sum(len(met) for _, met in self.matches(claim_filter))

    def matrix(self, parties: Sequence[str] = (), claim_filter: ClaimFilter = _ALL) -> Matrix:
        """Return the line of each party on each claim on which it has one; of every principal, if no party is named."""
        from claimtrack.book.lines import matrix, matrix_of  # noqa: PLC0415

        if not parties:
            return matrix(self.claims(claim_filter), self.person)
        # Their lines are those of all positions, whatever the filter asks of these.
        acted = (state for state in self.claims(ClaimFilter(either=tuple(parties))) if claim_filter(state))
        return matrix_of(parties, acted, self.rows(claim_filter, slice_=Slice(0)).total, map(self.person, parties))

    def shifts(
        self, claim_filter: ClaimFilter = _ALL, claims: Collection[str] = (), *, whole: bool = False
    ) -> Sequence[ShiftRow]:
        """Return every change of a line, oldest first.

        Args:
            claim_filter: which claims. With `party`, only the lines of those parties; with `since` and `until`, only
                the shifts of that time.
            claims: the ids of claims, if not all are meant.
            whole: whether each row has the position that moved the line.
        """
        from claimtrack.book.lines import shift_rows  # noqa: PLC0415

        if claims:
            return shift_rows(self.claims(claim_filter, claims), claim_filter, whole=whole)
        if claim_filter == _ALL and self.as_of is None and not whole:
            stored = self._records.shifts()
            if stored is not None:
                return stored
        return shift_rows(self.claims(claim_filter), claim_filter, whole=whole)

    def contradictions(self, claim_filter: ClaimFilter = _ALL) -> Sequence[ContradictionRow]:
        """Return who contradicts themselves; one claim of each chain must pass the filter."""
        from claimtrack.book.lines import contradiction_rows  # noqa: PLC0415

        states = map(self._state, self._records.linked())
        return contradiction_rows([state for state in states if self.as_of is None or state.positions], claim_filter)

    # -- inside

    @cached_property
    def _registers(self) -> RegisterRows:
        from claimtrack.book.registers import RegisterRows  # noqa: PLC0415

        return RegisterRows(self, self._records, self.as_of)
