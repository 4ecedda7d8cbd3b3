"""A claim as a page: why it has its status, who stands where, how each got there, on which sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import bidirectional

from claimtrack.render import citations, page_phrases, phrases, reasons
from claimtrack.render.escape import is_link, one_line, reflow, visible
from claimtrack.render.listings import side_style
from claimtrack.render.terminal.cells import width
from claimtrack.render.terminal.paragraphs import EMPTY, Line, Run, paragraph
from claimtrack.render.terminal.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.render.view import Pages
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line as PartyLine
    from claimtrack.rules.resolve import ResolvedPosition

_NARROW: Final = 50  # columns below which dates have no column of their own
_INDENT: Final = 2  # cells


class Page:
    """The layout of a claim for a width: oldest first throughout."""

    def __init__(self, state: ClaimState, view: Pages, room: int) -> None:
        self.state = state
        self.room = room
        self.brief = view.brief
        self.claim = state.claim
        self.person = view.person
        self.name = view.name
        self.numbers = citations.numbers(state)
        links = (self.claim.implies, self.claim.contradicts, self.claim.see_also)
        self.ids = (self.claim.id, *(each for ids in links for each in ids))
        dates = [*map(_Date.of, state.positions)] if room >= _NARROW else []
        self.by = max((len(date.by) for date in dates), default=0) or _INDENT
        self.days = max((len(date.day) for date in dates), default=0)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the page, from top to bottom."""
        state, sides = self.state, page_phrases.sides_shown(self.state)
        no_side = page_phrases.no_side(state)
        yield from self._head()
        parties = [line.party for lines in sides.values() for line in lines]
        parties += [party for party in state.reviewers if party in state.by_principal]
        parties += [silent.principal for silent in no_side]
        if drawn := timeline(state, [*dict.fromkeys(parties)], self.name, self.room):
            yield from (EMPTY, *drawn)
        meaning = page_phrases.LINE_MEANING
        for side, lines in sides.items():
            heading = phrases.word(side, self.claim.kind).upper()
            yield EMPTY
            yield from self._text(
                (Run(heading, f"bold {side_style(side)}"), Run(f"  {meaning}" if meaning else "", "dim"))
            )
            meaning = ""
            for line in lines:
                yield from self._line(line)
        if state.reviewers:
            yield from self._reviews("ignored" if state.ignore_reviews else meaning)
        if no_side:
            yield from (EMPTY, (Run("NO SIDE", "bold dim"),))
            for silent in no_side:
                yield from self._principal(silent.principal, phrases.SILENCES[silent.silence])
                yield from self._positions(silent.positions)
        if self.claim.notes and not self.brief:
            yield EMPTY
            yield from self._text((Run("Notes: ", "bold dim"), Run(reflow(self.claim.notes), "italic")))
        yield from self._sources()

    def _text(self, runs: Sequence[Run], *, first: Line = (), indent: int = 0) -> Iterator[Line]:
        return paragraph(runs, self.room, first=first, indent=indent, unbroken=self.ids)

    def _head(self) -> Iterator[Line]:
        claim = self.claim
        yield from self._text((Run(f"{claim.id}  {one_line(claim.title)}", "bold"),))
        status, separator, why = reasons.why(self.state, self.name).partition(": ")
        yield from self._text((Run(one_line(status), "bold"), Run(one_line(separator + why))))
        for sentence in (reasons.rests_on(self.state, self.name), reasons.reviews(self.state)):
            if sentence:
                yield from self._text((Run(one_line(sentence)),))
        yield EMPTY
        if claim.statement:
            yield from self._text((Run(reflow(claim.statement)),))
        if original := page_phrases.original_of(claim):
            yield from self._text((Run(reflow(original)),))
        yield from self._text((Run(one_line(phrases.joined(" · ", *page_phrases.about_claim(claim))), "dim"),))

    def _reviews(self, remark: str) -> Iterator[Line]:
        yield EMPTY
        yield from self._text((Run("REVIEWED BY", "bold"), Run(f"  {remark}" if remark else "", "dim")))
        for each in page_phrases.reviewers(self.state):
            if each.line is not None:
                yield from self._line(each.line, each.verdict)
            else:
                yield from self._principal(each.party, each.verdict)
                yield from self._positions(each.positions)

    def _line(self, line: PartyLine, verdict: str = "") -> Iterator[Line]:
        sign = f" {phrases.sign(line.side, line.standing)}" if line.standing != "on-record" else ""
        value = phrases.amount(line.value, self.claim.unit, line.about)
        yield from self._principal(line.party, phrases.joined(", ", verdict, value), side_style(line.side), sign)
        for mark in page_phrases.line_marks(line, self.claim.kind, self.name):
            yield from self._text((Run(one_line(mark), "yellow"),), indent=4)
        yield from self._positions(self.state.by_principal[line.party], line)

    def _principal(self, party: str, more: str, style: str = "", sign: str = "") -> Iterator[Line]:
        person = self.person(party)
        runs = (
            Run(one_line(person.name), f"bold {style}".rstrip()),
            Run(sign, style),
            Run(f"  {one_line(more)}" if more else ""),
            *_unknown(person),
        )
        return self._text(runs, indent=2)

    def _positions(self, positions: Iterable[ResolvedPosition], line: PartyLine | None = None) -> Iterator[Line]:
        for position in positions:
            sets = line is not None and position is line.position
            mark = Run(
                f"{page_phrases.LINE_SIGN} " if sets else "  ", f"bold {side_style(line.side)}" if line and sets else ""
            )
            date = _Date.of(position)
            column, inline = date.by.ljust(self.by) + date.day.ljust(self.days), date.time
            if not self.days:
                column, inline = "  ", f"{date.by}{date.day}{date.time}"
            runs = (Run(inline, "dim"), *self._position(position))
            yield from self._text(runs, first=(mark, Run(column, "dim")), indent=len(column) + 2)

    def _position(self, resolved: ResolvedPosition) -> Iterator[Run]:
        position = resolved.recorded
        if resolved.party != resolved.principal:
            person = self.person(resolved.party)
            yield from (Run(one_line(person.name)), *_unknown(person), Run(" "))
        yield Run(phrases.word(resolved.stance, self.claim.kind), side_style(resolved.side, "dim"))
        if value := phrases.amount(resolved.value, self.claim.unit, position.about):
            yield Run(f": {one_line(value)}")
        if rating := phrases.rating(position):
            yield Run(f", {one_line(rating)}")
        if standing := phrases.standing(resolved, self.name):
            yield Run(f" ({one_line(standing)})", "dim" if resolved.on_record else "yellow")
        if order := phrases.order(self.state, resolved):
            yield Run(f" ({one_line(order)})", "yellow")
        if not self.brief:
            yield from self._words(resolved)

    def _words(self, resolved: ResolvedPosition) -> Iterator[Run]:
        """Yield the quote, what it cites, and the note."""
        position = resolved.recorded
        teller = phrases.teller(resolved, self.name)
        for number, quote in enumerate(filter(None, (position.quote, position.original))):
            yield Run("\n" if number or _is_right_to_left(quote) else " ")
            yield Run(f"{one_line(teller)}: " if teller else "", "yellow")
            yield Run("“{}”".format(visible(quote).replace("\t", " ")))
        cited: dict[tuple[int, str | None], str] = {}
        for ref in position.sources:  # two spellings of one address are cited once, as first written
            cited.setdefault((self.numbers[ref.id], ref.at), ref.id)
        for (_, at), source_id in cited.items():
            yield from (Run(" "), self._cite(source_id, at))
        if position.note:
            yield Run(f"\n{reflow(position.note)}", "dim italic")

    def _cite(self, source_id: str, at: str | None) -> Run:
        source = self.state.lookup.get(self.state.lookup.key(source_id))
        address = source.url if source else source_id
        place = f" {one_line(at)}" if at else ""
        link = address if address and is_link(address) else ""
        return Run(f"[{self.numbers[source_id]}{place}]", "dim", link)

    def _sources(self) -> Iterator[Line]:
        number, at_most = self.state.tally(self.state.positions)
        yield from (EMPTY, (Run(phrases.origins(number, at_most), "bold dim"),))
        if number > 1:
            yield from self._text((Run(phrases.ORIGIN, "dim"),))
        cited = [] if self.brief else citations.cited(self.state)
        digits = len(str(len(cited)))
        for number, source_id in enumerate(cited, start=1):
            yield from self._source(source_id, f"[{number}]{' ' * (digits - len(str(number)))} ")

    def _source(self, source_id: str, mark: str) -> Iterator[Line]:
        source = self.state.lookup.get(self.state.lookup.key(source_id))
        first, indent = (Run(mark, "dim"),), len(mark)
        if source is None:
            yield (*first, _address(source_id))
            return
        described = one_line(citations.reference(source, source_id))
        note = one_line(citations.origin_note(self.state, source_id))
        runs = [Run(described), Run(f" ({note})" if note else "", "dim")]
        addresses = [_address(address) for address in (source.url, source.archive_url) if address]
        if addresses and indent + sum(width(run.text) for run in [*runs, addresses[0]]) < self.room:
            runs += [Run(" "), addresses.pop(0)]
        yield from paragraph(runs, self.room, first=first, indent=indent, unbroken=(source_id,))
        for address in addresses:
            yield (Run(" " * indent), address)
        margin = (Run(" " * indent),)
        if source.quote:
            quote = Run(f"“{reflow(source.quote)}”")
            yield from paragraph((quote,), self.room, first=margin, indent=indent)
        if source.note:
            yield from paragraph((Run(reflow(source.note), "dim italic"),), self.room, first=margin, indent=indent)


class _Date(NamedTuple):
    """The parts of a position's date, each with the blank after it."""

    by: str
    day: str
    time: str

    @classmethod
    def of(cls, position: ResolvedPosition) -> _Date:
        written = phrases.when(position)
        day = written.removeprefix("by ")
        by = written.removesuffix(day)
        if position.date is not None and position.date.is_moment:
            day, _, time = day.partition(" ")
            return cls(by, f"{day} ", f"{time} ")
        return cls(by, f"{day} ", "")


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(bidirectional(character) in {"R", "AL"} for character in text)


def _address(address: str) -> Run:
    return Run(address, "blue", address) if is_link(address) else Run(one_line(address))


def _unknown(person: Person) -> Iterator[Run]:
    if doubt := phrases.doubt(person):
        yield Run(f" [{one_line(doubt)}]", "yellow")
