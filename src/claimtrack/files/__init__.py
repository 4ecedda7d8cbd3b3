"""Finds, reads, parses and validates the files of a folder: claims on one hand, problems on the other."""

from claimtrack.files.find import claims_folder
from claimtrack.files.folder import Folder, read_folder

__all__ = ["Folder", "claims_folder", "read_folder"]
