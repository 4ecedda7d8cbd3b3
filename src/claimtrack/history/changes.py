"""What changed in a folder between two revisions."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, NamedTuple

from claimtrack.files.discover import PARTIES, is_claim, stem_of
from claimtrack.files.folder import read_tree
from claimtrack.files.trees import Disk, PartialTree
from claimtrack.history.git import Repository
from claimtrack.history.revision import Revision
from claimtrack.history.run_git import GitError
from claimtrack.rules.changes import changes as position_changes
from claimtrack.rules.changes import party_changes, source_changes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder
    from claimtrack.files.trees import Tree
    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.changes import Change, EntryChange


class ClaimChange(NamedTuple):
    """What changed in one claim.

    Attributes:
        claim: its id, now or last.
        was: the id before, of a renamed one.
        what: it is new, gone, or was changed or renamed.
        old: the claim before; None where it is new.
        new: the claim now; None where it is gone.
        changes: of its positions and its own words; empty where it is new or gone.
        sources: of its own sources; likewise.
    """

    claim: str
    was: str | None
    what: Literal["added", "removed", "changed", "renamed"]
    old: Claim | None
    new: Claim | None
    changes: tuple[Change, ...] = ()
    sources: tuple[EntryChange, ...] = ()

    @property
    def record(self) -> Claim:
        """The claim now, or as it last was.

        Raises:
            ValueError: it is there neither before nor now, and so no change.
        """
        record = self.new or self.old
        if record is None:
            raise ValueError(self.claim)
        return record


class Changes(NamedTuple):
    """What changed in a folder.

    Attributes:
        commit: the commit that changed it; None where two revisions are compared.
        since: the date of the revision before: a position that is older was recorded later.
        claims: the claims that changed, in the order of their ids.
        sources: of the shared sources.
        parties: of the registry.
        registries: the registry before and now.
        problems: what could not be read, before or now.
    """

    commit: Commit | None
    since: datetime | None
    claims: tuple[ClaimChange, ...]
    sources: tuple[EntryChange, ...]
    parties: tuple[EntryChange, ...]
    registries: tuple[Registry, Registry]
    problems: tuple[Problem, ...]


class Touched(NamedTuple):
    """Which records two trees differ in.

    Attributes:
        old: the ids of the claims touched, as they were before.
        new: the ids now.
        renames: the id before of each renamed claim, by its id now.
        parties: whether the registry was touched; then any line may have moved.
    """

    old: frozenset[str]
    new: frozenset[str]
    renames: dict[str, str]
    parties: bool

    def of(self, claim: str) -> Touched:
        """Keep what concerns one claim, by its id before or now."""
        names = {claim, self.renames.get(claim), *(now for now, was in self.renames.items() if was == claim)}
        renames = {now: was for now, was in self.renames.items() if now in names}
        return Touched(self.old & names, self.new & names, renames, self.parties)


def between(folder: str, old: str, new: str | None, claim: str | None = None) -> Changes:
    """Tell what changed between two revisions.

    Args:
        folder: the folder of claims.
        old: a revision.
        new: a later one; None for the working tree.
        claim: the id, before or now, of the one claim to tell of.

    Raises:
        GitError: git cannot answer, or there is no such claim.
    """
    repository = Repository(folder)
    before = Revision(repository, folder, old)
    now = Revision(repository, folder, new) if new is not None else None
    tree = now or Disk(folder)
    which = touched(repository.prefix, repository.deltas(before.commit, now.commit if now else None))
    everything: Tree = before
    if claim is not None:
        ids = {*before.find_files().claims, *tree.find_files().claims}
        if claim not in ids:
            raise no_claim(claim, f"at {old} or {new or 'now'}", ids)
        which = which.of(claim)
        everything = PartialTree(before, {claim, *which.old})
    then = read_tree(everything if which.parties else PartialTree(before, which.old))
    today = read_tree(PartialTree(tree, which.new))
    if which.parties:  # then any line may have moved, and the claims that stayed as they were count too
        stayed = {each: record for each, record in then.claims.items() if each not in which.old}
        today = replace(today, claims={**stayed, **today.claims})
    found = compare(then, today, which.renames, since=repository.dates([before.commit])[before.commit])
    return found if claim is None else only(found, {claim, *which.old, *which.new})


def only(changes: Changes, names: Collection[str]) -> Changes:
    """Keep of changes what concerns one claim, by the names of it."""
    problems = tuple(problem for problem in changes.problems if stem_of(problem.path) in names)
    return changes._replace(sources=(), parties=(), problems=problems)


def no_claim(claim: str, where: str, ids: Iterable[str]) -> GitError:
    """Say that there is no such claim, and what may have been meant."""
    near = get_close_matches(claim, ids, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "name it by its whole id"
    return GitError(f'no claim "{claim}" {where}', hint)


def compare(
    old: Folder,
    new: Folder,
    renames: Mapping[str, str],
    *,
    since: datetime | None,
    commit: Commit | None = None,
) -> Changes:
    """Compare two readings of a folder.

    Args:
        old: the folder before, or the part of it that may have changed.
        new: the folder now, likewise.
        renames: the id before of each renamed claim, by its id now.
        since: the date of the reading before.
        commit: the commit between the two, if it is one.
    """
    unread = {stem_of(path) for path in (*old.unread, *new.unread)}
    origins = _origins(old, new, renames)
    gone = old.claims.keys() - new.claims.keys() - set(origins.values())
    found = []
    for claim in sorted(new.claims.keys() | gone):
        was = origins.get(claim)
        change = None if {claim, was} & unread else _claim_change(claim, was, old, new)
        if change is not None:
            found.append(change)
    return Changes(
        commit,
        since,
        tuple(found),
        source_changes(old.listed_sources, new.listed_sources),
        party_changes(old.registry, new.registry),
        (old.registry, new.registry),
        (*old.problems, *new.problems),
    )


def _origins(old: Folder, new: Folder, renames: Mapping[str, str]) -> dict[str, str]:
    """Keep the renames by which no id has two origins or two heirs: what kept its id is the same claim."""
    found = {now: was for now, was in renames.items() if now in new.claims and was in old.claims}
    while True:
        freed = set(found.values())
        kept = {
            now: was
            for now, was in found.items()
            if (was in found or was not in new.claims) and (now in freed or now not in old.claims)
        }
        if len(kept) == len(found):
            return found
        found = kept


def _claim_change(claim: str, was: str | None, old: Folder, new: Folder) -> ClaimChange | None:
    before, now = old.claims.get(was or claim), new.claims.get(claim)
    if before is None or now is None:
        return ClaimChange(claim, None, "added" if before is None else "removed", before, now)
    changes = position_changes(before, old.registry, now, new.registry)
    sources = source_changes(before.sources, now.sources)
    if was is None and not changes and not sources:
        return None
    return ClaimChange(claim, was, "changed" if was is None else "renamed", before, now, changes, sources)


def touched(prefix: str, deltas: Iterable[Delta]) -> Touched:
    """Tell which records differ, by how files do.

    Args:
        prefix: the folder's path from the top of the repository, with a slash at its end.
        deltas: how files differ.
    """
    old, new, renames, parties = set(), set(), {}, False
    for delta in deltas:
        before, now = (path.removeprefix(prefix) for path in (delta.old_path, delta.new_path))
        parties = parties or PARTIES in {before, now}
        if delta.status != "A" and is_claim(before):
            old.add(stem_of(before))
        if delta.status != "D" and is_claim(now):
            new.add(stem_of(now))
            if delta.status[0] == "R" and is_claim(before) and stem_of(before) != stem_of(now):
                renames[stem_of(now)] = stem_of(before)
    return Touched(frozenset(old), frozenset(new), renames, parties)
