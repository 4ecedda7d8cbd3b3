"""A repository that was cloned or unpacked: none of its programs runs, nobody is asked, nothing is written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import git_settings as settings
import pytest
from gitrepo import PARTIES, Repo, record, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs named pipes and shell scripts")

FIVE = said("sharif", "asserts", "2025-05-07", value=5)
DENIES = said("modi", "denies", "2025-05-08")
ADMITS = said("bharti", "qualifies", "2025-05-11")
QUICK = ("changes", "list --rev HEAD")
TAB = "claimtrack list --rev "  # a line that is being typed
COMMANDS = (
    *QUICK,
    TAB,
    "list",
    "show jets",
    "check",
    "changes HEAD~",
    "changes HEAD~..HEAD",
    "changes HEAD~...HEAD",
    "changes --each",
    "changes --each --claim jets",
    "changes --claim jets",
    "show jets --rev HEAD~",
    "contradictions --rev HEAD",
)


@dataclass
class Shape:
    """A repository in one of the ways in which it can be a stranger's.

    Attributes:
        top: where the commands are run.
        config: its configuration.
        hooks: the folder of its hooks.
        info: the folder of its own attributes.
        reset: makes the working tree look changed to git, as a fresh clone's or an unpacked archive's does.
    """

    top: Path
    config: Path
    hooks: Path
    info: Path

    def reset(self) -> None:
        for path in (self.top / "claims").glob("*.toml"):
            os.utime(path, (1_000_000_000, 1_000_000_000))


def story(top: Path, home: Path) -> Repo:
    """Make a repository of two commits, with an edit and a new record that are in neither."""
    repo = Repo(top, home)
    repo.commit({"parties": PARTIES, "jets": record(FIVE, DENIES)}, date="2025-05-10")
    repo.commit({"jets": record(FIVE, DENIES, ADMITS), "nobel": record(ADMITS)}, date="2025-06-01")
    edit(repo)
    return repo


def edit(repo: Repo, folder: str = "claims") -> None:
    repo.write({"nobel": record(ADMITS, DENIES), "fresh": record(FIVE)}, folder)


def plain(tmp_path: Path, home: Path) -> Shape:
    """An unpacked archive: its .git came with it."""
    git = story(tmp_path / "archive", home).top / ".git"
    return Shape(git.parent, git / "config", git / "hooks", git / "info")


def bare(tmp_path: Path, home: Path) -> Shape:
    """A clone whose claims/ has the files of a bare repository in it, with a history of its own."""
    repo = story(tmp_path / "clone", home)
    hidden = Repo(tmp_path / "hidden", home)
    hidden.commit({"secret": record(FIVE)}, date="2025-01-01", subject="Hidden")
    hidden.commit({"secret": record(FIVE, DENIES)}, date="2025-01-02", subject="Hidden")
    for path in (hidden.top / ".git").iterdir():
        if path.name in {"HEAD", "config", "objects", "refs", "index"}:
            shutil.move(path, repo.top / "claims" / path.name)
    claims = repo.top / "claims"
    return Shape(repo.top, claims / "config", claims / "hooks", claims / "info")


def partial(tmp_path: Path, home: Path) -> Shape:
    """A partial clone: git would fetch what is missing."""
    origin = story(tmp_path / "origin", home)
    origin.git("add", "--all")
    origin.git("commit", "--quiet", "--message=All")
    origin.git("config", "uploadpack.allowFilter", "true")
    top = tmp_path / "partial"
    origin.git("clone", "--quiet", "--filter=blob:none", "--no-local", origin.top.as_uri(), str(top))
    edit(Repo(top, home))
    return Shape(top, top / ".git" / "config", top / ".git" / "hooks", top / ".git" / "info")


def submodule(tmp_path: Path, home: Path) -> Shape:
    """A submodule: its git directory is in that of the repository around it."""
    inner = Repo(tmp_path / "inner", home)
    inner.write({"parties": PARTIES, "jets": record(FIVE, DENIES)}, ".")
    inner.commit(date="2025-05-10")
    inner.write({"jets": record(FIVE, DENIES, ADMITS), "nobel": record(ADMITS)}, ".")
    inner.commit(date="2025-06-01")
    outer = Repo(tmp_path / "outer", home)
    outer.commit()
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.top), "claims")
    edit(outer)
    git = outer.top / ".git" / "modules" / "claims"
    return Shape(outer.top, git / "config", git / "hooks", git / "info")


SHAPES = {each.__name__: each for each in (plain, bare, partial, submodule)}


class Traps:
    """Programs, pipes and a server that tell when they were used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.markers = folder / "markers"
        self.markers.mkdir(parents=True)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.setblocking(False)  # noqa: FBT003 - the socket's own signature

    def program(self, name: str) -> str:
        """Make a program that leaves a marker, and return its path."""
        path = self.folder / re.sub(r"[^\w.-]", "_", name)
        marker = shlex.quote(str(self.markers / path.name))
        path.write_text(f"#!/bin/sh\n: > {marker}\ncat\n")
        path.chmod(0o755)
        return str(path)

    def pipe(self, name: str) -> str:
        """Make a named pipe, which blocks whoever opens it, and return its path."""
        path = self.folder / f"{name}.pipe"
        os.mkfifo(path)
        return str(path)

    def address(self, name: str) -> str:
        """Return an address that runs a program, or for a proxy one of a server."""
        if "proxy" in name or "host" in name or "curl" in name:
            return f"http://127.0.0.1:{self.server.getsockname()[1]}/"
        return f"ext::{self.program(f'address-{name}')}"

    def used(self) -> list[str]:
        """Return what was run or asked."""
        found = sorted(path.name for path in self.markers.iterdir())
        try:
            self.server.accept()[0].close()
        except BlockingIOError:
            return found
        return [*found, "the server"]


def everything(traps: Traps) -> list[tuple[str, str]]:
    """Return every setting with a value that tells when it is obeyed."""
    included = traps.folder / "included"
    included.write_text(f'[core]\n\tfsmonitor = "{traps.program("included")}"\n')
    hooks = traps.folder / "hooks"
    hooks.mkdir()
    for hook in settings.HOOKS:
        shutil.copy(traps.program(f"hooksPath-{hook}"), hooks / hook)
    return [
        *((name, traps.address(name)) for name in settings.ADDRESSES),
        *((name, traps.pipe(name)) for name in settings.PATHS),
        *((name, f"!{traps.program(name)}") for name in settings.PROGRAMS if name.startswith("alias.")),
        *((name, traps.program(name)) for name in settings.PROGRAMS if not name.startswith("alias.")),
        ("core.hooksPath", str(hooks)),
        ("include.path", str(included)),
        ("includeIf.gitdir:/.path", str(included)),
        ("filter.x.required", "true"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.partialclonefilter", "blob:none"),
        ("log.showSignature", "true"),
        ("core.untrackedCache", "true"),
        ("mailmap.blob", "HEAD:claims/jets.toml"),
    ]


def configure(shape: Shape, found: list[tuple[str, str]]) -> None:
    """Write settings into a repository's configuration, as a stranger would: without git."""
    lines = []
    for name, value in found:
        section, _, key = name.rpartition(".")
        head, dot, rest = section.partition(".")
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'[{head}{f" {chr(34)}{rest}{chr(34)}" if dot else ""}]\n\t{key} = "{quoted}"\n')
    with shape.config.open("a") as file:
        file.writelines(lines)


def plant(shape: Shape, traps: Traps) -> None:
    """Plant the hooks and the attributes."""
    for folder in (shape.hooks, shape.info):
        folder.mkdir(exist_ok=True)
    for hook in settings.HOOKS:
        shutil.copy(traps.program(f"hook-{hook}"), shape.hooks / hook)
    for place in (
        shape.info / "attributes",
        shape.top / ".gitattributes",
        shape.top / "claims" / ".gitattributes",
    ):
        place.write_text(settings.ATTRIBUTES)


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return what is in a folder: the mode, the time and the bytes of each file in it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            found[str(path)] = (status.st_mode, status.st_mtime_ns, path.read_bytes())
        elif not stat.S_ISFIFO(status.st_mode):
            found[str(path)] = (
                status.st_mode,
                status.st_mtime_ns if stat.S_ISDIR(status.st_mode) else 0,
                b"",
            )
    return found


@pytest.fixture
def traps(tmp_path: Path) -> Iterator[Traps]:
    made = Traps(tmp_path / "traps")
    yield made
    made.server.close()


@pytest.fixture
def asked(run, tmp_path) -> Callable[[Shape, str], tuple[int, str, str]]:
    """Run a command in a repository and return its exit code and what it printed."""

    def asked(shape: Shape, command: str) -> tuple[int, str, str]:
        shape.reset()
        # In none of these repositories git may read one that lies above it.
        env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
        if command == TAB:
            env |= {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": command, "COMP_CWORD": "3"}
        found = run(*(() if command == TAB else command.split()), cwd=shape.top, env=env)
        return found.code, found.out, found.err

    return asked


def one_by_one(
    shape: Shape, found: list[tuple[str, str]], command: str, expected: object, asked: Callable[..., object]
) -> list[str]:
    """Return the settings that change an answer, each tried alone."""
    clean = shape.config.read_text()
    names = []
    for setting in found:
        configure(shape, [setting])
        try:
            if asked(shape, command) != expected:
                names.append(setting[0])
        except subprocess.TimeoutExpired:
            names.append(f"{setting[0]} (it blocks)")
        shape.config.write_text(clean)
    return names


def hold(shape: Shape, traps: Traps, commands: tuple[str, ...], asked: Callable[..., tuple[int, str, str]]) -> None:
    """Assert that nothing a repository says changes an answer, runs a program, asks anybody or writes."""
    expected = {command: asked(shape, command) for command in commands}
    assert all(out + err for _, out, err in expected.values())
    clean = shape.config.read_text()
    found = everything(traps)
    configure(shape, found)
    plant(shape, traps)
    before = contents(shape.config.parent)
    for command in commands:
        try:
            answer = asked(shape, command)
        except subprocess.TimeoutExpired:
            answer = (-1, "it blocks", "")
        if answer != expected[command]:
            shape.config.write_text(clean)
            assert answer == expected[command], one_by_one(shape, found, command, expected[command], asked)
        assert traps.used() == []
    assert contents(shape.config.parent) == before


@pytest.mark.parametrize("shape", ["plain", "bare"])
@pytest.mark.sampled(4)
def test_nothing_that_a_repository_names_is_run_or_asked(shape, tmp_path, home, traps, asked):
    hold(SHAPES[shape](tmp_path, home), traps, QUICK, asked)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_no_command_runs_or_asks_what_a_repository_names(shape, tmp_path, home, traps, asked):
    hold(SHAPES[shape](tmp_path, home), traps, COMMANDS, asked)


def test_the_traps_work(tmp_path, home, traps):
    """Git itself runs what the repository names: the tests above cannot pass for want of bait."""
    shape = plain(tmp_path, home)
    configure(shape, [pair for pair in everything(traps) if pair[0] not in settings.PATHS])
    plant(shape, traps)
    shape.reset()
    env = {**os.environ, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "status"], cwd=shape.top, env=env, capture_output=True, timeout=60, check=False)
    assert {"core.fsmonitor", "filter.x.process"} & set(traps.used())


def test_the_tables_have_every_setting_that_names_something():
    said = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    if f"version {settings.VERSION}." not in said:
        pytest.skip(f"the tables are those of git {settings.VERSION}")
    listed = subprocess.run(["git", "help", "--config"], capture_output=True, text=True, check=True).stdout.split()
    tables = settings.PROGRAMS + settings.PATHS + settings.OTHER_PATHS + settings.ADDRESSES
    names = {name.lower() for name in tables} | settings.NO_NAME
    known = names | {re.sub(r"\.[^.]+\.(?=[^.]+$)", ".x.", name) for name in names}
    telling = re.compile("|".join(settings.TELLING))
    missing = [
        name
        for name in map(str.lower, listed)
        if re.fullmatch(r"[\w-]+(\..+)?\.[\w-]+", name)
        and not name.startswith(settings.NAMELESS)
        and telling.search(name.rpartition(".")[2])
        and name not in known
        and re.sub(r"<[^>]+>", "x", name) not in known
    ]
    assert missing == []
