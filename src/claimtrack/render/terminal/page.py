"""A claim as a page: why it has its status, who stands where, how each got there, on which sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.escape import is_link, one_line, reflow, visible
from claimtrack.render.listings import SIDE_STYLES
from claimtrack.render.terminal.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_DATE_WIDTH: Final = 14  # "by 2025-05-07"; a moment's time, "10:00:00+05:30", stands on a second line
_LINKS: Final = (("implies", "implies"), ("contradicts", "contradicts"), ("see_also", "see also"))


def page(case: ClaimState, person: Callable[[str], Person], width: int) -> Iterator[RenderableType | Address]:
    """Lay a claim out for a width, part by part."""
    return _Page(case, person, width).parts()


class Address(NamedTuple):
    """A line that ends in an address: never broken by us, so that it can be copied and followed."""

    text: Text


class _Page:
    def __init__(self, case: ClaimState, person: Callable[[str], Person], width: int) -> None:
        self.case = case
        self.width = width
        self.claim = case.claim
        self.person = person
        cited = dict.fromkeys(ref.id for position in case.positions for ref in position.recorded.sources)
        self.numbers = {source_id: number for number, source_id in enumerate(cited, start=1)}

    def name(self, party: str) -> str:
        return self.person(party).name

    def parts(self) -> Iterator[RenderableType | Address]:
        yield from self.head()
        for side in SIDES:
            if side in self.case.reason.sides:
                yield Text()
                yield Text(
                    phrases.said(side, self.claim.kind).upper(), Style.parse(f"bold {SIDE_STYLES[side]}")
                )
                for line in self.case.reason.sides[side]:
                    yield from self.stand(line)
        if self.case.silent:
            yield Text()
            yield Text("NO SIDE", "bold dim")
            for silent in self.case.silent:
                yield self.principal(silent.principal, phrases.silent(silent.silence))
                yield self.positions(tuple(reversed(silent.positions)))
        yield from self.sources()

    def head(self) -> Iterator[RenderableType]:
        claim = self.claim
        yield Text.assemble((claim.id, "bold"), "  ", (one_line(claim.title), "bold"))
        if claim.statement:
            yield Text(reflow(claim.statement))
        facts = [claim.kind, claim.date.written if claim.date else "", ", ".join(claim.topics)]
        yield Text(one_line(" · ".join(filter(None, facts))), "dim")
        for key, label in _LINKS:
            others = getattr(claim, key)
            if others:
                yield Text(one_line(f"{label}: {', '.join(others)}"), "dim")
        yield Text()
        yield Text(one_line(phrases.why(self.case, self.name)))
        if claim.notes:
            yield Text()
            yield Text(reflow(claim.notes), "italic")
        drawn = timeline(self.case, self.name, self.width)
        if drawn:
            yield Text()
            yield from drawn

    def stand(self, line: Line) -> Iterator[RenderableType]:
        yield self.principal(line.party, phrases.amount(line.value, self.claim.unit), SIDE_STYLES[line.side])
        yield self.positions((line.position,))
        for position in line.dissent:
            said = phrases.said(position.stance, self.claim.kind)
            yield Padding(
                Text(
                    one_line(f"* divided: {self.name(position.party)} {said}, {phrases.when(position)}"),
                    "yellow",
                ),
                (0, 0, 0, 4),
                expand=False,
            )
        positions = self.case.by_principal[line.party]
        place = positions.index(line.position)
        for label, others in (
            ("later, without moving the line", positions[place + 1 :]),
            ("how it got there", positions[:place]),
        ):
            if others:
                yield Padding(Text(label, "dim italic"), (0, 0, 0, 4), expand=False)
                yield self.positions(tuple(reversed(others)))

    def principal(self, party: str, more: str, style: str = "") -> Padding:
        person = self.person(party)
        text = Text.assemble((one_line(person.name), Style.parse(f"bold {style}")))
        if more:
            text.append(f"  {one_line(more)}")
        text.append_text(_unknown(person))
        return Padding(text, (0, 0, 0, 2), expand=False)

    def positions(self, positions: tuple[ResolvedPosition, ...]) -> Padding:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(
            width=min(_DATE_WIDTH, max(len(phrases.when(position)) for position in positions)),
            overflow="fold",
        )
        grid.add_column(overflow="fold")
        for position in positions:
            grid.add_row(Text(phrases.when(position), "dim"), self.position(position))
        return Padding(grid, (0, 0, 0, 4), expand=False)

    def position(self, resolved: ResolvedPosition) -> Text:
        position = resolved.recorded
        text = Text()
        if resolved.party != resolved.principal:
            person = self.person(resolved.party)
            text.append(f"{one_line(person.name)} ")
            text.append_text(_unknown(person))
        style = SIDE_STYLES[resolved.side] if resolved.side else "dim"
        text.append(phrases.said(resolved.stance, self.claim.kind), style)
        value = phrases.amount(resolved.value, self.claim.unit)
        about = f" for {position.about}" if position.about else ""
        if value:
            text.append(f": {one_line(value)}{about}")
        mark = phrases.standing(resolved, self.name)
        if mark:
            text.append(f" ({one_line(mark)})", "yellow" if not resolved.on_record else "dim")
        for ref in position.sources:
            text.append_text(self.cite(ref.id, ref.at))
        if position.quote:
            text.append(f"\n“{visible(position.quote)}”")
        if position.original:
            text.append(f"\n“{visible(position.original)}”")
        if position.note:
            text.append(f"\n{reflow(position.note)}", "dim italic")
        return text

    def cite(self, source_id: str, at: str | None) -> Text:
        source = self.case.lookup.get(self.case.lookup.key(source_id))
        address = source.url if source else source_id
        link = address if address and is_link(address) else None
        place = f" {one_line(at)}" if at else ""
        return Text.assemble(" ", (f"[{self.numbers[source_id]}{place}]", Style(link=link, dim=True)))

    def sources(self) -> Iterator[RenderableType | Address]:
        yield Text()
        yield Text(phrases.origins(*self.case.tally(self.case.positions)), "bold dim")
        if not self.numbers:
            return
        digits = len(str(len(self.numbers)))
        for source_id, number in self.numbers.items():
            yield from self.source(source_id, f"  [{number}]{' ' * (digits - len(str(number)))} ")

    def source(self, source_id: str, mark: str) -> Iterator[RenderableType | Address]:
        key = self.case.lookup.key(source_id)
        source, origin = self.case.lookup.get(key), self.case.lookup.origin(source_id)
        text = Text(one_line(phrases.reference(source, source_id)))
        if origin != key:
            text.append(f" (copy of {one_line(origin.id)})", "dim")
        addresses = [source.url, source.archive_url] if source else [source_id]
        found = [_address(address) for address in addresses if address]
        if source is None:
            yield Address(Text.assemble((mark, "dim"), *found))
            return
        grid = Table.grid()
        grid.add_column(width=len(mark))
        grid.add_column(overflow="fold")
        grid.add_row(Text(mark, "dim"), text)
        yield grid
        for address in found:
            yield Address(Text.assemble(" " * len(mark), address))


def _address(address: str) -> Text:
    """Return an address as a link, or as text if it may not be drawn as one."""
    if is_link(address):
        return Text(address, Style(link=address, color="blue"))
    return Text(one_line(address))


def _unknown(person: Person) -> Text:
    if person.known:
        return Text()
    meant = f", probably {one_line(person.probable)}" if person.probable else ""
    return Text(f" [not registered{meant}] ", "yellow")
