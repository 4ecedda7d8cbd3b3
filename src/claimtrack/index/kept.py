"""What an index knows of each folder, and of what is wrong with names in it."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.index.listing import FIELDS, Listing
from claimtrack.index.tables import path_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from claimtrack.files.discover import NameProblem


class Kept(NamedTuple):
    """One folder as the index keeps it: a listing in bytes, which need not be unpacked to be compared."""

    path: bytes
    odd: bytes | None
    stamp: bytes
    folders: bytes
    files: bytes
    stats: bytes

    @property
    def size(self) -> int:
        """How many records are in it."""
        return len(self.stats) // (FIELDS * 8)

    def names(self) -> tuple[str, ...]:
        """Give the names of the records in it."""
        return _names(self.files)

    def listing(self) -> Listing:
        """Unpack it."""
        return Listing(self.stamp, _names(self.folders), self.names(), self.stats, name_problems(self.odd))


def kept_folders(base: sqlite3.Connection) -> list[Kept]:
    """Give what an index knows of each folder."""
    return [*map(Kept._make, base.execute("SELECT path, odd, stamp, folders, files, stats FROM folders"))]


def listings(kept: Iterable[Kept]) -> dict[str, Listing]:
    """Unpack what is known of folders, by their paths."""
    return {path_of(each.path): each.listing() for each in kept}


def _names(kept: bytes) -> tuple[str, ...]:
    return tuple(path_of(kept).split("\0")) if kept else ()


def pack_name_problems(odd: Iterable[NameProblem]) -> bytes | None:
    """Pack what is wrong with names in a folder."""
    found = [(each.path, str(each.code), each.detail) for each in odd]
    return marshal.dumps(found) if found else None


def name_problems(kept: bytes | None) -> tuple[NameProblem, ...]:
    """Give what is wrong with names in a folder, from how it is kept."""
    if not kept:
        return ()
    from claimtrack.files.discover import NameProblem  # noqa: PLC0415 - something is wrong rarely
    from claimtrack.problems import Code  # noqa: PLC0415

    return tuple(NameProblem(path, Code(what), more) for path, what, more in marshal.loads(kept))
