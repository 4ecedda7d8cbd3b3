"""Runs the checks: of each claim, and of the folder as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

# Importing these registers their checks.
from claimtrack.checks import claims, folder, sources  # noqa: F401
from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS, Finding, Subject
from claimtrack.checks.subjects import CheckedFolder, ClaimNotes, Registers, notes_of
from claimtrack.files.claims import read_table
from claimtrack.files.load import Loader
from claimtrack.problems import Problem
from claimtrack.rules.origins import SourceLookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.files.load import SourceFile
    from claimtrack.model.dates import Span
    from claimtrack.problems import Code


class Findings(NamedTuple):
    """What the checks of one claim found, and what the checks of the folder need to know of it."""

    problems: list[tuple[Problem, int]]  # each with the date key at which it stops being true, or 0
    notes: ClaimNotes

    def as_of(self, today: Span) -> Iterator[Problem]:
        """Yield the problems that there are on a day; it must not be earlier than the day of the check."""
        return (problem for problem, until in self.problems if not until or until > today.end)


def check_claim(path: str, claim_id: str, registers: Registers, today: Span) -> Findings | None:
    """Run the checks of one claim; return None if its file cannot be read as TOML.

    Args:
        path: its file.
        claim_id: the id that the file's name makes.
        registers: what the registries say.
        today: the day that it is in UTC+14.
    """
    parsed = Loader([], keep=False, read=registers.files.read).load(path, "claim")
    if parsed is None:
        return None
    claim, source_file = read_table(parsed, claim_id).checked, parsed.source_file
    subject = Subject(claim, registers, SourceLookup(claim_id, claim.sources, registers.shared), source_file, today)
    problems = [
        (_problem(code, finding, source_file), finding.until)
        for code, check in CLAIM_CHECKS.items()
        for finding in check(subject)
        if not _follows(finding, source_file)
    ]
    return Findings(problems, notes_of(claim, registers, [*source_file.left_out.texts()]))


def check_whole(whole: CheckedFolder) -> Iterator[Problem]:
    """Run the checks of the folder as a whole."""
    for code, check in FOLDER_CHECKS.items():
        for finding in check(whole):
            source_file = whole.registers.files.get(finding.path) if finding.at or finding.missing else None
            if source_file is None:
                yield Problem(finding.path, 1, 1, code, finding.message, finding.hint)
            elif not _follows(finding, source_file):
                yield _problem(code, finding, source_file)


def _follows(finding: Finding, source_file: SourceFile) -> bool:
    """Return whether a finding only follows from a mistake that is reported: what it misses was left out."""
    table = finding.at if finding.on_key else finding.at[:-1]
    return bool(finding.missing) and (
        (*source_file.left_out.as_written(table), finding.missing) in source_file.left_out
    )


def _problem(code: Code, finding: Finding, source_file: SourceFile) -> Problem:
    point = source_file.at_key if finding.on_key else source_file.at_value
    return point(finding.at, code, finding.message, finding.hint)
