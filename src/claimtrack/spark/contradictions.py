"""Who contradicts themselves: on one claim within a day, and across linked claims.

Across claims, the lines on linked claims are brought together by principal. The links between claims are ids alone, and
every task gets a copy of them, as a chain may lead through any of them.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from claimtrack.book.rows import ContradictionRow
from claimtrack.render.json_keys import OBJECTS
from claimtrack.render.line_listings import contradiction_json
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.contradictions import Links, across, within_a_day
from claimtrack.spark.answers import per_claim
from claimtrack.spark.parties import Broadcast
from claimtrack.spark.schemas import rows_to_batches, schema
from claimtrack.spark.tables import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame

    from claimtrack.render.view import Json
    from claimtrack.rules.line import Line
    from claimtrack.spark.tables import Tables

_LINKS: Final = schema("claim implies contradicts")
# A line with its claim, as Python packs them; both were packed by this job.
_HELD: Final = pa.schema({"principal": pa.string(), "packed": pa.binary()})


def contradictions(tables: Tables, *, as_of: str | None = None, most: int = MOST) -> DataFrame:
    """Return a row for each contradiction, as `claimtrack contradictions --json` does.

    For the arguments and errors see `statuses`.
    """
    shared = Broadcast.of(tables, as_of)
    columns = schema(OBJECTS["contradiction"])
    linked = _linked(tables)
    found = per_claim(linked, shared, _links, _LINKS, most).toLocalIterator()
    links = {row["claim"]: Links(tuple(row["implies"]), tuple(row["contradicts"])) for row in found}
    everywhere = tables.session.sparkContext.broadcast((links, shared))

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return rows_to_batches(_across(batches, *everywhere.value), columns)

    held = per_claim(linked, shared, _held, _HELD, most).repartition("principal")
    same_day = per_claim(tables, shared, _same_day, columns, most)
    return same_day.unionByName(held.mapInArrow(run, from_arrow_schema(columns)))


def _linked(tables: Tables) -> Tables:
    """Return the claims that imply or contradict others, and those others, with their positions."""
    claims = tables.claims.where("size(implies) > 0 OR size(contradicts) > 0")
    ids = claims.select("id").union(claims.select(f.explode(f.concat("implies", "contradicts")))).distinct()
    return replace(
        tables,
        claims=tables.claims.join(ids, "id", "left_semi"),
        positions=tables.positions.join(ids.withColumnRenamed("id", "claim"), "claim", "left_semi"),
    )


def _links(state: ClaimState, _: Broadcast) -> Iterator[Json]:
    claim = state.claim
    yield {"claim": claim.id, "implies": claim.implies, "contradicts": claim.contradicts}


def _held(state: ClaimState, _: Broadcast) -> Iterator[Json]:
    claim = state.claim._replace(positions=(), sources=())
    for line in state.lines.values():
        yield {"principal": line.party, "packed": pickle.dumps((claim, line))}


def _same_day(state: ClaimState, shared: Broadcast) -> Iterator[Json]:
    person = shared.people(state.claim.positions)
    for found in within_a_day(state.claim.id, state.counted):
        yield contradiction_json(ContradictionRow(found, (state, state)), person)


def _across(batches: Iterator[pa.RecordBatch], links: dict[str, Links], shared: Broadcast) -> Iterator[Json]:
    """Yield the contradictions of the principals in one partition, which has all their lines on linked claims."""
    states: dict[str, ClaimState] = {}
    lines: dict[str, dict[str, Line]] = {}
    for batch in batches:
        for packed in batch.column("packed").to_pylist():
            claim, line = _unpack(packed)
            states.setdefault(claim.id, ClaimState(claim, shared.registry, {}))
            lines.setdefault(claim.id, {})[line.party] = line
    told = (line.position.recorded for those in lines.values() for line in those.values())
    person = shared.people(told)
    for found in across(links, lines):
        row = ContradictionRow(found, (states[found.chain[0]], states[found.chain[-1]]))
        yield contradiction_json(row, person)


def _unpack(packed: bytes) -> Any:  # noqa: ANN401 - a claim and a line
    return pickle.loads(packed)  # noqa: S301 - this job packed it
