"""Make sure that a Python has claimtrack and all that it imports compiled: else the compiler is what is measured."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT_ALL: Final = """
import importlib, os, pkgutil, sys
import claimtrack
if sys.dont_write_bytecode:
    sys.exit("is told not to write bytecode")
for module in pkgutil.walk_packages(claimtrack.__path__, "claimtrack."):
    if not module.name.endswith(".__main__"):
        try:
            importlib.import_module(module.name)
        except Exception as error:  # what needs an extra that is not installed is not measured
            if not any(isinstance(each, ModuleNotFoundError) for each in (error, error.__cause__)):
                raise
specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
bare = sorted(s.origin for s in specs if s and s.has_location and s.cached and not os.path.exists(s.cached))
if bare:
    sys.exit(f"cannot write the bytecode of {len(bare)} modules, such as {bare[0]}")
"""
"""Importing a module compiles it and keeps the bytecode, unless Python may not or cannot write it."""


def missing_bytecode(python: str, env: Mapping[str, str]) -> str:
    """Compile claimtrack and all that it imports; return what is in the way in one line, or nothing.

    Args:
        python: the Python that claimtrack is installed with.
        env: the environment in which claimtrack is measured.
    """
    try:
        ran = subprocess.run((python, "-c", _IMPORT_ALL), env=env, capture_output=True, check=False)
    except OSError as error:
        return f"{python}: {error.strerror}; the Python of a claimtrack is looked for beside it"
    if ran.returncode == 0:
        return ""
    told = ran.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return f"{python}: {told[-1]}; without bytecode, the compiler would be measured"


def python_of(executable: str) -> str:
    """Return the Python beside an executable, where an environment has it."""
    return os.path.join(os.path.dirname(os.path.realpath(executable)), "python")
