"""A process that was forked does its part and nothing else, and ends when nobody listens to it any more."""

from __future__ import annotations

import os
import signal
import time

import pytest

from claimtrack.index.forked import Forked

if not hasattr(os, "fork"):
    pytest.skip("processes are not forked here", allow_module_level=True)

SOON = 20  # seconds
MORE = b"x" * 1_000_000  # than a pipe holds


@pytest.fixture(autouse=True)
def _no_waiting_for_ever():
    def give_up(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SOON)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def test_what_it_tells_comes_whole_and_in_order():
    forked = Forked(lambda: (MORE, b"and", MORE))
    assert forked.pipe.read() == MORE + b"and" + MORE
    assert forked.end()


def test_one_that_fails_says_so():
    def work():
        yield b"some"
        raise OSError

    forked = Forked(work)
    assert forked.pipe.read() == b"some"
    assert not forked.end()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_nobody_waits_for_one_that_nobody_listens_to(order):
    several: list[Forked] = []
    for _ in range(3):
        several.append(Forked(lambda: (MORE,), several))
    assert [several[place].end() for place in order] == [False] * 3


def test_ctrl_c_is_for_the_first_process():
    def work():
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0)
        yield b"all the same"

    forked = Forked(work)
    assert forked.pipe.read() == b"all the same"
    assert forked.end()


def test_ctrl_c_in_the_moment_of_forking_undoes_nothing_twice(monkeypatch):
    def fork():
        child = was()
        os.kill(os.getpid(), signal.SIGINT)
        return child

    was = os.fork
    monkeypatch.setattr("os.fork", fork)
    asking = os.getpid()
    told, telling = os.pipe()
    try:
        with pytest.raises(KeyboardInterrupt):
            Forked(lambda: (b"",))
    finally:
        os.write(telling, str(os.getpid()).encode())
        if os.getpid() != asking:
            os._exit(1)
    os.wait()
    assert os.read(told, 100) == str(asking).encode()
    os.close(told)
    os.close(telling)


def test_it_holds_no_stream_of_ours():
    def work():
        for stream in (0, 1, 2):
            try:
                os.fstat(stream)
            except OSError:
                yield b"closed "

    forked = Forked(work)
    assert forked.pipe.read() == b"closed " * 3
    assert forked.end()
