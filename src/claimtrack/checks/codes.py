"""The explanation of each code, and its two examples."""

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
    """The explanation of a code.

    Attributes:
        code: the code.
        name: its name in words.
        severity: error, warning or notice.
        why: one paragraph.
        fix: what `--fix` does about it; empty if nothing.
    """

    code: Code
    name: str
    severity: Severity
    why: str
    fix: str


@lru_cache(maxsize=1)
def explanations() -> dict[Code, Explanation]:
    """Return the explanation of every code, in the order of the codes."""
    tables = tomli.loads(_package().joinpath("codes.toml").read_text(encoding="utf-8"))
    return {
        Code(code): Explanation(Code(code), table["name"], table["severity"], table["why"], table.get("fix", ""))
        for code, table in tables.items()
    }


def examples(code: Code, which: Literal["bad", "good"]) -> dict[str, str]:
    """Return the files of an example by their paths below the folder of claims.

    Bytes that are not UTF-8 are replaced. A code about the file system has no example.
    """
    folder = _package().joinpath("examples", code, which)
    return dict(_texts(folder, "")) if folder.is_dir() else {}


def _texts(folder: Traversable, above: str) -> list[tuple[str, str]]:
    texts = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{above}{entry.name}"
        if entry.is_dir():
            texts += _texts(entry, f"{path}/")
        else:
            texts.append((path, entry.read_bytes().decode("utf-8", errors="replace")))
    return texts


def _package() -> Traversable:
    return files("claimtrack.checks")
