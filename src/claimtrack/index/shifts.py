"""The shifts of every claim: found when they are first asked for, and stored.

They depend on a claim's file and on parties.toml.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, overload

from claimtrack.index.facts import encode
from claimtrack.rules.claim_row import ClaimSummary
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.shift_row import ShiftRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from claimtrack.index.store import Store
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry

_TOGETHER: Final = 500  # claims whose shifts are stored at once
_BITS: Final = 31  # of the number of a claim, and of the number of a shift among those of its claim
_NUMBER: Final = (1 << _BITS) - 1

Packed = tuple[str, str]  # the date keys of a claim's shifts, separated by spaces, and the shifts, a line each


class StoredShifts(Sequence[ShiftRow]):
    """Rows of shifts, each made when it is looked at: those of a hundred thousand claims would take 300 MB."""

    def __init__(self, claims: Sequence[tuple[ClaimSummary, str]], order: Sequence[int]) -> None:
        """Take the claims with their packed shifts, and for each row the numbers of its claim and of its shift."""
        self._claims = claims
        self._order = order

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[ShiftRow]:
        return map(self._row, self._order)

    @overload
    def __getitem__(self, which: int) -> ShiftRow: ...

    @overload
    def __getitem__(self, which: slice) -> StoredShifts: ...

    def __getitem__(self, which: int | slice) -> ShiftRow | StoredShifts:
        if isinstance(which, slice):
            return StoredShifts(self._claims, self._order[which])
        return self._row(self._order[which])

    def _row(self, numbers: int) -> ShiftRow:
        claim, packed = self._claims[numbers >> _BITS]
        return ShiftRow.unpack(claim, json.loads(packed.split("\n")[numbers & _NUMBER]))


def read_shifts(store: Store, missing: Iterator[tuple[int, Claim]], registry: Registry) -> StoredShifts:
    """Return the shifts of all claims, oldest first.

    Args:
        store: the index, in a transaction.
        missing: the claims whose shifts are not stored, with their numbers.
        registry: the registered parties.
    """
    unstored = _add(store, missing, registry)
    claims: list[tuple[ClaimSummary, str]] = []
    keys: list[int] = []
    select = "SELECT n, id, title, kind, unit, keys, shifts FROM claims LEFT JOIN shifts USING (n) ORDER BY id"
    for n, *summary, stored_keys, stored in store.db.execute(select):
        dates, packed = unstored.get(n, (stored_keys, stored))
        if packed:
            first = len(claims) << _BITS
            keys += [int(key) << 2 * _BITS | first + number for number, key in enumerate(dates.split())]
            claims.append((ClaimSummary._make(summary), packed))
    keys.sort()  # at one instant by claim and place
    return StoredShifts(claims, array("q", [key & (1 << 2 * _BITS) - 1 for key in keys]))


def _add(store: Store, missing: Iterator[tuple[int, Claim]], registry: Registry) -> dict[int, Packed]:
    """Store the shifts of some claims; return those that cannot be stored."""
    unstored: dict[int, Packed] = {}
    while some := [*islice(missing, _TOGETHER)]:
        rows = [(n, *_pack(claim, registry)) for n, claim in some]
        if not store.write("INSERT INTO shifts VALUES (?, ?, ?)", rows):
            unstored.update((n, (keys, packed)) for n, keys, packed in rows)
    return unstored


def _pack(claim: Claim, registry: Registry) -> Packed:
    summary = ClaimSummary.of(claim)
    shifts = sorted(ClaimState(claim, registry, {}).shifts(), key=lambda shift: shift.position.place)
    rows: Iterable[ShiftRow] = [ShiftRow.of(summary, shift, whole=False) for shift in shifts]
    return " ".join(str(row.at) for row in rows), "\n".join(encode(row.packed()) for row in rows)
