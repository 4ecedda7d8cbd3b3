"""What an exporter is given: which claims of which book, and where to say what is doubtful about the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.book.book import Book
    from claimtrack.rules.claim_state import ClaimState
    from claimtrack.rules.filters import ClaimFilter


class Selection(NamedTuple):
    """The claims that are exported."""

    book: Book
    claim_filter: ClaimFilter
    only: frozenset[str]  # the ids of the claims, if not all are meant
    warn: Callable[[str], None]

    def states(self) -> Iterator[ClaimState]:
        """Yield the claims in the order of their ids."""
        return self.book.claims(self.claim_filter, self.only)

    def name(self, party: str) -> str:
        """Return the name of a party by its id."""
        return self.book.person(party).name
