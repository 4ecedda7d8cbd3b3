"""A folder of claims as a revision holds it."""

from __future__ import annotations

import posixpath
import unicodedata
from typing import TYPE_CHECKING

from claimtrack.files import Found, UnreadableError, sort_out
from claimtrack.history.git import LINK, GitError, Repository
from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from claimtrack.history.git import Entry


class Revision:
    """The records of a commit, for reading like a folder on disk.

    Attributes:
        commit: the commit's id.
    """

    def __init__(self, repository: Repository, folder: str, revision: str) -> None:
        """List the files of a revision.

        Args:
            repository: where it is.
            folder: the folder's path, as the user would type it.
            revision: as the user typed it; it stands before the paths on screen.

        Raises:
            GitError: there is no such revision.
        """
        self._repository = repository
        self.commit = repository.commit(revision)
        self._shown = f"{revision}:{folder}"
        start = len(repository.prefix)
        listed = {entry.path[start:]: entry for entry in repository.files(self.commit)}
        self._entries = {path: entry for path, entry in listed.items() if is_record(path)}
        self._contents: dict[str, bytes] = {}

    @property
    def empty(self) -> bool:
        """Whether the revision has no records here."""
        return not self._entries

    def sweep(self) -> Found:
        """Find every record, under paths that begin with the revision."""
        problems: list[Problem] = []
        paths = {}
        for path, entry in sorted(self._entries.items()):
            shown = self._path(path)
            if entry.mode == LINK and self._target(path, entry) is None:
                message = "a link is followed to a file inside the folder and nowhere else"
                problems.append(Problem(shown, 1, 1, Code.LINK, message, "copy the file instead"))
            else:
                paths[shown] = path
        return sort_out(self._shown, list(paths), problems)

    def fetch(self, paths: Iterable[str]) -> None:
        """Read these files, all in one process of git."""
        self._contents |= self._repository.contents(map(self._blob_of, paths))

    def read(self, path: str) -> bytes:
        """Give a file that was fetched."""
        try:
            return self._contents[self._blob_of(path)]
        except KeyError:
            message = "git does not have this content: the clone is partial or damaged"
            raise UnreadableError(Problem(path, 1, 1, Code.UNREADABLE, message)) from None

    def _blob_of(self, path: str) -> str:
        below = path.removeprefix(self._path(""))
        entry = self._entries[below]
        target = self._target(below, entry) if entry.mode == LINK else None
        return (self._entries[target] if target else entry).blob

    def _path(self, below: str) -> str:
        return posixpath.join(self._shown, below)

    def _target(self, path: str, entry: Entry) -> str | None:
        content = self._repository.contents([entry.blob]).get(entry.blob, b"")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), content.decode(errors="replace")))
        found = self._entries.get(target)
        return target if found is not None and found.mode != LINK else None


def open_revision(folder: str, revision: str) -> Revision:
    """Open a folder as a revision holds it.

    Raises:
        GitError: there is no such revision, or the folder did not exist in it.
    """
    opened = Revision(Repository(folder), folder, revision)
    if opened.empty:
        raise GitError(
            f"there are no claims in {folder} at {revision}", "git log names the revisions that have some"
        )
    return opened


def stem(path: str) -> str:
    """Give the id of the claim at a path."""
    return unicodedata.normalize("NFC", posixpath.basename(path).removesuffix(".toml"))


def is_record(path: str) -> bool:
    """Tell whether a path below the folder is that of a record: hidden files and folders are passed over."""
    return path.endswith(".toml") and not any(part.startswith(".") for part in path.split("/"))
