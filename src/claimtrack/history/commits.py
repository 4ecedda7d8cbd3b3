"""Which commits changed the folder or one claim, through the names that it had."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.discover import PARTIES, is_claim, is_record, stem_of
from claimtrack.files.folder import read_claim
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared
from claimtrack.history.changes import no_claim
from claimtrack.history.former_folder import Prefixes, below, former_prefix
from claimtrack.history.revision import prefix_elsewhere
from claimtrack.rules.matching import is_same_claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.history.git import Commit, Delta, Repository


class InFolder(NamedTuple):
    """A commit, with the folder before and after it."""

    commit: Commit
    prefixes: Prefixes


def walked(repository: Repository, folder: str, first: str | None, last: str) -> list[InFolder]:
    """Return the commits that changed the folder, oldest first, along first parents, after `first` if it is given.

    If a commit renamed the folder, that commit and those before it are those of the folder under its other name.
    """
    prefix = _last_prefix(repository, folder, last)
    commits = repository.log(first, last, [prefix])
    found: list[InFolder] = []
    while commits:
        some = [InFolder(commit, Prefixes(prefix, prefix)) for commit in commits]
        was = _prefix_before(repository, commits[0], prefix)
        if was is None:
            return some + found
        found = [_renaming(repository, commits[0], Prefixes(was, prefix)), *some[1:], *found]
        prefix = was
        commits = repository.log(first, commits[0].parent or "", [prefix])
    return found


def follow(repository: Repository, folder: str, first: str | None, last: str, claim: str) -> list[InFolder]:
    """Return the commits that changed the registry or a claim, by its id now or before, oldest first.

    A rename of the claim is one delta.

    Raises:
        GitError: there was no such claim in that time.
    """
    prefix, paths = _last_paths(repository, folder, first, last, claim)
    followed: list[InFolder] = []
    end: str | None = last
    while end is not None:
        commits = repository.log(first, end, [f"{prefix}{PARTIES}", *paths])
        end = None
        if commits and (was := _prefix_before(repository, commits[0], prefix)) is not None:
            first_in_folder = _renaming(repository, commits.pop(0), Prefixes(was, prefix))
        else:
            first_in_folder = None
        for commit in reversed(commits):
            rename = _rename(repository, commit, paths, prefix)
            if rename is None:
                followed.append(InFolder(commit, Prefixes(prefix, prefix)))
                continue
            if rename.new_path in paths:
                others = (delta for delta in commit.deltas if delta.new_path not in paths)
                followed.append(InFolder(commit._replace(deltas=(*others, rename)), Prefixes(prefix, prefix)))
                paths, end = [rename.old_path], commit.parent
            # A file renamed from this path is another claim that had the name before.
            break
        else:
            if first_in_folder is not None:
                followed.append(_of_paths(first_in_folder, paths))
                paths = _paths_before(first_in_folder, paths)
                prefix, end = first_in_folder.prefixes.old, first_in_folder.commit.parent
    return followed[::-1]


def _last_prefix(repository: Repository, folder: str, last: str) -> str:
    """Return the path to the folder in the last commit, in which it may have another name."""
    prefix = repository.prefix
    there = repository.has(last, prefix)
    return prefix if there else prefix_elsewhere(repository, folder, last) or prefix


def _prefix_before(repository: Repository, commit: Commit, prefix: str) -> str | None:
    """Return the path to the folder before a commit, if the commit renamed the folder."""
    if commit.parent is None or any(delta.status != "A" for delta in commit.deltas):
        return None
    start = len(prefix)
    if any(is_record(entry.path[start:]) for entry in repository.files(commit.parent, prefix)):
        return None
    now = {entry.path for entry in repository.files(commit.id, "")}
    records = [path for each in now if (path := below(prefix, each)) is not None and is_record(path)]
    return former_prefix(records, (entry.path for entry in repository.files(commit.parent, "")), now.__contains__)


def _renaming(repository: Repository, commit: Commit, prefixes: Prefixes) -> InFolder:
    """Return a commit that renamed the folder, with all that it changed in it."""
    deltas = repository.deltas(commit.parent, commit.id, prefixes) if commit.parent is not None else commit.deltas
    return InFolder(commit._replace(deltas=deltas), prefixes)


def _paths_before(renaming: InFolder, paths: Sequence[str]) -> list[str]:
    """Return the paths that some records had before a commit renamed the folder."""
    was = {delta.new_path: delta.old_path for delta in renaming.commit.deltas if delta.status[0] == "R"}
    old, new = renaming.prefixes
    return [was.get(path, f"{old}{path.removeprefix(new)}") for path in paths]


def _of_paths(renaming: InFolder, paths: Sequence[str]) -> InFolder:
    """Return a commit that renamed the folder, with what it changed in some records and the registry alone."""
    names = {*paths, *_paths_before(renaming, paths), *(f"{prefix}{PARTIES}" for prefix in renaming.prefixes)}
    deltas = [delta for delta in renaming.commit.deltas if names & {delta.old_path, delta.new_path}]
    return renaming._replace(commit=renaming.commit._replace(deltas=deltas))


def _last_paths(repository: Repository, folder: str, first: str | None, last: str, claim: str) -> tuple[str, list[str]]:
    """Return the folder and the paths of a claim at the end, or the last that it had, from the top of the repository.

    There are several paths if several files have the same id.
    """
    prefix = _last_prefix(repository, folder, last)
    claims = [entry.path for entry in repository.files(last, prefix) if is_claim(entry.path.removeprefix(prefix))]
    if paths := [path for path in claims if stem_of(path) == claim]:
        return prefix, paths
    ids = {*map(stem_of, claims)}
    later: dict[str, tuple[str, list[str]]] = {}  # the last folder and path of each file that was renamed
    for commit, (old, new) in reversed(walked(repository, folder, first, last)):
        for delta in commit.deltas:
            if delta.status[0] == "R":
                later[delta.old_path] = later.get(delta.new_path, (new, [delta.new_path]))
            path = below(old, delta.old_path)
            if delta.status[0] in "DR" and path is not None and is_claim(path):
                ids.add(stem_of(path))
                if stem_of(path) == claim:
                    return later.get(delta.old_path, (old, [delta.old_path]))
    raise no_claim(claim, f"up to {last[:10]}", ids)


def _rename(repository: Repository, commit: Commit, paths: Sequence[str], prefix: str) -> Delta | None:
    """Return the rename by which a commit added or removed a file, if it did so by a rename.

    A file of one id that is gone from one folder and new in another was moved, however much of it was edited.
    """
    statuses = {delta.status for delta in commit.deltas if delta.new_path in paths}
    if commit.parent is None or not statuses & {"A", "D"}:
        return None
    deltas = repository.deltas(commit.parent, commit.id, Prefixes(prefix, prefix))
    for delta in deltas:
        if delta.status[0] == "R" and {delta.old_path, delta.new_path} & {*paths}:
            same_id = stem_of(delta.old_path) == stem_of(delta.new_path)
            return delta if same_id or not delta.doubtful or _is_same_claim(repository, delta) else None
    removed = {stem_of(delta.old_path): delta for delta in deltas if delta.status == "D"}
    for delta in deltas:
        was = removed.get(stem_of(delta.new_path))
        if delta.status == "A" and was is not None and {was.old_path, delta.new_path} & {*paths}:
            return delta._replace(old_blob=was.old_blob, status="R", old_path=was.old_path)
    return None


def _is_same_claim(repository: Repository, delta: Delta) -> bool:
    """Return whether the file before and the file after a possible rename hold the same claim."""
    contents = repository.contents([delta.old_blob, delta.new_blob])
    blobs = {f"~{delta.old_path}": delta.old_blob, delta.new_path: delta.new_blob}
    loader = Loader([], keep=False, read=lambda path: contents[blobs[path]])
    unknown = Shared.of((), known=False)
    old, new = (read_claim(loader, stem_of(path), path, unknown) for path in blobs)
    return old is not None and new is not None and is_same_claim(old.checked, new.checked)
