"""An import of many rows takes little memory, and not much more time than reading and writing them takes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "import_rows.py"


@pytest.mark.slow
def test_many_rows_take_little_memory_and_time():
    ran = subprocess.run([sys.executable, SCRIPT, "20000"], check=True, capture_output=True, text=True)
    ratio, memory = map(float, re.search(r"([\d.]+) x the plain way .* (\d+) MiB", ran.stdout).groups())
    assert memory <= 100
    assert ratio <= 3.5  # of which half is for starting the program; at 100,000 rows it is less than 3
