"""The words for a line on a page: the side with its value, since when, and when it was last said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import phrases

if TYPE_CHECKING:
    from claimtrack.book.rows import LineSummary
    from claimtrack.model.vocabulary import DateOf, Kind
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.shift_row import ShiftRow, SideSummary

_RELATIONS: Final[dict[Relation, str]] = {
    "opposed": "opposed",
    "partly": "partly agree: one or both accept it in part",
    "agree": "agree",
    "values-differ": "agree, with different numbers",
    "only-a": "only {a} takes a side",
    "only-b": "only {b} takes a side",
}
RELATIONS: Final[dict[Relation, str]] = {**_RELATIONS, "partly": "partly agree"}


def since(line: LineSummary, taken: ShiftRow | None) -> str:
    """Return since when a line takes its side, and when that was last said: "since 2025-05-07, last said 2025-09-26"."""
    last = _began(line.date, line.date_of)
    if taken is None or taken.place == line.set_by:
        return last
    return f"{_began(taken.date, taken.date_of)}, last said {last.removeprefix('since ')}"


def said(side: SideSummary | None, kind: Kind, unit: str | None) -> str:
    """Return a side of a shift with its value and the mark of what is not on record; nothing if there was no line."""
    if side is None:
        return ""
    value = phrases.amount(side.value, unit, side.about)
    return phrases.joined(" ", phrases.side_word(side.side, kind), value) + phrases.mark(side.standing)


def relation(name: Relation, a: str, b: str) -> str:
    """Return how two parties relate, as a heading."""
    return _RELATIONS[name].format(a=a, b=b)


def _began(date: str | None, date_of: DateOf) -> str:
    day = phrases.day_shown(date, date_of)
    return f"since {day}" if date is not None and date_of == "statement" else day
