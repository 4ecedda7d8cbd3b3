"""Whatever happens while a claim is written to, no claim is lost and none is half: the old text or the new one is there."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import stat
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
import tomli
from small_book import LEAK, last

from claimtrack.cli import add as add_module
from claimtrack.files import replace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
ADD = ("add", "leak", "--party", "Water Board", "--stance", "qualifies", "--date", "2025-04-01")


def beside(folder):
    """Return the names in a folder that are not those of the book."""
    return sorted(set(os.listdir(folder)) - {"leak.toml", "parties.toml", "sources.toml"})


# -- somebody else


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done after a claim's file was read, and before it is written."""

    def meanwhile(happens):
        opened = add_module.open_claim

        def open_claim(*args):
            found = opened(*args)
            happens()
            return found

        monkeypatch.setattr(add_module, "open_claim", open_claim)

    return meanwhile


def test_what_was_edited_by_hand_meanwhile_stays_and_what_was_typed_is_shown(add, book, meanwhile):
    meanwhile(lambda: (book / "leak.toml").write_text(f"{LEAK}# by hand\n"))
    ran = add("--quote", "a little water")
    assert ran.code == 5
    assert (book / "leak.toml").read_text() == f"{LEAK}# by hand\n"
    assert ran.out == ""
    assert "claims/leak.toml was changed meanwhile and is left as it is\nrun the command again\n" in ran.err
    assert '[[positions]]\nparty = "Water Board"\nstance = "qualifies"\nquote = "a little water"\n' in ran.err
    assert beside(book) == []


def test_what_was_removed_meanwhile_stays_removed(add, book, meanwhile):
    meanwhile((book / "leak.toml").unlink)
    assert add().code == 5
    assert not (book / "leak.toml").exists()


def test_what_became_a_link_meanwhile_is_not_followed(add, book, meanwhile):
    secret = book.parent / "secret"

    def happens():
        (book / "leak.toml").rename(secret)
        (book / "leak.toml").symlink_to(secret)

    meanwhile(happens)
    assert add().code == 5
    assert secret.read_text() == LEAK


def test_a_claim_that_is_there_by_now_stays_as_it_is(call, book, monkeypatch):
    linked = os.link

    def link(source, target):
        if target.endswith("mill.toml"):
            (book / "mill.toml").write_text('title = "Theirs"')
        linked(source, target)

    monkeypatch.setattr(replace.os, "link", link)
    ran = call("new", "mill", "--title", "Ours", cwd=book.parent)
    assert (ran.code, "mill.toml is there already and is left as it is" in ran.err) == (5, True)
    assert (book / "mill.toml").read_text() == 'title = "Theirs"'
    assert beside(book) == ["mill.toml"]


def test_a_claim_is_made_where_files_cannot_be_linked_too(call, book, monkeypatch):
    def link(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(replace.os, "link", link)
    assert call("new", "mill", "--title", "Ours", cwd=book.parent).code == 0
    assert (book / "mill.toml").read_text() == 'title = "Ours"\n'
    assert beside(book) == ["mill.toml"]


# -- odd files


@pytest.mark.parametrize(
    ("content", "between"),
    [
        (LEAK.replace("\n", "\r\n").encode(), b"\r\n"),
        (LEAK.encode("utf-8-sig"), b"\n"),
        (LEAK.rstrip().encode(), b"\n\n"),
        (f"{LEAK}# the end".encode(), b"\n\n"),
        (f'{LEAK}[[sources]]\nid = "own"\nurl = "https://own.example"\n'.encode(), b"\n"),
    ],
    ids=["carriage returns", "a byte-order mark", "no newline", "a comment without an end", "sources last"],
)
def test_the_bytes_of_an_odd_file_stay(add, book, content, between):
    (book / "leak.toml").write_bytes(content)
    assert add().code == 0
    new = (book / "leak.toml").read_bytes()
    assert new.startswith(content + between + b"[[positions]]")
    assert len(tomli.loads(new.decode("utf-8-sig"))["positions"]) == 3


def test_positions_that_are_one_value_are_left_alone(add, book):
    text = 'title = "A"\npositions = [{ party = "B", stance = "asserts" }]\n'
    (book / "leak.toml").write_text(text)
    ran = add()
    assert ran.code == 74
    assert "claims/leak.toml:2:1: positions = [ ... ] is one value, and TOML lets nothing be added to it" in ran.err
    assert (book / "leak.toml").read_text() == text


def test_a_link_within_the_folder_stays_and_its_target_is_written(add, book):
    (book / "2025").mkdir()
    (book / "leak.toml").rename(book / "2025" / "text")
    (book / "leak.toml").symlink_to("2025/text")
    assert add().code == 0
    assert (book / "leak.toml").is_symlink()
    assert last(book / "2025" / "text")["stance"] == "qualifies"


def test_a_link_out_of_the_folder_is_not_written_through(add, book):
    outside = book.parent / "leak.txt"
    (book / "leak.toml").rename(outside)
    (book / "leak.toml").symlink_to(outside)
    assert add().code == 3
    assert outside.read_text() == LEAK


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o444])
def test_the_mode_stays(add, book, mode):
    (book / "leak.toml").chmod(mode)
    assert add().code == 0
    assert stat.S_IMODE((book / "leak.toml").stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_stays(add, book):
    os.chown(book / "leak.toml", 1234, 5678)
    assert add().code == 0
    status = (book / "leak.toml").stat()
    assert (status.st_uid, status.st_gid) == (1234, 5678)


def test_a_new_file_may_be_read_by_whom_the_umask_says(call, book):
    before = os.umask(0o027)
    try:
        assert call("new", "mill", "--title", "T", cwd=book.parent).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((book / "mill.toml").stat().st_mode) == 0o640


# Root may write everywhere, so that somebody else has to try; all is loaded before, as they may not read it.
AS_SOMEBODY = """
import io, os, sys
from contextlib import redirect_stdout
from claimtrack.cli import app

sys.argv = ["claimtrack", *sys.argv[1:], "--dry-run"]
with redirect_stdout(io.StringIO()):
    app.run()
sys.argv.remove("--dry-run")
if os.geteuid() == 0:
    os.seteuid(65534)
sys.exit(app.run())
"""


@pytest.fixture
def open_book():
    """Return a book in a folder that every user may look into."""
    with tempfile.TemporaryDirectory() as top:
        os.chmod(top, 0o755)  # noqa: S103 - so that another user can look
        folder = Path(top, "claims")
        folder.mkdir()
        (folder / "leak.toml").write_text(LEAK)
        yield folder


def test_a_folder_that_may_not_be_written_in_is_left(run, open_book):
    open_book.chmod(0o555)
    ran = run(*ADD, "--no-cache", program=("-c", AS_SOMEBODY), cwd=open_book.parent)
    open_book.chmod(0o755)
    assert ran.code == 74
    assert "claims/leak.toml: it cannot be written: Permission denied" in ran.err
    assert 'party = "Water Board"' in ran.err  # what was typed is not lost
    assert (ran.out, (open_book / "leak.toml").read_text()) == ("", LEAK)


# -- a full disk


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 1, len(LEAK), len(LEAK) + 20])
def test_a_full_disk_leaves_the_old_text(start, book, size):
    environment = {"CLAIMTRACK_NO_CACHE": "1"}
    with start(*ADD, cwd=book.parent, env=environment, preexec_fn=limited(size)) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 74
    assert b"claims/leak.toml: it cannot be written: File too large" in err
    assert (book / "leak.toml").read_text() == LEAK
    assert beside(book) == []


@pytest.fixture
def small_disk(tmp_path):
    """Mount a disk of four pages, if this system lets us."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_disk_that_takes_nothing_keeps_the_old_text(run, small_disk, kind):
    (small_disk / "claims").mkdir()
    path = small_disk / "claims" / "leak.toml"
    path.write_text(LEAK)
    if kind == "full":
        with contextlib.suppress(OSError), open(small_disk / "filler", "wb", buffering=0) as filler:
            filler.writelines(bytes(4096) for _ in range(5))
    else:
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    said = "No space left on device" if kind == "full" else "Read-only file system"
    for command in (ADD, ("new", "mill", "--title", "T"), ("party", "add", "Fish Union"), ("init", "more")):
        ran = run(*command, cwd=small_disk)
        assert (ran.code, said in ran.err) == (74, True), ran.err
        assert os.listdir(small_disk / "claims") == ["leak.toml"]
        assert path.read_text() == LEAK


# -- killed at every step

# Runs a command in one process after the other, each of which kills itself one step later than the one before, and
# prints what each left behind.
KILLED = """
import contextlib, io, json, os, shutil, signal, sys
from itertools import count
from claimtrack.cli import app
from claimtrack.files import append, new_folder, replace

kept, top, *words = sys.argv[1:]
sys.argv = ["claimtrack", *words]
watched = {append.__file__, new_folder.__file__, replace.__file__}
seen = 0
os.chdir(top)
with contextlib.redirect_stdout(io.StringIO()):
    sys.argv.append("--dry-run")
    app.run()  # loads all modules
    sys.argv.pop()

def trace(frame, event, _):
    global seen
    if frame.f_code.co_filename not in watched:
        return None
    if event in {"line", "return"}:
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
    return trace

for step in count(1):
    shutil.rmtree(top)
    shutil.copytree(kept, top)
    os.chdir(top)
    process = os.fork()
    if not process:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        sys.settrace(trace)
        code = app.run()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    left = {}
    for folder, _, names in os.walk("."):
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                left[os.path.relpath(os.path.join(folder, name))] = file.read()
    print(json.dumps([code, left]), flush=True)
    if code != -signal.SIGKILL:
        break
"""


def is_draft(path):
    """Return whether a file, or a folder above it, is one that claimtrack had not finished."""
    return any(part.startswith(".claimtrack-") for part in Path(path).parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ADD,
        ("new", "mill", "--title", "The mill", "--asserts", "Water Board"),
        ("source", "add", "https://daily.example"),
        ("party", "add", "Fish Union"),
        ("init", "more"),
    ],
    ids=lambda command: command[0],
)
def test_killed_at_any_step_it_leaves_the_old_files_or_the_new_ones(start, run, book, command, tmp_path_factory):
    top = book.parent
    kept = shutil.copytree(top, tmp_path_factory.mktemp("kept"), dirs_exist_ok=True)
    with start(str(kept), str(top), *command, program=("-c", KILLED)) as process:
        out, err = process.communicate(timeout=900)
    assert process.returncode == 0, err
    *killed, (code, new) = map(json.loads, out.splitlines())
    assert code == 0
    assert len(killed) > 30
    old = {str(path.relative_to(kept)): path.read_text() for path in kept.rglob("*.toml")}
    states = [{path: text for path, text in left.items() if not is_draft(path)} for _, left in killed]
    if command[0] == "init":  # the file beside the folder comes after it
        states = [{path: text for path, text in left.items() if path != "more/.gitattributes"} for left in states]
        del new["more/.gitattributes"]
    assert all(state in (old, new) for state in states)
    assert states[0] == old
    assert states[-1] == new
    assert run(*ADD, cwd=top).code == 0  # the lock of the dead is gone


# -- many at once

MANY = """
import io, sys
from contextlib import redirect_stdout
from claimtrack.cli import app

writer, number = sys.argv[1], int(sys.argv[2])
for each in range(number):
    sys.argv = ["claimtrack", "add", "leak", "--party", "Water Board", "--stance", "comments",
                "--quote", f"{writer} {each}", "--source", f"https://daily.example/{each}"]
    with redirect_stdout(io.StringIO()):
        code = app.run()
    if code:
        sys.exit(code)
"""


@pytest.mark.slow
def test_of_many_who_add_at_once_nobody_loses_a_position(start, run, book):
    many_add(start, run, book, writers=8, each=50)


def test_of_three_who_add_at_once_nobody_loses_a_position(start, run, book):
    many_add(start, run, book, writers=3, each=4)


def many_add(start, run, book, *, writers, each):
    run("list", cwd=book.parent)
    path, done, states = book / "leak.toml", threading.Event(), []

    def watch():
        while not done.is_set():
            states.append(path.read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    processes = [start(str(writer), str(each), program=("-c", MANY), cwd=book.parent) for writer in range(writers)]
    errors = [process.communicate(timeout=600)[1] for process in processes]
    done.set()
    watcher.join()
    assert [process.returncode for process in processes] == [0] * writers, errors
    for state in set(states):
        assert state.startswith(LEAK.encode())
        assert tomli.loads(state.decode())["title"] == "The dam leaks"
    data = tomli.loads(path.read_text())
    quotes = sorted(position["quote"] for position in data["positions"][2:])
    assert quotes == sorted(f"{writer} {number}" for writer in range(writers) for number in range(each))
    assert len(data["sources"]) == each  # one for each address
    assert beside(book) == []
    assert run("check", cwd=book.parent).code == 0
