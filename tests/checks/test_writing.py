"""A file is replaced whole or not at all, whatever fails, whoever else writes, and whenever it is killed."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import threading
import time

import pytest

from claimtrack.files import replace
from claimtrack.files.replace import replace_file
from claimtrack.files.write_many import write_many
from claimtrack.problems import ConflictError

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def path(tmp_path):
    """A file that holds something."""
    path = tmp_path / "claim.toml"
    path.write_bytes(b"old")
    return path


def beside(path):
    """Give what else stands in the file's folder."""
    return [name for name in os.listdir(path.parent) if name != path.name]


def test_the_new_content_takes_the_place_of_the_old(path):
    replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert path.read_bytes() == b"new"
    assert beside(path) == []


@POSIX
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755, 0o444])
def test_the_mode_is_kept(path, mode):
    path.chmod(mode)
    replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert stat.S_IMODE(path.stat().st_mode) == mode


@POSIX
def test_the_mode_is_kept_where_only_paths_have_one(path, monkeypatch):
    monkeypatch.delattr(os, "fchmod")
    path.chmod(0o640)
    replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


@POSIX
def test_a_link_stays_and_what_it_leads_to_is_replaced(path, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.toml"
    link.symlink_to("../claim.toml")
    replace_file(str(link), b"old", b"new", within=str(tmp_path))
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert beside(link) == []


def test_a_path_may_be_relative(path, monkeypatch):
    monkeypatch.chdir(path.parent)
    replace_file(path.name, b"old", b"new", within=".")
    assert path.read_bytes() == b"new"


def test_without_locks_contents_are_compared_all_the_same(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fcntl", None)
    replace_file(str(path), b"old", b"new", within=str(path.parent))
    with pytest.raises(ConflictError):
        replace_file(str(path), b"old", b"newer", within=str(path.parent))
    assert path.read_bytes() == b"new"


def test_what_was_changed_is_left_as_it_is(path):
    with pytest.raises(ConflictError, match=r"claim\.toml was changed meanwhile and is left as it is") as refused:
        replace_file(str(path), b"older", b"new", within=str(path.parent))
    assert refused.value.exit_code == 5
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_what_is_gone_stays_gone(path):
    path.unlink()
    with pytest.raises(ConflictError):
        replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert os.listdir(path.parent) == []


@pytest.mark.parametrize("theirs", [b"theirs", None])
def test_whoever_writes_in_the_last_moment_loses_nothing(path, monkeypatch, theirs):
    def late(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            path.unlink() if theirs is None else path.write_bytes(theirs)

    monkeypatch.setattr(replace.os, "fsync", late)
    with pytest.raises(ConflictError):
        replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert (path.read_bytes() if path.exists() else None) == theirs
    assert beside(path) == []


class Full:
    """A file on a disk that takes no more after a few bytes."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, data):
        self.file.write(data[:2])
        self.file.flush()
        raise FULL


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


def full_disk(monkeypatch):
    opened = os.fdopen
    monkeypatch.setattr(
        os, "fdopen", lambda file, mode: (Full if mode == "wb" else lambda same: same)(opened(file, mode))
    )


def closed_folder(monkeypatch):
    opened = os.open

    def refuse(path, flags, *mode):
        if flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return opened(path, flags, *mode)

    monkeypatch.setattr(os, "open", refuse)


FAULTS = {
    "the disk is full while writing": full_disk,
    "the disk is full while it is forced to disk": lambda patch: patch.setattr(os, "fsync", failing(FULL)),
    "nothing may be made in the folder": closed_folder,
    "the folder takes no lock": lambda patch: patch.setattr("fcntl.flock", failing(OSError(errno.ENOLCK, "No locks"))),
    "the mode cannot be set": lambda patch: patch.setattr(os, "fchmod", failing(PermissionError(1, "No"))),
    "nothing may be moved there": lambda patch: patch.setattr(os, "replace", failing(PermissionError(1, "No"))),
    "something without words": lambda patch: patch.setattr(os, "replace", failing(OSError("strange"))),
}


@POSIX
@pytest.mark.parametrize("fault", FAULTS)
def test_when_it_fails_the_file_is_as_it_was(path, monkeypatch, fault):
    with monkeypatch.context() as patch:
        FAULTS[fault](patch)
        with pytest.raises(OSError, match="it cannot be written: ") as failed:
            replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert failed.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert beside(path) == []
    replace_file(str(path), b"old", b"new", within=str(path.parent))  # no lock is left either
    assert path.read_bytes() == b"new"


@POSIX
@pytest.mark.parametrize("name", ["claim.toml", "new.toml"])
def test_when_one_of_many_cannot_be_written_no_part_of_it_is_left(path, monkeypatch, name):
    folder = str(path.parent)
    with monkeypatch.context() as patch:
        full_disk(patch)
        with pytest.raises(OSError, match="it cannot be written: "), write_many([folder], within=folder) as files:
            files.write(str(path.with_name(name)), b"old" if name == path.name else None, b"new")
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_when_it_is_interrupted_the_file_is_as_it_was(path, monkeypatch):
    monkeypatch.setattr(replace.os, "fsync", failing(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert path.read_bytes() == b"old"
    assert beside(path) == []


def test_when_even_tidying_fails_the_first_failure_is_told(path, monkeypatch):
    monkeypatch.setattr(os, "replace", failing(FULL))
    monkeypatch.setattr(os, "unlink", failing(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(OSError, match="No space left"):
        replace_file(str(path), b"old", b"new", within=str(path.parent))
    (left,) = beside(path)
    assert left.startswith(".")  # so no claim


@POSIX
def test_a_folder_that_cannot_be_forced_to_disk_is_no_failure(path, monkeypatch):
    def fsync(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(str(path), b"old", b"new", within=str(path.parent))
    assert path.read_bytes() == b"new"


@POSIX
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere is not refused")
def test_a_folder_that_may_not_be_written_in_is_left(path):
    path.parent.chmod(0o555)
    with pytest.raises(PermissionError, match="it cannot be written"):
        replace_file(str(path), b"old", b"new", within=str(path.parent))
    path.parent.chmod(0o755)
    assert path.read_bytes() == b"old"


def together(works):
    """Run some functions at once."""
    ready = threading.Barrier(len(works))

    def begin(work):
        ready.wait()
        work()

    threads = [threading.Thread(target=begin, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@POSIX
@pytest.mark.parametrize("size", [1, 1_000_000])
def test_of_two_who_write_at_once_one_is_told(path, size):
    told = []

    def write(new):
        try:
            replace_file(str(path), b"old", new, within=str(path.parent))
        except ConflictError:
            told.append(new)

    first, second = b"a" * size, b"b" * size
    together([lambda: write(first), lambda: write(second)])
    assert len(told) == 1
    assert path.read_bytes() in {first, second} - set(told)
    assert beside(path) == []


@POSIX
def test_of_many_who_add_a_line_none_loses_it(path):
    def add(line):
        while True:
            old = path.read_bytes()
            try:
                return replace_file(str(path), old, old + line, within=str(path.parent))
            except ConflictError:
                continue

    lines = [b"\n%d" % number for number in range(12)]
    together([lambda line=line: add(line) for line in lines])
    assert sorted(path.read_bytes().split(b"\n")) == sorted([b"old", *(line[1:] for line in lines)])


WRITER = """
import sys
from os.path import dirname
from claimtrack.files.replace import replace_file

path, size = sys.argv[1], int(sys.argv[2])
a, b = b"a" * size, b"b" * size
print("begun", flush=True)
while True:
    replace_file(path, a, b, within=dirname(path))
    replace_file(path, b, a, within=dirname(path))
"""


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize("size", [1, 2_000_000])
def test_whenever_it_is_killed_the_file_is_whole(path, size):
    contents = {b"a" * size, b"b" * size}
    chance = random.Random(7)  # noqa: S311 - when to kill, not what to keep secret
    for _ in range(60):
        path.write_bytes(b"a" * size)
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(size)], stdout=-1) as process:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(chance.random() * 0.05)
            process.kill()
        assert path.read_bytes() in contents
        assert all(name.startswith(".claimtrack-") for name in beside(path))
    whole = path.read_bytes()
    replace_file(str(path), whole, b"new", within=str(path.parent))  # the lock of the dead is gone
    assert path.read_bytes() == b"new"
