"""Which program is started."""

from __future__ import annotations

import os

import pytest

from claimtrack.files import programs


def test_elsewhere_the_system_looks_a_name_up():
    assert programs.find_program("git") == "git"


@pytest.fixture
def windows(monkeypatch, tmp_path):
    """Pretend to be Windows, in a working directory that a stranger filled."""
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        (folder / "git.exe").touch()
    monkeypatch.setattr(programs, "_SYSTEM", "win32")
    monkeypatch.chdir(here)
    return here, there


@pytest.mark.parametrize("first", [[], [""], ["."], ["HERE"], ["relative"]])
def test_on_windows_a_program_is_never_taken_from_the_working_directory(windows, monkeypatch, first):
    here, there = windows
    (here / "relative").mkdir()
    (here / "relative" / "git.exe").touch()
    path = [str(here) if each == "HERE" else each for each in first]
    monkeypatch.setenv("PATH", os.pathsep.join([*path, str(there)]))
    assert programs.find_program("git") == str(there / "git.exe")
    assert programs.find_program("git.exe") == str(there / "git.exe")


def test_on_windows_a_program_that_lies_about_only_here_is_none(windows, monkeypatch):
    monkeypatch.setenv("PATH", f".{os.pathsep}{windows[0]}")
    assert programs.find_program("git") is None


def test_a_path_is_the_users_word(windows):
    assert programs.find_program(os.path.join("tools", "less.exe")) == os.path.join("tools", "less.exe")
    assert windows
