"""The rows of the positions of each claim: made when they are first asked for, and stored.

They depend on a claim's file, parties.toml and sources.toml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claimtrack.index.database import select_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from claimtrack.files.folder import Progress
    from claimtrack.index.store import Store
    from claimtrack.model.record import Claim

    # The date keys from which the positions of a claim count, and their rows.
    PackedRows = tuple[list[int], list[bytes]]

_TOGETHER: Final = 500  # claims whose rows are read, or stored, at once


def read_positions(
    store: Store,
    numbers: Sequence[int],
    claims: Callable[[Iterable[int]], Iterable[tuple[int, Claim]]],
    pack: Callable[[Claim], PackedRows],
    progress: Progress | None,
) -> Iterator[PackedRows]:
    """Yield the rows of some claims, in the order of their numbers as given.

    Args:
        store: the index, in a transaction.
        numbers: the numbers of the claims.
        claims: returns claims with their numbers by the numbers.
        pack: makes the rows of a claim.
        progress: is called, if rows have to be made, with how many claims are done, and of how many.
    """
    for start in range(0, len(numbers), _TOGETHER):
        some = numbers[start : start + _TOGETHER]
        stored = {
            n: ([*map(int, keys.split())], rows.split(b"\n") if keys else [])
            for n, keys, rows in select_in(store.db, "SELECT n, keys, rows FROM position_rows WHERE n IN", some)
        }
        made = {n: pack(claim) for n, claim in claims(n for n in some if n not in stored)}
        if made:
            rows = [(n, " ".join(map(str, keys)), b"\n".join(lines)) for n, (keys, lines) in made.items()]
            store.write("INSERT INTO position_rows VALUES (?, ?, ?)", rows)
        if progress is not None and (made or start + len(some) == len(numbers)):
            progress(start + len(some), len(numbers))
        found = {**stored, **made}
        yield from (found[n] for n in some)
