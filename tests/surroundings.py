"""The environment and the files that a command is given in a test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import tomli_w

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Of the caller's environment, what a child needs to run at all and to be measured.
_KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
_KEPT_PREFIXES = ("COVERAGE_", "COV_")


def all_examples() -> bool:
    """Return whether every example is to be tried, as `.ci/run` asks once."""
    return "CLAIMTRACK_ALL_EXAMPLES" in os.environ


def examples(number: int) -> int:
    """Return how many examples of a property to try: a fifth of a number, or all of it where `.ci/run` asks for that."""
    return number if all_examples() else max(1, number // 5)


def isolated(home: Path) -> dict[str, str]:
    """Give an environment that says nothing about terminals, colours, claims or this user."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_KEPT_PREFIXES)}
    places = {f"XDG_{each}_HOME": str(home / each.lower()) for each in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {**kept, **places, "HOME": str(home), "USERPROFILE": str(home)}


def write_records(folder: Path, records: Mapping[str, str | Mapping[str, Any]]) -> Path:
    """Write each record to its file below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in records.items():
        path = folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = record if isinstance(record, str) else tomli_w.dumps(record)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder
