"""What the tests of the checks share: the examples that explain each code, and a way to check a folder."""

from __future__ import annotations

import contextlib
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from claimtrack.book.checking import check_folder
from claimtrack.checks.codes import explanations
from claimtrack.model.config import CheckConfig
from claimtrack.problems import Code

EXAMPLES = Path(str(files("claimtrack.checks"))) / "examples"

# The bad examples that neither git nor a wheel can hold everywhere: links, by where they lead, and a name.
LINKS = {Code.UNREADABLE: "vanished.toml", Code.LINK: "../good/bridge.toml"}
UNSHOWN = {*LINKS, Code.UNPORTABLE_NAME}


@pytest.fixture
def example(tmp_path):
    """Give a copy of a code's example: the folder that holds `bad`, `good` and `expected`."""

    def example(code: str) -> Path:
        folder = Path(shutil.copytree(EXAMPLES / code, tmp_path / code))
        if code in UNSHOWN:
            for side in ("bad", "good"):
                (folder / side).mkdir()
            (folder / "good" / "bridge.toml").write_text('title = "The bridge was closed"\n')
        if code == Code.UNPORTABLE_NAME:
            (folder / "bad" / "aux.toml").write_text('title = "The bridge was closed"\n')
        if code in LINKS:
            try:
                (folder / "bad" / "bridge.toml").symlink_to(LINKS[Code(code)])
            except OSError:  # on Windows that takes a privilege
                pytest.skip("links cannot be made here")
        return folder

    return example


@pytest.fixture(scope="session")
def check():
    """Check a folder, named as from the one above it; notices count only where they are asked for."""

    def check(folder: Path, *notices: Code, **more):
        ignore = [code for code, told in explanations().items() if told.severity == "notice" and code not in notices]
        with contextlib.chdir(folder.parent):
            return check_folder(folder.name, CheckConfig(ignore=tuple(ignore)), **more)

    return check
