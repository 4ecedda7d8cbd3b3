"""Runs Spark on this machine, for tests; and compares what it answers with the command line."""

import json
import os
import shutil
import sys

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'claimtrack[spark]'")
pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'claimtrack[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from claimtrack.exchange.parquet_rows import claim_row, party_row, position_row
from claimtrack.exchange.parquet_schema import TABLES
from claimtrack.files.folder import read_folder


def start(master="local[2]", **settings):
    """Start Spark; workers find this Python and its packages."""
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(master).appName("claimtrack tests")
    known = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g"}
    for key, value in {**known, **settings}.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def write_rows(folder, rows):
    """Write rows of each table as Parquet files."""
    for name, schema in TABLES.items():
        target = folder / name
        target.mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows.get(name, []), schema), target / "part-00000.parquet")


def rows_of(claims):
    """Return the rows of a folder of claims."""
    read = read_folder(str(claims))
    return {
        "claims": [claim_row(claim) for claim in read.claims.values()],
        "positions": [
            position_row(claim.id, number, position)
            for claim in read.claims.values()
            for number, position in enumerate(claim.positions, 1)
        ],
        "parties": [party_row(party) for party in read.registry],
    }


def plain(frame):
    """Return the rows of an answer as plain values, in an order of their own."""
    return in_order(row.asDict(recursive=True) for row in frame.toLocalIterator())


def expected(rows):
    """Return rows of the command line's JSON as Spark has them: a value is a text, and its ends are floats."""
    return in_order(map(_as_in_spark, json.loads(json.dumps([*rows]))))


def in_order(rows):
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _as_in_spark(item):
    if isinstance(item, list):
        return [*map(_as_in_spark, item)]
    if not isinstance(item, dict):
        return item
    found = {}
    for key, value in item.items():
        if key == "value" and value is not None:
            found[key] = json.dumps(value, ensure_ascii=False)
        elif key in {"min", "max"} and value is not None:
            found[key] = float(value)
        else:
            found[key] = _as_in_spark(value)
    return found
