"""Brings an index up to date: reads what changed, and derives anew whatever depends on it."""

from __future__ import annotations

import os
from contextlib import closing
from operator import itemgetter
from typing import TYPE_CHECKING

from claimtrack.files.discover import PARTIES, SOURCES, NameProblem, unfit_name
from claimtrack.files.load import Loader
from claimtrack.files.parties import read_parties
from claimtrack.files.sources import Shared, read_sources
from claimtrack.index.derive import Reader, Rows
from claimtrack.index.kept import pack_name_problems
from claimtrack.index.listing import UNPROVEN, Listing
from claimtrack.index.marks import FOREIGN, cited, marked, parent, passed_on, took
from claimtrack.index.naming import name_again, name_all
from claimtrack.index.pack import pack_parties, pack_sources, unpack_claim, unpack_parties, unpack_sources
from claimtrack.index.parallel import ReadOptions
from claimtrack.index.tables import create_indexes, get, path_of, put, raw
from claimtrack.index.write import Writer
from claimtrack.model.registry import Registry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from claimtrack.index.naming import Named
    from claimtrack.index.sweep import Swept
    from claimtrack.problems import Problem

    Watch = Callable[[int, int], None]


def refresh(
    base: sqlite3.Connection,
    folder: str,
    swept: Swept,
    before: dict[str, Listing],
    watch: Watch | None = None,
) -> None:
    """Bring an index up to date; the caller has a transaction open, and ends it.

    Args:
        base: the index.
        folder: the path of the folder of claims.
        swept: what is not as it was known.
        before: what was known.
        watch: is told how many files were read, and of how many.
    """
    _Refresh(base, folder, swept, before).run(watch)


class _Refresh:
    def __init__(
        self, base: sqlite3.Connection, folder: str, swept: Swept, before: dict[str, Listing]
    ) -> None:
        self._base = base
        self._folder = folder
        self._swept = swept
        self._before = before
        self._first = not before
        self._writer = Writer(base)
        self._named: list[Named] = []  # rows of files, still to be written
        self._doubtful: set[str] = set()  # files that an error kept from being read, not what they say

    def run(self, watch: Watch | None) -> None:
        registries: set[str] = set()
        if self._first:
            folders = sorted(self._swept.changed.items())
            stems, self._named = name_all(
                path for below, each in folders for path in _within(below, each.files)
            )
        else:
            come, gone, edited = self._differences()
            registries = {path for path in (PARTIES, SOURCES) if path in come | gone | edited}
            stems = name_again(
                self._base, self._writer, come - registries, gone - registries, edited - registries
            )
        shared, again = self._read_sources(SOURCES in registries)
        registry, moved = self._read_parties(PARTIES in registries)
        wanted = {**stems, **{path: stem for path, stem in again.items() if path not in stems}}
        read = set(wanted.values())
        self._derive_again(registry, moved - read)
        self._read(registry, shared, wanted, watch)
        self._count()
        if self._first:
            create_indexes(self._base)

    # -- names

    def _differences(self) -> tuple[set[str], set[str], set[str]]:
        """Give the paths of the records that are new, gone, or not proven to be the same."""
        come: set[str] = set()
        gone: set[str] = set()
        edited: set[str] = set()
        for below in self._swept.gone:
            gone.update(_within(below, self._before[below].files))
        for below, listing in self._swept.changed.items():
            now = listing.stat()
            was = self._before[below].stat() if below in self._before else {}
            come.update(_within(below, now.keys() - was.keys()))
            gone.update(_within(below, was.keys() - now.keys()))
            both = now.keys() & was.keys()
            doubtful = [name for name in both if now[name] != was[name] or now[name] == UNPROVEN]
            edited.update(_within(below, doubtful))
        return come, gone, edited

    # -- registries

    def _read_sources(self, changed: bool) -> tuple[Shared, dict[str, str]]:  # noqa: FBT001
        """Read the shared sources, if they changed; give the claims to read for it, by path."""
        base = self._base
        kept = get(base, "sources")
        listed = tuple(unpack_sources(kept)) if kept else ()
        was = Shared(
            listed, {source.id: source for source in reversed(listed)}, bool(get(base, "sources known"))
        )
        if not changed and not self._first:
            return was, {}
        loader = Loader([], keep=False)
        path = os.path.join(self._folder, SOURCES)
        now = read_sources(loader, path if self._is_there(SOURCES) else None)
        self._keep_problems(SOURCES, loader.problems)
        put(base, "sources", pack_sources(now.listed))
        put(base, "sources known", now.known)
        return now, {} if self._first else self._suspects(was, now)

    def _suspects(self, was: Shared, now: Shared) -> dict[str, str]:
        """Give the claims that may cite a source that is new or gone, and those that something is wrong with."""
        base = self._base
        if was.by_id.keys() == now.by_id.keys() and was.known == now.known:
            return {}
        if was.known == now.known:
            ids = was.by_id.keys() ^ now.by_id.keys()
            suspects = [self._marked(cited(each), parent(each)) for each in ids]
        else:
            suspects = [self._marked(FOREIGN)]
        found = {path: stem for claims in suspects for stem, path in claims.items()}
        # The hint of a problem may name a source that is new.
        found |= dict(
            base.execute("SELECT path, stem FROM files JOIN problems USING (path) WHERE first IS NULL")
        )
        for path, stem in found.items():
            self._writer.remove(path_of(path))
            self._writer.remove_claim(stem)
        return {path_of(path): stem for path, stem in found.items()}

    def _read_parties(self, changed: bool) -> tuple[Registry, set[str]]:  # noqa: FBT001
        """Read the registry, if it changed; give the ids of the claims whose lines may be others for it."""
        kept = get(self._base, "parties")
        was = Registry(unpack_parties(kept) if kept else ())
        if not changed and not self._first:
            return was, set()
        loader = Loader([], keep=False)
        path = os.path.join(self._folder, PARTIES)
        now = read_parties(loader, path if self._is_there(PARTIES) else None).registry
        self._keep_problems(PARTIES, loader.problems)
        put(self._base, "parties", pack_parties(now))
        self._keep_names(now)
        if self._first:
            return now, set()
        parties = was.differing(now)
        return now, {claim for each in parties for claim in self._marked(took(each), passed_on(each))}

    def _marked(self, *marks: str) -> dict[str, bytes]:
        return marked(self._base, marks, search=self._writer.search)

    def _keep_names(self, registry: Registry) -> None:
        """Keep who is meant by a name, and who speaks for others: so much is asked without the registry."""
        voices = [(party.id,) for party in registry if registry.is_voice(party.id)]
        names = [(name, registry.party(name)) for name in registry.names]
        for table in ("names", "voices"):
            self._base.execute(f"DELETE FROM {table}")
        self._base.executemany("INSERT INTO names VALUES (?, ?)", names)
        self._base.executemany("INSERT INTO voices VALUES (?)", voices)

    def _derive_again(self, registry: Registry, claims: set[str]) -> None:
        """Apply the rules anew to claims whose files are as they were."""
        for claim_id in sorted(claims):
            row = self._base.execute(
                "SELECT path, packed FROM claims JOIN records USING (n) WHERE id = ?", (claim_id,)
            ).fetchone()
            if row is None:
                continue
            path = path_of(row[0])
            self._writer.remove_claim(claim_id)
            rows = Rows.none()
            rows.add_claim(unpack_claim(claim_id, "", row[1]), registry, path, self._writer.numbers(1))
            self._writer.write(rows)

    def _is_there(self, name: str) -> bool:
        top = self._swept.changed.get("") or self._before.get("")
        return top is not None and name in top.files

    def _keep_problems(self, path: str, problems: list[Problem]) -> None:
        self._writer.remove(path)
        rows = Rows.none()
        rows.add_problems(path, problems)
        self._write(rows)

    # -- contents

    def _read(self, registry: Registry, shared: Shared, wanted: dict[str, str], watch: Watch | None) -> None:
        reader = Reader(self._folder, registry, shared)
        first = self._writer.numbers(len(wanted))
        # In the order in which they will mostly be asked for: neighbours are kept together.
        items = sorted(wanted.items(), key=itemgetter(1))
        with closing(ReadOptions(reader, items, first)) as reading:
            # While others read:
            self._base.executemany("INSERT INTO files VALUES (?, ?, ?)", self._named)
            self._forget_folders()
            self._keep_folders(self._swept.changed)
            for done, rows in reading:
                self._write(rows)
                if watch is not None:
                    watch(done, len(wanted))
        self._keep_folders({os.path.dirname(path) for path in self._doubtful} & self._swept.changed.keys())

    def _write(self, rows: Rows) -> None:
        self._writer.write(rows)
        self._doubtful.update(rows.doubtful)

    def _forget_folders(self) -> None:
        self._base.executemany(
            "DELETE FROM folders WHERE path = ?", [(raw(each),) for each in self._swept.gone]
        )

    def _keep_folders(self, which: Iterable[str]) -> None:
        rows = []
        for below in which:
            found = self._swept.changed[below]
            # What could not be read for an error that its times tell nothing of is looked at again next time.
            doubtful = {name for name in found.files if os.path.join(below, name) in self._doubtful}
            listing = found.doubting(doubtful) if doubtful else found
            unfit = [
                NameProblem(os.path.join(below, name), code)
                for name in listing.files
                if (code := unfit_name(name)) and (below or name not in {PARTIES, SOURCES})
            ]
            rows.append(
                (
                    raw(below),
                    pack_name_problems(listing.odd),
                    pack_name_problems(unfit),
                    listing.stamp,
                    raw("\0".join(listing.folders)),
                    raw("\0".join(listing.files)),
                    listing.stats,
                )
            )
        self._base.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _count(self) -> None:
        (number,) = self._base.execute("SELECT count(*) FROM claims").fetchone()
        put(self._base, "size", number)
        put(self._base, "turn", (get(self._base, "turn") or 0) + 1)


def _within(below: str, names: Iterable[str]) -> list[str]:
    """Give the paths of files in a folder."""
    begin = os.path.join(below, "") if below else ""
    return [begin + name for name in names]
