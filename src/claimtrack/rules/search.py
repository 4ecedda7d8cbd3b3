"""Finding words in texts: a phrase of words in any script, of which the last may be only begun."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_END: Final = "\ue000"
"""Stands between two texts, as a word that nobody can ask for: no phrase goes from one text into the next."""

# Scripts that put no space between words: each character is a word, so that a phrase is found anywhere in them.
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


class _Parted(dict[int, str]):
    """What each character becomes once words are parted by spaces; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cf" or "\u0300" <= char <= "\u036f":
            # Invisible, or an accent parted from its Latin, Greek or Cyrillic letter. The marks of other scripts are
            # letters to their readers.
            parted = ""
        elif category[0] not in "LNM":
            parted = " "
        elif any(first <= code <= last for first, last in _UNSPACED):
            parted = f" {char} "
        else:
            parted = char
        self[code] = parted
        return parted


_NONE: Final = "\0"
_PARTED: Final = _Parted({ord(_NONE): f" {_END} "})
# The same for ASCII, with one character for each, which goes much faster; the end is a sign that no word has.
_SIGN: Final = "|"
_ASCII: Final = {code: _PARTED[code] for code in range(1, 128)} | {ord(_NONE): _SIGN}


def fold(texts: Iterable[str | None]) -> str:
    """Give the words of some texts in the form in which words are compared: without case, accents and punctuation.

    Space parts the words, and between two texts stands a word that nobody asks for.
    """
    given = [text for text in texts if text]
    # All at once, and apart what is ASCII, which mostly is most and goes much faster.
    plain = _BETWEEN.join([text for text in given if text.isascii()])
    others = _NONE.join([text for text in given if not text.isascii()])
    folded = plain.lower().translate(_ASCII).replace(_SIGN, _END)
    if not others:
        return folded
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", others).casefold())
    return f"{folded} {_END} {unicodedata.normalize('NFC', decomposed.translate(_PARTED))}"


_BETWEEN: Final = f" {_NONE} "


def phrase(asked: str) -> str:
    """Give what is asked for as words parted by single spaces; empty when there is no word in it."""
    return " ".join(word for word in fold([asked]).split() if word != _END)


def haystack(texts: Iterable[str | None]) -> str:
    """Give the words of some texts as one line to look for phrases in: each word has a space before it."""
    return f" {' '.join(fold(texts).split())}"


def found(asked: str, within: str) -> bool:
    """Tell whether a phrase occurs in a haystack; its last word may go on there."""
    return f" {phrase(asked)}" in within
