"""Runs the checks over a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

# Importing these registers their checks.
from claimtrack.checks import claims, folder, sources  # noqa: F401
from claimtrack.checks.codes import Severity, explanations
from claimtrack.checks.finding import CLAIM_CHECKS, FOLDER_CHECKS, Finding, Subject
from claimtrack.files.discover import stem_of
from claimtrack.files.folder import Folder, read_folder
from claimtrack.problems import Problem
from claimtrack.rules.origins import SourceLookup

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from claimtrack.files.source_file import SourceFile
    from claimtrack.model.config import CheckConfig
    from claimtrack.problems import Code

# The easternmost time zone is UTC+14: what has begun there is not in the future.
_EASTERNMOST: Final = timedelta(hours=14)
_PATIENCE: Final = 20  # unknown ids that are compared with all others


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found.

    Attributes:
        problems: what was found and asked for, in the order of files, lines and columns.
        claims: how many claims there are, those that cannot be read included.
        source_files: the texts that were read, by path.
    """

    problems: tuple[Problem, ...]
    claims: int
    source_files: dict[str, SourceFile]

    def count(self, severity: Severity) -> int:
        """Count the problems of a severity."""
        return sum(explanations()[problem.code].severity == severity for problem in self.problems)


def check_folder(
    path: str,
    config: CheckConfig,
    *,
    only: Sequence[str] = (),
    now: datetime | None = None,
    watch: Callable[[int, int], None] | None = None,
) -> Report:
    """Check a folder.

    Args:
        path: the folder of claims.
        config: which codes are asked for.
        only: files and folders; problems elsewhere are left out, though everything is read.
        now: the time it is, a naive datetime in UTC; by the clock if not given.
        watch: is told after each claim how many were read so far, and of how many.
    """
    read = read_folder(path, keep=True, watch=watch)
    latest = (now or datetime.now(UTC).replace(tzinfo=None)) + _EASTERNMOST
    found = [*read.problems, *_findings(read, config, latest)]
    places = [os.path.abspath(each) for each in only]
    wanted = (problem for problem in found if config.wants(problem.code, stem_of(problem.path)))
    problems = sorted({problem for problem in wanted if not places or _within(problem.path, places)})
    return Report(tuple(problems), len(read.claims) + len(read.unread), read.source_files)


def _findings(read: Folder, config: CheckConfig, latest: datetime) -> Iterator[Problem]:
    for code, folder_check in FOLDER_CHECKS.items():
        for finding in folder_check(read, latest):
            yield _problem(code, finding, read)
    unread = frozenset(map(stem_of, read.unread))
    wanted = {code: check for code, check in CLAIM_CHECKS.items() if config.wants(code, "")}
    near = _Near(read.claims)
    for claim in read.claims.values():
        lookup = SourceLookup(claim.id, claim.sources, read.sources)
        subject = Subject(claim, read, lookup, unread, latest, near)
        for code, claim_check in wanted.items():
            for finding in claim_check(subject):
                yield _problem(code, finding, read)


class _Near:
    """Gives the id that an unknown one probably means; the first few times, for it takes long among thousands."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._found: dict[str, str] = {}

    def __call__(self, other: str) -> str:
        if other not in self._found and len(self._found) < _PATIENCE:
            self._found[other] = next(iter(get_close_matches(other, self._known, n=1)), "")
        return self._found.get(other, "")


def _problem(code: Code, finding: Finding, read: Folder) -> Problem:
    if not finding.at:
        return Problem(finding.path, 1, 1, code, finding.message, finding.hint)
    source_file = read.source_files[finding.path]
    point = source_file.at_key if finding.on_key else source_file.at_value
    return point(finding.at, code, finding.message, finding.hint)


def _within(path: str, places: list[str]) -> bool:
    path = os.path.abspath(path)
    return any(path == place or path.startswith(os.path.join(place, "")) for place in places)
