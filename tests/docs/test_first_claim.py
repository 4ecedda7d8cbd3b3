"""A newcomer gets to a first own claim by the lines of README.md alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents import ROOT, Block, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST = 220
FIRST_CLAIM = 60  # the line above which it stands
MOST_COMMANDS = 5
ACTIVATE = Path(sys.prefix) / "bin" / "activate"


def lines_to_type():
    """Return what a newcomer does until the first own claim is listed: commands to type, and files to save."""
    steps: list[str | Block] = []
    for block in blocks(README):
        if block.name:
            steps.append(block)
        elif block.language == "sh":
            steps += [line for line in block.lines if not line.endswith("pytest")]
        elif block.language == "console":
            for line in block.lines:
                if line.startswith("$ "):
                    steps.append(line.removeprefix("$ "))
                    if any(isinstance(step, Block) for step in steps):
                        return steps
    raise AssertionError("README.md has no first claim")


def test_readme_is_short():
    assert len(README.splitlines()) <= LONGEST


def test_the_first_own_claim_is_listed_early():
    before = README[: README.index("leak   The dam")].splitlines()
    assert len(before) < FIRST_CLAIM


def test_the_first_own_claim_takes_few_commands():
    typed = [step for step in lines_to_type() if isinstance(step, str)]
    assert typed[0].startswith("python3 -m venv")
    assert typed[-1] == "claimtrack list"
    assert len(typed) <= MOST_COMMANDS


@pytest.mark.skipif(not ACTIVATE.exists(), reason="the tests run in no virtual environment")
def test_these_commands_list_the_first_own_claim(tmp_path):
    # .ci/run types the first line as it is. Here, what it installs is there already.
    (tmp_path / ".venv").symlink_to(sys.prefix)
    shutil.copytree(ROOT / "claims", tmp_path / "claims")
    first, *others = lines_to_type()
    script = [
        first.rpartition(" && ")[2],
        *(f"cat >{step.name} <<'END'\n{step.text}END" if isinstance(step, Block) else step for step in others),
    ]
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", "\n".join(script)],
        cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert "jets" in {row[0] for row in rows}
    assert rows[-1][:3] == ["leak", "The dam at Example Lake leaked", "disputed"]
