"""The drawing of how the lines on a claim moved: a lane for each principal, along one axis of time.

Places along the axis are in percent, so that the drawing fits every width while its words keep their size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import ALWAYS, day_written
from claimtrack.render import phrases
from claimtrack.rules.line import RunningLine
from claimtrack.rules.shifts import shifts
from claimtrack.site.number_labels import Point, Stretch, labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.model.values import Number, Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_LANES: Final = 20  # principals beyond which it is no picture
_MARKS: Final = 40  # positions of a lane beyond which only the more important ones are drawn
_ROWS: Final = 8  # signs above each other
_ROW: Final = 20  # pixels: the height of a sign with its number
_MARGIN: Final = 12  # pixels from the middle of a sign to the end of its lane
_CHART: Final = 86  # pixels: the height of the part of a lane that shows numbers
_INSET: Final = 14  # pixels that are left for what is above the largest number, and below the smallest
# What signs take on a narrow screen, in percent.
_SIGN_WIDTH: Final = 7.0
_DOT_WIDTH: Final = 3.0
_CHARACTER_WIDTH: Final = 2.7
_NUMBER: Final = 9  # characters of a number that is drawn
_WORDS: Final = 18  # of a number in words


class Segment(NamedTuple):
    """A stretch of time in which a line stayed as it was."""

    start: float  # percent
    end: float
    side: Side
    on_record: bool
    top: float  # pixels from the lane's top: of the largest number, or of the line
    bottom: float  # of the smallest number

    @property
    def is_band(self) -> bool:
        """Whether it is a range."""
        return self.bottom - self.top >= 1

    @property
    def width(self) -> float:
        """How much of the axis it takes, in percent."""
        return round(self.end - self.start, 2)


class Mark(NamedTuple):
    """What stands for a position: a sign at its date, above others that have no room beside it, with a stem to the line."""

    x: float  # percent: its date
    y: int  # pixels from the lane's top
    foot: float  # where its stem ends: at its number, or on the line
    side: Side | None
    on_record: bool
    glyph: str
    label: str  # that it is undated, or a number in words
    is_left: bool  # whether the label is at the left of the sign, as there is no room at the right
    place: int  # its place in the file, from 1: the anchor of its words


class Lane(NamedTuple):
    """How the line of a principal moved."""

    party: str
    height: int
    segments: Sequence[Segment]
    marks: Sequence[Mark]
    points: Sequence[Point]  # the numbers
    words: str  # the same in words
    left_out: int  # positions for which there is no room


class Timeline(NamedTuple):
    """The drawing."""

    lanes: Sequence[Lane]
    days: tuple[str, str, str]  # at the beginning, in the middle and at the end of the axis
    left_out: int  # principals that are not drawn
    unplaced: int  # positions of the others for which there is no room
    has_numbers: bool
    has_off_record: bool


def timeline(state: ClaimState, parties: Sequence[str], name: Callable[[str], str]) -> Timeline | None:
    """Draw the lanes of some principals; None if all positions have one date."""
    dated = [position.at for position in state.positions if position.at != ALWAYS]
    if not dated or dated[0] == dated[-1]:
        return None
    drawn = sorted(parties, key=lambda party: -len(state.by_principal[party]))[:_LANES]
    axis = _TimeAxis(dated[0], dated[-1])
    scale = _Scale.of(position for party in drawn for position in state.by_principal[party])
    lanes = [_lane(state, party, axis, scale, name) for party in parties if party in drawn]
    marks = [mark for lane in lanes for mark in lane.marks]
    return Timeline(
        lanes,
        (day_written(axis.start), day_written((axis.start + axis.end) // 2), day_written(axis.end)),
        len(parties) - len(lanes),
        sum(lane.left_out for lane in lanes),
        any(lane.points for lane in lanes),
        any(mark.side and not mark.on_record for mark in marks),
    )


class _TimeAxis(NamedTuple):
    start: int  # date keys
    end: int

    def place(self, at: int) -> float:
        """Return where a date is, in percent; what was always so is at the beginning."""
        return round(100 * (at - self.start) / (self.end - self.start), 2) if at != ALWAYS else 0


class _Scale(NamedTuple):
    """Numbers as heights, the same in all lanes."""

    least: float
    most: float

    @classmethod
    def of(cls, positions: Iterable[ResolvedPosition]) -> _Scale | None:
        """Return the scale of the numbers that some positions give; None if there are none."""
        values = [position.value for position in positions if position.side is not None]
        ends = [
            end for value in values if value and _is_number(value) for end in (value.low, value.high) if end is not None
        ]
        return cls(min(ends), max(ends)) if ends else None

    def height(self, number: Number) -> float:
        """Return how far from the top of a chart a number is drawn, in pixels."""
        part = (number - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return round(_INSET + (_CHART - 2 * _INSET) * (1 - part), 1)

    def span(self, value: Value | None) -> tuple[float, float]:
        """Return the top and the bottom of a value; of none, the bottom of the chart."""
        if value is None or not _is_number(value):
            return _CHART, _CHART
        top = self.height(value.high) if value.high is not None else 0
        bottom = self.height(value.low) if value.low is not None else _CHART
        return top, bottom


class _Baseline(NamedTuple):
    """The heights at which the line of a lane is drawn: always the same one, or those of its numbers in a chart."""

    top: int  # pixels from the lane's top: of the line, or of the chart
    scale: _Scale | None

    def span(self, value: Value | None) -> tuple[float, float]:
        """Return the heights between which the line is drawn while it has a value; they are equal if it is no range."""
        if self.scale is None:
            return self.top, self.top
        top, bottom = self.scale.span(value)
        return round(self.top + top, 1), round(self.top + bottom, 1)


def _is_number(value: Value) -> bool:
    return value.text is None


def _lane(state: ClaimState, party: str, axis: _TimeAxis, scale: _Scale | None, name: Callable[[str], str]) -> Lane:
    positions = state.by_principal[party]
    has_numbers = any(each.side is not None and each.value and _is_number(each.value) for each in positions)
    shown: Sequence[ResolvedPosition] = positions
    if len(positions) > _MARKS:
        moves = {move.position.place for move in shifts(party, positions)}
        shown = _that_fit(positions, moves, state.lines.get(party))
    row_of = _rows(shown, axis)
    highest = _MARGIN + max(row_of.values(), default=0) * _ROW  # the middle of the lowest signs
    baseline = _Baseline(highest + _MARGIN if has_numbers else highest, scale if has_numbers else None)
    running = RunningLine(party)
    marks: list[Mark] = []
    points: list[Point] = []
    segments: list[Segment] = []
    for position in positions:
        running.add(position)
        x = axis.place(position.at)
        segments = _extended(segments, x, running.line, baseline)
        if position.place in row_of:
            y = highest - row_of[position.place] * _ROW
            marks.append(_mark(position, x, y, running.line, baseline))
            if position.side is not None and (number := _number(position)):
                points.append(Point(x, marks[-1].foot, position.side, position.on_record, number))
    height = baseline.top + (_CHART + 2 if has_numbers else _MARGIN)
    words = "; ".join(f"{_when(each)} {_said(state, each, name)}" for each in shown)
    line = [Stretch(each.start, each.end, each.bottom if each.is_band else each.top) for each in segments]
    return Lane(party, height, segments, marks, labelled(points, line), words, len(positions) - len(marks))


def _rows(positions: Sequence[ResolvedPosition], axis: _TimeAxis) -> dict[int, int]:
    """Return the row of each sign, counted from below, by the place of its position; leave out signs without room."""
    ends: list[float] = []  # of the last sign in each row
    rows: dict[int, int] = {}
    for position in positions:
        start, end = _extent(position, axis.place(position.at))
        row = next((row for row, taken in enumerate(ends) if taken <= start), len(ends))
        if row < _ROWS:
            ends[row : row + 1] = [end]
            rows[position.place] = row
    return rows


def _extent(position: ResolvedPosition, x: float) -> tuple[float, float]:
    """Return where the sign of a position and its label begin and end, in percent."""
    half = (_SIGN_WIDTH if position.side else _DOT_WIDTH) / 2
    label = len(_label(position)) * _CHARACTER_WIDTH
    return (x - half - label, x + half) if _is_left(position, x) else (x - half, x + half + label)


def _is_left(position: ResolvedPosition, x: float) -> bool:
    """Return whether there is no room for a label at the right of its sign."""
    return x + len(_label(position)) * _CHARACTER_WIDTH > 100


def _that_fit(positions: Sequence[ResolvedPosition], moves: set[int], line: Line | None) -> Sequence[ResolvedPosition]:
    """Return the more important ones of many positions."""

    def weight(position: ResolvedPosition) -> int:
        sets = line is not None and position is line.position
        return 4 * sets + 2 * (position.place in moves) + (position.side is not None)

    kept = {each.place for each in sorted(positions, key=weight, reverse=True)[:_MARKS]}
    return [position for position in positions if position.place in kept]


def _extended(segments: list[Segment], x: float, line: Line | None, baseline: _Baseline) -> list[Segment]:
    """End the last segment at a place, and begin one there if there is a line; leave out a segment without a length."""
    begun = None
    if line is not None:
        begun = Segment(x, 100.0, line.side, line.position.on_record, *baseline.span(line.value))
    if segments and segments[-1].end > x:
        last = segments[-1]
        if begun is not None and last[2:] == begun[2:]:
            return segments
        segments = [*segments[:-1], last._replace(end=x)] if last.start < x else segments[:-1]
    return [*segments, begun] if begun is not None else segments


def _mark(position: ResolvedPosition, x: float, y: int, line: Line | None, baseline: _Baseline) -> Mark:
    """Return the mark of a position; its stem leads to its number, or else to the line of the time."""
    value = position.value if _number(position) else line.value if line else None
    top, bottom = baseline.span(value)
    foot = bottom if value is not None and value.low is not None else top
    glyph = phrases.GLYPHS[position.side] if position.side else "×" if position.stance == "withdraws" else "·"
    is_left = _is_left(position, x)
    return Mark(x, y, foot, position.side, position.on_record, glyph, _label(position), is_left, position.place + 1)


def _label(position: ResolvedPosition) -> str:
    """Return what is written beside a sign: that the position is undated, or a short number in words."""
    if position.side is None:
        return ""
    words = position.value.text or "" if position.value else ""
    undated = "" if position.date else "undated"
    return phrases.joined(", ", undated, words if len(words) <= _WORDS else "")


def _number(position: ResolvedPosition) -> str:
    """Return the number that a position gives, if it takes a side and the number is short."""
    value = position.value if position.side is not None else None
    if value is None or not _is_number(value):
        return ""
    ends = [str(end) for end in dict.fromkeys((value.low, value.high)) if end is not None]
    limit = "≤" if value.low is None else "≥" if value.high is None else ""
    shown = f"{limit}{'–'.join(ends)}"
    return shown if len(shown) <= _NUMBER else ""


def _when(position: ResolvedPosition) -> str:
    return phrases.when_day(position)


def _said(state: ClaimState, position: ResolvedPosition, name: Callable[[str], str]) -> str:
    claim = state.claim
    said = phrases.stance(
        position.stance, position.value, claim.kind, claim.unit, position.recorded.about, position.standing
    )
    return f"{name(position.party)} {said}" if position.party != position.principal else said
