"""Files are read in several processes; one that dies costs time and no answer."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import time

import pytest

from claimtrack.files.registries import Shared
from claimtrack.index import workers
from claimtrack.index.reader import FileToRead, Reader
from claimtrack.index.workers import ParallelReader
from claimtrack.model.registry import Registry

NUMBER = 40


@pytest.fixture
def reader(folder, monkeypatch):
    monkeypatch.setattr(workers, "_WORKERS_FROM", 1)
    monkeypatch.setattr(workers, "_WORKERS_FROM_SPAWN", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    claims = folder({f"c{at}": f'title = "Claim {at}"' for at in range(NUMBER)})
    return Reader(str(claims), Registry(), Shared.of(()))


@pytest.fixture
def files():
    return [FileToRead(f"c{at}.toml", f"c{at}", None) for at in range(NUMBER)]


def in_parallel(reader, files, first):
    """Start reading files three at a time; the row of the first gets a number."""
    batches = [(files[start : start + 3], first + start) for start in range(0, len(files), 3)]
    return ParallelReader(reader.read, batches, len(files))


def all_rows(parallel):
    read = list(parallel)
    return [row for rows in read for row in rows.files], [row for rows in read for row in rows.derived]


def test_the_rows_are_those_of_one_process_in_the_order_of_the_files(reader, files):
    parallel = in_parallel(reader, files, 7)
    assert len(parallel._workers) == 3
    alone = reader.read(files, 7)
    assert all_rows(parallel) == (alone.files, alone.derived)
    parallel.close()


def test_a_worker_that_dies_leaves_its_files_to_the_first_process(reader, files):
    parallel = in_parallel(reader, files, 1)
    for process, _ in parallel._workers[:2]:
        process.kill()
        process.join()
    alone = reader.read(files, 1)
    assert all_rows(parallel) == (alone.files, alone.derived)
    parallel.close()


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_where_no_more_processes_are_allowed_one_does_the_work(reader, files, monkeypatch, allowed):
    start, started = multiprocessing.Process.start, []

    def refuse(process):
        if len(started) == allowed:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        started.append(process)
        start(process)

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    parallel = in_parallel(reader, files, 1)
    assert parallel._workers == []
    assert not any(process.is_alive() for process in started)
    alone = reader.read(files, 1)
    assert all_rows(parallel) == (alone.files, alone.derived)
    parallel.close()


def test_closed_early_it_leaves_no_process(reader, files):
    parallel = in_parallel(reader, files * 200, 1)
    next(iter(parallel))
    processes = [process for process, _ in parallel._workers]
    parallel.close()
    assert [process.is_alive() for process in processes] == [False] * 3


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_is_for_the_first_process(reader, files):
    parallel = in_parallel(reader, files * 200, 1)
    time.sleep(0.05)
    for process, _ in parallel._workers:
        os.kill(process.pid, signal.SIGINT)
    assert len(all_rows(parallel)[0]) == NUMBER * 200
    parallel.close()


@pytest.mark.slow
def test_where_nothing_can_be_forked_the_program_is_loaded_anew(reader, files, monkeypatch):
    monkeypatch.setattr(workers, "_can_fork", lambda: False)
    parallel = in_parallel(reader, files, 1)
    alone = reader.read(files, 1)
    assert all_rows(parallel) == (alone.files, alone.derived)
    parallel.close()
