"""What the configuration of a folder says: ``.claimtrack.toml`` in the folder of claims."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class CheckConfig(NamedTuple):
    """The table ``[check]``. Each text stands for all codes that begin with it."""

    select: tuple[str, ...] = ()  # all codes if empty
    ignore: tuple[str, ...] = ()
    strict: bool = False  # warnings count as findings
    per_claim: Mapping[str, tuple[str, ...]] = _NONE  # more codes to ignore in single claims, by the claim's id

    def wants(self, code: str, claim: str) -> bool:
        """Return whether a code is reported in the file of a claim, given by its id."""
        ignored = (*self.ignore, *self.per_claim.get(claim, ()))
        return (not self.select or code.startswith(self.select)) and not code.startswith(ignored)


def least_version(text: str) -> tuple[int, ...]:
    """Return the numbers of the oldest version that a folder may be read with, from a text such as ">=0.2".

    Raises:
        ValueError: the text says something else.
    """
    match = re.fullmatch(r"\s*>=\s*([0-9]{1,9}(?:\.[0-9]{1,9})*)\s*", text)
    if match is None:
        raise ValueError(text)
    return version_numbers(match[1])


def version_numbers(version: str) -> tuple[int, ...]:
    """Return the numbers with which a version begins, without zeros at the end: 0.2 is 0.2.0."""
    numbers = [int(number) for number in re.findall("[0-9]+", re.split("[^0-9.]", version, maxsplit=1)[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def code_prefix(text: str) -> str:
    """Return how codes begin, as a user typed it.

    Raises:
        ValueError: no code begins so.
    """
    prefix = text.strip().upper()
    if not prefix or not any(code.startswith(prefix) for code in Code):
        raise ValueError(text)
    return prefix
