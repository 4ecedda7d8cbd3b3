"""Answers questions from an index."""

from __future__ import annotations

import json
import os
import sqlite3
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from claimtrack.index.blocks import counted_blocks, named_parties
from claimtrack.index.conditions import Condition, Conditions
from claimtrack.index.database import IS_CLAIM, ROW, StoredRows, get, topics_of
from claimtrack.index.facts import CITES, NAMED, fact, values_of
from claimtrack.index.problems import StoredProblems
from claimtrack.index.snapshot import decode_path
from claimtrack.index.store import Opener
from claimtrack.model.names import is_utf8
from claimtrack.model.registry import Registry
from claimtrack.rules.claim_row import ClaimRows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from claimtrack.checks.run import Findings
    from claimtrack.checks.subjects import Registers
    from claimtrack.files.folder import Progress
    from claimtrack.index.positions import PackedRows
    from claimtrack.index.store import Store
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem
    from claimtrack.rules.filters import ClaimFilter, Slice
    from claimtrack.rules.origins import Citations, SharedSources, SourceKey
    from claimtrack.rules.party_counts import PartyCount
    from claimtrack.rules.shift_row import ShiftRow

_MOST_ROWS: Final = 1 << 62  # SQLite takes no greater number
_TOGETHER: Final = 500  # claims whose words are added at once


def open_index(folder: str, progress: Progress | None = None, *, ignore_reviews: bool = False) -> Index | None:
    """Open the index of a folder of claims, brought up to date; return None if there cannot be one even in memory."""
    try:
        return Index(folder, Opener(folder, progress).open(), progress, ignore_reviews=ignore_reviews)
    except sqlite3.Error:
        return None


class Index:
    """The records of a folder, from its index. A folder that was read without one is a `FolderRecords`."""

    def __init__(
        self, folder: str, store: Store, progress: Progress | None = None, *, ignore_reviews: bool = False
    ) -> None:
        """Take the folder as the user would type it, its open index, and what to call with progress."""
        self._ignore_reviews = ignore_reviews
        self._claims_table = "without_reviews" if ignore_reviews else "claims"
        self._folder = folder
        self._store = store
        self._db = store.db
        self._progress = progress
        self._problems = StoredProblems(store.db, folder)

    def release(self) -> None:
        """Let other processes write. Rows that were returned stay valid, and names and problems can still be read."""
        _ = self.problems, self.unread
        self._store.release()

    @property
    def size(self) -> int:
        """How many claims could be read."""
        (size,) = self._db.execute("SELECT count(*) FROM claims").fetchone()
        return int(size)

    # -- registries and problems

    @cached_property
    def registry(self) -> Registry:
        """The registered parties."""
        from claimtrack.index.pack import unpack_registry  # noqa: PLC0415 - a list without a filter needs none

        return unpack_registry(get(self._db, "parties"))

    @cached_property
    def shared(self) -> SharedSources:
        """The shared sources by id."""
        from claimtrack.index.pack import unpack_sources  # noqa: PLC0415
        from claimtrack.rules.origins import SharedSources  # noqa: PLC0415

        sources = unpack_sources(json.loads(get(self._db, "sources"))["sources"])
        return SharedSources({source.id: source for source in sources})

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files, in the order of files and lines."""
        return self._problems.all()

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The paths of the files that could not be read."""
        return self._problems.unread()

    def findings(self, registers: Registers, today: Span) -> Iterator[tuple[str, str, Findings]]:
        """Yield the id, the path and what the checks find of each claim, in the order of the ids; see `read_findings`."""
        from claimtrack.index.findings import read_findings  # noqa: PLC0415 - only for a check

        return read_findings(self._store, self._folder, registers, today, self._progress)

    def claim_files(self) -> frozenset[str]:
        """Return the paths of all files of claims; of several with one id, only the first is one."""
        rows = self._db.execute(f"SELECT path FROM files WHERE {IS_CLAIM}")
        return frozenset(self._path(path) for (path,) in rows)

    # -- claims

    def claim(self, claim_id: str) -> Claim | None:
        """Return a claim by its id; None if there is none."""
        return next(self._claims(Condition("id = ?", (claim_id,))), None) if is_utf8(claim_id) else None

    def select(self, claim_filter: ClaimFilter, as_of: Span | None) -> Iterator[Claim]:
        """Yield claims in the order of their ids: all that pass a filter, and perhaps others."""
        return self._claims(self._condition(claim_filter, as_of))

    def linked(self) -> Iterable[Claim]:
        """Return, in the order of their ids, the claims that can be part of a contradiction."""
        linked = [*self._claims(Condition("linked"))]
        ids = {claim.id for claim in linked}
        others = {other for claim in linked for other in (*claim.implies, *claim.contradicts)} - ids
        return sorted([*linked, *filter(None, map(self.claim, others))], key=lambda claim: claim.id)

    def ids(self, prefix: str) -> Mapping[str, str]:
        """Return the ids that begin with a casefolded text, by the casefolded id."""
        if not is_utf8(prefix):
            return {}
        rows = self._db.execute(
            "SELECT folded, id FROM claims WHERE folded >= ? AND folded < ? ORDER BY id",
            (prefix, f"{prefix}\U0010ffff"),
        )
        return dict(rows.fetchall())

    @property
    def claim_ids(self) -> list[str]:
        """The ids of all claims."""
        return [claim_id for (claim_id,) in self._db.execute("SELECT id FROM claims")]

    def rows(self, claim_filter: ClaimFilter, slice_: Slice) -> ClaimRows | None:
        """Return the rows of the claims that pass a filter, in the order of their ids; None if they are not stored."""
        condition = self._condition(claim_filter, None)
        if not condition.exact:
            return None
        source = f"FROM {self._claims_table} WHERE {condition.sql}"
        limit = -1 if slice_.limit is None else min(slice_.limit, _MOST_ROWS)
        rows = self._db.execute(
            f"SELECT {ROW} {source} ORDER BY id LIMIT ? OFFSET ?",
            (*condition.values, limit, min(slice_.offset, _MOST_ROWS)),
        ).fetchall()
        total = len(rows)
        if limit >= 0 or slice_.offset:
            (total,) = self._db.execute(f"SELECT count(*) {source}", condition.values).fetchone()
        stored = StoredRows(rows, self._folder)
        return ClaimRows(stored, total, stored.marks())

    def _claims(self, condition: Condition) -> Iterator[Claim]:
        return (claim for _, claim in self._numbered_claims(condition))

    def _numbered_claims(self, condition: Condition) -> Iterator[tuple[int, Claim]]:
        """Yield the claims that meet a condition, with their numbers, in the order of their ids; one at a time."""
        return self._unpacked(self._numbers(condition))

    def _numbers(self, condition: Condition) -> list[int]:
        """Return the numbers of the claims that meet a condition, in the order of their ids."""
        query = f"SELECT n FROM {self._claims_table} WHERE {condition.sql} ORDER BY id"
        rows = self._db.execute(query, condition.values)
        return [n for (n,) in rows]

    def _unpacked(self, numbers: Iterable[int]) -> Iterator[tuple[int, Claim]]:
        """Yield the claims with these numbers, one at a time."""
        from claimtrack.index.pack import unpack_claim  # noqa: PLC0415

        for n in numbers:
            claim_id, path, record = self._db.execute(
                "SELECT stem, path, record FROM files WHERE n = ?", (n,)
            ).fetchone()
            yield n, unpack_claim(claim_id, self._path(path), record)

    def _condition(self, claim_filter: ClaimFilter, as_of: Span | None) -> Condition:
        has_words = bool(claim_filter.search) and self._add_words()
        conditions = Conditions(
            self._db,
            self._is_voice,
            lambda: self.shared,
            as_of,
            has_words=has_words,
            ignore_reviews=self._ignore_reviews,
        )
        return conditions.of(claim_filter)

    def _is_voice(self, party: str) -> bool:
        return self.registry.is_voice(party)

    def _path(self, stored: bytes) -> str:
        return os.path.join(self._folder, decode_path(stored))

    # -- parties, topics, sources

    def is_named(self, party: str) -> bool:
        """Return whether some claim names a party."""
        return self._has_fact(fact(NAMED, party))

    def parties(self) -> Iterator[dict[str, PartyCount]]:
        """Yield what each party did on some claims at a time."""
        return counted_blocks(self._store)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each party in any claim, as the first claim writes it, by the party's id; in the order of ids."""
        with self._store.transaction():
            return named_parties(self._store)

    def topics(self) -> list[tuple[tuple[str, ...], bool, int]]:
        """Return the topics of the claims, and how many claims have exactly these topics.

        Disputed claims are counted apart from others, so each item has the topics, whether its claims are disputed, and
        their number. The items are in the order of the id of their first claim.
        """
        rows = self._db.execute(
            "SELECT topics, status = 'disputed' AS disputed, count(*) "
            f"FROM {self._claims_table} GROUP BY topics, disputed ORDER BY min(id)"
        )
        return [(topics_of(topics), bool(disputed), number) for topics, disputed, number in rows]

    def citations(self) -> Iterator[Citations]:
        """Yield what each claim cites, in the order of the ids."""
        from claimtrack.index.pack import unpack_citations  # noqa: PLC0415

        select = "SELECT id, record FROM claims JOIN files USING (n) ORDER BY id"
        return (unpack_citations(claim_id, record) for claim_id, record in self._db.execute(select))

    def shifts(self) -> Sequence[ShiftRow] | None:
        """Return every change of a principal's line, oldest first; None if reviews are ignored."""
        if self._ignore_reviews:
            return None
        from claimtrack.index.shifts import read_shifts  # noqa: PLC0415 - one question needs it

        missing = self._numbered_claims(Condition("n NOT IN (SELECT n FROM shifts)"))
        return read_shifts(self._store, missing, self.registry)

    def position_rows(
        self, claim_filter: ClaimFilter, pack: Callable[[Claim], PackedRows]
    ) -> Iterator[PackedRows] | None:
        """Return the rows of all positions of the claims that pass a filter, in the order of their ids.

        None if it is not known without the claims which of them pass, or if reviews are ignored.
        """
        from claimtrack.index.positions import read_positions  # noqa: PLC0415 - one question needs it

        condition = self._condition(claim_filter, None)
        if self._ignore_reviews or not condition.exact:
            return None
        return read_positions(self._store, self._numbers(condition), self._unpacked, pack, self._progress)

    def find_sources(self, name: str) -> frozenset[SourceKey]:
        """Return the keys of the sources that have this id, URL or publisher, or are at this host."""
        from claimtrack.rules.origins import Name, SourceKey  # noqa: PLC0415

        if not is_utf8(name):
            return frozenset()
        asked = Name(name)
        keys = set()
        select = "SELECT id, sources FROM claims JOIN details USING (n) WHERE sources IS NOT NULL"
        for claim_id, packed in self._db.execute(select):
            for source_id, url, archive_url, publisher in json.loads(packed):
                if asked.fits(source_id, url, archive_url, publisher):
                    keys.add(SourceKey(claim_id, source_id))
        if self._has_fact(fact(CITES, asked.address or name)):
            keys.add(self.shared.key(asked.address or name))
        keys.update(SourceKey("", source.id) for source in self.shared.values() if asked.means(source))
        if asked.host is not None:
            stored = self._db.execute("SELECT facts FROM facts")
            cited = {each for (facts,) in stored for each in values_of(CITES, facts)}
            found = map(self.shared.key, cited)
            keys.update(key for key in found if key.id not in self.shared and asked.means_cited(key.id))
        return frozenset(keys)

    def _has_fact(self, wanted: str) -> bool:
        return self._db.execute("SELECT 1 FROM facts WHERE instr(facts, ?) LIMIT 1", (wanted,)).fetchone() is not None

    # -- what is derived when it is first asked for

    def _add_words(self) -> bool:
        """Add the words of the claims that have none yet; return whether all have."""
        from claimtrack.rules.filters import texts  # noqa: PLC0415
        from claimtrack.rules.search import haystack  # noqa: PLC0415

        size, done = self._db.execute("SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM words)").fetchone()
        without = self._numbered_claims(Condition("n NOT IN (SELECT n FROM words)"))
        while some := [*islice(without, _TOGETHER)]:
            rows = [(n, haystack(texts(claim, claim.positions))) for n, claim in some]
            if not self._store.write("INSERT INTO words VALUES (?, ?)", rows):
                return False
            done += len(rows)
            if self._progress is not None:
                self._progress(done, size)
        return True
