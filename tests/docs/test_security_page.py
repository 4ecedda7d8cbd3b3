"""docs/security.md names tests that exist: a promise without a test is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)(?:::(\w+))?`", PAGE)))
PROMISES = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise")]


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_is_there(file, test):
    path = ROOT / file if file.startswith("tests/") else ROOT / "tests" / "security" / file
    assert f"def {test}" in path.read_text(encoding="utf-8")


def test_each_promise_names_a_test():
    assert len(PROMISES) > 15
    assert [line for line in PROMISES if "test_" not in line] == []
