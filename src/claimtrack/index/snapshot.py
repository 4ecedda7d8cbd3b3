"""The state of a folder's files: enough to prove later that a file has not changed since it was read.

A file is unchanged if its size, its modification and change times and its inode are the same. A file that changed so
shortly before it was looked at that a second change could leave the same times is never taken for unchanged (git's
rule for racy timestamps). The times of a folder prove only that no name in it was added or removed.
"""

from __future__ import annotations

import json
import os
import time
from array import array
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, list_folder, stem_of, unfit_name
from claimtrack.problems import Code

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

RACY: Final = 2_000_000_000
"""Nanoseconds in which a file may change without its times changing: the coarsest clock of a file system (FAT)."""

_FIELDS: Final = 4  # numbers for each file, of eight bytes
_WIDTH: Final = _FIELDS * 8
_UNKNOWN: Final = (0, 0, 0, 0)
UNPROVEN: Final = bytes(_WIDTH)
"""What is stored for a file whose times prove nothing."""

_NUMBER: Final = (1 << 63) - 1  # an inode may have one bit more than a signed number of 64 bits
_OPEN: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_HAS_DIR_FD: Final = os.stat in os.supports_dir_fd


class FolderState(NamedTuple):
    """The state of one folder."""

    stamp: bytes  # the folder's own times and inode; empty if they prove nothing
    folders: tuple[str, ...]  # the names of the folders in it, sorted
    files: tuple[str, ...]  # the names of the records in it, sorted
    stats: bytes  # four numbers for each record, in the order of `files`, as bytes; zeros if they prove nothing
    problems: tuple[NameProblem, ...] = ()  # what is wrong with names in it, as paths below the folder of claims

    @property
    def is_proven(self) -> bool:
        """Whether the numbers of each record prove something."""
        return UNPROVEN not in self.by_name().values()

    def by_name(self) -> dict[str, bytes]:
        """Return the numbers of each record by its name."""
        return {name: self.stats[at * _WIDTH : (at + 1) * _WIDTH] for at, name in enumerate(self.files)}

    def without_proof(self, names: Collection[str]) -> FolderState:
        """Return the state with these records unproven."""
        stats = self.by_name()
        return self._replace(stats=b"".join(UNPROVEN if name in names else stats[name] for name in self.files))


StoredFolder = tuple[bytes, bytes, bytes, bytes, bytes, str | None]
"""A folder as the index stores it: its path, and the fields of its state, which need not be unpacked to compare them."""


class FolderChanges(NamedTuple):
    """How a folder of claims differs from what was stored."""

    # The present state of each folder that changed or is new, by its path below the folder of claims.
    states: dict[str, FolderState]
    removed: list[str]  # the paths of the folders that no longer exist


# -- reading a folder


def stamp(status: os.stat_result) -> bytes:
    """Return the numbers of a file or a folder as bytes."""
    return array("q", _numbers(status)).tobytes()


def find_changes(
    folder: str, before: Mapping[str, FolderState], changed: Collection[str], now: int | None = None
) -> FolderChanges:
    """Return how a folder of claims differs from its stored state.

    Args:
        folder: its path.
        before: the stored state of it and of each folder in it, by the path below it.
        changed: the folders among those that are known to have changed.
        now: the time in nanoseconds, by the clock if not given.
    """
    now = time.time_ns() if now is None else now
    root = os.path.realpath(folder)
    states: dict[str, FolderState] = {}
    paths = [""]
    for below in paths:  # grows while it is iterated over
        state = before.get(below)
        if state is None or below in changed:
            state = states[below] = _read_state(folder, below, root, now)
        paths += (os.path.join(below, name) for name in state.folders)
    # A state that proves nothing is looked at again, even if it seems to be the same.
    states = {below: each for below, each in states.items() if each != before.get(below) or not each.is_proven}
    return FolderChanges(states, sorted(before.keys() - set(paths)))


def _read_state(folder: str, below: str, root: str, now: int) -> FolderState:
    """Return the present state of one folder; what changed after or shortly before `now` is unproven."""
    path = os.path.join(folder, below) if below else folder
    try:
        own = os.stat(path)
    except OSError:
        own = None
    found = list_folder(path, root)
    prefix = os.path.join(path, "")
    numbers: list[int] = []
    for name in found.files:
        try:
            # Before the file is read: newer content is never stored with older times.
            numbers += _proven(os.stat(prefix + name), now)
        except OSError:
            numbers += _UNKNOWN
    known = own is not None and not found.linked and not found.unreadable and _proven(own, now) != _UNKNOWN
    problems = [*found.problems]
    problems += [
        NameProblem(name, code)
        for name in found.files
        if (code := unfit_name(name, stem_of(name))) and (below or name not in {PARTIES, SOURCES})
    ]
    return FolderState(
        stamp(own) if own and known else b"",
        found.folders,
        found.files,
        array("q", numbers).tobytes(),
        tuple(problem.in_folder(below) for problem in problems),
    )


def _proven(status: os.stat_result, now: int) -> tuple[int, int, int, int]:
    """Return a file's numbers, or zeros if it changed too shortly before `now` for them to prove anything."""
    # A time in the future is by a clock that was set back, or by another machine's.
    if max(status.st_mtime_ns, status.st_ctime_ns) >= now - RACY:
        return _UNKNOWN
    return _numbers(status)


def _numbers(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & _NUMBER


# -- comparing it with what is stored


def changed_folders(folder: str, stored: Iterable[StoredFolder]) -> set[str]:
    """Return the folders that differ from their stored state, by their paths below the folder of claims."""
    changed = set()
    for path, own, _, files, stats, _ in stored:
        below = decode_path(path)
        if _has_changed(os.path.join(folder, below) if below else folder, own, _split(files), stats):
            changed.add(below)
    return changed


def _has_changed(path: str, own: bytes, files: Sequence[str], stats: bytes) -> bool:
    if not own or not _HAS_DIR_FD:
        return True
    try:
        handle = os.open(path, _OPEN)
    except OSError:
        return True
    try:
        if stamp(os.fstat(handle)) != own:
            return True
        stat: Any = os.stat
        numbers: list[int] = []
        for name in files:  # _numbers() in line: a call for each of thousands of files costs a third more
            status = stat(name, dir_fd=handle)
            numbers += (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino & _NUMBER)
    except OSError:
        return True
    finally:
        os.close(handle)
    return array("q", numbers).tobytes() != stats


def are_unchanged(db: sqlite3.Connection, folder: str, paths: Sequence[str]) -> bool:
    """Return whether no name in a folder of claims was added or removed, and some files are as they are stored.

    Args:
        db: the index.
        folder: the path of the folder of claims.
        paths: the files, below the folder; one that does not exist is unchanged if the index has none.
    """
    try:
        for path, own in db.execute("SELECT path, stamp FROM folders").fetchall():
            if not own or stamp(os.stat(os.path.join(folder, decode_path(path)))) != own:
                return False
        return all(_is_unchanged(db, folder, path) for path in paths)
    except OSError:
        return False


def _is_unchanged(db: sqlite3.Connection, folder: str, path: str) -> bool:
    below, name = os.path.split(path)
    row = db.execute("SELECT files, stats FROM folders WHERE path = ?", (encode_path(below),)).fetchone()
    stored = FolderState(b"", (), _split(row[0]), row[1]).by_name() if row else {}
    if name not in stored:
        return not os.path.lexists(os.path.join(folder, path))
    return stored[name] == stamp(os.stat(os.path.join(folder, path)))


# -- storing it


def stored_folders(db: sqlite3.Connection) -> list[StoredFolder]:
    """Return the stored state of each folder."""
    return db.execute("SELECT path, stamp, folders, files, stats, problems FROM folders").fetchall()


def states_of(stored: Iterable[StoredFolder]) -> dict[str, FolderState]:
    """Return the states of stored folders by their paths."""
    return {
        decode_path(path): FolderState(own, _split(folders), _split(files), stats, unpack_problems(problems))
        for path, own, folders, files, stats, problems in stored
    }


def store_folder(db: sqlite3.Connection, below: str, state: FolderState) -> None:
    """Store the state of a folder."""
    row = (
        encode_path(below),
        state.stamp,
        encode_path("\0".join(state.folders)),
        encode_path("\0".join(state.files)),
        state.stats,
        json.dumps(state.problems) if state.problems else None,
    )
    db.execute("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?)", row)


def unpack_problems(stored: str | None) -> tuple[NameProblem, ...]:
    """Return what is wrong with names, from what is stored."""
    if not stored:
        return ()
    return tuple(NameProblem(path, Code(code), detail) for path, code, detail in json.loads(stored))


def encode_path(path: str) -> bytes:
    """Return a path as it is stored: a file's name need not be Unicode, and paths sort as their texts do."""
    return path.encode("utf-8", "surrogatepass")


def decode_path(stored: bytes) -> str:
    """Return a path from what is stored."""
    return stored.decode("utf-8", "surrogatepass")


def _split(stored: bytes) -> tuple[str, ...]:
    return tuple(decode_path(stored).split("\0")) if stored else ()
