"""The journal of a change of several files, which is in the user's cache folder as long as the change is under way.

It is not in the folder of claims: that may be a stranger's, and what a journal says is written to files.
"""

from __future__ import annotations

import os
from typing import Final

from claimtrack.files.replace import sync_folder
from claimtrack.index import private
from claimtrack.index.location import Location, discard

_NAME: Final = "unfinished.json"


class JournalFile:
    """The journal of a folder of claims."""

    def __init__(self, claims: str) -> None:
        """Take the folder of claims; nothing is read or made yet."""
        self._location = Location.of(claims)
        self._path = os.path.join(self._location.folder, _NAME)

    def exists(self) -> bool:
        """Return whether there is one."""
        return os.path.lexists(self._path)

    def read(self) -> str | None:
        """Return what it says; None if there is none, or none that can be trusted."""
        if not self.exists():
            return None
        try:
            if self._location.refusal():
                return None
            return private.read(self._path, os.lstat(self._path).st_size + 1).decode()
        except OSError:
            return None

    def write(self, content: str) -> None:
        """Write it, whole or not at all.

        Raises:
            OSError: there is no place for it that nobody else can write to.
        """
        self._location.make_folders()
        draft = f"{self._path}.{os.getpid()}"
        discard(draft)  # of a process of that number that was killed
        with os.fdopen(private.create(draft), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, self._path)
        sync_folder(self._location.folder)

    def remove(self) -> None:
        """Remove it.

        Raises:
            OSError: it cannot be removed.
        """
        os.unlink(self._path)
        sync_folder(self._location.folder)
