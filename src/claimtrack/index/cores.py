"""How many processes may work at once."""

from __future__ import annotations

import os
import sys


def cores() -> int:
    """Give the number of processes that may work at once; one where none can be forked, or not safely."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    return os.cpu_count() or 1
