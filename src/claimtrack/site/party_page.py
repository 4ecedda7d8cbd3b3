"""What the page of a party says, and the rows of lines and shifts that other pages show too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.render import line_listings, phrases
from claimtrack.site.line_words import LineWords, how_known, line_words, said, when

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.book.overview import Overview, Stand
    from claimtrack.book.profiles import TenureRow
    from claimtrack.book.rows import ContradictionRow, PartyRow
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_row import ClaimSummary
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.claim_page import ClaimPages
    from claimtrack.site.claim_parts import NamedParty, Related

_MOST: Final = 12  # parties that one most often agrees with, or opposes, that its page names


class LineRow(NamedTuple):
    """A claim with the line of a party on it, or what it did instead."""

    claim: Related
    side: Side | None
    on_record: bool
    word: str  # the side, or what the party did
    line: LineWords = LineWords()
    more: str = ""


class ShiftLine(NamedTuple):
    """A shift in a list."""

    when: str
    claim: Related
    party: NamedParty
    voice: str
    before: str
    after: str
    side: Side | None
    doubt: str


class Neighbour(NamedTuple):
    """Another party, and how often the two agree and do not."""

    party: NamedParty
    counts: Sequence[tuple[Relation, int]]
    href: str | None


class TenureLine(NamedTuple):
    """For whom a party speaks, or who speaks for it."""

    party: NamedParty
    since: str
    until: str


class PartyPage(NamedTuple):
    """All that the page of a party says."""

    party: NamedParty
    facts: Sequence[tuple[str, str]]
    tenures: Sequence[TenureLine]
    voices: Sequence[TenureLine]
    lines: Sequence[LineRow]
    shifts: Sequence[ShiftLine]
    contradictions: Sequence[str]
    agrees: Sequence[Neighbour]
    disagrees: Sequence[Neighbour]


class PartyPages:
    """Makes the pages of parties."""

    def __init__(self, overview: Overview, contradictions: Sequence[ContradictionRow], claims: ClaimPages) -> None:
        """Take what all pages need; `claims` names claims and parties, with the addresses of their pages."""
        self._overview = overview
        self._claims = claims
        self._contradictions: dict[str, list[str]] = {}
        for row in contradictions:
            found = row.contradiction
            for party in dict.fromkeys((found.party, *(position.party for position in found.positions))):
                words = f"{claims.name(found.party)} {line_listings.how(row)}"
                self._contradictions.setdefault(party, []).append(words)

    def page(self, row: PartyRow, diff: Callable[[str, str], str | None]) -> PartyPage:
        """Return what the page of a party says; `diff` returns the address of a page of two parties."""
        party = row.person.id
        tenures, voices = self._overview.tenures_and_voices(party)
        last = when(row.last, row.last_date_of) if row.last and row.last_date_of else ""
        took = f"{phrases.count(row.positions, 'position')} on {phrases.count(row.claims, 'claim')}"
        facts = [
            ("kind", row.kind or ""),
            ("also called", ", ".join(row.aliases)),
            ("record", f"{took}, the latest {last}" if last else took),
        ]
        relations = self._overview.relations(party)
        stands = self._overview.stands[party].values()
        return PartyPage(
            self._claims.party(party),
            [(label, text) for label, text in facts if text],
            [*map(self._tenure, tenures)],
            [*map(self._tenure, voices)],
            [self.line(stand.claim, stand) for stand in stands],
            self.shifts(self._overview.shifts_of.get(party, ())),
            self.contradictions_of(party),
            self._neighbours(party, relations, ("agree", "values-differ"), diff),
            self._neighbours(party, relations, ("opposed",), diff),
        )

    def contradictions_of(self, party: str) -> Sequence[str]:
        """Return in words where a party contradicts itself."""
        return self._contradictions.get(party, ())

    def shifts(self, rows: Iterable[ShiftRow]) -> list[ShiftLine]:
        """Return shifts as lists show them, the latest first."""
        return [self._shift(row) for row in reversed([*rows])]

    def line(self, claim: ClaimSummary, stand: Stand | None) -> LineRow:
        """Return where a party stands on a claim; None is where one took no position."""
        related = self._claims.related(claim.id)
        if stand is None or stand.line is None:
            silence = phrases.SILENCES[(stand and stand.silence) or "silent"]
            return LineRow(related, None, on_record=True, word=silence)
        line = stand.line
        withdrawn = [
            f"{self._claims.name(each.party)} withdrew {phrases.date_shown(each.date, each.date_of)}"
            for each in line.withdrawals
        ]
        known = how_known(line.standing, [*map(self._claims.name, line.via)])
        return LineRow(
            related,
            line.side,
            line.standing == "on-record",
            phrases.side_word(line.side, claim.kind),
            line_words(line, stand.since, claim.unit, self._claims.name),
            phrases.joined(", ", known, phrases.rated(line.rating), *withdrawn),
        )

    def _tenure(self, row: TenureRow) -> TenureLine:
        return TenureLine(self._claims.party(row.person.id), row.since or "", row.until or "")

    def _shift(self, row: ShiftRow) -> ShiftLine:
        kind, unit = row.claim.kind, row.claim.unit
        return ShiftLine(
            when(row.date, row.date_of),
            self._claims.related(row.claim.id),
            self._claims.party(row.party),
            self._claims.name(row.voice) if row.voice != row.party else "",
            said(row.before, kind, unit),
            said(row.after, kind, unit) or "no side",
            row.after.side if row.after else None,
            phrases.ORDER_UNCERTAIN if not row.order_certain else "",
        )

    def _neighbours(
        self,
        party: str,
        relations: dict[str, dict[Relation, int]],
        wanted: Sequence[Relation],
        diff: Callable[[str, str], str | None],
    ) -> list[Neighbour]:
        def number(other: str) -> int:
            return sum(relations[other].get(each, 0) for each in wanted)

        others = sorted(filter(number, relations), key=lambda other: (-number(other), other))
        return [
            Neighbour(
                self._claims.party(other),
                [(each, relations[other][each]) for each in wanted if relations[other].get(each)],
                diff(party, other),
            )
            for other in others[:_MOST]
        ]
