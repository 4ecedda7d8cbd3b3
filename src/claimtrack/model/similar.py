"""Finds the known word that an unknown one probably means, in a time that hardly grows with the number of words."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEW: Final = 20  # words that are all compared; of more, only those with one mistake, or else those beside it
_NEIGHBOURS: Final = 4  # on each side, in each order
_LONGEST: Final = 80  # characters of a word that is compared


class Similar:
    """Known words, among which a similar one is looked for."""

    def __init__(self, known: Iterable[str], cutoff: float = 0.6, beyond: Similar | None = None) -> None:
        """Take the words.

        Args:
            known: the words.
            cutoff: how similar one must be, from 0 to 1.
            beyond: more words, if none of these is similar.
        """
        self._known = sorted({word for word in known if len(word) <= _LONGEST})
        self._cutoff = cutoff
        self._beyond = beyond
        self._found: dict[tuple[str, str], str] = {}

    def find(self, word: str, *, other_than: str = "") -> str:
        """Return the most similar word, `other_than` excepted; an empty text if none is similar."""
        if len(word) > _LONGEST:
            return ""
        key = (word, other_than)
        if key not in self._found:
            from difflib import get_close_matches  # noqa: PLC0415 - only if something is wrong

            candidates = [each for each in dict.fromkeys(self._candidates(word)) if each != other_than]
            near = get_close_matches(word, candidates, n=1, cutoff=self._cutoff)
            beyond = self._beyond.find(word, other_than=other_than) if self._beyond else ""
            self._found[key] = near[0] if near else beyond
        return self._found[key]

    def _candidates(self, word: str) -> Iterable[str]:
        if len(self._known) <= _FEW:
            return self._known
        close = [
            each for shorter in (word, *_shorter(word)) for each in self._by_shorter.get(shorter, ())[:_NEIGHBOURS]
        ]
        if close:
            return close
        alike = _neighbours(word, self._known)  # they begin in the same way
        return [*alike, *(each[::-1] for each in _neighbours(word[::-1], self._backwards))]  # or end so

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self._known)

    @cached_property
    def _by_shorter(self) -> dict[str, list[str]]:
        """The words, by what is left if one character is taken out: two words with one mistake share such a text."""
        words: dict[str, list[str]] = {}
        for word in self._known:
            for shorter in (word, *_shorter(word)):
                words.setdefault(shorter, []).append(word)
        return words


def _neighbours(word: str, words: list[str]) -> list[str]:
    place = bisect_left(words, word)
    return words[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]


def _shorter(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]
