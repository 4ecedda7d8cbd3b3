"""Markdown: a table of a listing, a section of a claim; fit to paste into an issue or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimtrack.render import citations, page_phrases, phrases, reasons
from claimtrack.render.escape import markdown, markdown_address, markdown_each, reflow
from claimtrack.render.view import Listing, Pages, Profile, Profiles, View, batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


def render(view: View) -> Iterator[str]:
    """Yield the lines of a Markdown document, of a table many in one piece, without the last newline."""
    if isinstance(view, Listing):
        yield from _table(view)
        return
    if isinstance(view, Profiles):
        for profile in view.profiles:
            yield from _profile(profile)
        return
    labels = _labels(view.states)
    for number, state in enumerate(view.states):
        if number:
            yield ""
        yield from _Section(state, view, labels[state.claim.id]).lines()


def _table(view: Listing[object]) -> Iterator[str]:
    """Yield the table that a terminal of any width would show, the addresses too, and what is said about it."""
    columns = [column for column in view.columns if column.label is not None or column.link is not None]
    yield f"| {' | '.join(markdown(column.label or column.name) for column in columns)} |"
    yield f"|{'|'.join('---:' if column.right else '---' for column in columns)}|"
    for rows in batches(view.rows, columns, markdown_each, markdown_address):
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    for said in filter(None, (view.words, view.legend)):
        yield from ("", markdown(said))


def _profile(profile: Profile) -> Iterator[str]:
    yield from (f"## {markdown(phrases.joined('  ', profile.title, f'({profile.id})'))}", "")
    for label, text in profile.facts:
        yield f"- {label}: {markdown_address(text)}"
    for section in profile.sections:
        if section.listing.rows:
            yield from ("", f"### {section.heading}", "", *_table(section.listing._replace(words="")))
    yield ""


def _labels(states: Iterable[ClaimState]) -> dict[str, str]:
    """Return how the names of each claim's footnotes begin, by its id: no two footnotes of a document have one name."""
    labels: dict[str, str] = {}
    for claim in (state.claim.id for state in states):
        label = re.sub(r"[\W_]+", "-", claim).casefold()
        while label in labels.values():
            label += "-x"
        labels[claim] = label
    return labels


class _Section:
    """A claim as a section: what its page says, in the same order, with the sources as footnotes."""

    def __init__(self, state: ClaimState, view: Pages, label: str) -> None:
        self.state = state
        self.claim = state.claim
        self.person = view.person
        self.name = view.name
        self.label = label
        self.numbers = citations.numbers(state)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the section."""
        yield from self._head()
        meaning = f" ({page_phrases.LINE_MEANING})"
        for side, lines in page_phrases.sides_shown(self.state).items():
            yield from (f"### {phrases.word(side, self.claim.kind).capitalize()}{meaning}", "")
            meaning = ""
            for line in lines:
                yield from self._line(line)
            yield ""
        if self.state.reviewers:
            yield from self._reviews(" (ignored)" if self.state.ignore_reviews else meaning)
        if no_side := page_phrases.no_side(self.state):
            yield from ("### No side", "")
            for silent in no_side:
                yield self._principal(silent.principal, phrases.SILENCES[silent.silence])
                yield from self._positions(silent.positions)
            yield ""
        for number, paragraph in enumerate(reflow(self.claim.notes).split("\n") if self.claim.notes else ()):
            yield from (f"{'' if number else '**Notes:** '}{markdown(paragraph)}", "")
        yield from self._sources()

    def _head(self) -> Iterator[str]:
        claim = self.claim
        yield from (f"## {markdown(claim.title)}", "")
        status, _, why = reasons.why(self.state, self.name).partition(": ")
        why = phrases.joined(" ", why, reasons.rests_on(self.state, self.name), reasons.reviews(self.state))
        yield from (f"**{status}:** {markdown(why)}", "")
        for paragraph in reflow(claim.statement).split("\n") if claim.statement else ():
            yield from (markdown(paragraph), "")
        if original := page_phrases.original_of(claim):
            yield from (markdown(original), "")
        yield from (markdown(phrases.joined(" · ", claim.id, *page_phrases.about_claim(claim))), "")

    def _reviews(self, remark: str) -> Iterator[str]:
        yield from (f"### Reviewed by{remark}", "")
        for each in page_phrases.reviewers(self.state):
            if each.line is not None:
                yield from self._line(each.line, each.verdict)
            else:
                yield self._principal(each.party, each.verdict)
                yield from self._positions(each.positions)
        yield ""

    def _line(self, line: Line, verdict: str = "") -> Iterator[str]:
        value = phrases.amount(line.value, self.claim.unit, line.about)
        yield self._principal(line.party, phrases.joined(", ", verdict, value, phrases.mark(line.standing)[2:]))
        for mark in page_phrases.line_marks(line, self.claim.kind, self.name):
            yield f"  - {markdown(mark)}"
        yield from self._positions(self.state.by_principal[line.party], line)

    def _principal(self, party: str, more: str) -> str:
        person = self.person(party)
        said = phrases.joined(", ", more, phrases.doubt(person))
        line = person.name + said
        return f"- **{markdown(person.name, line)}**{f', {markdown(said, line)}' if said else ''}"

    def _positions(self, positions: Iterable[ResolvedPosition], line: Line | None = None) -> Iterator[str]:
        for position in positions:
            recorded, person = position.recorded, self.person(position.party)
            text = phrases.joined(
                ", ",
                phrases.when(position),
                phrases.joined(" ", person.name, phrases.word(position.stance, self.claim.kind)),
                phrases.amount(position.value, self.claim.unit, recorded.about),
                phrases.rating(recorded),
                phrases.standing(position, self.name),
                phrases.order(self.state, position),
                phrases.doubt(person) if position.party != position.principal else "",
            ) + phrases.quote(position, self.name)
            sign = f"{page_phrases.LINE_SIGN} " if line is not None and position is line.position else ""
            yield f"  - {sign}{self._cited(text, position)}"
            if recorded.original:
                teller = "" if recorded.quote else phrases.teller(position, self.name)
                words = phrases.joined(": ", phrases.joined(", ", recorded.lang, teller), f"“{recorded.original}”")
                yield f"    - {markdown(words)}"
            if recorded.note:
                yield f"    - {markdown(f'Note: {recorded.note}')}"

    def _cited(self, text: str, position: ResolvedPosition) -> str:
        """Return the text of a position and what it cites; two spellings of one address are cited once."""
        cited = dict.fromkeys((self.numbers[ref.id], ref.at) for ref in position.recorded.sources)
        line = "".join([text, *(at or "" for _, at in cited)])
        places = [f" {markdown(f'({at})', line)}" if at else "" for _, at in cited]
        refs = [f" [^{self.label}-{number}]{place}" for (number, _), place in zip(cited, places, strict=True)]
        return markdown(text, line) + "".join(refs)

    def _sources(self) -> Iterator[str]:
        number, at_most = self.state.tally(self.state.positions)
        yield phrases.origins(number, at_most)
        if number > 1:
            yield from ("", phrases.ORIGIN)
        for number, source_id in enumerate(citations.cited(self.state), start=1):
            yield from ("", f"[^{self.label}-{number}]: {self._source(source_id)}")

    def _source(self, source_id: str) -> str:
        source = self.state.lookup.get(self.state.lookup.key(source_id))
        if source is None:
            return markdown_address(source_id)
        note = citations.origin_note(self.state, source_id)
        described = citations.reference(source, source_id) + (f" ({note})" if note else "")
        quote = f"“{source.quote}”" if source.quote else ""
        remark = f"({source.note})" if source.note else ""
        line = described + quote + remark
        archived = f"archived {markdown_address(source.archive_url)}" if source.archive_url else ""
        url = markdown_address(source.url) if source.url else ""
        where = phrases.joined(", ", markdown(described, line), url, archived)
        return phrases.joined(" ", phrases.joined(": ", where, markdown(quote, line)), markdown(remark, line))
