"""Asks git, always as the git program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINK: Final = "120000"  # the mode of a symbolic link in a tree
_QUIET: Final = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


# What git is to say of each file that differs, whatever its configuration says.
_RAW: Final = ("--raw", "-z", "--no-abbrev", "--no-relative", "-M")
_SHALLOW: Final = "this clone is shallow and its history ends early: git fetch --unshallow"


class GitError(NotFoundError):
    """Git cannot answer: there is none, no repository, no such revision, or history ends before it."""


class Entry(NamedTuple):
    """A file in a revision: its mode, the id of its content, and its path from the top of the repository."""

    mode: str
    blob: str
    path: str


class Delta(NamedTuple):
    """How one file differs between two trees, as git tells it.

    Attributes:
        old_blob: the content before; all zeros where there was none.
        new_blob: the content after; all zeros where there is none, or where it is in the working tree only.
        status: ``A``, ``D``, ``M``, ``T``, or ``R`` and a number for a rename.
        old_path: the path before, from the top of the repository.
        new_path: the path after.
        new_mode: the mode after; all zeros where there is nothing.
    """

    old_blob: str
    new_blob: str
    status: str
    old_path: str
    new_path: str
    new_mode: str


class Commit(NamedTuple):
    """A commit, with how it differs from its first parent, if it has one."""

    id: str
    parent: str | None
    author: str
    date: datetime
    subject: str
    deltas: Sequence[Delta]


class Repository:
    """The git repository that a folder of claims lies in.

    Attributes:
        prefix: the folder's path from the top of the repository, with a slash at its end.
    """

    def __init__(self, folder: str) -> None:
        """Find the repository.

        Raises:
            GitError: git is not installed, or the folder is in no repository.
        """
        self._folder = folder
        self.prefix = self._line("rev-parse", "--show-prefix")

    def commit(self, revision: str) -> str:
        """Give the id of the commit that a revision means.

        Raises:
            GitError: there is none, or it lies beyond the end of a shallow history.
        """
        try:
            return self._line(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except GitError:
            hint = _SHALLOW if self.ends() else "git log names the revisions there are"
            raise GitError(f'no revision "{revision}"', hint) from None

    def ends(self) -> frozenset[str]:
        """Give the commits at which the history of a shallow clone ends; none, where it is whole."""
        path = os.path.join(self._folder, self._line("rev-parse", "--git-path", "shallow"))
        try:
            with open(path, encoding="ascii") as listed:
                return frozenset(listed.read().split())
        except FileNotFoundError:
            return frozenset()

    def merge_base(self, one: str, other: str) -> str:
        """Give the latest commit that two have in common.

        Raises:
            GitError: they have none.
        """
        try:
            return self._line("merge-base", one, other)
        except GitError:
            hint = _SHALLOW if self.ends() else "give two dots, not three"
            raise GitError(f"{one[:10]} and {other[:10]} have no commit in common", hint) from None

    def dates(self, commits: Iterable[str]) -> dict[str, datetime]:
        """Give the dates of some commits, all in one process."""
        wanted = list(commits)
        if not wanted:  # of which git would make HEAD
            return {}
        with _file_of(wanted) as asked:
            told = self._run(
                "log", "--no-walk", "--no-show-signature", "--format=%H %cI", "--stdin", stdin=asked
            )
        pairs = (line.split(" ") for line in _text(told).splitlines())
        return {commit: datetime.fromisoformat(date) for commit, date in pairs}

    def files(self, commit: str) -> list[Entry]:
        """List the files of the folder in a commit."""
        listed = self._run("ls-tree", "-r", "-z", "--full-tree", commit, "--", self.prefix or ".")
        entries = (entry.split("\t", 1) for entry in _text(listed).split("\0") if entry)
        return [Entry(*_mode_and_blob(meta), path) for meta, path in entries]

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Read contents by their ids, all in one process; an id that is not there is left out."""
        wanted = list(dict.fromkeys(blobs))
        if not wanted:
            return {}
        with _file_of(wanted) as asked:
            answer = self._run("cat-file", "--batch", stdin=asked)
        found = {}
        at = 0
        for blob in wanted:
            end = answer.index(b"\n", at)
            head = answer[at:end].split(b" ")
            at = end + 1
            if head[-1] == b"missing":
                continue
            size = int(head[-1])
            found[blob] = answer[at : at + size]
            at += size + 1
        return found

    def deltas(self, old: str, new: str | None) -> list[Delta]:
        """Tell which files of the folder differ between two commits, renames found.

        Args:
            old: a commit.
            new: a commit; None for the working tree, with the files that git does not know yet.
        """
        command = ["diff", *_RAW, old, *([new] if new else []), "--", self._here]
        if new is not None:
            return list(_deltas(iter(_text(self._run(*command)).split("\0"))))
        with self._index_of_all() as index:
            raw = self._run(*command, env={"GIT_INDEX_FILE": index})
        return list(_deltas(iter(_text(raw).split("\0"))))

    def log(self, old: str | None, new: str, paths: Sequence[str]) -> list[Commit]:
        """List the commits that touch some paths, oldest first; along first parents, a merge counting as one.

        Where a shallow history ends, the commit seems to add all that is there.

        Args:
            old: the commit after which to begin; None for the beginning.
            new: the last commit.
            paths: paths from the top of the repository; a file renamed from elsewhere seems to be added.
        """
        shape = "--format=%H%x00%P%x00%an%x00%cI%x00%s"
        options = ["--first-parent", "-m", "--root", "--no-follow", "--no-show-signature", "--encoding=UTF-8"]
        span = f"{old}..{new}" if old else new
        raw = self._run(
            "log", *options, *_RAW, shape, span, "--", *(f":(top,literal){path}" for path in paths)
        )
        return _commits(_text(raw).split("\0"))[::-1]

    @property
    def _here(self) -> str:
        return f":(top,literal){self.prefix}" if self.prefix else ":(top)"

    @contextmanager
    def _index_of_all(self) -> Iterator[str]:
        """Make a copy of the index that also knows the files git does not track yet; the index stays as it is."""
        real = os.path.join(self._folder, self._line("rev-parse", "--git-path", "index"))
        with tempfile.TemporaryDirectory(prefix="claimtrack-") as beside:
            index = os.path.join(beside, "index")
            if os.path.exists(real):
                # With its time: git looks into files as old as their index, which a later edit may not show in.
                shutil.copy2(real, index)
            self._run("add", "--intent-to-add", "--", self._here, env={"GIT_INDEX_FILE": index})
            yield index

    def _line(self, *arguments: str) -> str:
        return _text(self._run(*arguments)).rstrip("\n")

    def _run(
        self, *arguments: str, stdin: int = subprocess.DEVNULL, env: dict[str, str] | None = None
    ) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - no shell; every revision was turned into a commit's id
                ["git", "-C", self._folder, *arguments],  # noqa: S607 - the git that the user's path names
                stdin=stdin,
                capture_output=True,
                check=False,
                env={**_environment(), **(env or {})},
            )
        except FileNotFoundError:
            raise GitError("git is not installed", "history needs the git program") from None
        if done.returncode:
            said = _text(done.stderr).strip().removeprefix("fatal: ")
            if "not a git repository" in said:
                raise GitError(
                    f"{self._folder} is in no git repository", "history is what git recorded: git init"
                )
            raise GitError(f"git {arguments[0]}: {said or 'failed'}")
        return done.stdout


def _environment() -> dict[str, str]:
    """Give our own environment; where a hook names the repository in it, so that it stays that one."""
    found = {**os.environ, **_QUIET}
    if "GIT_DIR" in found:
        # Git takes the folder it runs in for the top then, and -C would make that another one.
        found["GIT_DIR"] = os.path.abspath(found["GIT_DIR"])
        found["GIT_WORK_TREE"] = os.path.abspath(found.get("GIT_WORK_TREE", "."))
    return found


@contextmanager
def _file_of(lines: Iterable[str]) -> Iterator[int]:
    """Put questions in a file, so that no pipe can fill up on both sides; give what git reads them from."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{line}\n" for line in lines).encode())
        asked.seek(0)
        yield asked.fileno()


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", errors="surrogateescape")


def _mode_and_blob(meta: str) -> tuple[str, str]:
    mode, _, blob = meta.split(" ")
    return mode, blob


def _deltas(tokens: Iterator[str]) -> Iterator[Delta]:
    for token in tokens:
        if token.lstrip("\n").startswith(":"):
            yield _delta(token, tokens)


def _delta(token: str, tokens: Iterator[str]) -> Delta:
    _, mode, old, new, status = token.lstrip("\n").split(" ")
    path = next(tokens)
    return Delta(old, new, status, path, next(tokens) if status[0] in "RC" else path, mode)


def _commits(tokens: list[str]) -> list[Commit]:
    found: list[Commit] = []
    deltas: list[Delta] = []
    rest = iter(tokens)
    for token in rest:
        if token.lstrip("\n").startswith(":"):
            deltas.append(_delta(token, rest))
        elif token.strip():
            deltas = []
            parents, author, date, subject = (next(rest) for _ in range(4))
            parent = parents.partition(" ")[0] or None
            when = datetime.fromisoformat(date)
            found.append(Commit(token.strip(), parent, author, when, subject, deltas))
    return found
