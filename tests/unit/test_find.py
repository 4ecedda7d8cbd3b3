"""Which folder holds the claims, and which files in it are records."""

import os
import unicodedata
from pathlib import Path

import pytest

from claimtrack.files.discover import claims_folder
from claimtrack.files.folder import Disk
from claimtrack.problems import Code, NotFoundError

POSIX = pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows gives to few")
NOT_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")


@pytest.fixture
def claims(tmp_path):
    """A folder of claims with one claim in it."""
    folder = tmp_path / "claims"
    folder.mkdir()
    touch(folder / "jets.toml")
    return folder


def touch(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('title = "x"\n', encoding="utf-8")


def swept(folder):
    """Give the claims found by id with their paths below the folder, and the problems likewise."""
    found = Disk(str(folder)).find_files()
    assert {(problem.line, problem.column) for problem in found.problems} <= {(1, 1)}
    claims = {claim: below(folder, path) for claim, path in found.claims.items()}
    return claims, [(below(folder, problem.path), problem.code) for problem in found.problems]


def below(folder, path):
    return Path(path).relative_to(folder).as_posix()


# The folder.


@pytest.mark.parametrize(
    ("here", "expected"),
    [(".", "claims"), ("claims", "."), ("claims/deep", ".."), ("src/deep", "../../claims")],
)
def test_the_claims_folder_is_found_by_walking_up(claims, monkeypatch, here, expected):
    where = claims.parent / here
    where.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(where)
    assert Path(claims_folder(None)) == Path(expected)


def test_the_nearest_claims_folder_is_taken(claims, monkeypatch):
    nearer = claims.parent / "project" / "claims"
    nearer.mkdir(parents=True)
    monkeypatch.chdir(nearer.parent)
    assert claims_folder(None) == "claims"
    assert os.path.samefile(claims_folder(None), nearer)


def test_a_file_named_claims_is_passed_over_on_the_way_up(claims, monkeypatch):
    project = claims.parent / "project"
    project.mkdir()
    touch(project / "claims")
    monkeypatch.chdir(project)
    assert Path(claims_folder(None)) == Path("../claims")


def test_without_a_claims_folder_it_is_said_how_to_make_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFoundError, match="no folder named claims here or in any folder above") as error:
        claims_folder(None)
    assert "--claims DIR" in error.value.hint
    assert error.value.exit_code == 3


def test_where_the_working_directory_is_gone_there_is_no_way_up(monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(Path, "cwd", gone)
    with pytest.raises(NotFoundError, match="the working directory is gone"):
        claims_folder(None)


def test_the_folder_that_was_named_is_taken_whatever_its_name(tmp_path):
    (tmp_path / "disputes").mkdir()
    assert claims_folder(tmp_path / "disputes") == str(tmp_path / "disputes")


@pytest.mark.parametrize(("named", "told"), [("jets.toml", "is a file, not a folder"), ("elsewhere", "does not exist")])
def test_what_is_no_folder_is_refused(claims, named, told):
    with pytest.raises(NotFoundError, match=told) as error:
        claims_folder(claims / named)
    assert str(claims / named) in error.value.message


# The files.


def test_an_empty_folder_has_nothing_in_it(tmp_path):
    found = Disk(str(tmp_path)).find_files()
    assert (found.claims, found.parties, found.sources, found.problems) == ({}, None, None, [])


def test_the_ids_of_claims_are_their_files_stems_wherever_they_lie(claims):
    for name in ("may-2025/ceasefire.toml", "a/b/c/nobel.toml", "v1.2_draft.toml", "9-may.toml", "जेट.toml"):
        touch(claims / name)
    found, problems = swept(claims)
    assert found == {
        "9-may": "9-may.toml",
        "ceasefire": "may-2025/ceasefire.toml",
        "jets": "jets.toml",
        "nobel": "a/b/c/nobel.toml",
        "v1.2_draft": "v1.2_draft.toml",
        "जेट": "जेट.toml",
    }
    assert problems == []


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.toml",
        ".toml",
        ".git/config.toml",
        "a/.b/c.toml",
        "jets.txt",
        "jets.toml~",
        "jets.toml.orig",
        "toml",
    ],
)
def test_hidden_files_and_those_of_another_kind_are_no_records(claims, name):
    touch(claims / name)
    assert swept(claims) == ({"jets": "jets.toml"}, [])


def test_a_folder_that_is_named_like_a_record_is_a_folder(claims):
    touch(claims / "may.toml" / "ceasefire.toml")
    assert swept(claims)[0] == {"jets": "jets.toml", "ceasefire": "may.toml/ceasefire.toml"}


def test_the_registries_are_those_of_the_top_folder(claims):
    touch(claims / "parties.toml")
    touch(claims / "sources.toml")
    found = Disk(str(claims)).find_files()
    assert (found.parties, found.sources) == (str(claims / "parties.toml"), str(claims / "sources.toml"))
    assert list(found.claims) == ["jets"]
    assert found.problems == []


@pytest.mark.parametrize("name", ["may/parties.toml", "may/sources.toml", "may/PARTIES.toml"])
def test_the_names_of_registries_are_reserved_in_sub_folders(claims, name):
    touch(claims / name)
    (problem,) = Disk(str(claims)).find_files().problems
    assert (below(claims, problem.path), problem.code) == (name, Code.RESERVED)
    assert problem.hint.endswith(str(claims / name.removeprefix("may/").lower()))


@pytest.mark.parametrize(
    "name",
    ["indian jets.toml", "jets!.toml", "-jets.toml", "_jets.toml", "jets\u200d.toml", "a,b.toml", "🛩.toml"],
)
def test_an_id_is_letters_digits_hyphens_underscores_and_dots(claims, name):
    touch(claims / name)
    found, problems = swept(claims)
    assert list(found) == ["jets"]
    assert problems == [(name, Code.BAD_ID)]


def test_an_id_is_taken_once_in_the_whole_folder(claims):
    touch(claims / "may" / "jets.toml")
    touch(claims / "october" / "jets.toml")
    found = Disk(str(claims)).find_files()
    assert found.claims == {"jets": str(claims / "jets.toml")}
    assert [(below(claims, problem.path), problem.code) for problem in found.problems] == [
        ("may/jets.toml", Code.DUPLICATE_ID),
        ("october/jets.toml", Code.DUPLICATE_ID),
    ]
    assert str(claims / "jets.toml") in found.problems[0].message


def test_a_decomposed_name_is_the_same_id(tmp_path):
    composed, decomposed = (unicodedata.normalize(form, "café.toml") for form in ("NFC", "NFD"))
    touch(tmp_path / "a" / decomposed)
    assert list(Disk(str(tmp_path)).find_files().claims) == ["café"]
    touch(tmp_path / "b" / composed)
    found = Disk(str(tmp_path)).find_files()
    assert list(found.claims) == ["café"]
    assert [problem.code for problem in found.problems] == [Code.DUPLICATE_ID]


def test_the_order_in_which_a_folder_lists_its_files_changes_nothing(claims, monkeypatch):
    for name in ("may/jets.toml", "may/nobel.toml", "april/nobel.toml", "a b.toml", "parties.toml"):
        touch(claims / name)
    found = Disk(str(claims)).find_files()
    listed = os.scandir

    class Backwards:
        def __init__(self, folder):
            with listed(folder) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_error):
            return None

    monkeypatch.setattr(os, "scandir", Backwards)
    again = Disk(str(claims)).find_files()
    assert (again.claims, again.parties) == (found.claims, found.parties)
    assert sorted(again.problems) == sorted(found.problems)
    assert found.claims["nobel"] == str(claims / "april" / "nobel.toml")


def test_a_folder_that_vanished_is_a_problem(tmp_path):
    (problem,) = Disk(str(tmp_path / "gone")).find_files().problems
    assert problem.code == Code.UNREADABLE
    assert problem.message.startswith("the folder cannot be read: ")


@POSIX
@NOT_ROOT
def test_a_folder_that_may_not_be_read_is_a_problem_and_hides_no_other(claims):
    touch(claims / "secret" / "nobel.toml")
    os.chmod(claims / "secret", 0)
    try:
        assert swept(claims) == ({"jets": "jets.toml"}, [("secret", Code.UNREADABLE)])
    finally:
        os.chmod(claims / "secret", 0o700)


# Links.


@POSIX
@pytest.mark.parametrize("target", ["jets.toml", "may/nobel.toml", ".drafts/nobel.toml"])
def test_a_link_is_followed_to_a_file_inside_the_folder(claims, target):
    if target != "jets.toml":
        touch(claims / target)
    (claims / "linked.toml").symlink_to(target)
    found, problems = swept(claims)
    assert found["linked"] == "linked.toml"
    assert problems == []


@POSIX
@pytest.mark.parametrize("target", ["../secret.toml", "/etc/passwd", "may", "../claims-too/x.toml", "."])
def test_a_link_is_followed_nowhere_else(claims, target):
    touch(claims.parent / "secret.toml")
    touch(claims.parent / "claims-too" / "x.toml")  # its path begins with that of the folder
    (claims / "may").mkdir()
    (claims / "linked.toml").symlink_to(target)
    assert swept(claims) == ({"jets": "jets.toml"}, [("linked.toml", Code.LINK)])


@POSIX
def test_a_folder_outside_that_is_linked_to_is_not_entered(claims):
    touch(claims.parent / "elsewhere" / "nobel.toml")
    (claims / "elsewhere").symlink_to(claims.parent / "elsewhere")
    (claims / "circle").symlink_to(".")
    assert swept(claims) == ({"jets": "jets.toml"}, [])


@POSIX
@pytest.mark.parametrize("target", ["gone.toml", "linked.toml"])
def test_a_link_to_nothing_or_to_itself_is_left_to_whoever_reads_it(claims, target):
    (claims / "linked.toml").symlink_to(target)
    found, problems = swept(claims)
    assert found["linked"] == "linked.toml"
    assert problems == []


@POSIX
def test_the_folder_itself_may_be_a_link(claims):
    (claims / "linked.toml").symlink_to("jets.toml")
    (claims.parent / "book").symlink_to("claims")
    assert list(Disk(str(claims.parent / "book")).find_files().claims) == ["jets", "linked"]
