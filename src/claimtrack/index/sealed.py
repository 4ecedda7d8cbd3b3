"""The file of an index, and the seal that proves it to be as we left it.

An index is one SQLite file with a seal beside it: the file's own times, size and inode as its last writer left them.
Whatever else wrote to the file left others, and it is not read.
"""

from __future__ import annotations

import os
import sqlite3
import time
from typing import Final
from urllib.parse import quote

from claimtrack.index import private
from claimtrack.index.listing import stamp
from claimtrack.index.place import BUILDING, SEAL, Place
from claimtrack.index.tables import get, raw

_PATIENCE: Final = 5.0  # seconds to wait for another process that writes
_UNSEALED: Final = 20  # times to look for the seal of another process that has just written
_MOMENT: Final = 0.01  # seconds between them


def connected(path: str) -> sqlite3.Connection:
    """Open the file of an index that is there."""
    name = quote(os.fsencode(path))
    base = sqlite3.connect(f"file:{name}?mode=rw", uri=True, isolation_level=None, timeout=_PATIENCE)
    base.execute("PRAGMA cache_size = -16000")
    base.execute("PRAGMA secure_delete = ON")
    return base


def begin(base: sqlite3.Connection, path: str, place: Place) -> bool:
    """Begin to read, if the file is as its last writer left it, and is of the folder meant."""
    for _ in range(_UNSEALED):
        base.execute("BEGIN")
        # From here on nobody writes to the file.
        base.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        if is_sealed(path):
            return bool(get(base, "claims") == raw(place.claims))
        base.rollback()
        time.sleep(_MOMENT)
    return False


def is_sealed(path: str) -> bool:
    """Tell whether nobody wrote to the file since it was sealed."""
    own = stamp(os.lstat(path))
    return private.read(path + SEAL, len(own) + 1) == own


def seal(path: str) -> None:
    """Seal the file, whole at once."""
    draft = f"{path}{SEAL}{BUILDING}{os.getpid()}-{time.time_ns()}"
    with open(private.create(draft), "wb") as file:
        file.write(stamp(os.lstat(path)))
    os.replace(draft, path + SEAL)
