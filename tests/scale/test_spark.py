"""What Spark answers is what the command line answers, row by row."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

on = pytest.importorskip("on_spark", reason="Spark is not here", exc_type=ImportError)

from claimtrack import spark  # noqa: E402 - needs what is looked for above

_ROOT = Path(__file__).parents[2]
_GENERATE = _ROOT / "benchmarks" / "generate.py"


@pytest.fixture(scope="module")
def session():
    started = on.start()
    yield started
    started.stop()


def _asked(claims, *command):
    """Return the rows of the command line's answer."""
    options = ["--claims", str(claims), "--no-cache", "--format", "jsonl"]
    ran = subprocess.run(
        [sys.executable, "-m", "claimtrack", *command, *options], capture_output=True, check=True, text=True
    )
    return [*map(json.loads, ran.stdout.splitlines())]


def _lines(claims, *command):
    """Return the lines of all claims, each with what every row says of its claim."""
    ids = [row["claim"] for row in _asked(claims, "list", *command)]
    pages = _asked(claims, "show", *ids, *command)
    head = ("claim", "title", "kind", "unit")
    return [{**{key: page[key] for key in head}, **line} for page in pages for line in page["lines"]]


def _assert_same(session, claims, tmp_path, a, b, as_of=None):
    on.write_rows(tmp_path / "record", on.rows_of(claims))
    tables = spark.read(session, str(tmp_path / "record"))
    date = () if as_of is None else ("--as-of", as_of)
    answers = {
        "statuses": (spark.statuses(tables, as_of=as_of), _asked(claims, "list", *date)),
        "lines": (spark.lines(tables, as_of=as_of), _lines(claims, *date)),
        "shifts": (spark.shifts(tables, as_of=as_of), _asked(claims, "shifts", *date)),
        "compare": (spark.compare(tables, a, b, as_of=as_of), _asked(claims, "diff", a, b, *date)),
        "contradictions": (spark.contradictions(tables, as_of=as_of), _asked(claims, "contradictions", *date)),
    }
    for name, (frame, rows) in answers.items():
        assert on.plain(frame) == on.expected(rows), name
    assert spark.set_aside(tables).count() == 0
    return {name: len(rows) for name, (_, rows) in answers.items()}


@pytest.mark.parametrize("as_of", [None, "2025-05-08"])
def test_the_shipped_claims(session, tmp_path, as_of):
    found = _assert_same(session, _ROOT / "claims", tmp_path, "india", "Pakistan", as_of)
    assert found["statuses"]
    assert found["compare"]


def test_what_is_malformed_or_too_large_is_set_aside(session, tmp_path):
    def position(claim, number, **cells):
        return {"claim": claim, "number": number, "party": "Aldoria", "stance": "asserts", **cells}

    rows = {
        "claims": [{"id": name, "title": "A bridge fell"} for name in ("bridge", "dam", "road")] + [{"id": "untitled"}],
        "positions": [
            position("bridge", 1, stance="shouts"),
            position("bridge", 2, party=None),
            position("bridge", 3, date={"written": "2025-13-45"}),
            position("bridge", 4, stance="denies", date={"written": "2025-05"}),
            position("bridge", 4),
            position("nowhere", 1),
            position("untitled", 1),
            *(position("dam", number) for number in range(1, 7)),
            position("road", 1),
        ],
        "parties": [{"id": "aldoria", "name": "Aldoria"}, {"id": "other", "aliases": ["ALDORIA"]}],
    }
    on.write_rows(tmp_path / "record", rows)
    tables = spark.read(session, str(tmp_path / "record"))
    found = {
        (row["claim"], row["number"], row["positions"]): row["reason"]
        for row in on.plain(spark.set_aside(tables, most=5))
    }
    bridge = {("bridge", number, 1) for number in (1, 2, 3, 4)}
    others = {("nowhere", 1, 1), ("untitled", None, 0), ("untitled", 1, 1), ("dam", None, 6), (None, None, 0)}
    assert found.keys() == bridge | others
    assert all(found.values())
    statuses = {row["claim"]: row["status"] for row in on.plain(spark.statuses(tables))}
    assert statuses == {"bridge": "denied", "dam": "asserted", "road": "asserted"}
    (line,) = [row for row in on.plain(spark.lines(tables)) if row["claim"] == "bridge"]
    assert line["place"] == 4
