"""The schemas have exactly the columns of the rows that are written, and hold them without loss."""

from __future__ import annotations

import pytest

pa = pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

from builders import WHO, claim, position, source  # noqa: E402 - pyarrow may be missing

from claimtrack.exchange.parquet_rows import claim_row, party_row, position_row, source_row  # noqa: E402
from claimtrack.exchange.parquet_schema import TABLES  # noqa: E402

ROWS = {
    "claims": [claim_row(claim("dam", date="2025", topics=["rivers"]))],
    "positions": [
        position_row("dam", 1, position("Ann", "asserts", "2025-05-07T01:44:00+05:30", value=5, sources=["wire"])),
        position_row("dam", 2, position("Ann", "denies", "0001-01-01T00:00:00+05:30", via=["Gazette"])),
    ],
    "sources": [source_row(None, source("wire", date="2025-05"))],
    "parties": [party_row(party) for party in WHO],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_schema_has_the_columns_of_its_rows(name):
    schema, rows = TABLES[name], ROWS[name]
    assert {*schema.names} == {*rows[0]}
    assert pa.Table.from_pylist(rows, schema).to_pylist() == rows
    assert schema.metadata == {b"claimtrack.version": b"1"}
