"""Whatever is wrong with the cache, with the disk or with other processes: the answer is the one without an index."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

from claimtrack.index import database
from claimtrack.index.database import seal

CLAIM = """title = "The {name} leaked"
topics = ["water"]
[[positions]]
party = "Union"
stance = "asserts"
date = 2025-05-08
quote = "the water ran past {name}"
[[positions]]
party = "Board"
stance = "denies"
date = 2025-05-09
"""
NAMES = [f"{name}-{number}" for name in ("dam", "canal", "ferry", "weir") for number in range(4)]
RECORDS = {
    **{name: CLAIM.format(name=name) for name in NAMES},
    "bad": "titel = 1",
    "parties": '[union]\nname = "Union"\n[board]\nname = "Board"\n',
}
QUESTIONS = [
    ("list", "--json"),
    ("list", "--search", "PAST dam"),
    ("show", "weir-3"),
    ("parties", "--json"),
]


def slow(value):
    """Return a value of a table that is tried among the slow tests only."""
    return pytest.param(value, marks=pytest.mark.slow)


is_root = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def claims(folder):
    return folder(RECORDS)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def ask(call, claims, cache):
    """Ask in this process, in the folder above the claims."""
    return lambda *args: call(*args, cwd=claims.parent, env={"CLAIMTRACK_CACHE_DIR": str(cache)})


@pytest.fixture
def right(ask):
    """Hold every answer against the one without an index, of which there is but one."""

    def right(*questions):
        for question in questions or QUESTIONS:
            plain = ask(*question, "--no-cache")
            assert plain.code in {0, 4}
            assert plain.out
            assert ask(*question) == plain

    return right


def edit(claims, name="dam-3", word="burst"):
    path = claims / f"{name}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("leaked", word), encoding="utf-8")


def of(cache, ending):
    """Give the one file in a cache whose name ends so."""
    (path,) = (path for path in cache.rglob("*") if path.name.endswith(ending) and path.is_file())
    return path


def indexes(cache):
    return sorted(path for path in cache.rglob("*.sqlite") if path.is_file())


# -- where nothing can be kept


def test_a_cache_folder_that_cannot_be_made(right, cache, claims):
    cache.write_text("a file", encoding="utf-8")
    right()
    edit(claims)
    right()
    assert cache.read_text(encoding="utf-8") == "a file"


def test_a_cache_folder_below_a_file(call, claims, tmp_path):
    (tmp_path / "file").touch()
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "file" / "cache")}
    for question in QUESTIONS:
        plain = call(*question, "--no-cache", cwd=claims.parent, env=env)
        assert call(*question, cwd=claims.parent, env=env) == plain


def test_a_file_in_place_of_the_folder_of_indexes(right, cache):
    cache.mkdir()
    (cache / "indexes").write_text("a file", encoding="utf-8")
    right()


@pytest.mark.skipif(is_root, reason="nothing is forbidden to root")
@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_cache_folder_that_must_not_be_written(right, claims, cache, depth, mode):
    right()
    folder = [cache, cache / "indexes", indexes(cache)[0].parent][depth]
    folder.chmod(mode)
    try:
        right()
        edit(claims)
        right()
        (claims / "jets.toml").write_text('title = "Past dam"', encoding="utf-8")
        right()
    finally:
        folder.chmod(0o755)
    right()


@pytest.mark.skipif(is_root, reason="nothing is forbidden to root")
@pytest.mark.parametrize("ending", [".sqlite", ".seal"])
@pytest.mark.parametrize("mode", [0o444, 0o000])
def test_a_file_that_must_not_be_written(right, claims, cache, ending, mode):
    right()
    of(cache, ending).chmod(mode)
    right()
    edit(claims)
    right()


@pytest.mark.skipif(is_root, reason="nothing is forbidden to root")
def test_an_empty_cache_folder_that_must_not_be_written(right, cache):
    cache.mkdir(mode=0o555)
    right()


LIMITED = """
import atexit, resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), most))
# What measures this process has room for its own file, at the end.
atexit.register(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most))
from claimtrack.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("room", [0, *map(slow, [16, 1000, 20_000, 50_000])])
@pytest.mark.sampled(2)
def test_no_room_for_a_new_index(run, claims, cache, ask, room):
    program = ("-B", "-c", LIMITED, str(room))  # half a module would stay
    env = {"CLAIMTRACK_CACHE_DIR": str(cache), "COLUMNS": "80"}
    for question in QUESTIONS:
        ran = run(*question, program=program, cwd=claims.parent, env=env)
        assert ran == ask(*question, "--no-cache")
    assert not list(cache.rglob("*.building*"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("room", [0, *map(slow, [16, 20_000, "all but nothing"])])
def test_no_room_to_bring_an_index_up_to_date(run, claims, cache, ask, right, room):
    right()
    if isinstance(room, str):
        room = indexes(cache)[0].stat().st_size
    for number in range(30):  # more than fits in the pages that are there
        text = CLAIM.format(name=f"new-{number}") + "".join(
            f'[[positions]]\nparty = "Voice {number} {other}"\nstance = "asserts"\n' for other in range(20)
        )
        (claims / f"new-{number}.toml").write_text(text, encoding="utf-8")
    env = {"CLAIMTRACK_CACHE_DIR": str(cache), "COLUMNS": "80"}
    for question in QUESTIONS:
        ran = run(*question, program=("-B", "-c", LIMITED, str(room)), cwd=claims.parent, env=env)
        assert ran == ask(*question, "--no-cache")
    right()


@pytest.fixture
def device(tmp_path):
    """Mount a file system of 64 KiB, where the system lets us."""
    place = tmp_path / "device"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if not is_root or not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_device(call, claims, device):
    env = {"CLAIMTRACK_CACHE_DIR": str(device / "cache")}
    # From nothing left to some: room for a folder, for a part of the index, but never for all of it.
    for filling in (64, 48, 16, 0):
        with contextlib.suppress(OSError):
            (device / "fill").write_bytes(bytes(filling * 1024))
        for question in QUESTIONS:
            plain = call(*question, "--no-cache", cwd=claims.parent, env=env)
            assert call(*question, cwd=claims.parent, env=env) == plain
        assert not list(device.rglob("*.building*"))


def test_a_device_that_is_full_when_a_file_was_edited(call, claims, device):
    env = {"CLAIMTRACK_CACHE_DIR": str(device / "cache")}
    subprocess.run(["mount", "-o", "remount,size=4m", str(device)], check=True)
    call("list", cwd=claims.parent, env=env)
    assert indexes(device)
    with contextlib.suppress(OSError):
        (device / "fill").write_bytes(bytes(4 << 20))
    edit(claims)
    for question in QUESTIONS:
        plain = call(*question, "--no-cache", cwd=claims.parent, env=env)
        assert call(*question, cwd=claims.parent, env=env) == plain
    (device / "fill").unlink()
    for question in QUESTIONS:
        plain = call(*question, "--no-cache", cwd=claims.parent, env=env)
        assert call(*question, cwd=claims.parent, env=env) == plain


# -- an index that is not what it was


def spoil_by(change):
    def spoil(path):
        before = path.read_bytes()
        path.write_bytes(change(before))

    return spoil


SPOILT = {
    "empty": lambda _: b"",
    "cut in half": lambda text: text[: len(text) // 2],
    "cut by a byte": lambda text: text[:-1],
    "a page": lambda text: text[:4096],
    "its head only": lambda text: text[:100],
    "longer": lambda text: text + bytes(4096),
    "zeros": lambda text: bytes(len(text)),
    "scribbled in the middle": lambda text: text[: len(text) // 2] + b"\xff" * 512 + text[len(text) // 2 + 512 :],
    "scribbled at the head": lambda text: b"\xff" * 100 + text[100:],
    "not SQLite": lambda _: b"claims\n" * 1000,
    "one letter": lambda text: text.replace(b"leaked", b"leaKed"),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("ending", [".sqlite", ".seal"])
@pytest.mark.parametrize("then", ["nothing", "an edit"])
def test_a_file_of_the_cache_that_was_spoilt(right, claims, cache, change, ending, then):
    right(QUESTIONS[0])
    spoil_by(change)(of(cache, ending))
    if then == "an edit":
        edit(claims)
    right(QUESTIONS[2], QUESTIONS[0])


@pytest.mark.parametrize("change", ["cut by a byte", "scribbled in the middle"])
@pytest.mark.parametrize("ending", [".sqlite", ".seal"])
def test_a_few_ways_of_spoiling_it_before_an_edit(right, claims, cache, ending, change):
    right(QUESTIONS[0])
    spoil_by(SPOILT[change])(of(cache, ending))
    edit(claims)
    right(*QUESTIONS[:2])


@pytest.mark.parametrize("ending", [".sqlite", ".seal"])
def test_a_file_of_the_cache_that_is_gone(right, cache, ending):
    right()
    of(cache, ending).unlink()
    right()


@pytest.mark.parametrize("ending", [".sqlite", ".seal"])
def test_a_folder_in_place_of_a_file_of_the_cache(right, claims, cache, ending):
    right(QUESTIONS[0])
    path = of(cache, ending)
    path.unlink()
    path.mkdir()
    right()
    edit(claims)
    right()


def test_a_seal_without_an_index_and_links_that_lead_nowhere(right, cache):
    right(QUESTIONS[0])
    path = of(cache, ".sqlite")
    path.unlink()
    path.symlink_to("nowhere")
    right()


@pytest.mark.parametrize("sealed", [False, True], ids=["seal of its own", "seal made to fit"])
@pytest.mark.parametrize("edited", [False, True], ids=["", "edited"])
@pytest.mark.sampled(3)
def test_the_index_of_another_folder(call, right, folder, claims, cache, sealed, edited):
    right(QUESTIONS[0])
    other = folder({"ferry": 'title = "Ferry"'}, at="other/claims")
    elsewhere = cache.parent / "elsewhere"
    call("list", cwd=other.parent, env={"CLAIMTRACK_CACHE_DIR": str(elsewhere)})
    for ending in (".sqlite", ".seal"):
        shutil.copy2(of(elsewhere, ending), of(cache, ending))
    if sealed:
        seal(str(of(cache, ".sqlite")))
    if edited:
        edit(claims)
    right()


def test_the_index_of_another_program_is_neither_read_nor_removed(right, cache):
    right(QUESTIONS[0])
    index, its_seal = of(cache, ".sqlite"), of(cache, ".seal")
    _, rest = index.name.split("-", 1)
    base = sqlite3.connect(index)
    base.execute("UPDATE claims SET title = 'another''s'")
    base.commit()
    base.close()
    other = index.rename(index.with_name(f"00000000-{rest}"))
    its_seal.rename(other.with_name(f"{other.name}.seal"))
    seal(str(other))
    before = other.read_bytes()
    right()
    assert other.read_bytes() == before
    assert len(indexes(cache)) == 2


def test_the_index_of_a_folder_that_was_moved_here(right, claims, folder):
    right()
    claims.rename(claims.with_name("old"))
    folder({**RECORDS, "dam-1": 'title = "Another dam"'})
    right()


def test_an_index_that_was_written_to_without_a_seal(right, cache):
    right(QUESTIONS[0])
    base = sqlite3.connect(of(cache, ".sqlite"))
    base.execute("UPDATE claims SET title = 'scribbled'")
    base.commit()
    base.close()
    right()


def test_a_journal_that_is_left_of_a_writer_who_died(right, claims, cache):
    right(QUESTIONS[0])
    of(cache, ".sqlite").with_name(f"{of(cache, '.sqlite').name}-journal").write_bytes(b"\xff" * 1024)
    right()
    edit(claims)
    right()


# -- other processes


@pytest.fixture
def impatient(monkeypatch):
    """Wait for nobody as long as one would for a process that works."""
    monkeypatch.setattr(database, "_PATIENCE", 0.05)


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
@pytest.mark.parametrize("edited", [False, True], ids=["", "edited"])
def test_another_process_that_writes_and_writes(right, claims, cache, lock, edited):
    right()
    before = indexes(cache)
    other = sqlite3.connect(before[0], isolation_level=None)
    other.execute(f"BEGIN {lock}")
    if edited:
        edit(claims)
    right()
    other.rollback()
    other.close()
    right()
    if lock == "IMMEDIATE":
        assert indexes(cache) == before


@pytest.mark.usefixtures("impatient")
def test_another_process_that_reads_and_reads(right, claims, cache):
    right()
    before = indexes(cache)
    other = sqlite3.connect(before[0], isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM meta").fetchone()
    edit(claims)
    right()
    other.rollback()
    other.close()
    right()
    assert indexes(cache) == before


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("list", "--party", "nobody"),
        ("list", "--topic", "nothing"),
        ("list", "--source", "nothing"),
        ("list", "--search", "never before seen"),
        ("show", "nothing"),
        ("show", "weir-3", "nothing"),
        ("show", "nothing", "either"),
        ("diff", "union", "nobody"),
        ("diff", "union", "board", "--only", "only-nobody"),
        ("matrix", "nobody"),
        ("shifts", "nothing"),
        ("contradictions", "--party", "nobody"),
        ("sources", "--as-of", "some day"),
        ("parties", "--limit", "many"),
    ],
    ids=" ".join,
)
def test_a_command_that_has_ended_keeps_no_other_from_writing(ask, claims, cache, command):
    ask("list")
    edit(claims)
    gc.disable()  # an error that was reported may hold on to all that was open where it was raised
    try:
        ask(*command)
        other = sqlite3.connect(indexes(cache)[0], isolation_level=None, timeout=0)
        other.execute("BEGIN EXCLUSIVE")
        other.close()
    finally:
        gc.enable()


def finished(processes):
    """Give what each of some processes left behind."""
    left = []
    for process in processes:
        with process:
            out, err = process.communicate(timeout=60)
        left.append((process.returncode, out.decode(), err.decode()))
    return left


@pytest.fixture
def together(start, claims, cache):
    """Run commands at the same time; give what each left behind."""

    def together(*commands):
        env = {"CLAIMTRACK_CACHE_DIR": str(cache), "COLUMNS": "80"}
        return finished([start(*each, cwd=claims.parent, env=env) for each in commands])

    return together


def test_cold_builds_at_once(together, ask, right, cache):
    plain = ask("list", "--json", "--no-cache")
    assert set(together(*[("list", "--json")] * 4)) == {(plain.code, plain.out, plain.err)}
    assert not list(cache.rglob("*.building*"))
    right()
    assert len(indexes(cache)) <= 4
    newest = max(indexes(cache))
    before = newest.stat().st_mtime_ns
    ask("list")
    assert max(indexes(cache)) == newest
    assert before <= newest.stat().st_mtime_ns


@pytest.mark.slow
def test_updates_and_readers_at_once(together, ask, right, claims, cache):
    right()
    before = indexes(cache)
    for word in ("burst", "flooded"):
        edit(claims, "weir-3", word)
        plains = {each: ask(*each, "--no-cache") for each in QUESTIONS[:3]}
        found = together(*plains, *plains)
        told = [(plain.code, plain.out, plain.err) for plain in plains.values()]
        assert found == [*told, *told]
    right()
    assert indexes(cache) == before


@pytest.mark.slow
def test_the_cache_is_cleared_while_others_build(together, right, ask):
    plain = ask("list", "--json", "--no-cache")
    for _ in range(2):
        found = together(("list", "--json"), ("cache", "clear"), ("list", "--json"), ("cache", "clear"))
        assert [found[0], found[2]] == [(plain.code, plain.out, plain.err)] * 2
        assert [found[1][0], found[3][0]] == [0, 0]
    right()


# -- the words of a claim, which are added at the first search

SEARCHES = [("list", "--search", word) for word in ("past dam", "ran past", "LEAKED", "R", "weir 2", "the")]


def words(cache):
    with contextlib.closing(sqlite3.connect(of(cache, ".sqlite"))) as db:
        return db.execute("SELECT count(*) FROM words").fetchone()[0]


def test_words_are_added_at_the_first_search_and_follow_every_edit(right, claims, cache):
    right(QUESTIONS[0])
    assert words(cache) == 0
    right(*SEARCHES)
    assert words(cache) == len(NAMES)
    edit(claims)
    (claims / "dam-1.toml").unlink()
    right(*SEARCHES, ("list", "--search", "burst"))
    assert words(cache) == len(NAMES) - 1


def test_a_search_while_another_process_writes(right, cache, monkeypatch):
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    right(QUESTIONS[0])
    with contextlib.closing(sqlite3.connect(of(cache, ".sqlite"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        right(*SEARCHES)
        other.rollback()
    right(*SEARCHES)
    assert words(cache) == len(NAMES)


def test_a_search_while_another_process_reads(right, cache, monkeypatch):
    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    right(QUESTIONS[0])
    with contextlib.closing(sqlite3.connect(of(cache, ".sqlite"), isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM meta").fetchone()
        right(*SEARCHES)
        other.rollback()
    right(*SEARCHES)
    assert words(cache) == len(NAMES)
