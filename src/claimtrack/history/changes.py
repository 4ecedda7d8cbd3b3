"""What changed in a folder between two revisions."""

from __future__ import annotations

import os
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from claimtrack.files.discover import PARTIES, is_claim, stem_of
from claimtrack.files.folder import Disk, read_tree
from claimtrack.history.former_folder import Prefixes, below
from claimtrack.history.git import Repository
from claimtrack.history.revision import Revision, prefix_elsewhere
from claimtrack.history.run_git import GitError
from claimtrack.problems import Code, Cost, Problem
from claimtrack.rules.changes import changes as position_changes
from claimtrack.rules.entry_changes import entry_changes, ids_now
from claimtrack.rules.matching import is_same_claim
from claimtrack.rules.renames import with_citations_now, with_links_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from claimtrack.files.folder import Folder
    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.rules.changes import Change
    from claimtrack.rules.entry_changes import EntryChange


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
    folder: Prefixes | None = None  # where the folder was and is, if it was renamed


class Touched(NamedTuple):
    """The records in which two trees differ."""

    old: frozenset[str]  # the ids of these claims before
    new: frozenset[str]  # their ids now
    renames: dict[str, str]  # the id before of each renamed claim, by its id now
    doubtful: frozenset[str]  # the ids now of those that must have something in common to be renamed
    parties: bool  # whether the registry differs; then any line may have moved

    def of(self, claim: str) -> Touched:
        """Return what concerns one claim, by its id before or now."""
        names = {claim, self.renames.get(claim), *(now for now, was in self.renames.items() if was == claim)}
        renames = {now: was for now, was in self.renames.items() if now in names}
        return self._replace(old=self.old & names, new=self.new & names, renames=renames)


def between(folder: str, old: str, new: str | None, claim: str | None = None) -> Changes:
    """Return what changed between two revisions, or between one and the working tree, if `new` is None.

    With the id of a claim, before or now, return only what concerns it.

    Raises:
        GitError: git cannot answer, or there is no such claim.
    """
    repository = Repository(folder)
    before, tree = _trees(repository, folder, old, new)
    now = tree if isinstance(tree, Revision) else None
    prefixes = Prefixes(before.prefix, now.prefix if now else repository.prefix)
    which = touched(prefixes, repository.deltas(before.commit, now.commit if now else None, prefixes))
    old_files, new_files = before.find_files(), tree.find_files()
    new_files.problems += _unmerged(repository, folder)
    if claim is not None:
        ids = {*old_files.claims, *new_files.claims}
        if claim not in ids:
            raise no_claim(claim, f"at {old} or {new or 'now'}", ids)
        if claim in old_files.claims and claim in new_files.claims:  # else it may have been renamed
            which = which.of(claim)
            old_files = old_files.only({claim, *which.old, *which.new})
    same_ids = which.old | which.new
    old_folder = read_tree(before, old_files if which.parties else old_files.only(same_ids))
    new_folder = read_tree(tree, new_files.only(same_ids))
    if which.parties:  # a line may have moved in a claim that is the same
        same = {id_: record for id_, record in old_folder.claims.items() if id_ not in same_ids}
        new_folder = replace(new_folder, claims={**same, **new_folder.claims})
    since = repository.dates([before.commit])[before.commit]
    changes = compare(old_folder, new_folder, which, since=since)
    if claim is None:
        return changes._replace(folder=prefixes if prefixes.differ else None)
    claims = tuple(change for change in changes.claims if claim in {change.claim, change.was})
    names = {claim, *(name for change in claims for name in (change.claim, change.was))}
    problems = tuple(problem for problem in changes.problems if stem_of(problem.path) in names)
    return changes._replace(claims=claims, sources=(), parties=(), problems=problems)


def _trees(repository: Repository, folder: str, old: str, new: str | None) -> tuple[Revision, Revision | Disk]:
    """Return the folder before and now; a revision that does not have it may have it under another name."""
    before = Revision(repository, folder, old)
    now = Revision(repository, folder, new) if new is not None else None
    if new is not None and now is not None and not now.records:
        other = before if before.records else None
        now = Revision(repository, folder, new, prefix_elsewhere(repository, folder, now.commit, other))
    if now is not None and now.prefix != repository.prefix and not before.records:
        before = Revision(repository, folder, old, now.prefix)
    if not before.records:
        before = Revision(repository, folder, old, prefix_elsewhere(repository, folder, before.commit, now))
    return before, now or Disk(folder)


def _unmerged(repository: Repository, folder: str) -> list[Problem]:
    """Return the problems of records that a merge has left to the user to keep or to remove."""
    start = len(repository.prefix)
    message = "git left a merge conflict here: one side removed this file and the other edited it"
    hint = "keep it with git add, or remove it with git rm"
    paths = (os.path.join(folder, path[start:]) for path in repository.unmerged)
    return [Problem(path, 1, 1, Code.CONFLICT, message, hint, Cost.RECORD) for path in paths]


def no_claim(claim: str, where: str, ids: Iterable[str]) -> GitError:
    """Return the error of an id that no claim has, with those that may be meant."""
    near = get_close_matches(claim, ids, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else "name it by its whole id"
    return GitError(f'no claim "{claim}" {where}', hint)


def compare(
    old: Folder, new: Folder, which: Touched, *, since: datetime | None, commit: Commit | None = None
) -> Changes:
    """Compare a folder before and now, or the parts of it that may differ; see `Changes` and `Touched`."""
    unread = {stem_of(path) for path in (*old.unread, *new.unread)}
    renames = _unambiguous(which, old, new)
    removed = old.claims.keys() - new.claims.keys() - set(renames.values())
    ids = (claim for claim in sorted(new.claims.keys() | removed) if not {claim, renames.get(claim)} & unread)
    sources = entry_changes(old.listed_sources, new.listed_sources)
    links = ({was: now for now, was in renames.items()}, ids_now(sources))
    return Changes(
        commit,
        since,
        tuple(filter(None, (_claim_change(claim, renames.get(claim), old, new, links) for claim in ids))),
        sources,
        entry_changes(old.registry, new.registry),
        (old.registry, new.registry),
        (*old.problems, *new.problems),
    )


def _unambiguous(which: Touched, old: Folder, new: Folder) -> dict[str, str]:
    """Return the renames without those that would make two claims of one id, or one claim of two.

    A claim that has its id still is the same claim, whatever git takes for a rename.
    """
    valid = {now: was for now, was in which.renames.items() if now in new.claims and was in old.claims}
    valid = {
        now: was
        for now, was in valid.items()
        if now not in which.doubtful or is_same_claim(old.claims[was], new.claims[now])
    }
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


def _claim_change(
    claim: str, was: str | None, old: Folder, new: Folder, links: tuple[Mapping[str, str], Mapping[str, str]]
) -> ClaimChange | None:
    """Compare a claim before and now; `links` are the ids now of the claims and shared sources that were renamed."""
    before, now = old.claims.get(was or claim), new.claims.get(claim)
    if before is None or now is None:
        return ClaimChange(claim, None, "added" if before is None else "removed", before, now)
    followed = with_links_now(before, *links)
    sources = entry_changes(followed.sources, now.sources)
    changes = position_changes(with_citations_now(followed, now), old.registry, now, new.registry)
    if was is None and not changes and not sources:
        return None
    return ClaimChange(claim, was, "changed" if was is None else "renamed", before, now, changes, sources)


def touched(prefixes: Prefixes, deltas: Iterable[Delta]) -> Touched:
    """Return the records of the folder in which two trees differ."""
    old, new, renames, doubtful, parties = set(), set(), {}, set(), False
    for delta in deltas:
        before = below(prefixes.old, delta.old_path) if delta.status != "A" else None
        now = below(prefixes.new, delta.new_path) if delta.status != "D" else None
        parties = parties or PARTIES in {before, now}
        if before is not None and is_claim(before):
            old.add(stem_of(before))
        if now is not None and is_claim(now):
            new.add(stem_of(now))
            if delta.status[0] == "R" and before is not None and is_claim(before) and stem_of(before) != stem_of(now):
                renames[stem_of(now)] = stem_of(before)
                if delta.doubtful:
                    doubtful.add(stem_of(now))
    return Touched(frozenset(old), frozenset(new), renames, frozenset(doubtful), parties)
