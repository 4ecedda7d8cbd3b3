"""What git knows of the folder of claims: its files in a commit, and how they differ."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.history.find_repository import locate
from claimtrack.history.private_dir import PrivateDir, pathspec
from claimtrack.history.run_git import GitError, run_in_repository, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.history.former_folder import Prefixes

# How git reports each file that differs, whatever its configuration says. A small record of which little is left when
# it is renamed and added to at once is found too, but see `Delta.doubtful`.
_RAW: Final = ("--raw", "-z", "--no-abbrev", "--no-relative", "-M10%")
_LIKELY: Final = 50  # percent, from which git takes a file for a renamed one if it is not told otherwise
_SHALLOW: Final = "this clone is shallow and its history ends early: git fetch --unshallow"


class Entry(NamedTuple):
    """A file in a revision: its mode, the id of its content, and its path from the top of the repository."""

    mode: str
    blob: str
    path: str


class Delta(NamedTuple):
    """How one file differs between two trees; the status is ``A``, ``D``, ``M``, ``T``, or ``R`` and a number.

    Paths are from the top of the repository. A blob or a mode is all zeros if there is no file.
    """

    old_blob: str
    new_blob: str
    status: str
    old_path: str
    new_path: str
    new_mode: str

    @property
    def doubtful(self) -> bool:
        """Whether it may be a rename, and what the files say must decide."""
        return self.status[0] == "R" and int(self.status[1:] or 100) < _LIKELY


class Commit(NamedTuple):
    """A commit, with how it differs from its first parent, if it has one."""

    id: str
    parent: str | None
    author: str
    date: datetime
    subject: str
    deltas: Sequence[Delta]


class Repository:
    """The git repository that a folder of claims is in; `prefix` is the folder's path from its top, with a slash."""

    def __init__(self, folder: str) -> None:
        """Find the repository.

        Raises:
            GitError: git is not installed, or the folder is in no repository.
        """
        located = locate(folder)
        self._private = PrivateDir(located)
        self.top = located.top
        self.prefix = located.prefix
        # The commits at which the history of a shallow clone ends; none if it is whole.
        self.ends = self._private.shallow
        # The records that one side of an unfinished merge removed and the other edited, by their paths from the top.
        self.unmerged: Sequence[str] = ()

    def commit(self, revision: str) -> str:
        """Return the id of the commit that a revision means.

        Raises:
            GitError: there is none, or it lies beyond the end of a shallow history.
        """
        # A revision is looked up where its refs are: in the repository itself.
        command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        try:
            return text(run_in_repository(self.top, *command)).rstrip("\n")
        except GitError:
            message, hint = f'no revision "{revision}"', "git log names the revisions there are"
            if self.ends:
                hint = _SHALLOW
            elif not self._has_commits():
                message, hint = (
                    f"{message}: this branch has no commits yet",
                    "git add and git commit make the first one",
                )
            raise GitError(message, hint) from None

    def names(self) -> list[str]:
        """Return the branches and tags of the repository, those of other repositories too."""
        kinds = ("refs/heads", "refs/tags", "refs/remotes")
        return text(run_in_repository(self.top, "for-each-ref", "--format=%(refname:short)", *kinds)).splitlines()

    def _has_commits(self) -> bool:
        try:
            return bool(run_in_repository(self.top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"))
        except GitError:
            return False

    def merge_base(self, one: str, other: str) -> str:
        """Return the latest commit that two have in common.

        Raises:
            GitError: they have none.
        """
        try:
            return text(self._private.run("merge-base", one, other)).rstrip("\n")
        except GitError:
            hint = _SHALLOW if self.ends else "give two dots, not three"
            raise GitError(f"{one[:10]} and {other[:10]} have no commit in common", hint) from None

    def dates(self, commits: Iterable[str]) -> dict[str, datetime]:
        """Return the dates of some commits, all in one process."""
        wanted = list(commits)
        if not wanted:  # git would take that for HEAD
            return {}
        log = self._private.run("log", "--no-walk", "--format=%H %cI", "--stdin", lines=wanted)
        pairs = (line.split(" ") for line in text(log).splitlines())
        return {commit: datetime.fromisoformat(date) for commit, date in pairs}

    def files(self, commit: str, prefix: str) -> list[Entry]:
        """Return the files below a folder in a commit; all of them if the prefix is empty."""
        listed = self._private.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix or ".")
        entries = (entry.split("\t", 1) for entry in text(listed).split("\0") if entry)
        return [Entry(mode, blob, path) for meta, path in entries for mode, _, blob in [meta.split(" ")]]

    def has(self, commit: str, prefix: str) -> bool:
        """Return whether a commit has something below a folder."""
        return bool(self._private.run("ls-tree", "--full-tree", commit, "--", prefix or "."))

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Read contents by their ids, all in one process; an id that is not there is left out."""
        wanted = list(dict.fromkeys(blobs))
        if not wanted:
            return {}
        answer = BytesIO(self._private.run("cat-file", "--batch", lines=wanted))
        contents = {}
        for blob in wanted:
            size = answer.readline().split()[-1]
            if size != b"missing":
                contents[blob] = answer.read(int(size))
                answer.readline()
        return contents

    def deltas(self, old: str, new: str | None, prefixes: Prefixes) -> list[Delta]:
        """Return how the files of the folder differ between two commits, with renames.

        If `new` is None, it stands for the records in the working tree, including those that git does not track.
        """
        folders = [pathspec(prefix) for prefix in dict.fromkeys(prefixes)]
        if new is None:
            self.unmerged = self._private.index_working_tree(dict.fromkeys(prefixes))
            raw = self._private.run("diff-index", "--cached", *_RAW, old, "--", *folders)
        else:
            raw = self._private.run("diff-tree", "-r", *_RAW, old, new, "--", *folders)
        return list(_deltas(iter(text(raw).split("\0"))))

    def log(self, old: str | None, new: str, paths: Sequence[str]) -> list[Commit]:
        """Return the commits that touch some paths, oldest first; along first parents, a merge counting as one.

        The commit at which a shallow history ends seems to add all files; a rename from another path seems to add one.

        Args:
            old: the commit after which to begin; None for the beginning.
            new: the last commit.
            paths: paths from the top of the repository.
        """
        shape = "--format=%H%x00%P%x00%an%x00%cI%x00%s"
        options = ["--first-parent", "-m", "--root", "--no-follow", "--encoding=UTF-8"]
        span = f"{old}..{new}" if old else new
        raw = self._private.run("log", *options, *_RAW, shape, span, "--", *map(pathspec, paths))
        return _commits(iter(text(raw).split("\0")))[::-1]


def _deltas(tokens: Iterator[str]) -> Iterator[Delta]:
    return (_delta(token, tokens) for token in tokens if token.lstrip("\n").startswith(":"))


def _delta(token: str, tokens: Iterator[str]) -> Delta:
    _, mode, old, new, status = token.lstrip("\n").split(" ")
    path = next(tokens)
    return Delta(old, new, status, path, next(tokens) if status[0] in "RC" else path, mode)


def _commits(tokens: Iterator[str]) -> list[Commit]:
    commits: list[Commit] = []
    deltas: list[Delta] = []
    for token in tokens:
        if token.lstrip("\n").startswith(":"):
            deltas.append(_delta(token, tokens))
        elif token.strip():
            deltas = []
            parents, author, date, subject = (next(tokens) for _ in range(4))
            parent = parents.partition(" ")[0] or None
            commits.append(Commit(token.strip(), parent, author, datetime.fromisoformat(date), subject, deltas))
    return commits
