"""Names that no two things of one document have."""

from __future__ import annotations


class UniqueNames:
    """The names that are given; they differ in more than case."""

    def __init__(self, separator: str) -> None:
        """Take what stands before the number of a name that would be given twice."""
        self._separator = separator
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last one for each name

    def new(self, name: str) -> str:
        """Return a name that was not given yet: this one, or this one with a number."""
        key = name.casefold()
        number, unique = self._numbers.get(key, 1), name
        while unique.casefold() in self._taken:
            number += 1
            unique = f"{name}{self._separator}{number}"
        self._numbers[key] = number
        self._taken.add(unique.casefold())
        return unique
