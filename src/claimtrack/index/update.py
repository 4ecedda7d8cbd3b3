"""Brings an index up to date: reads the files that changed, and derives again what depends on them."""

from __future__ import annotations

import json
import os
from contextlib import closing
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.files.discover import PARTIES, SOURCES, stem_of, unfit_name
from claimtrack.files.load import Loader
from claimtrack.files.registries import Shared, read_parties, read_sources
from claimtrack.index.blocks import forget_blocks
from claimtrack.index.database import create_indexes, get, put, select_in
from claimtrack.index.derive import derive
from claimtrack.index.pack import pack_registry, pack_sources, unpack_claim, unpack_registry, unpack_sources
from claimtrack.index.reader import FileToRead, Reader, pack_problems
from claimtrack.index.snapshot import UNPROVEN, decode_path, encode_path, store_folder
from claimtrack.index.workers import ParallelReader
from claimtrack.problems import Code

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from claimtrack.files.folder import Progress
    from claimtrack.index.derive import Derived
    from claimtrack.index.snapshot import FolderChanges, FolderState
    from claimtrack.model.registry import Registry

_DERIVED: Final = ("claims", "unreviewed", "facts", "details", "words", "findings", "shifts", "position_rows")
_BATCH: Final = 200  # files that are read before their rows are handed over; measured
_TOGETHER: Final = 200  # claims that are derived before their rows are written


class _Paths(NamedTuple):
    """The records that were added or removed, or that are not proven to be the same, by path below the folder."""

    added: set[str]
    removed: set[str]
    edited: set[str]

    def any_is(self, path: str) -> bool:
        return any(path in paths for paths in self)


class Update:
    """Brings an index up to date, in the transaction that is open; the caller commits it."""

    def __init__(
        self,
        db: sqlite3.Connection,
        folder: str,
        changes: FolderChanges,
        before: Mapping[str, FolderState],
        progress: Progress | None,
    ) -> None:
        """Take what `run` needs.

        Args:
            db: the index.
            folder: the path of the folder of claims.
            changes: how the folder differs from what is stored.
            before: the states that are stored; empty for a new index.
            progress: is called with the number of files read so far and the number of files to read.
        """
        self._db = db
        self._folder = folder
        self._changes = changes
        self._before = before
        self._progress = progress
        self._unread: set[str] = set()  # files that could not be read because of an error
        self._to_derive: set[int] = set()  # files that were not read again, but whose claims are used now

    def run(self) -> None:
        """Read what changed, and derive what depends on it.

        Raises:
            sqlite3.Error: the index cannot be written.
        """
        is_new = not self._before
        paths = self._paths()
        old_parties, old_sources = get(self._db, "parties"), get(self._db, "sources")
        parties = self._read_parties() if is_new or paths.any_is(PARTIES) else old_parties
        sources = self._read_sources() if is_new or paths.any_is(SOURCES) else old_sources
        registry, shared = unpack_registry(parties), _unpack_shared(sources)
        reader = Reader(self._folder, registry, shared)
        self._forget(paths.removed | paths.edited)
        files = self._name([*paths.added, *paths.edited], [*paths.removed])
        self._read(reader, files)
        if is_new:
            create_indexes(self._db)
        elif sources != old_sources:
            self._look_up_sources(reader, shared)
            self._db.execute("DELETE FROM position_rows")
        if not is_new:
            self._derive(registry, None if parties != old_parties else self._to_derive)
        self._store_folders()
        put(self._db, "turn", (get(self._db, "turn") or 0) + 1)

    # -- stage 1: what a file says

    def _paths(self) -> _Paths:
        paths = _Paths(set(), set(), set())
        for below in self._changes.removed:
            paths.removed.update(_within(below, self._before[below].files))
        for below, state in self._changes.states.items():
            now = state.by_name()
            was = self._before[below].by_name() if below in self._before else {}
            paths.added.update(_within(below, now.keys() - was.keys()))
            paths.removed.update(_within(below, was.keys() - now.keys()))
            both = now.keys() & was.keys()
            paths.edited.update(
                _within(below, [name for name in both if now[name] != was[name] or now[name] == UNPROVEN])
            )
        return paths

    def _read_parties(self) -> str:
        loader = Loader([], keep=False)
        parties = read_parties(loader, self._path(PARTIES))
        self._store_problems(PARTIES, loader)
        packed = pack_registry(parties.registry)
        put(self._db, "parties", packed)
        return packed

    def _read_sources(self) -> str:
        loader = Loader([], keep=False)
        shared = read_sources(loader, self._path(SOURCES))
        self._store_problems(SOURCES, loader)
        packed = json.dumps(
            {"known": shared.known, "left_out": sorted(shared.left_out), "sources": pack_sources(shared.listed)}
        )
        put(self._db, "sources", packed)
        return packed

    def _path(self, registry: str) -> str | None:
        """Return the path of a registry; None if it does not exist."""
        top = self._changes.states.get("") or self._before.get("")
        exists = top is not None and registry in top.files
        return os.path.join(self._folder, registry) if exists else None

    def _store_problems(self, registry: str, loader: Loader) -> None:
        self._db.execute("DELETE FROM files WHERE path = ?", (encode_path(registry),))
        self._db.execute(
            "INSERT INTO files (path, problems) VALUES (?, ?)",  # without a stem: it holds no claim
            (encode_path(registry), pack_problems(loader.problems)),
        )
        if any(problem.code == Code.UNREADABLE for problem in loader.problems):
            self._unread.add(registry)

    def _forget(self, paths: Iterable[str]) -> None:
        """Remove files, and what was derived from them."""
        stored = map(encode_path, paths)
        numbers = [(n,) for n, stem in select_in(self._db, "SELECT n, stem FROM files WHERE path IN", stored) if stem]
        self._db.executemany("DELETE FROM files WHERE n = ?", numbers)
        self._forget_derived([n for (n,) in numbers])

    def _name(self, paths: Iterable[str], removed: Iterable[str]) -> list[FileToRead]:
        """Return the files to read. If several files have the same stem, only the one with the first path is used.

        What is stored of other files with these stems is corrected.
        """
        by_stem: dict[str, list[bytes]] = {}
        fit = [(path, stem) for path in paths if (stem := _fit_stem(path)) is not None]
        for path, stem in fit:
            by_stem.setdefault(stem, []).append(encode_path(path))
        stems = {*by_stem, *filter(None, map(_fit_stem, removed))} if self._before else set()
        stored: dict[str, list[tuple[int, bytes, bytes | None]]] = {}
        for n, path, stem, shadowed_by in select_in(
            self._db, "SELECT n, path, stem, shadowed_by FROM files WHERE stem IN", sorted(stems)
        ):
            by_stem.setdefault(stem, []).append(path)
            stored.setdefault(stem, []).append((n, path, shadowed_by))
        first = {stem: min(same) for stem, same in by_stem.items()}
        for stem, rows in stored.items():
            for n, stored_path, was in rows:
                shadowed_by = None if stored_path == first[stem] else first[stem]
                if shadowed_by != was:
                    self._db.execute("UPDATE files SET shadowed_by = ? WHERE n = ?", (shadowed_by, n))
                if shadowed_by is not None:
                    self._forget_derived([n])
                elif was is not None:
                    self._to_derive.add(n)
        files = []
        for path, stem in fit:
            is_first = encode_path(path) == first[stem]
            files.append(FileToRead(path, stem, None if is_first else decode_path(first[stem])))
        # In the order in which they are mostly shown, so that neighbours are stored together.
        return sorted(files, key=attrgetter("stem", "path"))

    def _read(self, reader: Reader, files: list[FileToRead]) -> None:
        (last,) = self._db.execute("SELECT max(n) FROM files").fetchone()
        first, done = (last or 0) + 1, 0
        batches = [(files[start : start + _BATCH], first + start) for start in range(0, len(files), _BATCH)]
        with closing(ParallelReader(reader.read, batches, len(files))) as read:
            for rows in read:
                self._insert("files", rows.files)
                self._insert_derived(rows.derived)
                self._unread.update(rows.unread)
                done += len(rows.files)
                if self._progress is not None:
                    self._progress(done, len(files))

    # -- what depends on sources.toml

    def _look_up_sources(self, reader: Reader, shared: Shared) -> None:
        """Find the uses of sources that nobody defines, after the shared sources changed."""
        missing = {}
        for n, path, stem, needs in self._db.execute("SELECT n, path, stem, needs FROM files WHERE needs IS NOT NULL"):
            if not shared.define(set(json.loads(needs))):
                missing[n] = reader.missing(decode_path(path), stem)
        self._db.execute("UPDATE files SET missing = NULL WHERE missing IS NOT NULL")
        self._db.executemany(
            "UPDATE files SET missing = ? WHERE n = ?", [(problems, n) for n, problems in missing.items()]
        )

    # -- stage 2: what depends on parties.toml

    def _derive(self, registry: Registry, numbers: Iterable[int] | None) -> None:
        """Derive the claims of these files, or of all files if `numbers` is None; skip files that hold no valid claim."""
        select = "SELECT n, path, stem, record FROM files WHERE record IS NOT NULL AND shadowed_by IS NULL"
        if numbers is None:
            for table in ("claims", "unreviewed", "facts", "details", "blocks", "shifts", "position_rows"):
                self._db.execute(f"DELETE FROM {table}")
            rows: Iterator[tuple[Any, ...]] = self._db.execute(select)
        else:
            rows = select_in(self._db, f"{select} AND n IN", sorted(numbers))
        while some := [*islice(rows, _TOGETHER)]:
            self._insert_derived(
                [
                    derive(n, unpack_claim(stem, "", record), registry, decode_path(path))
                    for n, path, stem, record in some
                ]
            )

    def _forget_derived(self, numbers: Collection[int]) -> None:
        for table in _DERIVED:
            self._db.executemany(f"DELETE FROM {table} WHERE n = ?", [(n,) for n in numbers])
        forget_blocks(self._db, numbers)

    def _insert_derived(self, derived: Sequence[Derived]) -> None:
        self._insert("claims", [each.claim for each in derived])
        self._insert("unreviewed", [each.unreviewed for each in derived if each.unreviewed is not None])
        self._insert("facts", [each.facts for each in derived])
        self._insert("details", [each.details for each in derived])
        forget_blocks(self._db, [each.claim[0] for each in derived])

    def _insert(self, table: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    # -- the state of the folder

    def _store_folders(self) -> None:
        self._db.executemany(
            "DELETE FROM folders WHERE path = ?", [(encode_path(below),) for below in self._changes.removed]
        )
        for below, state in self._changes.states.items():
            # A file that could not be read because of an error is read again next time, whatever its times say.
            unread = {name for name in state.files if os.path.join(below, name) in self._unread}
            store_folder(self._db, below, state.without_proof(unread) if unread else state)


def _within(below: str, names: Iterable[str]) -> list[str]:
    """Return the paths of files in a folder."""
    prefix = os.path.join(below, "") if below else ""
    return [prefix + name for name in names]


def _fit_stem(path: str) -> str | None:
    """Return the id that a file's name makes; None if the name cannot be that of a claim."""
    stem = stem_of(path)
    return None if unfit_name(path, stem) else stem


def _unpack_shared(packed: str) -> Shared:
    table = json.loads(packed)
    return Shared.of(unpack_sources(table["sources"]), table["left_out"], known=table["known"])
