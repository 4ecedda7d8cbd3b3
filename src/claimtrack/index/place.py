"""Where indexes are kept: in the user's cache folder, one folder for each folder of claims."""

from __future__ import annotations

import os
import sys
import time
import zlib
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX: Final = ".sqlite"
SEAL: Final = ".seal"
BUILDING: Final = ".building"
_DERIVING: Final = (
    "model",
    "rules",
    "cases",
    "files",
    "index",
)  # packages on whose code depends what an index holds
_SYSTEM: str = sys.platform
_ABANDONED: Final = 3600.0  # seconds after which a file that nobody finished is in nobody's way
_STALE: Final = 14 * 24 * 3600.0  # likewise an index of another version


def cache_folder() -> str:
    """Give the folder of all indexes: $CLAIMTRACK_CACHE_DIR, else claimtrack's own in the user's cache folder."""
    given = os.environ.get("CLAIMTRACK_CACHE_DIR")
    if given:
        return given
    if _SYSTEM == "linux":
        # What platformdirs would say (a test holds it to that), which takes 2 ms to load: XDG Base Directory 0.8.
        base = os.environ.get("XDG_CACHE_HOME", "")
        return os.path.join(base if os.path.isabs(base) else os.path.expanduser("~/.cache"), "claimtrack")
    from platformdirs import user_cache_dir  # noqa: PLC0415 - see above

    return user_cache_dir("claimtrack", appauthor=False)


class Place(NamedTuple):
    """Where the index of one folder of claims is kept.

    Attributes:
        claims: the real path of the folder of claims.
        folder: the folder of its indexes.
        code: names the program that wrote an index: what another one derived is not trusted.
    """

    claims: str
    folder: str
    code: str

    @classmethod
    def of(cls, claims: str) -> Place:
        """Give the place for a folder of claims."""
        real = os.path.realpath(claims)
        name = f"{os.path.basename(os.path.dirname(real)) or 'root'}-{zlib.crc32(os.fsencode(real)):08x}"
        return cls(real, os.path.join(cache_folder(), "indexes", name), _code())

    def newest(self) -> str | None:
        """Give the path of the newest index that this program wrote; None where there is none."""
        try:
            found = [name for name in os.listdir(self.folder) if name.startswith(f"{self.code}-")]
        except OSError:
            return None
        indexes = [name for name in found if name.endswith(SUFFIX) and f"{name}{SEAL}" in found]
        return os.path.join(self.folder, max(indexes)) if indexes else None

    def new(self) -> str:
        """Give a path for a new index, later than all others; make the folder, and clear away what nobody wants.

        Raises:
            OSError: the folder cannot be made.
        """
        os.makedirs(self.folder, exist_ok=True)
        self.tidy()
        return os.path.join(self.folder, f"{self.code}-{time.time_ns():020}-{os.getpid()}{SUFFIX}")

    def tidy(self) -> None:
        """Remove what was never finished, and what no program has used for weeks."""
        now = time.time()
        for path, status in files_in(self.folder):
            aged = now - max(status.st_mtime, status.st_atime)
            if aged > (_ABANDONED if BUILDING in path else _STALE):
                discard(path)


def files_in(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Give the files below a folder with their status; none where it cannot be read."""
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)
            try:
                yield path, os.stat(path)
            except OSError:  # gone meanwhile
                continue


def discard(path: str) -> None:
    """Remove a file, if it is there and may be removed."""
    try:
        os.unlink(path)
    except OSError:
        return


@cache
def _code() -> str:
    """Name this program: its version, Python's, and the size and age of each file of its own that derives."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    told = [__version__, sys.version]
    for package in _DERIVING:
        try:
            with os.scandir(os.path.join(here, package)) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        status = entry.stat()
                        told.append(f"{entry.name} {status.st_size} {status.st_mtime_ns}")
        except OSError:  # in an archive, whose version has to do
            continue
    return f"{zlib.crc32(chr(10).join(sorted(told)).encode()):08x}"
