"""The lowest versions that pyproject.toml declares, as pip takes them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from lowest import lowest, main

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text())["project"]


def test_each_dependency_has_a_lowest_version(capsys):
    main()
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == len(PROJECT["dependencies"])
    assert all(line.count("==") == 1 for line in printed)


@pytest.mark.parametrize(
    ("requirement", "constraint"),
    [
        ("typer>=0.28,<0.29", "typer==0.28"),
        ("tomli-w >= 1.1", "tomli-w==1.1"),
        ("a.b_c>=2", "a.b_c==2"),
    ],
)
def test_the_lowest_version_is_the_one_that_is_named(requirement, constraint):
    assert list(lowest([requirement])) == [constraint]


@pytest.mark.parametrize(
    "requirement", ["typer", "typer<1", "typer==1", "typer~=1.0", "typer>=1; python_version>'3'", ""]
)
def test_a_form_that_is_not_known_is_an_error(requirement):
    with pytest.raises(ValueError, match="no lowest version"):
        list(lowest([requirement]))
