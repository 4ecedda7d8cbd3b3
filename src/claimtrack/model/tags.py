"""Texts of a fixed form: web addresses and the tags of languages."""

from __future__ import annotations

import re
from typing import Final

LANGUAGE: Final = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""The form of a BCP 47 tag, as far as a record needs it."""

UNFIT: Final = r'\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069<>"'
"""What no address holds: spaces, quotes, and the characters that would steer the terminal that shows it."""

_LANGUAGE: Final = re.compile(LANGUAGE)
_URL: Final = re.compile(rf"https?://[^{UNFIT}/?#]+[^{UNFIT}]*\Z")
_PLAIN_HOST: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#]|\Z)")


def is_language(text: str) -> bool:
    """Tell whether a text is a language's tag such as "ur" or "zh-Hant"."""
    return _LANGUAGE.fullmatch(text) is not None


def is_url(text: str) -> bool:
    """Tell whether a text is an http(s) address that can be offered as a link."""
    if not _URL.match(text):
        return False
    if _PLAIN_HOST.match(text) and "[" not in text and "]" not in text:
        return True
    from urllib.parse import urlsplit  # noqa: PLC0415 - slow to import, and mostly not needed

    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
