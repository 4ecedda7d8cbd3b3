"""The questions that docs/json.md asks with jq are answered, where jq is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import ROOT, blocks
from surroundings import isolated

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
QUESTIONS = [
    line for block in blocks(PAGE) if block.language == "sh" for line in block.lines if line.startswith("claimtrack ")
]
QUIET = "claimtrack check"  # which finds no errors in the claims that come with the program


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
@pytest.mark.parametrize("question", QUESTIONS)
def test_jq_answers(question, home):
    env = isolated(home)
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    ran = subprocess.run(
        ["bash", "-o", "pipefail", "-c", question], capture_output=True, text=True, cwd=ROOT, env=env, check=False
    )
    assert (ran.returncode, "rror" in ran.stderr.replace("0 errors", "")) == (0, False), ran.stderr
    assert bool(ran.stdout.strip()) is not question.startswith(QUIET)


def test_the_page_asks_of_many_commands():
    assert len({question.split()[1] for question in QUESTIONS}) >= 6
