"""A folder of claims as a revision holds it."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, Final

from claimtrack.files.discover import A_FOLDER, FoundFiles, NameProblem, classify, is_record, is_registry
from claimtrack.files.folder import Disk
from claimtrack.files.toml_text import UnreadableError
from claimtrack.history.former_folder import former_prefix
from claimtrack.history.git import Entry, Repository
from claimtrack.history.private_dir import LINK
from claimtrack.history.run_git import GitError
from claimtrack.problems import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOPS: Final = 40  # links on the way to a file, as Linux counts them


class Revision:
    """The records of a commit, for reading like a folder on disk."""

    def __init__(
        self,
        repository: Repository,
        folder: str,
        revision: str,
        prefix: str | None = None,
        *,
        as_on_disk: bool = False,
    ) -> None:
        """List the files of a revision, under paths that begin with the revision and the folder as the user typed them.

        If the folder had another name, `prefix` is its path from the top of the repository, which is shown instead.
        With `as_on_disk`, the paths are those that the files would have on disk now.

        Raises:
            GitError: there is no such revision.
        """
        self._repository = repository
        self.commit = repository.commit(revision)
        self._shown = folder if as_on_disk else f"{revision}:{folder if prefix is None else prefix.rstrip('/')}"
        self.prefix = repository.prefix if prefix is None else prefix
        start = len(self.prefix)
        self._entries = {entry.path[start:]: entry for entry in repository.files(self.commit, self.prefix)}
        self._contents = read_links(repository, self._entries.values())
        self.records = sorted(filter(is_record, self._entries))

    @property
    def paths(self) -> Iterable[str]:
        """The paths of all its files below the folder."""
        return self._entries

    def find_files(self) -> FoundFiles:
        """Find every record."""
        problems = misplaced_folders(self._entries, self._shown)
        paths = []
        for path in self.records:
            if target(path, self._entries, self._contents) is None:
                problems.append(NameProblem(path, Code.LINK).problem(self._shown))
            else:
                paths.append(posixpath.join(self._shown, path))
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
        below = path.removeprefix(posixpath.join(self._shown, ""))
        return self._entries[target(below, self._entries, self._contents) or below].blob


def open_revision(folder: str, revision: str) -> Revision:
    """Open a folder as a revision holds it, even if it has another name there.

    Raises:
        GitError: there is no such revision, or the folder did not exist in it.
    """
    repository = Repository(folder)
    opened = Revision(repository, folder, revision)
    if not opened.records:
        former = prefix_elsewhere(repository, folder, opened.commit)
        opened = opened if former is None else Revision(repository, folder, revision, former)
    if not opened.records:
        raise GitError(f"there are no claims in {folder} at {revision}", "git log names the revisions that have some")
    return opened


def prefix_elsewhere(repository: Repository, folder: str, commit: str, other: Revision | None = None) -> str | None:
    """Return the path to the folder in a commit that has it under another name; None if it is not there.

    It is known by the names of the records that the folder has in another revision, or else on disk.
    """
    if other is not None and other.records:
        records = other.records
        files = {entry.path for entry in repository.files(other.commit, "")}
    else:
        records = [path.removeprefix(os.path.join(folder, "")) for path in Disk(folder).find_files().paths]
        files = None

    def remains(path: str) -> bool:
        return os.path.lexists(os.path.join(repository.top, path)) if files is None else path in files

    return former_prefix(records, (entry.path for entry in repository.files(commit, "")), remains)


def read_links(repository: Repository, entries: Iterable[Entry]) -> dict[str, bytes]:
    """Return the targets of the symbolic links among some files, by the ids of their contents."""
    return repository.contents(entry.blob for entry in entries if entry.mode == LINK)


def target(path: str, tree: Mapping[str, Entry], links: Mapping[str, bytes]) -> str | None:
    """Follow a path to a file of the same tree; return None if it leads nowhere or out of it.

    The files are given by their paths, the targets of links by the ids of their contents.
    """
    for _ in range(_HOPS):
        entry = tree.get(path)
        if entry is None or entry.mode != LINK:
            return path if entry is not None else None
        leads = links.get(entry.blob, b"").decode(errors="surrogateescape")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), leads))
    return None


def misplaced_folders(paths: Iterable[str], shown: str) -> list[Problem]:
    """Return the problems of folders with the name of a registry, from the paths of all files: git lists no folders."""
    folders = sorted(filter(is_registry, {posixpath.dirname(path) for path in paths}))
    return [NameProblem(folder, Code.UNREADABLE, A_FOLDER).problem(shown) for folder in folders]
