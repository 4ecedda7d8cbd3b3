"""What ``claimtrack check --fix`` does."""

import os
from collections.abc import Callable
from functools import partial
from itertools import groupby
from operator import attrgetter

from claimtrack.book.checking import Report
from claimtrack.checks.fixes import FIXABLE, fixed_text
from claimtrack.cli.write_options import show_diff
from claimtrack.files.load import SourceFile
from claimtrack.files.replace import replace_file
from claimtrack.render.view import Color


def fix_all(report: Report, folder: str, check: Callable[[], Report]) -> tuple[Report, int]:
    """Fix what can be fixed, and return what remains, and how many problems were fixed; `check` checks again."""
    fixed = 0
    # A file that could not be read may be readable now, and have more to fix.
    while step := _fix(report, partial(_replace, folder)):
        fixed += step
        report = check()
    return report, fixed


def show_changes(report: Report, color: Color) -> int:
    """Write what would be fixed to stdout, and return how many problems that would fix."""
    return _fix(report, lambda file, text: show_diff(file.path, file.text, text, color))


def count_fixable(report: Report) -> int:
    """Return how many problems can be fixed."""
    return _fix(report, lambda _file, _text: None)


def _fix(report: Report, change: Callable[[SourceFile, str], None]) -> int:
    """Call `change` with every file that can be fixed and its new text; return how many problems that fixes.

    Of several names of one file, of which some are links, only the first is used.
    """
    fixed = 0
    done: set[str] = set()
    fixable = [problem for problem in report.problems if problem.code in FIXABLE]
    for path, problems in groupby(fixable, attrgetter("path")):
        source_file, target = report.source_files.get(path), os.path.realpath(path)
        if source_file is not None and target not in done:
            text, count = fixed_text(source_file, problems)
            if count:
                done.add(target)
                fixed += count
                change(source_file, text)
    return fixed


def _replace(folder: str, source_file: SourceFile, text: str) -> None:
    replace_file(source_file.path, source_file.encode(source_file.text), source_file.encode(text), within=folder)
