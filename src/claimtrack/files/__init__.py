"""Finds, reads, parses and validates the files of a folder: claims on one hand, problems on the other."""

from typing import TYPE_CHECKING

from claimtrack.doors import on_demand

if TYPE_CHECKING:
    from claimtrack.files.config import read_config
    from claimtrack.files.find import (
        PARTIES,
        SOURCES,
        Found,
        Names,
        Oddity,
        claims_folder,
        claims_in,
        is_below,
        is_id,
        is_registry,
        names,
        sort_out,
        stem_of,
        unfit_name,
    )
    from claimtrack.files.folder import Folder, claim_of, read_claim, read_claims, read_folder, read_tree
    from claimtrack.files.load import Loader
    from claimtrack.files.parties import Parties, read_parties
    from claimtrack.files.sheet import KeyPath, Sheet
    from claimtrack.files.sources import Shared, read_sources
    from claimtrack.files.text import UnreadableError
    from claimtrack.files.tree import Disk, Part, Tree

__all__ = [
    "PARTIES",
    "SOURCES",
    "Disk",
    "Folder",
    "Found",
    "KeyPath",
    "Loader",
    "Names",
    "Oddity",
    "Part",
    "Parties",
    "Shared",
    "Sheet",
    "Tree",
    "UnreadableError",
    "claim_of",
    "claims_folder",
    "claims_in",
    "is_below",
    "is_id",
    "is_registry",
    "names",
    "read_claim",
    "read_claims",
    "read_config",
    "read_folder",
    "read_parties",
    "read_sources",
    "read_tree",
    "sort_out",
    "stem_of",
    "unfit_name",
]

__getattr__ = on_demand(
    __name__,
    {
        "config": "read_config",
        "find": "Found Names Oddity PARTIES SOURCES claims_folder claims_in is_below is_id is_registry names sort_out"
        " stem_of unfit_name",
        "folder": "Folder claim_of read_claim read_claims read_folder read_tree",
        "load": "Loader",
        "parties": "Parties read_parties",
        "sheet": "KeyPath Sheet",
        "sources": "Shared read_sources",
        "text": "UnreadableError",
        "tree": "Disk Part Tree",
    },
)
