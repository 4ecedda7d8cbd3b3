"""The language and the direction of a text, for browsers and for programs that read aloud."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import bidirectional, name

# How the names of a script's letters begin, and its code in ISO 15924.
_SCRIPTS: Final = {
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "SYRIAC": "Syrc",
    "THAANA": "Thaa",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "GUJARATI": "Gujr",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "SINHALA": "Sinh",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
    "THAI": "Thai",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "KHMER": "Khmr",
    "HANGUL": "Kore",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "CJK": "Hani",
}
_LOOKED_AT: Final = 200  # characters


@lru_cache(maxsize=4096)
def language(text: str) -> str:
    """Return a language tag that says in which script a text begins, if it is not Latin; an empty text if it is."""
    if text.isascii():
        return ""
    for char in text[:_LOOKED_AT]:
        if char.isalpha():
            script = _SCRIPTS.get(name(char, "").partition(" ")[0])
            return f"und-{script}" if script else ""
    return ""


@lru_cache(maxsize=4096)
def direction(text: str) -> str:
    """Return "rtl" if the first letter of a text is written from right to left, else "ltr"."""
    if text.isascii():
        return "ltr"
    for char in text[:_LOOKED_AT]:
        kind = bidirectional(char)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"
