"""A drawing of how the principals' lines moved, along one axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from claimtrack.model.dates import ALWAYS
from claimtrack.model.vocabulary import SIDES
from claimtrack.render import phrases
from claimtrack.render.escape import one_line
from claimtrack.render.listings import SIDE_STYLES
from claimtrack.rules.line import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition

_LABEL: Final = 16  # cells for a party's name
_LEAST: Final = 24  # cells below which an axis tells nothing
_MOST: Final = 120  # cells beyond which it only gets longer
_TICK: Final = 12  # cells from one date under the axis to the next
_NO_SIDE: Final = "·"
_WITHDRAWN: Final = "×"


def timeline(case: ClaimState, name: Callable[[str], str], width: int) -> list[Text]:
    """Draw a line of text for each principal, the axis, and what the signs mean.

    Args:
        case: the claim.
        name: gives a party's name.
        width: the cells there are.

    Returns:
        Nothing where everything happened at one time, or where there is no room.
    """
    positions = [position for position in case.positions if position.at != ALWAYS]
    room = width - _LABEL - 3
    if room < _LEAST or not positions or positions[0].at == positions[-1].at:
        return []
    axis = _Axis(positions[0].at, positions[-1].at, min(room, _MOST))
    principals = [each.party for lines in case.reason.sides.values() for each in lines]
    principals += [silent.principal for silent in case.silent]
    rows = [_row(case.by_principal[party], name(party), axis) for party in principals]
    below = [axis.dates(), *_legend(case, room)]
    return [*rows, *(Text(f"{' ' * (_LABEL + 3)}{each}", "dim") for each in below)]


def _legend(case: ClaimState, room: int) -> list[str]:
    """Say what the signs mean, that of a withdrawal only if there is one, on as many lines as it takes."""
    signs = [f"{phrases.GLYPHS[side]} {phrases.said(side, case.claim.kind)}" for side in SIDES]
    signs.append(f"{_NO_SIDE} takes no side")
    if any(position.stance == "withdraws" for position in case.positions):
        signs.append(f"{_WITHDRAWN} withdraws")
    lines = [""]
    for sign in signs:
        longer = f"{lines[-1]}  {sign}" if lines[-1] else sign
        lines[-1:] = [longer] if len(longer) <= room else [lines[-1], sign]
    return lines


class _Axis:
    """A stretch of time laid out over some cells."""

    def __init__(self, start: datetime, end: datetime, cells: int) -> None:
        self._start = start
        self._span = end - start
        self.cells = cells

    def cell(self, at: datetime) -> int:
        """Give the cell of an instant; what was always so stands at the beginning."""
        return round((at - self._start) / self._span * (self.cells - 1)) if at != ALWAYS else 0

    def dates(self) -> str:
        """Give the days under the axis: at both ends, and between them as far as there is room, each once."""
        days = ((self._start + self._span).date() - self._start.date()).days
        ticks = min(max(self.cells // _TICK, 2), days + 1)
        shown = self._start.date().isoformat()
        for tick in range(1, ticks):
            day = (self._start + self._span * tick / (ticks - 1)).date().isoformat()
            at = round((self.cells - len(day)) * tick / (ticks - 1))
            shown = shown.ljust(at) + day
        return shown


def _row(positions: tuple[ResolvedPosition, ...], name: str, axis: _Axis) -> Text:
    label = Text(one_line(name))
    label.truncate(_LABEL, overflow="ellipsis", pad=True)
    row = Text.assemble((" ", ""), label, "  ")
    for sign, style in _cells(positions, axis):
        row.append(sign, style)
    return row


def _cells(positions: tuple[ResolvedPosition, ...], axis: _Axis) -> Iterator[tuple[str, str]]:
    """Give the sign and the colour of each cell: how the line stood, and where something was said."""
    cells = [(" ", "")] * axis.cells
    for number, position in enumerate(positions, start=1):
        stands = line(position.principal, positions[:number])
        begin = axis.cell(position.at)
        drawn = ("─", SIDE_STYLES[stands.side]) if stands else (" ", "")
        cells[begin:] = [drawn] * (axis.cells - begin)
        cells[begin] = _sign(position)
        _keep_earlier(cells, positions[: number - 1], axis, begin)
    return iter(cells)


def _sign(position: ResolvedPosition) -> tuple[str, str]:
    if position.side is None:
        return (_WITHDRAWN if position.stance == "withdraws" else _NO_SIDE, "dim")
    faint = "" if position.on_record else "dim "
    return phrases.GLYPHS[position.side], f"{faint}bold {SIDE_STYLES[position.side]}"


def _keep_earlier(
    cells: list[tuple[str, str]], earlier: tuple[ResolvedPosition, ...], axis: _Axis, at: int
) -> None:
    """Of several signs in one cell, show a side rather than none."""
    if cells[at][0] != _NO_SIDE:
        return
    for position in reversed(earlier):
        if position.side is not None and axis.cell(position.at) == at:
            cells[at] = _sign(position)
            return
