"""Reviews: positions with a rating, by somebody who examined the claim and gave a verdict in words of their own.

A review counts like any other position, unless reviews are ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


def reviews(positions: Iterable[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return those of some positions that are reviews."""
    return tuple([position for position in positions if position.recorded.rating is not None])


def without_reviews(positions: Iterable[ResolvedPosition]) -> tuple[ResolvedPosition, ...]:
    """Return those of some positions that are no reviews."""
    return tuple([position for position in positions if position.recorded.rating is None])


def reviewers(
    groups: Mapping[str, Sequence[ResolvedPosition]], lines: Mapping[str, Line], *, ignored: bool
) -> dict[str, tuple[ResolvedPosition, ...]]:
    """Return the principals that are shown as reviewers of a claim, each with the positions to show there.

    A principal is one if a review sets its line, or if it has no line and reviewed the claim. If reviews are ignored,
    all who reviewed the claim are, each with its reviews alone.

    Args:
        groups: the positions of each principal, in the order in which they count.
        lines: the line of each principal that has one.
        ignored: whether reviews are ignored.
    """
    found: dict[str, tuple[ResolvedPosition, ...]] = {}
    for principal, positions in groups.items():
        its_reviews, line = reviews(positions), lines.get(principal)
        if its_reviews and ignored:
            found[principal] = its_reviews
        elif its_reviews and (line is None or line.rating is not None):
            found[principal] = tuple(positions)
    return found
