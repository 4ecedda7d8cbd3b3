"""A folder of claims as a revision holds it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import A_FOLDER, FoundFiles, NameProblem, classify, is_record, is_registry
from claimtrack.files.toml_text import UnreadableError
from claimtrack.history.git import Entry, Repository
from claimtrack.history.run_git import GitError
from claimtrack.history.working_tree import LINK
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
            revision: as the user typed it; it stands before the paths on screen.

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
        paths = {}
        for path, entry in sorted(self._entries.items()):
            shown = self._path(path)
            if entry.mode == LINK and target(path, self._all, self._contents) is None:
                problems.append(NameProblem(path, Code.LINK).problem(self._shown))
            else:
                paths[shown] = path
        return classify(self._shown, list(paths), problems)

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
        found = target(below, self._all, self._contents)
        return self._all[found if found is not None else below].blob

    def _path(self, below: str) -> str:
        return posixpath.join(self._shown, below)


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


def read_links(repository: Repository, entries: Iterable[Entry]) -> dict[str, bytes]:
    """Read where the symbolic links among some files lead, by the ids of their contents."""
    return repository.contents(entry.blob for entry in entries if entry.mode == LINK)


def target(path: str, tree: Mapping[str, Entry], links: Mapping[str, bytes]) -> str | None:
    """Follow a path to a file of the same tree; None where it leads nowhere or out of it.

    Args:
        path: where to begin.
        tree: the files by their paths.
        links: where links lead, by the ids of their contents.
    """
    for _ in range(_HOPS):
        entry = tree.get(path)
        if entry is None or entry.mode != LINK:
            return path if entry is not None else None
        leads = links.get(entry.blob, b"").decode(errors="surrogateescape")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), leads))
    return None


def misplaced_folders(paths: Iterable[str], shown: str) -> list[Problem]:
    """Return the problems of folders that have the name of a registry, which git knows by the files in them.

    Args:
        paths: the paths of files.
        shown: what stands before them on screen.
    """
    folders = {posixpath.dirname(path) for path in paths}
    odd = [NameProblem(each, Code.UNREADABLE, A_FOLDER) for each in sorted(folders) if is_registry(each)]
    return [each.problem(shown) for each in odd]
