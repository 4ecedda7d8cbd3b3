"""Settles which file has which id: of several with one stem the first, in the order of their paths."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from claimtrack.files.discover import stem_of, unfit_name
from claimtrack.index.tables import each_of, path_of, raw

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from claimtrack.index.write import Writer


Named = tuple[bytes, str, bytes | None]
"""A row of the files: the path, the id that its name makes, and the path of the file that has the id before it."""


def name_all(paths: Iterable[str]) -> tuple[dict[str, str], list[Named]]:
    """Name the records of a folder of which nothing is kept yet; give the claims to read, ids by paths, and the rows."""
    fit = sorted((raw(path), stem, path) for path, stem in _fit(paths))
    firsts: dict[str, bytes] = {}
    rows: list[Named] = []
    wanted: dict[str, str] = {}
    for kept, stem, path in fit:
        first = firsts.setdefault(stem, kept)
        rows.append((kept, stem, None if first is kept else first))
        if first is kept:
            wanted[path] = stem
    return wanted, rows


def name_again(
    base: sqlite3.Connection,
    writer: Writer,
    come: Collection[str],
    gone: Collection[str],
    edited: Collection[str],
) -> dict[str, str]:
    """Name the records of a folder that changed, and remove what is kept of those that are not as they were.

    Args:
        base: the index.
        writer: removes from it.
        come: the paths of records that are new.
        gone: of those that are not there any more.
        edited: of those that are not proven to be the same.

    Returns:
        The claims to read, ids by paths.
    """
    fit = [*_fit(sorted(come))]
    base.executemany("DELETE FROM files WHERE path = ?", [(raw(path),) for path in gone])
    base.executemany("INSERT INTO files VALUES (?, ?, NULL)", [(raw(path), stem) for path, stem in fit])
    for path in {*gone, *edited}:
        writer.remove(path)
    touched = {stem for _, stem in fit} | {stem_of(os.path.basename(path)) for path in (*gone, *edited)}
    wanted: dict[str, str] = {}
    for stem, paths in _twins(base, touched).items():
        winner = min(paths, default=None)
        base.execute("UPDATE files SET first = NULL WHERE stem = ?", (stem,))
        base.execute("UPDATE files SET first = ? WHERE stem = ? AND path <> ?", (winner, stem, winner))
        for twin in paths:
            if twin != winner:
                writer.remove(path_of(twin))
        if winner is not None and path_of(winner) not in edited and _is_kept(base, stem, winner):
            continue
        writer.remove_claim(stem)
        if winner is not None:
            wanted[path_of(winner)] = stem
    return wanted


def _fit(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the paths whose names are fit for records, with the ids that they make."""
    for path in paths:
        name = os.path.basename(path)
        if unfit_name(name) is None:
            yield path, stem_of(name)


def _twins(base: sqlite3.Connection, stems: Iterable[str]) -> dict[str, list[bytes]]:
    """Give the paths of the files of each stem."""
    found: dict[str, list[bytes]] = {stem: [] for stem in sorted(stems)}
    rows: Iterable[tuple[Any, ...]] = each_of(base, "SELECT stem, path FROM files WHERE stem IN", found)
    for stem, path in rows:
        found[stem].append(path)
    return found


def _is_kept(base: sqlite3.Connection, stem: str, path: bytes) -> bool:
    """Tell whether what is kept of a claim is from this file."""
    row = base.execute("SELECT 1 FROM claims WHERE id = ? AND path = ?", (stem, path)).fetchone()
    return row is not None
