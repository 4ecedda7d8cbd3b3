"""A claim with everything that follows from its positions, its row in a list, and which claims are asked for."""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.cases.case import Case, Person, Silent, Tally
    from claimtrack.cases.filters import ClaimFilter, texts
    from claimtrack.cases.row import ClaimRow, claim_row
    from claimtrack.cases.search import fold, phrase

__all__ = [
    "Case",
    "ClaimFilter",
    "ClaimRow",
    "Person",
    "Silent",
    "Tally",
    "claim_row",
    "fold",
    "phrase",
    "texts",
]

__getattr__ = on_demand(
    __name__,
    {
        "case": "Case Person Silent Tally",
        "filters": "ClaimFilter texts",
        "row": "ClaimRow claim_row",
        "search": "fold phrase",
    },
)
