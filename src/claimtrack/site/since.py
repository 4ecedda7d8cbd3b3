"""Since when a party stands where it does, and when it last said so, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases

if TYPE_CHECKING:
    from claimtrack.book.rows import LineSummary
    from claimtrack.rules.shift_row import ShiftRow


def since(line: LineSummary, taken: ShiftRow | None) -> str:
    """Return since when a line takes its side, and when that was last said: "since 2025-05-07, last said 2025-09-26"."""
    last = phrases.day_shown(line.date, line.date_of)
    if taken is None or taken.place == line.set_by:
        return _began(line.date is not None and line.date_of == "statement", last)
    first = phrases.day_shown(taken.date, taken.date_of)
    return f"{_began(taken.date is not None and taken.date_of == 'statement', first)}, last said {last}"


def _began(known: bool, day: str) -> str:  # noqa: FBT001 - whether its day is that of the statement
    return f"since {day}" if known else day
