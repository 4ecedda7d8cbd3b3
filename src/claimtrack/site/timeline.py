"""The drawing of how the lines on a claim moved: a lane for each principal, along one axis of time.

Places along the axis are in percent, so that the drawing fits every width while its words keep their size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.model.dates import ALWAYS, day_written
from claimtrack.render import phrases
from claimtrack.rules.line import RunningLine
from claimtrack.rules.shifts import shifts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from claimtrack.model.values import Number, Value
    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

_LANES: Final = 20  # principals beyond which it is no picture
_MARKS: Final = 40  # positions of a lane beyond which only the more important ones are drawn
_FLAT: Final = 34  # pixels: the height of a lane without numbers
_TALL: Final = 88
_TOP: Final = 26  # pixels above the highest number, for its own words
_BOTTOM: Final = 14
_MIDDLE: Final = 20  # pixels: where the line of a lane without numbers is
_SIGN_WIDTH: Final = 6.0  # percent that a sign takes on a narrow screen
_DOT_WIDTH: Final = 2.4
_DIGIT_WIDTH: Final = 2.6
_NUMBER: Final = 9  # characters of a number that is drawn


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
    """What stands for a position."""

    x: float  # percent
    y: float  # pixels from the lane's top
    side: Side | None
    on_record: bool
    glyph: str
    number: str
    place: int  # its place in the file, from 1: the anchor of its words


class Lane(NamedTuple):
    """How the line of a principal moved."""

    party: str
    height: int
    segments: Sequence[Segment]
    marks: Sequence[Mark]
    words: str  # the same in words


class Timeline(NamedTuple):
    """The drawing."""

    lanes: Sequence[Lane]
    days: tuple[str, str, str]  # at the beginning, in the middle and at the end of the axis
    left_out: int  # principals that are not drawn
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
        any(mark.number for mark in marks),
        any(mark.side and not mark.on_record for mark in marks),
    )


class _TimeAxis(NamedTuple):
    start: int  # date keys
    end: int

    def place(self, at: int) -> float:
        """Return where a date is, in percent; what was always so is at the beginning."""
        return 100 * (at - self.start) / (self.end - self.start) if at != ALWAYS else 0


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
        """Return how far from a lane's top a number is drawn, in pixels."""
        room = _TALL - _TOP - _BOTTOM
        part = (number - self.least) / (self.most - self.least) if self.most > self.least else 0.5
        return round(_TOP + room * (1 - part), 1)

    def span(self, value: Value | None) -> tuple[float, float]:
        """Return the top and the bottom of a value; of none, the bottom of the lane."""
        if value is None or not _is_number(value):
            return _TALL - _BOTTOM, _TALL - _BOTTOM
        top = self.height(value.high) if value.high is not None else _TOP - 12
        bottom = self.height(value.low) if value.low is not None else _TALL - 4
        return top, bottom


def _is_number(value: Value) -> bool:
    return value.text is None


def _lane(state: ClaimState, party: str, axis: _TimeAxis, scale: _Scale | None, name: Callable[[str], str]) -> Lane:
    positions = state.by_principal[party]
    numbers = [each.value for each in positions if each.side is not None and each.value and _is_number(each.value)]
    own_scale = scale if numbers else None
    shown: Sequence[ResolvedPosition] = positions
    if len(positions) > _MARKS:
        moves = {move.position.place for move in shifts(party, positions)}
        shown = _that_fit(positions, moves, state.lines.get(party))
    places = _spread([axis.place(each.at) for each in shown], [_width(each) for each in shown])
    place_of = {each.place: x for each, x in zip(shown, places, strict=True)}
    running = RunningLine(party)
    marks: list[Mark] = []
    segments: list[Segment] = []
    for position in positions:
        running.add(position)
        if position.place not in place_of:
            continue
        x, now = place_of[position.place], running.line
        segments = _extended(segments, x, now, own_scale)
        marks.append(_mark(position, x, now, own_scale))
    if segments:
        segments[-1] = segments[-1]._replace(end=100.0)
    words = "; ".join(f"{_when(each)} {_said(state, each, name)}" for each in shown)
    return Lane(party, _TALL if own_scale else _FLAT, segments, marks, words)


def _that_fit(positions: Sequence[ResolvedPosition], moves: set[int], line: Line | None) -> Sequence[ResolvedPosition]:
    """Return the more important ones of many positions."""

    def weight(position: ResolvedPosition) -> int:
        sets = line is not None and position is line.position
        return 4 * sets + 2 * (position.place in moves) + (position.side is not None)

    kept = {each.place for each in sorted(positions, key=weight, reverse=True)[:_MARKS]}
    return [position for position in positions if position.place in kept]


def _extended(segments: list[Segment], x: float, line: Line | None, scale: _Scale | None) -> list[Segment]:
    """Return the segments with the last one ended at a place, and one that begins there if there is a line."""
    ended = [*segments[:-1], segments[-1]._replace(end=x)] if segments and segments[-1].end > x else segments
    if line is None:
        return ended
    top, bottom = scale.span(line.value) if scale else (_MIDDLE, _MIDDLE)
    return [*ended, Segment(x, 100.0, line.side, line.position.on_record, top, bottom)]


def _mark(position: ResolvedPosition, x: float, line: Line | None, scale: _Scale | None) -> Mark:
    """Return the mark of a position: where its number is, or else on the line of the time."""
    number = _number(position)
    value = position.value if number else line.value if line else None
    top, bottom = scale.span(value) if scale else (_MIDDLE, _MIDDLE)
    y = bottom if value is not None and value.low is not None else top
    glyph = phrases.GLYPHS[position.side] if position.side else "×" if position.stance == "withdraws" else "·"
    return Mark(x, y, position.side, position.on_record, glyph, number, position.place + 1)


def _number(position: ResolvedPosition) -> str:
    """Return the number that a position gives, if it takes a side and the number is short."""
    value = position.value if position.side is not None else None
    if value is None or not _is_number(value):
        return ""
    ends = [str(end) for end in dict.fromkeys((value.low, value.high)) if end is not None]
    limit = "≤" if value.low is None else "≥" if value.high is None else ""
    shown = f"{limit}{'–'.join(ends)}"
    return shown if len(shown) <= _NUMBER else ""


def _width(position: ResolvedPosition) -> float:
    return max(_SIGN_WIDTH if position.side else _DOT_WIDTH, len(_number(position)) * _DIGIT_WIDTH)


def _spread(places: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Move places apart as far as their widths need, and no further than the axis goes; they keep their order."""
    scale = min(1.0, 100 / (sum(widths) or 1))
    half = [width * scale / 2 for width in widths]
    moved: list[float] = []
    for number, place in enumerate(places):
        least = moved[-1] + half[number - 1] + half[number] if moved else 0.0
        moved.append(max(place, least))
    limit = 100.0
    for number in reversed(range(len(moved))):
        moved[number] = max(0.0, min(moved[number], limit))
        limit = moved[number] - half[number] - (half[number - 1] if number else 0)
    return [round(place, 2) for place in moved]


def _when(position: ResolvedPosition) -> str:
    return phrases.when_day(position)


def _said(state: ClaimState, position: ResolvedPosition, name: Callable[[str], str]) -> str:
    claim = state.claim
    said = phrases.stance(
        position.stance, position.value, claim.kind, claim.unit, position.recorded.about, position.standing
    )
    return f"{name(position.party)} {said}" if position.party != position.principal else said
