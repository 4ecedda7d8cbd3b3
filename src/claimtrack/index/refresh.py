"""Brings an index up to date: reads what changed, and derives anew whatever depends on it."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING, Any, Final

from claimtrack.files import (
    PARTIES,
    SOURCES,
    Loader,
    Oddity,
    Shared,
    oddity,
    read_parties,
    read_sources,
    stem_of,
)
from claimtrack.index.derive import Reader, derive, needs
from claimtrack.index.listing import UNPROVEN, Listing
from claimtrack.index.pack import pack_parties, pack_sources, unpack_claim, unpack_parties, unpack_sources
from claimtrack.index.parallel import read_all
from claimtrack.index.tables import create_indexes, get, path_of, put, raw
from claimtrack.index.write import Writer
from claimtrack.model import Registry
from claimtrack.problems import Code

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from claimtrack.index.sweep import Swept
    from claimtrack.problems import Problem

    Watch = Callable[[int, int], None]

_MANY: Final = 500  # values in one question to SQLite, of which some take 999 at most


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
        self._doubtful: set[str] = set()  # files that an error kept from being read, not what they say

    def run(self, watch: Watch | None) -> None:
        come, gone, edited = self._differences()
        registries = {path for path in (PARTIES, SOURCES) if path in come | gone | edited}
        stems = self._name(come - registries, gone - registries, edited - registries)
        shared, again = self._read_sources(SOURCES in registries)
        registry, moved = self._read_parties(PARTIES in registries)
        wanted = {**stems, **{path: stem for path, stem in again.items() if path not in stems}}
        read = set(wanted.values())
        self._derive_again(registry, moved - read)
        self._read(registry, shared, wanted, watch)
        self._keep_folders()
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
            gone.update(os.path.join(below, name) for name in self._before[below].files)
        for below, listing in self._swept.changed.items():
            now = listing.stat()
            was = self._before[below].stat() if below in self._before else {}
            come.update(os.path.join(below, name) for name in now.keys() - was.keys())
            gone.update(os.path.join(below, name) for name in was.keys() - now.keys())
            edited.update(
                os.path.join(below, name)
                for name in now.keys() & was.keys()
                if now[name] != was[name] or now[name] == UNPROVEN
            )
        return come, gone, edited

    def _name(self, come: set[str], gone: set[str], edited: set[str]) -> dict[str, str]:
        """Settle which file has which id; give the claims to read, by path, after removing what is kept of them."""
        base = self._base
        base.executemany("DELETE FROM files WHERE path = ?", [(raw(path),) for path in gone])
        fit = [(path, stem_of(os.path.basename(path))) for path in come if oddity(path) is None]
        base.executemany(
            "INSERT INTO files VALUES (?, ?, NULL)", [(raw(path), stem) for path, stem in sorted(fit)]
        )
        for path in gone | edited:
            self._writer.remove(path)
        touched = {stem for _, stem in fit} | {stem_of(os.path.basename(path)) for path in gone | edited}
        wanted: dict[str, str] = {}
        for stem, paths in self._twins(touched):
            winner = min(paths, default=None)
            if len(paths) > 1 or not self._first:
                base.execute("UPDATE files SET first = NULL WHERE stem = ?", (stem,))
                base.execute(
                    "UPDATE files SET first = ? WHERE stem = ? AND path <> ?", (winner, stem, winner)
                )
                for twin in paths:
                    if twin != winner:
                        self._writer.remove(path_of(twin))
            if not self._first and self._is_same(stem, winner, edited):
                continue
            self._drop(stem)
            if winner is not None:
                wanted[path_of(winner)] = stem
        return wanted

    def _is_same(self, stem: str, winner: bytes | None, edited: set[str]) -> bool:
        """Tell whether what is kept of a claim is what its file says still."""
        if winner is None or path_of(winner) in edited:
            return False
        return (
            self._base.execute("SELECT 1 FROM claims WHERE id = ? AND path = ?", (stem, winner)).fetchone()
            is not None
        )

    def _twins(self, stems: set[str]) -> Iterable[tuple[str, list[bytes]]]:
        """Give the paths of the files of each stem."""
        found: dict[str, list[bytes]] = {stem: [] for stem in sorted(stems)}
        if self._first:
            rows: Iterable[tuple[str, bytes]] = self._base.execute("SELECT stem, path FROM files")
        else:
            rows = _each(self._base, "SELECT stem, path FROM files WHERE stem IN", found)
        for stem, path in rows:
            found[stem].append(path)
        return found.items()

    def _drop(self, stem: str) -> None:
        if not self._first:
            self._writer.remove_claim(stem)

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
            rows = list(_each(base, "SELECT DISTINCT claim FROM sources WHERE NOT own AND id IN", ids))
        else:
            foreign = base.execute("SELECT DISTINCT id FROM sources WHERE NOT own").fetchall()
            ids = {source_id for (source_id,) in foreign if needs(source_id)}
            rows = list(_each(base, "SELECT DISTINCT claim FROM sources WHERE NOT own AND id IN", ids))
        numbers = {n for (n,) in rows}
        found = dict(_each(base, "SELECT path, id FROM claims WHERE n IN", numbers))
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
        rows = _each(
            self._base,
            "SELECT DISTINCT claims.id FROM people JOIN acts ON acts.party = people.n JOIN claims ON claims.n = claim"
            " WHERE people.id IN",
            parties,
        )
        via = _each(
            self._base,
            "SELECT DISTINCT claims.id FROM people JOIN via ON via.party = people.n JOIN claims ON claims.n = claim"
            " WHERE people.id IN",
            parties,
        )
        return now, {claim for (claim,) in [*rows, *via]}

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
            self._writer.write([derive(unpack_claim(claim_id, "", row[1]), registry, path)])

    def _is_there(self, name: str) -> bool:
        top = self._swept.changed.get("") or self._before.get("")
        return top is not None and name in top.files

    def _keep_problems(self, path: str, problems: list[Problem]) -> None:
        self._writer.remove(path)
        if problems:
            told = [tuple(problem[1:]) for problem in sorted(problems)]
            self._base.execute("INSERT INTO problems VALUES (?, ?)", (raw(path), marshal.dumps(_plain(told))))
            self._doubt(path, told)

    # -- contents

    def _read(self, registry: Registry, shared: Shared, wanted: dict[str, str], watch: Watch | None) -> None:
        reader = Reader(self._folder, registry, shared)
        done = 0
        for batch in read_all(reader, sorted(wanted.items())):
            self._writer.write(each._replace(problems=_plain(each.problems)) for each in batch)
            for each in batch:
                self._doubt(each.path, each.problems)
            done += len(batch)
            if watch is not None:
                watch(done, len(wanted))

    def _doubt(self, path: str, problems: list[tuple[Any, ...]]) -> None:
        """Look again next time at what could not be read for an error that its times tell nothing of."""
        if any(code == Code.UNREADABLE for _, _, code, *_ in problems):
            self._doubtful.add(path)

    def _keep_folders(self) -> None:
        self._base.executemany(
            "DELETE FROM folders WHERE path = ?", [(raw(each),) for each in self._swept.gone]
        )
        rows = []
        for below, found in self._swept.changed.items():
            doubtful = {name for name in found.files if os.path.join(below, name) in self._doubtful}
            listing = found.doubting(doubtful) if doubtful else found
            paths = (os.path.join(below, name) for name in listing.files)
            unfit = [odd for odd in map(oddity, paths) if odd and odd.path not in {PARTIES, SOURCES}]
            rows.append(
                (
                    raw(below),
                    _packed(listing.odd),
                    _packed(unfit),
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


def _each(base: sqlite3.Connection, question: str, values: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
    """Ask about many values, some at a time."""
    asked = list(values)
    for start in range(0, len(asked), _MANY):
        some = asked[start : start + _MANY]
        yield from base.execute(f"{question} ({', '.join('?' * len(some))})", some).fetchall()


def _plain(problems: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [(line, column, str(code), message, hint) for line, column, code, message, hint in problems]


def _packed(odd: Iterable[Oddity]) -> bytes | None:
    found = [(each.path, str(each.what), each.more) for each in odd]
    return marshal.dumps(found) if found else None
