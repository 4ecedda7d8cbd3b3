"""Runs Spark on this machine, for tests; and compares what it answers with the command line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import pytest

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'claimtrack[spark]'")
pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'claimtrack[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java, and there is none", allow_module_level=True)

from parquet_files import write_rows
from pyspark.sql import SparkSession

from claimtrack import spark
from claimtrack.exchange.parquet_rows import claim_row, party_row, position_row
from claimtrack.files.folder import read_folder


def start(master, events):
    """Start Spark, which logs in a folder what its tasks did; workers find this Python and its packages."""
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.memory": "1g",
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": events.as_uri(),
    }
    builder = SparkSession.builder.master(master).appName("claimtrack tests")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def ended_tasks(session):
    """Return what Spark wrote down about each task that has ended, in any stage."""
    session.sparkContext._jsc.sc().listenerBus().waitUntilEmpty()
    (log,) = Path(urlparse(session.conf.get("spark.eventLog.dir")).path).iterdir()
    with log.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if '"SparkListenerTaskEnd"' in line]


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


def asked(claims, *command):
    """Return the rows of the command line's answer about a folder of claims."""
    options = ["--claims", str(claims), "--no-cache", "--format", "jsonl"]
    ran = subprocess.run(
        [sys.executable, "-m", "claimtrack", *command, *options], capture_output=True, check=True, text=True
    )
    return [*map(json.loads, ran.stdout.splitlines())]


def _lines(claims, *date):
    """Return the lines of all claims, each with what every row says of its claim."""
    ids = [row["claim"] for row in asked(claims, "list", *date)]
    pages = asked(claims, "show", *ids, *date)
    head = ("claim", "title", "kind", "unit")
    return [{**{key: page[key] for key in head}, **line} for page in pages for line in page["lines"]]


def assert_same(session, claims, record, a, b, as_of=None):
    """Hold every answer about a folder of claims to the command line's; return how many rows each has.

    `record` is a new folder for the claims as Parquet; `a` and `b` are the parties to compare.
    """
    write_rows(record, rows_of(claims))
    tables = spark.read(session, str(record))
    date = () if as_of is None else ("--as-of", as_of)
    answers = {
        "statuses": (spark.statuses(tables, as_of=as_of), asked(claims, "list", *date)),
        "lines": (spark.lines(tables, as_of=as_of), _lines(claims, *date)),
        "shifts": (spark.shifts(tables, as_of=as_of), asked(claims, "shifts", *date)),
        "compare": (spark.compare(tables, a, b, as_of=as_of), asked(claims, "diff", a, b, *date)),
        "contradictions": (spark.contradictions(tables, as_of=as_of), asked(claims, "contradictions", *date)),
    }
    for name, (frame, rows) in answers.items():
        assert plain(frame) == expected(rows), name
    assert plain(spark.set_aside(tables)) == []
    return {name: len(rows) for name, (_, rows) in answers.items()}


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
