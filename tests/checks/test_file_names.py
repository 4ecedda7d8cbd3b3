"""A file that is named is read or refused, and one that only looks like a record does not go unnoticed."""

from __future__ import annotations

import os

import pytest

from claimtrack.files.file_names import ignored_files, list_names, unportable_names, why_not_read

CLAIM = 'title = "The dam leaked"\n'
WRONG = 'titel = "The dam leaked"\n'
IGNORED = [
    *("dam.TOML", "dam.Toml", "dam.toml.txt", "dam.toml~", "dam.toml.bak", "dam.toml.orig", "dam.toml.rej"),
    *("dam.toml.swp", "dam.toml (1)", "#dam.toml#", "dam.toml.mine", "dam.TOML.txt"),
    *("dam.yaml", "dam.yml", "dam.json", "dam.tml", "dam.tolm", "parties.yaml"),
]
COPIES = [
    "dam.sync-conflict-20250507-120000-ABCDEF1.toml",
    *("dam_BACKUP_1.toml", "dam_BASE_4711.toml", "dam_LOCAL_4711.toml", "dam_REMOTE_4711.toml"),
    *("dam (1).toml", "dam - Copy.toml", "dam - Copy (2).toml", "dam copy.toml", "dam copy 2.toml", "dam-copy.toml"),
    *("Copy of dam.toml", "Kopie von dam.toml", "dam - Kopie.toml", "dam_copy.toml"),
    *("dam (conflicted copy 2025-05-07).toml", "dam (Ada's conflicted copy 2025-05-07).toml"),
    *("dam_conflict-20250507-120000.toml", "dam-conflict.toml", "dam.orig.toml", "dam.bak.toml", "dam.old.toml"),
]
FINE = [
    *("dam.toml", "dam-2.toml", "dam-1.toml", "parties.toml", "sources.toml", ".dam.toml", ".dam.toml.swp"),
    *(
        "README.md",
        "claim.schema.json",
        "dam.txt",
        "photocopy.toml",
        "conflict.toml",
        "backup.toml",
        "water-conflict-act.toml",
    ),
    *("budget-copy.toml", "dams (1)", "notes", "Makefile", "map.png"),
]
UNPORTABLE = [
    *("aux.toml", "CON.toml", "con.x.toml", "nul.toml", "com1.toml", "lpt9.toml", "prn.toml", "com².toml"),
    *("a:b.toml", "who?.toml", "a*.toml", 'a"b.toml', "a<b.toml", "a>b.toml", "a|b.toml", "a\\b.toml", "a\tb.toml"),
    os.fsdecode(b"d\xe4m.toml"),
]
PORTABLE = ["console.toml", "auxiliary.toml", "com.toml", "com10.toml", "null.toml", "बाँध.toml", "dam..toml"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows cannot hold such names")


def names(found):
    return [os.path.basename(each.path) for each in found]


@pytest.mark.parametrize("name", [*IGNORED, *COPIES])
def test_what_looks_like_a_record_or_a_copy_is_noticed(call, folder, name):
    claims = folder({"dam": CLAIM})
    (claims / name).write_text(CLAIM)
    ran = call("check", cwd=claims.parent)
    (line,) = [line for line in ran.lines if " CT062 " in line]
    assert line.startswith(f"claims/{name}:1:1: CT062 ")
    assert "; " in line
    assert ran.code == (1 if "CT006" in ran.out else 0)


@pytest.mark.parametrize("name", FINE)
def test_other_files_are_left_alone(folder, name):
    claims = folder({"dam": CLAIM})
    (claims / name).write_text(CLAIM)
    assert names(ignored_files(list_names(str(claims)))) == []


def test_a_copy_in_a_folder_below_is_noticed_and_hidden_folders_are_not_entered(folder):
    claims = folder({"sub/dam": CLAIM, "sub/dam-copy": CLAIM, "other/dam-copy": CLAIM, ".git/dam_LOCAL_1": CLAIM})
    assert [each.path for each in ignored_files(list_names(str(claims)))] == [os.path.join("sub", "dam-copy.toml")]


@pytest.mark.parametrize("name", IGNORED)
def test_the_hint_about_an_ignored_file_obeyed_makes_it_a_record(folder, name):
    claims = folder({})
    (claims / name).write_text(CLAIM)
    (found,) = ignored_files(list_names(str(claims)))
    better = found.hint.replace(",", "").split()[3]
    (claims / name).rename(claims / better)
    assert [*ignored_files(list_names(str(claims)))] == []
    assert better.endswith(".toml")


@POSIX
@pytest.mark.parametrize("name", UNPORTABLE)
def test_names_that_another_system_cannot_hold_are_reported(call, folder, name):
    claims = folder({})
    (claims / name).write_text(CLAIM)
    assert names(unportable_names(list_names(str(claims)))) == [name]
    assert "CT063" in call("check", cwd=claims.parent).out


@POSIX
@pytest.mark.parametrize("name", ["may.", "may ", "aux", "a:b"])
def test_so_are_folders(folder, name):
    assert names(unportable_names(list_names(str(folder({f"{name}/dam": CLAIM}))))) == [name]


@pytest.mark.parametrize("name", PORTABLE)
def test_other_names_are_fine(folder, name):
    claims = folder({})
    (claims / name).write_text(CLAIM)
    assert names(unportable_names(list_names(str(claims)))) == []


def test_a_name_that_is_too_long_in_bytes_is_reported(monkeypatch, tmp_path):
    long = "ब" * 90 + ".toml"
    monkeypatch.setattr(os, "walk", lambda _: [(str(tmp_path), [], [long, "a" * 200 + ".toml"])])
    assert names(unportable_names(list_names(str(tmp_path)))) == [long]


# What is named


@pytest.mark.parametrize("name", [*IGNORED, ".hidden.toml", ".git/dam.toml", "README.md", "claim.schema.json"])
def test_a_file_that_is_named_and_no_record_is_refused(call, folder, name):
    claims = folder({"dam": CLAIM, "bridge": CLAIM})
    (claims / name).parent.mkdir(exist_ok=True)
    (claims / name).write_text(WRONG)
    for args in ([name], ["dam", name]):
        ran = call("check", *(f"claims/{each}" if each == name else each for each in args), cwd=claims.parent)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"claimtrack: claims/{name} is not checked: ")
        assert len(ran.err.splitlines()) == 2
        assert "0 errors" not in ran.err


def test_a_folder_without_a_record_is_refused(call, folder):
    claims = folder({"dam": CLAIM, ".hidden/dam": WRONG})
    (claims / "empty").mkdir()
    for name in ("empty", ".hidden"):
        ran = call("check", f"claims/{name}", cwd=claims.parent)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"claimtrack: claims/{name} is not checked: ")


@POSIX
def test_a_folder_that_is_a_link_is_refused_and_so_is_what_is_in_it(call, folder):
    claims = folder({"sub/dam": WRONG})
    (claims / "linked").symlink_to("sub")
    for name in ("linked", "linked/dam.toml"):
        ran = call("check", f"claims/{name}", cwd=claims.parent)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err.startswith(f"claimtrack: claims/{name} is not checked: ")


@pytest.mark.parametrize(
    "path", ["claims", "claims/", ".", "claims/sub", "claims/sub/dam.toml", "claims/.claimtrack.toml"]
)
def test_what_is_read_can_be_named(call, folder, path):
    claims = folder({"sub/dam": CLAIM})
    (claims / ".claimtrack.toml").write_text("")
    assert call("check", path, cwd=claims.parent).code == 0


def test_a_folder_of_claims_that_is_empty_can_be_named(call, folder):
    assert call("check", "claims", cwd=folder({}).parent).code == 0


@POSIX
def test_what_cannot_be_read_is_a_problem_and_not_refused(call, folder):
    claims = folder({"dam": CLAIM, "two words": CLAIM})
    (claims / "gone.toml").symlink_to("nothing.toml")
    os.mkfifo(claims / "pipe.toml")
    for name, code in [("gone.toml", "CT004"), ("pipe.toml", "CT004"), ("two words.toml", "CT006")]:
        ran = call("check", f"claims/{name}", cwd=claims.parent)
        assert (ran.code, code in ran.out) == (1, True)


def test_why_a_file_is_not_read_is_said():
    assert why_not_read(os.path.join(".git", "dam.toml"))[0].startswith(".git is hidden")
    assert why_not_read("README.md")[0].startswith("README.md is not read")
