"""What the tests share: one Spark, which writes down what its tasks did, and an exported record to import."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit"))  # where the strategies are


RECORDS = {
    "dam": {
        "title": "The dam leaks",
        "topics": ["Rivers"],
        "unit": "l/s",
        "positions": [
            {"party": "Envoy", "stance": "denies", "date": "2025-05-01", "value": 3, "sources": ["wire"]},
            {"party": "Ann", "stance": "asserts", "via": ["Gazette"], "sources": [{"id": "own", "at": "p. 2"}]},
        ],
        "sources": [{"id": "own", "title": "Report", "url": "https://a.example/own", "derived_from": "base"}],
    },
    "ferry": {
        "title": "The ferry is late",
        "topics": ["lakes"],
        "positions": [{"party": "Ben", "stance": "asserts", "sources": ["https://b.example/page?utm_source=x"]}],
    },
    "parties": {
        "envoy": {"name": "Envoy", "speaks_for": "ministry"},
        "ministry": {"name": "Ministry", "speaks_for": [{"party": "state", "from": "2025"}]},
        "state": {"name": "State"},
        "gazette": {"name": "Gazette"},
        "ben": {"name": "Ben"},
    },
    "sources": {
        "sources": [
            {"id": "wire", "title": "Wire", "url": "https://a.example/wire"},
            {"id": "base", "derived_from": "root"},
            {"id": "root"},
            {"id": "page", "url": "https://b.example/page"},
        ]
    },
}


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    """A session of Spark, in which a task may fail three times before its job does."""
    import on_spark

    started = on_spark.start("local[2,4]", tmp_path_factory.mktemp("events"))
    yield started
    started.stop()


@pytest.fixture
def place(call, folder):
    """Return a folder with an exported record in `out`, and an empty folder of claims."""
    home = folder(RECORDS).parent
    assert call("export", "parquet", "-o", "out", cwd=home).code == 0
    shutil.rmtree(home / "claims")
    (home / "claims").mkdir()
    return home


@pytest.fixture
def bring(call, place):
    """Return what imports the record in a folder."""
    return lambda *words, record="out": call("import", "parquet", record, *words, cwd=place)
