"""The vocabulary of a record: stances, sides, standings, statuses, and the form in which names are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, TypeGuard, get_args

Side = Literal["asserts", "qualifies", "denies"]
Stance = Literal["asserts", "qualifies", "denies", "declines", "comments", "reports", "withdraws"]
Kind = Literal["fact", "policy", "opinion", "prediction"]
Standing = Literal["on-record", "anonymous", "relayed"]
Status = Literal["disputed", "asserted", "qualified", "denied", "open"]

SIDES: Final[tuple[Side, ...]] = get_args(Side)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

# The stems of the registries: no claim in any folder can have such an id.
RESERVED_STEMS: Final = frozenset({"parties", "sources"})


def is_side(stance: Stance) -> TypeGuard[Side]:
    """Return whether a stance takes a side."""
    return stance in SIDES


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """Return the form in which names are compared: casefolded letters, marks and digits joined by hyphens.

    This works in any script: combining marks stay, and invisible format characters (such as the joiners of
    Urdu and Hindi) are removed. The slug of a name without a letter or digit is empty.

    >>> slug("  DG ISPR "), slug("U.S."), slug("पाकिस्तान")
    ('dg-ispr', 'u-s', 'पाकिस्तान')
    """
    if name.isascii():
        return "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    # Invisible characters are removed first, since the characters around one may compose.
    shown = "".join(char for char in name if unicodedata.category(char) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    text = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    return "-".join(text.split())
