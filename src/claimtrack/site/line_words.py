"""The words for a line on a page: the side with its value, since when, and when it was last said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.render import phrases

if TYPE_CHECKING:
    from claimtrack.book.rows import LineSummary
    from claimtrack.model.vocabulary import DateOf, Kind
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.resolve import ResolvedPosition
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


def when(date: str | None, date_of: DateOf) -> str:
    """Return the day of a position, and that it is the report's if the statement's is not known."""
    if date is None:
        return "undated"
    return f"reported {phrases.day_of(date)}" if date_of == "report" else phrases.day_of(date)


def when_long(position: ResolvedPosition) -> str:
    """Return the date of a position with the time of a moment, and that it is the report's if it is."""
    words = phrases.when(position)
    return f"reported {words.removeprefix('by ')}" if position.recorded.date_of == "report" else words


def value(line: LineSummary, unit: str | None) -> str:
    """Return the value of a line, which was given when the line was last said, or earlier."""
    words = phrases.amount(line.value, unit, line.about)
    return words if not words or line.value_from == line.set_by else f"{words} (said earlier)"


def since(line: LineSummary, taken: ShiftRow | None) -> str:
    """Return since when a line takes its side, and when that was last said: "since 2025-05-07, last said 2025-09-26"."""
    if taken is None or taken.place == line.set_by:
        return _began(line.date, line.date_of)
    said_last = when(line.date, line.date_of)
    verb = "last" if said_last.startswith("reported") else "last said"
    return f"{_began(taken.date, taken.date_of)}, {verb} {said_last}"


def said(side: SideSummary | None, kind: Kind, unit: str | None) -> str:
    """Return a side of a shift with its value and the mark of what is not on record; nothing if there was no line."""
    if side is None:
        return ""
    amount = phrases.amount(side.value, unit, side.about)
    return phrases.joined(" ", phrases.side_word(side.side, kind), amount) + phrases.mark(side.standing)


def relation(name: Relation, a: str, b: str) -> str:
    """Return how two parties relate, as a heading."""
    return _RELATIONS[name].format(a=a, b=b)


def _began(date: str | None, date_of: DateOf) -> str:
    day = when(date, date_of)
    return f"since {day}" if date is not None and date_of == "statement" else day
