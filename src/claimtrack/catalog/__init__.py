"""The one way to ask: opens a folder, and gives claims and rows back."""

from claimtrack.catalog.case import Case, Person, Silent, Tally
from claimtrack.catalog.catalog import Catalog, Sort
from claimtrack.catalog.filters import ClaimFilter
from claimtrack.catalog.rows import ClaimRow, Diff, DiffRow, PartyRow, SourceRow, TopicRow
from claimtrack.files import claims_folder

__all__ = [
    "Case",
    "Catalog",
    "ClaimFilter",
    "ClaimRow",
    "Diff",
    "DiffRow",
    "PartyRow",
    "Person",
    "Silent",
    "Sort",
    "SourceRow",
    "Tally",
    "TopicRow",
    "claims_folder",
]
