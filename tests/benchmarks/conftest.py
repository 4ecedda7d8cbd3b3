"""What the tests of the benchmarks share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def generated() -> Callable[..., Path]:
    """Write so many claims to a folder, in a process of its own, and return the folder."""

    def write(folder: Path, count: int, *more: str) -> Path:
        command = (sys.executable, str(BENCHMARKS / "generate.py"), str(folder), str(count), *more)
        subprocess.run(command, check=True, capture_output=True)
        return folder

    return write


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test import the modules of the benchmarks by their names."""
    monkeypatch.syspath_prepend(BENCHMARKS)
