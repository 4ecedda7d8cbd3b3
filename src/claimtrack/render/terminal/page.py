"""A claim as a page: why it has its status, who stands where, how each got there, on which sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtrack.model.vocabulary import SIDES
from claimtrack.render import citations, phrases
from claimtrack.render.escape import is_link, one_line, reflow, visible
from claimtrack.render.listings import side_style
from claimtrack.render.terminal.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from claimtrack.render.view import Pages
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_DATE_WIDTH: Final = 14  # "by 2025-05-07"; a moment's time, "10:00:00+05:30", is on a second line


class Address(NamedTuple):
    """A line that ends in an address: never broken by us, so that it can be copied and followed."""

    text: Text


class Page:
    """The layout of a claim for a width."""

    def __init__(self, state: ClaimState, view: Pages, width: int) -> None:
        self.state = state
        self.width = width
        self.claim = state.claim
        self.person = view.person
        self.name = view.name
        self.numbers = citations.numbers(state)

    def parts(self) -> Iterator[RenderableType | Address]:
        """Yield the parts of the page, from top to bottom."""
        yield from self._head()
        for side in SIDES:
            if side in self.state.reason.sides:
                yield from (Text(), Text(phrases.word(side, self.claim.kind).upper(), f"bold {side_style(side)}"))
                for line in self.state.reason.sides[side]:
                    yield from self._line(line)
        if self.state.silent:
            yield from (Text(), Text("NO SIDE", "bold dim"))
            for silent in self.state.silent:
                yield self._principal(silent.principal, phrases.SILENCES[silent.silence])
                yield self._positions(tuple(reversed(silent.positions)))
        yield from self._sources()

    def _head(self) -> Iterator[RenderableType]:
        claim = self.claim
        yield Text.assemble((claim.id, "bold"), "  ", (one_line(claim.title), "bold"))
        if claim.statement:
            yield Text(reflow(claim.statement))
        date, topics = claim.date.written if claim.date else "", ", ".join(claim.topics)
        yield Text(one_line(phrases.joined(" · ", claim.kind, date, topics)), "dim")
        links = {"implies": claim.implies, "contradicts": claim.contradicts, "see also": claim.see_also}
        for label, others in links.items():
            if others:
                yield Text(one_line(f"{label}: {', '.join(others)}"), "dim")
        yield from (Text(), Text(one_line(phrases.why(self.state, self.name))))
        if claim.notes:
            yield from (Text(), Text(reflow(claim.notes), "italic"))
        if drawn := timeline(self.state, self.name, self.width):
            yield from (Text(), *drawn)

    def _line(self, line: Line) -> Iterator[RenderableType]:
        value = phrases.amount(line.value, self.claim.unit, line.about)
        yield self._principal(line.party, value, side_style(line.side))
        yield self._positions((line.position,))
        for position in line.dissent:
            stance = phrases.word(position.stance, self.claim.kind)
            text = f"* divided: {self.name(position.party)} {stance}, {phrases.when(position)}"
            yield _indented(Text(one_line(text), "yellow"))
        for position in line.withdrawals:
            yield _indented(Text(one_line(self._withdrawal(position, line)), "yellow"))
        positions = self.state.by_principal[line.party]
        place = positions.index(line.position)
        before, after = positions[:place], positions[place + 1 :]
        for label, others in (("later, without moving the line", after), ("how it got there", before)):
            if others:
                yield _indented(Text(label, "dim italic"))
                yield self._positions(tuple(reversed(others)))

    def _withdrawal(self, position: ResolvedPosition, line: Line) -> str:
        who = "its author" if position.party == line.position.party else "who gave its value"
        by_then = self.name(position.principal) if position.principal != position.party else "nobody else"
        name, when = self.name(position.party), phrases.when(position)
        return f"* {who} withdrew: {name}, {when}, by then speaking for {by_then}"

    def _principal(self, party: str, more: str, style: str = "") -> Padding:
        person = self.person(party)
        name = (one_line(person.name), Style.parse(f"bold {style}"))
        return _indented(Text.assemble(name, f"  {one_line(more)}" if more else "", _unknown(person)), 2)

    def _positions(self, positions: tuple[ResolvedPosition, ...]) -> Padding:
        grid = Table.grid(padding=(0, 1, 0, 0))
        dates = [phrases.when(position) for position in positions]
        grid.add_column(width=min(_DATE_WIDTH, max(map(len, dates))), overflow="fold")
        grid.add_column(overflow="fold")
        for date, position in zip(dates, positions, strict=True):
            grid.add_row(Text(date, "dim"), self._position(position))
        return _indented(grid)

    def _position(self, resolved: ResolvedPosition) -> Text:
        position = resolved.recorded
        text = Text()
        if resolved.party != resolved.principal:
            person = self.person(resolved.party)
            text.append(f"{one_line(person.name)} ").append_text(_unknown(person))
        text.append(phrases.word(resolved.stance, self.claim.kind), side_style(resolved.side, "dim"))
        if value := phrases.amount(resolved.value, self.claim.unit, position.about):
            text.append(f": {one_line(value)}")
        if standing := phrases.standing(resolved, self.name):
            text.append(f" ({one_line(standing)})", "yellow" if not resolved.on_record else "dim")
        if order := phrases.order(self.state, resolved):
            text.append(f" ({one_line(order)})", "yellow")
        cited: dict[tuple[int, str | None], str] = {}
        for ref in position.sources:  # two spellings of one address are cited once, as first written
            cited.setdefault((self.numbers[ref.id], ref.at), ref.id)
        for (_, at), source_id in cited.items():
            text.append_text(self._cite(source_id, at))
        teller = phrases.teller(resolved, self.name)
        for quote in filter(None, (position.quote, position.original)):
            text.append(f"\n{one_line(teller)}: " if teller else "\n", "yellow").append(f"“{visible(quote)}”")
        if position.note:
            text.append(f"\n{reflow(position.note)}", "dim italic")
        return text

    def _cite(self, source_id: str, at: str | None) -> Text:
        source = self.state.lookup.get(self.state.lookup.key(source_id))
        address = source.url if source else source_id
        link = address if address and is_link(address) else None
        place = f" {one_line(at)}" if at else ""
        return Text.assemble(" ", (f"[{self.numbers[source_id]}{place}]", Style(link=link, dim=True)))

    def _sources(self) -> Iterator[RenderableType | Address]:
        yield from (Text(), Text(phrases.origins(*self.state.tally(self.state.positions)), "bold dim"))
        cited = citations.cited(self.state)
        digits = len(str(len(cited)))
        for number, source_id in enumerate(cited, start=1):
            yield from self._source(source_id, f"  [{number}]{' ' * (digits - len(str(number)))} ")

    def _source(self, source_id: str, mark: str) -> Iterator[RenderableType | Address]:
        source = self.state.lookup.get(self.state.lookup.key(source_id))
        if source is None:
            yield Address(Text.assemble((mark, "dim"), _address(source_id)))
            return
        text = Text(one_line(citations.reference(source, source_id)))
        if note := citations.origin_note(self.state, source_id):
            text.append(f" ({one_line(note)})", "dim")
        grid = Table.grid()
        grid.add_column(width=len(mark))
        grid.add_column(overflow="fold")
        grid.add_row(Text(mark, "dim"), text)
        yield grid
        for address in filter(None, (source.url, source.archive_url)):
            yield Address(Text.assemble(" " * len(mark), _address(address)))


def _indented(content: RenderableType, cells: int = 4) -> Padding:
    return Padding(content, (0, 0, 0, cells), expand=False)


def _address(address: str) -> Text:
    return Text(address, Style(link=address, color="blue")) if is_link(address) else Text(one_line(address))


def _unknown(person: Person) -> Text:
    doubt = phrases.doubt(person)
    return Text(f" [{one_line(doubt)}] ", "yellow") if doubt else Text()
