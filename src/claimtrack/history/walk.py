"""Walks a history commit by commit, reading each content once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, classify, is_claim, is_record, stem_of
from claimtrack.files.folder import Folder, read_claim
from claimtrack.files.load import Loader
from claimtrack.files.parties import Parties, read_parties
from claimtrack.files.sources import Shared, read_sources
from claimtrack.history.changes import Changes, compare, no_claim, touched
from claimtrack.history.git import Entry, Repository
from claimtrack.history.revision import misplaced_folders, read_links, target
from claimtrack.history.run_git import GitError
from claimtrack.model.registry import Registry
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem

# The files of a commit, and the contents of its records with links followed, by their paths from the top.
Tree = dict[str, Entry]
Contents = dict[str, str]


def by_commit(folder: str, old: str | None, new: str, claim: str | None = None) -> list[Changes]:
    """Return what changed commit by commit, oldest first, along first parents.

    Args:
        folder: the folder of claims.
        old: the revision after which to begin; None for the beginning.
        new: the last revision.
        claim: the id of the one claim to follow, through renames.

    Raises:
        GitError: git cannot answer.
    """
    return Walk(Repository(folder)).changes(old, new, claim)


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
        self._told: set[Problem] = set()

    def changes(self, old: str | None, new: str, claim: str | None) -> list[Changes]:
        """Tell what each commit changed; see `by_commit`."""
        first = self._repository.commit(old) if old is not None else None
        last = self._repository.commit(new)
        if claim is None:
            commits = self._repository.log(first, last, [self._prefix])
        else:
            commits = trail(self._repository, first, last, claim)
        if ends := self._repository.ends().intersection(commit.id for commit in commits):
            end = min(ends)[:10]
            raise GitError(
                f"this clone is shallow: what {end} changed is not in it",
                f"git fetch --unshallow, or begin after it: claimtrack changes --each {end}..",
            )
        names = None if claim is None else {path for commit in commits for path in _touched(commit)}
        steps = self._steps(commits, names)
        blobs = {blob for _, before, now in steps for tree in (before, now) for blob in tree.values() if blob}
        self._read = self._repository.contents(blobs)
        dates = self._repository.dates({commit.parent for commit in commits if commit.parent is not None})
        found = [self._step(*step, dates.get(step[0].parent or "")) for step in steps]
        if claim is not None:
            found = [each._replace(parties=()) for each in found]
        return [each for each in found if each.claims or each.sources or each.parties or each.problems]

    def _step(self, commit: Commit, before: Contents, now: Contents, since: datetime | None) -> Changes:
        old, new = self._folder(before), self._folder(now)
        changes = compare(old, new, touched(self._prefix, commit.deltas).renames, since=since, commit=commit)
        # What is broken is told once, at the first commit where it is met.
        revision = commit.id[:10]
        paths = (delta.new_path for delta in commit.deltas if delta.status[0] != "D")
        found = [*new.problems, *misplaced_folders(paths, "")]
        problems = [*self._fresh(f"{revision}~", old.problems), *self._fresh(revision, found)]
        return changes._replace(problems=tuple(problems))

    def _fresh(self, revision: str, problems: Sequence[Problem]) -> list[Problem]:
        fresh = [problem for problem in problems if problem not in self._told]
        self._told.update(fresh)
        return [problem._replace(path=f"{revision}:{problem.path}") for problem in fresh]

    def _tree(self, commit: str | None, names: set[str] | None) -> Tree:
        listed = self._repository.files(commit) if commit is not None else []
        return {entry.path: entry for entry in listed if self._wanted(entry.path, names)}

    def _wanted(self, path: str, names: set[str] | None) -> bool:
        below = path.removeprefix(self._prefix)
        return is_record(below) and (names is None or path in names or below == PARTIES)

    def _steps(
        self, commits: Sequence[Commit], names: set[str] | None
    ) -> list[tuple[Commit, Contents, Contents]]:
        """Give of each commit the records that it may have changed: before it, and after it."""
        tree = self._tree(commits[0].parent if commits else None, names)
        later = (_entry(delta) for commit in commits for delta in commit.deltas)
        links = read_links(self._repository, (*tree.values(), *later))
        steps = []
        for commit in commits:
            before, tree = tree, dict(tree)
            for delta in commit.deltas:
                if delta.status[0] in "DR":
                    tree.pop(delta.old_path, None)
            for delta in commit.deltas:
                if delta.status[0] != "D" and self._wanted(delta.new_path, names):
                    tree[delta.new_path] = _entry(delta)
            changed = _touched(commit) | {f"{self._prefix}{PARTIES}", f"{self._prefix}{SOURCES}"}
            # A registry that changed may have moved the line of any claim.
            whole = touched(self._prefix, commit.deltas).parties
            then, now = (_contents(each, each if whole else changed, links) for each in (before, tree))
            steps.append((commit, then, now))
        return steps

    def _folder(self, contents: Contents) -> Folder:
        # A link out of the folder has no content.
        links = [_link(path) for path, blob in contents.items() if not blob]
        contents = {path: blob for path, blob in contents.items() if blob}
        found = classify(self._prefix.rstrip("/"), sorted(contents), links)
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


def _touched(commit: Commit) -> set[str]:
    return {path for delta in commit.deltas for path in (delta.old_path, delta.new_path)}


def _entry(delta: Delta) -> Entry:
    return Entry(delta.new_mode, delta.new_blob, delta.new_path)


def _contents(tree: Tree, paths: Iterable[str], links: dict[str, bytes]) -> Contents:
    """Return the contents of some records by their paths; a link that leads out of the folder has an empty one."""
    found = ((path, target(path, tree, links)) for path in paths if path in tree)
    return {path: "" if leads is None else tree[leads].blob for path, leads in found}


def _link(path: str) -> Problem:
    return NameProblem(path, Code.LINK).problem("")


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
