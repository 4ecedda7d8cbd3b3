"""Instants as numbers, in the order in which they come."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from claimtrack.model.dates import Span


# A folder has many more dates than days.
@lru_cache(maxsize=8192)
def instant(at: datetime) -> int:
    """Give an instant as microseconds since the year 1."""
    seconds = ((at.toordinal() * 24 + at.hour) * 60 + at.minute) * 60 + at.second
    return seconds * 1_000_000 + at.microsecond


def until(span: Span) -> int:
    """Give the last instant of a span."""
    return instant(span.end)
