"""A drawing of how the principals' lines moved, along one axis of time."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.text import Text

from claimtrack.model.dates import ALWAYS, day_number
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.listings import side_style
from claimtrack.rules.line import RunningLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_LABEL: Final = 16  # cells for a party's name
_LEAST: Final = 24  # cells below which an axis is of no use
_MOST: Final = 120  # cells beyond which it only gets longer
_TICK: Final = 12  # cells from one date under the axis to the next
_NO_SIDE: Final = "·"
_WITHDRAWN: Final = "×"


def timeline(state: ClaimState, name: Callable[[str], str], width: int) -> list[Text]:
    """Draw a line for each principal, the axis and the legend; nothing if all have one date or there is no room."""
    positions = [position for position in state.positions if position.at != ALWAYS]
    room = width - _LABEL - 3
    if room < _LEAST or not positions or positions[0].at == positions[-1].at:
        return []
    axis = _Axis(positions[0].at, positions[-1].at - positions[0].at, min(room, _MOST))
    principals = [line.party for lines in state.reason.sides.values() for line in lines]
    principals += [silent.principal for silent in state.silent]
    rows = []
    for party in principals:
        label = Text(one_line(name(party)))
        label.truncate(_LABEL, overflow="ellipsis", pad=True)
        rows.append(Text.assemble((" ", ""), label, "  ", *_cells(party, state.by_principal[party], axis)))
    return [*rows, *(Text(f"{' ' * (_LABEL + 3)}{line}", "dim") for line in (axis.dates(), *_legend(state, room)))]


def _legend(state: ClaimState, room: int) -> list[str]:
    """Return what the signs mean, on as many lines as needed; withdrawals and parentheses only if there are any."""
    signs = [f"{phrases.GLYPHS[side]} {phrases.word(side, state.claim.kind)}" for side in SIDES]
    signs.append(f"{_NO_SIDE} takes no side")
    if any(position.stance == "withdraws" for position in state.positions):
        signs.append(f"{_WITHDRAWN} withdraws")
    off_record = phrases.signs_off_record([_sign(each).text for each in state.positions if not each.on_record])
    signs += wrap(off_record, room)
    lines = [""]
    for sign in signs:
        longer = f"{lines[-1]}  {sign}" if lines[-1] else sign
        lines[-1:] = [longer] if len(longer) <= room else [lines[-1], sign]
    return lines


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
        shown = _day(self.start)
        for tick in range(1, ticks):
            day = _day(self.start + self.span * tick // (ticks - 1))
            at = round((self.cells - len(day)) * tick / (ticks - 1))
            shown = shown.ljust(at) + day
        return shown


def _day(key: int) -> str:
    return date.fromordinal(day_number(key)).isoformat()


class _Sign(NamedTuple):
    text: str
    style: str
    cell: int = 0  # where it belongs by its date


def _cells(party: str, positions: Sequence[ResolvedPosition], axis: _Axis) -> list[tuple[str, str]]:
    """Return the sign and the style of each cell: the line at the time, and the positions taken."""
    cells = [(" ", "")] * axis.cells
    signs: list[_Sign] = []
    running = RunningLine(party)
    for cell, some in groupby(positions, key=lambda position: axis.cell(position.at)):
        here = [*some]
        for position in here:
            running.add(position)
        line = running.line
        cells[cell:] = [("─", side_style(line.side)) if line else (" ", "")] * (axis.cells - cell)
        signs += [_sign(position)._replace(cell=cell) for position in _shown(here, line)]
    for start, sign in _placed(signs, axis.cells):
        cells[start : start + len(sign.text)] = [(character, sign.style) for character in sign.text]
    return cells


def _shown(positions: Sequence[ResolvedPosition], line: Line | None) -> list[ResolvedPosition]:
    """Return which of the positions in one cell to show: one that is on record and one that is not, in their order.

    That is the one that sets the line, else the last that withdraws or takes a side, else the last.
    """
    shown = []
    for on_record in (True, False):
        some = [position for position in positions if position.on_record == on_record]
        setter = [position for position in some if line is not None and position is line.position]
        moves = [position for position in some if position.stance == "withdraws" or position.side is not None]
        shown += (setter or moves or some)[-1:]
    return sorted(shown, key=positions.index)


def _placed(signs: Sequence[_Sign], cells: int) -> list[tuple[int, _Sign]]:
    """Return the first cell of each sign: as near to its own as the signs beside it leave room, in the same order.

    Of the signs in parentheses, the oldest are left out if there is no room for all.
    """
    signs = list(signs)
    while sum(len(sign.text) for sign in signs) > cells:
        signs.remove(next(sign for sign in signs if len(sign.text) > 1))
    starts: list[int] = []
    free = 0
    for sign in signs:
        starts.append(max(free, sign.cell - len(sign.text) // 2))
        free = starts[-1] + len(sign.text)
    end = cells
    for number, sign in reversed([*enumerate(signs)]):
        starts[number] = min(starts[number], end - len(sign.text))
        end = starts[number]
    return [*zip(starts, signs, strict=True)]


def _sign(position: ResolvedPosition) -> _Sign:
    if position.side is not None:
        style = f"{'' if position.on_record else 'dim '}bold {side_style(position.side)}"
        return _Sign(phrases.sign(position.side, position.standing), style)
    sign = _WITHDRAWN if position.stance == "withdraws" else _NO_SIDE
    return _Sign(sign if position.on_record else f"({sign})", "dim")
