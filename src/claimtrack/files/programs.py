"""Finds other programs. On Windows a program is never taken from the working directory."""

from __future__ import annotations

import os
import sys

_SYSTEM: str = sys.platform


def find_program(name: str) -> str | None:
    """Return what to start for the name of a program; None if there is none.

    Elsewhere than on Windows this is the name itself, which the system looks up in PATH. Windows would look into the
    working directory first, and that may be a folder of somebody else's: there, PATH is searched here, and the
    result is a full path. A name that is a path already is returned as it is.

    Args:
        name: as the user would type it.
    """
    if _SYSTEM != "win32" or os.path.basename(name) != name:
        return name
    file = name if name.lower().endswith(".exe") else f"{name}.exe"
    here = os.path.normcase(os.getcwd())
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, file)
        if os.path.isabs(folder) and os.path.normcase(folder) != here and os.path.isfile(path):
            return path
    return None
