"""What is in one folder, as far as it takes to prove that nothing in it has changed since.

A file is taken for unchanged if its size, the times at which its content and its inode were changed, and the inode
are. A file changed so lately that another change could leave the same times is never taken for unchanged (git's rule
for racy timestamps). A folder's own times tell that no name in it came or went; of the files they tell nothing.
"""

from __future__ import annotations

import os
from array import array
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.discover import list_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from claimtrack.files.discover import NameProblem

RACY: Final = 2_000_000_000
"""Nanoseconds within which a file's times may stay the same while it changes: the coarsest clock of a file system."""

FIELDS: Final = 4
"""Numbers kept of a file, of eight bytes each."""

_UNKNOWN: Final = (0, 0, 0, 0)
UNPROVEN: Final = bytes(FIELDS * 8)
"""What is kept of a record whose times prove nothing."""

_NUMBER: Final = (1 << 63) - 1  # an inode may have a bit more than a signed number of 64 bits


class Listing(NamedTuple):
    """A folder's records.

    Attributes:
        stamp: the folder's own times and inode; empty where they prove nothing.
        folders: the names of the folders in it.
        files: the names of the records in it, sorted.
        stats: four numbers of each record, in that order, as bytes; zeros where they prove nothing.
        odd: what is wrong with names in it.
    """

    stamp: bytes
    folders: tuple[str, ...]
    files: tuple[str, ...]
    stats: bytes
    odd: tuple[NameProblem, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the numbers of each record prove something."""
        return UNPROVEN not in self.stat().values()

    def doubting(self, names: Collection[str]) -> Listing:
        """Give the listing with some records taken for unknown."""
        known = self.stat()
        return self._replace(
            stats=b"".join(UNPROVEN if name in names else known[name] for name in self.files)
        )

    def stat(self) -> dict[str, bytes]:
        """Give the bytes kept of each record by its name."""
        width = FIELDS * 8
        return {name: self.stats[at * width : (at + 1) * width] for at, name in enumerate(self.files)}


def stamp(status: os.stat_result) -> bytes:
    """Give what tells one state of a folder's names, or of a file's content, from another."""
    return array("q", _numbers(status)).tobytes()


def look(path: str, root: str, clock: int) -> Listing:
    """List a folder.

    Args:
        path: the folder.
        root: the real path of the whole folder of claims, which no link leaves.
        clock: the time at which the sweep began, in nanoseconds: what changed since or just before is unknown.
    """
    try:
        own = os.stat(path)
    except OSError:
        own = None
    found = list_folder(path, root)
    begin = os.path.join(path, "")
    numbers: list[int] = []
    for name in found.files:
        try:
            # Before the file is read: a newer content is never kept under older times.
            numbers += settled(os.stat(begin + name), clock)
        except OSError:
            numbers += _UNKNOWN
    known = own is not None and not found.linked and not found.unreadable and settled(own, clock) != _UNKNOWN
    return Listing(
        stamp(own) if own and known else b"",
        found.folders,
        found.files,
        array("q", numbers).tobytes(),
        found.problems,
    )


def settled(status: os.stat_result, clock: int) -> tuple[int, int, int, int]:
    """Give a file's numbers, or zeros where it changed too lately for them to prove anything."""
    # A time after the clock is one of a clock that was put back, or of another machine's.
    if max(status.st_mtime_ns, status.st_ctime_ns) >= clock - RACY:
        return _UNKNOWN
    return _numbers(status)


def _numbers(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & _NUMBER


def changed(path: str, known: bytes, files: Sequence[str], stats: bytes) -> bool:
    """Tell whether a folder is not as it was known: a name in it, or one of its files.

    Args:
        path: the folder.
        known: its stamp.
        files: the names of its files.
        stats: the numbers of its files.
    """
    if not known or not _CAN_PROVE:
        return True
    try:
        handle = os.open(path, _OPEN)
    except OSError:
        return True
    try:
        if stamp(os.fstat(handle)) != known:
            return True
        stat: Any = os.stat
        numbers: list[int] = []
        for name in files:
            status = stat(name, dir_fd=handle)
            numbers += (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & _NUMBER)
    except OSError:
        return True
    finally:
        os.close(handle)
    return array("q", numbers).tobytes() != stats


_OPEN: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_CAN_PROVE: Final = os.stat in os.supports_dir_fd
