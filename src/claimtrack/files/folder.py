"""Reads a folder: its configuration, the registries, every claim that can be read, and every problem."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from claimtrack.files import toml_text
from claimtrack.files.discover import FoundFiles, classify, is_registry, list_folder, unfit_kind
from claimtrack.files.fast_validation import fast_claim
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared, duplicate_sources, missing_sources, read_parties, read_sources
from claimtrack.problems import BadConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from claimtrack.files.load import ParsedFile, SourceFile
    from claimtrack.model.config import ConfigFile
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem

Progress = Callable[[int, int], None]
"""Is called with the number of files read so far and the number of files to read."""

CONFIG: Final = ".claimtrack.toml"
_MOST: Final = 1 << 20  # bytes; a configuration has some hundreds


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
    parties_path: str = ""  # empty if there is no registry
    party_keys: dict[str, str] = field(default_factory=dict)  # the key of each party's table, by the party's id
    sources_path: str = ""  # empty if there are no shared sources
    source_files: dict[str, SourceFile] = field(default_factory=dict)  # the texts by path, if they are kept
    path: str = ""  # the folder itself, if it is on disk


def read_folder(path: str, *, keep: bool = False, progress: Progress | None = None) -> Folder:
    """Read all records below a folder on disk; see `read_tree`."""
    return replace(read_tree(Disk(path), keep=keep, progress=progress), path=path)


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


def read_tree(
    tree: Tree,
    files: FoundFiles | None = None,
    *,
    keep: bool = False,
    progress: Progress | None = None,
) -> Folder:
    """Read the records of a folder; a bad one becomes problems, never a half-empty claim.

    Args:
        tree: the folder.
        files: the files to read; all if not given.
        keep: keep the texts, to find the places of further problems.
        progress: is called with the number of claims read so far and the number of claims to read.
    """
    files = files or tree.find_files()
    tree.fetch(path for path in (files.parties, files.sources, *files.claims.values()) if path)
    unread = [problem.path for problem in files.problems]
    loader = Loader(files.problems, keep=keep, read=tree.read)
    parties = read_parties(loader, files.parties)
    shared = read_sources(loader, files.sources)
    claims = {}
    for number, (claim_id, path) in enumerate(sorted(files.claims.items()), start=1):
        claim = read_claim(loader, claim_id, path, shared)
        if claim is None:
            unread.append(path)
        else:
            claims[claim_id] = claim
        if progress is not None:
            progress(number, len(files.claims))
    return Folder(
        claims,
        parties.registry,
        shared.by_id,
        tuple(sorted(loader.problems)),
        tuple(unread),
        shared.listed,
        files.parties or "",
        parties.keys,
        files.sources or "",
        loader.source_files,
    )


def read_claim(loader: Loader, claim_id: str, path: str, shared: Shared) -> Claim | None:
    """Read one claim; return None, and add to the loader's problems, if it cannot be read as a whole."""
    parsed = loader.load(path, "claim")
    if parsed is None:
        return None
    claim, problems = validate(parsed, claim_id)
    if claim is not None:
        problems += missing_sources(claim, shared, parsed.source_file)
    loader.problems += problems
    return None if problems else claim


def validate(parsed: ParsedFile, claim_id: str) -> tuple[Claim | None, list[Problem]]:
    """Return the claim of a parsed file, and what is wrong with it.

    Shared sources are not looked up. A claim with problems is returned only so that its sources can be looked up.
    """
    data, source_file = parsed
    problems: list[Problem] = []
    claim = fast_claim(data, claim_id, source_file.path)
    if claim is None:
        from claimtrack.files.validate import validate_claim  # noqa: PLC0415 - only if something is wrong

        claim = validate_claim(data, claim_id, source_file, problems)
    if claim is not None:
        problems += duplicate_sources(claim, source_file)
    return claim, problems


def read_config(folder: str) -> ConfigFile:
    """Read the configuration of a folder; return an empty one if there is none.

    Raises:
        BadConfigError: it cannot be read, is not a file inside the folder, or has a mistake in it.
    """
    from claimtrack.model.config import ConfigFile  # noqa: PLC0415 - only `check` reads it

    path = os.path.join(folder, CONFIG)
    if not os.path.lexists(path):
        return ConfigFile()
    if unfit := unfit_kind(path, os.path.realpath(folder)):
        raise BadConfigError(str(unfit.problem(folder)))
    from claimtrack.files.validate import validate_table  # noqa: PLC0415 - most folders have none

    loader = Loader([], keep=False, read=partial(toml_text.read, most=_MOST))
    parsed = loader.load(path, "config")
    config = parsed and validate_table(ConfigFile, *parsed, loader.problems)
    if config is None:
        raise BadConfigError("\n".join(map(str, loader.problems)))
    return config
