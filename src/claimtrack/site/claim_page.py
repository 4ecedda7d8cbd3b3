"""What the page of a claim says, ready for its template."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.book.rows import LineSummary
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import citations, page_phrases, phrases
from claimtrack.render.escape import is_link, reflow
from claimtrack.site.line_words import since, value, when_long
from claimtrack.site.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimtrack.model.record import Claim, SourceRef
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import ShiftRow
    from claimtrack.site.links import PageLinks
    from claimtrack.site.timeline import Timeline


_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class NamedParty(NamedTuple):
    """A party with the address of its page."""

    id: str
    name: str
    href: str | None
    doubt: str = ""


class CitationMark(NamedTuple):
    """A mark that leads to a source of the page."""

    number: int
    at: str


class Words(NamedTuple):
    """Somebody's words."""

    text: str
    lang: str
    teller: str  # who told them; empty if they are the party's own


class Act(NamedTuple):
    """A position."""

    place: int
    date: str  # as recorded
    when: str
    voice: NamedParty | None  # who took it, if that is somebody else than the principal
    side: Side | None
    stance: str
    value: str
    standing: str
    doubts: tuple[str, ...]
    words: tuple[Words, ...]
    note: str
    rating: str  # the verdict of a review
    citations: tuple[CitationMark, ...]
    sets_line: bool


class PartyGroup(NamedTuple):
    """A principal with its positions."""

    party: NamedParty
    side: Side | None
    sign: str
    value: str
    since: str  # when the line was set, or what the party did instead
    voice: str  # who set it, if not the principal itself
    standing: str
    marks: Sequence[str]
    acts: Sequence[Act]


class SideGroups(NamedTuple):
    """The principals on one side, or on none, or those who reviewed the claim."""

    key: str  # what tells it from the others
    side: Side | None
    glyph: str
    word: str
    deed: str
    groups: Sequence[PartyGroup]


class CitedSource(NamedTuple):
    """A source of the page."""

    number: int
    words: str
    lang: str
    address: str  # a bare address, or one that cannot be drawn as a link
    url: str | None
    archive_url: str | None
    note: str
    quote: str
    comment: str  # what is noted about the source
    href: str | None


class Related(NamedTuple):
    """A claim that is linked to this one."""

    id: str
    title: str
    href: str | None
    status: str
    word: str


class ClaimPage(NamedTuple):
    """All that the page of a claim says."""

    id: str
    title: str
    statement: str
    original: Words | None  # the words in which the claim was made
    about: Sequence[str]
    topics: Sequence[str]
    status: str
    status_word: str
    why: str
    rule: Sequence[str]  # the sentences that say what made the status
    sides: Sequence[SideGroups]
    timeline: Timeline | None
    notes: Sequence[str]
    sources: Sequence[CitedSource]
    origins: str
    related: Sequence[tuple[str, Sequence[Related]]]
    unit: str
    words: Mapping[Side, str]


class ClaimPages:
    """Makes the pages of claims."""

    def __init__(
        self,
        person: Callable[[str], Person],
        links: PageLinks,
        rows: Mapping[str, ClaimRow],
        linking: Mapping[str, Sequence[tuple[str, str]]] = _NOTHING,
        taken: Mapping[str, Mapping[str, ShiftRow]] = _NOTHING,
    ) -> None:
        """Take what all pages need.

        Args:
            person: returns a party as it is shown.
            links: the addresses of pages.
            rows: the claims of the site, by their ids.
            linking: by a claim's id, how other claims link to it, and the ids of those.
            taken: by a claim's id and a principal's, the shift since which it is on its side.
        """
        self._person = person
        self._links = links
        self._rows = rows
        self._linking = linking
        self._taken = taken
        self._related: dict[str, Related] = {}

    def name(self, party: str) -> str:
        """Return a party's name."""
        return self._person(party).name

    def party(self, party: str) -> NamedParty:
        """Return a party with the address of its page."""
        person = self._person(party)
        return NamedParty(party, person.name, self._links.party(party), phrases.doubt(person))

    def related_to(self, claim: Claim) -> list[Related]:
        """Return the claims that are linked to a claim."""
        ids = [
            *claim.implies,
            *claim.contradicts,
            *claim.see_also,
            *(other for _, other in self._linking.get(claim.id, ())),
        ]
        return [*map(self.related, ids)]

    def parties_of(self, state: ClaimState) -> list[NamedParty]:
        """Return the parties that a claim names."""
        named = [party for each in state.positions for party in (each.party, each.principal, *each.via)]
        return [*map(self.party, dict.fromkeys(named))]

    def places_of(self, state: ClaimState) -> list[str | None]:
        """Return the addresses of the entries of the sources that a claim cites."""
        cited = {ref.id: None for position in state.claim.positions for ref in position.sources}
        return [self._links.source(state.lookup.key(each)) for each in cited]

    def page(self, state: ClaimState) -> ClaimPage:
        """Return what the page of a claim says."""
        claim, sides = state.claim, page_phrases.sides_shown(state)
        order = [line.party for lines in sides.values() for line in lines]
        order += [*state.reviewers, *(each.principal for each in page_phrases.no_side(state))]
        numbers = citations.numbers(state)
        tally = state.tally(state.positions)
        date = claim.date.written if claim.date else ""
        return ClaimPage(
            claim.id,
            claim.title,
            claim.statement or "",
            Words(claim.original, claim.lang or "", "") if claim.original else None,
            [each for each in (claim.kind, date and f"about {date}", claim.place) if each],
            claim.topics,
            state.reason.status,
            phrases.status_word(state.reason.status, claim.kind),
            phrases.why(state, self.name).partition(": ")[2],
            [
                *_rule(state),
                *phrases.differences(state, self.name),
                phrases.rests_on(state, self.name),
                phrases.reviews(state),
            ],
            [
                *(self._side(state, side, lines, numbers) for side, lines in sides.items()),
                *self._reviews(state, numbers),
                *self._silent(state, numbers),
            ],
            timeline(state, order, self.name),
            reflow(claim.notes).split("\n") if claim.notes else [],
            self._sources(state),
            phrases.origins(tally.sources, tally.origins),
            self._links_of(state),
            claim.unit or "values",
            {side: phrases.side_word(side, claim.kind) for side in SIDES},
        )

    def _side(self, state: ClaimState, side: Side, lines: Sequence[Line], numbers: Mapping[str, int]) -> SideGroups:
        kind = state.claim.kind
        groups = [self._line(state, line, numbers) for line in lines]
        deed = phrases.deed(side, kind) if side != "qualifies" else ""  # the word says it
        return SideGroups(side, side, phrases.GLYPHS[side], phrases.side_word(side, kind), deed, groups)

    def _line(self, state: ClaimState, line: Line, numbers: Mapping[str, int]) -> PartyGroup:
        claim, position = state.claim, line.position
        summary, taken = LineSummary.of(line), self._taken.get(claim.id, {}).get(line.party)
        return PartyGroup(
            self.party(line.party),
            line.side,
            phrases.sign(line.side, line.standing),
            value(summary, claim.unit),
            since(summary, taken),
            self.name(position.party) if position.party != line.party else "",
            "" if position.on_record else position.standing,
            page_phrases.line_marks(line, claim.kind, self.name),
            [self._act(state, each, numbers, line) for each in state.by_principal[line.party]],
        )

    def _reviews(self, state: ClaimState, numbers: Mapping[str, int]) -> list[SideGroups]:
        groups = []
        for party, positions in state.reviewers.items():
            line, verdict = state.lines.get(party), page_phrases.verdict(state, party)
            if line is None:
                group = self._without_line(state, party, "takes no side", positions, numbers)
            else:
                group = self._line(state, line, numbers)
            groups.append(group._replace(value=phrases.joined(", ", verdict, group.value)))
        return [SideGroups("reviews", None, "·", "reviewed by", "", groups)] if groups else []

    def _silent(self, state: ClaimState, numbers: Mapping[str, int]) -> list[SideGroups]:
        groups = [
            self._without_line(state, each.principal, phrases.SILENCES[each.silence], each.positions, numbers)
            for each in page_phrases.no_side(state)
        ]
        return [SideGroups("none", None, "·", "no side", "", groups)] if groups else []

    def _without_line(
        self,
        state: ClaimState,
        party: str,
        instead: str,
        positions: Iterable[ResolvedPosition],
        numbers: Mapping[str, int],
    ) -> PartyGroup:
        acts = [self._act(state, position, numbers) for position in positions]
        return PartyGroup(self.party(party), None, "", "", instead, "", "", (), acts)

    def _act(
        self, state: ClaimState, resolved: ResolvedPosition, numbers: Mapping[str, int], line: Line | None = None
    ) -> Act:
        position, claim = resolved.recorded, state.claim
        teller = phrases.teller(resolved, self.name)
        said = [(position.quote, ""), (position.original, position.lang or "")]
        withdrawn = [f"withdrawn {phrases.when(each)}" for each in state.withdrawals_of(resolved)]
        doubts = [phrases.order(state, resolved), *withdrawn]
        return Act(
            resolved.place + 1,
            position.date.written if position.date else "",
            when_long(resolved),
            self.party(resolved.party) if resolved.party != resolved.principal else None,
            resolved.side,
            phrases.side_word(resolved.stance, claim.kind),
            phrases.amount(resolved.value, claim.unit, position.about),
            phrases.standing(resolved, self.name),
            tuple(filter(None, doubts)),
            tuple(Words(text, lang, teller) for text, lang in said if text),
            reflow(position.note) if position.note else "",
            phrases.rating(position),
            _citations(position.sources, numbers),
            line is not None and resolved is line.position,
        )

    def _sources(self, state: ClaimState) -> list[CitedSource]:
        return [self._source(state, cited, number) for number, cited in enumerate(citations.cited(state), start=1)]

    def _source(self, state: ClaimState, cited: str, number: int) -> CitedSource:
        key = state.lookup.key(cited)
        source = state.lookup.get(key)
        url = source.url if source else cited
        archived = source.archive_url if source else None
        return CitedSource(
            number,
            citations.reference(source, cited),
            (source.lang or "") if source else "",
            url or "",
            url if url and is_link(url) else None,
            archived if archived and is_link(archived) else None,
            citations.origin_note(state, cited),
            (source.quote or "") if source else "",
            reflow(source.note) if source and source.note else "",
            self._links.source(key),
        )

    def _links_of(self, state: ClaimState) -> list[tuple[str, Sequence[Related]]]:
        claim = state.claim
        groups = {
            "implies": claim.implies,
            "contradicts": claim.contradicts,
            "see also": claim.see_also,
        }
        own = {each for ids in groups.values() for each in ids}
        said: dict[str, list[str]] = {label: [*ids] for label, ids in groups.items()}
        for label, other in self._linking.get(claim.id, ()):
            if other not in own and other not in said.setdefault(label, []):
                said[label].append(other)
        return [(label, [*map(self.related, ids)]) for label, ids in said.items() if ids]

    def related(self, claim: str) -> Related:
        """Return a claim as a page that links to it shows it."""
        if claim not in self._related:
            row = self._rows.get(claim)
            word = phrases.status_word(row.status, row.kind) if row else ""
            found = Related(claim, row.title, self._links.claim(claim), row.status, word) if row else None
            self._related[claim] = found or Related(claim, "", None, "", "")
        return self._related[claim]


def _rule(state: ClaimState) -> list[str]:
    """Return the rule by which the claim has its status."""
    status, kind = state.reason.status, state.claim.kind
    if status == "disputed":
        return ["Disputed, because parties take different sides."]
    if status == "open":
        return ["Open, because nobody takes a side."]
    said = phrases.status_word(status, kind)
    return [f"{said.capitalize()}, because nobody who takes a side takes another one."]


def _citations(sources: Sequence[SourceRef], numbers: Mapping[str, int]) -> tuple[CitationMark, ...]:
    """Return the marks of some citations; two spellings of one address are cited once."""
    return tuple(dict.fromkeys(CitationMark(numbers[ref.id], ref.at or "") for ref in sources))
