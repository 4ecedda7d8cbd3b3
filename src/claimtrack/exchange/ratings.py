"""What a reviewer's verdict does to a claim: the stance of the review; and whether a claimant is anybody at all."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

import tomli

from claimtrack.exchange.columns import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from claimtrack.model.vocabulary import Stance

IN_DOUBT: Final[Stance] = "reports"
_LOW, _HIGH = 0.25, 0.75  # of the way from the worst to the best number


def stance_of_words(words: str, known: Mapping[str, Stance]) -> Stance | None:
    """Return the stance of a review by the words of its verdict; None if they are not known.

    Args:
        words: the verdict.
        known: stances by the folded words of verdicts, which come before those that are shipped.
    """
    form = fold(words)
    return known.get(form) or _stances().get(form)


def stance_of_number(value: float, worst: float, best: float) -> Stance | None:
    """Return the stance of a review by a number; None if it is out of range, or the range has no sense."""
    if not worst < best or not worst <= value <= best:
        return None
    share = (value - worst) / (best - worst)
    return "denies" if share < _LOW else "asserts" if share > _HIGH else "qualifies"


@lru_cache(maxsize=8192)
def is_nobody(name: str) -> bool:
    """Return whether a claimant's name stands for nobody in particular, such as "Social media users"."""
    words = fold(name).split("_")
    known, somebody, names = _claimants()
    return "_".join(words) in names or (set(words) <= known and not somebody.isdisjoint(words))


@cache
def _stances() -> dict[str, Stance]:
    return {fold(word): cast("Stance", stance) for stance, words in _load("ratings.toml").items() for word in words}


@cache
def _claimants() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    lists = {name: frozenset(fold(word) for word in words) for name, words in _load("claimants.toml").items()}
    return lists["somebody"] | lists["channels"] | lists["others"], lists["somebody"], lists["names"]


def _load(name: str) -> dict[str, Any]:
    return tomli.loads(files("claimtrack.exchange").joinpath(name).read_text(encoding="utf-8"))
