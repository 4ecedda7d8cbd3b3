"""The job of examples/spark runs with spark-submit, as its README says, also on positions in sub-folders."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

on = pytest.importorskip("on_spark", reason="Spark is not here", exc_type=ImportError)

import pyarrow.parquet as pq  # noqa: E402 - needs what is looked for above

_ROOT = Path(__file__).parents[2]


def _in_sub_folders(positions):
    """Part a table of positions into folders by their stance, as a column that the record does not have."""
    whole = pq.read_table(positions)
    for stance in set(whole["stance"].to_pylist()):
        folder = positions / f"kind_of_stance={stance}"
        folder.mkdir()
        chosen = whole.filter([each == stance for each in whole["stance"].to_pylist()])
        pq.write_table(chosen, folder / "part-00000.parquet")
    (positions / "part-00000.parquet").unlink()


@pytest.mark.parametrize("parted", [False, True])
def test_the_job_writes_what_list_says(tmp_path, parted):
    rows = on.rows_of(_ROOT / "claims")
    rows["positions"][0]["stance"] = "shouts"
    on.write_rows(tmp_path / "record", rows)
    if parted:
        _in_sub_folders(tmp_path / "record" / "positions")
    job = (_ROOT / "examples" / "spark" / "statuses.py", "record", "statuses", "--left-out", "left-out")
    subprocess.run(
        [Path(sys.executable).with_name("spark-submit"), "--master", "local[2]", "--driver-memory", "1g", *job],
        cwd=tmp_path,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        check=True,
        capture_output=True,
    )
    (left_out,) = pq.read_table(tmp_path / "left-out").to_pylist()
    malformed = rows["positions"][0]
    assert (left_out["claim"], left_out["number"]) == (malformed["claim"], malformed["number"])
    statuses = {row["claim"]: row for row in pq.read_table(tmp_path / "statuses").to_pylist()}
    told = {row["claim"]: row for row in on.asked(_ROOT / "claims", "list")}
    assert statuses.keys() == told.keys()
    others = statuses.keys() - {malformed["claim"]}
    assert {name: statuses[name]["status"] for name in others} == {name: told[name]["status"] for name in others}
    counts = Counter(row["claim"] for row in rows["positions"][1:])
    assert {name: row["position_count"] for name, row in statuses.items()} == {name: counts[name] for name in told}
