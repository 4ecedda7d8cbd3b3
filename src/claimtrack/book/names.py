"""Finds what a name means, or reports what may be meant; a guess is never acted on."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from claimtrack.model.names import slug
from claimtrack.problems import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST: Final = 8  # candidates named in one line
_GUESSES: Final = 3
_LIKE: Final = 0.7  # how similar a guess is at least, from 0 to 1
_SHORTEST: Final = 3  # characters of a name that may be a part of another one


def resolve(
    what: str,
    given: str,
    key: str,
    known: Mapping[str, str],
    beginning: str | None = None,
    others: Callable[[], Mapping[str, str]] = dict,
) -> str:
    """Find the one thing that a name means.

    Args:
        what: the kind of thing, for the message: "claim".
        given: the name as the user typed it, for the message.
        key: the name in the form in which names are compared.
        known: what each name in that form stands for.
        beginning: the name in the form in which beginnings of names are compared, if that is another.
        others: returns what other names stand for, which are good for a guess alone, such as titles.

    Returns:
        What stands under the name, or under the only one that begins with it.

    Raises:
        NotFoundError: there is no such thing, or several begin so; the message names the candidates.
    """
    if key in known:
        return known[key]
    beginning = key if beginning is None else beginning
    begun = sorted({target for name, target in known.items() if beginning and name.startswith(beginning)})
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise ambiguous(what, given, begun)
    # The path of a claim's file is no name of it, but says which one is meant.
    meant = given.removesuffix(".toml").rpartition("/")[2] if what == "claim" and given.endswith(".toml") else given
    near = guesses(meant, [*known.items(), *others().items()])
    if near:
        raise NotFoundError(f'no {what} "{given}"', f"did you mean {', '.join(near)}?")
    raise NotFoundError(f'no {what} "{given}"', f"`claimtrack {_REGISTERS[what]}` names them all")


def ambiguous(what: str, given: str, names: list[str]) -> NotFoundError:
    """Return the error that a name may mean any of several things, by their names."""
    return NotFoundError(f'"{given}" could be any of {len(names)} {_plural(what)}: {_some(names)}')


def guesses(given: str, names: list[tuple[str, str]]) -> list[str]:
    """Return what a name that nothing has may mean, by the names of each thing: three at most, the likeliest first.

    Names that have its words come first, then those with words that begin so; if there are none, those spelt like it.
    """
    key = slug(given)
    best: dict[str, tuple[float, str]] = {}
    matcher = SequenceMatcher(b=key, autojunk=False)
    for name, target in names:
        likeness = _likeness(key, slug(name), matcher)
        if likeness >= _LIKE:
            best[target] = min(best.get(target, (0.0, "")), (-likeness, name))
    if any(likeness < -1 for likeness, _ in best.values()):
        best = {target: found for target, found in best.items() if found[0] < -1}
    return sorted(best, key=lambda target: (*best[target], target))[:_GUESSES]


def _likeness(key: str, name: str, matcher: SequenceMatcher[str]) -> float:
    """Return how similar a name is: up to 1 by its spelling, and more if it has the words."""
    if len(key) >= _SHORTEST:
        if f"-{key}-" in f"-{name}-":
            return 3
        if f"-{key}" in f"-{name}":
            return 2
    likeness = _spelling(name, matcher)
    words = name.split("-")
    if len(words) > 1 and len(key) > _SHORTEST and "-" not in key:
        # A word of a longer name counts a little less, and is more like it by chance.
        likeness = max(likeness, max(_spelling(word, matcher) for word in words) - 0.1)
    return likeness


def _spelling(name: str, matcher: SequenceMatcher[str]) -> float:
    matcher.set_seq1(name)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE else 0


_REGISTERS: Final = {"claim": "list", "party": "parties", "source": "sources", "topic": "topics"}


def _plural(what: str) -> str:
    return "parties" if what == "party" else f"{what}s"


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST])
    return f"{shown} and {len(names) - _MOST} more" if len(names) > _MOST else shown
