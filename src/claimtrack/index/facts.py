"""The facts of a claim, by which a filter finds it: lines of text. A filter searches for a whole line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""Return a value as compact JSON."""

TOOK: Final = "p"  # a party took a position itself
BOUND: Final = "b"  # a position counts for this principal
NAMED: Final = "n"  # a party took a position, or one is known through it
HOLDS: Final = "h"  # a principal's present side, or a stance without a side that it ever took
UNREVIEWED: Final = "u"  # the same if reviews are ignored, for a claim that somebody reviewed
STANCE: Final = "s"  # somebody took this stance without a side
TOPIC: Final = "t"
CITES: Final = "c"  # an id or an address that is not that of the claim's own sources
CITES_OWN: Final = "o"


def fact(kind: str, *values: str) -> str:
    """Return a fact as a line with a newline before and after it: no other text contains it.

    A value may be any text. JSON writes its line breaks and quotes as escapes, so two facts never make the same line.
    """
    return f"\n{kind}{encode(values)[1:-1]}\n"  # short, as a filter goes through all of them


def values_of(kind: str, facts: str) -> Iterator[str]:
    """Yield the value of each fact of a kind that has one value."""
    return (json.loads(line[1:]) for line in facts.split("\n") if line.startswith(kind))
