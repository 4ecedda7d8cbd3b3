"""What the page of a claim says, ready for its template."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from claimtrack.book.rows import LineSummary, Since
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import citations, page_phrases, phrases, reasons
from claimtrack.render.escape import is_link, reflow
from claimtrack.site.claim_parts import (
    Act,
    CitationMark,
    CitedSource,
    ClaimPage,
    NamedParty,
    PartyGroup,
    Related,
    SideGroups,
    Words,
)
from claimtrack.site.line_words import LineWords, amount, how_known, line_words, when_long
from claimtrack.site.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from claimtrack.model.record import SourceRef
    from claimtrack.model.vocabulary import Kind, Side
    from claimtrack.rules.claim_row import ClaimRow
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.site.links import PageLinks
    from claimtrack.site.noted import NotedClaim


_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_KINDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {"policy": "a question of policy", "opinion": "an opinion", "prediction": "a prediction"}
)


class ClaimPages:
    """Makes the pages of claims."""

    def __init__(
        self,
        person: Callable[[str], Person],
        links: PageLinks,
        rows: Mapping[str, ClaimRow],
        linking: Mapping[str, Sequence[tuple[str, str]]] = _NOTHING,
        since: Mapping[str, Mapping[str, Since]] = _NOTHING,
    ) -> None:
        """Take what all pages need.

        Args:
            person: returns a party as it is shown.
            links: the addresses of pages.
            rows: the claims of the site, by their ids.
            linking: by a claim's id, how other claims link to it, and the ids of those.
            since: by a claim's id and a principal's, since when it stands where it does.
        """
        self._person = person
        self._links = links
        self._rows = rows
        self._linking = linking
        self._since = since
        self._related: dict[str, Related] = {}
        self._parties: dict[str, NamedParty] = {}

    def name(self, party: str) -> str:
        """Return a party's name."""
        return self._person(party).name

    def party(self, party: str) -> NamedParty:
        """Return a party with the address of its page."""
        if party not in self._parties:
            person = self._person(party)
            self._parties[party] = NamedParty(party, person.name, self._links.party(party), phrases.doubt(person))
        return self._parties[party]

    def parties_of(self, noted: NotedClaim) -> list[NamedParty]:
        """Return the parties that a claim names."""
        return [*map(self.party, noted.parties)]

    def around(self, noted: NotedClaim) -> list[object]:
        """Return what the page of a claim takes from elsewhere: linked claims, parties, and where its sources are."""
        linking = (other for _, other in self._linking.get(noted.id, ()))
        return [
            *map(self.related, (*noted.linked, *linking)),
            *self.parties_of(noted),
            *map(self._links.source, noted.sources),
        ]

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
            [each for each in (_KINDS.get(claim.kind), date and f"event of {date}", claim.place) if each],
            claim.topics,
            state.reason.status,
            phrases.status_word(state.reason.status, claim.kind),
            reasons.why(state, self.name).partition(": ")[2],
            [
                *_rule(state),
                *reasons.differences(state, self.name),
                reasons.rests_on(state, self.name),
                reasons.reviews(state),
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
        summary, since = LineSummary.of(line), self._since.get(claim.id, {}).get(line.party)
        return PartyGroup(
            self.party(line.party),
            line.side,
            phrases.sign(line.side, line.standing),
            line_words(summary, since, claim.unit, self.name),
            self._how_known(state, position),
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
            said = group.line
            groups.append(group._replace(line=said._replace(value=phrases.joined(", ", verdict, said.value))))
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
        return PartyGroup(self.party(party), None, "", LineWords(instead), "", (), acts)

    def _act(
        self, state: ClaimState, resolved: ResolvedPosition, numbers: Mapping[str, int], line: Line | None = None
    ) -> Act:
        position, claim = resolved.recorded, state.claim
        is_told = resolved.standing == "relayed"
        teller = phrases.teller(resolved, self.name) if is_told else ""
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
            amount(resolved.value, claim.unit, position.about),
            "" if is_told and position.quote else self._how_known(state, resolved),  # beside the quote
            tuple(filter(None, doubts)),
            tuple(Words(text, lang, teller) for text, lang in said if text),
            reflow(position.note) if position.note else "",
            phrases.rating(position),
            _citations(position.sources, numbers),
            line is not None and resolved is line.position,
        )

    def _how_known(self, state: ClaimState, position: ResolvedPosition) -> str:
        """Return through whom a position that is not on record is known, or who published it."""
        cited = (state.lookup.get(state.lookup.key(ref.id)) for ref in position.recorded.sources)
        publishers = dict.fromkeys(source.publisher for source in cited if source and source.publisher)
        return how_known(position.standing, [*map(self.name, position.via)], [*publishers])

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
        taken = {line.side for line in state.lines.values()}
        some = [f"{phrases.GLYPHS[side]} {phrases.side_word(side, kind)}" for side in SIDES if side in taken]
        return [f"Disputed, because parties take different sides: {' against '.join(some)}."]
    if status == "open":
        return ["Open, because nobody takes a side."]
    said = phrases.status_word(status, kind)
    return [f"{said.capitalize()}, because nobody who takes a side takes another one."]


def _citations(sources: Sequence[SourceRef], numbers: Mapping[str, int]) -> tuple[CitationMark, ...]:
    """Return the marks of some citations; two spellings of one address are cited once."""
    return tuple(dict.fromkeys(CitationMark(numbers[ref.id], ref.at or "") for ref in sources))
