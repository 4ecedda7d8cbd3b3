"""The history of the claims in git: the commits that changed each, and the revision from which a page is made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.discover import is_claim, is_record, stem_of
from claimtrack.history.former_folder import Prefixes, below
from claimtrack.history.git import Repository
from claimtrack.history.run_git import GitError
from claimtrack.history.walk import by_commit
from claimtrack.render.changes import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.history.changes import Changes
    from claimtrack.history.git import Commit

_MOST: Final = 60  # changes of a claim that its page shows
_ID: Final = 10  # characters of a commit's id
_EDITED: Final = ", with edits that are not committed"


class CommitRow(NamedTuple):
    """What a commit changed in a claim."""

    id: str
    date: str
    author: str
    changes: Sequence[tuple[str, str]]


class History:
    """The commits that changed each claim."""

    def __init__(self, changes: Sequence[Changes], last: Commit | None, edited: frozenset[str]) -> None:
        """Take what changed commit by commit, the last commit, and the records edited since."""
        self._last = last
        self._edited = edited
        self._commits: dict[str, dict[str, CommitRow]] = defaultdict(dict)
        self._order: dict[str, int] = {}  # of the commits, by their short ids
        for row in listing(changes, with_commits=True).rows:
            commit = row.changes.commit
            if row.claim is not None and commit is not None:
                rows = self._commits[row.claim]
                self._order.setdefault(commit.id[:_ID], len(self._order))
                entry = rows.setdefault(commit.id, CommitRow(commit.id[:_ID], _day(commit), commit.author, []))
                rows[commit.id] = entry._replace(changes=[*entry.changes, (row.what, row.words)])

    @property
    def revision(self) -> str:
        """The revision of a page about all claims, in words; empty if there is none."""
        if self._last is None:
            return ""
        return f"From commit {self._last.id[:_ID]} of {_day(self._last)}{_EDITED if self._edited else ''}."

    def revision_of(self, *claims: str) -> str:
        """Return the same of a page about some claims: the last commit that changed one of them."""
        if self._last is None:
            return ""
        rows = [row for claim in claims for row in self._commits.get(claim, {}).values()]
        is_edited = not self._edited.isdisjoint(claims)
        if not rows:
            return "The record is not committed yet." if is_edited else self.revision
        row = max(rows, key=lambda row: self._order[row.id])
        return f"The record as of commit {row.id} of {row.date}{_EDITED if is_edited else ''}."

    def of(self, claim: str) -> list[CommitRow]:
        """Return the commits that changed a claim, the latest first."""
        found: list[CommitRow] = []
        left = _MOST
        for row in reversed(self._commits.get(claim, {}).values()):
            found.append(row._replace(changes=row.changes[:left]))
            left -= len(row.changes)
            if left <= 0:
                break
        return found


def read_history(folder: str, revision: str | None) -> History:
    """Read the history of a folder up to a revision, or up to the files as they are.

    A folder in no repository has none, and neither has one whose history git cannot give.
    """
    try:
        repository = Repository(folder)
        last = repository.commit(revision or "HEAD")
        commits = repository.log(None, last, [repository.prefix])
        changes = by_commit(folder, None, last)
    except GitError:
        return History((), None, frozenset())
    edited: set[str] = set()
    if revision is None:
        prefixes = Prefixes(repository.prefix, repository.prefix)
        for delta in repository.deltas(last, None, prefixes):
            for path in (delta.old_path, delta.new_path):
                name = below(repository.prefix, path)
                if name is not None and is_record(name):
                    edited.add(stem_of(name) if is_claim(name) else name)
    return History(changes, commits[-1] if commits else None, frozenset(edited))


def _day(commit: Commit) -> str:
    return commit.date.date().isoformat()
