"""The words on screen: sides, dates, values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Position
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import DateOf, Kind, Side, Stance, Standing, Status
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.line import Silence
    from claimtrack.rules.resolve import ResolvedPosition

POLICY: Final[dict[str, str]] = {  # policies are backed and opposed, not asserted and denied
    "asserts": "backs",
    "qualifies": "partly",
    "denies": "opposes",
    "asserted": "backed",
    "qualified": "partly",
    "denied": "opposed",
}
GLYPHS: Final[dict[Side, str]] = {"asserts": "+", "qualifies": "~", "denies": "−"}
_RELATIONS: Final[dict[Relation, str]] = {
    "opposed": "opposed",
    "partly": "partly",
    "agree": "agree",
    "values-differ": "agree, values differ",
    "only-a": "only {a}",
    "only-b": "only {b}",
}
SILENCES: Final[dict[Silence, str]] = {
    "silent": "nothing recorded",
    "declined": "declined to comment",
    "commented": "commented without taking a side",
    "reports": "only reports",
    "withdrew": "withdrew what it had said",
}
_DEEDS: Final[dict[Stance, str]] = {
    "asserts": "says that it is so",
    "qualifies": "accepts a part of it",
    "denies": "says that it is not so",
    "declines": "was asked, and gave no comment",
    "comments": "speaks to it, and takes no side",
    "reports": "passes on what others say",
    "withdraws": "takes back what it said before",
}
_POLICY_DEEDS: Final[dict[str, str]] = {
    "asserts": "is for it",
    "qualifies": "is for a part of it",
    "denies": "is against it",
}
ORDER_UNCERTAIN: Final = "order not certain"
ORIGIN: Final = "an origin is a source that is not known to be a copy of another one"
# What else the screen says for a stance or a status, in sentences.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "qualifies": ("accepts in part", "backs in part"),
    "qualified": ("partly accepted", "partly backed"),
    "declines": ("declined", SILENCES["declined"]),
    "comments": ("commented", SILENCES["commented"]),
    "reports": (SILENCES["reports"],),
    "withdraws": ("withdrew", SILENCES["withdrew"]),
}
_NAMED: Final = 6  # items of a list in a sentence that are named


def joined(separator: str, *parts: str | None) -> str:
    """Join the parts that are not empty."""
    return separator.join(filter(None, parts))


def shortened(words: list[str]) -> list[str]:
    """Return a list that is long with its end as a number: "5 more"."""
    return words if len(words) <= _NAMED else [*words[: _NAMED - 1], f"{len(words) - _NAMED + 1} more"]


def word(name: Stance | Status, kind: Kind) -> str:
    """Return the word for a stance or a status."""
    return POLICY.get(name, name) if kind == "policy" or name == "qualified" else name


def side_word(name: Stance, kind: Kind) -> str:
    """Return the words for a stance in a sentence, where there is room to say of what it is a part."""
    return _ALSO["qualifies"][kind == "policy"] if name == "qualifies" else word(name, kind)


def status_word(name: Status, kind: Kind) -> str:
    """Return the words for a status in a sentence, where there is room to say of what it is a part."""
    return f"{POLICY[name]} {'backed' if kind == 'policy' else 'accepted'}" if name == "qualified" else word(name, kind)


def deed(stance: Stance, kind: Kind) -> str:
    """Return what somebody does who takes a stance, in plain words."""
    return _POLICY_DEEDS.get(stance, _DEEDS[stance]) if kind == "policy" else _DEEDS[stance]


def typed(text: str) -> str:
    """Return the form in which words from the command line are compared: without case, with hyphens for blanks."""
    return "-".join(text.casefold().replace("_", " ").replace(",", " ").replace("-", " ").split())


def spellings(names: Iterable[Stance | Status]) -> dict[str, list[str]]:
    """Return what the screen says for each of some stances or statuses, besides the name itself."""
    found: dict[str, list[str]] = {}
    for name in names:
        said = (word(name, "policy"), *_ALSO.get(name, ()), *(glyph for side, glyph in GLYPHS.items() if side == name))
        found[name] = [each for each in dict.fromkeys(said) if each != name]
    return found


def relation_spellings(relations: Iterable[Relation]) -> dict[str, list[str]]:
    """Return the other words for each relation: those on the screen, if no party's name is among them."""
    said = {name: [_RELATIONS[name]] if "{" not in _RELATIONS[name] else [] for name in relations}
    return {name: [each for each in words if each != name] for name, words in said.items()}


def amount(value: Value | None, unit: str | None, about: Span | str | None = None) -> str:
    """Return a value with its unit, and the time that it is about; a text has no unit."""
    if value is None:
        return ""
    counted = str(value) if unit is None or value.text is not None else f"{value} {unit}"
    return f"{counted} for {about}" if about else counted


def stance(
    stance: Stance | None,
    value: Value | None,
    kind: Kind,
    unit: str | None = None,
    about: Span | str | None = None,
    standing: Standing | None = None,
) -> str:
    """Return a stance with a value and the mark of what is not on record; nothing if there is no stance."""
    return joined(" ", word(stance, kind), amount(value, unit, about)) + mark(standing) if stance else ""


def day(position: Position | ResolvedPosition) -> str:
    """Return a position's date as recorded; nothing if there is none."""
    return position.date.written if position.date else ""


def when(position: ResolvedPosition) -> str:
    """Return a position's date for people; with "by" if only the report's date is known."""
    return date_shown(position.date.written if position.date else None, position.recorded.date_of)


def date_shown(written: str | None, date_of: DateOf) -> str:
    """Return the date of a position for people, as `when` does."""
    return "undated" if written is None else dated(_spaced(written), date_of)


def when_day(position: ResolvedPosition) -> str:
    """Return a position's date for a table: as `when`, without the time of a moment."""
    return day_shown(position.date.written if position.date else None, position.recorded.date_of)


def day_shown(written: str | None, date_of: DateOf) -> str:
    """Return the date of a position for a table, as `when_day` does."""
    return "undated" if written is None else dated(day_of(written), date_of)


def _spaced(written: str) -> str:
    """Return a date with a space before the time, where it may be broken over two lines."""
    return written.replace("T", " ")


def day_of(written: str) -> str:
    """Return the day of a date as recorded, without the time of a moment: what tables show."""
    return written.partition("T")[0]


def order(state: ClaimState, position: ResolvedPosition) -> str:
    """Return what is doubtful about the place of a position among the others of its claim."""
    other = state.against_clock.get(position.place)
    uncertain = ORDER_UNCERTAIN if position.place in state.order_uncertain else ""
    if other is None:
        return uncertain
    relation = "later" if other.at < position.at else "earlier"
    return joined("; ", f"clock order differs: {_spaced(day(other))} is {relation} by the clock", uncertain)


def dated(date: str, date_of: DateOf | None) -> str:
    """Return a date with "by" if only the report's date is known."""
    return f"by {date}" if date and date_of == "report" else date


def mark(standing: Standing | None) -> str:
    """Return the mark of a standing that is not on record."""
    return f", {standing}" if standing not in {None, "on-record"} else ""


def sign(side: Side, standing: Standing) -> str:
    """Return the sign of a line: that of its side, in parentheses if the line is not on record."""
    return GLYPHS[side] if standing == "on-record" else f"({GLYPHS[side]})"


def signs_off_record(signs: Collection[str]) -> str:
    """Return what some signs in parentheses mean; nothing if there are none."""
    return joined(" ", *sorted(set(signs)), "anonymous or relayed") if signs else ""


def standing(position: ResolvedPosition, name: Callable[[str], str]) -> str:
    """Return how a position is known if it is not on record, and through whom, which its quote says if it has one."""
    if not position.on_record and position.recorded.quote:
        return position.standing
    via = ", ".join(map(name, position.via))
    if position.standing == "relayed":
        return f"relayed by {via}"
    return joined(", ", "anonymous" if position.standing == "anonymous" else "", f"via {via}" if via else "")


def teller(position: ResolvedPosition, name: Callable[[str], str]) -> str:
    """Return who told the words of a position, nearest the speaker first; nothing if they are the party's own."""
    return told_by(position.standing, map(name, position.via))


def told_by(standing: Standing, tellers: Iterable[str]) -> str:
    """Return the same from how the position is known, and the names of those through whom."""
    unnamed = ["an unnamed source"] if standing == "anonymous" else []
    return f"as told by {', then '.join([*unnamed, *tellers])}" if standing != "on-record" else ""


def quote(position: ResolvedPosition, name: Callable[[str], str]) -> str:
    """Return the words of a position after a colon, and before it whose they are; nothing if none are recorded."""
    if not position.recorded.quote:
        return ""
    whose = teller(position, name)
    return f"{f', {whose}' if whose else ''}: “{position.recorded.quote}”"


def rating(position: Position) -> str:
    """Return the verdict of a review; nothing if the position is none."""
    return rated(position.rating)


def rated(rating: str | None) -> str:
    """Return the verdict of a review with what it is; nothing if there is none."""
    return f"rated “{rating}”" if rating else ""


def reviewed(number: int, status: Status, without: Status, kind: Kind) -> str:
    """Return how many reviews a claim has, and its status without them if that is another one; nothing if none."""
    if not number:
        return ""
    return str(number) if without == status else f"{number}: {word(without, kind)}"


def source_ids(position: ResolvedPosition) -> str:
    """Return the ids of the sources that a position cites."""
    return "; ".join(ref.id for ref in position.recorded.sources)


def mover(party: str, voice: str, name: Callable[[str], str]) -> str:
    """Return whose line moved, and in parentheses who moved it if that was a voice."""
    return f"{name(party)} ({name(voice)})" if voice != party else name(party)


def doubt(person: Person) -> str:
    """Return what is not known of a party because the registry lacks it, or has a mistake in it."""
    if not person.principal_known:
        return "for whom it speaks is unknown"
    meant = f", probably {person.probable}" if person.probable else ""
    return "" if person.known else f"not registered{meant}"


def relation(name: Relation, a: Person, b: Person) -> str:
    """Return how two parties relate."""
    return _RELATIONS[name].format(a=a.name, b=b.name)


def count(number: int, noun: str) -> str:
    """Return a number with its noun in the right form."""
    plural = "parties" if noun == "party" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def shown(number: int, total: int) -> str:
    """Return how many rows of an answer are shown."""
    return f"{number} of {total} shown"


def origins(sources: int, at_most: int) -> str:
    """Return how many sources there are, and at most how many of them are independent."""
    return f"{count(sources, 'source')}, at most {count(at_most, 'origin')}" if sources else "no sources"
