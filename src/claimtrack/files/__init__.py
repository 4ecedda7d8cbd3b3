"""Finds, reads, parses and validates the files of a folder: claims on one hand, problems on the other."""

from claimtrack.files.config import read_config
from claimtrack.files.find import PARTIES, SOURCES, Found, claims_folder, sort_out
from claimtrack.files.folder import Folder, read_claim, read_folder, read_tree
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
    "Part",
    "Parties",
    "Shared",
    "Sheet",
    "Tree",
    "UnreadableError",
    "claims_folder",
    "read_claim",
    "read_config",
    "read_folder",
    "read_parties",
    "read_sources",
    "read_tree",
    "sort_out",
]
