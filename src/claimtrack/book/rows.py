"""The rows that a book answers with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.model.record import Source
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Side, Stance, Standing, Status
    from claimtrack.rules.claim_row import ClaimSummary
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Comparison, Relation
    from claimtrack.rules.contradictions import Contradiction
    from claimtrack.rules.line import Line, Silence
    from claimtrack.rules.origins import SourceKey
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow


class DiffRow(NamedTuple):
    """Two parties on one claim."""

    state: ClaimState
    comparison: Comparison


class Diff(NamedTuple):
    """Two parties over many claims: the rows to show, and how often each relation occurs."""

    a: Person
    b: Person
    rows: Sequence[DiffRow]
    tally: dict[Relation, int]


class PartyRow(NamedTuple):
    """A party with what it did; a principal's counts include those of its voices."""

    person: Person
    kind: str | None
    aliases: tuple[str, ...]
    speaks_for: tuple[str, ...]
    registered: bool
    claims: int
    positions: int
    last: str | None
    last_date_of: DateOf | None


class SourceRow(NamedTuple):
    """A source with who cites it."""

    claim: str  # the claim whose own source it is (the first of several claims); empty for a shared one or a bare URL
    id: str  # its id, or the URL as first written
    source: Source | None  # what is recorded of it; None for a bare URL
    claims: tuple[str, ...]  # the ids of the claims that cite it
    positions: int  # how many positions cite it
    origin: SourceKey  # the key of its origin
    origin_id: str  # the id of its origin, or the URL as first written; its own id when it is an origin

    @property
    def archived(self) -> bool:
        """Whether there is nothing to archive: an archived copy is recorded, or there is no URL."""
        return self.source is not None and (self.source.archive_url is not None or self.source.url is None)


class TopicRow(NamedTuple):
    """A topic with how many claims are filed under it, and how many of those are disputed."""

    topic: str
    claims: int
    disputed: int


class ActSummary(NamedTuple):
    """A position that marks a line of which another position is the base."""

    place: int  # its place in the file, from 0
    party: str  # the id of the party that took it
    stance: Stance
    date: str | None  # as recorded
    date_of: DateOf

    @classmethod
    def of(cls, position: ResolvedPosition) -> ActSummary:
        """Return the summary of a position."""
        date = position.date.written if position.date else None
        return cls(position.place, position.party, position.stance, date, position.recorded.date_of)


class LineSummary(NamedTuple):
    """A line without the positions behind it."""

    party: str  # the id of the principal, or of the voice that the user named
    side: Side  # the side taken
    value: Value | None  # the value that it carries
    about: str | None  # the time that the value is about, as recorded
    standing: Standing  # how it is known
    date: str | None  # the date of the position that set it, as recorded
    date_of: DateOf  # whether that is the date of what was said, or only of the report of it
    voice: str  # the id of the party that took that position
    set_by: int  # the place of that position in the file, from 0
    value_from: int | None  # the place of the position that gave the value; None if there is no value
    dissent: tuple[ActSummary, ...]  # the positions of other voices that differ
    withdrawals: tuple[ActSummary, ...]  # the withdrawals that left the line
    rating: str | None  # the rating of the position that set it, if that is a review
    via: tuple[str, ...]  # the ids of those through whom that position is known, nearest the speaker first

    @classmethod
    def of(cls, line: Line) -> LineSummary:
        """Return the summary of a line."""
        position, valued = line.position, line.valued
        return cls(
            line.party,
            line.side,
            line.value,
            line.about.written if line.about else None,
            line.standing,
            position.date.written if position.date else None,
            position.recorded.date_of,
            position.party,
            position.place,
            valued.place if valued else None,
            tuple(map(ActSummary.of, line.dissent)),
            tuple(map(ActSummary.of, line.withdrawals)),
            line.rating,
            position.via,
        )


class Since(NamedTuple):
    """Since when a party stands where it does."""

    side: ShiftRow  # the shift since which it takes its side
    value: ActSummary | None  # the position since which it gives its value; None if it gives none


class PartyLine(NamedTuple):
    """A claim on which a party took a position, with its line, or why it has none."""

    claim: ClaimSummary
    status: Status
    line: Line | None
    silence: Silence | None


class MatrixRow(NamedTuple):
    """A claim with the line of each party that has one, by the party's id."""

    claim: ClaimSummary
    lines: dict[str, LineSummary]


class Matrix(NamedTuple):
    """Claims by parties: those who most oppose each other first, or the parties in the order that the user gave."""

    parties: tuple[Person, ...]
    rows: Sequence[MatrixRow]
    total: int  # how many claims there are, also those on which none of the parties that the user gave has a line


class ContradictionRow(NamedTuple):
    """A party at odds with itself, with the states of the claims that its two positions are on."""

    contradiction: Contradiction
    states: tuple[ClaimState, ClaimState]
