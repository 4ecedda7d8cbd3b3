"""The page about publishing: its workflow builds the site of a repository, and what it says of the site is so."""

from __future__ import annotations

import re
import shlex
import shutil

import pytest
from documents import ROOT, blocks

from claimtrack.site import build, front_page, page_writer, source_pages, top_pages

yaml = pytest.importorskip("yaml", reason="it comes with pre-commit, which pip install -e '.[dev]' installs")
PAGE = ROOT / "docs" / "publish.md"
TEXT = PAGE.read_text(encoding="utf-8")
WORKFLOW = next(yaml.safe_load(block.text) for block in blocks(TEXT) if block.language == "yaml")


def test_the_workflow_builds_the_site(call, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "claims")
    lines = [step["run"] for step in WORKFLOW["jobs"]["build"]["steps"] if "run" in step]
    assert lines[0].startswith("pip install ")
    for line in lines[1:]:
        written = line.replace("$GITHUB_REPOSITORY_OWNER", "paper").replace("${GITHUB_REPOSITORY#*/}", "claims")
        assert "$" not in written
        ran = call(*shlex.split(written)[1:], cwd=tmp_path)
        assert ran.code == 0, ran.err
    uploaded = next(step for step in WORKFLOW["jobs"]["build"]["steps"] if "path" in step.get("with", {}))
    page = (tmp_path / uploaded["with"]["path"] / "claims/jets.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://paper.github.io/claims/claims/jets.html">' in page


def test_only_the_job_that_publishes_may_write():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert "permissions" not in WORKFLOW["jobs"]["build"]


def test_the_numbers_on_the_page_are_those_of_the_site():
    text = " ".join(TEXT.split())
    for number, words in (
        (top_pages.CLAIMS, "all claims, {} on a page"),
        (top_pages.SHIFTS, "who moved, the latest {}"),
        (front_page.MATRIX_PARTIES, "the {} parties that most often disagree"),
        (build.MOST_PAIRS, "of more than {} such pairs"),
        (source_pages.PER_PAGE, "a copy; {} on a page"),
    ):
        assert words.format(number) in text
    header = re.search("Content-Security-Policy: (.*)", TEXT)[1]
    assert header == f"{page_writer.POLICY}; frame-ancestors 'none'"
