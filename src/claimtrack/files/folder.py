"""Reads a folder: the registries, every claim that can be read, and every problem."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from claimtrack.files import toml_text
from claimtrack.files.claims import missing_sources, read_table
from claimtrack.files.discover import FoundFiles, classify, is_registry, list_folder
from claimtrack.files.load import Loader
from claimtrack.files.registries import read_parties, read_sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from claimtrack.files.claims import ReadClaim
    from claimtrack.files.registries import Shared
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem

Progress = Callable[[int, int], None]
"""Is called with the number of files read so far and the number of files to read."""


class Tree(Protocol):
    """A folder of records, on disk or as a revision has it."""

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
    """A folder on disk."""

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
            problems += (problem.in_folder(below).problem(self._folder) for problem in listed.problems)
            waiting += (os.path.join(below, name) for name in listed.folders)
            paths += (os.path.join(self._folder, below, name) for name in listed.files)
        return classify(self._folder, sorted(paths), problems)

    def fetch(self, paths: Iterable[str]) -> None:
        """Do nothing: a file on disk needs no preparation."""

    def read(self, path: str) -> bytes:
        """Read a file."""
        return toml_text.read(path)


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder says."""

    claims: dict[str, Claim]  # the readable ones by id, in the order of their ids
    registry: Registry  # empty if there is none
    sources: dict[str, Source]  # the shared ones by id
    problems: tuple[Problem, ...]  # in the order of files and lines
    unread: tuple[str, ...]  # the paths of the claims that could not be read
    listed_sources: tuple[Source, ...]  # the shared ones in the file's order


def read_folder(path: str, progress: Progress | None = None) -> Folder:
    """Read all records below a folder on disk; see `read_tree`."""
    return read_tree(Disk(path), progress=progress)


def read_claims(path: str, ids: Collection[str]) -> Folder | None:
    """Read some claims of a folder on disk, and the registries; return None if one of them has no file.

    All names in the folder are looked at, since any sub-folder may hold a claim. Problems of other claims are left out.
    """
    disk = Disk(path)
    files = disk.find_files()
    if not files.claims.keys() >= set(ids):
        return None
    files.problems[:] = [problem for problem in files.problems if is_registry(problem.path)]
    return read_tree(disk, files.only(ids))


def read_tree(tree: Tree, files: FoundFiles | None = None, progress: Progress | None = None) -> Folder:
    """Read the records of a folder. What is wrong becomes problems, and is left out; see `Cost`.

    Args:
        tree: the folder.
        files: the files to read; all if not given.
        progress: is called with the number of claims read so far and the number of claims to read.
    """
    files = files or tree.find_files()
    tree.fetch(files.paths)
    unread = [problem.path for problem in files.problems]
    loader = Loader(files.problems, keep=False, read=tree.read)
    parties = read_parties(loader, files.parties)
    shared = read_sources(loader, files.sources)
    claims = {}
    for number, (claim_id, path) in enumerate(sorted(files.claims.items()), start=1):
        read = read_claim(loader, claim_id, path, shared)
        if read is not None and read.claim is not None:
            claims[claim_id] = read.claim
        else:
            unread.append(path)
        if progress is not None:
            progress(number, len(files.claims))
    return Folder(claims, parties.registry, shared.by_id, tuple(sorted(loader.problems)), tuple(unread), shared.listed)


def read_claim(loader: Loader, claim_id: str, path: str, shared: Shared) -> ReadClaim | None:
    """Read one claim, and add to the loader's problems; return None if its file cannot be read as TOML."""
    parsed = loader.load(path, "claim")
    if parsed is None:
        return None
    read = read_table(parsed, claim_id)
    loader.problems += read.problems
    loader.problems += missing_sources(read, shared, parsed.source_file)
    return read
