"""The sources of a claim as its page cites them: their numbers, their origins, and a description in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.render.phrases import joined

if TYPE_CHECKING:
    from claimtrack.model.record import Source
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.origins import SourceKey


def cited(state: ClaimState) -> list[str]:
    """Return the sources that a claim's positions cite, in that order: ids, and URLs as first written."""
    return [*_by_key(state).values()]


def numbers(state: ClaimState) -> dict[str, int]:
    """Return the number, from 1, of what each position cites: URLs of one address have the same number."""
    by_key = {key: number for number, key in enumerate(_by_key(state), start=1)}
    return {source_id: by_key[state.lookup.key(source_id)] for source_id in _all_cited(state)}


def _by_key(state: ClaimState) -> dict[SourceKey, str]:
    found: dict[SourceKey, str] = {}
    for source_id in _all_cited(state):
        key = state.lookup.key(source_id)
        found.setdefault(key, source_id if state.lookup.get(key) is None else key.id)
    return found


def _all_cited(state: ClaimState) -> dict[str, None]:
    return {ref.id: None for position in state.positions for ref in position.recorded.sources}


def origin(state: ClaimState, source_id: str) -> str:
    """Return the id of a source's origin; of an address that no source has, the URL as given."""
    key = state.lookup.origin(source_id)
    return source_id if key == state.lookup.key(source_id) else key.id


def origin_note(state: ClaimState, source_id: str) -> str:
    """Return a note that says what a source is a copy of; an empty text if it is an origin."""
    key = state.lookup.key(source_id)
    if state.lookup.origin(source_id) == key:
        return ""
    is_copy = state.lookup.parent(key) is not None
    return f"{'copy of' if is_copy else 'the same page as'} {origin(state, source_id)}"


def reference(source: Source | None, source_id: str) -> str:
    """Return a description of a source in one line, without its address."""
    if source is None:
        return ""
    title = f"“{source.title}”" if source.title else None
    described = joined(", ", source.author, title, source.publisher) or source_id
    return f"{described}, {source.date}" if source.date else described
