"""What changed in a folder commit by commit, of all claims or of one under all its names."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, classify, is_claim, is_record, stem_of
from claimtrack.files.folder import Folder, read_claim
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared, read_parties, read_sources
from claimtrack.history.changes import Changes, compare, touched
from claimtrack.history.commits import follow, walked
from claimtrack.history.former_folder import below
from claimtrack.history.git import Entry, Repository
from claimtrack.history.revision import misplaced_folders, read_links, target
from claimtrack.history.run_git import GitError
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from claimtrack.history.changes import Touched
    from claimtrack.history.commits import InFolder
    from claimtrack.history.former_folder import Prefixes
    from claimtrack.history.git import Commit, Delta
    from claimtrack.model.record import Claim
    from claimtrack.problems import Problem

    T = TypeVar("T")

# By paths below the folder: the files of a commit, and the contents of its records with links followed.
Entries = dict[str, Entry]
Contents = dict[str, str]


def by_commit(folder: str, old: str | None, new: str, claim: str | None = None) -> list[Changes]:
    """Return what changed commit by commit, oldest first, along first parents, after `old` or from the beginning.

    With the id of a claim, follow that one, through renames.

    Raises:
        GitError: git cannot answer, or there was no such claim.
    """
    return _Walk(Repository(folder), folder).changes(old, new, claim)


class _Step(NamedTuple):
    """A commit, which records it touched, and those that it may have changed, before it and after it."""

    commit: Commit
    prefixes: Prefixes
    which: Touched
    old: Contents
    new: Contents


class _Walk:
    """A walk along the first parents of a history, which reads and parses each content once."""

    def __init__(self, repository: Repository, folder: str) -> None:
        self._repository = repository
        self._claims = folder
        self._read: dict[str, bytes] = {}
        self._parsed: dict[tuple[str, str], tuple[Any, list[Problem]]] = {}
        self._reported: set[Problem] = set()

    def changes(self, old: str | None, new: str, claim: str | None) -> list[Changes]:
        """Return what each commit changed; see `by_commit`."""
        first = self._repository.commit(old) if old is not None else None
        last = self._repository.commit(new)
        span = (self._repository, self._claims, first, last)
        commits = walked(*span) if claim is None else follow(*span, claim)
        if ends := self._repository.ends.intersection(commit.id for commit, _ in commits):
            end = min(ends)[:10]
            raise GitError(
                f"this clone is shallow: what {end} changed is not in it",
                f"git fetch --unshallow, or begin after it: claimtrack changes --each {end}..",
            )
        ids = None
        if claim is not None:
            ids = {stem_of(path) for each in commits for path in _paths(*each) if is_claim(path)}
        steps = self._steps(commits, ids)
        blobs = {blob for step in steps for contents in (step.old, step.new) for blob in contents.values() if blob}
        self._read = self._repository.contents(blobs)
        dates = self._repository.dates({commit.parent for commit, _ in commits if commit.parent is not None})
        changes = [self._compare(step, dates.get(step.commit.parent or "")) for step in steps]
        if claim is not None:
            changes = [step._replace(parties=(), folder=None) for step in changes]
        return [step for step in changes if step.claims or step.sources or step.parties or step.problems or step.folder]

    def _steps(self, commits: Sequence[InFolder], ids: set[str] | None) -> list[_Step]:
        """Return the steps of a walk; if there are ids, with only the records that have these and the registry."""

        def is_wanted(path: str) -> bool:
            return is_record(path) and (ids is None or stem_of(path) in ids or path == PARTIES)

        entries: Entries = {}
        if commits and (parent := commits[0].commit.parent) is not None:
            start = commits[0].prefixes.old
            files = ((entry.path.removeprefix(start), entry) for entry in self._repository.files(parent, start))
            entries = {path: entry for path, entry in files if is_wanted(path)}
        paths: dict[str, set[str]] = defaultdict(set)  # by id: several files may have one
        for path in entries:
            paths[stem_of(path)].add(path)
        later = (_entry(delta) for each in commits for delta in each.commit.deltas)
        links = read_links(self._repository, (*entries.values(), *later))
        steps = []
        for commit, prefixes in commits:
            before, entries = entries, dict(entries)
            for delta in commit.deltas:
                old_path = below(prefixes.old, delta.old_path)
                if delta.status[0] in "DR" and old_path is not None:
                    entries.pop(old_path, None)
            for delta in commit.deltas:
                new_path = below(prefixes.new, delta.new_path)
                if delta.status[0] != "D" and new_path is not None and is_wanted(new_path):
                    entries[new_path] = _entry(delta)
                    paths[stem_of(new_path)].add(new_path)
            which = touched(prefixes, commit.deltas)
            changed = {PARTIES, SOURCES, *_paths(commit, prefixes)}
            changed.update(*(paths[name] for name in which.old | which.new))
            # A registry that changed may have moved the line of any claim.
            old, new = (_contents(tree, tree if which.parties else changed, links) for tree in (before, entries))
            steps.append(_Step(commit, prefixes, which, old, new))
        return steps

    def _compare(self, step: _Step, since: datetime | None) -> Changes:
        before, now = self._folder(step.old, step.prefixes.old), self._folder(step.new, step.prefixes.new)
        changes = compare(before, now, step.which, since=since, commit=step.commit)
        revision = step.commit.id[:10]
        paths = (delta.new_path for delta in step.commit.deltas if delta.status[0] != "D")
        later = [*now.problems, *misplaced_folders(paths, "")]
        problems = (*self._unreported(f"{revision}~", before.problems), *self._unreported(revision, later))
        return changes._replace(problems=problems, folder=step.prefixes if step.prefixes.differ else None)

    def _unreported(self, revision: str, problems: Sequence[Problem]) -> list[Problem]:
        """Return the problems that no earlier commit had, with the revision in their paths."""
        new = [problem for problem in problems if problem not in self._reported]
        self._reported.update(new)
        return [problem._replace(path=f"{revision}:{problem.path}") for problem in new]

    def _folder(self, below_it: Contents, prefix: str) -> Folder:
        """Read some records of a commit as a folder."""
        # A link out of the folder has no content.
        problems = [NameProblem(path, Code.LINK).problem(prefix) for path, blob in below_it.items() if not blob]
        contents = {f"{prefix}{path}": blob for path, blob in below_it.items() if blob}
        files = classify(prefix.rstrip("/"), sorted(contents), problems)
        unread = [problem.path for problem in problems]

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
        for name, path in files.claims.items():
            read = parsed(name, path, partial(read_claim, claim_id=name, path=path, shared=unknown))
            if read is None or read.claim is None:
                unread.append(path)
            else:
                claims[name] = read.claim
        return Folder(claims, parties.registry, shared.by_id, tuple(problems), tuple(unread), shared.listed)


def _paths(commit: Commit, prefixes: Prefixes) -> set[str]:
    """Return the records of the folder that a commit changed."""
    pairs = ((below(prefixes.old, delta.old_path), below(prefixes.new, delta.new_path)) for delta in commit.deltas)
    return {path for pair in pairs for path in pair if path is not None and is_record(path)}


def _entry(delta: Delta) -> Entry:
    return Entry(delta.new_mode, delta.new_blob, delta.new_path)


def _contents(entries: Entries, paths: Iterable[str], links: dict[str, bytes]) -> Contents:
    """Return the ids of the contents of some records; that of a link out of the folder is empty."""
    targets = ((path, target(path, entries, links)) for path in paths if path in entries)
    return {path: "" if file is None else entries[file].blob for path, file in targets}
