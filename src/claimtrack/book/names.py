"""Finds what a name means, or reports what may be meant; a guess is never acted on."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 8  # candidates named in one line


def resolve(what: str, given: str, key: str, known: Mapping[str, str], beginning: str | None = None) -> str:
    """Find the one thing that a name means.

    Args:
        what: the kind of thing, for the message: "claim".
        given: the name as the user typed it, for the message.
        key: the name in the form in which names are compared.
        known: what each name in that form stands for.
        beginning: the name in the form in which beginnings of names are compared, if that is another.

    Returns:
        What stands under the name, or under the only one that begins with it.

    Raises:
        NotFoundError: there is no such thing, or several begin so; the message names the candidates.
    """
    if key in known:
        return known[key]
    known = dict(sorted(known.items()))  # always in the same order
    beginning = key if beginning is None else beginning
    begun = sorted({target for name, target in known.items() if beginning and name.startswith(beginning)})
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise NotFoundError(f'"{given}" could be any of {len(begun)} {_plural(what)}: {_some(begun)}')
    near = [known[name] for name in get_close_matches(key, known, n=_MOST, cutoff=0.5)]
    near += [target for name, target in known.items() if key and key in name]
    candidates = list(dict.fromkeys(near))
    if candidates:
        raise NotFoundError(f'no {what} "{given}"', f"did you mean {_some(candidates)}?")
    raise NotFoundError(f'no {what} "{given}"', f"`claimtrack {_REGISTERS[what]}` names them all")


_REGISTERS = {"claim": "list", "party": "parties", "source": "sources", "topic": "topics"}


def _plural(what: str) -> str:
    return "parties" if what == "party" else f"{what}s"


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST])
    return f"{shown} and {len(names) - _MOST} more" if len(names) > _MOST else shown
