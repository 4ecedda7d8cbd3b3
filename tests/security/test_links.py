"""Nothing is read through a link out of the book, and no special file keeps a command waiting."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
from pathlib import Path

import pytest

from claimtrack.files.discover import list_folder
from claimtrack.files.replace import replace_file
from claimtrack.problems import ConflictError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and special files as POSIX has them")

SECRET = "topsecretword"  # noqa: S105 - what must not be shown
CLAIM = 'title = "The dam leaked"\n[[positions]]\nparty = "Norland"\nstance = "asserts"\nsources = ["wire"]\n'
RECORDS = {
    "dam": CLAIM,
    "river/tolls": 'title = "Tolls"\n',
    "parties": '[norland]\nname = "Norland"\n',
    "sources": '[[sources]]\nid = "wire"\nurl = "https://wire.example/1"\n',
}
FILES = ["dam.toml", "river/tolls.toml", "parties.toml", "sources.toml", ".claimtrack.toml"]
READING = [
    ["list"],
    ["show", "dam"],
    ["diff", "norland", "sudland"],
    ["matrix"],
    ["shifts"],
    ["contradictions"],
    ["parties"],
    ["sources"],
    ["topics"],
]
CHECK = [["check"], ["check", "--format", "excerpt"], ["check", "--format", "json"], ["check", "--fix"]]
INSIDE = ["kept/it.txt", "hop.txt", "./river/../hop.txt", "way/it.txt", "again/way/it.txt"]
SECONDS = 20  # a command that waits for the other end of a pipe fails by this


@pytest.fixture
def claims(folder, tmp_path):
    """A book; beside it lie folders that are none of its business, one of which has a name that begins as its own."""
    for beside in ("outside", "claims-evil"):
        (tmp_path / beside).mkdir()
        for name in ("dam.toml", "plain.txt"):
            (tmp_path / beside / name).write_text(f'title = "{SECRET}"\n{SECRET} = [\n', encoding="utf-8")
    return folder(RECORDS)


@pytest.fixture
def ask(call, tmp_path):
    """Ask in the folder above the book, with a cache of its own."""
    return lambda *args, cwd=tmp_path, **env: call(
        *args, cwd=cwd, env={"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache"), **env}
    )


def put_link(path, leads):
    path.unlink(missing_ok=True)
    path.symlink_to(leads)


# -- files of the book that are links


def outside(claims, path):
    """Give ways out of the book for a link at a path, by what they are."""
    out, up = claims.parent / "outside", os.path.relpath(claims.parent, path.parent)
    (claims / "way").symlink_to(out)
    (claims / "hop.txt").symlink_to(out / "dam.toml")
    (claims / "hop2.txt").symlink_to("hop.txt")
    inside = os.path.relpath(claims, path.parent)
    return {
        "absolute": out / "dam.toml",
        "relative": f"{up}/outside/dam.toml",
        "a name that begins as the folder's": f"{up}/claims-evil/dam.toml",
        "to a link": f"{inside}/hop.txt",
        "to a link to a link": f"{inside}/hop2.txt",
        "through a folder that is a link": f"{inside}/way/dam.toml",
        "up from a folder that is a link": f"{inside}/way/../outside/plain.txt",
        "inside by its text only": f"{inside}/way/../claims-evil/dam.toml",
        "out by many steps": "../" * 40 + str(out / "dam.toml").lstrip("/"),
        "to a folder outside": out,
        "to nothing outside": out / "gone.toml",
        "to the folder above": claims.parent,
        "to the root": "/",
        "to a device": "/dev/null",
        "to a process's own files": "/proc/self/environ",
    }


@pytest.mark.parametrize("first", range(len(FILES)))
def test_no_link_out_of_the_book_is_followed(ask, claims, first):
    # Each file meets some of the ways here, and all of them in the next test.
    name = FILES[first]
    for way, leads in list(outside(claims, claims / name).items())[first :: len(FILES)]:
        refused(ask, claims / name, name, way, leads)


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_file_of_the_book_may_be_a_link_out_of_it(ask, claims, name):
    for way, leads in outside(claims, claims / name).items():
        refused(ask, claims / name, name, way, leads)


def refused(ask, path, name, way, leads):
    """Put a link at a path, and see that it is reported in one line and not followed."""
    put_link(path, leads)
    config = name.startswith(".")
    for command in CHECK[:2]:
        ran = ask(*command)
        assert SECRET not in ran.out + ran.err, (way, command)
        assert ran.code == 1, (way, command, ran)
        told = [line for line in (ran.out + ran.err).splitlines() if "CT005" in line]
        assert len(told) == 1, (way, command, ran)
        assert f"{name}:1:1: " in told[0]
    if not config:
        ran = ask("list", "--json")
        assert (ran.code, SECRET in ran.out + ran.err) == (4, False), way


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_no_link_out_of_the_book_is_followed_by_any_command(ask, claims, name):
    path = claims / name
    for way, leads in outside(claims, path).items():
        put_link(path, leads)
        for command in [*READING, *CHECK]:
            for more in ([], ["--no-cache"]) if command[0] != "check" else ([],):
                ran = ask(*command, *more)
                assert SECRET not in ran.out + ran.err, (way, command)
                assert ran.code in {0, 1, 2, 3, 4}, (way, command, ran)
    assert (claims.parent / "outside" / "dam.toml").read_text(encoding="utf-8").count(SECRET) == 2


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        *zip(FILES, INSIDE, strict=True),
        *(pytest.param(name, leads, marks=pytest.mark.slow) for name in FILES for leads in INSIDE),
    ],
)
def test_a_link_to_a_file_inside_is_followed(ask, claims, name, leads):
    path = claims / name
    text = path.read_bytes() if path.exists() else b'[check]\nignore = ["CT035"]\n'
    before = ask("list", "--no-cache").out
    (claims / "kept").mkdir()
    (claims / "kept" / "it.txt").write_bytes(text)
    (claims / "hop.txt").symlink_to("kept/it.txt")
    (claims / "way").symlink_to("kept")
    (claims / "again").symlink_to(claims)
    put_link(path, os.path.join(os.path.relpath(claims, path.parent), leads))
    assert (ask("list").code, ask("list").out, ask("list", "--no-cache").out) == (0, before, before)
    assert ask("check").code == 0


def test_a_hostile_configuration_shows_nothing_of_what_it_leads_to(terminal, claims):
    put_link(claims / ".claimtrack.toml", "../outside/plain.txt")
    ran = terminal("check", cwd=claims.parent)
    assert (ran.code, SECRET in ran.out + ran.err) == (1, False)
    told = " ".join((ran.out + ran.err).split())
    assert "only links to files inside the folder are followed" in told
    assert "copy the file instead" in told


@pytest.mark.parametrize("size", [(1 << 20) + 1, 1 << 40])
def test_a_configuration_of_unreasonable_size_is_not_read(ask, claims, size):
    with (claims / ".claimtrack.toml").open("wb") as file:
        file.truncate(size)
    ran = ask("check")
    assert ran.code == 1
    assert "larger than 1,048,576 bytes" in ran.out


# -- the folder itself


@pytest.fixture
def project(claims):
    """A directory in which the folder of claims is a link; give the directory."""

    def project(leads):
        directory = claims.parent / "project"
        (directory / "data").mkdir(parents=True)
        shutil.move(claims, directory / "data" / "claims")
        (directory / "sub" / "deep").mkdir(parents=True)
        (directory / "back").symlink_to(claims.parent / "outside")
        (directory / "claims").symlink_to(leads)
        return directory

    return project


LEADING_OUT = ["../outside", "../claims-evil", "back", "data/../../outside", "back/../outside", "..", "/"]


COMMANDS = [["list"], ["show", "dam"], ["check"], ["changes"], ["cache", "info"], ["check", "dam"]]


@pytest.mark.parametrize("leads", LEADING_OUT)
@pytest.mark.parametrize("here", [".", "sub/deep"])
def test_a_folder_that_is_found_is_not_followed_out(ask, project, leads, here):
    directory = project(leads)
    shown = os.path.relpath(directory / "claims", directory / here)
    for command in COMMANDS if leads == LEADING_OUT[0] else COMMANDS[:1]:
        ran = ask(*command, cwd=directory / here)
        assert (ran.code, ran.out) == (3, ""), command
        first, way_out = ran.err.splitlines()
        assert first == f"claimtrack: {shown} is a link out of the folder that it is in, and is not followed"
        assert "--claims DIR" in way_out


@pytest.mark.parametrize("leads", ["data/claims", "./data/../data/claims", "sub/../data/claims", "hop"])
@pytest.mark.parametrize("here", [".", "sub/deep"])
def test_a_folder_that_is_found_may_be_a_link_inside(ask, project, leads, here):
    directory = project(leads)
    (directory / "hop").symlink_to("data/claims")
    assert ask("list", cwd=directory / here).ids == ["dam", "tolls"]
    assert ask("check", cwd=directory / here).code == 0


def test_the_directory_of_the_folder_may_itself_be_reached_through_a_link(ask, project, tmp_path):
    directory = project("data/claims")
    (tmp_path / "elsewhere").symlink_to(directory)
    assert ask("list", cwd=tmp_path / "elsewhere").ids == ["dam", "tolls"]


def test_a_folder_that_the_user_names_may_be_a_link_anywhere(ask, claims, tmp_path):
    away = tmp_path / "away"
    away.mkdir()
    (away / "claims").symlink_to(claims)
    assert ask("list", "--claims", "claims", cwd=away).ids == ["dam", "tolls"]
    assert ask("list", cwd=away, CLAIMTRACK_CLAIMS="claims").ids == ["dam", "tolls"]
    assert ask("check", "claims", cwd=away).code == 0
    assert ask("check", "claims/dam.toml", cwd=away).code == 0
    refused = ask("check", ".", cwd=away)
    assert (refused.code, refused.out) == (3, "")
    assert "claims is a link out of the folder that it is in" in refused.err


def test_a_path_below_a_folder_of_another_name_finds_no_claims_through_a_link(ask, project):
    directory = project("../outside")
    (directory / "README.md").write_text("read me", encoding="utf-8")
    for path in (".", "README.md", directory, directory / "README.md"):
        ran = ask("check", str(path), cwd=directory)
        assert (ran.code, ran.out, SECRET in ran.err) == (3, "", False)


def test_a_folder_inside_that_is_a_link_is_not_entered(ask, claims):
    (claims / "more").symlink_to("../outside")
    (claims / "more.toml").symlink_to("../outside")
    assert ask("list").ids == ["dam", "tolls"]
    assert "claims/more.toml:1:1: CT005" in ask("list").err


# -- writing


def test_mending_writes_to_nothing_outside(ask, claims):
    text = 'title = "T"\ntopics = ["a", "a"]\nstatment = "x"\n'
    target = claims.parent / "outside" / "dam.toml"
    target.write_text(text, encoding="utf-8")
    put_link(claims / "dam.toml", target)
    ask("check", "--fix")
    assert target.read_text(encoding="utf-8") == text
    assert (claims / "dam.toml").is_symlink()


def test_a_link_that_takes_the_place_of_a_file_is_not_written_through(claims):
    path, target = claims / "dam.toml", claims.parent / "outside" / "dam.toml"
    before = target.read_bytes()
    put_link(path, target)
    with pytest.raises(ConflictError):
        replace_file(str(path), before, b"new", within=str(claims))
    os.rename(claims / "river", claims / "old")
    (claims / "river").symlink_to("../outside")
    with pytest.raises(ConflictError):
        replace_file(str(claims / "river" / "dam.toml"), before, b"new", within=str(claims))
    assert target.read_bytes() == before


def test_a_link_that_is_turned_while_it_is_written_through_is_a_conflict(claims, monkeypatch):
    path = claims / "dam.toml"
    (claims / "kept").mkdir()
    path.rename(claims / "kept" / "it.txt")
    path.symlink_to("kept/it.txt")
    before = path.read_bytes()
    secret = (claims.parent / "outside" / "dam.toml").read_bytes()

    def turn(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            put_link(path, "../outside/dam.toml")

    monkeypatch.setattr("claimtrack.files.replace.os.fsync", turn)
    with pytest.raises(ConflictError):
        replace_file(str(path), before, b"new", within=str(claims))
    assert (claims.parent / "outside" / "dam.toml").read_bytes() == secret
    assert (claims / "kept" / "it.txt").read_bytes() == before


# -- special files


def put_pipe(path):
    os.mkfifo(path)


def put_socket(path):
    with socket.socket(socket.AF_UNIX) as made, pytest.MonkeyPatch.context() as patch:
        patch.chdir(path.parent)  # the address of a socket is short
        made.bind(path.name)


def put_folder(path):
    path.mkdir()


def put_device(path):
    try:
        os.mknod(path, stat.S_IFCHR | 0o600, os.makedev(1, 5))  # /dev/zero, which never ends
    except OSError:
        pytest.skip("devices are made by root only")


SPECIAL = {"pipe": put_pipe, "socket": put_socket, "device": put_device}


@pytest.fixture
def limited(call, claims):
    """Run a command in this process, and interrupt it if it waits."""

    def end(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)

    def limited(*args, cwd=claims.parent):
        signal.alarm(SECONDS)
        try:
            return call(*args, cwd=cwd, env={"CLAIMTRACK_NO_CACHE": "1"})
        finally:
            signal.alarm(0)

    yield limited
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize("name", FILES)
def test_a_special_file_is_reported_and_never_waited_for(limited, claims, kind, name):
    (claims / name).unlink(missing_ok=True)
    SPECIAL[kind](claims / name)
    line = f"{Path(name).name} is not a regular file, but a pipe, a socket or a device"
    check, listed, shown = limited("check"), limited("list"), limited("show", "tolls")
    if name == ".claimtrack.toml":
        assert (check.code, listed.code, shown.code) == (1, 0, 0)
        assert line in check.out
        return
    assert (check.code, listed.code) == (1, 4)
    assert shown.code == {"dam.toml": 0, "river/tolls.toml": 3}.get(name, 4)
    assert (check.out.count(line), listed.err.count(line)) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*SPECIAL, "link to a pipe", "folder"])
@pytest.mark.parametrize("name", FILES)
def test_no_command_waits_for_a_special_file(run, claims, kind, name):
    path = claims / name
    path.unlink(missing_ok=True)
    if kind == "link to a pipe":
        os.mkfifo(claims / "pipe")
        put_link(path, claims / "pipe")
    else:
        {**SPECIAL, "folder": put_folder}[kind](path)
    # SIGALRM ends the process, whatever it waits for.
    program = ("-c", f"import signal; signal.alarm({SECONDS}); from claimtrack.cli import main; main()")
    for command in [*READING[::3], *CHECK, ["check", f"claims/{name}"], ["cache", "info"]]:
        assert run(*command, cwd=claims.parent, program=program).code in {0, 1, 2, 3, 4}, command


@pytest.mark.parametrize("kind", ["pipe", "socket"])
def test_a_special_file_in_place_of_a_folder_is_passed_over_or_told(limited, claims, kind):
    home = claims.parent / "home"
    home.mkdir()
    SPECIAL[kind](home / "claims")
    SPECIAL[kind](claims / "deep")
    given = limited("list", "--claims", str(home / "claims"))
    assert (given.code, "is a file, not a folder" in given.err) == (3, True)
    assert limited("list", cwd=home).ids == ["dam", "tolls"]
    assert limited("check", str(home / "claims"), cwd=home).code in {0, 3}


def test_a_link_inside_to_a_special_file_is_not_opened(limited, claims):
    os.mkfifo(claims / "pipe")
    (claims / "link.toml").symlink_to("pipe")
    (claims / "hop").symlink_to("pipe")
    put_link(claims / "parties.toml", "hop")
    ran = limited("list")
    assert (ran.code, ran.ids) == (4, ["dam", "tolls"])
    assert [line.split(":")[0] for line in ran.err.splitlines()[:2]] == [
        "claims/link.toml",
        "claims/parties.toml",
    ]


def test_no_special_file_is_opened_at_all(claims, monkeypatch, ask):
    for name in ("pipe.toml", "parties.toml", ".claimtrack.toml"):
        (claims / name).unlink(missing_ok=True)
        os.mkfifo(claims / name)
    opened = []
    really = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest, **more: (opened.append(path), really(path, *rest, **more))[1])
    ask("list", "--no-cache")
    ask("check")
    assert any(str(path).endswith("dam.toml") for path in opened)
    assert not [path for path in opened if str(path).endswith(("pipe.toml", "parties.toml", ".claimtrack.toml"))]


@pytest.mark.parametrize("name", ["parties.toml", "Sources.toml", "river/PARTIES.TOML"])
def test_a_folder_with_the_name_of_a_registry_is_told(ask, claims, name):
    (claims / name).unlink(missing_ok=True)
    (claims / name).mkdir()
    ran = ask("list")
    assert ran.code == 4
    assert f"claims/{name}:1:1: CT004 {Path(name).name} is a folder, not a file" in ran.err


def test_what_is_in_a_folder_is_told_by_its_entries(claims):
    os.mkfifo(claims / "pipe.toml")
    (claims / "out.toml").symlink_to("/etc/passwd")
    (claims / "loop.toml").symlink_to("loop.toml")
    found = list_folder(str(claims), os.path.realpath(claims))
    assert found.files == ("dam.toml", "loop.toml", "parties.toml", "sources.toml")
    assert sorted((each.path, str(each.code)) for each in found.problems) == [
        ("out.toml", "CT005"),
        ("pipe.toml", "CT004"),
    ]
    assert found.linked
