"""How large a file may be."""

from __future__ import annotations

import os
from typing import Final

from claimtrack.problems import BadRequestError

LARGEST_FILE: Final = "CLAIMTRACK_MAX_FILE_SIZE"
"""The environment variable with the size in bytes above which a file is not read."""

_LARGEST: Final = 10_000_000  # a thousand times the size of a long record


def largest_file() -> int:
    """Return the size in bytes above which a file is not read: that of the environment variable, else 10 MB.

    Raises:
        BadRequestError: the variable holds no number.
    """
    given = os.environ.get(LARGEST_FILE)
    if not given:
        return _LARGEST
    if not (given.isascii() and given.isdigit()):
        raise BadRequestError(f"{LARGEST_FILE} is not a number of bytes: {given}")
    return int(given)
