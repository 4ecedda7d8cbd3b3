"""A folder of claims as a revision holds it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import A_FOLDER, NameProblem, is_record, is_registry
from claimtrack.files.folder import FoundFiles, classify
from claimtrack.files.toml_text import UnreadableError
from claimtrack.history.git import Entry, Repository
from claimtrack.history.private_dir import LINK
from claimtrack.history.run_git import GitError
from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOPS: Final = 40  # links on the way to a file, as Linux counts them


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
            revision: as the user typed it, and as paths on screen begin.

        Raises:
            GitError: there is no such revision.
        """
        self._repository = repository
        self.commit = repository.commit(revision)
        self._shown = f"{revision}:{folder}"
        start = len(repository.prefix)
        self._all = {entry.path[start:]: entry for entry in repository.files(self.commit)}
        self._entries = {path: entry for path, entry in self._all.items() if is_record(path)}
        self._contents = read_links(repository, self._all.values())

    @property
    def empty(self) -> bool:
        """Whether the revision has no records here."""
        return not self._entries

    def find_files(self) -> FoundFiles:
        """Find every record, under paths that begin with the revision."""
        problems = misplaced_folders(self._all, self._shown)
        paths = []
        for path, entry in sorted(self._entries.items()):
            if entry.mode == LINK and target(path, self._all, self._contents) is None:
                problems.append(NameProblem(path, Code.LINK).problem(self._shown))
            else:
                paths.append(self._path(path))
        return classify(self._shown, paths, problems)

    def fetch(self, paths: Iterable[str]) -> None:
        """Read these files, all in one process of git."""
        self._contents |= self._repository.contents(map(self._blob_of, paths))

    def read(self, path: str) -> bytes:
        """Return a file that was fetched."""
        try:
            return self._contents[self._blob_of(path)]
        except KeyError:
            message = "git does not have this content: the clone is partial or damaged"
            raise UnreadableError(Problem(path, 1, 1, Code.UNREADABLE, message)) from None

    def _blob_of(self, path: str) -> str:
        below = path.removeprefix(self._path(""))
        return self._all[target(below, self._all, self._contents) or below].blob

    def _path(self, below: str) -> str:
        return posixpath.join(self._shown, below)


def open_revision(folder: str, revision: str) -> Revision:
    """Open a folder as a revision holds it.

    Raises:
        GitError: there is no such revision, or the folder did not exist in it.
    """
    opened = Revision(Repository(folder), folder, revision)
    if opened.empty:
        raise GitError(f"there are no claims in {folder} at {revision}", "git log names the revisions that have some")
    return opened


def read_links(repository: Repository, entries: Iterable[Entry]) -> dict[str, bytes]:
    """Return the targets of the symbolic links among some files, by the ids of their contents."""
    return repository.contents(entry.blob for entry in entries if entry.mode == LINK)


def target(path: str, tree: Mapping[str, Entry], links: Mapping[str, bytes]) -> str | None:
    """Follow a path to a file of the same tree; return None if it leads nowhere or out of it.

    Args:
        path: the path.
        tree: the files by their paths.
        links: the targets of links, by the ids of their contents.
    """
    for _ in range(_HOPS):
        entry = tree.get(path)
        if entry is None or entry.mode != LINK:
            return path if entry is not None else None
        leads = links.get(entry.blob, b"").decode(errors="surrogateescape")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), leads))
    return None


def misplaced_folders(paths: Iterable[str], shown: str) -> list[Problem]:
    """Return the problems of folders that have the name of a registry.

    Args:
        paths: the paths of all files; git lists no folders.
        shown: the folder's path on screen.
    """
    folders = {posixpath.dirname(path) for path in paths}
    return [
        NameProblem(folder, Code.UNREADABLE, A_FOLDER).problem(shown)
        for folder in sorted(folders)
        if is_registry(folder)
    ]
