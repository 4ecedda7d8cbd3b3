"""A rename of several files is whole or absent: after a kill, a full disk, an edit in between, or ^C."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import sys

import pytest
from surroundings import write_records

from claimtrack.book.renaming import rename
from claimtrack.files import replace
from claimtrack.files.rewrites import Finished, Rewrite, finish_rewrites, rewrite_files
from claimtrack.index.journal import JournalFile
from claimtrack.problems import ConflictError, RefusedError

if sys.platform == "win32":
    pytest.skip("kills and rights are POSIX's", allow_module_level=True)

RECORDS = {
    "old": 'title = "Old"\nsee_also = ["a"]\n',
    "a": 'title = "A"\nimplies = ["old"]\n',
    "b/b": 'title = "B"\ncontradicts = ["old"]\n',
    ".claimtrack": '[check]\nignore = ["CT04", "CT06"]\n[check.per-claim]\nold = ["CT043"]\n',
}
# Whatever changes something on a disk, or opens a file for it.
STEPS = ("open", "fsync", "link", "unlink", "rename", "replace", "mkdir", "chmod", "fchmod")


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "cache"))
    return write_records(tmp_path / "claims", RECORDS)


def state(book):
    return {str(path.relative_to(book)): path.read_text() for path in book.rglob("*") if path.is_file()}


def start(book):
    files = rename(str(book), "claim", "old", "new")
    rewrite_files([file.rewrite for file in files], "rename claim old new", str(book), JournalFile(str(book)))


def before_step(number, monkeypatch, act):
    """Do something before one of the steps; return how many steps there have been so far."""
    done = []

    def counted(name):
        real = getattr(os, name)

        def step(*args, **more):
            done.append(name)
            if len(done) == number:
                act()
            return real(*args, **more)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, counted(name))
    return done


@pytest.fixture
def whole(tmp_path, monkeypatch):
    """What the files are after the rename, and how many steps it takes."""
    other = write_records(tmp_path / "other" / "claims", RECORDS)
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "other-cache"))
    with monkeypatch.context() as patch:
        done = before_step(0, patch, None)
        start(other)
    return state(other), len(done)


def killed(book, number, monkeypatch):
    """Start the rename in a process of its own, which is killed before a step."""
    child = os.fork()
    if not child:
        before_step(number, monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
        start(book)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_at_any_step_leaves_what_is_completed_or_absent(every, whole, book, call, tmp_path, monkeypatch):
    new, steps = whole
    assert steps > 20
    seen = set()
    for number in range(1 + steps % every, steps + 1, every):
        shutil.rmtree(book)
        write_records(book, RECORDS)
        old = state(book)
        cache = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / f"cache-{number}")}
        monkeypatch.setenv(*next(iter(cache.items())))
        assert killed(book, number, monkeypatch) == -signal.SIGKILL
        half = {name: text for name, text in state(book).items() if not name.endswith(".tmp")}
        assert half.keys() <= old.keys() | new.keys()
        assert all(text in {old.get(name), new.get(name)} for name, text in half.items())
        ran = call("check", cwd=tmp_path, env=cache)
        found = state(book)
        interrupted = "claimtrack: rename claim old new was interrupted, and is complete now\n" in ran.err
        without_drafts = {name: text for name, text in found.items() if not name.endswith(".tmp")}
        assert without_drafts == (new if interrupted or "new.toml" in found else old)
        if interrupted:
            assert found == new
        assert ran.code == 0
        assert "interrupted" not in call("check", cwd=tmp_path, env=cache).err
        if "new.toml" not in found:  # a second attempt finds nothing in its way, and tidies up
            assert call("rename", "claim", "old", "new", cwd=tmp_path, env=cache).code == 0
            assert state(book) == new
        seen.add(interrupted)
    assert seen == {True, False}


def test_a_full_disk_changes_nothing(whole, book, tmp_path, monkeypatch):
    """Also if it is full only when the journal is written; from then on, nothing needs space."""
    old = state(book)
    for number in range(1, 10):
        monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / f"cache-{number}"))
        written = []

        def full(handle, written=written, number=number, real=os.fsync):
            written.append(handle)
            if len(written) == number:
                raise OSError(errno.ENOSPC, "No space left on device")
            real(handle)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            failure = None
            try:
                start(book)
            except (OSError, RefusedError) as error:
                failure = str(error)
        if failure is None:
            break
        assert "No space left" in failure
        assert state(book) == old
        assert not JournalFile(str(book)).exists()
    assert number > 4
    assert state(book) == whole[0]


def during(monkeypatch, act):
    """Do something after the journal was written, and before the first file is replaced."""
    write = JournalFile.write

    def then(self, content):
        write(self, content)
        act()

    monkeypatch.setattr(JournalFile, "write", then)


def test_a_file_that_is_edited_meanwhile_stays_and_so_do_the_others(book, call, tmp_path, monkeypatch):
    old = state(book)
    edited = 'title = "B, edited"\ncontradicts = ["old"]\n'
    during(monkeypatch, lambda: (book / "b" / "b.toml").write_text(edited))
    ran = call("rename", "claim", "old", "new", cwd=tmp_path)
    assert (ran.code, ran.out) == (5, "")
    assert "claims/b/b.toml was changed meanwhile and is left as it is" in ran.err
    assert state(book) == {**old, "b/b.toml": edited}
    assert not JournalFile(str(book)).exists()


def test_a_name_that_is_taken_meanwhile_is_left(book, call, tmp_path, monkeypatch):
    old = state(book)
    taken = 'title = "New"\n'
    during(monkeypatch, lambda: (book / "new.toml").write_text(taken))
    ran = call("rename", "claim", "old", "new", cwd=tmp_path)
    assert (ran.code, ran.out) == (5, "")
    assert "claims/new.toml is there already and is left as it is" in ran.err
    assert state(book) == {**old, "new.toml": taken}


def test_a_file_that_is_edited_before_that_stays_and_so_do_the_others(book):
    files = [file.rewrite for file in rename(str(book), "claim", "old", "new")]
    edited = 'title = "A, edited"\n'
    (book / "a.toml").write_text(edited)
    with pytest.raises(ConflictError):
        rewrite_files(files, "rename", str(book), JournalFile(str(book)))
    assert state(book) == {f"{name}.toml": text for name, text in {**RECORDS, "a": edited}.items()}


def test_an_interrupt_undoes_what_was_done(book, call, tmp_path, monkeypatch):
    old = state(book)
    move = replace.LockedFile.move

    def interrupted(self, to):
        if os.path.basename(to) == "new.toml":
            raise KeyboardInterrupt
        move(self, to)

    monkeypatch.setattr(replace.LockedFile, "move", interrupted)
    assert call("rename", "claim", "old", "new", cwd=tmp_path).code == 130
    assert state(book) == old


def last_steps(whole):
    """Give the numbers of the steps at which the files are replaced, one after the other."""
    return range(whole[1] - 14, whole[1] - 1, 3)


def test_what_was_edited_after_a_kill_is_kept_and_the_rest_is_undone(whole, book, call, tmp_path, monkeypatch):
    done = 0
    for number in last_steps(whole):
        shutil.rmtree(book)
        write_records(book, RECORDS)
        old = state(book)
        env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / f"cache-{number}")}
        monkeypatch.setenv(*next(iter(env.items())))
        killed(book, number, monkeypatch)
        if not JournalFile(str(book)).exists():
            continue
        edited = 'title = "A, edited"\n'
        (book / "a.toml").write_text(edited)
        ran = call("rename", "claim", "b", "c", "--dry-run", cwd=tmp_path, env=env)
        assert "a rename was interrupted; the next command that writes finishes it, and so does check" in ran.err
        ran = call("check", cwd=tmp_path, env=env)
        line = "claimtrack: rename claim old new was interrupted, and is undone: claims/a.toml was edited since\n"
        assert line in ran.err
        assert state(book) == {**old, "a.toml": edited}
        done += 1
    assert done > 1


def test_without_a_private_place_for_the_journal_nothing_is_changed(book, call, tmp_path):
    old = state(book)
    (tmp_path / "file").write_text("")
    ran = call(
        "rename", "claim", "old", "new", cwd=tmp_path, env={"CLAIMTRACK_CACHE_DIR": str(tmp_path / "file" / "x")}
    )
    assert (ran.code, ran.out) == (74, "")
    assert "nothing was changed: there is no place for a journal" in ran.err
    assert state(book) == old


def test_a_single_file_needs_no_journal(book, call, tmp_path):
    write_records(book, {"s": 'title = "S"\n[[sources]]\nid = "one"\n'})
    env = {"CLAIMTRACK_CACHE_DIR": os.devnull}
    assert call("rename", "source", "one", "two", cwd=tmp_path, env=env).code == 0
    assert 'id = "two"' in (book / "s.toml").read_text()


def test_only_a_journal_of_ones_own_about_this_folder_is_believed(book):
    old = state(book)
    journal = JournalFile(str(book))
    assert finish_rewrites(str(book), journal) is None
    files = [{"path": "a.toml", "old": old["a.toml"], "new": "x = 1", "to": None}]
    content = {"version": 1, "folder": str(book), "what": "rename", "files": files}
    for wrong in ({"folder": "/elsewhere"}, {"version": 2}):
        journal.write(json.dumps({**content, **wrong}))
        assert finish_rewrites(str(book), journal) is None
    for wrong in ("{", "[]", "{}", json.dumps({**content, "files": [1]})):
        journal.write(wrong)
        assert finish_rewrites(str(book), journal) is None
    journal.write(json.dumps({**content, "files": [{**files[0], "path": "../a.toml"}]}))
    with pytest.raises(ConflictError):
        finish_rewrites(str(book), journal)
    journal.write(json.dumps(content))
    os.chmod(journal._path, 0o644)
    assert finish_rewrites(str(book), journal) is None
    os.chmod(os.path.dirname(journal._path), 0o777)  # noqa: S103 - that is what is refused
    assert finish_rewrites(str(book), journal) is None
    assert state(book) == old
    os.chmod(os.path.dirname(journal._path), 0o700)
    os.chmod(journal._path, 0o600)
    assert finish_rewrites(str(book), journal) == Finished("rename", ())
    assert state(book) == {**old, "a.toml": "x = 1"}


def test_another_process_may_have_finished_it(book, monkeypatch):
    journal = JournalFile(str(book))
    journal.write(json.dumps({"version": 1, "folder": str(book), "what": "rename", "files": []}))
    answers = iter([journal.read(), None])
    monkeypatch.setattr(JournalFile, "read", lambda _: next(answers))
    assert finish_rewrites(str(book), journal) is None


def test_a_file_that_is_gone_is_no_hindrance_to_the_others(book):
    old = state(book)
    journal = JournalFile(str(book))
    files = [
        {"path": name, "old": old[name], "new": old[name].replace('"old"', '"new"'), "to": None}
        for name in ("a.toml", "b/b.toml")
    ]
    (book / "a.toml").write_text(files[0]["new"])
    (book / "b" / "b.toml").unlink()
    journal.write(json.dumps({"version": 1, "folder": str(book), "what": "rename", "files": files}))
    finished = finish_rewrites(str(book), journal)
    assert finished == Finished("rename", (str(book / "b" / "b.toml"),))
    assert (book / "a.toml").read_text() == old["a.toml"]


def test_where_files_have_one_name_only_they_are_moved(book, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    start(book)
    assert (book / "new.toml").exists()
    assert not (book / "old.toml").exists()
    text = (book / "new.toml").read_bytes()
    rewrite = Rewrite(str(book / "new.toml"), text, text, str(book / "a.toml"))
    with pytest.raises(ConflictError, match="is there already"):
        rewrite_files([rewrite], "rename", str(book), JournalFile(str(book)))
    assert (book / "new.toml").read_bytes() == text
