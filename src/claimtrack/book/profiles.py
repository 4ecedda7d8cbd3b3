"""One party or one source whole, with all that the claims say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.book.lines import concerns, shift_rows
from claimtrack.book.names import ambiguous
from claimtrack.book.registers import party_rows
from claimtrack.book.rows import PartyLine
from claimtrack.rules.addresses import typed_address
from claimtrack.rules.claim_row import ClaimSummary
from claimtrack.rules.line import silence
from claimtrack.rules.party_counts import add_up, counts_on, party_summaries

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from claimtrack.book.book import Book
    from claimtrack.book.registers import Sources
    from claimtrack.book.rows import ContradictionRow, PartyRow, SourceRow
    from claimtrack.model.record import Tenure
    from claimtrack.model.registry import Registry
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.filters import ClaimFilter
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.party_counts import PartyCount
    from claimtrack.rules.shift_row import ShiftRow


class TenureRow(NamedTuple):
    """A party that speaks for another one, or for which another one speaks, with the time."""

    person: Person
    since: str | None  # the first day, as recorded
    until: str | None  # the last day, as recorded


class PartyProfile(NamedTuple):
    """A party whole."""

    row: PartyRow
    tenures: Sequence[TenureRow]  # for whom it speaks
    voices: Sequence[TenureRow]  # who speaks for it
    lines: Sequence[PartyLine]  # where it stands, claim by claim
    shifts: Sequence[ShiftRow]
    contradictions: Sequence[ContradictionRow]


class SourceProfile(NamedTuple):
    """A source whole."""

    row: SourceRow
    keys: frozenset[SourceKey]  # of all that are described alike
    copies: Sequence[SourceRow]  # the other sources with the same origin


def party_profile(book: Book, registry: Registry, party: str, claim_filter: ClaimFilter) -> PartyProfile:
    """Return a party whole, by its id, on the claims that pass a filter."""
    asked = claim_filter._replace(party=tuple(dict.fromkeys([*claim_filter.party, party])))
    lines: list[PartyLine] = []
    counts: list[Mapping[str, PartyCount]] = []

    def noted() -> Iterator[ClaimState]:
        for state, met in book.matches(asked):
            line, positions = state.line_of(party), state.positions_of(party)
            summary, status = ClaimSummary.of(state.claim), state.reason.status
            lines.append(PartyLine(summary, status, line, None if line else silence(positions)))
            counts.append(counts_on(state.claim.id, party_summaries(state, met)))
            yield state

    shifts = shift_rows(noted(), claim_filter._replace(party=(party,)), whole=True)
    (row,) = party_rows(add_up(counts), [book.person(party)], registry)
    tenures, voices = tenures_and_voices(book, registry, party)
    contradictions = [each for each in book.contradictions(asked) if concerns(each.contradiction, [party])]
    return PartyProfile(row, tenures, voices, lines, shifts, contradictions)


def tenures_and_voices(book: Book, registry: Registry, party: str) -> tuple[list[TenureRow], list[TenureRow]]:
    """Return for whom a party speaks, and who speaks for it."""
    entry = registry.get(party)
    tenures = [_tenure(book, registry.party(each.party), each) for each in entry.speaks_for] if entry else []
    voices = [
        _tenure(book, voice.id, each)
        for voice in registry
        for each in voice.speaks_for
        if registry.party(each.party) == party
    ]
    return tenures, voices


def _tenure(book: Book, party: str, tenure: Tenure) -> TenureRow:
    since, until = (each.written if each else None for each in (tenure.since, tenure.until))
    return TenureRow(book.person(party), since, until)


def source_profiles(sources: Sources, name: str, keys: Collection[SourceKey]) -> list[SourceProfile]:
    """Return whole what a name means of all sources, by the keys for which it stands.

    Raises:
        NotFoundError: it is no id and no URL, and means several.
    """
    rows = [*sources.with_keys(lambda _: True)]
    found = [(shared, row) for shared, row in rows if not frozenset(shared).isdisjoint(keys)]
    if typed_address(name) is None:
        exact = [(shared, row) for shared, row in found if any(key.id == name for key in shared)]
        names = sorted({row.id for _, row in found})
        if len(names) > 1 and not exact:
            raise ambiguous("source", name, names)
        found = exact or found
    return [
        SourceProfile(row, frozenset(shared), [each for _, each in rows if each.origin == row.origin and each != row])
        for shared, row in found
    ]
