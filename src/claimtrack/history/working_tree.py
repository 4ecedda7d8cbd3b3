"""The records in the working tree as git objects, made without the repository's filters and without writing to it."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.discover import SUFFIX
from claimtrack.files.toml_text import UnreadableError, read
from claimtrack.history.find_repository import refuse_special
from claimtrack.history.run_git import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.history.private_dir import PrivateDir

LINK: Final = "120000"  # the mode of a symbolic link in a tree
_FILE: Final = "100644"
_GONE: Final = "0"
_STATES: Final = ("--modified", "--deleted", "--others", "--exclude-standard")


class _Content(NamedTuple):
    """What is at a path now: its mode, and its bytes."""

    mode: str
    data: bytes


def index_working_tree(private: PrivateDir, top: str, folder: str, pathspec: str) -> None:
    """Bring the private index up to date with the records in the working tree.

    A file that git ignores and does not track stays out of it, as with ``git add``.

    Args:
        private: the git directory whose index is to hold them.
        top: the top of the working tree.
        folder: the folder that counts, below the top; empty if it is the top.
        pathspec: the same for git.

    Raises:
        GitError: git failed.
    """
    refuse_special(_rules(top, folder))
    private.take_index()
    listed = text(private.run_on_files("ls-files", "-z", "-t", *_STATES, "--", pathspec)).split("\0")
    states = [(line[0], line[2:]) for line in listed if line.endswith(SUFFIX)]
    removed = {path for state, path in states if state == "R"}
    changed = {path for _, path in states} - removed
    contents = {path: _content(os.path.join(top, path)) for path in sorted(changed)}
    kept = {path: content for path, content in contents.items() if content is not None}
    objects = _objects(private, [content.data for content in kept.values()])
    lines = [
        f"{content.mode} {name}\t{path}" for (path, content), name in zip(kept.items(), objects, strict=True)
    ]
    lines += [
        f"{_GONE} {private.no_object}\t{path}" for path in sorted(removed | (contents.keys() - kept.keys()))
    ]
    if lines:
        with file_of(lines, end="\0") as asked:
            private.run("update-index", "-z", "--index-info", stdin=asked)


def _rules(top: str, folder: str) -> Iterator[str]:
    """Yield the files that may say what git ignores and how it converts, in and above a folder."""
    above, folders = top, []
    for name in filter(None, folder.split("/")):
        folders.append(above)
        above = os.path.join(above, name)
    folders += (path for path, _, _ in os.walk(above))
    for path in folders:
        yield os.path.join(path, ".gitignore")
        yield os.path.join(path, ".gitattributes")


def _content(path: str) -> _Content | None:
    """Return what is at a path; None if there is no file and no link."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return _Content(LINK, os.fsencode(os.readlink(path)))
        return _Content(_FILE, read(path))
    except (OSError, UnreadableError):
        return None


def _objects(private: PrivateDir, contents: list[bytes]) -> list[str]:
    """Write contents as objects into the private directory and return their ids."""
    if not contents:
        return []
    with tempfile.TemporaryDirectory(dir=private.path) as folder:
        paths = [os.path.join(folder, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            with open(path, "wb") as file:
                file.write(content)
        with file_of(paths) as asked:
            return text(
                private.run("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=asked)
            ).split()


@contextmanager
def file_of(lines: Iterable[str], end: str = "\n") -> Iterator[int]:
    """Put lines in a file for git to read, so that no pipe can fill up on both sides; yield its descriptor."""
    with tempfile.TemporaryFile() as asked:
        asked.write(os.fsencode("".join(f"{line}{end}" for line in lines)))
        asked.seek(0)
        yield asked.fileno()
