"""What the tests of safety share: repositories that are somebody else's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# The helpers of the tests of time make repositories; these are the same ones.
sys.path.append(str(Path(__file__).resolve().parents[1] / "time"))

posix = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")
