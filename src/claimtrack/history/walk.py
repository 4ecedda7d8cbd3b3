"""Walks a history commit by commit, reading each content once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.files import (
    PARTIES,
    SOURCES,
    Folder,
    Loader,
    Parties,
    Shared,
    read_claim,
    read_parties,
    read_sources,
    sort_out,
)
from claimtrack.history.changes import Changes, compare, touched
from claimtrack.history.git import GitError
from claimtrack.history.revision import is_record, stem
from claimtrack.model import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from claimtrack.history.git import Commit, Delta, Repository
    from claimtrack.model import Claim
    from claimtrack.problems import Problem

# The content of each record by its path from the top of the repository.
Contents = dict[str, str]


class Walk:
    """A walk along the first parents of a history."""

    def __init__(self, repository: Repository) -> None:
        """Begin with nothing read."""
        self._repository = repository
        self._prefix = repository.prefix
        self._read: dict[str, bytes] = {}
        self._claims: dict[tuple[str, str], tuple[Claim | None, list[Problem]]] = {}
        self._parties: dict[str, tuple[Parties, list[Problem]]] = {}
        self._sources: dict[str, tuple[Shared, list[Problem]]] = {}

    def changes(self, old: str | None, new: str, claim: str | None) -> list[Changes]:
        """Tell what each commit changed; see `by_commit`."""
        first = self._repository.commit(old) if old is not None else None
        last = self._repository.commit(new)
        names = self._names(first, last, claim) if claim is not None else None
        paths = [self._prefix] if names is None else [f"{self._prefix}{PARTIES}", *sorted(names)]
        commits = self._repository.log(first, last, paths)
        steps = self._steps(self._contents(first, names), commits, names)
        blobs = {blob for _, before, now in steps for tree in (before, now) for blob in tree.values()}
        self._read = self._repository.contents(blobs)
        dates: list[datetime | None] = [self._repository.date(first) if first else None]
        dates += [commit.date for commit in commits]
        found = []
        for (commit, before, now), since in zip(steps, dates, strict=False):
            renames = touched(self._prefix, commit.deltas).renames
            found.append(
                compare(self._folder(before), self._folder(now), renames, since=since, commit=commit)
            )
        return [each for each in found if each.claims or each.sources or each.parties or each.problems]

    def _names(self, first: str | None, last: str, claim: str) -> set[str]:
        """Give every path that a claim ever had, from the top of the repository.

        Raises:
            GitError: there is no such claim at either end.
        """
        for commit in filter(None, (last, first)):
            for path in self._contents(commit, None):
                if stem(path) == claim:
                    log = self._repository.log(None, commit, [path], follow=True)
                    return {path, *(name for each in log for delta in each.deltas for name in _paths(delta))}
        raise GitError(f'no claim "{claim}" at {last[:10]}', "name it by its whole id")

    def _contents(self, commit: str | None, names: set[str] | None) -> Contents:
        if commit is None:
            return {}
        listed = ((entry.path, entry.blob) for entry in self._repository.files(commit))
        return {path: blob for path, blob in listed if self._wanted(path, names)}

    def _wanted(self, path: str, names: set[str] | None) -> bool:
        below = path.removeprefix(self._prefix)
        return is_record(below) and (names is None or path in names or below == PARTIES)

    def _steps(
        self, tree: Contents, commits: Iterable[Commit], names: set[str] | None
    ) -> list[tuple[Commit, Contents, Contents]]:
        """Give of each commit the records that it may have changed: before it, and after it."""
        steps = []
        for commit in commits:
            before, tree = tree, dict(tree)
            for delta in commit.deltas:
                if delta.status[0] in "DR":
                    tree.pop(delta.old_path, None)
            for delta in commit.deltas:
                if delta.status[0] != "D" and self._wanted(delta.new_path, names):
                    tree[delta.new_path] = delta.new_blob
            # A registry that changed may have moved the line of any claim.
            whole = touched(self._prefix, commit.deltas).parties
            changed = {path for delta in commit.deltas for path in _paths(delta)}
            changed |= {f"{self._prefix}{PARTIES}", f"{self._prefix}{SOURCES}"}
            kept = [
                {path: each[path] for path in each if whole or path in changed} for each in (before, tree)
            ]
            steps.append((commit, kept[0], kept[1]))
        return steps

    def _folder(self, contents: Contents) -> Folder:
        found = sort_out(self._prefix.rstrip("/"), sorted(contents), [])
        problems = list(found.problems)
        parties, shared = Parties(Registry(), {}), Shared((), {}, known=True)
        if found.parties:
            parties, told = self._registry(found.parties, contents[found.parties])
            problems += told
        if found.sources:
            shared, told = self._shared(found.sources, contents[found.sources])
            problems += told
        claims, unread = {}, []
        for claim_id, path in found.claims.items():
            claim, told = self._claim(claim_id, path, contents[path])
            problems += told
            if claim is None:
                unread.append(path)
            else:
                claims[claim_id] = claim
        return Folder(
            claims,
            parties.registry,
            shared.by_id,
            tuple(problems),
            tuple(unread),
            "",
            {},
            "",
            shared.listed,
            {},
        )

    def _loader(self, blob: str) -> Loader:
        return Loader([], keep=False, read=lambda _: self._read[blob])

    def _registry(self, path: str, blob: str) -> tuple[Parties, list[Problem]]:
        if blob not in self._parties:
            loader = self._loader(blob)
            self._parties[blob] = (read_parties(loader, path), loader.problems)
        return self._parties[blob]

    def _shared(self, path: str, blob: str) -> tuple[Shared, list[Problem]]:
        if blob not in self._sources:
            loader = self._loader(blob)
            self._sources[blob] = (read_sources(loader, path), loader.problems)
        return self._sources[blob]

    def _claim(self, claim_id: str, path: str, blob: str) -> tuple[Claim | None, list[Problem]]:
        if (claim_id, blob) not in self._claims:
            loader = self._loader(blob)
            # Whether its sources were defined at the time is for `check` to say, not for the history.
            claim = read_claim(loader, claim_id, path, Shared((), {}, known=False))
            self._claims[claim_id, blob] = (claim, loader.problems)
        return self._claims[claim_id, blob]


def _paths(delta: Delta) -> tuple[str, str]:
    return delta.old_path, delta.new_path
