"""A Markdown table, and numbers as its cells have them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from measure import Series


def table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Return the lines of a table, and an empty one after it."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def met(number: float, bar: float | None) -> tuple[str, str]:
    """Return a bar, and whether a number is met by it; both are a dash if there is none."""
    if bar is None:
        return "–", "–"
    return f"{bar:g}", "no" if math.isnan(number) or number > bar else "yes"


def number(number: float) -> str:
    """Return a ratio."""
    return "failed" if math.isnan(number) else f"{number:.2f}"


def milliseconds(series: Series) -> str:
    """Return the median of a series."""
    return f"{series.seconds * 1000:,.0f}" if series.runs else "–"
