"""Follows one claim through a history, under all its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.files.discover import PARTIES, is_claim, stem_of
from claimtrack.history.changes import no_claim

if TYPE_CHECKING:
    from claimtrack.history.git import Commit, Delta, Repository


def trail(repository: Repository, first: str | None, last: str, claim: str) -> list[Commit]:
    """Give the commits that changed a claim, or the registry, oldest first; a rename is told as one.

    Args:
        repository: where it is.
        first: the commit after which to begin; None for the beginning.
        last: the last commit.
        claim: the claim's id, whenever it had it.

    Raises:
        GitError: there was no such claim in that time.
    """
    path = _last_path(repository, first, last, claim)
    registry = f"{repository.prefix}{PARTIES}"
    found = []
    end: str | None = last
    while end is not None:
        commits = repository.log(first, end, [registry, path])
        end = None
        for commit in reversed(commits):
            rename = _rename(repository, commit, path)
            if rename is None:
                found.append(commit)
                continue
            if rename.new_path == path:
                others = (delta for delta in commit.deltas if delta.new_path != path)
                found.append(commit._replace(deltas=(*others, rename)))
                path, end = rename.old_path, commit.parent
            # What had the name before and was renamed is another claim.
            break
    return found[::-1]


def _last_path(repository: Repository, first: str | None, last: str, claim: str) -> str:
    """Give where a claim is at the end, or where it last was, from the top of the repository."""
    start = len(repository.prefix)
    paths = {
        stem_of(entry.path): entry.path for entry in repository.files(last) if is_claim(entry.path[start:])
    }
    if claim in paths:
        return paths[claim]
    met = set(paths)
    later: dict[str, str] = {}  # where a file that was renamed is now
    for commit in reversed(repository.log(first, last, [repository.prefix])):
        for delta in commit.deltas:
            if delta.status[0] == "R":
                later[delta.old_path] = later.get(delta.new_path, delta.new_path)
            if delta.status[0] in "DR" and is_claim(delta.old_path[start:]):
                met.add(stem_of(delta.old_path))
                if stem_of(delta.old_path) == claim:
                    return later.get(delta.old_path, delta.old_path)
    raise no_claim(claim, f"up to {last[:10]}", met)


def _rename(repository: Repository, commit: Commit, path: str) -> Delta | None:
    """Give the rename by which a commit added a file or took it away, if it did either by renaming."""
    statuses = {delta.status for delta in commit.deltas if delta.new_path == path}
    if commit.parent is None or not statuses & {"A", "D"}:
        return None
    deltas = repository.deltas(commit.parent, commit.id)
    return next(
        (each for each in deltas if each.status[0] == "R" and path in {each.old_path, each.new_path}), None
    )
