"""Reads some claims from the index without looking at the files of others."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from claimtrack.files.discover import PARTIES, SOURCES
from claimtrack.index.problems import StoredProblems
from claimtrack.index.queries import Index
from claimtrack.index.snapshot import are_unchanged
from claimtrack.index.store import Opener

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimtrack.model.record import Claim, Source
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem


class StoredClaims(NamedTuple):
    """Some claims, the registries, and what is wrong with these files."""

    claims: Mapping[str, Claim]
    registry: Registry
    shared: Mapping[str, Source]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read_unchanged(folder: str, ids: Sequence[str]) -> StoredClaims | None:
    """Read some claims from the index without looking at the files of others.

    Return None if there is no index, or it does not have all of these claims, or the file of one of them or a registry
    may have changed.
    """
    store = Opener(folder).open_unchecked()
    if store is None:
        return None
    with closing(store.db), suppress(sqlite3.Error):
        index = Index(folder, store)
        claims = {claim_id: claim for claim_id in sorted(ids) if (claim := index.claim(claim_id)) is not None}
        prefix = len(os.path.join(folder, ""))
        paths = [claim.path[prefix:] for claim in claims.values()]
        if len(claims) == len(set(ids)) and are_unchanged(store.db, folder, [*paths, PARTIES, SOURCES]):
            stored = StoredProblems(store.db, folder)
            problems, misnamed = stored.of_registries()
            problems += [problem for claim_id in claims for problem in stored.of_claim(claim_id)]
            unread = tuple(problem.path for problem in misnamed)
            return StoredClaims(claims, index.registry, index.shared, tuple(sorted([*problems, *misnamed])), unread)
    return None
