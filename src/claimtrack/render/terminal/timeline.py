"""A drawing of how the principals' lines moved, along one axis of time."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import ALWAYS, day_number, day_written
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.listings import side_style
from claimtrack.render.terminal.cells import cut, width, wrap
from claimtrack.render.terminal.paragraphs import Line, Run
from claimtrack.rules.line import RunningLine
from claimtrack.rules.shifts import shifts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line as PartyLine
    from claimtrack.rules.resolve import ResolvedPosition

_LABEL: Final = 16  # cells that a party's name may take however narrow the terminal is
_READABLE: Final = 40  # cells that the axis keeps where longer names would take them
_LEAST: Final = 24  # cells below which an axis is of no use
_MOST: Final = 120  # cells beyond which it only gets longer
_ROWS: Final = 20  # parties beyond which it is no picture
_TICK: Final = 12  # cells from one date under the axis to the next
_MARGIN: Final = 1
_GAP: Final = 2  # cells between a name and the axis
_NUMBER: Final = 9  # characters of a number that is drawn
_NO_SIDE: Final = "·"
_WITHDRAWN: Final = "×"


def timeline(state: ClaimState, parties: Sequence[str], name: Callable[[str], str], room: int) -> list[Line]:
    """Draw a line for each of some principals, the axis and the legend; nothing if all have one date or there is no room.

    A sign stands for a position: its number, and its side where that is another one than before.
    """
    positions = [position for position in state.counted if position.at != ALWAYS]
    drawn = _drawn(state, parties)
    longest = max((width(one_line(name(party))) for party in drawn), default=0)
    label = min(longest, max(_LABEL, room - _READABLE - _MARGIN - _GAP))
    before = _MARGIN + label + _GAP
    if room - before < _LEAST or not positions or positions[0].at == positions[-1].at:
        return []
    axis = _Axis(positions[0].at, positions[-1].at - positions[0].at, min(room - before, _MOST))
    signs: list[_Sign] = []
    lines: list[Line] = []
    for party in drawn:
        shown = cut(one_line(name(party)), label)
        some, cells = _cells(party, state, axis)
        signs += some
        lines.append((Run(f"{' ' * _MARGIN}{shown}{' ' * (before - _MARGIN - width(shown))}"), *_runs(cells)))
    below = [axis.dates(), *_legend(state, signs, room - before)]
    if len(drawn) < len(parties):
        below.append(f"{len(drawn)} of {phrases.count(len(parties), 'party')} drawn")
    return [*lines, *((Run(f"{' ' * before}{text}", "dim"),) for text in below)]


def _drawn(state: ClaimState, parties: Sequence[str]) -> Sequence[str]:
    """Return the parties that are drawn, in their order: if there are too many, those with the most positions."""
    if len(parties) <= _ROWS:
        return parties
    most = {*sorted(parties, key=lambda party: -len(state.by_principal[party]))[:_ROWS]}
    return [party for party in parties if party in most]


class _Axis(NamedTuple):
    start: int  # a date key, as `ResolvedPosition.at`
    span: int
    cells: int

    def cell(self, at: int) -> int:
        """Return the cell of a date key; what was always so is at the beginning."""
        return round((at - self.start) / self.span * (self.cells - 1)) if at != ALWAYS else 0

    def dates(self) -> str:
        """Return the days under the axis: at both ends, and between them if there is room, each once."""
        days = day_number(self.start + self.span) - day_number(self.start)
        ticks = min(max(self.cells // _TICK, 2), days + 1)
        shown = day_written(self.start)
        for tick in range(1, ticks):
            day = day_written(self.start + self.span * tick // (ticks - 1))
            at = round((self.cells - len(day)) * tick / (ticks - 1))
            shown = shown.ljust(at) + day
        return shown


class _Sign(NamedTuple):
    """What stands for a position."""

    position: ResolvedPosition
    cell: int  # where it belongs by its date
    weight: int  # what is shown if there is no room for all: the heaviest

    @property
    def glyph(self) -> str:
        """The sign of its side, or of what takes none."""
        if self.position.side is not None:
            return phrases.GLYPHS[self.position.side]
        return _WITHDRAWN if self.position.stance == "withdraws" else _NO_SIDE

    @property
    def number(self) -> str:
        """Its number, if it gives one that is short and has no sign of its own."""
        value = self.position.value if self.position.side is not None else None
        if value is None or value.text is not None or (value.low or value.high or 0) < 0:
            return ""
        ends = [str(end) for end in dict.fromkeys((value.low, value.high)) if end is not None]
        limit = "≤" if value.low is None else "≥" if value.high is None else ""
        shown = f"{limit}{'–'.join(ends)}"
        return shown if len(shown) <= _NUMBER else ""

    @property
    def style(self) -> str:
        """How it is drawn."""
        if self.position.side is None:
            return "dim"
        return f"{'' if self.position.on_record else 'dim '}bold {side_style(self.position.side)}"

    def text(self, side: Side | None) -> str:
        """Return what is drawn after a sign of a side; in parentheses if the position is not on record."""
        number = self.number
        text = number if number and self.position.side == side else f"{self.glyph}{number}"
        return text if self.position.on_record else f"({text})"


def _cells(party: str, state: ClaimState, axis: _Axis) -> tuple[list[_Sign], list[tuple[str, str]]]:
    """Return the signs of a party, and the character and the style of each cell: the line at the time, and the signs."""
    cells = [(" ", "")] * axis.cells
    signs: list[_Sign] = []
    running = RunningLine(party)
    moves = {shift.position.place for shift in shifts(party, state.by_principal[party])}
    line = state.lines.get(party)
    for cell, some in groupby(state.by_principal[party], key=lambda position: axis.cell(position.at)):
        here = [*some]
        for position in here:
            running.add(position)
        now = running.line
        cells[cell:] = [("─", side_style(now.side)) if now else (" ", "")] * (axis.cells - cell)
        shown = {position.place for position in _shown(here, now)}
        for position in here:
            is_setter = line is not None and position is line.position
            if is_setter or position.place in moves or position.place in shown:
                weight = 4 * is_setter + 2 * (position.place in moves) + position.on_record
                signs.append(_Sign(position, cell, weight))
    signs = _that_fit(signs, axis.cells)
    texts = [*_texts(signs)]
    for start, text, sign in zip(_starts(signs, texts, axis.cells), texts, signs, strict=True):
        cells[start : start + len(text)] = [(character, sign.style) for character in text]
    return signs, cells


def _shown(positions: Sequence[ResolvedPosition], line: PartyLine | None) -> list[ResolvedPosition]:
    """Return which of the positions in one cell to show besides moves: one that is on record and one that is not.

    That is the one that sets the line, else the last that withdraws or takes a side, else the last.
    """
    shown = []
    for on_record in (True, False):
        some = [position for position in positions if position.on_record == on_record]
        setter = [position for position in some if line is not None and position is line.position]
        moves = [position for position in some if position.stance == "withdraws" or position.side is not None]
        shown += (setter or moves or some)[-1:]
    return shown


def _that_fit(signs: list[_Sign], cells: int) -> list[_Sign]:
    """Return all signs if there is room for them, else those that stand at their dates beside more important ones."""
    needed = [len(sign.text(None)) + 2 * bool(sign.number) for sign in signs]
    if sum(needed) <= cells:
        return signs
    taken = [False] * cells
    kept = set()
    for place in sorted(range(len(signs)), key=lambda place: (signs[place].weight, place), reverse=True):
        start = max(min(signs[place].cell - needed[place] // 2, cells - needed[place]), 0)
        if not any(taken[start : start + needed[place]]):
            taken[start : start + needed[place]] = [True] * needed[place]
            kept.add(place)
    return [sign for place, sign in enumerate(signs) if place in kept]


def _texts(signs: Iterable[_Sign]) -> Iterator[str]:
    side = None
    for sign in signs:
        yield sign.text(side)
        side = sign.position.side or side


def _starts(signs: Sequence[_Sign], texts: Sequence[str], cells: int) -> list[int]:
    """Return the first cell of each sign: as near to its own as the signs beside it leave room, in the same order."""
    gaps = [0, *(any(one.isdigit() for one in f"{left}{right}") for left, right in pairwise(texts))]
    starts: list[int] = []
    free = 0
    for sign, text, gap in zip(signs, texts, gaps, strict=True):
        starts.append(max(free + gap, sign.cell - len(text) // 2) if starts else max(0, sign.cell - len(text) // 2))
        free = starts[-1] + len(text)
    end = cells
    for number in reversed(range(len(starts))):
        starts[number] = min(starts[number], end - len(texts[number]))
        end = starts[number] - gaps[number]
    return starts


def _runs(cells: Sequence[tuple[str, str]]) -> Iterator[Run]:
    for style, some in groupby(cells, key=lambda cell: cell[1]):
        yield Run("".join([character for character, _ in some]), style)


def _legend(state: ClaimState, signs: Sequence[_Sign], room: int) -> list[str]:
    """Return what the signs that are drawn mean, on as many lines as needed."""
    glyphs = {sign.glyph for sign in signs}
    meanings = {phrases.GLYPHS[side]: phrases.word(side, state.claim.kind) for side in SIDES}
    meanings |= {_NO_SIDE: "takes no side", _WITHDRAWN: "withdraws"}
    parts = [f"{glyph} {meaning}" for glyph, meaning in meanings.items() if glyph in glyphs]
    if any(sign.number for sign in signs):
        parts.append(f"numbers: {one_line(state.claim.unit or 'values')}")
    parts += filter(
        None, [phrases.signs_off_record([f"({each.glyph})" for each in signs if not each.position.on_record])]
    )
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}  {part}" if lines[-1] else part
        lines[-1:] = [longer] if width(longer) <= room else [lines[-1], part]
    return [text for line in lines for text in wrap(line, room)]
