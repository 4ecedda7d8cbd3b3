"""The sentences that say why a claim has its status."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from claimtrack.model.vocabulary import SIDES
from claimtrack.render.phrases import amount, count, joined, mark, shortened, status_word, when, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.model.vocabulary import Side
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.comparison import Difference
    from claimtrack.rules.line import Line
    from claimtrack.rules.rests_on import Support

_SUPPORTS: Final = 3  # positions on which a status rests that are named
_PLURAL: Final = {"accepts": "accept", "asserts": "assert", "denies": "deny", "backs": "back", "opposes": "oppose"}


def why(state: ClaimState, name: Callable[[str], str]) -> str:
    """Return the sentence that says which positions made the status: "Disputed: Pakistan (7 jets) asserts it; …".

    Of each side, the oldest line comes first, and of many only some are named. One more for each time about which values differ: "They differ on the number: 5 (India) against 7 (Pakistan)."
    """
    sides = state.reason.sides
    parts = [_side(sides[side], side, state, name) for side in SIDES if side in sides] or ["nobody takes a side"]
    status = f"{status_word(state.reason.status, state.claim.kind).capitalize()}: {'; '.join(parts)}."
    return " ".join([status, *differences(state, name)])


def differences(state: ClaimState, name: Callable[[str], str]) -> list[str]:
    """Return a sentence for each time about which values differ, as `why` ends with them."""
    return [_difference(each, name) for each in state.differences]


def rests_on(state: ClaimState, name: Callable[[str], str]) -> str:
    """Return the sentence that says on which positions the status rests; nothing if nobody takes a side."""
    supports = state.rests_on
    if not supports:
        return (
            f"No single position decides this: without any one of them it would still be {status_word(state.reason.status, state.claim.kind)}."
            if state.lines
            else ""
        )
    said = [_support(each, state, name) for each in supports[:_SUPPORTS]]
    if len(supports) == 1:
        return f"Rests on one position: {said[0]}."
    more = len(supports) - len(said)
    listed = "; ".join([*said, *([f"and {more} more"] if more else [])])
    return f"Rests on each of {len(supports)} positions: {listed}."


def reviews(state: ClaimState) -> str:
    """Return the sentence that says what a claim's reviews do to its status; nothing if there are none."""
    number = len(state.reviews)
    if not number:
        return ""
    them, are = ("it", "is") if number == 1 else ("them", "are")
    if state.ignore_reviews:
        return f"{count(number, 'review')} {are} ignored."
    without = state.without_reviews.reason.status
    if without == state.reason.status:
        return f"{count(number, 'review')}; the status is the same without {them}."
    return f"{count(number, 'review')}; without {them}: {status_word(without, state.claim.kind)}."


def withdrew(line: Line, name: Callable[[str], str]) -> str:
    """Return the mark of a line that somebody left by withdrawing what it rests on: ", Envoy withdrew 2024-05-01"."""
    return "".join(f", {name(each.party)} withdrew {when(each)}" for each in line.withdrawals)


def _support(support: Support, state: ClaimState, name: Callable[[str], str]) -> str:
    position, kind = support.position, state.claim.kind
    voice = f" ({name(position.party)})" if position.party != position.principal else ""
    said = f"{name(position.principal)}{voice} {word(position.stance, kind)}, {when(position)}"
    return f"{said}{mark(position.standing)} (without it: {status_word(support.without, kind)})"


def _difference(difference: Difference, name: Callable[[str], str]) -> str:
    groups = []
    for lines in difference.groups:
        parties: dict[str, list[str]] = {}
        for line in lines:
            parties.setdefault(amount(line.value, None), []).append(name(line.party))
        said = [f"{value} ({', '.join(shortened(names))})" for value, names in parties.items()]
        groups.append(", ".join(shortened(said)))
    time = f" for {difference.about}" if difference.about else ""
    return f"They differ on the number{time}: {' against '.join(shortened(groups))}."


def _side(lines: tuple[Line, ...], side: Side, state: ClaimState, name: Callable[[str], str]) -> str:
    policy, in_part = state.claim.kind == "policy", side == "qualifies"
    verb = ("backs" if policy else "accepts") if in_part else word(side, state.claim.kind)
    oldest = sorted(lines, key=attrgetter("position.at"))
    *people, last = shortened([f"{name(line.party)} ({_line(line, state, name)})" for line in oldest])
    who = f"{', '.join(people)} and {last}" if people else last
    return f"{who} {_PLURAL[verb] if people else verb} it{' in part' if in_part else ''}"


def _line(line: Line, state: ClaimState, name: Callable[[str], str]) -> str:
    voice = name(line.position.party) if line.position.party != line.party else ""
    value = amount(line.value, state.claim.unit, line.about)
    verdict = f"“{line.rating}”" if line.rating else ""
    return joined(", ", verdict, value, voice, when(line.position)) + mark(line.standing) + withdrew(line, name)
