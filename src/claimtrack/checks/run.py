"""Run the checks over a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

# Importing these registers their checks.
from claimtrack.checks import claims, folder, sources  # noqa: F401
from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS, Finding, Severity, Subject, explanations
from claimtrack.files.discover import is_below, stem_of
from claimtrack.files.folder import Folder, read_folder
from claimtrack.problems import Problem
from claimtrack.rules.origins import SharedSources, SourceLookup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from claimtrack.files.folder import Progress
    from claimtrack.files.load import SourceFile
    from claimtrack.model.config import CheckConfig
    from claimtrack.problems import Code

# A date that has begun in UTC+14, the easternmost time zone, is not in the future.
_EASTERNMOST: Final = timedelta(hours=14)
_MAX_GUESSES: Final = 20  # the unknown ids for which a similar one is searched, which is slow in a large folder


@dataclass(frozen=True, slots=True)
class Report:
    """The problems to report in their order, the number of claims, unread ones included, and the texts by path."""

    problems: tuple[Problem, ...]
    claims: int
    source_files: dict[str, SourceFile]

    def count(self, severity: Severity) -> int:
        """Return the number of problems of a severity."""
        return sum(explanations()[problem.code].severity == severity for problem in self.problems)


def check_folder(
    path: str,
    config: CheckConfig,
    *,
    only: Sequence[str] = (),
    now: datetime | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a folder.

    Args:
        path: the folder of claims.
        config: which codes to report.
        only: the files and folders whose problems to report; all if empty. Everything is read in any case.
        now: the time, a naive datetime in UTC; the clock's if not given.
        progress: is called with the number of claims read so far and the number of claims to read.
    """
    read = read_folder(path, keep=True, progress=progress)
    latest = (now or datetime.now(UTC).replace(tzinfo=None)) + _EASTERNMOST
    paths = [os.path.abspath(path) for path in only]
    problems = {
        problem
        for problem in (*read.problems, *_findings(read, config, latest))
        if config.wants(problem.code, stem_of(problem.path)) and (not paths or _within(problem.path, paths))
    }
    return Report(tuple(sorted(problems)), len(read.claims) + len(read.unread), read.source_files)


def _findings(read: Folder, config: CheckConfig, latest: datetime) -> Iterator[Problem]:
    for code, folder_check in FOLDER_CHECKS.items():
        for finding in folder_check(read, latest):
            yield _problem(code, finding, read)
    unread = frozenset(map(stem_of, read.unread))
    claim_checks = [(code, check) for code, check in CLAIM_CHECKS.items() if config.wants(code, "")]
    near, shared = _Near(read.claims), SharedSources(read.sources)
    for claim in read.claims.values():
        subject = Subject(claim, read, SourceLookup(claim.id, claim.sources, shared), unread, latest, near)
        for code, claim_check in claim_checks:
            for finding in claim_check(subject):
                yield _problem(code, finding, read)


class _Near:
    """Finds the id that an unknown one probably means, for the first few unknown ids."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._guesses: dict[str, str] = {}

    def __call__(self, other: str) -> str:
        if other not in self._guesses and len(self._guesses) < _MAX_GUESSES:
            self._guesses[other] = next(iter(get_close_matches(other, self._known, n=1)), "")
        return self._guesses.get(other, "")


def _problem(code: Code, finding: Finding, read: Folder) -> Problem:
    if not finding.at:
        return Problem(finding.path, 1, 1, code, finding.message, finding.hint)
    source_file = read.source_files[finding.path]
    point = source_file.at_key if finding.on_key else source_file.at_value
    return point(finding.at, code, finding.message, finding.hint)


def _within(path: str, paths: list[str]) -> bool:
    path = os.path.abspath(path)
    return any(path == only or is_below(path, only) for only in paths)
