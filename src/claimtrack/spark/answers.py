"""What follows from each claim: lines, statuses, shifts, comparisons; and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from claimtrack.book.rows import DiffRow
from claimtrack.render.json_keys import OBJECTS
from claimtrack.render.line_listings import diff_row_json
from claimtrack.render.listings import claim_row_json
from claimtrack.render.shifts import shift_row_json
from claimtrack.render.to_json import claim_json, line_json, position_json
from claimtrack.rules.claim_row import ClaimSummary, claim_row
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.comparison import compare as compare_lines
from claimtrack.rules.shift_row import ShiftRow
from claimtrack.spark.claims import SetAside, read_states
from claimtrack.spark.parties import Broadcast
from claimtrack.spark.schemas import rows_to_batches, schema
from claimtrack.spark.tables import MOST, together, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

    from claimtrack.render.view import Json
    from claimtrack.spark.tables import Tables

_SET_ASIDE: Final = pa.schema(
    {"claim": pa.string(), "number": pa.int32(), "reason": pa.string(), "positions": pa.int64()}
)


Derive = Callable[[ClaimState, Broadcast], Iterable["Json"]]
"""A function that returns the rows of an answer that are about one claim."""


def statuses(tables: Tables, *, as_of: str | None = None, most: int = MOST) -> DataFrame:
    """Return a row for each claim: its status, and who is on each side. It is what `claimtrack list --json` says.

    Args:
        tables: the record.
        as_of: count only what had been said by the end of this date; claims without a position by then have no row.
        most: how many positions a claim may have; one with more is set aside. See `set_aside`.

    Raises:
        DateError: `as_of` is no date.
    """
    return per_claim(tables, Broadcast.of(tables, as_of), _status, schema(OBJECTS["claim_row"]), most)


def lines(tables: Tables, *, as_of: str | None = None, most: int = MOST) -> DataFrame:
    """Return a row for each line: a principal, its claim and the side that it takes. It is what `show --json` says.

    For the arguments and errors see `statuses`.
    """
    return per_claim(
        tables, Broadcast.of(tables, as_of), _lines, schema(f"claim title kind unit {OBJECTS['line']}"), most
    )


def shifts(tables: Tables, *, as_of: str | None = None, most: int = MOST) -> DataFrame:
    """Return a row for each change of a line, as `claimtrack shifts --json` does.

    For the arguments and errors see `statuses`.
    """
    return per_claim(tables, Broadcast.of(tables, as_of), _shifts, schema(OBJECTS["shift_row"]), most)


def compare(tables: Tables, a: str, b: str, *, as_of: str | None = None, most: int = MOST) -> DataFrame:
    """Return a row for each claim on which one of two parties has a line, as `claimtrack diff A B --json` does.

    Args:
        tables: the record.
        a: the first party: an id, a name or an alias.
        b: the second party.
        as_of: see `statuses`.
        most: see `statuses`.

    Raises:
        DateError: `as_of` is no date.
    """
    asked = [tables.registered.registry.party(name) for name in (a, b)]
    shared = Broadcast.of(tables, as_of, *asked)
    return per_claim(tables, shared, partial(_comparison, asked), schema(OBJECTS["comparison"]), most)


def set_aside(tables: Tables, *, most: int = MOST) -> DataFrame:
    """Return what no answer counts, because it is malformed or too much.

    Returns:
        A row each: `claim`; `number`, of a position (null if it is the whole claim, or a party); `reason`; and
        `positions`, how many of them are left out with it.
    """
    registered = tables.registered
    found = _on_partitions(together(tables, most), Broadcast(registered.registry, {}, None), _left_out, _SET_ASIDE)
    reason = f.lit(f"it has more than {most} positions: too many for one task")
    large = too_large(tables.positions, most).select(
        "claim", f.lit(None).cast("int").alias("number"), reason.alias("reason"), "positions"
    )
    parties = tables.session.createDataFrame([*registered.set_aside], from_arrow_schema(_SET_ASIDE))
    return found.unionByName(large).unionByName(parties)


def per_claim(tables: Tables, shared: Broadcast, derive: Derive, columns: pa.Schema, most: int) -> DataFrame:
    """Return an answer of which each row is about one claim."""
    return _on_partitions(together(tables, most), shared, partial(_derived, derive), columns)


_OnStates = Callable[[Iterable[ClaimState | SetAside], Broadcast], Iterable["Json"]]


def _on_partitions(rows: DataFrame, shared: Broadcast, answer: _OnStates, columns: pa.Schema) -> DataFrame:
    everywhere = rows.sparkSession.sparkContext.broadcast(shared)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = everywhere.value
        return rows_to_batches(answer(read_states(batches, here.registry, here.as_of), here), columns)

    return rows.mapInArrow(run, from_arrow_schema(columns))


def _derived(derive: Derive, states: Iterable[ClaimState | SetAside], shared: Broadcast) -> Iterator[Json]:
    for state in states:
        if isinstance(state, ClaimState) and (shared.as_of is None or state.positions):
            yield from derive(state, shared)


def _left_out(states: Iterable[ClaimState | SetAside], shared: Broadcast) -> Iterator[Json]:  # noqa: ARG001 - an answer
    return (each._asdict() for each in states if isinstance(each, SetAside))


def _status(state: ClaimState, shared: Broadcast) -> Iterator[Json]:
    yield claim_row_json(claim_row(state), shared.people(state.claim.positions))


def _lines(state: ClaimState, shared: Broadcast) -> Iterator[Json]:
    person = shared.people(state.claim.positions)
    for line in state.lines.values():
        yield {**claim_json(state.claim), **line_json(line, person)}


def _shifts(state: ClaimState, shared: Broadcast) -> Iterator[Json]:
    claim, person = ClaimSummary.of(state.claim), shared.people(state.claim.positions)
    for shift in state.shifts():
        position = position_json(shift.position, person)
        yield shift_row_json(ShiftRow.of(claim, shift, whole=False), position, person)


def _comparison(parties: list[str], state: ClaimState, shared: Broadcast) -> Iterator[Json]:
    a, b = parties
    found = compare_lines(a, state.counted_of(a), b, state.counted_of(b), state.withdrawals)
    if found is not None:
        person = shared.people(state.claim.positions)
        yield diff_row_json(DiffRow(state, found), person(a), person(b), person)
