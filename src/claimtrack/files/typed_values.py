"""Reads a position's value as people type it on the command line."""

from __future__ import annotations

import tomli

from claimtrack.model.number_text import in_toml, read_number
from claimtrack.model.values import Value, ValueFormError


def typed_value(text: str, unit: str | None) -> Value:
    """Return the value that a user typed: 5, 5-6, >=5, "at least five", 60% in a claim that counts %, or any text.

    A text in double quotes stays a text, and a table of min and max is read as in a record.

    Raises:
        ValueFormError: it can be understood in two ways, or counts something else than the claim does.
    """
    text = text.strip()
    if text.startswith(("{", '"')):
        try:
            return Value.parse(tomli.loads(f"value = {text}")["value"])
        except tomli.TOMLDecodeError:
            return Value.parse(text)
    found = read_number(text, unit)
    if found is None:
        return Value.parse(text)
    if found.unit is not None:
        counts = f"the claim counts {unit}" if unit else "the claim has no unit"
        raise ValueFormError(
            f'"{text}" counts {found.unit}, and {counts}; say it in --note, or give the claim its unit'
        )
    if found.other is not None:
        one, other = in_toml(found.value), in_toml(found.other)
        raise ValueFormError(f'"{text}" can mean {one} or {other}; write the one that is meant')
    if found.beyond:
        low, high = found.value.low, found.value.high
        sign, end, step = (">=", low, 1) if high is None else ("<=", high, -1)
        raise ValueFormError(f'"{text}" leaves out {end} itself; write {sign}{(end or 0) + step}, or {sign}{end}')
    return found.value
