"""Where the files of a folder are read from: the disk, or a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from claimtrack.files import toml_text
from claimtrack.files.discover import FoundFiles, find_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Tree(Protocol):
    """A folder of records, wherever it is."""

    def find_files(self) -> FoundFiles:
        """Find every record, and what is wrong with their names."""

    def fetch(self, paths: Iterable[str]) -> None:
        """Prepare these files for reading."""

    def read(self, path: str) -> bytes:
        """Read a file that was found.

        Raises:
            UnreadableError: it cannot be read.
        """


class Disk:
    """The folder on disk."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def find_files(self) -> FoundFiles:
        """Find every record."""
        return find_files(self._folder)

    def fetch(self, paths: Iterable[str]) -> None:
        """Do nothing: a file on disk needs no preparation."""

    def read(self, path: str) -> bytes:
        """Read a file."""
        return toml_text.read(path)


class KnownTree:
    """Another tree whose files were found before."""

    def __init__(self, tree: Tree, files: FoundFiles) -> None:
        self.find_files = lambda: files
        self.fetch = tree.fetch
        self.read = tree.read


class PartialTree:
    """The registries and some of the claims of another tree."""

    def __init__(self, tree: Tree, claims: Collection[str]) -> None:
        self._tree = tree
        self._claims = claims
        self.fetch = tree.fetch
        self.read = tree.read

    def find_files(self) -> FoundFiles:
        """Find the registries, and the claims of these ids."""
        files = self._tree.find_files()
        files.claims = {claim: path for claim, path in files.claims.items() if claim in self._claims}
        return files
