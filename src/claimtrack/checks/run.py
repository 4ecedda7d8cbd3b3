"""Run the checks over a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

# Importing these registers their checks.
from claimtrack.checks import claims, folder, sources  # noqa: F401
from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS, Finding, Severity, Subject, explanations
from claimtrack.files.discover import is_below, stem_of
from claimtrack.files.folder import Folder, read_folder
from claimtrack.model.dates import Span
from claimtrack.model.similar import Similar
from claimtrack.problems import Problem
from claimtrack.rules.origins import SharedSources, SourceLookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimtrack.files.folder import Progress
    from claimtrack.files.load import SourceFile
    from claimtrack.model.config import CheckConfig
    from claimtrack.problems import Code

_EASTERNMOST: Final = timedelta(hours=14)  # UTC+14, where each day begins first


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
    moment = (now or datetime.now(UTC).replace(tzinfo=None)) + _EASTERNMOST
    today = Span.parse(moment.date())
    paths = [os.path.abspath(path) for path in only]
    problems = {
        problem
        for problem in (*read.problems, *_findings(read, config, today))
        if config.wants(problem.code, stem_of(problem.path)) and (not paths or _within(problem.path, paths))
    }
    return Report(tuple(sorted(problems)), len(read.claims) + len(read.unread), read.checked.source_files)


def _findings(read: Folder, config: CheckConfig, today: Span) -> Iterator[Problem]:
    for code, folder_check in FOLDER_CHECKS.items():
        for finding in folder_check(read, today):
            yield from _problems(code, finding, read)
    unread = frozenset(map(stem_of, read.unread))
    claim_checks = [(code, check) for code, check in CLAIM_CHECKS.items() if config.wants(code, "")]
    near, shared = Similar(read.claims), SharedSources(read.sources)
    for claim in read.checked.claims.values():
        lookup, source_file = SourceLookup(claim.id, claim.sources, shared), read.checked.source_files[claim.path]
        subject = Subject(claim, read, lookup, unread, source_file, today, near.find)
        for code, claim_check in claim_checks:
            for finding in claim_check(subject):
                yield from _problems(code, finding, read)


def _problems(code: Code, finding: Finding, read: Folder) -> Iterator[Problem]:
    """Turn a finding into a problem; yield nothing if it only follows from a mistake that was already reported."""
    if not finding.at and not finding.missing:
        yield Problem(finding.path, 1, 1, code, finding.message, finding.hint)
        return
    source_file = read.checked.source_files[finding.path]
    table = finding.at if finding.on_key else finding.at[:-1]
    if not finding.missing or (*source_file.left_out.as_written(table), finding.missing) not in source_file.left_out:
        point = source_file.at_key if finding.on_key else source_file.at_value
        yield point(finding.at, code, finding.message, finding.hint)


def _within(path: str, paths: list[str]) -> bool:
    path = os.path.abspath(path)
    return any(path == only or is_below(path, only) for only in paths)
