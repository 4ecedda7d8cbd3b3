"""What the checks found in each claim: found by the first check after the claim changed, and stored.

It depends on the claim's file, on both registries, and on the day, as what is in the future today need not be
tomorrow. After a change of a registry all claims are checked again.
"""

from __future__ import annotations

import json
import os
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from claimtrack.checks.run import Findings, check_claim
from claimtrack.checks.subjects import ClaimNotes
from claimtrack.index.database import IS_CLAIM, get
from claimtrack.index.facts import encode
from claimtrack.index.problems import pack_problem, unpack_problem
from claimtrack.index.snapshot import decode_path
from claimtrack.index.workers import ParallelReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.checks.subjects import Registers
    from claimtrack.files.folder import Progress
    from claimtrack.index.store import Store
    from claimtrack.model.dates import Span

_BATCH: Final = 200  # files that are checked before their findings are stored
_NEVER: Final = -1  # before every date key

File = tuple[int, str, str]  # its number, its path below the folder of claims, and the id that its name makes
Row = tuple[int, int, str | None]


class ClaimChecker:
    """Checks claims of one folder; its rows are those of the table `findings`."""

    def __init__(self, folder: str, registers: Registers, today: Span) -> None:
        """Take the path of the folder of claims, what the registries say, and the day that it is in UTC+14."""
        self._folder = folder
        self.registers = registers
        self._today = today

    def read(self, files: Sequence[File]) -> list[Row]:
        """Check some files; return a row for each."""
        return [
            (
                n,
                self._today.end,
                _pack(check_claim(os.path.join(self._folder, path), stem, self.registers, self._today)),
            )
            for n, path, stem in files
        ]


def read_findings(
    store: Store, folder: str, registers: Registers, today: Span, progress: Progress | None
) -> Iterator[tuple[str, str, Findings]]:
    """Yield the id, the path and the findings of each claim, in the order of the ids.

    Args:
        store: the index, in a transaction.
        folder: the folder of claims as the user would type it.
        registers: what the registries say.
        today: the day that it is in UTC+14.
        progress: is called with the number of claims checked so far and the number of claims to check.
    """
    unstored = _check_missing(store, ClaimChecker(folder, registers, today), today, progress)
    select = f"""
        SELECT n, path, stem, found FROM files LEFT JOIN findings USING (n)
        WHERE {IS_CLAIM} ORDER BY stem
    """
    for n, path, stem, stored in store.db.execute(select):
        packed = unstored.get(n, stored)
        if packed is not None:
            full = os.path.join(folder, decode_path(path))
            yield stem, full, _unpack(full, packed)


def _check_missing(
    store: Store, checker: ClaimChecker, today: Span, progress: Progress | None
) -> dict[int, str | None]:
    """Check the claims whose findings are not stored; return those that cannot be stored, by the files' numbers."""
    latest, may_store = today.end, True
    if get(store.db, "checked with") != (registers := _digest(checker)):
        latest = _NEVER
        may_store = store.write("DELETE FROM findings", [()]) and store.write(
            "INSERT OR REPLACE INTO meta VALUES ('checked with', ?)", [(registers,)]
        )
    stored = "SELECT n FROM findings WHERE today <= ?"
    files: list[File] = [
        (n, decode_path(path), stem)
        for n, path, stem in store.db.execute(
            f"SELECT n, path, stem FROM files WHERE {IS_CLAIM} AND n NOT IN ({stored})", (latest,)
        )
    ]
    batches = [(files[start : start + _BATCH],) for start in range(0, len(files), _BATCH)]
    unstored: dict[int, str | None] = {}
    with closing(ParallelReader(checker.read, batches, len(files))) as checked:
        for number, rows in enumerate(checked, start=1):
            may_store = may_store and store.write("INSERT OR REPLACE INTO findings VALUES (?, ?, ?)", rows)
            if not may_store:
                unstored.update((n, found) for n, _, found in rows)
            if progress is not None:
                progress(min(number * _BATCH, len(files)), len(files))
    return unstored


def _digest(checker: ClaimChecker) -> str:
    """Return a digest of the registries' texts."""
    files = checker.registers.files
    paths = (files.parties_path, files.sources_path)
    texts = [(os.path.basename(path), text.text if (text := files.get(path)) else None) for path in paths]
    return sha256(encode(texts).encode("utf-8", "surrogatepass")).hexdigest()


def _pack(found: Findings | None) -> str | None:
    """Return what was found in a claim as JSON, without its path; None if its file cannot be read as TOML."""
    if found is None:
        return None
    return encode([[(pack_problem(problem), until) for problem, until in found.problems], found.notes])


def _unpack(path: str, packed: str) -> Findings:
    problems, notes = json.loads(packed)
    return Findings(
        [(unpack_problem(path, packed), until) for packed, until in problems],
        ClaimNotes._make(notes),
    )
