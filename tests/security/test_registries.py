"""Whatever keeps a registry from counting is reported by every command that would have used it."""

from __future__ import annotations

import os
import re

import pytest
from gitrepo import Repo

from claimtrack.files.discover import is_registry
from claimtrack.index import snapshot, unchanged

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and special files as POSIX has them")

# The party `modi` speaks for `india`; without the registry the two are one side each, and the claim is disputed.
PARTIES = '[india]\nname = "India"\n[modi]\nname = "Modi"\nspeaks_for = "india"\n'
SOURCES = '[[sources]]\nid = "wire"\nurl = "https://wire.example/1"\n'
RECORDS = {
    "jets": 'title = "Jets"\n[[positions]]\nparty = "India"\nstance = "denies"\ndate = 2025-05-07\n'
    '[[positions]]\nparty = "Modi"\nstance = "asserts"\ndate = 2025-05-08\n',
    "river/dam": 'title = "Dam"\n[[positions]]\nparty = "India"\nstance = "asserts"\n',
}
OTHER_PROBLEMS = {"bad": "titel = 1\n", "two words": 'title = "x"\n', "river/jets-2": "title = \n"}
ALL = [
    ["list", "--json"],
    ["show", "jets", "--json"],
    ["show", "jets", "dam", "--json"],
    ["show", "jet", "--json"],
    ["show", "jets"],
    ["show", "jets", "--format", "markdown"],
    ["diff", "india", "modi", "--json"],
    ["matrix", "--json"],
    ["shifts", "--json"],
    ["shifts", "jets", "--json"],
    ["contradictions", "--json"],
    ["parties", "--json"],
    ["sources", "--json"],
    ["topics", "--json"],
]
SOME = [ALL[0], ALL[1], ALL[3], ALL[11]]


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def link(path, leads):
    path.symlink_to(leads)


def special(path):
    os.mkfifo(path)


# What is wrong, by its name: what is done to a folder that has no registry, and which file is reported.
WRONG = {
    "a link out": (lambda book: link(book / "parties.toml", "../outside/parties.toml"), "parties.toml"),
    "a link to nothing outside": (lambda book: link(book / "parties.toml", "../gone.toml"), "parties.toml"),
    "a link to nothing inside": (lambda book: link(book / "parties.toml", "gone.toml"), "parties.toml"),
    "a link to itself": (lambda book: link(book / "parties.toml", "parties.toml"), "parties.toml"),
    "a link to a folder": (lambda book: link(book / "parties.toml", "river"), "parties.toml"),
    "Parties.toml": (lambda book: put(book / "Parties.toml", PARTIES), "Parties.toml"),
    "PARTIES.TOML": (lambda book: put(book / "PARTIES.TOML", PARTIES), "PARTIES.TOML"),
    "parties.Toml": (lambda book: put(book / "parties.Toml", PARTIES), "parties.Toml"),
    "a sub-folder": (lambda book: put(book / "river" / "parties.toml", PARTIES), "river/parties.toml"),
    "a link in a sub-folder": (
        lambda book: link(book / "river" / "parties.toml", "../../outside/parties.toml"),
        "river/parties.toml",
    ),
    "PARTIES.TOML in a sub-folder": (
        lambda book: put(book / "a" / "b" / "PARTIES.TOML", PARTIES),
        "a/b/PARTIES.TOML",
    ),
    "a folder": (lambda book: (book / "parties.toml").mkdir(), "parties.toml"),
    "a pipe": (lambda book: special(book / "parties.toml"), "parties.toml"),
    "bad TOML": (lambda book: put(book / "parties.toml", "[india\n"), "parties.toml"),
    "not UTF-8": (lambda book: (book / "parties.toml").write_bytes(b"[a]\nname = '\xff'\n"), "parties.toml"),
    "a wrong table": (
        lambda book: put(book / "parties.toml", PARTIES.replace("name", "nam")),
        "parties.toml",
    ),
    "a wrong principal": (
        lambda book: put(book / "parties.toml", PARTIES.replace('"india"', '"inda"')),
        "parties.toml",
    ),
    "no table": (lambda book: put(book / "parties.toml", 'india = "India"\n'), "parties.toml"),
    "sources: a link out": (lambda book: link(book / "sources.toml", "/etc/hostname"), "sources.toml"),
    "sources: Sources.TOML": (lambda book: put(book / "Sources.TOML", SOURCES), "Sources.TOML"),
    "sources: a sub-folder": (lambda book: put(book / "river/sources.toml", SOURCES), "river/sources.toml"),
    "sources: a folder": (lambda book: (book / "sources.toml").mkdir(), "sources.toml"),
    "sources: a pipe": (lambda book: special(book / "sources.toml"), "sources.toml"),
    "sources: bad TOML": (lambda book: put(book / "sources.toml", "[[sources]\n"), "sources.toml"),
    "sources: a wrong key": (
        lambda book: put(book / "sources.toml", SOURCES.replace("url", "urll")),
        "sources.toml",
    ),
    "sources: no list": (lambda book: put(book / "sources.toml", "[sources]\n"), "sources.toml"),
}


@pytest.fixture
def book(folder, tmp_path):
    put(tmp_path / "outside" / "parties.toml", PARTIES)
    return folder(RECORDS)


@pytest.fixture
def ask(call, tmp_path):
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    return lambda *args: call(*args, cwd=tmp_path, env=env)


@pytest.fixture
def settled(monkeypatch):
    """Take every time for old enough to prove something, so that `show` may answer from the index alone."""
    monkeypatch.setattr(snapshot, "RACY", -(10**18))


def statuses(ran):
    """Give the statuses in an answer, by claim."""
    if not ran.out.startswith("{"):
        return {}
    return {each["claim"]: each["status"] for each in ran.json.get("claims", ()) if "status" in each}


def code_of(wrong):
    """Give the exit code: one that hides nothing is reported, and the answer is good."""
    return 0 if wrong == "sources: a wrong key" else 4


def reported(ask, commands, file, code):
    """See that each command reports the file, alike whether it reads the index, makes it or does without."""
    expected = None
    for command in commands:
        answers = [ask(*command), ask(*command), ask(*command, "--no-cache")]
        for ran in answers:
            assert ran.code == code, (command, ran)
            assert f"claims/{file}:" in ran.err, (command, ran)
            if "--json" in command:
                assert f"claims/{file}" in {each["path"] for each in ran.json["problems"]}, command
            found = statuses(ran)
            expected = expected or found
            assert found.items() <= expected.items() or not found, command
        assert answers[0] == answers[1] == answers[2], command
    return expected


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    "wrong", [*WRONG, *(pytest.param(each, marks=pytest.mark.slow, id=f"{each}, all") for each in WRONG)]
)
@pytest.mark.sampled(3)
def test_every_command_reports_it(ask, book, request, wrong):
    spoil, file = WRONG[wrong]
    spoil(book)
    slow = request.node.get_closest_marker("slow") is not None
    found = reported(ask, ALL if slow else SOME, file, code_of(wrong))
    assert found == {"jets": "disputed", "dam": "asserted"}  # as without a registry, in all answers alike
    check = ask("check")
    assert (check.code, f"claims/{file}:" in check.out) == (1, True)


OFTEN = ("a link out", "PARTIES.TOML", "a folder", "sources: bad TOML")
COMMITTED = [each for each in WRONG if "pipe" not in each.split()]


@pytest.mark.parametrize(
    "wrong", [each if each in OFTEN else pytest.param(each, marks=pytest.mark.slow) for each in COMMITTED]
)
def test_the_history_reports_it(book, tmp_path, home, call, wrong):
    repo = Repo(tmp_path, home)
    repo.commit()
    spoil, file = WRONG[wrong]
    spoil(book)
    if (book / file).is_dir() and not (book / file).is_symlink():
        put(book / file / "note.txt", "git keeps no empty folder")
    repo.commit()
    for command in ("list --rev HEAD", "show jets --rev HEAD", "changes HEAD~..HEAD", "changes --each"):
        ran = call(*command.split(), cwd=tmp_path)
        assert ran.code == code_of(wrong), (command, ran)
        assert re.search(rf"claims/{re.escape(file)}:\d+:", ran.err), (command, ran)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("wrong", [each for each in WRONG if not {"link", "folder", "pipe"} & set(each.split())])
def test_show_reports_it_where_it_reads_nothing_but_the_index(ask, book, monkeypatch, wrong):
    spoil, file = WRONG[wrong]
    spoil(book)
    plain = ask("show", "jets", "--json", "--no-cache")
    ask("list")
    fast = []
    really = unchanged.read_unchanged

    def watched(*args):
        found = really(*args)
        fast.append(found is not None)
        return found

    monkeypatch.setattr(unchanged, "read_unchanged", watched)
    assert ask("show", "jets", "--json") == plain
    assert (plain.code, f"claims/{file}:" in plain.err) == (code_of(wrong), True)
    assert fast == [True]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("more", [[], ["--no-cache"]])
def test_show_reports_nothing_of_other_claims(ask, book, folder, more):
    folder({**OTHER_PROBLEMS, "parties": PARTIES, "sources": SOURCES})
    (book / "out.toml").symlink_to("/etc/hostname")
    assert ask("list").code == 4
    ran = ask("show", "jets", "--json", *more)
    assert (ran.code, ran.err, ran.json["problems"]) == (0, "", [])
    assert statuses(ran) == {"jets": "asserted"}
    put(book / "PARTIES.TOML", PARTIES)
    ran = ask("show", "jets", "--json", *more)
    assert ran.code == 4
    assert [each["path"] for each in ran.json["problems"]] == ["claims/PARTIES.TOML"]


@pytest.mark.usefixtures("settled")
def test_a_registry_that_is_mended_or_spoilt_between_two_answers_is_seen(ask, book):
    put(book / "parties.toml", PARTIES)
    ask("list")
    assert ask("show", "jets", "--json").code == 0
    other = book / "Parties.toml"
    for spoil, mend in [
        (lambda path: path.rename(other), other.rename),
        (lambda path: path.write_text("[india\n"), lambda path: path.write_text(PARTIES)),
        (lambda path: (path.unlink(), path.mkdir()), lambda path: (path.rmdir(), path.write_text(PARTIES))),
        (
            lambda path: (path.unlink(), path.symlink_to("../outside/parties.toml")),
            lambda path: (path.unlink(), path.write_text(PARTIES)),
        ),
    ]:
        spoil(book / "parties.toml")
        ran = ask("show", "jets", "--json")
        assert (ran.code, statuses(ran)) == (4, {"jets": "disputed"})
        mend(book / "parties.toml")
        ran = ask("show", "jets", "--json")
        assert (ran.code, statuses(ran)) == (0, {"jets": "asserted"})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_registry_that_may_not_be_read_is_reported(ask, book):
    put(book / "parties.toml", PARTIES)
    (book / "parties.toml").chmod(0)
    reported(ask, SOME, "parties.toml")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("claims/parties.toml", True),
        ("claims/a/Sources.TOML", True),
        ("\u017fources.toml", True),  # a long s, which is an s where case does not count
        ("parties.tom", False),
        ("my-parties.toml", False),
        ("claims/parties.toml/india.toml", False),
    ],
)
def test_the_name_of_a_registry_is_known_in_all_letters(path, expected):
    assert is_registry(path) is expected
