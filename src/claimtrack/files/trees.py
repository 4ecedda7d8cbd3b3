"""Where the files of a folder are read from: the disk, or a revision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from claimtrack.files import toml_text
from claimtrack.files.discover import FoundFiles, sweep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


class Tree(Protocol):
    """A folder of records, wherever it is."""

    def sweep(self) -> FoundFiles:
        """Find every record, and what is wrong with their names."""

    def fetch(self, paths: Iterable[str]) -> None:
        """Get ready for these files to be read."""

    def read(self, path: str) -> bytes:
        """Read a file that was found.

        Raises:
            UnreadableError: it cannot be read.
        """


class Disk:
    """The folder as it is on disk."""

    def __init__(self, folder: str) -> None:
        """Name the folder."""
        self._folder = folder

    def sweep(self) -> FoundFiles:
        """Find every record."""
        return sweep(self._folder)

    def fetch(self, paths: Iterable[str]) -> None:
        """Do nothing: a disk needs no asking beforehand."""

    def read(self, path: str) -> bytes:
        """Read a file."""
        return toml_text.read(path)


class Swept:
    """Another tree, of which it is known what is to be read."""

    def __init__(self, tree: Tree, found: FoundFiles) -> None:
        """Name the tree, and what was found in it."""
        self._tree = tree
        self._found = found
        self.fetch = tree.fetch
        self.read = tree.read

    def sweep(self) -> FoundFiles:
        """Give what was found."""
        return self._found


class Part:
    """Of another tree, the registries and some of the claims."""

    def __init__(self, tree: Tree, claims: Collection[str]) -> None:
        """Keep the claims of these ids."""
        self._tree = tree
        self._claims = claims

    def sweep(self) -> FoundFiles:
        """Find the records that are kept."""
        found = self._tree.sweep()
        found.claims = {claim: path for claim, path in found.claims.items() if claim in self._claims}
        return found

    def fetch(self, paths: Iterable[str]) -> None:
        """Get ready for these files to be read."""
        self._tree.fetch(paths)

    def read(self, path: str) -> bytes:
        """Read a file."""
        return self._tree.read(path)
