"""What Spark answers is what the command line answers, row by row."""

import subprocess
import sys
from pathlib import Path

import pytest
import unusual
from surroundings import write_records

on = pytest.importorskip("on_spark", reason="Spark is not here", exc_type=ImportError)

_ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("as_of", [None, "2025-05-08"])
def test_on_the_shipped_claims(session, tmp_path, as_of):
    found = on.assert_same(session, _ROOT / "claims", tmp_path / "record", "india", "Pakistan", as_of)
    assert found["statuses"]
    assert found["compare"]


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_on_generated_claims(session, tmp_path, count):
    claims = tmp_path / "claims"
    subprocess.run([sys.executable, _ROOT / "benchmarks" / "generate.py", claims, str(count)], check=True)
    found = on.assert_same(session, claims, tmp_path / "record", "ruritania", "Tavena")
    assert found["statuses"] == count
    assert all(found.values())


@pytest.mark.parametrize(
    ("registry", "as_of"), [(unusual.REGISTERED, None), (None, None), (unusual.REGISTERED, "2025-02")]
)
def test_on_unusual_claims(session, tmp_path, registry, as_of):
    told = unusual.many(200)
    claims = write_records(tmp_path / "claims", told if registry is None else {**told, "parties": registry})
    assert len(on.rows_of(claims)["positions"]) == sum(len(claim["positions"]) for claim in told.values()) > 400
    found = on.assert_same(session, claims, tmp_path / "record", "Ann", "ألدوريا", as_of)
    assert as_of or found["statuses"] == len(told) > 100
    assert found["lines"]
    assert found["shifts"]
    assert found["compare"]
