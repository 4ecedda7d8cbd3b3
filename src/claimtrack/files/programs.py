"""Finds other programs. On Windows, never in the working directory."""

from __future__ import annotations

import os
import sys

_SYSTEM: str = sys.platform


def find_program(name: str) -> str | None:
    """Return what to run for the name of a program; None if there is none.

    This is the name itself, which the system looks up in PATH. Windows would look in the working directory first, which
    may be untrusted: there, PATH is searched here, and the result is a full path. A path is returned as it is.
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
