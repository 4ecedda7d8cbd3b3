"""How names are compared: the form in which two ways of writing one name are the same.

The rules are those of docs/rules.md, "Names". The tables here say which letters a keyboard changes; those of
`unicode_tables` come from Unicode's data files. Search folds more: see `rules.search`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from claimtrack.model.unicode_tables import IGNORED, KASHIDA, OPTIONAL_MARKS

# What a keyboard or an older encoding changes, and no reader takes for another letter.
_VARIANTS: Final = {
    "ı": "i",  # in Turkish, the capital of ı is I, and that of i is İ
    # An Arabic keyboard has other letters for these than a Persian, an Urdu or a Kurdish one. ى is among them, since it
    # is how ی looks at the end of a word. Letters that differ within a language stay: Urdu's ھ and ے, Sindhi's ڪ,
    # Kurdish ە. So does the hamza: أحمد and احمد are two names, which are found together.
    "ك": "ک",
    "ي": "ی",
    "ى": "ی",
    "ہ": "ه",
    "ۃ": "ة",
    "ٱ": "ا",  # written only where the vowel signs are
    # A keyboard has either the Arabic or the Persian digits. 1 and ١ are two digits here, and one for search.
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True)),
    # Letters that were once written with a joiner, which is ignored.
    **dict(zip("ൺൻർൽൾൿ", ("ണ്", "ന്", "ര്", "ല്", "ള്", "ക്"), strict=True)),
    "ৎ": "ত্",
    # Letters that look like an apostrophe, and are typed for one.
    **dict.fromkeys("ʹʺʻʼʽʾʿˮ", " "),
}
_MINUS: Final = "−"
# The patterns are compiled when one is needed.
# In ASCII: a symbol, or a sign at the end.
_SIGN: Final = r"[$+<=>^`|~]|[-*#][^A-Za-z0-9]*\Z"
# A sign at the end of a name distinguishes it: "Group A+", "Group A-", "Group A*". Elsewhere these are punctuation.
_AT_END: Final = f" -*#\0{_MINUS}"
_PUNCTUATION: Final = "[-*#]"
# A symbol stands between two of these; spaces around it do not count.
_MARKED: Final = " *\0+ *"
# In decomposed texts: the dot of a small i, the marks on Greek letters, which capitals do not have, and ۀ.
_DOTTED_I: Final = "i[\u0300-\u036f]*\u0307[\u0300-\u036f]*"
_GREEK: Final = "([\u0370-\u03ff])[\u0300-\u036f]+"
_HEH_WITH_HAMZA: Final = ("\u06d5\u0654", "\u0647\u0654")
# In Thai and Lao, the vowel am after a tone looks like its two parts with the tone between them, or after the first.
_TONE_BEFORE_AM: Final = "([\u0e48-\u0e4b]+)(\u0e4d)|([\u0ec8-\u0ecb]+)(\u0ecd)"
_LETTERS: Final = frozenset("LMN")  # how the categories of letters, marks and numbers begin


def is_utf8(text: str) -> bool:
    """Return whether a file name or an argument was UTF-8; a record holds nothing else."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def composed(text: str) -> str:
    """Return a text in Unicode's composed form, which names and ids have wherever they are read."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def composed_source(text: str) -> str:
    """Return the id of a source in Unicode's composed form; a URL stays as it is, since another form is another page."""
    return text if text.isascii() or text.startswith(("http://", "https://")) else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """Return the form in which names are compared: folded letters, marks and digits joined by hyphens.

    Case, punctuation, Unicode's form, optional vowel signs and invisible characters make no difference, nor does a
    letter that only the keyboard changes. Accents, symbols and a sign at the end do. The slug of a name without a
    letter or digit is empty.

    >>> slug("  DG ISPR "), slug("U.S."), slug("Group A+"), slug("پاكستان")
    ('dg-ispr', 'u-s', 'group-a+', 'پاکستان')
    """
    if name.isascii() and not re.search(_SIGN, name):
        return "-".join(re.findall("[a-z0-9]+", name.lower()))
    text = unicodedata.normalize("NFD", name.translate(_FOLDED))
    text = re.sub(_DOTTED_I, lambda match: match[0].replace("\u0307", ""), text)
    text = tones_after_am(re.sub(_GREEK, r"\1", text).replace(*_HEH_WITH_HAMZA))
    stem = text.rstrip(_AT_END)
    sign = text[len(stem) :].replace(" ", "").replace("-", _MINUS)
    stem = re.sub(_PUNCTUATION, " ", stem)
    text = unicodedata.normalize("NFC", re.sub(_MARKED, "", f"{stem}\0{sign}" if sign else stem))
    has_letter = any(unicodedata.category(char)[0] in _LETTERS for char in text)
    return "-".join(text.split()) if has_letter else ""


def tones_after_am(decomposed: str) -> str:
    """Return a text in which Thai and Lao tones stand behind the first part of the vowel am, wherever they were typed."""
    if "\u0e4d" not in decomposed and "\u0ecd" not in decomposed:
        return decomposed
    return re.sub(_TONE_BEFORE_AM, r"\2\1\4\3", decomposed)


def slug_prefix(text: str) -> str:
    """Return the form in which the beginning of a name is compared: a hyphen at its end is no sign.

    >>> slug_prefix("United-"), slug_prefix("Unit")
    ('united-', 'unit')
    """
    return slug(f"{text}x")[:-1]


@cache
def unseen() -> re.Pattern[str]:
    """Return the pattern of what makes no difference to a text: invisible characters, kashida, optional vowel signs."""
    return re.compile(f"[{IGNORED}{KASHIDA}{OPTIONAL_MARKS}]")


def folded(char: str) -> str:
    """Return what a character stands for if names are compared: decomposed letters, a symbol, or a space.

    Dashes, * and # are left for whoever knows where they stand: a dash becomes a hyphen.
    """
    if unseen().match(char):
        return ""
    if char in _VARIANTS:
        return _VARIANTS[char]
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    compatible = unicodedata.normalize("NFKD", char)
    if category[0] == "S" and compatible[0] == " ":  # such as ´: a symbol, and no space with an accent
        compatible = unicodedata.normalize("NFD", char)
    for parts in (compatible, char.casefold()):
        if parts != char:
            return "".join(map(folded, parts))
    return char if category[0] in "LMNS" or char in "*#" else " "


class _Folded(dict[int, str]):
    """What each character stands for in a name, each symbol between two NUL; filled on demand."""

    def __missing__(self, code: int) -> str:
        parts = folded(chr(code))
        self[code] = "".join(f"\0{part}\0" if unicodedata.category(part)[0] == "S" else part for part in parts)
        return self[code]


_FOLDED: Final = _Folded()
