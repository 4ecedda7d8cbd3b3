"""What a command loads: nobody who lists claims waits for a module that lists none."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json, sys
before = set(sys.modules)
from claimtrack.cli.app import run
code = run()
sys.stdout.flush()
json.dump([code, sorted(set(sys.modules) - before)], sys.stderr)
"""
SLOW = {
    "jinja2",
    "claimtrack.site",
    "rich",
    "tomli_w",
    "pydantic",
    "platformdirs",
    "email",
    "claimtrack.files.replace",
    "claimtrack.checks",
    "claimtrack.history",
}
SLOW_HERE = {"terminal", "csv", "markdown", "html", "wikitext", "json"}


@pytest.fixture
def loaded(run, shipped):
    """Tell which modules a command loads, in a process of its own whose output is a pipe."""

    def loaded(*words, within=shipped.parent):
        ran = run(*words, program=("-c", PROBE), cwd=within)
        code, modules = json.loads(ran.err.splitlines()[-1])
        assert code == 0
        assert ran.out
        return set(modules)

    return loaded


def parts_of(modules, packages):
    return sorted(module for module in modules if any(f"{module}.".startswith(f"{each}.") for each in packages))


def test_a_piped_list_loads_what_it_needs_and_no_more(loaded):
    modules = loaded("list")
    assert "claimtrack.render.plain" in modules
    assert parts_of(modules, SLOW | {f"claimtrack.render.{each}" for each in SLOW_HERE}) == []
    others = {f"claimtrack.cli.{each}" for each in ("show", "diff", "registers", "check", "schema")}
    assert parts_of(modules, others) == []


def test_a_piped_list_from_the_index_derives_nothing(loaded):
    loaded("list")
    modules = loaded("list", "--party", "india")
    derived = {"index.derive", "files.fast_validation", "rules.claim_state"}
    assert parts_of(modules, {f"claimtrack.{each}" for each in derived}) == []
    rules = {module for module in modules if module.startswith("claimtrack.rules.")}
    assert rules == {f"claimtrack.rules.{each}" for each in ("claim_row", "filters", "search")}


def test_a_check_of_what_is_right_loads_no_pydantic(loaded):
    for _ in range(2):  # the index is built, and then used
        assert parts_of(loaded("check", "--json"), {"pydantic", "rich", "tomli_w"}) == []


def test_adding_to_what_is_right_loads_no_pydantic_and_reads_no_other_claim(run, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "claims")
    run("list", cwd=tmp_path)
    words = ("add", "jets", "--party", "pakistan", "--stance", "asserts", "--source", "https://a.example")
    for _ in range(2):  # the first finds the claim in the index, and the second finds that its file has changed
        ran = run(*words, program=("-c", PROBE), cwd=tmp_path)
        code, modules = json.loads(ran.err.splitlines()[-1])
        assert (code, len(ran.lines)) == (0, 2)
        unneeded = {"pydantic", "rich", "tempfile", "claimtrack.checks", "claimtrack.history"}
        assert parts_of(modules, unneeded | {"claimtrack.cli.position_prompts", "claimtrack.cli.editor"}) == []


@pytest.mark.slow
@pytest.mark.parametrize("claims", [20, 10_000])
def test_adding_takes_little_more_time_than_showing(run, tmp_path, claims):
    subprocess.run([sys.executable, ROOT / "benchmarks" / "generate.py", tmp_path / "claims", str(claims)], check=True)
    run("list", cwd=tmp_path)
    (name, *_), *_ = sorted(path.parts[-1:] for path in (tmp_path / "claims").rglob("*-1*.toml"))
    commands = {
        "show": ("show", name.removesuffix(".toml")),
        "add": ("add", name.removesuffix(".toml"), "--party", "Ann", "--stance", "denies", "--new-party"),
    }
    taken = {command: [] for command in commands}
    for number in range(15):
        for command, words in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            ran = run(*words, *(("--quote", f"no {number}") if command == "add" else ()), cwd=tmp_path)
            taken[command].append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
            assert ran.code == 0, ran.err
    assert min(taken["add"]) <= 1.6 * min(taken["show"])


def test_json_loads_no_other_format(loaded):
    modules = loaded("show", "jets", "--json")
    assert "claimtrack.render.json" in modules
    assert parts_of(modules, SLOW | {f"claimtrack.render.{each}" for each in SLOW_HERE - {"json"}}) == []


def test_the_version_loads_no_records_and_no_pydantic(loaded):
    modules = loaded("--version")
    assert "typer" in modules
    assert parts_of(modules, {"pydantic", "pydantic_core", "tomli", "claimtrack.book", *SLOW}) == []


def test_the_list_of_commands_loads_no_command(loaded):
    modules = loaded("--help")
    assert parts_of(modules, {f"claimtrack.cli.{name}" for name in (*COMMANDS, "registers")}) == []
    assert parts_of(modules, {"rich", "claimtrack.book", *SLOW}) == []


def test_only_a_table_loads_rich(loaded):
    assert "rich" in loaded("list", "--format", "table")


def test_a_page_in_a_pipe_loads_no_rich(loaded):
    modules = loaded("show", "jets")
    assert "claimtrack.render.terminal.page" in modules
    assert parts_of(modules, {"rich", "claimtrack.cli.pager", "claimtrack.render.plain"}) == []
