"""The folder as git remembers it: as of a revision, and what changed between two."""

from claimtrack.history.changes import Changes, ClaimChange, between, by_commit
from claimtrack.history.git import Commit, Repository
from claimtrack.history.revision import Revision, open_revision
from claimtrack.history.run_git import GitError

__all__ = [
    "Changes",
    "ClaimChange",
    "Commit",
    "GitError",
    "Repository",
    "Revision",
    "between",
    "by_commit",
    "open_revision",
]
