"""The words for a line on a page: since when it takes its side and gives its value, and how it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.render import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.book.rows import LineSummary, Since
    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Kind, Standing
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shift_row import SideSummary

_RELATIONS: Final[dict[Relation, str]] = {
    "opposed": "opposed",
    "partly": "partly agree: one or both accept it in part",
    "agree": "agree",
    "values-differ": "agree, with different numbers",
    "only-a": "only {a} takes a side",
    "only-b": "only {b} takes a side",
}
RELATIONS: Final[dict[Relation, str]] = {**_RELATIONS, "partly": "partly agree"}
_OFF_RECORD: Final[dict[Standing, str]] = {
    "on-record": "",
    "anonymous": ", anonymous",
    "relayed": ", as told by somebody else",
}


def when(date: str | None, date_of: DateOf) -> str:
    """Return the day of a position, and that it is the report's if the statement's is not known."""
    if date is None:
        return "undated"
    return f"reported {phrases.day_of(date)}" if date_of == "report" else phrases.day_of(date)


def when_long(position: ResolvedPosition) -> str:
    """Return the date of a position with the time of a moment, and that it is the report's if it is."""
    words = phrases.when(position)
    return f"reported {words.removeprefix('by ')}" if position.recorded.date_of == "report" else words


class LineWords(NamedTuple):
    """Since when a line is as it is: "since 2025-05-07 (DG ISPR); now **7 jets**, since 2025-09-26 (Shehbaz Sharif)".

    Each date is followed by who spoke then, if that is not the party itself.
    """

    since: str = ""  # since when the side is taken, or what a party without a line did
    voice: str = ""
    last: str = ""  # when that was last said, if later
    last_voice: str = ""
    joint: str = ""  # what leads from there to the value
    value: str = ""
    value_since: str = ""  # since when the value is given, if not since the side is taken
    value_voice: str = ""


def line_words(
    line: LineSummary, since: Since | None, unit: str | None, name: Callable[[str], str], *, brief: bool = False
) -> LineWords:
    """Return since when a line takes its side and gives its value, and when it was last said.

    Args:
        line: the line.
        since: since when it is as it is, if that is known.
        unit: what its value counts.
        name: returns a party's name.
        brief: leave out who said it, and when it was last said.
    """

    def voice(party: str) -> str:
        return name(party) if party != line.party and not brief else ""

    last, value = when(line.date, line.date_of), amount(line.value, unit, line.about)
    began = _began(since.side.date, since.side.date_of) if since else _began(line.date, line.date_of)
    words = LineWords(began, voice(since.side.voice if since else line.voice))
    if since is not None and since.side.place != line.set_by and not brief:
        said = last if last.startswith("reported") else f"said {last}"
        words = words._replace(last=f"last {said}", last_voice=voice(line.voice))
    if not value:
        return words
    words = words._replace(joint=":", value=value)
    if since is None or since.value is None:
        return words
    is_old = line.value_from != line.set_by
    day = when(since.value.date, since.value.date_of)
    if not is_old and day == when(since.side.date, since.side.date_of):
        return words
    words = words._replace(value_voice=voice(since.value.party))
    if is_old:
        return words._replace(joint=";", value_since=f"said {day}")
    if day == last:  # the value was given when the side was last taken
        words = words._replace(last="", last_voice="")
    return words._replace(joint="; now", value_since=_began(since.value.date, since.value.date_of))


def amount(value: Value | None, unit: str | None, about: Span | str | None = None) -> str:
    """Return a value with its unit, which no line break parts from the number."""
    words = phrases.amount(value, unit, about)
    return words.replace(f" {unit}", f"\N{NO-BREAK SPACE}{unit}", 1) if unit else words


def how_known(standing: Standing, tellers: Sequence[str], publishers: Sequence[str] = ()) -> str:
    """Return how a position is known that is not on record: through whom, or else who published it."""
    if standing == "on-record":
        return ""
    if standing == "relayed":
        return phrases.told_by(standing, tellers)
    told = f"told to {', then '.join(tellers)}" if tellers else ""
    return phrases.joined(", ", "anonymous", told or (f"in {' and '.join(publishers)}" if publishers else ""))


def said(side: SideSummary | None, kind: Kind, unit: str | None) -> str:
    """Return a side of a shift with its value and the mark of what is not on record; nothing if there was no line."""
    if side is None:
        return ""
    said = amount(side.value, unit, side.about)
    return phrases.joined(" ", phrases.side_word(side.side, kind), said) + _OFF_RECORD[side.standing]


def relation(name: Relation, a: str, b: str) -> str:
    """Return how two parties relate, as a heading."""
    return _RELATIONS[name].format(a=a, b=b)


def _began(date: str | None, date_of: DateOf) -> str:
    day = when(date, date_of)
    return f"since {day}" if date is not None and date_of == "statement" else day
