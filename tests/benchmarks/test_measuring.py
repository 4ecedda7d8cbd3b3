"""Questions are chosen and asked, programs that are missing are named, and the page says what was measured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from surroundings import examples

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's"),
    pytest.mark.usefixtures("modules"),
]


def measured(tmp_path: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark with arguments, in a folder of its own."""
    command = (sys.executable, str(BENCHMARKS / "run.py"), "--work", str(tmp_path / "work"), *args)
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **env}
    return subprocess.run(command, env=clean, capture_output=True, text=True, check=False)


def series(*seconds: float):
    """Return runs that took so long."""
    from measure import Run, Series

    return Series(tuple(Run(each, 0, 0) for each in seconds))


@pytest.mark.slow
def test_one_question_is_asked_and_no_other(tmp_path):
    ran = measured(tmp_path, "--trial", "--only", "help", PYTHONDONTWRITEBYTECODE="1")
    assert ran.returncode == 0, ran.stderr
    assert "| 20 | --help | import typer |" in ran.stdout
    assert ran.stdout.count("| yes |") + ran.stdout.count("| no |") == 1
    assert "## Failed" not in ran.stdout


def test_a_question_that_nobody_knows_is_refused_with_the_names_of_all(tmp_path):
    ran = measured(tmp_path, "--only", "list,lst")
    assert ran.returncode == 2
    told = ran.stderr.splitlines()[-1]
    assert "no question 'lst'" in told
    assert "growth-shifts" in told


@pytest.mark.parametrize(("mode", "told"), [(0o644, "is no program"), (0o755, "is looked for beside it")])
def test_an_older_version_that_is_none_is_refused_in_one_line(tmp_path, mode, told):
    wrong = tmp_path / "claimtrack"
    wrong.write_text("#!/bin/sh\n")
    wrong.chmod(mode)
    ran = measured(tmp_path, "--trial", "--only", "help", "--before", str(wrong))
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert told in ran.stderr


def test_patterns_choose_questions():
    from questions import NAMES, chosen

    assert tuple(chosen([])) == NAMES
    assert next(iter(chosen(["voices", "memory-*"]))) == "voices"
    assert all(name == "voices" or name.startswith("memory-") for name in chosen(["voices", "memory-*"]))


def test_every_question_has_a_name_of_its_own():
    from questions import NAMES

    assert len(set(NAMES)) == len(NAMES)


def test_nothing_of_the_shell_reaches_what_is_measured(tmp_path, monkeypatch):
    from books import FULL, Bench

    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    env = Bench(str(tmp_path), 1, 1, "", 0, FULL).env()
    assert not [name for name in env if name.startswith("PYTHON")]


@pytest.mark.slow
def test_without_bytecode_nothing_is_measured(tmp_path):
    from bytecode import missing_bytecode

    clean = {"PATH": os.environ["PATH"]}
    (tmp_path / "file").touch()
    nowhere = missing_bytecode(sys.executable, {**clean, "PYTHONPYCACHEPREFIX": str(tmp_path / "file")})
    assert "cannot write the bytecode of" in nowhere
    assert "\n" not in nowhere
    assert "told not to" in missing_bytecode(sys.executable, {**clean, "PYTHONDONTWRITEBYTECODE": "1"})
    assert "No such file" in missing_bytecode(str(tmp_path / "python"), clean)


@pytest.mark.parametrize(
    ("by_size", "limit", "size"),
    [
        ({20: 0.05, 10_000: 0.09}, 0.1, float("inf")),
        ({20: 0.2, 10_000: 0.3}, 0.1, 0),
        ({20: 0.05, 10_000: 0.15}, 0.1, 5_000),
        ({20: 0.05, 10_000: 0.1, 100_000: 1}, 0.1, 10_000),
        ({20: 0.05, 10_000: 0.2, 100_000: 2}, 1, 50_000),
        ({10_000: 0.5, 100_000: 50}, 1, 10_000),
    ],
)
def test_a_limit_is_reached_between_the_sizes_measured(by_size, limit, size):
    from summary import reached

    assert reached(by_size, limit) == size


@settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(1, 10**6), st.floats(0.001, 100), min_size=1), st.floats(0.01, 10))
def test_what_is_said_to_be_within_a_limit_lies_between_a_size_within_and_one_beyond(by_size, limit):
    from summary import reached

    size = reached(by_size, limit)
    beyond = [each for each in sorted(by_size) if by_size[each] > limit]
    within = [each for each in by_size if not beyond or each < beyond[0]]
    if not beyond:
        assert size == float("inf")
    else:
        assert max(within, default=0) <= size < beyond[0]


def test_the_first_lines_say_up_to_which_size_what_is_instant():
    from results import Answers, Growth, Ratio
    from summary import summary

    answers = Answers([], [], [], [], [], [])
    answers.growth.append(Growth("list", {20: series(0.05), 10_000: series(0.15), 100_000: series(0.9)}))
    answers.growth.append(Growth("matrix", {20: series(0.05), 10_000: series(0.55), 100_000: series(5.05)}))
    answers.growth.append(Growth("check", {20: series(0.05), 10_000: series()}))
    answers.ratios.append(Ratio(10_000, "list --party ruritania, cold", "parse_loop.py", series(3.0), series(4), 0.8))
    told = list(summary(answers))
    assert told[0] == "**Up to 10,000 claims, every command measured answers within a second.**"
    assert told[1] == "At 100,000 claims, these take longer: `matrix`."
    assert told[2].endswith("builds the index: 3.0 s at 10,000 claims.")
    assert "| `list` | 5,000 | more than 100,000 | 0.90 s |" in told
    assert "| `matrix` | 1,000 | 10,000 | 5.0 s |" in told
    assert not [line for line in told if "check" in line]


def test_growth_compares_the_two_largest_folders():
    from asking import grown
    from books import FULL
    from results import Growth

    ratio = grown(FULL, Growth("list", {20: series(0.1), 10_000: series(0.2), 100_000: series(1)}))
    assert (ratio.size, ratio.ratio, ratio.bar) == (100_000, 5, 14)
    assert grown(FULL, Growth("list", {20: series(0.1), 10_000: series(0.2)})) is None


@pytest.mark.slow
def test_a_page_is_written_and_names_the_programs_that_are_missing(tmp_path):
    page = tmp_path / "speed.md"
    ran = measured(tmp_path, "--sizes", "20", "--runs", "1", "--out", str(page), PATH=str(tmp_path / "nothing"))
    assert ran.returncode == 0, ran.stderr
    told = page.read_text("utf-8")
    assert "| 20 | list | import typer |" in told
    missing = next(line for line in told.splitlines() if line.startswith("Not on this machine"))
    for name in ("rg", "recsel", "task", "todo", "git"):
        assert f"`{name}`" in missing


@pytest.mark.slow
def test_every_question_can_be_asked(tmp_path):
    ours = Path(sys.executable).parent / "claimtrack"
    ran = measured(tmp_path, "--trial", "--before", str(ours))
    assert ran.returncode == 0, ran.stderr
    assert "## Failed" not in ran.stdout, ran.stdout
    for title in ("What is promised", "Memory", "Growth", "Before and after", "Beside other programs"):
        assert f"## {title}\n" in ran.stdout
    for question in ("parties, no registry", "shifts, 12 voices", "check, cold", "list --json"):
        assert f"| {question} |" in ran.stdout
