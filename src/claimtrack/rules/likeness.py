"""Whether two quotes are the same words, one of them shortened, extended or mistyped."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PUNCTUATION: Final = re.compile(r"[\W_]+")
_NUMBER: Final = re.compile(r"\d+")
_SHORT: Final = 4  # characters; what is shorter is contained in another text only as a whole word
_TYPO: Final = 2  # characters: two letters changed places, or one is missing, added or wrong
_LIKE: Final = 0.6  # the part of the shorter text's sequences of characters that the longer one must have


def plain(text: str) -> str:
    """Return the words of a text in small letters, without punctuation, separated by single blanks."""
    return _PUNCTUATION.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def alike(one: str, other: str) -> bool:
    """Return whether two plain texts are probably the same quote, in time that grows with their length alone.

    They are if one contains the other, if they differ by one mistake in typing, or if most of the shorter one is in the
    other. They are not if most of the numbers in figures differ: whoever gives another number makes another statement.
    """
    short, long = sorted((one, other), key=len)
    if not short:
        return False
    if short in long and (len(short) >= _SHORT or f" {short} " in f" {long} "):
        return True
    if not _same_numbers(short, long):
        return False
    if _differ_by_a_typo(short, long):
        return True
    size = 5 if " " in short else 3  # one word, or a script that does not separate words
    sequences, others = _sequences(short, size), _sequences(long, size)
    return len(sequences & others) >= _LIKE * max(len(sequences), 1)


def _same_numbers(one: str, other: str) -> bool:
    few, many = sorted((set(_NUMBER.findall(one)), set(_NUMBER.findall(other))), key=len)
    return few <= many or 2 * len(few & many) > len(few)


def _differ_by_a_typo(short: str, long: str) -> bool:
    begin = next((place for place, char in enumerate(short) if char != long[place]), len(short))
    room = len(short) - begin
    end = next((place for place in range(room) if short[-1 - place] != long[-1 - place]), room)
    changed = len(long) - begin - end
    return changed <= _TYPO and begin + end > _TYPO * changed


def _sequences(text: str, size: int) -> set[str]:
    return {text[place : place + size] for place in range(len(text) - size + 1)}
