"""The one way to ask: opens a folder, and gives claims and rows back."""

from claimtrack.catalog.case import Case, Person, Silent, Tally
from claimtrack.catalog.catalog import Catalog, Sort
from claimtrack.catalog.filters import ClaimFilter
from claimtrack.catalog.rows import (
    ClaimRow,
    ContradictionRow,
    Diff,
    DiffRow,
    Matrix,
    MatrixRow,
    PartyRow,
    ShiftRow,
    SourceRow,
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
    "Matrix",
    "MatrixRow",
    "PartyRow",
    "Person",
    "ShiftRow",
    "Silent",
    "Sort",
    "SourceRow",
    "Tally",
    "TopicRow",
    "claims_folder",
]
