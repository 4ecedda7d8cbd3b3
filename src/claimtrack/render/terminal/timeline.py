"""A drawing of how the principals' lines moved, along one axis of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.text import Text

from claimtrack.model.dates import ALWAYS, day_number
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.listings import side_style
from claimtrack.rules.line import line as line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.rules.claim_state import ClaimState
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
        rows.append(Text.assemble((" ", ""), label, "  ", *_cells(state.by_principal[party], axis)))
    return [*rows, *(Text(f"{' ' * (_LABEL + 3)}{line}", "dim") for line in (axis.dates(), *_legend(state, room)))]


def _legend(state: ClaimState, room: int) -> list[str]:
    """Return what the signs mean, that of a withdrawal only if there is one, on as many lines as needed."""
    signs = [f"{phrases.GLYPHS[side]} {phrases.word(side, state.claim.kind)}" for side in SIDES]
    signs.append(f"{_NO_SIDE} takes no side")
    if any(position.stance == "withdraws" for position in state.positions):
        signs.append(f"{_WITHDRAWN} withdraws")
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


def _cells(positions: Sequence[ResolvedPosition], axis: _Axis) -> list[tuple[str, str]]:
    """Return the sign and the style of each cell: the line at the time, and the positions taken."""
    cells = [(" ", "")] * axis.cells
    for number, position in enumerate(positions, start=1):
        line = line_of(position.principal, positions[:number])
        begin = axis.cell(position.at)
        drawn = ("─", side_style(line.side)) if line else (" ", "")
        cells[begin:] = [drawn] * (axis.cells - begin)
        # Of several positions in one cell, show the last that takes a side, except that a withdrawal is always shown.
        same = [earlier for earlier in positions[:number] if earlier.side and axis.cell(earlier.at) == begin]
        cells[begin] = _sign(same[-1] if same and position.stance != "withdraws" else position)
    return cells


def _sign(position: ResolvedPosition) -> tuple[str, str]:
    if position.side is None:
        return (_WITHDRAWN if position.stance == "withdraws" else _NO_SIDE, "dim")
    faint = "" if position.on_record else "dim "
    return phrases.GLYPHS[position.side], f"{faint}bold {side_style(position.side)}"
