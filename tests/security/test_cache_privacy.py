"""The cache is for this user only: nobody else can read it, nobody else can feed it, and nothing else is removed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import time
from pathlib import Path

import pytest

from claimtrack.index import private, snapshot
from claimtrack.index.database import connect, is_sealed, seal
from claimtrack.index.location import Location, is_ours
from claimtrack.index.snapshot import stamp

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes and owners as POSIX has them")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
BY_ROOT = pytest.mark.skipif(not ROOT, reason="only root can give files to somebody else")
OTHER = 12_345  # another user
WORD = "zebrafish"
CLAIM = f'title = "The {WORD} leaked"\n[[positions]]\nparty = "Union"\nstance = "asserts"\nquote = "of {WORD}"\n'
OLD = time.time() - 400 * 24 * 3600
NAME = "01234567-00000000000000000001-1.sqlite"
OUR_NAMES = [
    NAME,
    f"{NAME}.seal",
    f"{NAME}-journal",
    f"{NAME}-wal",
    f"{NAME}-shm",
    f"{NAME}.building",
    f"{NAME}.building-journal",
    f"{NAME}.seal.building77",
    f"{NAME}.seal.building77-1234567890123456789",
]
OTHER_NAMES = [
    "thesis.odt",
    "book.sqlite",
    "thesis.building",
    f"x{NAME}",
    f"{NAME}.bak",
    f"{NAME}.seal.bak",
    f"{NAME} (copy)",
    f"{NAME}\n",
    NAME.upper(),
    NAME.replace("0", "\u0660"),  # digits of another script
    NAME.replace("0000", "00", 1),
    NAME.removesuffix(".sqlite"),
]


@pytest.fixture
def claims(folder):
    claims = folder({"dam": CLAIM, "jets": 'title = "Jets"'})
    (claims / "dam.toml").chmod(0o600)
    return claims


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def ask(call, claims, cache):
    return lambda *args, **env: call(*args, cwd=claims.parent, env={"CLAIMTRACK_CACHE_DIR": str(cache), **env})


@pytest.fixture
def shelf(ask, cache):
    """The folder of the one index, once it is there."""
    assert ask("list").code == 0
    (shelf,) = (cache / "indexes").iterdir()
    return shelf


@pytest.fixture
def settled(monkeypatch):
    """Take every time for old enough to prove something, so that an index is not refreshed needlessly."""
    monkeypatch.setattr(snapshot, "RACY", -(10**18))


@pytest.fixture
def umask():
    """Set the umask, and put it back."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


def tree(top):
    """Give every path below a folder with its kind, mode, owner and content."""
    found = {}
    for above, folders, files in os.walk(top):
        for name in (*folders, *files):
            path = Path(above, name)
            status = path.lstat()
            told = path.read_bytes() if stat.S_ISREG(status.st_mode) else None
            found[path] = (status.st_mode, status.st_uid, status.st_ino, told)
    return found


def index_of(shelf):
    """Give the one index that was built, whatever was put beside it."""
    (path,) = (path for path in shelf.glob("*.sqlite") if is_ours(path.name) and path.name[:8] != NAME[:8])
    return path


def right(ask):
    """See that the answer is the one without an index, and that nobody is told about the cache."""
    for question in (["list", "--json"], ["show", "dam"]):
        plain = ask(*question, "--no-cache")
        assert plain.code == 0
        assert ask(*question) == plain


# -- modes


@pytest.mark.parametrize(
    ("mask", "above"),
    [*((mask, "") for mask in (0o000, 0o022, 0o027, 0o077, 0o277, 0o777)), (0o000, "a/b"), (0o777, "a/b")],
)
def test_whatever_the_umask_folders_are_0700_and_files_0600(call, claims, tmp_path, umask, mask, above):
    top = tmp_path / "new" if above else tmp_path
    cache = top / above / "cache"
    umask(mask)
    ran = call("list", cwd=claims.parent, env={"CLAIMTRACK_CACHE_DIR": str(cache)})
    umask(0o022)
    assert ran.code == 0
    made = [cache, *cache.rglob("*"), *(cache.relative_to(tmp_path).parents if above else ())]
    modes = {stat.S_IFMT(os.lstat(tmp_path / path).st_mode): set() for path in made if str(path) != "."}
    for path in made:
        if str(path) != ".":
            status = os.lstat(tmp_path / path)
            modes[stat.S_IFMT(status.st_mode)].add(stat.S_IMODE(status.st_mode))
    assert modes == {stat.S_IFDIR: {0o700}, stat.S_IFREG: {0o600}}
    assert len(list(cache.rglob("*.sqlite"))) == 1


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_the_journal_of_an_update_is_as_private(shelf, umask, mask):
    umask(mask)
    base = connect(str(index_of(shelf)))
    base.execute("BEGIN IMMEDIATE")
    base.execute("UPDATE claims SET title = title || 'x'")
    base.execute("PRAGMA cache_spill = 1")
    journals = [path for path in shelf.iterdir() if path.name.endswith("-journal")]
    assert [mode(path) for path in journals] == [0o600]
    base.rollback()
    base.close()


def test_updates_leave_modes_as_they_are(ask, claims, shelf, umask):
    umask(0)
    (claims / "jets.toml").write_text('title = "Jets again"\n', encoding="utf-8")
    assert "Jets again" in ask("list").out
    assert {mode(path) for path in shelf.iterdir()} == {0o600}


def test_what_is_removed_is_overwritten_whatever_sqlite_does_by_itself(shelf, monkeypatch):
    really = sqlite3.connect

    def careless(*args, **more):
        base = really(*args, **more)
        base.execute("PRAGMA secure_delete = OFF")
        return base

    monkeypatch.setattr("claimtrack.index.database.sqlite3.connect", careless)
    assert connect(str(index_of(shelf))).execute("PRAGMA secure_delete").fetchone() == (1,)


def test_the_words_of_a_record_that_was_removed_are_overwritten(ask, claims, shelf):
    assert ask("list", "--search", WORD).ids == ["dam"]  # its words are stored, too
    assert index_of(shelf).read_bytes().count(WORD.encode()) >= 4
    (claims / "dam.toml").write_text('title = "Another"\n', encoding="utf-8")
    assert ask("list").code == 0
    assert WORD.encode() not in index_of(shelf).read_bytes()


def test_a_cache_of_an_earlier_version_is_closed_to_others(call, claims, tmp_path):
    env = {"XDG_CACHE_HOME": str(tmp_path / "xdg")}
    cache = tmp_path / "xdg" / "claimtrack"
    call("list", cwd=claims.parent, env=env)
    (shelf,) = (cache / "indexes").iterdir()
    before = index_of(shelf)
    for path in (cache, shelf.parent, shelf):
        path.chmod(0o755)
    for path in shelf.iterdir():
        path.chmod(0o644)
    (shelf / NAME).write_bytes(b"another version's")
    ran = call("show", "dam", cwd=claims.parent, env=env)
    assert ran.code == 0
    assert [mode(path) for path in (cache, shelf.parent, shelf)] == [0o700] * 3
    assert call("list", cwd=claims.parent, env=env).code == 0
    assert {mode(path) for path in shelf.iterdir()} == {0o600}
    assert max(shelf.glob("*.sqlite")) != before  # an index that others could read is built anew


def test_a_folder_that_the_user_named_keeps_its_mode(ask, cache):
    cache.mkdir(mode=0o755)
    (cache / "mine.txt").write_text("mine", encoding="utf-8")
    (cache / "mine.txt").chmod(0o644)
    assert ask("list").code == 0
    assert (mode(cache), mode(cache / "mine.txt"), mode(cache / "indexes")) == (0o755, 0o644, 0o700)


def test_a_folder_that_its_owner_closed_stays_closed(shelf):
    shelf.chmod(0o555)
    private.close_to_others(str(shelf))
    assert mode(shelf) == 0o500


# -- a cache that is another's, or that others may write


def loosened(bits):
    return lambda path: path.chmod(mode(path) | bits)


def given_away(path):
    os.chown(path, OTHER, -1)


def led_away(path):
    away = path.with_name(f"{path.name}-away")
    path.rename(away)
    path.symlink_to(away)


SPOILT = {
    "group may write": loosened(0o020),
    "others may write": loosened(0o002),
    "all may write, sticky": loosened(0o1777),
    "a link": led_away,
    "another's": pytest.param(given_away, marks=BY_ROOT),
}
PARAMS = [
    pytest.param(*(each.values if hasattr(each, "values") else (each,)), id=name, marks=getattr(each, "marks", ()))
    for name, each in SPOILT.items()
]


def levels(shelf):
    return {"cache": shelf.parent.parent, "indexes": shelf.parent, "shelf": shelf}


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("level", ["cache", "indexes", "shelf"])
@pytest.mark.parametrize("spoil", PARAMS)
def test_a_folder_that_is_not_this_users_alone_is_not_used(ask, claims, shelf, cache, level, spoil):
    poison(index_of(shelf))
    spoil(levels(shelf)[level])
    before = tree(cache.parent)
    right(ask)
    (claims / "new.toml").write_text('title = "New"\n', encoding="utf-8")
    right(ask)
    (claims / "new.toml").unlink()
    assert tree(cache.parent) == before
    assert ask("cache", "info").cells[1] == ["index", ""]


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("spoil", PARAMS)
def test_nothing_is_made_in_a_folder_that_is_not_this_users_alone(ask, cache, level, spoil):
    folder = [cache, cache / "indexes"][level]
    folder.mkdir(parents=True, mode=0o700)
    spoil(folder)
    before = tree(cache.parent)
    right(ask)
    assert tree(cache.parent) == before


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("ending", [".sqlite", ".sqlite.seal", ".sqlite-journal"])
@pytest.mark.parametrize("spoil", [*PARAMS, pytest.param(loosened(0o044), id="others may read")])
@pytest.mark.sampled(3)
def test_a_file_that_is_not_this_users_alone_is_not_used(ask, shelf, ending, spoil):
    path = index_of(shelf)
    poison(path)
    spoilt = path.with_name(path.name.replace(".sqlite", ending))
    if ending.endswith("-journal"):
        spoilt.write_bytes(b"")
        spoilt.chmod(0o600)
    spoil(spoilt)
    if spoil is not given_away:
        seal_again(path, ending)
    before = spoilt.lstat().st_ino, spoilt.read_bytes(), spoilt.lstat().st_uid
    right(ask)
    assert (spoilt.lstat().st_ino, spoilt.read_bytes(), spoilt.lstat().st_uid) == before
    assert len([each for each in shelf.iterdir() if each.name.endswith(".sqlite")]) == 2


def poison(path):
    """Make an index lie, and seal it: what is used of it shows."""
    base = sqlite3.connect(path)
    base.execute("UPDATE claims SET title = 'poisoned'")
    base.commit()
    base.close()
    seal(str(path))


def seal_again(path, ending):
    """Seal an index whose file was changed; through a link the seal is that of what it leads to."""
    if ending == ".sqlite":
        (path.parent / f"{path.name}.seal").write_bytes(stamp(os.stat(path)))


@pytest.mark.usefixtures("settled")
def test_an_index_that_lies_would_be_seen(ask, shelf):
    # What the tests above rely on: nothing else keeps the poisoned index from being used.
    poison(index_of(shelf))
    assert "poisoned" in ask("list").out


@pytest.mark.parametrize(
    ("bits", "used"), [(0o777, False), (0o757, False), (0o1777, True), (0o775, True), (0o755, True)]
)
@pytest.mark.parametrize("steps", [1, 2])
def test_a_folder_further_up_that_everybody_may_write_to_needs_the_sticky_bit(
    call, claims, tmp_path, bits, used, steps
):
    above = tmp_path / "above"
    (above / "deeper").mkdir(parents=True)
    above.chmod(bits)
    cache = above / ("deeper" if steps == 2 else "") / "cache"
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    plain = call("list", "--no-cache", cwd=claims.parent, env=env)
    assert call("list", cwd=claims.parent, env=env) == plain
    assert cache.exists() is used
    above.chmod(0o700)


def test_the_folder_above_the_cache_may_be_a_link(call, claims, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "xdg").symlink_to("disk")
    call("list", cwd=claims.parent, env={"XDG_CACHE_HOME": str(tmp_path / "xdg")})
    assert list((tmp_path / "disk" / "claimtrack" / "indexes").iterdir())


@pytest.mark.usefixtures("settled")
def test_a_slash_at_the_end_does_not_hide_a_link(ask, cache, shelf):
    poison(index_of(shelf))
    led_away(cache)
    before = tree(cache.parent)
    right(lambda *args: ask(*args, CLAIMTRACK_CACHE_DIR=f"{cache}//"))
    assert tree(cache.parent) == before


def test_why_nothing_is_kept_is_told_by_info(terminal, claims, cache):
    cache.mkdir()
    cache.chmod(0o770)
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    told = terminal("cache", "info", "--claims", str(claims), width=300, env=env)
    assert f"not kept: other users may write to {cache}" in re.sub(r"\x1b\[[\d;]*m", "", told.out)


@pytest.mark.parametrize("ending", ["", ".seal", "-journal"])
def test_a_folder_in_place_of_a_file_of_an_index(ask, shelf, ending):
    path = index_of(shelf)
    path = path.with_name(path.name + ending)
    path.unlink(missing_ok=True)
    path.mkdir(0o700)
    right(ask)
    assert ask("cache", "clear").code == 0
    assert [each.name for each in shelf.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ["", ".seal", "-journal"])
@pytest.mark.sampled(3)
def test_a_pipe_in_place_of_a_file_of_an_index_keeps_nobody_waiting(run, claims, cache, shelf, ending):
    # In a process of its own, which is ended when its time is over: SQLite would wait whatever signal comes.
    path = index_of(shelf)
    path = path.with_name(path.name + ending)
    path.unlink(missing_ok=True)
    os.mkfifo(path, 0o600)
    env = {"CLAIMTRACK_CACHE_DIR": str(cache)}
    assert run("list", cwd=claims.parent, env=env).ids == ["dam", "jets"]
    assert run("cache", "clear", cwd=claims.parent, env=env).code == 0
    assert [each.name for each in shelf.iterdir()] == [path.name]


def test_only_a_real_folder_is_taken_for_one(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").touch(0o600)
    for name in ("link", "file"):
        assert private.refusal(str(tmp_path / name)) == f"{tmp_path / name} is a link or a file, not a folder"
    assert private.refusal(str(tmp_path)) is None


# -- files are made where nothing was


def test_a_file_is_made_only_where_nothing_is(tmp_path):
    document = tmp_path / "document"
    document.write_text("mine", encoding="utf-8")
    for name, leads in {"link": document, "dangling": tmp_path / "gone"}.items():
        (tmp_path / name).symlink_to(leads)
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "dangling", "pipe", "document"):
        with pytest.raises(FileExistsError):
            private.create(str(tmp_path / name))
    assert document.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "gone").exists()


def test_links_planted_where_an_index_and_its_seal_are_made_are_not_followed(ask, shelf, tmp_path, monkeypatch):
    document = tmp_path / "document"
    document.write_text("mine", encoding="utf-8")
    path = shelf / Path(Location(str(tmp_path), str(shelf), "89abcdef").new()).name
    monkeypatch.setattr(Location, "newest", lambda _: None)
    monkeypatch.setattr(Location, "new", lambda _: str(path))
    monkeypatch.setattr("claimtrack.index.database.time.time_ns", lambda: 7)
    names = [
        "",
        ".seal",
        ".building",
        f".seal.building{os.getpid()}-7",
        "-journal",
        "-wal",
        ".building-journal",
    ]
    for name in names:
        planted = path.with_name(path.name + name)
        planted.symlink_to(document)
        right(ask)
        assert document.read_text(encoding="utf-8") == "mine", name
        for left in shelf.glob(f"{path.name}*"):
            left.unlink()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620, 0o602])
def test_what_others_have_a_right_to_is_not_read(tmp_path, bits):
    (tmp_path / "seal").write_bytes(b"sealed")
    (tmp_path / "seal").chmod(0o600)
    assert private.read(str(tmp_path / "seal"), 3) == b"sea"
    (tmp_path / "seal").chmod(bits)
    with pytest.raises(PermissionError):
        private.read(str(tmp_path / "seal"), 3)


def test_a_seal_that_is_a_link_or_longer_proves_nothing(shelf, tmp_path):
    path = index_of(shelf)
    assert is_sealed(str(path))
    its_seal = path.with_name(f"{path.name}.seal")
    its_seal.write_bytes(its_seal.read_bytes() + b"x")
    assert not is_sealed(str(path))
    seal(str(path))
    its_seal.rename(tmp_path / "seal")
    its_seal.symlink_to(tmp_path / "seal")
    with pytest.raises(OSError, match="symbolic"):
        is_sealed(str(path))


# -- what is removed


@pytest.mark.parametrize("name", OUR_NAMES)
def test_files_are_ours_by_their_names(name):
    assert is_ours(name)


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_other_names_are_not_ours(name):
    assert not is_ours(name)


@pytest.fixture
def vandalised(shelf, tmp_path):
    """Put what is not ours, and is very old, into the folders of the cache; give all of it."""
    outside = tmp_path / "outside"
    for folder in (outside, shelf / "deep", shelf / NAME.replace("1.sqlite", "2.sqlite")):
        folder.mkdir()
        for name in (*OUR_NAMES, *OTHER_NAMES):
            (folder / name).write_text("mine", encoding="utf-8")
    for name in OTHER_NAMES:
        (shelf / name).write_text("mine", encoding="utf-8")
        (shelf.parent / name).write_text("mine", encoding="utf-8")
        (shelf.parent.parent / name).write_text("mine", encoding="utf-8")
    (shelf.parent / NAME).write_text("mine", encoding="utf-8")
    (shelf.parent.parent / NAME).write_text("mine", encoding="utf-8")
    (shelf / "out").symlink_to(outside)
    (shelf / NAME.replace("1.sqlite", "3.sqlite")).symlink_to(outside / NAME)
    (shelf / NAME.replace("1.sqlite", "4.sqlite")).symlink_to(outside)
    (shelf.parent / "linked-01234567").symlink_to(outside)
    (shelf.parent / "not an index").mkdir()
    (shelf.parent / "not an index" / NAME).write_text("mine", encoding="utf-8")
    os.mkfifo(shelf / NAME.replace("1.sqlite", "5.sqlite"))
    if ROOT:
        (shelf / NAME.replace("1.sqlite", "6.sqlite")).write_text("theirs", encoding="utf-8")
        given_away(shelf / NAME.replace("1.sqlite", "6.sqlite"))
    mine = tree(tmp_path)
    index = index_of(shelf)
    mine = {path: told for path, told in mine.items() if not path.name.startswith(index.name)}
    for path in mine:
        if path.is_relative_to(shelf.parent.parent) or path.is_relative_to(outside):
            os.utime(path, (OLD, OLD), follow_symlinks=False)
    return mine


def survives(mine, top):
    left = tree(top)
    assert {path: left.get(path) for path in mine} == mine


def test_tidying_removes_nothing_but_what_is_ours(ask, vandalised, shelf, tmp_path):
    index_of(shelf).unlink()  # so that another is built, and the folder tidied
    for name in OUR_NAMES:
        (shelf / name).write_bytes(b"old")
        os.utime(shelf / name, (OLD, OLD))
    right(ask)
    survives(vandalised, tmp_path)
    assert not [name for name in OUR_NAMES if (shelf / name).exists()]
    assert index_of(shelf).stat().st_size > 1000


@pytest.mark.parametrize("every", [[], ["--all"]])
def test_clearing_removes_nothing_but_what_is_ours(ask, vandalised, shelf, tmp_path, every):
    for name in OUR_NAMES:
        (shelf / name).write_bytes(b"new")
    ran = ask("cache", "clear", *every)
    assert ran.code == 0
    assert f"removed {2 + len(OUR_NAMES)} files" in ran.err
    survives(vandalised, tmp_path)
    assert not [name for name in OUR_NAMES if (shelf / name).exists()]


@pytest.mark.parametrize("by_handle", [True, False])
@pytest.mark.parametrize("level", ["cache", "indexes", "shelf"])
@pytest.mark.parametrize("every", [[], pytest.param(["--all"], marks=pytest.mark.slow)])
def test_nothing_is_removed_through_a_link_in_place_of_a_folder(
    ask, shelf, tmp_path, monkeypatch, by_handle, level, every
):
    monkeypatch.setattr(private, "_BY_HANDLE", private._BY_HANDLE and by_handle)
    for name in OUR_NAMES:
        (shelf / name).write_bytes(b"old")
        os.utime(shelf / name, (OLD, OLD))
    led_away(levels(shelf)[level])
    before = tree(tmp_path)
    right(ask)
    assert ask("cache", "clear", *every).code == 0
    assert ask("cache", "info").cells[-1] == ["total", "0"]
    assert tree(tmp_path) == before


def test_without_handles_of_folders_the_same_is_removed(ask, shelf, monkeypatch):
    monkeypatch.setattr(private, "_BY_HANDLE", False)
    (shelf / OTHER_NAMES[0]).write_text("mine", encoding="utf-8")
    assert ask("cache", "clear", "--all").err.startswith("removed 2 files")
    assert [path.name for path in shelf.iterdir()] == [OTHER_NAMES[0]]


def test_a_link_that_takes_the_place_of_a_folder_meanwhile_is_not_followed(shelf, tmp_path):
    outside = tmp_path / "outside"
    shutil.copytree(shelf, outside)
    top = shelf.parent.parent
    with private.inside(str(top), "indexes", shelf.name) as folder:
        shelf.rename(tmp_path / "moved")
        shelf.symlink_to(outside)
        for name, _ in list(folder.own_files(is_ours)):
            folder.remove(name)
    assert list((tmp_path / "moved").iterdir()) == []
    assert len(list(outside.iterdir())) == 2


def test_what_is_written_for_others_to_read_is_not_left_so(ask, shelf):
    (shelf / NAME).write_bytes(b"x")
    (shelf / NAME).chmod(0o666)
    index_of_ours = max(shelf.glob("*.sqlite"))
    index_of_ours.unlink()
    right(ask)
    assert {mode(path) for path in shelf.iterdir()} == {0o600}


def test_info_counts_only_what_is_ours(ask, vandalised, shelf):
    index = index_of(shelf)
    total = index.stat().st_size + index.with_name(f"{index.name}.seal").stat().st_size
    assert vandalised
    assert ask("cache", "info").cells[-1] == ["total", str(total)]


@BY_ROOT
def test_what_belongs_to_somebody_else_is_neither_used_nor_removed(ask, shelf, tmp_path):
    for path in (*shelf.iterdir(), shelf):
        given_away(path)
        os.utime(path, (OLD, OLD))
    before = tree(tmp_path)
    right(ask)
    assert ask("cache", "clear", "--all").code == 0
    assert tree(tmp_path) == before


def test_a_folder_whose_name_is_not_unicode_has_an_index_too(call, tmp_path):
    above = os.fsencode(tmp_path) + b"/caf\xe9"
    os.makedirs(above + b"/claims")
    Path(os.fsdecode(above + b"/claims/dam.toml")).write_text(CLAIM, encoding="utf-8")
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    for _ in range(2):
        assert call("list", cwd=os.fsdecode(above), env=env).ids == ["dam"]
    assert len(list((tmp_path / "cache").rglob("*.sqlite"))) == 1
