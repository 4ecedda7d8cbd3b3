"""The words that go on screen: sides, dates, values, and the sentence that says why a claim has its status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.model.vocabulary import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.model.record import Source
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Kind, Side, Stance, Status
    from claimtrack.rules.claim_state import ClaimState, Person
    from claimtrack.rules.comparison import Relation
    from claimtrack.rules.line import Line, Silence
    from claimtrack.rules.resolve import ResolvedPosition

_POLICY: Final[dict[str, str]] = {
    "asserts": "backs",
    "qualifies": "partly",
    "denies": "opposes",
    "asserted": "backed",
    "qualified": "partly",
    "denied": "opposed",
}
GLYPHS: Final[dict[Side, str]] = {"asserts": "+", "qualifies": "~", "denies": "−"}
RELATIONS: Final[dict[Relation, str]] = {
    "opposed": "opposed",
    "partly": "partly",
    "agree": "agree",
    "values-differ": "agree, values differ",
    "only-a": "only {a}",
    "only-b": "only {b}",
}
_SILENCES: Final[dict[Silence, str]] = {
    "silent": "is silent",
    "declined": "declined to comment",
    "commented": "commented without taking a side",
    "reports": "only reports",
    "withdrew": "withdrew what it had said",
}
_PLURAL: Final = {
    "asserts": "assert",
    "qualifies": "qualify",
    "denies": "deny",
    "backs": "back",
    "opposes": "oppose",
}


def said(word: Stance | Status, kind: Kind) -> str:
    """Give the word for a stance or a status: policies are backed and opposed, not asserted and denied."""
    return _POLICY.get(word, word) if kind == "policy" else word


def amount(value: Value | None, unit: str | None) -> str:
    """Give a value with its unit; a text stands as it was written."""
    if value is None:
        return ""
    return str(value) if unit is None or value.text is not None else f"{value} {unit}"


def when(position: ResolvedPosition) -> str:
    """Give a position's date; "by" where only the report's date is known."""
    if position.date is None:
        return "undated"
    written = position.date.written.replace("T", " ")
    return f"by {written}" if position.recorded.date_of == "report" else written


def standing(position: ResolvedPosition, name: Callable[[str], str]) -> str:
    """Say how a position is known where it is not on record, and through whom."""
    via = ", ".join(map(name, position.via))
    if position.standing == "anonymous":
        return f"anonymous, via {via}" if via else "anonymous"
    if position.standing == "relayed":
        return f"relayed by {via}"
    return f"via {via}" if via else ""


def silent(silence: Silence) -> str:
    """Say what a party without a line did instead."""
    return _SILENCES[silence]


def relation(of: Relation, a: Person, b: Person) -> str:
    """Name how two parties relate."""
    return RELATIONS[of].format(a=a.name, b=b.name)


def count(number: int, noun: str) -> str:
    """Give a number with its noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown(number: int, of: int) -> str:
    """Say how many rows of an answer are shown."""
    return f"{number} of {of} shown"


def parties(number: int) -> str:
    """Give a number of parties."""
    return "1 party" if number == 1 else f"{number} parties"


def origins(sources: int, at_most: int) -> str:
    """Say how many sources there are and at most how many of them are independent."""
    if not sources:
        return "no sources"
    return f"{count(sources, 'source')}, at most {count(at_most, 'origin')}"


def why(case: ClaimState, name: Callable[[str], str]) -> str:
    """Say in one sentence which positions made the status.

    Such as "Disputed: Pakistan (7 jets, Shehbaz Sharif, 2025-09-26) asserts it; India (2025-06-10) accepts it in part."
    """
    reason, kind = case.reason, case.claim.kind
    head = said(reason.status, kind).capitalize()
    if not reason.sides:
        return f"{head}: nobody takes a side."
    parts = [_sided(reason.sides[side], side, case, name) for side in SIDES if side in reason.sides]
    return f"{head}: {'; '.join(parts)}."


def _sided(lines: tuple[Line, ...], side: Side, case: ClaimState, name: Callable[[str], str]) -> str:
    verb = said(side, case.claim.kind)
    if verb == "partly":
        verb, tail = ("back" if len(lines) > 1 else "backs"), " in part"
    else:
        verb, tail = (_PLURAL[verb] if len(lines) > 1 else verb), " in part" if side == "qualifies" else ""
    verb = {"qualify": "accept", "qualifies": "accepts"}.get(verb, verb)
    parties = [f"{name(line.party)} ({_made(line, case, name)})" for line in lines]
    return f"{_joined(parties)} {verb} it{tail}"


def _made(line: Line, case: ClaimState, name: Callable[[str], str]) -> str:
    """Name the position that made a line: its value, its voice, its date, and a mark if it is not on record."""
    parts = [
        amount(line.value, case.claim.unit),
        name(line.position.party) if line.position.party != line.party else "",
        when(line.position),
        line.standing if line.standing != "on-record" else "",
    ]
    return ", ".join(filter(None, parts))


def _joined(parts: list[str]) -> str:
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def reference(source: Source | None, source_id: str) -> str:
    """Describe a source in one line, without its address."""
    if source is None:
        return ""
    parts = [source.author, f"“{source.title}”" if source.title else None, source.publisher]
    described = ", ".join(filter(None, parts)) or source_id
    return f"{described}, {source.date}" if source.date else described
