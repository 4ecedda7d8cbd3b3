"""Checks a folder: what is wrong with its files, and what the checks find, from the index if there is one."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.checks.codes import Explanation, Severity, explanations
from claimtrack.checks.run import check_claim, check_whole
from claimtrack.checks.subjects import CheckedClaim, CheckedFolder, FirstNotes, Registers
from claimtrack.files.discover import is_below, stem_of
from claimtrack.files.file_names import list_names
from claimtrack.files.folder import Disk, read_tree
from claimtrack.files.source_files import SourceFiles
from claimtrack.model.dates import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from claimtrack.checks.run import Findings
    from claimtrack.files.config import ReadConfig
    from claimtrack.files.discover import FoundFiles
    from claimtrack.files.file_names import Names
    from claimtrack.files.folder import Progress, Tree
    from claimtrack.index.queries import Index
    from claimtrack.model.config import CheckConfig
    from claimtrack.problems import Problem

    Found = Iterable[tuple[str, str, Findings]]  # the id, the path and the findings of each claim

_EASTERNMOST: Final = timedelta(hours=14)  # UTC+14, where each day begins first


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a folder.

    Attributes:
        problems: the problems to report, in their order.
        claims: how many claims there are, unread ones included.
        source_files: the texts of the files.
        since: the git revision since which the reported problems are new; None if all are reported.
        older: how many more problems there are, which are not new.
    """

    problems: tuple[Problem, ...]
    claims: int
    source_files: SourceFiles
    since: str | None = None
    older: int = 0

    def count(self, severity: Severity) -> int:
        """Return the number of problems of a severity."""
        return sum(explanations()[problem.code].severity == severity for problem in self.problems)

    def by_code(self) -> list[tuple[Explanation, int]]:
        """Return the codes that were found, each with the number of its problems; the most frequent come first."""
        counts = Counter(problem.code for problem in self.problems)
        return [(explanations()[code], counts[code]) for code in sorted(counts, key=lambda code: (-counts[code], code))]


class _Read(NamedTuple):
    """What was read of a folder."""

    problems: Sequence[Problem]
    ids: Collection[str]  # of the claims that count
    unread: Sequence[str]  # the paths of those that could not be read
    found: Found
    find_files: Callable[[], Collection[str]]  # returns the paths of all files of claims
    release: Callable[[], None]  # is called once everything was found


def check_folder(
    path: str,
    config: CheckConfig,
    configured: ReadConfig | None = None,
    *,
    only: Sequence[str] = (),
    now: datetime | None = None,
    cache: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Check a folder.

    Args:
        path: the folder of claims.
        config: which codes to report.
        configured: the folder's configuration, of which every mistake is reported.
        only: the files and folders whose problems to report; all if empty. Everything is read in any case.
        now: the time, a naive datetime in UTC; the clock's if not given.
        cache: answer from the index, and keep it up to date.
        progress: is called with the number of claims read so far and the number of claims to read.
    """
    today = _today(now)
    registers = Registers(SourceFiles(path))
    targets = [os.path.abspath(each) for each in only]

    def wanted(problem: Problem) -> bool:
        return config.wants(problem.code, stem_of(problem.path)) and (not targets or _within(problem.path, targets))

    index = _open_index(path, progress) if cache else None
    if index is None:
        disk = Disk(path)
        read = _read_tree(disk, disk.find_files(), registers, today, progress)
    else:
        read = _read_index(index, registers, today)
    report = _report(path, read, registers, today, wanted, lambda: [*list_names(path)])
    return report if configured is None else _with_config(report, configured)


def check_tree(
    tree: Tree, path: str, names: Sequence[Names], configured: ReadConfig, progress: Progress | None = None
) -> Report:
    """Check a folder that is not on disk, for all codes; its files have paths as if it were at `path`."""
    today, files = _today(None), tree.find_files()
    tree.fetch(files.paths)
    registers = Registers(SourceFiles(path, tree, files))
    read = _read_tree(tree, files, registers, today, progress)
    return _with_config(_report(path, read, registers, today, lambda _: True, lambda: names), configured)


def _today(now: datetime | None) -> Span:
    moment = (now or datetime.now(UTC).replace(tzinfo=None)) + _EASTERNMOST
    return Span.parse(moment.date())


def _report(
    path: str,
    read: _Read,
    registers: Registers,
    today: Span,
    wanted: Callable[[Problem], bool],
    find_names: Callable[[], Sequence[Names]],
) -> Report:
    problems = set(filter(wanted, read.problems))
    claims, first = [], FirstNotes()
    try:
        for claim_id, file, found in read.found:
            problems.update(filter(wanted, found.as_of(today)))
            claims.append(CheckedClaim(claim_id, file, first.of(found.notes)))
    finally:
        read.release()
    # Not before: what checks claims is sent to other processes, and an open index cannot be.
    registers.files.may_load(read.find_files)
    unread = frozenset(map(stem_of, read.unread))
    whole = CheckedFolder(path, registers, claims, read.ids, unread, today, find_names())
    problems.update(filter(wanted, check_whole(whole)))
    return Report(tuple(sorted(problems)), len(read.ids) + len(read.unread), registers.files)


def _with_config(report: Report, configured: ReadConfig) -> Report:
    """Return a report with the mistakes in the configuration."""
    if configured.source_file is not None:
        report.source_files.add(configured.source_file)
    return replace(report, problems=tuple(sorted({*report.problems, *configured.problems})))


def _open_index(folder: str, progress: Progress | None) -> Index | None:
    from claimtrack.index.queries import open_index  # noqa: PLC0415 - not with --no-cache

    return open_index(folder, progress)


def _read_index(index: Index, registers: Registers, today: Span) -> _Read:
    found = index.findings(registers, today)
    return _Read(index.problems, frozenset(index.claim_ids), index.unread, found, index.claim_files, index.release)


def _read_tree(tree: Tree, files: FoundFiles, registers: Registers, today: Span, progress: Progress | None) -> _Read:
    read = read_tree(tree, files, progress)

    def found() -> Iterator[tuple[str, str, Findings]]:
        for claim_id, path in sorted(files.claims.items()):
            findings = check_claim(path, claim_id, registers, today)
            if findings is not None:
                yield claim_id, path, findings

    paths = frozenset(files.claims.values())
    return _Read(read.problems, read.claims.keys(), read.unread, found(), lambda: paths, lambda: None)


def _within(path: str, targets: Sequence[str]) -> bool:
    path = os.path.abspath(path)
    return any(path == target or is_below(path, target) for target in targets)
