"""Writes many files, each whole or not at all, with one sync for many of them instead of one for each."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from claimtrack.files.replace import LockedFile, lock_files, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE: Final = 20_000  # drafts that one sync is for


class ManyFiles:
    """Files that are written as drafts first; the drafts replace the files when there are enough of them, or at the end."""

    def __init__(self) -> None:
        self._waiting: list[tuple[LockedFile, str, bytes | None]] = []

    def write(self, path: str, old: bytes | None, new: bytes) -> None:
        """Write a file; `old` is its content so far, or None if there is no such file yet.

        Raises:
            ConflictError: somebody changed or created it meanwhile.
            OSError: it cannot be written.
        """
        target = os.path.abspath(path) if old is None else os.path.realpath(path)
        file = LockedFile(path, target)
        draft = file.write_draft(old, new, sync=not hasattr(os, "sync"))
        self._waiting.append((file, draft, old))
        if len(self._waiting) >= _AT_ONCE:
            self.put()

    def put(self) -> None:
        """Sync all drafts, and replace each file by its draft."""
        if not self._waiting:
            return
        if hasattr(os, "sync"):
            os.sync()
        folders = {file.folder for file, _, _ in self._waiting}
        self._waiting.reverse()
        while self._waiting:
            file, draft, old = self._waiting[-1]
            file.put(draft, old)
            self._waiting.pop()
        for folder in folders:
            sync_folder(folder)

    def discard(self) -> None:
        """Remove the drafts that have not replaced a file."""
        for _, draft, _ in self._waiting:
            with suppress(OSError):
                os.unlink(draft)


@contextmanager
def write_many(folders: Iterable[str], *, within: str) -> Iterator[ManyFiles]:
    """Keep other claimtrack processes from writing in some folders, and yield an object that writes files there.

    When the block ends, all files are written. If it fails, each file has either its old content or its new one.

    Raises:
        ConflictError: a folder is a link out of the folder `within`.
        OSError: a folder cannot be written to.
    """
    with lock_files((os.path.join(folder, "_") for folder in folders), within=within):
        files = ManyFiles()
        try:
            yield files
            files.put()
        finally:
            files.discard()
