"""Reads the files of claims into rows of the index."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.claims import missing_sources, needed_sources, read_table
from claimtrack.files.load import Loader
from claimtrack.index.derive import Derived, Row, derive
from claimtrack.index.facts import encode
from claimtrack.index.pack import pack_claim
from claimtrack.index.problems import pack_problem
from claimtrack.index.snapshot import encode_path
from claimtrack.problems import Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from claimtrack.files.load import ParsedFile
    from claimtrack.files.registries import Shared
    from claimtrack.model.record import Claim
    from claimtrack.model.registry import Registry
    from claimtrack.problems import Problem


_STAGED: Final = 32  # files that are parsed, then validated, then derived together: a tenth faster than one by one


class FileToRead(NamedTuple):
    """A file of a claim."""

    path: str  # the file, below the folder of claims
    stem: str  # the id that its name makes
    shadowed_by: str | None  # the path of the file that has the same stem and comes first; None if this one does


class Rows(NamedTuple):
    """Rows of the tables of the index."""

    files: list[Row]  # a row for each file
    derived: list[Derived]  # of each file that holds a claim, and that no other file shadows
    unread: list[str]  # the paths of files that could not be read because of an error, whatever they say


class Reader:
    """Reads files of one folder into rows."""

    def __init__(self, folder: str, registry: Registry, shared: Shared) -> None:
        """Take the path of the folder of claims, and what its registries say."""
        self._folder = folder
        self._registry = registry
        self._shared = shared

    def read(self, files: Sequence[FileToRead], first: int) -> Rows:
        """Read files; the first row gets the number `first`, each next one the next number."""
        rows = Rows([], [], [])
        for start in range(0, len(files), _STAGED):
            some = [*enumerate(files[start : start + _STAGED], first + start)]
            parsed = [self._parse(file.path) for _, file in some]
            claims = [self._add_file(n, file, each, rows) for (n, file), each in zip(some, parsed, strict=True)]
            for (n, file), claim in zip(some, claims, strict=True):
                if claim is not None and file.shadowed_by is None:
                    rows.derived.append(derive(n, claim, self._registry, file.path))
        return rows

    def missing(self, path: str, stem: str) -> str | None:
        """Return, as JSON, the problems of a claim that uses sources nobody defines; None if there are none."""
        parsed, _ = self._parse(path)
        if parsed is None:
            return None
        return pack_problems(missing_sources(read_table(parsed, stem), self._shared, parsed.source_file))

    def _parse(self, path: str) -> tuple[ParsedFile | None, list[Problem]]:
        problems: list[Problem] = []
        return Loader(problems, keep=False).load(os.path.join(self._folder, path), "claim"), problems

    def _add_file(
        self, n: int, file: FileToRead, parsed_file: tuple[ParsedFile | None, list[Problem]], rows: Rows
    ) -> Claim | None:
        """Add the row of a file; return its claim, if there is one and no mistake hides it."""
        parsed, problems = parsed_file
        claim = needs = missing = record = None
        if parsed is not None:
            read = read_table(parsed, file.stem)
            problems = read.problems
            if needed := needed_sources(read):
                needs = encode(sorted(needed))
                if not self._shared.define(needed):
                    missing = pack_problems(missing_sources(read, self._shared, parsed.source_file))
            if read.claim is not None:
                claim, record = read.claim, pack_claim(read.table, read.claim)
        elif problems[0].code == Code.UNREADABLE:
            rows.unread.append(file.path)
        shadowed_by = encode_path(file.shadowed_by) if file.shadowed_by is not None else None
        path = encode_path(file.path)
        rows.files.append((n, path, file.stem, shadowed_by, record, needs, pack_problems(problems), missing))
        return claim


def pack_problems(problems: Iterable[Problem]) -> str | None:
    """Return problems as JSON, without the file, in the order of lines; None if there are none."""
    packed = [*map(pack_problem, sorted(problems))]
    return json.dumps(packed) if packed else None
