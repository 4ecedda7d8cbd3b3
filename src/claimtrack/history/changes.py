"""What changed in a folder between two revisions."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from claimtrack.files.discover import PARTIES, is_claim, stem_of
from claimtrack.files.folder import Disk, read_tree
from claimtrack.history.git import Repository
from claimtrack.history.revision import Revision
from claimtrack.history.run_git import GitError
from claimtrack.rules.changes import changes as position_changes
from claimtrack.rules.changes import entry_changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder, Tree
    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.changes import Change, EntryChange


class ClaimChange(NamedTuple):
    """What changed in one claim."""

    claim: str  # its id, now or last
    was: str | None  # its id before, if it was renamed
    what: Literal["added", "removed", "changed", "renamed"]
    old: Claim | None  # None if it was added
    new: Claim | None  # None if it was removed
    changes: tuple[Change, ...] = ()  # of its positions and its own fields; none if it was added or removed
    sources: tuple[EntryChange, ...] = ()  # of its own sources; none if it was added or removed

    @property
    def record(self) -> Claim:
        """The claim now, or as it last was."""
        return cast("Claim", self.new or self.old)


class Changes(NamedTuple):
    """What changed in a folder."""

    commit: Commit | None  # the commit that changed it; None if two revisions are compared
    since: datetime | None  # the date of the old revision: a new position that is older was recorded later
    claims: tuple[ClaimChange, ...]  # in the order of their ids
    sources: tuple[EntryChange, ...]  # of the shared sources
    parties: tuple[EntryChange, ...]
    registries: tuple[Registry, Registry]  # before and now
    problems: tuple[Problem, ...]  # what could not be read, before or now


class Touched(NamedTuple):
    """The records in which two trees differ."""

    old: frozenset[str]  # the ids of these claims before
    new: frozenset[str]  # their ids now
    renames: dict[str, str]  # the id before of each renamed claim, by its id now
    parties: bool  # whether the registry differs; then any line may have moved

    def of(self, claim: str) -> Touched:
        """Return what concerns one claim, by its id before or now."""
        names = {claim, self.renames.get(claim), *(now for now, was in self.renames.items() if was == claim)}
        renames = {now: was for now, was in self.renames.items() if now in names}
        return Touched(self.old & names, self.new & names, renames, self.parties)


def between(folder: str, old: str, new: str | None, claim: str | None = None) -> Changes:
    """Return what changed between two revisions, or between one and the working tree, if `new` is None.

    With the id of a claim, before or now, return only what concerns it.

    Raises:
        GitError: git cannot answer, or there is no such claim.
    """
    repository = Repository(folder)
    before = Revision(repository, folder, old)
    now = Revision(repository, folder, new) if new is not None else None
    tree: Tree = now or Disk(folder)
    which = touched(repository.prefix, repository.deltas(before.commit, now.commit if now else None))
    old_files, new_files = before.find_files(), tree.find_files()
    if claim is not None:
        ids = {*old_files.claims, *new_files.claims}
        if claim not in ids:
            raise no_claim(claim, f"at {old} or {new or 'now'}", ids)
        which = which.of(claim)
        old_files = old_files.only({claim, *which.old})
    old_folder = read_tree(before, old_files if which.parties else old_files.only(which.old))
    new_folder = read_tree(tree, new_files.only(which.new))
    if which.parties:  # a line may have moved in a claim that is the same
        same = {id_: record for id_, record in old_folder.claims.items() if id_ not in which.old}
        new_folder = replace(new_folder, claims={**same, **new_folder.claims})
    since = repository.dates([before.commit])[before.commit]
    changes = compare(old_folder, new_folder, which.renames, since=since)
    if claim is None:
        return changes
    names = {claim, *which.old, *which.new}
    problems = tuple(problem for problem in changes.problems if stem_of(problem.path) in names)
    return changes._replace(sources=(), parties=(), problems=problems)


def no_claim(claim: str, where: str, ids: Iterable[str]) -> GitError:
    """Return the error of an id that no claim has, with those that may be meant."""
    near = get_close_matches(claim, ids, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "name it by its whole id"
    return GitError(f'no claim "{claim}" {where}', hint)


def compare(
    old: Folder, new: Folder, renames: Mapping[str, str], *, since: datetime | None, commit: Commit | None = None
) -> Changes:
    """Compare a folder before and now, or the parts of it that may differ; see `Changes` and `Touched`."""
    unread = {stem_of(path) for path in (*old.unread, *new.unread)}
    renames = _unambiguous(renames, old, new)
    removed = old.claims.keys() - new.claims.keys() - set(renames.values())
    ids = (claim for claim in sorted(new.claims.keys() | removed) if not {claim, renames.get(claim)} & unread)
    return Changes(
        commit,
        since,
        tuple(filter(None, (_claim_change(claim, renames.get(claim), old, new) for claim in ids))),
        entry_changes(old.listed_sources, new.listed_sources),
        entry_changes(old.registry, new.registry),
        (old.registry, new.registry),
        (*old.problems, *new.problems),
    )


def _unambiguous(renames: Mapping[str, str], old: Folder, new: Folder) -> dict[str, str]:
    """Return the renames without those that would make two claims of one id, or one claim of two.

    A claim that has its id still is the same claim, whatever git takes for a rename.
    """
    valid = {now: was for now, was in renames.items() if now in new.claims and was in old.claims}
    while True:
        freed = set(valid.values())
        fewer = {
            now: was
            for now, was in valid.items()
            if (was in valid or was not in new.claims) and (now in freed or now not in old.claims)
        }
        if len(fewer) == len(valid):
            return valid
        valid = fewer


def _claim_change(claim: str, was: str | None, old: Folder, new: Folder) -> ClaimChange | None:
    before, now = old.claims.get(was or claim), new.claims.get(claim)
    if before is None or now is None:
        return ClaimChange(claim, None, "added" if before is None else "removed", before, now)
    changes = position_changes(before, old.registry, now, new.registry)
    sources = entry_changes(before.sources, now.sources)
    if was is None and not changes and not sources:
        return None
    return ClaimChange(claim, was, "changed" if was is None else "renamed", before, now, changes, sources)


def touched(prefix: str, deltas: Iterable[Delta]) -> Touched:
    """Return the records below a folder, the prefix of their paths, in which two trees differ."""
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
