"""Search for a phrase in texts of any script; the last word of the phrase may be the beginning of one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from claimtrack.model.names import folded, tones_after_am, unseen
from claimtrack.model.unicode_tables import MODIFIED, PLAIN

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


# Letters that do not decompose into another one and a mark, and those that are often written for each other.
_LETTERS: Final = {
    **dict(zip(MODIFIED, PLAIN, strict=True)),  # ł, ø, đ and the like
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ŋ": "n",
    "ĸ": "k",
    "ȷ": "j",
    "ə": "e",
    "ة": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ڪ": "ک",
    "ۓ": "ے",
    "װ": "וו",
    "ױ": "וי",
    "ײ": "יי",
    "ґ": "г",
}
# Cyrillic letters with a mark are letters of their own, such as й and ї, but for these.
_ACCENTED_CYRILLIC: Final = frozenset("ёѐѝ")
# The accents of all alphabets with capitals, and what hamza and madda add to an Arabic letter. The marks of other
# scripts are letters: Devanagari's vowel signs, Thai's tones.
_ACCENTS: Final = "[\u0300-\u036f\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"


class _Folding(dict[int, str]):
    """What each composed character is replaced with, so that spaces separate words; filled on demand."""

    def __missing__(self, code: int) -> str:
        parts = "".join(map(_folded, unicodedata.normalize("NFC", folded(chr(code)))))
        self[code] = parts or (_UNSEEN if unseen().match(chr(code)) else "")
        return self[code]


def _folded(char: str) -> str:
    """Return what is searched for in place of a composed character of a name; see `names.folded`."""
    if char in _LETTERS:
        return _LETTERS[char]
    if "\u0400" <= char <= "\u052f" and char not in _ACCENTED_CYRILLIC:
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] not in "LNM":
        return " "
    plain = unicodedata.normalize("NFC", re.sub(_ACCENTS, "", unicodedata.normalize("NFD", char)))
    if plain != char:
        return "".join(map(_folded, plain))
    return f" {char} " if any(first <= ord(char) <= last for first, last in _UNSPACED) else char


_NUL: Final = "\0"
_UNSEEN: Final = "\ue001"  # in place of a character that is not seen, which is rare
_FOLDING: Final = _Folding({ord(_NUL): f" {_END} "})
# For ASCII, one character for one, since translating is much faster then.
_ASCII_END: Final = "|"
_ASCII: Final = {code: chr(code) if chr(code).isalnum() else " " for code in range(1, 128)} | {ord(_NUL): _ASCII_END}


def fold(texts: Iterable[str | None]) -> str:
    """Return the words of some texts as they are compared: without case, accents, optional signs and punctuation.

    Spaces separate the words, and a word that is in no phrase separates the texts. Names with one slug are folded to
    the same words.
    """
    given = [text for text in texts if text]
    # One pass for all that is ASCII, and one for the rest, which is slower.
    plain = _NUL.join([text for text in given if text.isascii()])
    others = _NUL.join([text for text in given if not text.isascii()])
    folded_words = plain.lower().translate(_ASCII).replace(_ASCII_END, f" {_END} ")
    if not others:
        return folded_words
    others = tones_after_am(unicodedata.normalize("NFKC", others))
    translated = others.translate(_FOLDING)
    if _UNSEEN in translated:  # without it, the characters around it may compose
        others = tones_after_am(unicodedata.normalize("NFKC", unseen().sub("", others)))
        translated = others.translate(_FOLDING)
    return f"{folded_words} {_END} {unicodedata.normalize('NFC', translated)}"


def sort_key(text: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """Return the key by which texts are sorted for people: Ä with A, and "c2" before "c10".

    Case, accents and punctuation make a difference only between texts that are the same without.
    """
    words = text.lower().translate(_ASCII) if text.isascii() else fold([text]).replace(_END, "")
    parts: list[str | tuple[int, str]] = [*re.split("([0-9]+)", " ".join(words.split()))]
    # A number of any length compares by its digits. They are in every second part, so that like is compared with like.
    parts[1::2] = [(len(digits), digits) for digits in (str(part).lstrip("0") for part in parts[1::2])]
    return tuple(parts), text


def phrase(text: str) -> str:
    """Return the words of a text, separated by single spaces; empty if it has none."""
    return " ".join(word for word in fold([text]).split() if word != _END)


def haystack(texts: Iterable[str | None]) -> str:
    """Return the words of some texts as one line in which to search: each word has a space before it."""
    return f" {' '.join(fold(texts).split())}"


def occurs(text: str, within: str) -> bool:
    """Return whether a phrase occurs in a haystack, where its last word may be longer."""
    return f" {phrase(text)}" in within
