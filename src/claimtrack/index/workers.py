"""Reads many files in several processes."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")

_WORKERS_FROM: Final = 1000  # files from which on a second process is worth its start
_WORKERS_FROM_SPAWN: Final = 3000  # the same, if a process has to load the program again


class ParallelReader(Generic[Result]):
    """Reads files in worker processes, from when it is created until it is closed.

    Iterating over it yields what was read of each batch, in their order.
    """

    def __init__(self, read: Callable[..., Result], batches: Sequence[tuple[Any, ...]], files: int) -> None:
        """Start reading.

        Args:
            read: reads the files of a batch, which is what it is called with. None stands for nothing that was read.
            batches: the batches.
            files: how many files there are in all of them.
        """
        self._read = read
        self._batches = batches
        self._workers: list[tuple[BaseProcess, Connection]] = []
        self._start(_number_of_workers(files))

    def __iter__(self) -> Iterator[Result]:
        for number, batch in enumerate(self._batches):
            read = None
            if self._workers:
                with suppress(OSError, EOFError):  # the worker was killed, or had no memory
                    read = self._workers[number % len(self._workers)][1].recv()
            yield self._read(*batch) if read is None else read

    def close(self) -> None:
        """End the workers; one that still writes finds its pipe closed."""
        for _, pipe in self._workers:
            pipe.close()
        for process, _ in self._workers:
            process.join()
        self._workers = []

    def _start(self, number: int) -> None:
        if number < 2:
            return
        import multiprocessing  # noqa: PLC0415 - only a large folder needs it

        # A fork shares what is loaded. Python forks nowhere else by default, as threads may hold locks there.
        context: Any = multiprocessing.get_context("fork" if _can_fork() else "spawn")
        for worker in range(number):
            ours, theirs = context.Pipe(duplex=False)
            # A forked worker must close the pipes of those before it: a writer blocks while any reader is open.
            others = [pipe for _, pipe in self._workers] if _can_fork() else []
            process = context.Process(
                target=_work,
                args=(
                    self._read,
                    self._batches[worker::number],
                    theirs,
                    [*others, ours] if _can_fork() else [],
                ),
                daemon=True,
            )
            try:
                with _interrupt_blocked():
                    process.start()
            except OSError:  # the system allows no more processes: this one does the work
                ours.close()
                self.close()
                return
            finally:
                theirs.close()
            self._workers.append((process, ours))


def _number_of_workers(files: int) -> int:
    enough = files >= (_WORKERS_FROM if _can_fork() else _WORKERS_FROM_SPAWN)
    return os.cpu_count() or 1 if enough else 1


def _can_fork() -> bool:
    return sys.platform == "linux"


def _work(
    read: Callable[..., object],
    batches: Sequence[tuple[Any, ...]],
    pipe: Connection,
    others: Sequence[Connection],
) -> None:
    """Read batches in a worker process, and send what was read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends its workers
    for other in others:
        other.close()
    with suppress(OSError):  # nobody reads any more
        for batch in batches:
            pipe.send(read(*batch))


@contextmanager
def _interrupt_blocked() -> Iterator[None]:
    """Delay ^C: in a new process that ignores it not yet, it would undo the work of the first one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
