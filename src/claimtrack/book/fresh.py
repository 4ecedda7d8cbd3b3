"""Opens the index of a folder, whole or for some claims only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from claimtrack.book.indexed import Indexed
from claimtrack.book.records import Whole
from claimtrack.files.discover import PARTIES, SOURCES
from claimtrack.index.store import open_store, read_only
from claimtrack.index.sweep import are_fresh

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from claimtrack.index.store import Store
    from claimtrack.model.record import Claim


def indexed(folder: str, watch: Callable[[int, int], None] | None) -> Indexed | None:
    """Open a folder through its index; None where not even one in memory can be had."""
    try:
        return Indexed(folder, open_store(folder, watch))
    except sqlite3.Error:
        return None


def indexed_claims(folder: str, ids: Sequence[str]) -> Whole | None:
    """Give some claims from the index; None where it does not know them, or is not proven to know them as they are."""
    try:
        store = read_only(folder)
    except sqlite3.Error:
        return None
    if store is None:
        return None
    with closing(store.base):
        return _fresh_claims(folder, ids, store)


def _fresh_claims(folder: str, ids: Sequence[str], store: Store) -> Whole | None:
    try:
        known = Indexed(folder, store)
        claims: dict[str, Claim] = {}
        for claim_id in ids:
            claim = known.claim(claim_id)
            if claim is None:
                return None
            claims[claim_id] = claim
        begin = len(os.path.join(folder, ""))
        paths = [claim.path[begin:] for claim in claims.values()]
        if not are_fresh(store.base, folder, [*paths, PARTIES, SOURCES]):
            return None
        misplaced = known.misplaced_registries()
        problems = sorted([*misplaced, *known.problems_of([PARTIES, SOURCES])])
        unread = tuple(problem.path for problem in misplaced)
        return Whole(claims, known.registry, known.shared, tuple(problems), unread)
    except sqlite3.Error:
        return None
