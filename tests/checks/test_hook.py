"""The hook stops a commit that would put a mistake on record: pre-commit itself, in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NEEDED = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "src")
NO_NETWORK = (
    "Could not find a version",
    "ConnectionError",
    "NewConnectionError",
    "Temporary failure in name",
)
IDENTITY = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")

GOOD = 'title = "The bridge was closed"\n'


class Repository:
    """A git repository in which everything that git says is kept."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        folder.mkdir()
        self.folder = folder
        self.env = env
        self.git("init", "--quiet")

    def git(self, *args: str) -> tuple[int, str]:
        return self.run("git", *IDENTITY, *args)

    def run(self, *args: str) -> tuple[int, str]:
        """Run a program here; give its exit code and what it said."""
        done = subprocess.run(
            args,
            cwd=self.folder,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        return done.returncode, done.stdout

    def commit(self, **files: str | None) -> tuple[int, str]:
        """Write or delete records, and commit that."""
        for name, text in files.items():
            path = self.folder / "claims" / f"{name}.toml"
            path.parent.mkdir(exist_ok=True)
            path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        self.git("add", "--all")
        return self.git("commit", "--quiet", "--message", ", ".join(files) or "all")

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")[1].strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Repository:
    """A book under git whose commits the hook of this checkout looks at."""
    beside = shutil.which("pre-commit", path=str(Path(sys.executable).parent))
    pre_commit = beside or shutil.which("pre-commit")
    if pre_commit is None or shutil.which("git") is None:
        pytest.skip("pre-commit or git is not installed (pip install -e '.[dev]')")
    place = tmp_path_factory.mktemp("hook")
    # pre-commit makes an environment for the hook with pip, so what tells pip where to look stays.
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    env |= {"PRE_COMMIT_HOME": str(place / "home"), "GIT_CONFIG_GLOBAL": os.devnull, "NO_COLOR": "1"}
    source = Repository(place / "claimtrack", env)
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source.folder)
    assert source.commit() == (0, "")
    book = Repository(place / "book", env)
    hook = f"repo: {source.folder.as_uri()}, rev: {source.head}, hooks: [{{ id: claimtrack-check }}]"
    (book.folder / ".pre-commit-config.yaml").write_text(f"repos: [{{ {hook} }}]\n")
    code, said = book.run(pre_commit, "install", "--install-hooks")
    if code and any(sign in said for sign in NO_NETWORK):
        pytest.skip(f"pre-commit cannot install the hook without a network: {said[-200:]}")
    assert code == 0, said
    return book


def test_a_commit_with_a_mistake_is_stopped_and_the_place_shown(repository):
    assert repository.commit(bridge=GOOD)[0] == 0
    before = repository.head

    code, said = repository.commit(flood='title = "The dam held"\n\n[[positions]]\nparty = "A"\nstance = "denied"\n')
    assert code == 1
    assert "claims/flood.toml:5:10: CT012" in said.replace("\\", "/")
    assert repository.head == before

    code, said = repository.commit(flood='title = "The dam held"\n\n[[positions]]\nparty = "A"\nstance = "denies"\n')
    assert code == 0, said
    assert repository.head != before


def test_a_commit_that_deletes_what_others_refer_to_is_stopped(repository):
    assert repository.commit(dam=GOOD, river=f'{GOOD}see_also = ["dam"]\n')[0] == 0
    code, said = repository.commit(dam=None)
    assert code == 1
    assert "claims/river.toml:2:13: CT025" in said.replace("\\", "/")
    assert repository.commit(river=None)[0] == 0
