"""The vocabulary of a record: stances, sides, statuses; and the form of web addresses and language tags."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeGuard, get_args

Side = Literal["asserts", "qualifies", "denies"]
Stance = Literal["asserts", "qualifies", "denies", "declines", "comments", "reports", "withdraws"]
Kind = Literal["fact", "policy", "opinion", "prediction"]
Standing = Literal["on-record", "anonymous", "relayed"]
DateOf = Literal["statement", "report"]
Status = Literal["disputed", "asserted", "qualified", "denied", "open"]

SIDES: Final[tuple[Side, ...]] = get_args(Side)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

# The stems of the registries: no claim can have such an id.
RESERVED_STEMS: Final = frozenset({"parties", "sources"})

# The BCP 47 tags that a record can have.
LANGUAGE: Final = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
# The characters that no address contains: spaces, quotes, and those that control a terminal.
UNFIT: Final = r'\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069<>"'
_LANGUAGE: Final = re.compile(LANGUAGE)
_URL: Final = re.compile(rf"https?://[^{UNFIT}/?#]+[^{UNFIT}]*\Z")
_PLAIN_HOST: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#]|\Z)")


def is_side(stance: Stance) -> TypeGuard[Side]:
    """Return whether a stance takes a side."""
    return stance in SIDES


def is_language(text: str) -> bool:
    """Return whether a text is a language tag such as "ur" or "zh-Hant"."""
    return _LANGUAGE.fullmatch(text) is not None


def is_url(text: str) -> bool:
    """Return whether a text is an http(s) address that can be shown as a link."""
    if not _URL.match(text):
        return False
    if _PLAIN_HOST.match(text) and "[" not in text and "]" not in text:
        return True
    from urllib.parse import urlsplit  # noqa: PLC0415 - slow to import, and rarely needed

    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False
