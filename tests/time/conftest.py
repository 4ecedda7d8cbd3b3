"""What these tests share: a git repository, and ways to ask of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from gitrepo import Repo

sys.path.append(str(Path(__file__).resolve().parents[1] / "unit"))  # where the strategies are


@pytest.fixture
def repo(tmp_path, home):
    """An empty repository."""
    return Repo(tmp_path / "repo", home)


@pytest.fixture
def ask(call, repo):
    """Run the command line in this process, at the top of the repository."""
    return lambda *args, cwd=repo.top, env=None: call(*args, cwd=cwd, env={**repo.env, **(env or {})})


@pytest.fixture
def logged(tmp_path):
    """Give an environment in which git writes down how it is called, and a way to read that."""
    if os.name == "nt":
        pytest.skip("a script that stands for git needs a shell")
    log = tmp_path / "git.log"
    shim = tmp_path / "shim" / "git"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\necho "$@" >>"{log}"\nPATH="${{PATH#*:}}" exec git "$@"\n')
    shim.chmod(0o755)
    return {"PATH": f"{shim.parent}{os.pathsep}{os.environ['PATH']}"}, lambda: log.read_text().splitlines()
