"""Problems as SARIF 2.1.0, which GitHub code scanning and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from claimtrack import __version__
from claimtrack.checks.codes import Severity, explanations
from claimtrack.render.escape import json_text, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.book.checking import Report
    from claimtrack.checks.codes import Explanation
    from claimtrack.problems import Problem
    from claimtrack.render.problems import PathOf
    from claimtrack.render.view import Json

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE: Final = "%SRCROOT%"
_LEVELS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "notice": "note"}


def sarif(report: Report, path_of: PathOf) -> Iterator[str]:
    """Yield a log with one run, each result on a line of its own."""
    codes = explanations()
    places = {code: place for place, code in enumerate(codes)}
    driver = {"name": "claimtrack", "version": __version__, "rules": [*map(_rule, codes.values())]}
    base = {_BASE: {"description": {"text": "The top of the git repository; without one, the working directory."}}}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "originalUriBaseIds": base}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": ['
    yield f'{_text(run)[:-1]}, "results": ['
    last = len(report.problems) - 1
    for number, problem in enumerate(report.problems):
        result = _result(problem, places[problem.code], path_of(problem.path))
        yield f"{_text(result)}{',' if number < last else ''}"
    yield "]}]}"


def _rule(code: Explanation) -> Json:
    return {
        "id": str(code.code),
        "name": code.name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why} With --fix: {code.fix}" if code.fix else code.why},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(problem: Problem, rule: int, path: str) -> Json:
    message = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    region = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "ruleId": str(problem.code),
        "ruleIndex": rule,
        "level": _LEVELS[explanations()[problem.code].severity],
        "message": {"text": _no_link(visible(message))},
        "locations": [{"physicalLocation": {"artifactLocation": _location(path), "region": region}}],
    }


def _location(path: str) -> Json:
    """Return where a file is: from the base, or whole if it is not below that."""
    if os.path.isabs(path) or path.startswith("../"):
        return {"uri": Path(os.path.abspath(path)).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _BASE}


def _no_link(text: str) -> str:
    """Return a message without a link: [text](address) would be one (SARIF 3.11.6), and a message may quote a record."""
    return re.sub(r"\](?=\()", "] ", text)


def _text(value: Json) -> str:
    return json_text(json.dumps(value, ensure_ascii=False))
