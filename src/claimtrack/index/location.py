"""Where indexes are stored: in the user's cache folder, one folder for each folder of claims."""

from __future__ import annotations

import os
import re
import sys
import time
import zlib
from contextlib import suppress
from functools import cache
from typing import Final, NamedTuple

from claimtrack import __version__
from claimtrack.files.size_limit import largest_file
from claimtrack.index import private

SUFFIX: Final = ".sqlite"
SEAL: Final = ".seal"
BUILDING: Final = ".building"
_BESIDE: Final = ("-journal", "-wal", "-shm")
INDEXES: Final = "indexes"
_HOME: Final = r".+-[0-9a-f]{8}"
_OURS: Final = (
    r"[0-9a-f]{8}-[0-9]{20}-[0-9]+\.sqlite(-journal|-wal|-shm|\.building(-journal)?|\.seal(\.building[0-9-]+)?)?"
)
_NAMED: Final = "CLAIMTRACK_CACHE_DIR"
_DERIVING: Final = ("model", "rules", "files", "checks", "index")  # packages whose code decides what an index holds
_SYSTEM: str = sys.platform
_ABANDONED: Final = 3600.0  # seconds after which a file that nobody finished is in nobody's way
_STALE: Final = 14 * 24 * 3600.0  # the same for an index of another version


def cache_folder() -> str:
    """Return the folder of all indexes: $CLAIMTRACK_CACHE_DIR, else claimtrack's own in the user's cache folder."""
    given = os.environ.get(_NAMED)
    if given:
        return given
    if _SYSTEM == "linux":
        # What platformdirs would say (a test holds it to that), which takes 2 ms to load: XDG Base Directory 0.8.
        base = os.environ.get("XDG_CACHE_HOME", "")
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "claimtrack")
    from platformdirs import user_cache_dir  # noqa: PLC0415 - see above

    return user_cache_dir("claimtrack", appauthor=False)


class Location(NamedTuple):
    """Where the index of one folder of claims is stored."""

    claims: str  # the real path of the folder of claims
    folder: str  # the folder of its indexes
    code: str  # identifies the program: an index that another version wrote is not used

    @classmethod
    def of(cls, claims: str) -> Location:
        """Return the location of the index of a folder of claims."""
        real = os.path.realpath(claims)
        name = f"{os.path.basename(os.path.dirname(real)) or 'root'}-{zlib.crc32(os.fsencode(real)):08x}"
        return cls(real, os.path.join(cache_folder(), INDEXES, name), _code(largest_file()))

    @property
    def folders(self) -> tuple[str, str, str]:
        """The cache folder, the folder of all indexes in it, and the folder of this one."""
        above = os.path.dirname(self.folder)
        return os.path.dirname(above), above, self.folder

    def refusal(self) -> str | None:
        """Return why no index is stored here; None if one may be.

        Raises:
            OSError: one of the folders does not exist yet, or its status cannot be read.
        """
        top = self.folders[0]
        if open_to_all := private.exposed(top):
            return f"everybody may write to {open_to_all}"
        return next(filter(None, map(private.refusal, self.folders)), None)

    def newest(self) -> str | None:
        """Return the path of the newest index that this program wrote; None if there is none that can be trusted."""
        try:
            if self.refusal():
                return None
            self._close_to_others()
            found = [name for name in os.listdir(self.folder) if name.startswith(f"{self.code}-")]
        except OSError:
            return None
        indexes = sorted((name for name in found if name.endswith(SUFFIX)), reverse=True)
        paths = (os.path.join(self.folder, name) for name in indexes if f"{name}{SEAL}" in found)
        return next(filter(_is_private, paths), None)

    def new(self) -> str:
        """Return a path for a new index, later than all others; make the folders, and remove old files.

        Raises:
            OSError: the folders cannot be made, or must not be used.
        """
        self.make_folders()
        self.tidy()
        return os.path.join(self.folder, f"{self.code}-{time.time_ns():020}-{os.getpid()}{SUFFIX}")

    def make_folders(self) -> None:
        """Make the folders.

        Raises:
            OSError: they cannot be made, or must not be used.
        """
        if open_to_all := private.exposed(self.folders[0]):
            raise PermissionError(f"everybody may write to {open_to_all}")
        for folder in self.folders:
            private.make_folder(folder)
            if refusal := private.refusal(folder):
                raise PermissionError(refusal)
        self._close_to_others()

    def tidy(self) -> None:
        """Remove unfinished files and indexes that were not used for weeks; take from others the right to read the rest."""
        now = time.time()
        top, *below = self.folders
        with private.inside(top, *map(os.path.basename, below)) as folder:
            for name, status in folder.own_files(is_ours):
                with suppress(OSError):  # gone meanwhile
                    aged = now - max(status.st_mtime, status.st_atime)
                    if aged > (_ABANDONED if BUILDING in name else _STALE):
                        folder.remove(name)
                    elif not private.is_private(status):
                        folder.close_to_others(name)

    def _close_to_others(self) -> None:
        """Close the folders to others, except one that the user named, which may hold other things."""
        for folder in self.folders[1 if os.environ.get(_NAMED) else 0 :]:
            private.close_to_others(folder)


def _is_private(path: str) -> bool:
    """Return whether an index, its seal, and SQLite's files beside it are private files."""
    try:
        statuses = [os.lstat(path), os.lstat(path + SEAL)]
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                statuses.append(os.lstat(path + ending))
    except OSError:
        return False
    return all(map(private.is_private, statuses))


def is_home(name: str) -> bool:
    """Return whether this is the name of the folder of an index."""
    # Compiled when it is needed: that takes milliseconds, and few commands need it.
    return re.fullmatch(_HOME, name, re.DOTALL) is not None


def is_ours(name: str) -> bool:
    """Return whether this is the name of a file of an index; no other file is ever removed."""
    return re.fullmatch(_OURS, name) is not None


def discard(path: str) -> None:
    """Remove a file, if it exists and may be removed."""
    with suppress(OSError):
        os.unlink(path)


@cache
def _code(largest: int) -> str:
    """Return a digest of whatever an index depends on besides the folder's files.

    That is the versions of this program and of Python, the sizes and times of the source files, and the size above
    which a file is not read.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    facts = [__version__, sys.version, str(largest)]
    for package in _DERIVING:
        try:
            with os.scandir(os.path.join(here, package)) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        status = entry.stat()
                        facts.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
        except OSError:  # the package is in an archive: its version must do
            continue
    return f"{zlib.crc32(chr(10).join(sorted(facts)).encode()):08x}"
