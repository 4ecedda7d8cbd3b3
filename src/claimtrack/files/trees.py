"""Finds and reads the files of a folder, on disk or wherever they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from claimtrack.files import toml_text
from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, list_folder, stem_of, unfit_name
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from claimtrack.problems import Problem


class FoundFiles:
    """The files of a folder.

    Attributes:
        claims: the path of each claim by its id.
        parties: the registry's path; None if there is none.
        sources: the path of the shared sources; None if there is none.
        problems: what is wrong with names.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.claims: dict[str, str] = {}
        self.parties: str | None = None
        self.sources: str | None = None
        self.problems = problems


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
        """Find every record, in the order of their paths."""
        root = os.path.realpath(self._folder)
        paths: list[str] = []
        problems: list[Problem] = []
        waiting = [""]
        for below in waiting:
            listed = list_folder(os.path.join(self._folder, below) if below else self._folder, root)
            for problem in listed.problems:
                path = os.path.join(below, problem.path) if problem.path else below
                problems.append(problem._replace(path=path).problem(self._folder))
            waiting += (os.path.join(below, name) for name in listed.folders)
            paths += (os.path.join(self._folder, below, name) for name in listed.files)
        return classify(self._folder, sorted(paths), problems)

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


def classify(folder: str, paths: Iterable[str], problems: list[Problem]) -> FoundFiles:
    """Classify files as claims and registries; report what has an unfit name.

    Args:
        folder: the folder's path.
        paths: the paths of the records in it, sorted, each beginning with the folder's.
        problems: the problems so far.
    """
    found = FoundFiles(problems)
    begin = len(os.path.join(folder, ""))
    parties, sources = os.path.join(folder, PARTIES), os.path.join(folder, SOURCES)
    for path in paths:
        stem = stem_of(path)
        if path == parties:
            found.parties = path
        elif path == sources:
            found.sources = path
        elif code := unfit_name(os.path.basename(path)):
            problems.append(NameProblem(path[begin:], code).problem(folder))
        elif stem in found.claims:
            first = found.claims[stem][begin:]
            problems.append(NameProblem(path[begin:], Code.DUPLICATE_ID, first).problem(folder))
        else:
            found.claims[stem] = path
    return found
