"""A sweep that is begun ahead: on the folder that is going to be asked about, by processes that nobody has to trust."""

from __future__ import annotations

import os
import signal
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.cli.guess import foresee
from claimtrack.index import ahead, listing, probe, store
from claimtrack.index.ahead import drop
from claimtrack.index.kept import Kept
from claimtrack.index.place import Place
from claimtrack.index.store import open_store

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")


@pytest.fixture
def book(folder, tmp_path, monkeypatch):
    """A folder with an index, in which no time is too new to prove something."""
    monkeypatch.setattr(listing, "RACY", -(10**18))
    claims = folder(
        {f"{below}{number}": 'title = "T"' for number in range(7) for below in ("c", "a/d", "a/b/e")}
    )
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    drop()
    open_store(str(claims)).base.close()
    yield claims
    drop()


@pytest.fixture
def begun(monkeypatch):
    """Tell which folders were begun to be swept."""
    found = []
    monkeypatch.setattr("claimtrack.index.look_ahead", found.append)
    return found


# -- what is guessed


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    "args", [("list",), ("diff", "a", "b"), ("sources", "--json"), ("list", "--party", "x", "--limit", "3")]
)
def test_the_folder_at_hand_is_meant_where_none_is_named(begun, args):
    foresee(args, {})
    assert begun == ["claims"]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("args", "env"),
    [
        (("list", "--claims", "claims/a"), {}),
        (("list", "--json", "--claims=claims/a"), {}),
        (("list",), {"CLAIMTRACK_CLAIMS": "claims/a"}),
        (("list", "--claims", "claims/a"), {"CLAIMTRACK_CLAIMS": "claims"}),
    ],
)
def test_a_folder_that_is_named_is_meant(begun, args, env):
    foresee(args, env)
    assert begun == ["claims/a"]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("args", "env"),
    [
        ((), {}),
        (("--help",), {}),
        (("--version",), {}),
        (("show", "c1"), {}),
        (("check",), {}),
        (("cache", "clear"), {}),
        (("lsit",), {}),
        (("list", "--help"), {}),
        (("list", "--no-cache"), {}),
        (("list", "--rev", "HEAD"), {}),
        (("list", "--rev=HEAD"), {}),
        (("list",), {"CLAIMTRACK_NO_CACHE": "1"}),
        (("list", "--claims", "nowhere"), {}),
        (("list", "--claims", "claims/c1.toml"), {}),
    ],
)
def test_where_nothing_is_swept_nothing_is_begun(begun, args, env):
    foresee(args, env)
    assert begun == []


def test_no_folder_and_no_name_after_the_option(tmp_path, monkeypatch, begun):
    monkeypatch.chdir(tmp_path)
    foresee(("list", "--claims"), {})
    assert begun == []


# -- what comes of it


@pytest.mark.usefixtures("book")
@needs_fork
@pytest.mark.parametrize("files", [1, 3, 100])
def test_what_was_begun_is_used_once(monkeypatch, files):
    monkeypatch.setattr(probe, "AHEAD_FROM", files)
    monkeypatch.setattr(probe, "FORKED_FROM", files)
    ahead.look_ahead("claims")
    ((_, begun),) = ahead._ahead.items()
    store = open_store("claims")
    assert store.base is begun.base
    assert not ahead._ahead
    store.base.close()


@needs_fork
@pytest.mark.parametrize("name", ["c3.toml", "a/d3.toml", "a/b/e0.toml", "a/b/e6.toml"])
def test_an_edit_is_found_by_whichever_process_asks(book, monkeypatch, name):
    monkeypatch.setattr(probe, "AHEAD_FROM", 1)
    monkeypatch.setattr(probe, "FORKED_FROM", 1)
    (book / name).write_text('title = "U"', encoding="utf-8")
    ahead.look_ahead("claims")
    store = open_store("claims")
    assert store.base.execute("SELECT count(*) FROM claims WHERE title = 'U'").fetchone() == (1,)
    store.base.close()


@needs_fork
def test_a_process_that_is_killed_leaves_its_part_to_us(book, monkeypatch):
    monkeypatch.setattr(probe, "AHEAD_FROM", 1)
    waits = os.pipe()

    def changed(path, *args):
        if os.getpid() != asking:
            os.read(waits[0], 1)  # until it is killed
        return was(path, *args)

    asking, was = os.getpid(), probe.changed
    monkeypatch.setattr(probe, "changed", changed)
    (book / "a" / "d3.toml").write_text('title = "U"', encoding="utf-8")
    ahead.look_ahead("claims")
    ((_, begun),) = ahead._ahead.items()
    for helper in begun.probe._helpers:
        os.kill(helper.forked.child, signal.SIGKILL)
    store = open_store("claims")
    assert store.base.execute("SELECT count(*) FROM claims WHERE title = 'U'").fetchone() == (1,)
    store.base.close()
    for end in waits:
        os.close(end)


@pytest.mark.usefixtures("book")
@needs_fork
def test_what_was_begun_for_another_folder_is_let_go(folder, monkeypatch):
    monkeypatch.setattr(probe, "AHEAD_FROM", 1)
    other = folder({"ferry": 'title = "Ferry"'}, at="other/claims")
    ahead.look_ahead("claims")
    ((_, begun),) = ahead._ahead.items()
    children = [helper.forked.child for helper in begun.probe._helpers]
    assert children
    store = open_store(str(other))
    store.base.close()
    store = open_store(str(other))
    store.base.close()
    assert not ahead._ahead
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, 0)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("ending", [".sqlite", ".sqlite.seal"])
def test_an_index_that_cannot_be_trusted_is_not_begun(tmp_path, ending):
    (path,) = (path for path in tmp_path.rglob("*") if path.name.endswith(ending))
    path.write_bytes(b"claims")
    ahead.look_ahead("claims")
    assert not ahead._ahead


@pytest.fixture
def new(folder, tmp_path, monkeypatch):
    """A folder without an index."""
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "cache"))
    yield str(folder({"ferry": 'title = "Ferry"', "two words": "", "a/b/dam": 'title = "Dam"'}))
    drop()


def test_without_an_index_nothing_is_begun(new):
    ahead.look_ahead(new)
    assert not ahead._ahead


@needs_fork
def test_without_an_index_the_folder_is_swept_ahead_and_once(new, monkeypatch):
    swept = store.sweep(new, {}, ())
    ahead.look_ahead(new)
    monkeypatch.setattr(store, "sweep", None)
    place = Place.of(new)
    assert ahead.take_swept(place) == swept
    assert ahead.take_swept(place) is None


@needs_fork
def test_a_sweep_that_is_killed_is_begun_again_by_us(new):
    ahead.look_ahead(new)
    ((_, forked),) = ahead._first.items()
    os.kill(forked.child, signal.SIGKILL)
    opened = open_store(new)
    assert opened.base.execute("SELECT id FROM claims ORDER BY id").fetchall() == [("dam",), ("ferry",)]
    opened.base.close()


@pytest.mark.usefixtures("book")
def test_whoever_reads_the_answer_does_not_wait_for_processes_that_nobody_needs(run, tmp_path):
    # The pipe would stay open for as long as a process holds it.
    late = "import os, time\nfrom claimtrack.index import probe\n"
    late += "probe.AHEAD_FROM, was = 1, probe.changed\nours = os.getpid()\n"
    late += "def changed(*args):\n    os.getpid() != ours and time.sleep(5)\n    return was(*args)\n"
    late += "probe.changed = changed\nimport sys\nfrom claimtrack.cli import main\n"
    late += "sys.argv = ['claimtrack', *sys.argv[1:]]\nmain()"
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    began = time.monotonic()
    ran = run("list", "--no-such-option", program=("-c", late), cwd=tmp_path, env=env)
    assert ran.code == 2
    assert time.monotonic() - began < 4


# -- how the work is shared


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12), st.integers(1, 5))
def test_each_file_and_each_folder_is_asked_for_by_somebody(sizes, number):
    parts = [(place, 0, size) for place, size in enumerate(sizes)]
    shares = probe._shares(parts, sum(sizes), number)
    assert len(shares) == number
    asked = [(place, each) for share in shares for place, first, last in share for each in range(first, last)]
    assert asked == [(place, each) for place, size in enumerate(sizes) for each in range(size)]
    assert {place for share in shares for place, _, _ in share} == set(range(len(sizes)))
    most = sum(sizes) // number + 1
    assert all(sum(last - first for _, first, last in share) <= most for share in shares)


def test_a_folder_without_records_has_none_of_any_name():
    empty = Kept(b"", None, b"", b"", b"", b"")
    assert (empty.size, empty.names(), empty.listing().files) == (0, (), ())
