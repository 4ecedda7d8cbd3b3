"""The texts of a folder's files, to show a line of them, to find a place in them and to fix them."""

from __future__ import annotations

import codecs
import os
from typing import TYPE_CHECKING

from claimtrack.files import toml_text
from claimtrack.files.claims import read_table
from claimtrack.files.discover import PARTIES, SOURCES, list_folder, stem_of, unfit_kind
from claimtrack.files.load import Loader
from claimtrack.files.registries import Parties, Shared, read_parties, read_sources
from claimtrack.files.toml_text import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from claimtrack.files.discover import FoundFiles
    from claimtrack.files.folder import Tree
    from claimtrack.files.load import SourceFile


class SourceFiles:
    """The texts of the files of one folder, each loaded when it is first asked for.

    Attributes:
        parties: the registry; empty if there is none.
        parties_path: its file; an empty text if there is none.
        shared: the shared sources; none if there is no such file.
        sources_path: their file; an empty text if there is none.
        read: reads a file of the folder.
    """

    def __init__(self, folder: str, tree: Tree | None = None, files: FoundFiles | None = None) -> None:
        """Load the registries of a folder; no claim is loaded before `may_load`.

        Args:
            folder: the folder of claims on disk.
            tree: where to read it from instead.
            files: the files of that tree.
        """
        self.read: Callable[[str], bytes] = toml_text.read if tree is None else tree.read
        self._loader = Loader([], keep=True, read=self.read)
        self._root = os.path.realpath(folder) if tree is None else None
        if files is None:
            names = list_folder(folder, os.path.realpath(folder)).files
            self.parties_path = os.path.join(folder, PARTIES) if PARTIES in names else ""
            self.sources_path = os.path.join(folder, SOURCES) if SOURCES in names else ""
        else:
            self.parties_path, self.sources_path = files.parties or "", files.sources or ""
        self.parties: Parties = read_parties(self._loader, self.parties_path or None)
        self.shared: Shared = read_sources(self._loader, self.sources_path or None)
        self._find_claims: Callable[[], Collection[str]] = tuple
        self._claims: Collection[str] | None = ()

    def add(self, source_file: SourceFile) -> None:
        """Add the text of a file that is no record."""
        self._loader.source_files[source_file.path] = source_file

    def may_load(self, find_claims: Callable[[], Collection[str]]) -> None:
        """Take a function that returns the files of claims: no other file is ever loaded."""
        self._find_claims, self._claims = find_claims, None

    @property
    def claims(self) -> Collection[str]:
        """The files of claims; none before `may_load`."""
        if self._claims is None:
            self._claims = self._find_claims()
        return self._claims

    def get(self, path: str) -> SourceFile | None:
        """Return the text of a file, and what was left out of it; None if it is not there, or not read as a record."""
        texts = self._loader.source_files
        if path not in texts and path in self.claims and self._is_fit(path):
            parsed = self._loader.load(path, "claim")
            if parsed is not None:
                read_table(parsed, stem_of(path))  # it remembers what is left out
        return texts.get(path)

    def text(self, path: str) -> str:
        """Return the text of a file, as far as it can be read, without looking for what is wrong in it."""
        if path in self._loader.source_files:
            return self._loader.source_files[path].text
        if path not in self.claims or not self._is_fit(path):
            return ""
        try:
            data = self.read(path)
        except UnreadableError:
            return ""
        return data.removeprefix(codecs.BOM_UTF8).decode(errors="replace")

    def _is_fit(self, path: str) -> bool:
        return self._root is None or unfit_kind(path, self._root) is None
