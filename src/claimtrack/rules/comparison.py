"""Two parties on one claim: how their lines relate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from claimtrack.rules.line import Silence, line, silence

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def compare(a: str, of_a: Sequence[ResolvedPosition], b: str, of_b: Sequence[ResolvedPosition]) -> Comparison | None:
    """Compare two parties on a claim by the positions that count for each; None if neither has a line."""
    one, other = line(a, of_a), line(b, of_b)
    if one is not None and other is not None:
        return Comparison(_relation(one, other), one, other, None)
    if one is not None:
        return Comparison("only-a", one, None, silence(of_b))
    if other is not None:
        return Comparison("only-b", None, other, silence(of_a))
    return None


def _relation(one: Line, other: Line) -> Relation:
    if "qualifies" in {one.side, other.side}:
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
