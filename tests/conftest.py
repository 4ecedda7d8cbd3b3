"""What all tests share: the real command line in a process of its own, in this one, and on a terminal."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from surroundings import all_examples, examples, isolated, write_records

# A slow or busy machine is no failure.
settings.register_profile(
    "default", max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60  # no command takes as long; one that does hangs
_CASES = 12  # of a table of commands, in an ordinary run
_COMMANDS = {"call", "run", "start"}  # the fixtures that run commands


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the ordinary run short: of a large table of cases, try some.

    Of a test that is marked `sampled(N)`, one case in N is tried always, and the others are among the slow tests. Of the
    cases of another test that runs commands, twelve at most are tried, unless `.ci/run` asks for all.
    """
    seen = Counter[object]()
    tables: dict[object, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        test = (item.path, item.cls, item.originalname)
        marker = item.get_closest_marker("sampled")
        if marker is not None:
            if seen[test] % marker.args[0]:
                item.add_marker("slow")
            seen[test] += 1
        elif _COMMANDS & {*item.fixturenames} and not item.get_closest_marker("slow"):
            tables[test].append(item)
    if all_examples():
        return
    left = {
        item
        for table in tables.values()
        for number, item in enumerate(table)
        if len(table) > _CASES and number * _CASES // len(table) == (number - 1) * _CASES // len(table)
    }
    if left:
        config.hook.pytest_deselected(items=[*left])
        items[:] = [item for item in items if item not in left]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    @property
    def cells(self) -> list[list[str]]:
        """The tab-separated cells of each line of stdout."""
        return [line.split("\t") for line in self.out.split("\n")[:-1]]

    @property
    def ids(self) -> list[str]:
        """The first cell of each line of stdout."""
        return [cells[0] for cells in self.cells]

    @property
    def json(self) -> Any:
        """What stdout says as JSON."""
        return json.loads(self.out)


Claims = Callable[..., Path]
Command = Callable[..., Ran]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home, the same for all tests of a process: nothing may depend on what is in it."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def shipped() -> Path:
    """The claims that come with the program."""
    return ROOT / "claims"


@pytest.fixture
def folder(tmp_path: Path) -> Claims:
    """Write records, as texts or as tables, by the names of their files; give the folder they are in."""
    return lambda records, at="claims": write_records(tmp_path / at, records)


@pytest.fixture(scope="session")
def start(home: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start the command line, or another program of this Python, in a process of its own."""

    def start(*args: str, cwd=ROOT, env=None, program=("-m", "claimtrack"), **streams):
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [sys.executable, *program, *args],
            cwd=cwd,
            env={**isolated(home), **(env or {})},
            **{**pipes, **streams},
        )

    return start


@pytest.fixture(scope="session")
def run(start: Callable[..., subprocess.Popen[bytes]]) -> Command:
    """Run the command line in a process of its own, with pipes, and wait for it."""

    def run(*args: str, input: str | None = None, **more: Any) -> Ran:  # noqa: A002 - as subprocess calls it
        stdin = {} if input is None else {"stdin": subprocess.PIPE}
        with start(*args, **stdin, **more) as process:
            try:
                out, err = process.communicate(None if input is None else input.encode(), timeout=SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        return Ran(process.returncode, (out or b"").decode(), (err or b"").decode())

    return run


@pytest.fixture(scope="session", autouse=True)
def _built_once() -> Iterator[None]:
    """Build the command line once, as one process does; that is a tenth of the time of a short command."""
    from claimtrack.cli import app

    with mock.patch.object(app, "get_command", functools.cache(app.get_command)):
        yield


@pytest.fixture(scope="session")
def call(home: Path) -> Command:
    """Run the command line in this process, with streams that are no terminal."""
    clean = {**isolated(home), "COLUMNS": "80"}
    return lambda *args, cwd=ROOT, env=None: called(args, cwd, {**clean, **(env or {})})


def called(args: tuple[str, ...], cwd: Path, env: Mapping[str, str]) -> Ran:
    """Run the command line in this process."""
    from claimtrack.cli import app

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n") for _ in range(2))
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, env, clear=True),
        mock.patch.object(sys, "argv", ["claimtrack", *args]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            code = app.run()
        except SystemExit as end:  # so Typer leaves after a completion
            code = end.code
        out.flush()
        err.flush()
    return Ran(code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode())


@pytest.fixture(scope="session")
def terminal(start: Callable[..., subprocess.Popen[bytes]]) -> Command:
    """Run the command line on a terminal of a width, and give what the terminal received."""
    if os.name == "nt":
        pytest.skip("pseudo-terminals are POSIX's")

    def terminal(*args: str, width: int = 80, env: Mapping[str, str] | None = None, **more: Any) -> Ran:
        env = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PAGER": "cat", **(env or {})}
        with _terminal(width) as (ours, theirs), tempfile.TemporaryFile() as errors:
            streams = {"stdin": theirs, "stdout": theirs, "stderr": errors, **more}
            with start(*args, env=env, **streams) as process:
                os.close(theirs)
                out = b"".join(_received(ours))
                code = process.wait(SECONDS)
            errors.seek(0)
            return Ran(code, out.decode().replace("\r\n", "\n"), errors.read().decode())

    return terminal


@contextlib.contextmanager
def _terminal(width: int) -> Iterator[tuple[int, int]]:
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    try:
        yield ours, theirs
    finally:
        os.close(ours)


def _received(ours: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            return
        if not part:
            return
        yield part
