"""The one way to ask: opens a folder, and gives claims and rows back."""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.cases import Case, ClaimFilter, ClaimRow, Person, Silent, Tally
    from claimtrack.catalog.catalog import Catalog, Sort
    from claimtrack.catalog.records import Listed
    from claimtrack.catalog.rows import (
        ContradictionRow,
        Diff,
        DiffRow,
        Head,
        Matrix,
        MatrixRow,
        PartyRow,
        ShiftRow,
        SourceRow,
        Stand,
        TopicRow,
    )
    from claimtrack.files import claims_folder

__all__ = [
    "Case",
    "Catalog",
    "ClaimFilter",
    "ClaimRow",
    "ContradictionRow",
    "Diff",
    "DiffRow",
    "Head",
    "Listed",
    "Matrix",
    "MatrixRow",
    "PartyRow",
    "Person",
    "ShiftRow",
    "Silent",
    "Sort",
    "SourceRow",
    "Stand",
    "Tally",
    "TopicRow",
    "claims_folder",
]

__getattr__ = on_demand(
    __name__,
    {
        "claimtrack.cases": "Case ClaimFilter ClaimRow Person Silent Tally",
        "catalog": "Catalog Sort",
        "records": "Listed",
        "rows": "ContradictionRow Diff DiffRow Head Matrix MatrixRow PartyRow ShiftRow SourceRow Stand TopicRow",
        "claimtrack.files": "claims_folder",
    },
)
