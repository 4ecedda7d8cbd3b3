"""An index that begins to be compared with its folder before anybody has asked for it.

Who starts a program mostly waits for it to load. The folder that it is going to ask about can be guessed by then, and
the sweep of it begun in other processes. A guess that was wrong costs their time and changes no answer.
"""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.index.cores import cores
from claimtrack.index.forked import Forked
from claimtrack.index.kept import Kept, kept_folders
from claimtrack.index.place import Place
from claimtrack.index.probe import Probe
from claimtrack.index.sealed import begin, connected
from claimtrack.index.sweep import pack_swept, sweep, unpack_swept
from claimtrack.index.tables import get

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.index.sweep import Swept


class Begun(NamedTuple):
    """An index in a transaction, and the question whether it is as its folder is.

    Attributes:
        base: the connection.
        turn: a number that another one gets with each change to the index.
        kept: what the index knows of each folder.
        probe: asks which of them are not as they were known.
    """

    base: sqlite3.Connection
    turn: int
    kept: list[Kept]
    probe: Probe

    @classmethod
    def on(
        cls, base: sqlite3.Connection, path: str, place: Place, folder: str, *, ahead: bool = False
    ) -> Begun | None:
        """Begin to compare an index with its folder; None where it cannot be trusted.

        Raises:
            OSError: it has no seal.
            sqlite3.Error: it is no index, or somebody writes to it and writes.
        """
        if not begin(base, path, place):
            base.close()
            return None
        kept = kept_folders(base)
        return cls(base, get(base, "turn"), kept, Probe(folder, kept, ahead=ahead))


_ahead: dict[tuple[Place, str], Begun] = {}
_first: dict[Place, Forked] = {}


def look_ahead(folder: str) -> None:
    """Begin to compare a folder with its index as if it had been asked for; to sweep it, where it has none."""
    drop()
    place = Place.of(folder)
    path = place.newest()
    if path is None:
        if cores() > 1:
            _first[place] = Forked(partial(_swept, folder))
        return
    try:
        begun = Begun.on(connected(path), path, place, folder, ahead=True)
    except (OSError, sqlite3.Error):  # whoever asks for it will see
        return
    if begun is not None:
        _ahead[place, path] = begun


def take(place: Place, path: str) -> Begun | None:
    """Give what was begun for this index, to whoever asks first; let go of whatever else was begun."""
    begun = _ahead.pop((place, path), None)
    drop()
    return begun


def take_swept(place: Place) -> Swept | None:
    """Give what is in a folder, if a sweep of it was begun, to whoever asks first; let go of whatever else was."""
    forked = _first.pop(place, None)
    drop()
    told = forked.pipe.read() if forked else b""
    return unpack_swept(told) if forked and forked.end() else None


def drop() -> None:
    """Let go of what was begun and not taken."""
    while _ahead:
        _, begun = _ahead.popitem()
        begun.probe.end()
        begun.base.close()
    while _first:
        _first.popitem()[1].end()


def _swept(folder: str) -> Iterator[bytes]:
    yield pack_swept(sweep(folder, {}, ()))
