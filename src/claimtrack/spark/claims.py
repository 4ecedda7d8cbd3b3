"""Claims on the worker: rows of claims and positions become states of claims, or are set aside with the reason."""

from __future__ import annotations

import json
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from claimtrack.exchange.drafts import RowError
from claimtrack.exchange.parquet_rows import read_claim, read_position
from claimtrack.rules.claim_state import ClaimState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa

    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.rules.resolve import ResolvedPosition

_Row = dict[str, Any]


class SetAside(NamedTuple):
    """What was left out of all answers, and why."""

    claim: str | None
    number: int | None  # of a position; None if it is the whole claim, or a party
    reason: str
    positions: int  # how many positions are left out with it


class NumberedState(ClaimState):
    """The state of a claim of which some positions were set aside: the others keep their numbers."""

    def __init__(self, claim: Claim, registry: Registry, as_of: Span | None, numbers: list[int]) -> None:
        super().__init__(claim, registry, {}, as_of)
        self._numbers = numbers

    @cached_property
    def positions(self) -> tuple[ResolvedPosition, ...]:
        """The positions in the order in which they count."""
        return tuple([each._replace(place=self._numbers[each.place] - 1) for each in super().positions])


def read_states(
    batches: Iterable[pa.RecordBatch], registry: Registry, as_of: Span | None
) -> Iterator[ClaimState | SetAside]:
    """Yield the claims of a partition that `together` made, one at a time, and what is set aside on the way."""
    rows = chain.from_iterable(zip(*(column.to_pylist() for column in batch.columns), strict=True) for batch in batches)
    for claim_id, some in groupby(rows, key=itemgetter(0)):
        yield from _read_group(claim_id, some, registry, as_of)


def _read_group(
    claim_id: str | None, rows: Iterator[tuple[Any, ...]], registry: Registry, as_of: Span | None
) -> Iterator[ClaimState | SetAside]:
    """Yield one claim and what is set aside of it; the row of the claim comes first, if there is one."""
    head: _Row | None = None
    reason = "it names no claim" if claim_id is None else "its claim is not in the table of claims"
    numbered: dict[int, _Row] = {}
    for _, part, number, text in rows:
        row = json.loads(text)
        try:
            if part == 0:
                head = _checked(row, head)
            elif head is None:
                raise RowError(reason)  # noqa: TRY301 - all reasons are told in one place
            else:
                numbered[_number(number, numbered)] = row
        except RowError as error:
            yield SetAside(claim_id, number if part else None, str(error), part)
            reason = reason if part else "its claim is set aside"
    if head is not None:
        try:
            claim = read_claim(head, numbered.values(), ())
        except RowError:
            yield from _without_malformed(head, numbered)
            claim = read_claim(head, numbered.values(), ())
        yield NumberedState(claim, registry, as_of, [*numbered])


def _checked(row: _Row, before: _Row | None) -> _Row:
    if before is not None:
        raise RowError("another claim has the same id")
    read_claim(row, (), ())
    return row


def _number(number: int | None, before: dict[int, _Row]) -> int:
    if number is None or number < 1:
        raise RowError("a position has no number from 1")
    if number in before:
        raise RowError(f"another position of the claim has the number {number}")
    return number


def _without_malformed(head: _Row, numbered: dict[int, _Row]) -> Iterator[SetAside]:
    """Take the malformed ones out of the positions of a claim, and yield them."""
    for number, row in [*numbered.items()]:
        try:
            read_position(row)
        except RowError as error:
            del numbered[number]
            yield SetAside(head["id"], number, str(error), 1)
