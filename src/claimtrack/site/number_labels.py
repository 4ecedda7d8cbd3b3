"""Where the numbers of a drawn lane are written: each beside its point, where nothing else is drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.model.vocabulary import Side

# Pixels, on a narrow screen: on a wider one there is more room between two points.
_WIDTH: Final = 300  # of the axis
_OVERHANG: Final = 10  # beside it
_CHARACTER: Final = 8
_HEIGHT: Final = 12  # of a number
_AWAY: Final = 5  # from the middle of a point to its number
_LINE: Final = 2.0  # half the width of a line
_POINT: Final = 4.0  # half the width of a point


class Area(NamedTuple):
    """A part of the drawing."""

    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: Area) -> bool:
        """Return whether two parts have some place in common."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


class Stretch(NamedTuple):
    """A level part of a line."""

    start: float  # percent
    end: float
    y: float  # pixels from the lane's top


class Point(NamedTuple):
    """Numbers that were given at one date, at their height."""

    x: float  # percent
    y: float  # pixels from the lane's top
    side: Side
    on_record: bool  # whether one of them is
    label: str  # empty if there is no room
    is_left: bool = False  # whether the label is at the left of the point
    is_below: bool = False

    @property
    def baseline(self) -> float:
        """The height of the label's baseline."""
        return round(self.y + (_AWAY + _HEIGHT - 2 if self.is_below else -_AWAY), 1)

    @property
    def box(self) -> Area:
        """Where the label is, on a narrow screen."""
        x, width = self.x * _WIDTH / 100, len(self.label) * _CHARACTER
        left = x - _AWAY - width if self.is_left else x + _AWAY
        top = self.y + _AWAY if self.is_below else self.y - _AWAY - _HEIGHT
        return Area(left, left + width, top, top + _HEIGHT)


def labelled(points: Iterable[Point], line: Sequence[Stretch]) -> list[Point]:
    """Return points with their labels where there is room; those at one place become one.

    Args:
        points: one for each number, in the order of time.
        line: the line of the lane, in the order of time.
    """
    merged: dict[tuple[float, float], Point] = {}
    for point in points:
        same = merged.get(point[:2])
        if same is not None:
            labels = dict.fromkeys([*same.label.split(", "), point.label])
            point = same._replace(on_record=same.on_record or point.on_record, label=", ".join(labels))  # noqa: PLW2901
        merged[point[:2]] = point
    taken = [*_line_boxes(line), *map(_dot, merged.values())]
    placed = []
    for point in merged.values():
        found = next(filter(None, (_fitting(each, taken) for each in _places(point))), point._replace(label=""))
        if found.label:
            taken.append(found.box)
        placed.append(found)
    return placed


def _places(point: Point) -> Iterator[Point]:
    for is_left in (False, True):
        for is_below in (False, True):
            yield point._replace(is_left=is_left, is_below=is_below)


def _fitting(point: Point, taken: Iterable[Area]) -> Point | None:
    box = point.box
    outside = box.left < -_OVERHANG or box.right > _WIDTH + _OVERHANG
    return None if outside or any(map(box.overlaps, taken)) else point


def _line_boxes(line: Sequence[Stretch]) -> Iterator[Area]:
    for each in line:
        yield Area(each.start * _WIDTH / 100, each.end * _WIDTH / 100, each.y - _LINE, each.y + _LINE)
    for before, after in pairwise(line):
        x = after.start * _WIDTH / 100
        yield Area(x - _LINE, x + _LINE, min(before.y, after.y), max(before.y, after.y))


def _dot(point: Point) -> Area:
    x = point.x * _WIDTH / 100
    return Area(x - _POINT, x + _POINT, point.y - _POINT, point.y + _POINT)
