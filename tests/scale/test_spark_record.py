"""The record that Spark is measured on is reproducible and right."""

from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="needs claimtrack[spark]")
pq = pytest.importorskip("pyarrow.parquet", reason="needs claimtrack[parquet]")

from claimtrack.exchange.parquet_rows import read_claim, read_party  # noqa: E402 - needs what is looked for above


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a record of so many claims and return its tables as rows."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "benchmarks")
    import spark_record

    def written(name, claims):
        spark_record.write(str(tmp_path / name), claims)
        return {table.name: pq.read_table(table).to_pylist() for table in (tmp_path / name).iterdir()}

    return written


def test_every_row_can_be_read_and_a_small_record_is_the_start_of_a_large_one(written):
    small, large = written("small", 30), written("large", 50)
    assert len(small["positions"]) == 300
    assert large["claims"][:30] == small["claims"]
    assert large["positions"][:300] == small["positions"]
    for nth, row in enumerate(small["claims"]):
        claim = read_claim(row, small["positions"][nth * 10 : nth * 10 + 10], ())
        assert len(claim.positions) == 10
    assert {read_party(row).id for row in small["parties"]} >= {row["party"] for row in small["positions"]}
