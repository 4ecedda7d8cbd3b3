"""Which folder is read, and what is said when it is missing, empty or partly unreadable."""

from __future__ import annotations

import os
import re

import pytest

SEVEN_LINES = """\
title = "The well is dry"
[[positions]]
party = "Ann"
stance = "asserts"
[[positions]]
party = "Ben"
stance = "denies"
"""
COMMANDS = ["list", "show x", "diff a b", "parties", "sources", "topics"]


@pytest.fixture
def bare(tmp_path_factory):
    """A directory without claims, and none above it."""
    return tmp_path_factory.mktemp("bare")


@pytest.mark.parametrize("command", COMMANDS)
def test_without_a_folder_every_command_says_what_to_do(call, bare, command):
    ran = call(*command.split(), cwd=bare)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "claimtrack: no folder named claims here or in any folder above\n"
        "make one (mkdir claims) or name another with --claims DIR\n"
    )


def test_a_folder_is_named(call, bare, book):
    there = str(book / "claims")
    assert call("list", "--claims", there, cwd=bare).out == call("list", cwd=book).out


def test_a_folder_is_named_in_the_environment(call, bare, book):
    env = {"CLAIMTRACK_CLAIMS": str(book / "claims")}
    assert call("list", cwd=bare, env=env).out == call("list", cwd=book).out


def test_an_empty_variable_names_nothing(call, book):
    assert len(call("list", cwd=book, env={"CLAIMTRACK_CLAIMS": ""}).lines) == 6


def test_what_is_named_in_the_command_beats_the_environment(call, book, folder):
    other = folder({"well": SEVEN_LINES}, at="other")
    env = {"CLAIMTRACK_CLAIMS": str(book / "claims")}
    assert call("list", "--claims", str(other), cwd=book, env=env).ids == ["well"]


def test_what_is_named_in_the_environment_beats_the_working_directory(call, book, folder):
    other = folder({"well": SEVEN_LINES}, at="other")
    assert call("list", cwd=book, env={"CLAIMTRACK_CLAIMS": str(other)}).ids == ["well"]


@pytest.mark.parametrize("below", ["claims", "claims/river", "drafts/deep"])
def test_the_folder_is_looked_for_above(call, book, below):
    here = book / below
    here.mkdir(parents=True, exist_ok=True)
    ran = call("list", "--json", "--disputed", cwd=here)
    (claim,) = ran.json["claims"]
    assert claim["claim"] == "bridge"
    assert (here / claim["path"]).samefile(book / "claims" / "bridge.toml")
    assert not os.path.isabs(claim["path"])


def test_the_nearest_folder_counts(call, book, folder):
    folder({"well": SEVEN_LINES}, at="inner/claims")
    assert call("list", cwd=book / "inner").ids == ["well"]


@pytest.mark.parametrize(
    ("name", "told"),
    [("gone", "gone does not exist"), ("file.toml", "file.toml is a file, not a folder")],
)
def test_what_is_named_must_be_a_folder(call, bare, name, told):
    (bare / "file.toml").touch()
    ran = call("list", "--claims", name, cwd=bare)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == f"claimtrack: {told}\nname the folder that holds the records with --claims DIR\n"


def test_an_empty_folder_is_fine_and_says_how_to_begin(call, folder):
    ran = call("list", cwd=folder({}).parent)
    assert (ran.code, ran.out) == (0, "")
    first, second = ran.err.splitlines()
    assert first == "0 of 0 claims"
    assert second == "claims holds no claims yet: a claim is a file claims/its-id.toml with a title"


def test_an_empty_folder_is_an_empty_list_in_json(call, folder):
    ran = call("list", "--json", cwd=folder({}).parent)
    assert (ran.code, ran.json) == (0, {"schema_version": 1, "claims": [], "problems": []})


def test_seven_lines_dropped_in_show_up_at_once(call, book):
    before = call("list", cwd=book).ids
    (book / "claims" / "well.toml").write_text(SEVEN_LINES)
    assert len(SEVEN_LINES.splitlines()) == 7
    assert call("list", cwd=book).ids == [*before, "well"]
    assert call("list", "--disputed", cwd=book).ids == ["bridge", "well"]
    assert call("show", "well", "--json", cwd=book).json["claims"][0]["status"] == "disputed"
    (book / "claims" / "well.toml").unlink()
    assert call("list", cwd=book).ids == before


@pytest.mark.parametrize("to", ["table", "plain", "json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize("command", ["list", "show da", "diff norland sudland", "parties", "sources", "topics"])
@pytest.mark.sampled(4)
def test_an_unreadable_record_never_hides_the_others(call, book, folder, command, to):
    whole = call(*command.split(), "--format", to, cwd=book)
    folder({"canal": "title = ", "lock": '[[positions]]\nparty = "x"\nstance = "says"\n'})
    ran = call(*command.split(), "--format", to, cwd=book)
    assert (whole.code, ran.code) == (0, 4)
    canal, title, stance, count, *_ = ran.err.replace("\\", "/").splitlines()
    assert canal.startswith("claims/canal.toml:1:9: CT003 ")
    assert {each.partition(": ")[0] for each in (title, stance)} == {
        "claims/lock.toml:1:1",
        "claims/lock.toml:3:10",
    }
    assert count == "claimtrack: 2 records could not be read and are left out"
    if to != "json":
        assert ran.out == whole.out


def test_a_problem_is_one_line_whatever_is_in_it(call, folder):
    claims = folder({"t": 'title = "T"\n"two\\nlines\\u001b[31m\\ttab" = 1\n'})
    ran = call("list", cwd=claims.parent)
    assert ran.code == 4
    problem, count, _ = ran.err.replace("\\", "/").splitlines()
    assert re.fullmatch(r'claims/t\.toml:2:1: CT010 unknown key "two.+lines/x1b\[31m.+tab"; .+', problem)
    assert count == "claimtrack: 1 record could not be read and is left out"


def test_a_tilde_is_the_home_directory_unless_a_folder_is_called_so(call, book, tmp_path):
    env = {"HOME": str(book), "USERPROFILE": str(book)}
    assert len(call("list", cwd=tmp_path, env={**env, "CLAIMTRACK_CLAIMS": "~/claims"}).lines) == 6
    assert len(call("list", "--claims", "~/claims", cwd=tmp_path, env=env).lines) == 6
    (tmp_path / "~" / "claims").mkdir(parents=True)
    assert call("list", "--claims", "~/claims", cwd=tmp_path, env=env).lines == []
    gone = call("list", "--claims", "~nobody/claims", cwd=tmp_path, env=env)
    assert (gone.code, gone.err.splitlines()[0]) == (3, "claimtrack: ~nobody/claims does not exist")


def test_a_bad_registry_leaves_the_claims_readable(call, book, folder):
    folder({"parties": "[norland"})
    ran = call("list", cwd=book)
    assert ran.code == 4
    assert len(ran.lines) == 6
    assert "every party speaks for itself alone" in ran.err
    assert "could not be read and" not in ran.err


@pytest.mark.parametrize("command", ["list", "list --no-cache", "check", "show bridge"])
def test_a_file_of_a_hundred_gigabytes_is_one_problem(call, book, command):
    with open(book / "claims" / "huge.toml", "wb") as file:
        file.truncate(100_000_000_000)  # sparse: it takes no space
    ran = call(*command.split(), cwd=book)
    assert "dam" in ran.out or command == "show bridge"
    if command != "show bridge":
        assert "huge.toml:1:1: CT004 the file cannot be read: it is larger than 10,000,000 bytes" in ran.out + ran.err


def test_the_limit_of_a_file_can_be_set(call, book):
    (book / "claims" / "long.toml").write_text(f'title = "Long"\n# {"x" * 5000}\n')
    assert "long" in call("list", cwd=book).ids
    for command in ("list", "list --no-cache"):
        assert "long" not in call(*command.split(), cwd=book, env={"CLAIMTRACK_MAX_FILE_SIZE": "4999"}).ids
    assert "long" in call("list", cwd=book).ids
    refused = call("list", "--no-cache", cwd=book, env={"CLAIMTRACK_MAX_FILE_SIZE": "10 MB"})
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "claimtrack: CLAIMTRACK_MAX_FILE_SIZE is not a number of bytes: 10 MB\n"
