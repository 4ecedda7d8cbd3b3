"""Guesses, while Typer has yet to be loaded, which folder a command is going to ask about.

Typer reads the options; this only looks for the one that names a folder. Where it is wrong, a sweep was for nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SWEEPING: Final = frozenset(
    {"list", "diff", "matrix", "shifts", "contradictions", "parties", "sources", "topics"}
)
_NO_SWEEP: Final = ("--help", "-h", "--no-cache", "--rev")
_CLAIMS: Final = "--claims"


def foresee(args: Sequence[str], env: Mapping[str, str]) -> None:
    """Begin to sweep the folder that is probably asked about, if the command is one that will."""
    if not args or args[0] not in _SWEEPING or env.get("CLAIMTRACK_NO_CACHE"):
        return
    if any(arg.startswith(_NO_SWEEP) for arg in args):
        return
    from claimtrack.files.find import claims_folder  # noqa: PLC0415 - a command that does not sweep waits for none of it
    from claimtrack.index.ahead import look_ahead  # noqa: PLC0415

    given = _named(args) or env.get("CLAIMTRACK_CLAIMS")
    try:
        look_ahead(claims_folder(Path(given) if given else None))
    except (NotFoundError, OSError):  # it is told when it is asked for
        return


def _named(args: Sequence[str]) -> str | None:
    for place, arg in enumerate(args):
        if arg == _CLAIMS:
            return args[place + 1] if place + 1 < len(args) else None
        if arg.startswith(f"{_CLAIMS}="):
            return arg.removeprefix(f"{_CLAIMS}=")
    return None
