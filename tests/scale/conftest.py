"""What the tests on Spark share: one Spark for all of them, which writes down what its tasks did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit"))  # where the strategies are


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    """A session of Spark, in which a task may fail three times before its job does."""
    import on_spark

    started = on_spark.start("local[2,4]", tmp_path_factory.mktemp("events"))
    yield started
    started.stop()
