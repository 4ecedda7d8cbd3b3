"""What each party did on a block of claims: counted when it is first asked for, and stored.

A question then adds up a few hundred blocks and not all claims, and after an edit one or two blocks are counted again.
What they name parties is stored as well: without a registry, every row of JSON asks for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from claimtrack.index.database import get
from claimtrack.index.facts import encode

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from claimtrack.index.store import Store
    from claimtrack.rules.party_counts import PartyCount

_BITS: Final = 8  # a block is 2 ** 8 = 256 claims with consecutive numbers


def forget_blocks(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Delete the counts of the blocks that hold some claims, given by the claims' numbers."""
    blocks = {number >> _BITS for number in numbers}
    db.executemany("DELETE FROM blocks WHERE block = ?", [(block,) for block in blocks])


def counted_blocks(store: Store) -> Iterator[dict[str, PartyCount]]:
    """Yield what each party did on the claims of each block."""
    from claimtrack.rules.party_counts import PartyCount  # noqa: PLC0415 - few questions need it

    (last,) = store.db.execute("SELECT max(n) FROM claims").fetchone()
    for block in range(((last or 0) >> _BITS) + 1):
        stored = store.db.execute("SELECT parties FROM blocks WHERE block = ?", (block,)).fetchone()
        packed = stored[0] if stored else _count(store, block)
        yield {party: PartyCount._make(count) for party, count in json.loads(packed).items()}


def named_parties(store: Store) -> dict[str, str]:
    """Return the names of parties as `names_in` does; they are stored until the index is next brought up to date."""
    from claimtrack.rules.party_counts import names_in  # noqa: PLC0415

    turn, stored = get(store.db, "turn"), get(store.db, "names")
    if stored is not None:
        stored_in, names = json.loads(stored)
        if stored_in == turn:
            return dict(names)
    found = names_in(counted_blocks(store))
    store.write("INSERT OR REPLACE INTO meta VALUES (?, ?)", [("names", encode([turn, found]))])
    return found


def _count(store: Store, block: int) -> str:
    """Return, as JSON, what each party did on the claims of a block, and store it."""
    from claimtrack.rules.party_counts import PartySummary, add_up, counts_on  # noqa: PLC0415

    first = block << _BITS
    rows = store.db.execute(
        "SELECT id, parties FROM claims JOIN details USING (n) WHERE n BETWEEN ? AND ?",
        (first, first + (1 << _BITS) - 1),
    ).fetchall()
    claims = (
        counts_on(claim_id, {party: PartySummary._make(each) for party, each in json.loads(parties).items()})
        for claim_id, parties in rows
    )
    packed = encode(add_up(claims))
    store.write("INSERT INTO blocks VALUES (?, ?)", [(block, packed)])
    return packed
