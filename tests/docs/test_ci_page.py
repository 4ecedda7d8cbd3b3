"""The workflows of docs/ci.md are safe to copy, and what they run works."""

from __future__ import annotations

import re
import shlex
import shutil
import sys

import pytest
from documents import ROOT, blocks
from gitrepo import Repo, record, said

yaml = pytest.importorskip("yaml", reason="it comes with pre-commit, which pip install -e '.[dev]' installs")

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
YAML = [block for block in blocks(PAGE) if block.language == "yaml"]
FILES = {block.name: yaml.safe_load(block.text) for block in YAML if block.name}
CHECK, COMMENT = (FILES[f".github/workflows/{name}.yml"] for name in ("claims", "claims-comment"))
HOSTILE = "@octocat ![x](https://example.org/x) #1 </td><img src=x> `|`"


def steps(workflow):
    (job,) = workflow["jobs"].values()
    return job["steps"]


def runs(workflow):
    """Return the scripts that a workflow runs."""
    return [step["run"] for step in steps(workflow) if "run" in step]


@pytest.mark.parametrize("block", YAML, ids=lambda block: block.lines[0].strip())
def test_every_block_is_yaml(block):
    assert yaml.safe_load(block.text)


@pytest.mark.parametrize("workflow", [CHECK, COMMENT], ids=["check", "comment"])
def test_nothing_of_a_pull_request_becomes_part_of_a_script(workflow):
    assert workflow["permissions"]["contents"] == "read"
    assert all("${{" not in script for script in runs(workflow))
    assert "pull_request_target" not in str(workflow)
    assert all(re.fullmatch(r"[\w./-]+@v\d+", step["uses"]) for step in steps(workflow) if "uses" in step)


def test_what_the_pull_request_could_change_has_no_rights():
    assert CHECK["permissions"] == {"contents": "read"}
    assert {"pull_request", "push"} == CHECK[True].keys()  # YAML 1.1 takes the key "on" for true
    assert (
        next(step for step in steps(CHECK) if "checkout" in step.get("uses", ""))["with"]["persist-credentials"]
        is False
    )


def test_what_has_rights_takes_nothing_of_the_pull_request_to_run():
    assert COMMENT[True] == {"workflow_run": {"workflows": [CHECK["name"]], "types": ["completed"]}}
    assert all("ref" not in step.get("with", {}) for step in steps(COMMENT))
    assert all("artifact" not in step.get("uses", "") for step in steps(COMMENT))


# -- what they run, with a repository in place of GitHub's, and scripts in place of pip and gh


@pytest.fixture
def pull_request(tmp_path, home):
    """Return a clone in which a pull request is merged, as GitHub has it checked, and the id of its head."""
    if sys.platform == "win32" or shutil.which("bash") is None:
        pytest.skip("the runner of these workflows has a bash")
    origin = Repo(tmp_path / "origin", home)
    origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
    origin.commit({"dam": record(said("Water Board", "denies", "2025-05-07"), title="The dam leaked")})
    origin.git("checkout", "--quiet", "-b", "topic")
    head = origin.commit(
        {
            "dam": record(
                said("Water Board", "denies", "2025-05-07"),
                said("Water Board", "asserts", "2025-06-01", value=HOSTILE),
                title="The dam leaked",
            ),
            "bad": f"title = 1\n{shlex.quote(HOSTILE)} = 2\n",
        }
    )
    origin.git("checkout", "--quiet", "main")
    origin.git("clone", "--quiet", str(origin.top), str(tmp_path / "clone"))
    return Repo(tmp_path / "clone", home), head


@pytest.fixture
def execute(start, tmp_path):
    """Run a script as the runner does, in a clone; return its exit code and its output."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    for name, script in {
        "claimtrack": f'exec {shlex.quote(sys.executable)} -P -m claimtrack "$@"',
        "pip": "exit 0",
        "gh": f'printf "%s\\n" "$*" >> {tmp_path}/gh.log; echo 17',
    }.items():
        (bin_ / name).write_text(f"#!/bin/sh\n{script}\n")
        (bin_ / name).chmod(0o755)
    script_runner = "import os, sys; os.execvp('bash', ['bash', '-e', '-c', sys.argv[1]])"

    def execute(script, repo, **env):
        env = {**repo.env, "PATH": f"{bin_}:/usr/local/bin:/usr/bin:/bin", "RUNNER_TEMP": str(tmp_path), **env}
        env["GIT_CEILING_DIRECTORIES"] = str(repo.top.parent)
        with start(script, cwd=repo.top, env=env, program=("-c", script_runner)) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out.decode(), err.decode()

    return execute


def test_the_check_says_what_is_wrong_and_what_changes(pull_request, execute, tmp_path):
    clone, head = pull_request
    clone.git("merge", "--quiet", "--no-ff", "--message=Merge", head)
    summary = tmp_path / "summary.md"
    ran = [execute(script, clone, GITHUB_STEP_SUMMARY=str(summary)) for script in runs(CHECK)]
    *others, (code, out, _) = ran
    assert [code for code, _, _ in others] == [0, 0]  # though one of the records cannot be read
    assert "| dam | shift |" in summary.read_text(encoding="utf-8")
    assert code == 1
    assert out.startswith("::error file=claims/bad.toml,line=1,col=9,title=CT012 ")
    assert all(line.startswith("::") for line in out.splitlines())
    (new,) = [
        line["run"]
        for block in YAML
        for line in as_list(yaml.safe_load(block.text))
        if "--new-since HEAD^1" in str(line)
    ]
    code, out, _ = execute(new, clone)
    assert (code, {line.partition(" file=")[2].partition(",")[0] for line in out.splitlines()}) == (
        1,
        {"claims/bad.toml", "claims/dam.toml"},
    )


def as_list(value):
    return value if isinstance(value, list) else []


@pytest.mark.parametrize("owner", ["reader", "newsroom"])
def test_the_comment_is_the_table_of_changes_and_pings_nobody(pull_request, execute, tmp_path, owner):
    clone, head = pull_request
    (tmp_path / "claims").mkdir()
    env = {"SHA": head, "OWNER": owner, "BRANCH": "topic; exit 9", "REPOSITORY": "newsroom/book", "GH_TOKEN": "x"}
    assert [execute(script, clone, **env)[0] for script in runs(COMMENT)] == [0, 0, 0]
    comment = (tmp_path / "changes.md").read_text(encoding="utf-8")
    assert "| dam | shift | 2025-06-01 |" in comment
    outside = re.sub(r"`[^`]*`", "", comment.replace("\\`", ""))
    assert "octocat" in comment
    assert not re.search(r"@\w|https?:|(?<!\\)<|(?<!&)#\d", outside)
    view, posted = (tmp_path / "gh.log").read_text().splitlines()
    branch = "topic; exit 9" if owner == "newsroom" else f"{owner}:topic; exit 9"
    assert view == f"pr view {branch} --repo newsroom/book --json number --jq .number"
    assert posted.startswith(f"pr comment 17 --repo newsroom/book --body-file {tmp_path}/changes.md ")
