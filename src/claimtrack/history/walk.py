"""What changed in a folder commit by commit, of all claims or of one under all its names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, classify, is_claim, is_record, stem_of
from claimtrack.files.folder import Folder, read_claim
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared, read_parties, read_sources
from claimtrack.history.changes import Changes, compare, no_claim, touched
from claimtrack.history.git import Entry, Repository
from claimtrack.history.revision import misplaced_folders, read_links, target
from claimtrack.history.run_git import GitError
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem

    T = TypeVar("T")

# By paths from the top: the files of a commit, and the contents of its records with links followed.
Entries = dict[str, Entry]
Contents = dict[str, str]


def by_commit(folder: str, old: str | None, new: str, claim: str | None = None) -> list[Changes]:
    """Return what changed commit by commit, oldest first, along first parents, after `old` or from the beginning.

    With the id of a claim, follow that one, through renames.

    Raises:
        GitError: git cannot answer, or there was no such claim.
    """
    return _Walk(Repository(folder)).changes(old, new, claim)


class _Step(NamedTuple):
    """A commit, the claims that it renamed, and the records that it may have changed, before it and after it."""

    commit: Commit
    renames: dict[str, str]
    old: Contents
    new: Contents


class _Walk:
    """A walk along the first parents of a history, which reads and parses each content once."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._prefix = repository.prefix
        self._read: dict[str, bytes] = {}
        self._parsed: dict[tuple[str, str], tuple[Any, list[Problem]]] = {}
        self._reported: set[Problem] = set()

    def changes(self, old: str | None, new: str, claim: str | None) -> list[Changes]:
        """Return what each commit changed; see `by_commit`."""
        first = self._repository.commit(old) if old is not None else None
        last = self._repository.commit(new)
        if claim is None:
            commits = self._repository.log(first, last, [self._prefix])
        else:
            commits = _follow(self._repository, first, last, claim)
        if ends := self._repository.ends.intersection(commit.id for commit in commits):
            end = min(ends)[:10]
            raise GitError(
                f"this clone is shallow: what {end} changed is not in it",
                f"git fetch --unshallow, or begin after it: claimtrack changes --each {end}..",
            )
        steps = self._steps(commits, None if claim is None else {path for commit in commits for path in _paths(commit)})
        blobs = {blob for step in steps for contents in (step.old, step.new) for blob in contents.values() if blob}
        self._read = self._repository.contents(blobs)
        dates = self._repository.dates({commit.parent for commit in commits if commit.parent is not None})
        changes = [self._compare(step, dates.get(step.commit.parent or "")) for step in steps]
        if claim is not None:
            changes = [step._replace(parties=()) for step in changes]
        return [step for step in changes if step.claims or step.sources or step.parties or step.problems]

    def _steps(self, commits: Sequence[Commit], paths: set[str] | None) -> list[_Step]:
        """Return the steps of a walk; if there are paths, with only these records and the registry."""

        def is_wanted(path: str) -> bool:
            below = path.removeprefix(self._prefix)
            return is_record(below) and (paths is None or path in paths or below == PARTIES)

        parent = commits[0].parent if commits else None
        files = self._repository.files(parent) if parent is not None else []
        entries = {entry.path: entry for entry in files if is_wanted(entry.path)}
        later = (_entry(delta) for commit in commits for delta in commit.deltas)
        links = read_links(self._repository, (*entries.values(), *later))
        steps = []
        for commit in commits:
            before, entries = entries, dict(entries)
            for delta in commit.deltas:
                if delta.status[0] in "DR":
                    entries.pop(delta.old_path, None)
            for delta in commit.deltas:
                if delta.status[0] != "D" and is_wanted(delta.new_path):
                    entries[delta.new_path] = _entry(delta)
            which = touched(self._prefix, commit.deltas)
            changed = _paths(commit) | {f"{self._prefix}{PARTIES}", f"{self._prefix}{SOURCES}"}
            # A registry that changed may have moved the line of any claim.
            old, new = (_contents(tree, tree if which.parties else changed, links) for tree in (before, entries))
            steps.append(_Step(commit, which.renames, old, new))
        return steps

    def _compare(self, step: _Step, since: datetime | None) -> Changes:
        before, now = self._folder(step.old), self._folder(step.new)
        changes = compare(before, now, step.renames, since=since, commit=step.commit)
        revision = step.commit.id[:10]
        paths = (delta.new_path for delta in step.commit.deltas if delta.status[0] != "D")
        later = [*now.problems, *misplaced_folders(paths, "")]
        problems = (*self._unreported(f"{revision}~", before.problems), *self._unreported(revision, later))
        return changes._replace(problems=problems)

    def _unreported(self, revision: str, problems: Sequence[Problem]) -> list[Problem]:
        """Return the problems that no earlier commit had, with the revision in their paths."""
        new = [problem for problem in problems if problem not in self._reported]
        self._reported.update(new)
        return [problem._replace(path=f"{revision}:{problem.path}") for problem in new]

    def _folder(self, contents: Contents) -> Folder:
        """Read some records of a commit as a folder."""
        # A link out of the folder has no content.
        problems = [NameProblem(path, Code.LINK).problem("") for path, blob in contents.items() if not blob]
        contents = {path: blob for path, blob in contents.items() if blob}
        files = classify(self._prefix.rstrip("/"), sorted(contents), problems)

        def parsed(name: str, path: str | None, parse: Callable[[Loader], T]) -> T:
            """Parse a content as the registry or the claim of a name, if that was not done before."""
            blob = contents[path] if path else ""
            if (name, blob) not in self._parsed:
                loader = Loader([], keep=False, read=lambda _: self._read[blob])
                self._parsed[name, blob] = parse(loader), loader.problems
            record, new = self._parsed[name, blob]
            problems.extend(new)
            return cast("T", record)

        parties = parsed("parties", files.parties, partial(read_parties, path=files.parties))
        shared = parsed("sources", files.sources, partial(read_sources, path=files.sources))
        # Whether its sources were defined at the time is for `check` to say, not for the history.
        unknown = Shared.of((), known=False)
        claims: dict[str, Claim] = {}
        unread = []
        for name, path in files.claims.items():
            read = parsed(name, path, partial(read_claim, claim_id=name, path=path, shared=unknown))
            if read is None or read.claim is None:
                unread.append(path)
            else:
                claims[name] = read.claim
        return Folder(claims, parties.registry, shared.by_id, tuple(problems), tuple(unread), shared.listed)


def _paths(commit: Commit) -> set[str]:
    return {path for delta in commit.deltas for path in (delta.old_path, delta.new_path)}


def _entry(delta: Delta) -> Entry:
    return Entry(delta.new_mode, delta.new_blob, delta.new_path)


def _contents(entries: Entries, paths: Iterable[str], links: dict[str, bytes]) -> Contents:
    """Return the ids of the contents of some records; that of a link out of the folder is empty."""
    targets = ((path, target(path, entries, links)) for path in paths if path in entries)
    return {path: "" if file is None else entries[file].blob for path, file in targets}


def _follow(repository: Repository, first: str | None, last: str, claim: str) -> list[Commit]:
    """Return the commits that changed the registry or a claim, by its id now or before, oldest first.

    A rename of the claim is one delta.

    Raises:
        GitError: there was no such claim in that time.
    """
    path = _last_path(repository, first, last, claim)
    registry = f"{repository.prefix}{PARTIES}"
    followed = []
    end: str | None = last
    while end is not None:
        commits = repository.log(first, end, [registry, path])
        end = None
        for commit in reversed(commits):
            rename = _rename(repository, commit, path)
            if rename is None:
                followed.append(commit)
                continue
            if rename.new_path == path:
                others = (delta for delta in commit.deltas if delta.new_path != path)
                followed.append(commit._replace(deltas=(*others, rename)))
                path, end = rename.old_path, commit.parent
            # A file renamed from this path is another claim that had the name before.
            break
    return followed[::-1]


def _last_path(repository: Repository, first: str | None, last: str, claim: str) -> str:
    """Return the path of a claim at the end, or the last that it had, from the top of the repository."""
    start = len(repository.prefix)
    paths = {stem_of(entry.path): entry.path for entry in repository.files(last) if is_claim(entry.path[start:])}
    if claim in paths:
        return paths[claim]
    ids = set(paths)
    later: dict[str, str] = {}  # the last path of each file that was renamed
    for commit in reversed(repository.log(first, last, [repository.prefix])):
        for delta in commit.deltas:
            if delta.status[0] == "R":
                later[delta.old_path] = later.get(delta.new_path, delta.new_path)
            if delta.status[0] in "DR" and is_claim(delta.old_path[start:]):
                ids.add(stem_of(delta.old_path))
                if stem_of(delta.old_path) == claim:
                    return later.get(delta.old_path, delta.old_path)
    raise no_claim(claim, f"up to {last[:10]}", ids)


def _rename(repository: Repository, commit: Commit, path: str) -> Delta | None:
    """Return the rename by which a commit added or removed a file, if it did so by a rename."""
    statuses = {delta.status for delta in commit.deltas if delta.new_path == path}
    if commit.parent is None or not statuses & {"A", "D"}:
        return None
    renames = (delta for delta in repository.deltas(commit.parent, commit.id) if delta.status[0] == "R")
    return next((delta for delta in renames if path in {delta.old_path, delta.new_path}), None)
