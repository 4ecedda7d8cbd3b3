"""What each code means, and its two examples."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

import tomli

from claimtrack.problems import Code

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Severity = Literal["error", "warning", "notice"]


class Explanation(NamedTuple):
    """What a code means.

    Attributes:
        code: the code.
        name: its name in words.
        severity: error, warning or notice.
        why: one paragraph.
        fix: what `--fix` does about it; empty where it does nothing.
    """

    code: Code
    name: str
    severity: Severity
    why: str
    fix: str


@lru_cache(maxsize=1)
def explanations() -> dict[Code, Explanation]:
    """Give what every code means, in the order of the codes."""
    told = tomli.loads(_package().joinpath("codes.toml").read_text(encoding="utf-8"))
    return {
        Code(code): Explanation(Code(code), each["name"], each["severity"], each["why"], each.get("fix", ""))
        for code, each in told.items()
    }


def examples(code: Code, which: Literal["bad", "good"]) -> dict[str, str]:
    """Give an example's files by their paths below the folder of claims.

    A file that is not UTF-8 is shown as far as it can be read. A code about the file system has none.
    """
    folder = _package().joinpath("examples", code, which)
    return dict(_texts(folder, "")) if folder.is_dir() else {}


def _texts(folder: Traversable, above: str) -> list[tuple[str, str]]:
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{above}{entry.name}"
        if entry.is_dir():
            found += _texts(entry, f"{path}/")
        else:
            found.append((path, entry.read_bytes().decode("utf-8", errors="replace")))
    return found


def _package() -> Traversable:
    return files("claimtrack.checks")
