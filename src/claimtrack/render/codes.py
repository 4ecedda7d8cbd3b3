"""The codes of problems: what each means, all of them as a list, and how often each was found."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from claimtrack.checks.codes import Explanation, explanations
from claimtrack.checks.fixes import FIXABLE
from claimtrack.render.escape import visible
from claimtrack.render.problems import summary
from claimtrack.render.view import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.book.checking import Report
    from claimtrack.problems import Code
    from claimtrack.render.view import Json

_MOST: Final = 10  # codes in the summary below many problems

CodeCount = tuple[Explanation, int]


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


def code_list(only: Code | None = None) -> Listing[Explanation]:
    """List every code, in the order of the codes, or only one."""
    rows = [each for code, each in explanations().items() if only in {None, code}]
    columns: list[Column[Explanation]] = [
        Column("code", lambda code: str(code.code), "code", whole=True, style=lambda _: "bold"),
        Column("severity", lambda code: code.severity, "severity", whole=True),
        Column("code_title", lambda code: code.title, "what is wrong"),
        Column("code_name", lambda code: code.name),
        Column("fixable", lambda code: "fixable" if code.code in FIXABLE else "", "--fix", spare=True),
        Column("why", lambda code: code.why, "why" if only else None, csv_only=True, below=""),
        Column("fix", lambda code: code.fix, csv_only=True),
    ]
    words = "" if only else f"{len(rows)} codes; claimtrack check --explain CODE explains one"
    return Listing("codes", rows, columns, _explained_json, words=words)


def statistics(report: Report) -> Listing[CodeCount]:
    """List the codes that were found, with how often; the most frequent come first."""
    columns: list[Column[CodeCount]] = [
        Column("problem_count", lambda row: row[1], "count", right=True),
        Column("code", lambda row: str(row[0].code), "code", whole=True, style=lambda _: "bold"),
        Column("severity", lambda row: row[0].severity, "severity", whole=True),
        Column("code_title", lambda row: row[0].title, "what is wrong"),
        Column("code_name", lambda row: row[0].name),
    ]

    def to_json(row: CodeCount) -> Json:
        code, count = row
        return {**_json(code), "problem_count": count}

    return Listing("codes", report.by_code(), columns, to_json, head={"summary": summary(report)})


def most_frequent(report: Report) -> Iterator[str]:
    """Yield the lines of the summary below very many problems: the codes that were found most often."""
    counted = report.by_code()
    width = max(len(f"{count:,}") for _, count in counted)
    for code, count in counted[:_MOST]:
        yield f"{count:>{width},} {code.code} {code.severity}: {code.title}"
    if len(counted) > _MOST:
        rest = sum(count for _, count in counted[_MOST:])
        yield f"{rest:>{width},} of {len(counted) - _MOST} other codes"
    yield "claimtrack check --statistics shows these numbers alone"


def _explained_json(code: Explanation) -> Json:
    return {**_json(code), "why": code.why, "fix": code.fix or None}


def _json(code: Explanation) -> Json:
    return {
        "code": str(code.code),
        "code_name": code.name,
        "code_title": code.title,
        "severity": code.severity,
        "fixable": code.code in FIXABLE,
    }
