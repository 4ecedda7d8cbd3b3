"""What is wrong with the files of a folder, as an index has it."""

from __future__ import annotations

import json
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from claimtrack.files.discover import NameProblem, is_registry
from claimtrack.index.snapshot import decode_path, unpack_problems
from claimtrack.problems import Code, Cost, Problem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

# The condition that a file holds a mistake.
_WRONG: Final = "(problems IS NOT NULL OR missing IS NOT NULL) AND shadowed_by IS NULL"


_CODES: Final = {str(code): code for code in Code}
_COSTS: Final = {str(cost): cost for cost in Cost}


def pack_problem(problem: Problem) -> tuple[Any, ...]:
    """Return a problem without its file, as JSON can hold it."""
    return tuple(problem)[1:]


def unpack_problem(path: str, packed: Sequence[Any]) -> Problem:
    """Return a problem from what `pack_problem` returned, and the path of its file."""
    line, column, code, message, hint, costs = packed
    return Problem(path, line, column, _CODES[code], message, hint, _COSTS[costs])


class StoredProblems:
    """The problems of one folder."""

    def __init__(self, db: sqlite3.Connection, folder: str) -> None:
        """Take the index, and the folder as the user would type it."""
        self._db = db
        self._folder = folder

    def all(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files, in the order of files and lines."""
        return tuple(sorted([*self._of_names, *self._where(_WRONG)]))

    def unread(self) -> tuple[str, ...]:
        """Return the paths of the files that could not be read."""
        # The sign keeps SQLite from using the index of stems, which has every file in it.
        hidden = f"{_WRONG} AND record IS NULL AND +stem IS NOT NULL"
        rows = self._db.execute(f"SELECT path FROM files WHERE {hidden}").fetchall()
        names = [problem.path for problem in self._of_names]
        return (*names, *(self._path(path) for (path,) in rows))

    def of_registries(self) -> tuple[list[Problem], list[Problem]]:
        """Return the problems in the registries, and those of files that have a registry's name and are not read."""
        names = [problem for problem in self._of_names if is_registry(problem.path)]
        return [*self._where("stem IS NULL AND problems IS NOT NULL")], names

    def of_claim(self, claim_id: str) -> Iterator[Problem]:
        """Yield what is wrong in the file of a claim."""
        return self._where("stem = ? AND shadowed_by IS NULL", claim_id)

    def _where(self, condition: str, *values: str) -> Iterator[Problem]:
        select = f"SELECT path, problems, missing FROM files WHERE {condition}"
        for path, *packed in self._db.execute(select, values).fetchall():
            for row in (row for each in packed if each for row in json.loads(each)):
                yield unpack_problem(self._path(path), row)

    @cached_property
    def _of_names(self) -> list[Problem]:
        found: list[NameProblem] = []
        for (problems,) in self._db.execute("SELECT problems FROM folders WHERE problems IS NOT NULL"):
            found += unpack_problems(problems)
        shadowed = self._db.execute("SELECT path, shadowed_by FROM files WHERE shadowed_by IS NOT NULL").fetchall()
        found += [NameProblem(decode_path(path), Code.DUPLICATE_ID, decode_path(by)) for path, by in shadowed]
        return [each.problem(self._folder) for each in found]

    def _path(self, stored: bytes) -> str:
        return os.path.join(self._folder, decode_path(stored))
