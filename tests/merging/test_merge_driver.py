"""Git calls the driver: real merges, rebases and cherry-picks of records that two people changed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from gitrepo import PARTIES, Repo

if sys.platform == "win32":
    pytest.skip("git starts the driver by a Unix shell here", allow_module_level=True)

BASE = 'title = "Jets fell"\n\n[[positions]]\nparty = "Pakistan"\nstance = "asserts"\ndate = 2025-05-07\n'


def said(party, date, stance="denies"):
    return f'\n[[positions]]\nparty = "{party}"\nstance = "{stance}"\ndate = {date}\n'


@pytest.fixture
def repo(tmp_path, home):
    """A repository with the driver, one claim, and a branch at it for a second person."""
    repo = Repo(tmp_path / "repo", home)
    repo.git("config", "merge.claimtrack.driver", f"{sys.executable} -m claimtrack merge-driver %O %A %B %P")
    (repo.top / ".gitattributes").write_text("claims/**/*.toml merge=claimtrack\n")
    repo.commit({"parties": PARTIES, "air/jets": BASE})
    repo.git("branch", "second")
    return repo


def two(repo, ours, theirs, name="air/jets"):
    """Commit one text of a record on the main branch, and another on the second."""
    repo.commit({name: ours})
    repo.git("checkout", "--quiet", "second")
    repo.commit({name: theirs})
    repo.git("checkout", "--quiet", "main")
    return repo.top / "claims" / f"{name}.toml"


def merge(repo, *command):
    """Merge the second branch, and say what git said if that left a conflict."""
    try:
        repo.git(*(command or ("merge", "--no-edit", "second")))
    except subprocess.CalledProcessError as error:
        return (error.stdout + error.stderr).decode()
    return ""


def test_a_merge_keeps_what_both_appended(repo):
    ours, theirs = said("India", "2025-05-08"), said("Trump", "2025-05-08", "comments")
    path = two(repo, BASE + ours, BASE + theirs)
    assert merge(repo) == ""
    assert path.read_text() == BASE + ours + theirs
    assert repo.git("status", "--short") == ""


@pytest.mark.parametrize("command", ["rebase", "cherry-pick"])
def test_other_commands_give_the_same_lines_as_a_merge(repo, call, command):
    first, second = said("India", "2025-05-08"), said("Modi", "2025-05-10", "qualifies")
    path = two(repo, BASE + first, BASE + second)
    assert merge(repo) == ""
    before = stands(call, repo)
    repo.git("reset", "--quiet", "--hard", "HEAD~")
    repo.git("checkout", "--quiet", "second")
    assert merge(repo, command, "main") == ""
    text = {"rebase": BASE + first + second, "cherry-pick": BASE + second + first}[command]
    assert path.read_text() == text
    assert stands(call, repo) == before


def stands(call, repo):
    """Tell the status of the claim, and where each party stands, since when, and by whom."""
    claim = call("show", "jets", "--json", cwd=repo.top).json["claims"][0]
    return claim["status"], [[line[key] for key in ("principal", "side", "date", "party")] for line in claim["lines"]]


def test_what_would_decide_a_line_is_git_s_ordinary_conflict(repo, call):
    ours, theirs = said("India", "2025-05-08"), said("Modi", "2025-05-08", "qualifies")
    path = two(repo, BASE + ours, BASE + theirs)
    said_by_git = merge(repo)
    assert "claims/air/jets.toml: both sides added a position of 2025-05-08" in said_by_git
    assert "CONFLICT (content): Merge conflict in claims/air/jets.toml" in said_by_git
    text = path.read_text()
    for part in ("<<<<<<< ours", "=======", ">>>>>>> theirs", 'party = "India"', 'party = "Modi"'):
        assert part in text
    assert "git left a merge conflict here" in call("check", cwd=repo.top).out


def test_conflicts_are_in_the_style_that_the_user_has_set(repo):
    repo.git("config", "merge.conflictStyle", "diff3")
    path = two(repo, BASE.replace("fell", "crashed"), BASE.replace("fell", "landed"))
    assert "both sides changed title" in merge(repo)
    assert path.read_text().startswith(
        '<<<<<<< ours\ntitle = "Jets crashed"\n||||||| base\ntitle = "Jets fell"\n=======\ntitle = "Jets landed"\n>>>>>>> theirs\n'
    )


def test_what_git_would_merge_into_another_position_is_a_conflict(repo):
    """Two people corrected one position, in lines so far apart that git sees no conflict."""
    base = BASE.replace(
        'stance = "asserts"\n', 'stance = "asserts"\nquote = "One."\nlang = "en"\nnote = "n"\nabout = "2025"\n'
    )
    repo.commit({"air/jets": base})
    repo.git("branch", "--force", "second")
    path = two(repo, base.replace("Pakistan", "Sharif"), base.replace("2025-05-07", "2025-05-06"))
    assert "both sides changed one of the positions" in merge(repo)
    text = path.read_text()
    assert text.count("<<<<<<< ours\n") == text.count(">>>>>>> theirs\n") == 1
    assert text.count('party = "Sharif"') == text.count('party = "Pakistan"') == 1


def test_registries_are_merged_too(repo):
    ours, theirs = '\n[china]\nname = "China"\n', '\n[rubio]\nspeaks_for = "united-states"\n'
    path = two(repo, PARTIES + ours, PARTIES + theirs, "parties")
    assert merge(repo) == ""
    assert path.read_text() == PARTIES + ours + theirs


def test_a_registry_that_cannot_be_read_may_make_any_two_parties_one(repo):
    two(repo, BASE + said("India", "2025-05-08"), BASE + said("Trump", "2025-05-08"))
    repo.commit({"parties": f"{PARTIES}[india]\n"})
    assert "both sides added a position of 2025-05-08" in merge(repo)


def test_a_registry_that_leads_out_of_the_folder_is_not_read(repo, tmp_path):
    two(repo, BASE + said("India", "2025-05-08"), BASE + said("Trump", "2025-05-08"))
    (tmp_path / "parties.toml").write_text(PARTIES)
    (repo.top / "claims" / "parties.toml").unlink()
    (repo.top / "claims" / "parties.toml").symlink_to(tmp_path / "parties.toml")
    repo.commit()
    assert "both sides added a position of 2025-05-08" in merge(repo)


def test_files_that_are_no_records_are_merged_as_git_does(repo):
    name = ".claimtrack"
    base = '[check]\nignore = ["CT040"]\n\n\n\nstrict = true\n'
    repo.commit({name: base})
    repo.git("branch", "--force", "second")
    path = two(repo, base.replace("040", "041"), base.replace("true", "false"), name)
    assert merge(repo) == ""
    assert path.read_text() == '[check]\nignore = ["CT041"]\n\n\n\nstrict = false\n'
    repo.git("branch", "--force", "second")
    two(repo, base.replace("040", "042"), base.replace("040", "043"), name)
    assert "CONFLICT" in merge(repo)


def test_what_is_no_text_is_left_to_git(repo):
    path = repo.top / "claims" / "air" / "jets.toml"
    for branch, text in (("second", b"a\0"), ("main", b"b\0")):
        repo.git("checkout", "--quiet", branch)
        path.write_bytes(text)
        repo.commit()
    assert "CONFLICT" in merge(repo)
    assert path.read_bytes() == b"b\0"


def driver(call, tmp_path, base, ours, theirs, path="claims/jets.toml"):
    for name, text in (("O", base), ("A", ours), ("B", theirs)):
        (tmp_path / name).write_bytes(text.encode())
    return call("merge-driver", "O", "A", "B", path, cwd=tmp_path)


def test_the_folder_of_claims_may_have_another_name(call, folder, tmp_path):
    folder({"parties": PARTIES}, "facts")
    ours, theirs = said("India", "2025-05-08"), said("Modi", "2025-05-08")
    assert driver(call, tmp_path, BASE, BASE + ours, BASE + theirs, "facts/air/jets.toml").code == 1
    # Beside no registry, each party speaks for itself; where there is not even a folder, nothing is known.
    (tmp_path / "other").mkdir()
    assert driver(call, tmp_path, BASE, BASE + ours, BASE + theirs, "other/jets.toml").code == 0
    assert (tmp_path / "A").read_text() == BASE + ours + theirs
    assert driver(call, tmp_path, BASE, BASE + ours, BASE + theirs, "gone/jets.toml").code == 1


def test_a_configuration_and_what_is_no_text_are_merged_as_git_does(call, tmp_path):
    base = "strict = true\n\n\n\nx = 1\n"
    ours, theirs = base.replace("true", "false"), base.replace("1", "2")
    assert driver(call, tmp_path, base, ours, theirs, "claims/.claimtrack.toml").code == 0
    assert (tmp_path / "A").read_text() == ours.replace("1", "2")
    assert driver(call, tmp_path, base, ours, base.replace("true", "0"), "claims/.claimtrack.toml").code == 1
    assert "<<<<<<< ours" in (tmp_path / "A").read_text()
    assert driver(call, tmp_path, "a", "b\0", "c\0").code == 1
    assert (tmp_path / "A").read_text() == "b\0"


def test_a_registry_that_is_no_file_says_nothing(call, tmp_path):
    (tmp_path / "claims" / "parties.toml").mkdir(parents=True)
    ours, theirs = said("India", "2025-05-08"), said("Trump", "2025-05-08")
    assert driver(call, tmp_path, BASE, BASE + ours, BASE + theirs).code == 1


def test_a_fault_leaves_both_texts_in_the_file(call, tmp_path, monkeypatch):
    from claimtrack.cli import merge_driver

    def fail(*_args, **_more):
        raise MemoryError

    monkeypatch.setattr(merge_driver, "merge_record", fail)
    base = BASE + "\n" * 9 + said("India", "2025-05-08")
    assert driver(call, tmp_path, base, f"# ours\n{base}", f"{base}# theirs\n").code == 70
    assert (tmp_path / "A").read_text() == f"<<<<<<< ours\n# ours\n{base}=======\n{base}# theirs\n>>>>>>> theirs\n"
