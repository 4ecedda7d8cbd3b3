"""Search for a phrase in texts of any script; the last word of the phrase may be the beginning of one."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# A word between two texts, in no phrase, so that no phrase matches across them.
_END: Final = "\ue000"
# Scripts without spaces between words: each character is a word, so that a phrase matches anywhere in a text.
_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


class _Folding(dict[int, str]):
    """What each character is replaced with, so that spaces separate words; filled on demand."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cf" or "\u0300" <= char <= "\u036f":
            # Invisible, or an accent on a Latin, Greek or Cyrillic letter. The marks of other scripts count as letters.
            folded = ""
        elif category[0] not in "LNM":
            folded = " "
        elif any(first <= code <= last for first, last in _UNSPACED):
            folded = f" {char} "
        else:
            folded = char
        self[code] = folded
        return folded


_NUL: Final = "\0"
_FOLDING: Final = _Folding({ord(_NUL): f" {_END} "})
# For ASCII, one character for one, since translating is much faster then.
_ASCII_END: Final = "|"
_ASCII: Final = {code: _FOLDING[code] for code in range(1, 128)} | {ord(_NUL): _ASCII_END}


def fold(texts: Iterable[str | None]) -> str:
    """Return the words of some texts as they are compared: without case, accents and punctuation.

    Spaces separate the words, and a word that is in no phrase separates the texts.
    """
    given = [text for text in texts if text]
    # One pass for all that is ASCII, and one for the rest, which is slower.
    plain = f" {_NUL} ".join([text for text in given if text.isascii()])
    others = _NUL.join([text for text in given if not text.isascii()])
    folded = plain.lower().translate(_ASCII).replace(_ASCII_END, _END)
    if not others:
        return folded
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", others).casefold())
    return f"{folded} {_END} {unicodedata.normalize('NFC', decomposed.translate(_FOLDING))}"


def phrase(text: str) -> str:
    """Return the words of a text, separated by single spaces; empty if it has none."""
    return " ".join(word for word in fold([text]).split() if word != _END)


def haystack(texts: Iterable[str | None]) -> str:
    """Return the words of some texts as one line in which to search: each word has a space before it."""
    return f" {' '.join(fold(texts).split())}"


def occurs(text: str, within: str) -> bool:
    """Return whether a phrase occurs in a haystack, where its last word may be longer."""
    return f" {phrase(text)}" in within
