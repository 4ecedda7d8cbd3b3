"""Wikitext: a paragraph for each claim, in which every position is attributed and cited, the oldest first.

It says who said what, and gives no verdict, as Wikipedia's practice for sources that conflict asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.exchange.wikitext_escape import text
from claimtrack.exchange.wikitext_references import References, long_date
from claimtrack.render.phrases import amount, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.exchange.selection import Selection
    from claimtrack.model.dates import Span
    from claimtrack.model.values import Value
    from claimtrack.model.vocabulary import Kind, Side, Stance, Standing
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.resolve import ResolvedPosition
    from claimtrack.rules.shifts import Shift

    NameOf = Callable[[str], str]

_AT_ISSUE: Final[dict[Kind, str]] = {
    "fact": "statement",
    "policy": "policy",
    "opinion": "opinion",
    "prediction": "prediction",
}
_VERBS: Final[dict[Stance, str]] = {
    "asserts": "asserted this",
    "qualifies": "accepted this in part",
    "denies": "denied this",
    "declines": "declined to comment on this",
    "comments": "commented on this without taking a side",
    "reports": "reported this without endorsing it",
    "withdraws": "withdrew what had been said before",
}
_POLICY_VERBS: Final[dict[Stance, str]] = {
    "asserts": "backed this",
    "qualifies": "backed this in part",
    "denies": "opposed this",
}
_SIDES: Final[dict[Side, str]] = {"asserts": "assertion", "qualifies": "partial acceptance", "denies": "denial"}
_POLICY_SIDES: Final[dict[Side, str]] = {"asserts": "support", "qualifies": "partial support", "denies": "opposition"}
_ENDS: Final = (".", "!", "?", "…", "۔", "؟", "।", "。")


def render(selection: Selection) -> Iterator[str]:
    """Yield the lines of a paragraph for each claim, without the last newline; to MediaWiki, a line's end is a space."""
    references = References()
    for number, state in enumerate(selection.states()):
        if number:
            yield ""
        yield from _sentences(state, selection.name, references)


def _sentences(state: ClaimState, name: NameOf, references: References) -> Iterator[str]:
    claim = state.claim
    statement = text(claim.statement or claim.title)
    yield f"At issue is the {_AT_ISSUE[claim.kind]}: {_quoted(statement, _in_language(claim.original, claim.lang))}"
    moves = _moves(state)
    for position in state.positions:
        said = _position(position, state, name)
        move = moves.get(position.place)
        moved = f" {_moved(move, state, name)}" if move else ""
        yield f"{said}{moved}{references.cite(state, position.recorded.sources)}"


def _moves(state: ClaimState) -> dict[int, Shift]:
    """Return what each position changed, by its place: every change of a party's line but its first one."""
    moved: set[str] = set()
    moves: dict[int, Shift] = {}
    for shift in state.shifts():
        if shift.party in moved:
            moves[shift.position.place] = shift
        moved.add(shift.party)
    return moves


def _position(position: ResolvedPosition, state: ClaimState, name: NameOf) -> str:
    """Return a sentence that says who took a position, how it is known, when, and in which words."""
    claim, recorded = state.claim, position.recorded
    behind = f" (for {text(name(position.principal))})" if position.principal != position.party else ""
    known = _known(position, name)
    verb = (
        _POLICY_VERBS.get(position.stance, _VERBS[position.stance])
        if claim.kind == "policy"
        else _VERBS[position.stance]
    )
    said = f"{text(name(position.party))}{behind}{f', {known},' if known else ''} {verb} {_when(position)}"
    value = _amount(position.value, claim.unit, recorded.about)
    if value:
        said += f" ({value})" if position.value and position.value.text is not None else f", giving {value}"
    if recorded.rating:
        said += f', rating it "{text(recorded.rating)}"'
    words = _quoted(text(recorded.quote or ""), _in_language(recorded.original, recorded.lang))
    return f"{said}: {words}" if words else f"{said}."


def _in_language(original: str | None, language: str | None) -> str:
    """Return words in a template that names their language, if that is known."""
    words = text(original or "")
    return f"{{{{lang|{language}|{words}}}}}" if words and language else words


def _quoted(words: str, original: str) -> str:
    """Return words as the end of a sentence, and the original words after them; nothing if there are neither."""
    if words and original:
        return f'"{words}" (in the original: "{original}").'
    quoted = words or original
    return quoted and (f'"{quoted}"' if quoted.removesuffix("}}").endswith(_ENDS) else f'"{quoted}".')


def _known(position: ResolvedPosition, name: NameOf) -> str:
    """Return how a position is known, where it is not simply the party's own word."""
    tellers = ", then ".join(text(name(each)) for each in position.via)
    told = f"{'through' if position.on_record else 'as told by'} {tellers}" if tellers else ""
    return joined(", ", "speaking anonymously" if position.standing == "anonymous" else "", told)


def _when(position: ResolvedPosition) -> str:
    if position.date is None:
        return "on a date that is not recorded"
    day, _, time = position.date.written.partition("T")
    preposition = "by" if position.recorded.date_of == "report" else "on" if len(day) == len("2025-05-07") else "in"
    clock = f" at {text(time[:5])} (UTC{time[-6:]})" if time else ""
    return f"{preposition} {long_date(day)}{clock}"


def _amount(value: Value | None, unit: str | None, about: Span | None) -> str:
    counted = text(amount(value, unit))
    return f"{counted} for {long_date(about.written)}" if about and counted else counted


def _moved(shift: Shift, state: ClaimState, name: NameOf) -> str:
    """Return a sentence that says what a position changed."""
    party, unit = text(name(shift.party)), state.claim.unit
    order = "" if shift.order_certain else ", though the order of the two is not certain"
    if shift.before is None or shift.after is None:
        begin = "took a side again" if shift.before is None else "no longer took a side"
        return f"With this, {party} {begin}{order}."
    if shift.before != shift.after:
        nouns = _POLICY_SIDES if state.claim.kind == "policy" else _SIDES
        before = nouns[shift.before] + _marked(shift.standing_before)
        after = nouns[shift.after] + _marked(shift.standing_after)
        return f"With this, the position of {party} moved from {before} to {after}{order}."
    before = _amount(shift.value_before, unit, shift.about_before) + _marked(shift.standing_before)
    after = _amount(shift.value_after, unit, shift.about_after) + _marked(shift.standing_after)
    return f"With this, the number given for {party} moved from {before} to {after}{order}."


def _marked(standing: Standing | None) -> str:
    return f" ({standing})" if standing in {"anonymous", "relayed"} else ""
