"""The lowest versions that pyproject.toml declares, as pip takes them."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from lowest import lowest, main

PROJECT = tomllib.loads((Path(__file__).resolve().parents[2] / "pyproject.toml").read_text())["project"]
NAMES = [re.split("[<>=! ]", requirement)[0] for requirement in PROJECT["dependencies"]]


def numbers(text):
    return [int(number) for number in text.split(".")]


def test_each_dependency_has_a_lowest_version(capsys):
    main([])
    printed = dict(line.split("==") for line in capsys.readouterr().out.splitlines())
    assert list(printed) == NAMES
    for name, lowest_version in printed.items():
        assert any(each.startswith(f"{name}>={lowest_version}") for each in PROJECT["dependencies"])


def test_an_extra_has_lowest_versions_too(capsys):
    main(["--extra", "site"])
    assert "jinja2==" in capsys.readouterr().out


def test_what_is_installed_is_not_below_the_lowest(capsys):
    main(["--installed"])
    printed = dict(line.split("==") for line in capsys.readouterr().out.splitlines())
    assert printed == {name: version(name) for name in NAMES}
    least = lowest(PROJECT["dependencies"])
    assert all(numbers(printed[name]) >= numbers(least[name]) for name in NAMES)


@pytest.mark.parametrize(
    ("requirement", "name", "number"),
    [
        ("typer>=0.28,<0.29", "typer", "0.28"),
        ("typer >= 0.28.1 , < 1", "typer", "0.28.1"),
        ("tomli-w >= 1.1", "tomli-w", "1.1"),
        ("a.b_c>=2", "a.b_c", "2"),
        ("a>=2", "a", "2"),
    ],
)
def test_the_lowest_version_is_the_one_that_is_named(requirement, name, number):
    assert lowest([requirement]) == {name: number}


@pytest.mark.parametrize(
    "requirement",
    [
        "",
        "typer",
        "typer<1",
        "typer>1",
        "typer==1",
        "typer~=1.0",
        "typer>=",
        "typer>=1.*",
        "typer>=1rc1",
        "typer>=1,!=1.2",
        "typer>=1,<2,!=1.2",
        "typer<2,>=1",
        "typer>=1,<",
        "typer[all]>=1",
        "typer>=1; python_version>'3'",
        "ty per>=1",
        "typer>=1 2",
        "typer-.>=1",
        "typer>=1\n",
        "typer @ https://example.org/typer.whl",
    ],
)
def test_a_form_that_is_not_known_is_an_error(requirement):
    with pytest.raises(ValueError, match="no lowest version"):
        lowest([requirement])
