"""What the search of the front page looks through: the words of each claim, and how letters are folded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.rules.filters import texts
from claimtrack.rules.search import haystack

if TYPE_CHECKING:
    from claimtrack.rules.claim_state import ClaimState

_LONGEST: Final = 40  # characters of a word
_MOST: Final = 3000  # words of a claim


def words_of(state: ClaimState, names: list[str]) -> str:
    """Return the words of a claim, each once, as `list --search` compares them; the words of its title come first."""
    searched = texts(state.claim, (position.recorded for position in state.positions))
    found = dict.fromkeys(haystack([state.claim.title, *names, *searched]).split())
    found.pop("\ue000", None)
    return " ".join([word[:_LONGEST] for word in found][:_MOST])
