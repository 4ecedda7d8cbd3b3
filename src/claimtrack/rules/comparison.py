"""How lines on one claim relate: two parties, and values that differ."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from claimtrack.rules.line import Silence, line, silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.model.dates import Span
    from claimtrack.model.values import Number, Value
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition

Relation = Literal["opposed", "partly", "agree", "values-differ", "only-a", "only-b"]
RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)


class Comparison(NamedTuple):
    """How two parties relate on one claim on which at least one of them has a line."""

    relation: Relation
    a: Line | None
    b: Line | None
    silence: Silence | None  # what the party without a line did instead; None if both have one


class Difference(NamedTuple):
    """Lines whose values about one time differ.

    Each line differs from another one of them. Values that have a number in common are together in one of the groups,
    which begin with the smallest numbers.
    """

    about: Span | None
    groups: tuple[tuple[Line, ...], ...]


def compare(
    a: str,
    of_a: Sequence[ResolvedPosition],
    b: str,
    of_b: Sequence[ResolvedPosition],
    withdrawals: Sequence[ResolvedPosition] = (),
) -> Comparison | None:
    """Compare two parties on a claim by the positions that count for each; None if neither has a line.

    `withdrawals` are all those on the claim, as in `line`.
    """
    one, other = line(a, of_a, withdrawals), line(b, of_b, withdrawals)
    if one is not None and other is not None:
        return Comparison(relation(one, other), one, other, None)
    if one is not None:
        return Comparison("only-a", one, None, silence(of_b))
    if other is not None:
        return Comparison("only-b", None, other, silence(of_a))
    return None


def relation(one: Line, other: Line) -> Relation:
    """Return how the lines of two parties on one claim relate."""
    # Two who qualify may qualify different parts; one and the same act is no two.
    if "qualifies" in {one.side, other.side} and one.position.place != other.position.place:
        return "partly"
    if one.side != other.side:
        return "opposed"
    return "values-differ" if differ(one.valued, other.valued) else "agree"


def differ(one: ResolvedPosition | None, other: ResolvedPosition | None) -> bool:
    """Return whether two positions' values differ: their ranges are disjoint and they are about the same time.

    Values are about the same time when both say the same `about`, or neither says any.
    """
    if one is None or other is None or one.value is None or other.value is None:
        return False
    return one.about == other.about and one.value.disjoint(other.value)


def values_differ(lines: Iterable[Line]) -> bool:
    """Return whether the values of two of some lines differ."""
    valued = [each for each in lines if each.valued is not None]
    return len(valued) > 1 and any(_limits(group) is not None for group in _by_time(valued))


def differences(lines: Iterable[Line]) -> tuple[Difference, ...]:
    """Return the lines whose values differ from those of others, for each time that they are about.

    Sorting the ranges takes less time than comparing each with each.
    """
    found = []
    for group in _by_time(lines):
        if limits := _limits(group):
            lowest, highest = limits
            differing = [each for each in group if _above(each[0], lowest) or _under(each[0], highest)]
            found.append(Difference(differing[0][1].about, _together(differing)))
    return tuple(found)


def _by_time(lines: Iterable[Line]) -> Iterable[list[tuple[Value, Line]]]:
    """Return the lines that have a number, with it: those whose values are about the same time together."""
    groups: dict[object, list[tuple[Value, Line]]] = {}
    for each in lines:
        value = each.value
        if each.valued is not None and value is not None and value.text is None:
            groups.setdefault(each.valued.about, []).append((value, each))
    return groups.values()


def _limits(group: Sequence[tuple[Value, Line]]) -> tuple[Number, Number] | None:
    """Return the lowest end and the highest beginning of some ranges; None if all have a number in common."""
    ends = [value.high for value, _ in group if value.high is not None]
    beginnings = [value.low for value, _ in group if value.low is not None]
    if not ends or not beginnings or min(ends) >= max(beginnings):
        return None
    return min(ends), max(beginnings)


def _above(value: Value, number: Number) -> bool:
    return value.low is not None and value.low > number


def _under(value: Value, number: Number) -> bool:
    return value.high is not None and value.high < number


def _together(group: Sequence[tuple[Value, Line]]) -> tuple[tuple[Line, ...], ...]:
    """Group lines so that the values of each group have a number in common: the lowest end among them."""
    groups: list[list[Line]] = []
    end: Number = -inf
    for value, its_line in sorted(group, key=lambda each: _end(each[0])):
        if not groups or _above(value, end):
            groups.append([])
            end = _end(value)
        groups[-1].append(its_line)
    return tuple(map(tuple, groups))


def _end(value: Value) -> Number:
    return inf if value.high is None else value.high
