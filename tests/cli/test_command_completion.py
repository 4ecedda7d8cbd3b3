"""Completion in the shell: names from the folder at hand, revisions of its repository, codes."""

from __future__ import annotations

import pytest
from gitrepo import Repo, said


@pytest.fixture
def complete(call, book):
    """Ask what bash would be offered at the end of a line."""

    def complete(line, cwd=book, env=None):
        words = line.split(" ")
        asking = {
            "_CLAIMTRACK_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
        ran = call(cwd=cwd, env={**asking, **(env or {})})
        assert (ran.code, ran.err) == (0, "")
        return ran.out.split()

    return complete


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("claimtrack so", ["sources", "source"]),
        ("claimtrack show ", ["bridge", "dam", "ferry", "flood", "toll-tax", "tolls"]),
        ("claimtrack show toll", ["toll-tax", "tolls"]),
        ("claimtrack show dam to", ["toll-tax", "tolls"]),
        ("claimtrack show zzz", []),
        ("claimtrack diff n", ["norland"]),
        ("claimtrack diff norland s", ["sudland"]),
        ("claimtrack list --party m", ["marshal"]),
        ("claimtrack list --silent کشتی", ["کشتی-بان"]),
        ("claimtrack list --topic r", ["river-war"]),
        ("claimtrack diff norland sudland --topic B", ["Bridges"]),
        ("claimtrack list --status a", ["asserted"]),
        ("claimtrack list --stance de", ["denies", "declines"]),
        ("claimtrack list --kind p", ["policy", "prediction"]),
        ("claimtrack diff a b --only o", ["opposed", "only-a", "only-b"]),
        ("claimtrack list --sort l", ["last"]),
        ("claimtrack list --format j", ["json", "jsonl"]),
        ("claimtrack diff NOR", ["norland"]),
        ("claimtrack diff kingd", ["'Kingdom", "of", "Norland'"]),
        ("claimtrack list --party zoë", ["'Zoë", "Ångström'"]),
        ("claimtrack list --party ZOË", ["'Zoë", "Ångström'"]),
        ("claimtrack list --topic RIV", ["river-war"]),
        ("claimtrack list --source wire", ["wire-0310"]),
        ("claimtrack list --source GAZ", ["gazette-0311"]),
        ("claimtrack check --explain ct03", [f"CT03{number}" for number in range(8)]),
        ("claimtrack check --ignore CT063", ["CT063"]),
        ("claimtrack help so", ["sources", "source"]),
        ("claimtrack completion z", ["zsh"]),
        ("claimtrack list --rev m", []),
        ("claimtrack rename p", ["party"]),
        ("claimtrack rename claim toll", ["toll-tax", "tolls"]),
        ("claimtrack rename party no", ["norland"]),
        ("claimtrack rename party kingd", []),
        ("claimtrack rename source wire", ["wire-0310"]),
        ("claimtrack rename nothing toll", []),
    ],
)
def test_what_is_offered(complete, line, offered):
    assert complete(line) == offered


@pytest.mark.parametrize(
    "line", ["claimtrack show ", "claimtrack list --party ", "claimtrack list --topic ", "claimtrack diff x "]
)
def test_without_a_folder_nothing_is_offered_and_nothing_said(complete, tmp_path_factory, line):
    assert complete(line, cwd=tmp_path_factory.mktemp("bare")) == []


def test_a_named_folder_is_looked_into(complete, book, tmp_path_factory):
    bare, claims = tmp_path_factory.mktemp("bare"), str(book / "claims")
    assert complete(f"claimtrack show --claims {claims} br", cwd=bare) == ["bridge"]
    assert complete(f"claimtrack list --claims {claims} --party mar", cwd=bare) == ["marshal"]
    assert complete("claimtrack list --topic r", cwd=bare, env={"CLAIMTRACK_CLAIMS": claims}) == ["river-war"]
    assert complete("claimtrack show br", env={"CLAIMTRACK_CLAIMS": str(bare / "gone")}) == []


def test_an_unreadable_record_does_not_get_in_the_way(complete, folder):
    folder({"canal": "title ="})
    assert complete("claimtrack show d") == ["dam"]


def test_fish_and_zsh_are_told_what_an_id_means(call, book):
    fish = {
        "_CLAIMTRACK_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": "claimtrack show da",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert call(cwd=book, env=fish).lines == ["dam\tThe dam was opened on purpose"]
    zsh = {"_CLAIMTRACK_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "claimtrack diff mar"}
    assert r"shown=($'marshal\x20\x20\x2d\x2d\x20Marshal\x20Ek');" in call(cwd=book, env=zsh).out


def test_the_real_program_completes(run, book):
    env = {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "claimtrack show br", "COMP_CWORD": "2"}
    ran = run(cwd=book, env=env)
    assert (ran.code, ran.out, ran.err) == (0, "bridge\n", "")


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("claimtrack list --rev ", ["main", "topic/dam", "v1.0"]),
        ("claimtrack list --rev T", ["topic/dam"]),
        ("claimtrack changes v", ["v1.0"]),
        ("claimtrack changes v1.0..", ["v1.0..main", "v1.0..topic/dam", "v1.0..v1.0"]),
        ("claimtrack changes main...to", ["main...topic/dam"]),
        ("claimtrack changes ..to", ["..topic/dam"]),
    ],
)
def test_branches_and_tags_are_offered(complete, tmp_path, line, offered):
    repo = Repo(tmp_path / "repo", tmp_path)
    repo.commit({"dam": {"title": "Dam", "positions": [said("ann", "asserts")]}})
    repo.git("branch", "topic/dam")
    repo.git("tag", "v1.0")
    assert complete(line, cwd=repo.top) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_the_script_of_any_shell_is_printed(call, tmp_path, shell):
    ran = call("completion", shell, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "_CLAIMTRACK_COMPLETE" in ran.out
    assert ran.lines[0].strip()


def test_an_unknown_shell_is_a_usage_error(call):
    ran = call("completion", "tcsh")
    assert (ran.code, ran.out) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish', 'powershell', 'pwsh'" in ran.err
