"""Leaves out of a file's tables what is wrong, and remembers where the rest was written."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claimtrack.files.locations import KeyPath

Table = dict[str, Any]

NOTHING: Final = object()
"""Stands for a value that is left out and has nothing in its place."""


class LeftOut:
    """What was left out of the tables of one file."""

    def __init__(self) -> None:
        self._paths: set[KeyPath] = set()
        self._replaced: set[KeyPath] = set()
        self._values: list[Any] = []
        self._places: dict[KeyPath, list[int]] = {}  # of each list with items left out, the places of the others

    def __contains__(self, path: KeyPath) -> bool:
        """Return whether a key, an item or a part of a list was left out, by its path as written."""
        return path in self._paths

    def is_replaced(self, path: KeyPath) -> bool:
        """Return whether a key, by its path as written, has a value that nobody wrote."""
        return path in self._replaced

    def add(self, path: KeyPath) -> None:
        """Treat a key as left out: a misspelt one that was left out probably means it."""
        self._paths.add(path)

    def as_written(self, path: KeyPath) -> KeyPath:
        """Return the path in the file of a value, given its path in the table from which mistakes were left out."""
        if not self._places:
            return path
        written: KeyPath = ()
        for step in path:
            places = self._places.get(written, []) if isinstance(step, int) else []
            written = (*written, places[step] if isinstance(step, int) and step < len(places) else step)
        return written

    def texts(self) -> Iterator[str]:
        """Yield every text in what was left out."""
        waiting = [*self._values]
        for value in waiting:  # it grows meanwhile
            if isinstance(value, str):
                yield value
            elif isinstance(value, list | dict):
                waiting += value.values() if isinstance(value, dict) else value

    def replace(self, table: Table, instead: Mapping[KeyPath, Any], prefix: KeyPath = ()) -> Table:
        """Return a table without some keys and items; call it once for each table.

        Args:
            table: the table as the parser returned it, which is not changed.
            instead: what to put in the place of each, or `NOTHING`.
            prefix: the path of the table itself.
        """
        rest = dict(table)
        copies: dict[KeyPath, Any] = {(): rest}
        removed: dict[KeyPath, set[str | int]] = {}
        for path, value in instead.items():
            for end in range(1, len(path)):
                if path[:end] not in copies:
                    container = copies[path[: end - 1]]
                    copies[path[:end]] = container[path[end - 1]] = copy(container[path[end - 1]])
            self._leave_out(copies[path[:-1]], (*prefix, *path))
            if value is NOTHING:
                removed.setdefault(path[:-1], set()).add(path[-1])
            else:
                copies[path[:-1]][path[-1]] = value
                self._replaced.add((*prefix, *path))
        # The containers keep their identity, so the order does not matter.
        for path, steps in removed.items():
            container = copies[path]
            if isinstance(container, list):
                others = [place for place in range(len(container)) if place not in steps]
                self._places[*prefix, *path] = others
                container[:] = [container[place] for place in others]
            else:
                for step in steps:
                    container.pop(step, None)
        return rest

    def _leave_out(self, container: Any, path: KeyPath) -> None:  # noqa: ANN401 - a list or a table
        step = path[-1]
        self._paths.add(path)
        if isinstance(step, int):
            self._paths.add(path[:-1])
            self._values.append(container[step])
        elif step in container:
            self._values.append(container[step])
