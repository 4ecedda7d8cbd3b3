"""What is noted of each claim while all are read once: what its page is made from, and what the search looks through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.model.names import slug
from claimtrack.render import phrases, reasons
from claimtrack.site.search_data import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.origins import SourceKey


class NotedClaim(NamedTuple):
    """A claim without its positions."""

    id: str
    digest: str  # of the whole record
    linked: Sequence[str]  # the ids of the claims that it names
    parties: Sequence[str]  # the parties that it names
    sources: Sequence[SourceKey]  # those that it cites

    @classmethod
    def of(cls, state: ClaimState, digest: str) -> NotedClaim:
        """Return what is noted of a claim."""
        claim = state.claim
        named = (party for each in state.positions for party in (each.party, each.principal, *each.via))
        cited = dict.fromkeys(ref.id for position in claim.positions for ref in position.sources)
        return cls(
            claim.id,
            digest,
            [*claim.implies, *claim.contradicts, *claim.see_also],
            [*dict.fromkeys(named)],
            [*map(state.lookup.key, cited)],
        )


def searched(state: ClaimState, name: Callable[[str], str]) -> dict[str, Any]:
    """Return what the search looks through and shows of a claim; `name` returns a party's name."""
    claim, status = state.claim, state.reason.status
    names = {party: name(party) for each in state.positions for party in (each.party, each.principal)}
    return {
        "id": claim.id,
        "title": claim.title,
        "status": status,
        "word": phrases.status_word(status, claim.kind),
        "why": reasons.why(state, name).partition(": ")[2],
        "topics": [*map(slug, claim.topics)],
        "parties": [*names],
        "words": words_of(state, [*names.values()]),
    }
