"""`init` makes a folder that is ready to use, and leaves alone what is there."""

from __future__ import annotations

import os
import subprocess

import pytest

from claimtrack.files import new_folder
from claimtrack.files.new_folder import MERGE_LINE

MADE = [
    *("example-bridge.toml", "parties.toml", "sources.toml", ".claimtrack.toml"),
    *("claim.schema.json", "parties.schema.json", "sources.schema.json"),
]


def tree(folder):
    """Return the texts of all files in a folder, by path, but for those of git."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(folder)): path.read_text() for path in files}


def test_the_folder_is_ready_to_use(call, tmp_path):
    ran = call("init", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "next: claimtrack show example-bridge, then claimtrack new\n")
    assert ran.lines == [*(f"claims/{name}:1: added" for name in MADE), ".gitattributes:1: added"]
    checked = call("check", "--strict", cwd=tmp_path)
    assert (checked.code, checked.out) == (0, "")
    assert "1 claim: 0 errors, 0 warnings, 0 notices" in checked.err
    assert call("list", "--disputed", cwd=tmp_path).ids == ["example-bridge"]
    assert MERGE_LINE in (tmp_path / ".gitattributes").read_text().splitlines()
    assert not list(tmp_path.glob(".claimtrack-*"))


@pytest.mark.parametrize("kind", ["claim", "parties", "sources"])
def test_the_schemas_are_those_that_schema_prints_and_each_record_names_its_own(call, tmp_path, kind):
    call("init", cwd=tmp_path)
    assert (tmp_path / "claims" / f"{kind}.schema.json").read_text() == call("schema", "--for", kind).out
    record = "example-bridge" if kind == "claim" else kind
    assert (tmp_path / "claims" / f"{record}.toml").read_text().startswith(f"#:schema {kind}.schema.json\n")


def test_every_line_that_a_template_comments_out_may_be_used(call, tmp_path):
    call("init", cwd=tmp_path)
    for name in ("sources.toml", ".claimtrack.toml"):
        path = tmp_path / "claims" / name
        lines = path.read_text().splitlines()
        path.write_text(
            "\n".join(line[2:] if line.startswith("# ") and ("=" in line or "[" in line) else line for line in lines)
        )
    checked = call("check", cwd=tmp_path)
    assert (checked.code, len(checked.lines)) == (1, 1)  # strict by now: nothing cites the source
    assert "CT045" in checked.out
    assert call("sources", "--unused", cwd=tmp_path).ids == ["gazette-0314"]


@pytest.mark.parametrize(("given", "made"), [("my book", "my book"), ("a/b/claims", "a/b"), ("claims", "")])
def test_the_folder_may_be_elsewhere(call, tmp_path, given, made):
    ran = call("init", given, cwd=tmp_path)
    assert ran.code == 0
    assert sorted(os.listdir(tmp_path / made / "claims")) == sorted(MADE)
    assert ("cd 'my book' && " in ran.err) == (given == "my book")


def test_an_empty_folder_is_used(call, tmp_path):
    (tmp_path / "claims").mkdir()
    assert call("init", cwd=tmp_path).code == 0
    assert sorted(os.listdir(tmp_path / "claims")) == sorted(MADE)


@pytest.mark.parametrize("there", ["file", "records", "link", "dangling link"])
def test_what_is_there_is_left_as_it_is(call, tmp_path, there):
    claims = tmp_path / "claims"
    match there:
        case "file":
            claims.write_text("mine")
        case "records":
            claims.mkdir()
            (claims / "a.toml").write_text('title = "A"\n')
        case _:
            claims.symlink_to(tmp_path / ("nowhere" if there.startswith("dangling") else "x"))
            (tmp_path / "x").mkdir()
    before = tree(tmp_path)
    ran = call("init", cwd=tmp_path)
    assert (ran.code, "claims is there already and is left as it is" in ran.err) == (2, True)
    assert tree(tmp_path) == before
    assert not (tmp_path / ".gitattributes").exists()


def test_a_file_is_no_place_for_it(call, tmp_path):
    (tmp_path / "x").write_text("")
    assert "x is a file, not a folder" in call("init", "x", cwd=tmp_path).err


def test_files_beside_it_are_left_and_what_belongs_there_is_shown(call, tmp_path):
    (tmp_path / ".gitattributes").write_text("*.png binary\n")
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    ran = call("init", "--pre-commit", cwd=tmp_path)
    assert ran.code == 0
    assert (tmp_path / ".gitattributes").read_text() == "*.png binary\n"
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    assert ".gitattributes is there already and is left as it is; what claimtrack would put there:\n" in ran.err
    assert MERGE_LINE in ran.err
    assert "- id: claimtrack-check" in ran.err


def test_what_stands_beside_it_already_is_not_shown_again(call, tmp_path):
    (tmp_path / ".gitattributes").write_text(f"{MERGE_LINE}\n")
    assert call("init", cwd=tmp_path).err == "next: claimtrack show example-bridge, then claimtrack new\n"


def test_the_hook_of_pre_commit_is_the_one_that_the_documents_show(call, tmp_path, shipped):
    assert call("init", "--pre-commit", cwd=tmp_path).code == 0
    made = (tmp_path / ".pre-commit-config.yaml").read_text()
    assert made in (shipped.parent / "docs" / "ci.md").read_text()


def test_a_dry_run_shows_the_files_and_makes_none(call, tmp_path):
    ran = call("init", "--dry-run", "--pre-commit", cwd=tmp_path)
    assert ran.code == 0
    shown = [line.removeprefix("+++ ") for line in ran.lines if line.startswith("+++ ")]
    assert shown == [*(f"claims/{name}" for name in MADE), ".gitattributes", ".pre-commit-config.yaml"]
    assert tree(tmp_path) == {}


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


def test_git_is_told_of_the_merge_driver(call, repository):
    ran = call("init", "--merge-driver", cwd=repository)
    assert (ran.code, "git merges claims with claimtrack in this clone now" in ran.err) == (0, True)
    told = subprocess.run(["git", "config", "merge.claimtrack.driver"], cwd=repository, capture_output=True, check=True)
    assert told.stdout == b"claimtrack merge-driver %O %A %B %P\n"
    named = ["git", "check-attr", "merge", "claims/a.toml", "claims/2025/a.toml", "claims/a.md", "a.toml"]
    attributes = subprocess.run(named, cwd=repository, capture_output=True, check=True, text=True).stdout
    assert [line.rpartition(" ")[2] for line in attributes.splitlines()] == ["claimtrack"] * 2 + ["unspecified"] * 2


def test_a_clone_of_a_book_is_told_of_it_too(call, repository):
    (repository / "claims").mkdir()
    (repository / "claims" / "a.toml").write_text('title = "A"\n')
    ran = call("init", "--merge-driver", cwd=repository)
    assert (ran.code, ran.lines) == (0, [".gitattributes:1: added"])
    assert os.listdir(repository / "claims") == ["a.toml"]


def test_without_a_repository_there_is_no_merge_driver_and_nothing_is_made(call, tmp_path):
    ran = call("init", "--merge-driver", cwd=tmp_path, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert (ran.code, "not a git repository" in ran.err) == (3, True)
    assert tree(tmp_path) == {}


def test_what_fails_leaves_nothing(tmp_path, monkeypatch):
    def fsync(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(new_folder.os, "fsync", fsync)
    with pytest.raises(OSError, match="it cannot be made: No space left on device"):
        new_folder.make_folder(str(tmp_path / "claims"), {"a.toml": ""})
    assert tree(tmp_path) == {}
    assert os.listdir(tmp_path) == []
