"""The words for what a new position changed: a line, and the claim's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render import phrases, reasons

if TYPE_CHECKING:
    from collections.abc import Callable

    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.line import Line
    from claimtrack.rules.resolve import ResolvedPosition


def consequence(before: ClaimState, after: ClaimState, place: int, name: Callable[[str], str]) -> str:
    """Return what the position at a place changed: "Pakistan: denies → qualifies; jets stays disputed".

    If it moved no line, the words say why.
    """
    position = next(each for each in after.positions if each.place == place)
    old, new = before.lines.get(position.principal), after.lines.get(position.principal)
    voice = f" ({name(position.party)})" if position.party != position.principal else ""
    who = f"{name(position.principal)}{voice}"
    was, is_now = _line(old, before), _line(new, after)
    moved = f"{was} → {is_now}" if was != is_now else f"still {is_now}{_why(position, new, name)}"
    divided = "; it is divided now" if new and new.divided and not (old and old.divided) else ""
    return f"{who}: {moved}{divided}; {_status(before, after)}"


def status_line(state: ClaimState, name: Callable[[str], str]) -> str:
    """Return the status of a claim and the sentence that says why."""
    return f"{state.claim.id}: {reasons.why(state, name)}"


def _line(line: Line | None, state: ClaimState) -> str:
    if line is None:
        return "no line"
    claim = state.claim
    return phrases.stance(line.side, line.value, claim.kind, claim.unit, line.about, line.standing)


def _why(position: ResolvedPosition, line: Line | None, name: Callable[[str], str]) -> str:
    """Return why a position did not move the line."""
    if line is not None and line.position is position:
        return ""
    if position.stance == "withdraws":
        return f", as there was nothing of {name(position.party)} to withdraw"
    if position.side is None:
        return ", as this takes no side"
    if line is None:
        return ", as it was withdrawn later"
    if not position.on_record and line.position.on_record:
        return f", as what is {position.standing} does not move a line that is on record"
    return f", set by a later position ({phrases.when(line.position)})"


def _status(before: ClaimState, after: ClaimState) -> str:
    kind = after.claim.kind
    was, is_now = (phrases.word(state.reason.status, kind) for state in (before, after))
    return f"{after.claim.id}: {was} → {is_now}" if was != is_now else f"{after.claim.id} stays {is_now}"
