"""Find the repository that holds a folder, and refuse one that only claims to."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.discover import is_below
from claimtrack.history.run_git import GitError, run_in_repository, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_GIT: Final = ".git"
_PATHS: Final = ("objects", "index", "shallow", "info/exclude")
# The variables that name a repository elsewhere.
_ELSEWHERE: Final = ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
# What names and holds the commits of a repository.
_OWN: Final = ("HEAD", "refs", "packed-refs", "objects", "reftable")


class Located(NamedTuple):
    """A repository on disk, as absolute paths."""

    top: str  # of the working tree
    git_dir: str  # a linked working tree has one of its own
    objects: str
    index_file: str
    shallow: str  # the file that says where the history of a shallow clone ends
    exclude: str  # the file of patterns that this clone ignores
    object_format: str  # "sha1" or "sha256"
    prefix: str  # the path from the top to the folder of claims, with a slash at its end; empty at the top


def locate(folder: str) -> Located:
    """Find the repository that holds a folder.

    A bare repository, which has no ``.git``, does not count: any folder of a clone can look like one.

    Raises:
        GitError: git is not installed, the folder is in no repository, or what is there is refused.
    """
    real = os.path.realpath(folder)
    start = _start(real)
    if start is None:
        raise _none_for(folder)
    values = ["--show-toplevel", "--absolute-git-dir", "--git-common-dir", "--show-object-format"]
    paths = [word for path in _PATHS for word in ("--git-path", path)]
    try:
        answer = text(run_in_repository(start, "rev-parse", *values, *paths)).splitlines()
    except GitError as error:
        if "not a git repository" in error.message or "must be run in a work tree" in error.message:
            raise _none_for(folder) from None
        raise
    if len(answer) != len(values) + len(_PATHS):
        raise GitError(f"{folder}: a path of its repository has a line break in it")
    top, git_dir, common, form, *rest = answer
    objects, index, shallow, exclude = (os.path.join(start, path) for path in rest)
    top, git_dir, common = (os.path.realpath(os.path.join(start, path)) for path in (top, git_dir, common))
    _refuse_foreign(folder, real, top, git_dir, common)
    below = os.path.relpath(real, top).replace(os.sep, "/")
    return Located(top, git_dir, objects, index, shallow, exclude, form, "" if below == "." else f"{below}/")


def work_tree(folder: str) -> str | None:
    """Return the real path of the top of the git working tree that holds a folder; None if it is in none.

    Git is not started, so that a path can be written without it.
    """
    real = os.path.realpath(folder)
    if "GIT_DIR" in os.environ:  # as a hook has it
        top = os.path.realpath(os.environ.get("GIT_WORK_TREE", os.curdir))
        return top if _within(real, top) else None
    return _nearest(real)


def _none_for(folder: str) -> GitError:
    names = [name for name in _ELSEWHERE if name in os.environ]
    hint = (
        f"git looks where {' and '.join(names)} says: unset it"
        if names
        else "the history comes from git: begin one with git init"
    )
    return GitError(f"{folder} is in no git repository", hint)


def _start(real: str) -> str | None:
    """Return the folder in which to start git, to find the repository that holds a folder; None if there is none."""
    if "GIT_DIR" in os.environ:
        return real
    nearest = _nearest(real)
    if nearest is not None:
        refuse_special(_files_of(os.path.join(nearest, _GIT)))
    return nearest


def _nearest(real: str) -> str | None:
    """Return the nearest folder that has a ``.git``, from a folder upwards, as far as git would look."""
    ceilings = os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    stops = {os.path.realpath(path) for path in ceilings if path} - {os.path.realpath(os.curdir)}
    above = real
    while not os.path.lexists(os.path.join(above, _GIT)):
        below, above = above, os.path.dirname(above)
        if above == below or above in stops:
            return None
    return above


def refuse_special(paths: Iterable[str]) -> None:
    """Refuse a named pipe or a device in place of a file that git will read, if it is there: git would wait for it.

    Raises:
        GitError: it is refused.
    """
    for path in paths:
        try:
            mode = os.stat(path).st_mode
        except OSError:  # a link that leads nowhere
            continue
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise GitError(f"{path} is not a regular file", "git keeps none like it; remove it")


def _files_of(dot: str) -> Iterator[str]:
    """Yield the files of a git directory that git reads first."""
    yield dot
    for below in ("", "info", os.path.join("objects", "info")):
        folder = os.path.join(dot, below)
        with suppress(OSError):
            yield from (os.path.join(folder, name) for name in os.listdir(folder))


def _refuse_foreign(folder: str, real: str, top: str, git_dir: str, common: str) -> None:
    """Refuse a repository whose working tree does not hold the folder.

    A configuration, a file or a link can name the history of any repository on the disk.

    Raises:
        GitError: it is refused.
    """
    if not _within(real, top):
        raise GitError(f"the repository found for {folder} has its files elsewhere, in {top}", "see core.worktree")
    if _within(real, git_dir) or _within(real, common):
        raise GitError(f"{folder} lies in a git directory, and not in a working tree")
    if "GIT_DIR" in os.environ:
        return
    dot = os.path.join(top, _GIT)
    if not _leads_back(dot, git_dir, common):
        raise GitError(
            f"{dot} names a repository that does not know this folder, {git_dir}",
            "name the repository with GIT_DIR if it is the one you mean",
        )
    for base, name in ((base, name) for base in {git_dir, common} for name in _OWN):
        path = os.path.join(base, name)
        if not _within(os.path.realpath(path), base):
            raise GitError(f"{path} is a link to another repository", "a repository's own files are read only")


def _leads_back(dot: str, git_dir: str, common: str) -> bool:
    """Return whether a git directory is that of the working tree whose ``.git`` is `dot`."""
    if common != git_dir and not _within(git_dir, os.path.join(common, "worktrees")):
        return False
    if not os.path.islink(dot) and os.path.isdir(dot):
        return True  # the directory itself, and no file or link that names it
    if common != git_dir:
        return _first_line(os.path.join(git_dir, "gitdir")) == dot
    try:
        named = text(run_in_repository(os.path.dirname(dot), "config", "--get", "core.worktree")).rstrip("\n")
    except GitError:
        return False
    return os.path.realpath(os.path.join(git_dir, named)) == os.path.dirname(dot)


def _first_line(path: str) -> str:
    """Return the path that the file of a linked working tree names; empty if there is none."""
    from claimtrack.files.toml_text import UnreadableError, read  # noqa: PLC0415 - a linked working tree is rare

    try:
        named = read(path).decode("utf-8", "surrogateescape").strip()
    except UnreadableError:
        return ""
    folder, name = os.path.split(os.path.join(os.path.dirname(path), named))
    return os.path.join(os.path.realpath(folder), name)


def _within(path: str, folder: str) -> bool:
    return path == folder or is_below(path, folder)
