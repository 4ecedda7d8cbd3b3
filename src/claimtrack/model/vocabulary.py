"""The words a record is written in: stances, sides, standings, and how names are compared."""

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

# Stems of the registries: never the id of a claim, in whichever folder.
RESERVED_STEMS: Final = frozenset({"parties", "sources"})


def is_side(stance: Stance) -> TypeGuard[Side]:
    """Tell whether a stance takes a side."""
    return stance in SIDES


def composed(text: str) -> str:
    """Return a text in Unicode's composed form, the one that ids have."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """Give the form in which names are compared: casefolded, its letters, marks and digits joined by hyphens.

    Works in any script: combining marks are kept, invisible format characters (such as the joiners of
    Urdu and Hindi) are dropped. A name without any letter or digit gives an empty string.

    >>> slug("  DG ISPR "), slug("U.S."), slug("पाकिस्तान")
    ('dg-ispr', 'u-s', 'पाकिस्तान')
    """
    if name.isascii():
        return "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    # The invisible ones go first: what stands on either side of one may compose.
    shown = "".join(char for char in name if unicodedata.category(char) != "Cf")
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    text = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    return "-".join(text.split())
