"""Reads a folder: every claim that can be read, the registries, and every problem that was met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtrack.files.discover import is_registry
from claimtrack.files.fast_validation import fast_claim
from claimtrack.files.load import Loader
from claimtrack.files.parties import read_parties
from claimtrack.files.sources import Shared, duplicate_sources, missing_sources, read_sources
from claimtrack.files.trees import Disk, KnownTree, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from claimtrack.files.load import ParsedFile
    from claimtrack.files.source_file import SourceFile
    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder says.

    Attributes:
        claims: the readable claims by id, in the order of their ids.
        registry: the registered parties; empty where there is no registry.
        sources: the shared sources by id.
        problems: everything that was wrong, in the order of files and lines.
        unread: the paths of the claims that could not be read.
        parties_path: the registry's file; empty where there is none.
        party_keys: the table in which each party stands, by its id.
        sources_path: the file of the shared sources; empty where there is none.
        listed_sources: the shared sources in the file's order.
        source_files: the texts that were read, by path, where they were asked to be kept.
    """

    claims: dict[str, Claim]
    registry: Registry
    sources: dict[str, Source]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]
    parties_path: str
    party_keys: dict[str, str]
    sources_path: str
    listed_sources: tuple[Source, ...]
    source_files: dict[str, SourceFile]


def read_folder(path: str, *, keep: bool = False, progress: Callable[[int, int], None] | None = None) -> Folder:
    """Read all records below a folder on disk; see `read_tree`."""
    return read_tree(Disk(path), keep=keep, progress=progress)


def read_claims(path: str, ids: Collection[str]) -> Folder | None:
    """Read some claims of a folder on disk, and the registries; None where one of them has no file.

    The names in the folder are all looked at, since any sub-folder may hold a claim. What is wrong with other claims
    is not reported; what keeps a registry from counting is.
    """
    disk = Disk(path)
    found = disk.find_files()
    if not found.claims.keys() >= set(ids):
        return None
    found.claims = {claim: found.claims[claim] for claim in ids}
    found.problems[:] = [problem for problem in found.problems if is_registry(problem.path)]
    return read_tree(KnownTree(disk, found))


def read_tree(tree: Tree, *, keep: bool = False, progress: Callable[[int, int], None] | None = None) -> Folder:
    """Read all records of a folder; a bad one becomes problems, never a half-empty claim.

    Args:
        tree: the folder, on disk or as a revision holds it.
        keep: keep the texts, for putting further problems at their places.
        progress: is called with the number of claims read so far and the number of claims to read.
    """
    found = tree.find_files()
    tree.fetch(path for path in (found.parties, found.sources, *found.claims.values()) if path)
    unread = [problem.path for problem in found.problems]
    loader = Loader(found.problems, keep=keep, read=tree.read)
    parties = read_parties(loader, found.parties)
    sources = read_sources(loader, found.sources)
    claims = {}
    for number, claim_id in enumerate(sorted(found.claims), start=1):
        claim = read_claim(loader, claim_id, found.claims[claim_id], sources)
        if claim is None:
            unread.append(found.claims[claim_id])
        else:
            claims[claim_id] = claim
        if progress is not None:
            progress(number, len(found.claims))
    return Folder(
        claims=claims,
        registry=parties.registry,
        sources=sources.by_id,
        problems=tuple(sorted(loader.problems)),
        unread=tuple(unread),
        parties_path=found.parties or "",
        party_keys=parties.keys,
        sources_path=found.sources or "",
        listed_sources=sources.listed,
        source_files=loader.source_files or {},
    )


def read_claim(loader: Loader, claim_id: str, path: str, shared: Shared) -> Claim | None:
    """Read one claim; return None, and add problems to the loader's, if it cannot be read as a whole."""
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

    Sources that must be among the shared ones are not looked up. A claim with problems does not count, and is returned
    only so that these can be looked up all the same.
    """
    data, source_file = parsed
    problems: list[Problem] = []
    claim = fast_claim(data, claim_id, source_file.path)
    if claim is None:
        from claimtrack.files.validate import validate_claim  # noqa: PLC0415 - only if something is wrong

        claim = validate_claim(data, claim_id, source_file.path, source_file, problems)
    if claim is not None:
        problems += duplicate_sources(claim, source_file)
    return claim, problems
