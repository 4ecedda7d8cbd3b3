"""Problems for machines and for pipes; the excerpt for a terminal is in `terminal.draw`."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from claimtrack.checks.codes import explanations
from claimtrack.checks.fixes import FIXABLE
from claimtrack.render.escape import logged, one_line, visible
from claimtrack.render.json import envelope
from claimtrack.render.to_json import problem_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.book.checking import Report
    from claimtrack.checks.codes import Explanation
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json


def plain(report: Report) -> Iterator[str]:
    """Yield each problem as ``file:line:col: CODE message; hint``."""
    return (logged(one_line(str(problem))) for problem in report.problems)


def json(report: Report) -> Iterator[str]:
    """Yield one JSON object, many lines in one piece: the problems, and their number by severity."""
    counts = {f"{severity}s": report.count(severity) for severity in ("error", "warning", "notice")}
    rows = map(_json, report.problems)
    return envelope("problems", rows, {"summary": {"claims": report.claims, **counts}})


def _json(problem: Problem) -> Json:
    code = explanations()[problem.code]
    return {**problem_json(problem), "severity": code.severity, "name": code.name, "fixable": problem.code in FIXABLE}


def github(report: Report) -> Iterator[str]:
    """Yield each problem as an annotation for a pull request: a workflow command of GitHub Actions."""
    for problem in report.problems:
        code = explanations()[problem.code]
        where = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
        title = _property(f"{problem.code} {code.name}")
        message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
        yield f"::{code.severity} {where},title={title}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def explanation(code: Explanation, bad: dict[str, str], good: dict[str, str]) -> Iterator[str]:
    """Yield what a code means, line by line: the paragraph, then its examples by file."""
    yield from (f"{code.code} {code.name} ({code.severity})", "")
    yield from wrap(code.why, 79)
    if code.fix:
        yield from ("", *wrap(f"With --fix: {code.fix}", 79))
    if not bad:
        yield from ("", "There is no example: the mistake is not in what a file says.")
    for label, files in (("Bad", bad), ("Good", good)):
        for path, text in files.items():
            yield from ("", f"{label}: claims/{path}")
            yield from (f"    {visible(line)}".rstrip() for line in text.splitlines())
