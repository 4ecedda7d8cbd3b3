"""What an index knows of a folder and of what is wrong with names in it."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING

from claimtrack.index.listing import Listing
from claimtrack.index.tables import path_of

if TYPE_CHECKING:
    import sqlite3

    from claimtrack.files import Oddity


def known(base: sqlite3.Connection) -> dict[str, Listing]:
    """Give what an index knows of each folder."""
    return {
        path_of(path): Listing(stamp, _names(folders), _names(files), stats, oddities(odd))
        for path, odd, _, stamp, folders, files, stats in base.execute("SELECT * FROM folders")
    }


def _names(kept: bytes) -> tuple[str, ...]:
    return tuple(path_of(kept).split("\0")) if kept else ()


def oddities(kept: bytes | None) -> tuple[Oddity, ...]:
    """Give what is wrong with names in a folder, from how it is kept."""
    if not kept:
        return ()
    from claimtrack.files import Oddity  # noqa: PLC0415 - something is wrong rarely
    from claimtrack.problems import Code  # noqa: PLC0415

    return tuple(Oddity(path, Code(what), more) for path, what, more in marshal.loads(kept))
