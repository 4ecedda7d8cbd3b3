"""Problems for machines and for pipes; the excerpt for a terminal is in `terminal.draw`, SARIF in `sarif`.

Where a machine reads them, `path_of` returns how a path is written, as a problem's own is for the user who typed it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.checks.codes import SEVERITIES, explanations
from claimtrack.render.escape import logged, one_line, visible
from claimtrack.render.json import envelope
from claimtrack.render.to_json import problem_json
from claimtrack.render.view import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from claimtrack.book.checking import Report
    from claimtrack.problems import Problem
    from claimtrack.render.view import Json

    PathOf = Callable[[str], str]


def plain(report: Report) -> Iterator[str]:
    """Yield each problem as ``file:line:col: CODE message; hint``."""
    return (logged(one_line(str(problem))) for problem in report.problems)


def json(report: Report, path_of: PathOf) -> Iterator[str]:
    """Yield one JSON object, many lines in one piece: the problems, and their number by severity."""
    rows = (_json(problem, path_of) for problem in report.problems)
    return envelope("problems", rows, {"summary": summary(report)})


def summary(report: Report) -> Json:
    """Return how many claims there are, how many problems of each severity, and since when they are new."""
    counts = {f"{severity}_count": report.count(severity) for severity in SEVERITIES}
    return {"claim_count": report.claims, **counts, "new_since": report.since, "older_count": report.older}


def _json(problem: Problem, path_of: PathOf) -> Json:
    return problem_json(problem._replace(path=path_of(problem.path)))


def listing(report: Report, path_of: PathOf) -> Listing[Problem]:
    """List the problems as rows, for a spreadsheet; what GitHub's runner would run is escaped, as in a log."""
    columns: list[Column[Problem]] = [
        Column("path", lambda problem: logged(path_of(problem.path)), "file", whole=True),
        Column("line", lambda problem: problem.line, "line", right=True),
        Column("column", lambda problem: problem.column, "column", right=True),
        Column("code", lambda problem: str(problem.code), "code", whole=True),
        Column("severity", lambda problem: explanations()[problem.code].severity, "severity", whole=True),
        Column("code_name", lambda problem: explanations()[problem.code].name),
        Column("message", lambda problem: logged(problem.message), "what is wrong", least=24, below=""),
        Column("hint", lambda problem: logged(problem.hint), "what to do", least=24, below="to do: "),
    ]
    return Listing("problems", report.problems, columns, lambda problem: _json(problem, path_of))


def github(report: Report, path_of: PathOf) -> Iterator[str]:
    """Yield each problem as an annotation for a pull request: a workflow command of GitHub Actions."""
    for problem in report.problems:
        code = explanations()[problem.code]
        where = f"file={_property(path_of(problem.path))},line={problem.line},col={problem.column}"
        title = _property(f"{problem.code} {code.name}")
        message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
        yield f"::{code.severity} {where},title={title}::{_data(message)}"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
