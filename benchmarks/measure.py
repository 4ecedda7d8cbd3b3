"""Run whole processes alternately, and say how long each took and how much memory it needed."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
import tempfile
import termios
import threading
import time
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

LIMIT: Final = 900.0  # seconds after which a process is ended, and counts as failed
_READ: Final = 1 << 16
_SAMPLED: Final = 0.01  # seconds between two looks at what a process has started
_ROWS, _COLUMNS = 200, 120  # of the terminal: so many rows that nothing is handed to a pager


class Program(NamedTuple):
    """What is run, and how.

    Attributes:
        name: what the results call it.
        command: the program and its arguments.
        env: its environment, whole.
        cwd: where it runs.
        before: is called before each run, outside the time measured.
        terminal: whether its output is a terminal; else a pipe, which is drained.
        codes: the exit codes that are no failure.
    """

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    cwd: str
    before: Callable[[], object] | None = None
    terminal: bool = False
    codes: frozenset[int] = frozenset({0})


class Run(NamedTuple):
    """One run: its wall-clock seconds, its peak memory in bytes, and how many lines it wrote."""

    seconds: float
    peak: int
    lines: int


class Series(NamedTuple):
    """All runs of a program; `failed` says why there are none."""

    runs: tuple[Run, ...]
    failed: str = ""

    @property
    def seconds(self) -> float:
        """The median time; not a number if it failed."""
        return median(run.seconds for run in self.runs) if self.runs else float("nan")


class FailedError(Exception):
    """A process ended with an exit code that it should not end with, or did not end."""


def prepare(command: Sequence[str], env: Mapping[str, str], cwd: str | None = None) -> None:
    """Run something that prepares a measurement, and is not measured."""
    subprocess.run(command, env=env, cwd=cwd, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def alternate(programs: Sequence[Program], runs: int, *, warm_up: bool = True) -> dict[str, Series]:
    """Run programs alternately, A B C A B C, and return the runs of each by its name.

    Args:
        programs: what to run.
        runs: how often each.
        warm_up: run each once before, unmeasured, so that no first run is among those measured.
    """
    taken: dict[str, list[Run]] = {program.name: [] for program in programs}
    failed: dict[str, str] = {}
    for turn in range(-1 if warm_up else 0, runs):
        for program in programs:
            if program.name in failed:
                continue
            try:
                ran = run(program)
            except FailedError as error:
                failed[program.name] = str(error)
                taken[program.name].clear()
                continue
            if turn >= 0:
                taken[program.name].append(ran)
    return {name: Series(tuple(each), failed.get(name, "")) for name, each in taken.items()}


def run(program: Program, watch: Callable[[int], None] | None = None) -> Run:
    """Run a program once, and wait until it has ended and all that it wrote has been read.

    Args:
        program: what to run.
        watch: is given the id of the process as soon as it runs.

    Raises:
        FailedError: it could not be started, failed, or did not end.
    """
    if program.before:
        program.before()
    ours, theirs = _ends(terminal=program.terminal)
    with contextlib.ExitStack() as stack:
        stack.callback(os.close, ours)
        errors = stack.enter_context(tempfile.TemporaryFile())
        began = time.perf_counter()
        try:
            process = subprocess.Popen(
                program.command,
                env=program.env,
                cwd=program.cwd,
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=errors,
            )
        except OSError as error:
            raise FailedError(f"{program.name}: {error}") from error
        finally:
            os.close(theirs)
        ending = threading.Timer(LIMIT, process.kill)
        stack.callback(ending.cancel)
        ending.start()
        if watch:
            watch(process.pid)
        lines = sum(part.count(b"\n") for part in _received(ours))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in program.codes:
            errors.seek(0)
            told = errors.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise FailedError(f"{program.name} ended with {process.returncode}: {told[-1]}")
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024), lines)


def memory(program: Program) -> tuple[Run, int | None]:
    """Run a program once; return the run, and the peak memory of the largest process that it started.

    The system counts the larger of a process and those that it waited for as the peak of that process. The second
    number is sampled, and None where the system has no /proc or nothing was started.
    """
    found: list[int] = []
    stop = threading.Event()
    watcher: threading.Thread | None = None

    def watch(parent: int) -> None:
        nonlocal watcher
        watcher = threading.Thread(target=_sample, args=(parent, found, stop), daemon=True)
        watcher.start()

    try:
        ran = run(program, watch)
    finally:
        stop.set()
        if watcher:
            watcher.join()
    return ran, max(found, default=None)


def _sample(parent: int, found: list[int], stop: threading.Event) -> None:
    while not stop.wait(_SAMPLED):
        for child in descendants(parent):
            with contextlib.suppress(OSError), open(f"/proc/{child}/status", encoding="ascii") as file:
                found += [int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:")]


def descendants(process: int) -> Iterator[int]:
    """Yield the ids of the processes that a process has started, and of those that they have; none without /proc."""
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{task}/children", encoding="ascii") as file:
                children = [int(child) for child in file.read().split()]
            for child in children:
                yield child
                yield from descendants(child)


def _ends(*, terminal: bool) -> tuple[int, int]:
    """Return both ends of a pipe or of a terminal, ours first."""
    if not terminal:
        return os.pipe()
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (_ROWS, _COLUMNS))
    return ours, theirs


def _received(ours: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(ours, _READ)
        except OSError:  # how Linux says that the other end of a terminal is closed
            return
        if not part:
            return
        yield part
