"""Values: numbers, ranges and texts."""

from __future__ import annotations

import math
from typing import NamedTuple

Number = int | float


class ValueFormError(ValueError):
    """The value is not one that a position can have."""


class Value(NamedTuple):
    """A number, a text, or a range with at least one end."""

    text: str | None = None  # shown and never compared
    low: Number | None = None  # the smallest number meant; None if there is no limit
    high: Number | None = None  # the largest one
    ranged: bool = False  # written as a table of ``min`` and ``max``

    @classmethod
    def parse(cls, raw: object) -> Value:
        """Read a value from a TOML file: a number, a text, or a table of ``min`` and ``max``.

        Raises:
            ValueFormError: it is none of these; the message says what to write instead.
        """
        if isinstance(raw, str):
            if not raw.strip():
                raise ValueFormError("the text is empty; leave the key out if no value was given")
            return cls(text=raw)
        if isinstance(raw, dict):
            return _range(raw)
        number = _number(raw)
        return cls(low=number, high=number)

    @property
    def written(self) -> Number | str | dict[str, Number]:
        """The value as written in the record, ready for JSON or TOML."""
        if self.text is not None:
            return self.text
        if self.low is not None and not self.ranged:
            return self.low
        return {key: end for key, end in (("min", self.low), ("max", self.high)) if end is not None}

    def __str__(self) -> str:
        if self.text is not None:
            return self.text
        if self.low is None:
            return f"at most {self.high}"
        if self.high is None:
            return f"at least {self.low}"
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"

    def disjoint(self, other: Value) -> bool:
        """Return whether no number fits both; a text is disjoint from nothing."""
        return _below(self, other) or _below(other, self)


def _below(one: Value, other: Value) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


def _number(raw: object) -> Number:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueFormError("a value is a number, a text in quotes, or { min = 5, max = 6 }")
    # TOML and SQL guarantee integers of 64 bits only.
    if raw.bit_length() > 63 if isinstance(raw, int) else not math.isfinite(raw):
        raise ValueFormError("no such number can be counted or compared; write it as a text in quotes")
    return raw


def _range(raw: dict[str, object]) -> Value:
    unknown = sorted(raw.keys() - {"min", "max"})
    if unknown or not raw:
        instead_of = f', not "{unknown[0]}"' if unknown else ""
        raise ValueFormError(f"a range is written {{ min = 5 }}, {{ max = 6 }} or {{ min = 5, max = 6 }}{instead_of}")
    low, high = (_number(raw[end]) if end in raw else None for end in ("min", "max"))
    if low is not None and high is not None and low > high:
        raise ValueFormError(f"min {low} is more than max {high}")
    return Value(low=low, high=high, ranged=True)
