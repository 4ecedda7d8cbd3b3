"""The codes of problems: what explains each, its two examples, and the checks that find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import tomli

from claimtrack.problems import Code

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from claimtrack.checks.subjects import CheckedFolder, Registers
    from claimtrack.files.load import SourceFile
    from claimtrack.files.locations import KeyPath
    from claimtrack.model.dates import Span
    from claimtrack.model.record import Claim
    from claimtrack.rules.origins import SourceLookup

Severity = Literal["error", "warning", "notice"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)


class Explanation(NamedTuple):
    """What a code means: its name, what is wrong in a few words, its severity, why it matters, and what `--fix` does."""

    code: Code
    name: str
    title: str
    severity: Severity
    why: str
    fix: str


@lru_cache(maxsize=1)
def explanations() -> dict[Code, Explanation]:
    """Return the explanation of every code, in the order of the codes."""
    tables = tomli.loads(files("claimtrack.checks").joinpath("codes.toml").read_text(encoding="utf-8"))
    return {Code(code): Explanation(Code(code), **{"fix": "", **table}) for code, table in tables.items()}


def examples(code: Code, which: Literal["bad", "good"]) -> dict[str, str]:
    """Return the files of an example by their paths below the folder of claims.

    Bytes that are not UTF-8 are replaced. A code about the file system has no example.
    """
    folder = files("claimtrack.checks").joinpath("examples", code, which)
    return dict(_texts(folder, "")) if folder.is_dir() else {}


def _texts(folder: Traversable, above: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _texts(entry, f"{path}/")
        else:
            yield path, entry.read_bytes().decode("utf-8", errors="replace")


class Finding(NamedTuple):
    """What a check found, before its line and column are known."""

    path: str
    at: KeyPath  # keys and indexes that lead to the value; empty for the file as a whole
    message: str
    hint: str = ""
    on_key: bool = False  # point at the key or the table's header, not at the value
    missing: str = ""  # the key of that table whose absence it is about; it may have been left out for a mistake
    until: int = 0  # the date key at which it stops being true; 0 if it does not depend on the day


@dataclass(frozen=True, slots=True)
class Subject:
    """A claim with what its checks need from the registries."""

    claim: Claim
    registers: Registers
    lookup: SourceLookup
    source_file: SourceFile
    today: Span  # the day that it is in UTC+14, where each day begins first


ClaimCheck = Callable[[Subject], Iterator[Finding]]
FolderCheck = Callable[["CheckedFolder"], Iterator[Finding]]

CLAIM_CHECKS: dict[Code, ClaimCheck] = {}
FOLDER_CHECKS: dict[Code, FolderCheck] = {}


def of_claim(code: Code) -> Callable[[ClaimCheck], ClaimCheck]:
    """Register a check of one claim under its code."""
    return lambda check: CLAIM_CHECKS.setdefault(code, check)


def of_folder(code: Code) -> Callable[[FolderCheck], FolderCheck]:
    """Register a check of the folder as a whole under its code."""
    return lambda check: FOLDER_CHECKS.setdefault(code, check)
