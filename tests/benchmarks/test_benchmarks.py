"""The generated claims are reproducible and right, and the measuring runs where programs are missing."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
PARTY = "ruritania"


def generated(folder: Path, count: int, *more: str) -> Path:
    """Write so many claims to a folder, in a process of its own."""
    command = (sys.executable, str(BENCHMARKS / "generate.py"), str(folder), str(count), *more)
    subprocess.run(command, check=True, capture_output=True)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.toml"))}


def claims(folder: Path) -> list[Path]:
    """Give the files of the claims; the registers lie beside the sub-folders."""
    return [path for path in folder.rglob("*.toml") if path.parent != folder]


def naming(folder: Path) -> set[str]:
    """Give the ids of the claims whose text has the party."""
    return {path.stem for path in claims(folder) if PARTY in path.read_text("utf-8").lower()}


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    one, two = (generated(tmp_path / each, 60, "--seed", "3") for each in "ab")
    assert contents(one) == contents(two)


def test_another_seed_gives_other_claims(tmp_path):
    one, two = (generated(tmp_path / seed, 60, "--seed", seed) for seed in "34")
    assert contents(one).keys() == contents(two).keys()
    assert contents(one) != contents(two)


def test_generated_claims_pass_the_check(tmp_path, run):
    folder = generated(tmp_path / "claims", 60)
    checked = run("check", "--claims", str(folder), "--format", "plain")
    assert checked.code == 0, checked.out
    assert " 0 errors" in checked.err
    assert len(run("list", "--claims", str(folder)).lines) == 60
    for path in claims(folder):
        assert 3 <= len(tomllib.loads(path.read_text("utf-8"))["positions"]) <= 8


def test_there_are_two_hundred_parties(tmp_path):
    folder = generated(tmp_path / "claims", 1)
    assert len(tomllib.loads((folder / "parties.toml").read_text("utf-8"))) == 200


@pytest.mark.slow
def test_the_party_acts_on_about_one_claim_in_twenty(tmp_path):
    folder = generated(tmp_path / "claims", 2000)
    assert 0.03 <= len(naming(folder)) / 2000 <= 0.07


@pytest.mark.slow
def test_list_finds_exactly_the_files_that_have_the_party(tmp_path, run):
    folder = generated(tmp_path / "claims", 300)
    assert set(run("list", "--claims", str(folder), "--party", PARTY).ids) == naming(folder) != set()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
def test_a_page_is_written_and_names_the_programs_that_are_missing(tmp_path, home):
    page = tmp_path / "speed.md"
    command = (sys.executable, str(BENCHMARKS / "run.py"), "--sizes", "20", "--runs", "1", "--out", str(page))
    env = {"PATH": str(tmp_path / "nothing"), "HOME": str(home)}
    ran = subprocess.run(command, env=env, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    told = page.read_text("utf-8")
    assert "| 20 | list | import typer |" in told
    missing = next(line for line in told.splitlines() if line.startswith("Not on this machine"))
    for name in ("rg", "recsel", "task", "todo", "git"):
        assert f"`{name}`" in missing
