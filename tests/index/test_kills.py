"""Killed at any moment, while it builds the index or brings it up to date, it leaves nothing that a later answer trusts."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time

import pytest

from claimtrack.index import workers
from claimtrack.index.location import BUILDING

if os.name == "nt":
    pytest.skip("signals are POSIX's", allow_module_level=True)

CLAIM = """title = "The dam {number} {word}"
topics = ["water"]
[[positions]]
party = "{party}"
stance = "asserts"
date = 2025-05-08
[[positions]]
party = "Norland"
stance = "denies"
date = 2025-05-09
"""
CLAIMS = workers._WORKERS_FROM + 200  # so many that other processes read some of them
EDITED = 300
STILL = 5.0  # seconds within which whoever is left without a reader has ended


@pytest.fixture
def claims(tmp_path):
    folder = tmp_path / "claims"
    for number in range(CLAIMS):
        path = folder / f"{number % 7}" / f"c{number}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CLAIM.format(number=number, word="opened", party=f"P{number % 40}"))
    return folder


@pytest.fixture
def killed(claims, start, call):
    """Kill commands at random moments, and compare what the next ones say with what the files say."""
    cache = claims.parent / "cache"
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    chance = random.Random(7)  # noqa: S311 - chance, no secret
    settled = time.time() - 3600

    def edit(turn):
        for number in range(turn, CLAIMS, CLAIMS // EDITED):
            path = claims / f"{number % 7}" / f"c{number}.toml"
            path.write_text(CLAIM.format(number=number, word=f"opened {turn}", party=f"P{turn % 40}"))
            os.utime(path, (settled, settled + turn))

    def answer(*more):
        return call("list", "--json", *more, cwd=claims.parent, env=env)

    def killed(turn, cold, end):
        if cold:
            for path in cache.rglob("*.sqlite*"):
                path.unlink()
        else:
            answer()
        edit(turn)
        # To a pipe that nobody reads yet it could write only so much, and `end` may wait until it has ended.
        child = start("list", cwd=claims.parent, env=env, start_new_session=True, stdout=subprocess.DEVNULL)
        end(child, chance)
        _, err = child.communicate(timeout=30)
        gone_by = time.monotonic() + STILL
        while is_there(child.pid) and time.monotonic() < gone_by:
            time.sleep(0.01)
        assert not is_there(child.pid)
        indexed = answer()
        assert indexed.code == 0
        assert indexed == answer("--no-cache")
        assert err == b""
        return child.returncode

    return killed


def kill(killed, times):
    def end(child, chance):
        # From before Python runs to after all is done: a build takes some tenths of a second.
        time.sleep(chance.uniform(0, 0.6 if cold else 0.35))
        child.kill()

    for turn in range(times):
        cold = turn % 2 == 0
        assert killed(turn, cold, end) in {0, -signal.SIGKILL}


def is_there(group):
    """Tell whether any process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_a_few_kills_change_no_answer(killed):
    kill(killed, 6)


@pytest.mark.slow
def test_ctrl_c_leaves_no_worker_and_no_traceback(killed, claims, monkeypatch):
    # What measures coverage has locks of its own, and ^C within one of them is met by nobody.
    for name in filter(lambda name: name.startswith("COV"), dict(os.environ)):
        monkeypatch.delenv(name)

    def end(child, chance):
        # A new index is built under another name; one that is brought up to date has a journal meanwhile.
        begun = f"*{BUILDING}" if cold else "*-journal"
        while child.poll() is None and not any((claims.parent / "cache").rglob(begun)):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.3) if turn >= 4 else 0)
        os.killpg(child.pid, signal.SIGINT)

    # Whoever starts the tests in the background has them, and all that they start, ignore ^C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        codes = []
        for turn in range(8):
            cold = turn % 2 == 0
            codes.append(killed(turn, cold, end))
    finally:
        signal.signal(signal.SIGINT, before)
    assert 130 in codes[::2]
    assert 130 in codes[1::2]
    assert set(codes) <= {0, 130}


@pytest.mark.slow
def test_two_hundred_kills_change_no_answer(killed):
    kill(killed, 200)
