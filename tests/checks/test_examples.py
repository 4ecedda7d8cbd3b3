"""Every code is explained, with a bad example that gives it where it says and a good one that does not."""

from __future__ import annotations

import os
import re
from importlib.resources import files

import pytest

from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS, examples, explanations
from claimtrack.checks.fixes import FIXABLE
from claimtrack.problems import Code
from claimtrack.render.problems import plain

FOLDERS = sorted(path.name for path in files("claimtrack.checks").joinpath("examples").iterdir())
REGISTRIES = {"of a claim": CLAIM_CHECKS, "of the folder": FOLDER_CHECKS}
REGISTERED = [
    pytest.param(checks, code, id=f"{code} {where}") for where, checks in REGISTRIES.items() for code in sorted(checks)
]


def source(more: str) -> str:
    return f'[[sources]]\nid = "wire"\n{more}\n'


CITING = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "comments"\nsources = ["wire"]\n'
URL = 'url = "https://example.org/wire"'
DATE = "date = 2025-05-07"
# What is checked in a claim's own sources is checked in the shared ones too.
SHARED = {
    Code.SAME_ARCHIVE: (source(f"{URL}\narchive_{URL}\n{DATE}"), CITING, "4:15"),
    Code.DERIVED_CYCLE: (source(f'{URL}\n{DATE}\nderived_from = "wire"'), CITING, "5:16"),
    Code.FUTURE_DATE: (source(f"{URL}\n{DATE}\nretrieved = 2205-05-08"), CITING, "5:13"),
    Code.SAME_ADDRESS: (
        source(f"{URL}\n{DATE}") + source(f"{URL}\n{DATE}").replace('"wire"', '"again"'),
        CITING.replace('["wire"]', '["wire", "again"]'),
        "7:7",
    ),
    Code.SOURCE_WITHOUT_URL: (source(DATE), CITING, "1:1"),
    Code.SOURCE_WITHOUT_DATE: (source(URL), CITING, "1:1"),
    Code.UNUSED_SOURCE: (source(f"{URL}\n{DATE}"), 'title = "T"\n', "2:6"),
    Code.UNARCHIVED: (source(f"{URL}\n{DATE}"), CITING, "3:7"),
}


def lines(report):
    return [line.replace(os.sep, "/") for line in plain(report)]


def test_every_code_has_an_example_and_an_explanation():
    assert sorted(Code) == FOLDERS
    assert list(explanations()) == sorted(Code)


@pytest.mark.parametrize("code", FOLDERS)
def test_the_bad_example_gives_this_and_nothing_else(code, example, check):
    folder = example(code)
    report = check(folder / "bad", code)
    expected = (folder / "expected").read_text(encoding="utf-8").splitlines()
    assert lines(report) == expected
    assert {problem.code for problem in report.problems} == {code}


@pytest.mark.parametrize("code", FOLDERS)
def test_the_good_example_gives_nothing(code, example, check):
    report = check(example(code) / "good", code)
    assert report.problems == ()


@pytest.mark.parametrize("code", FOLDERS)
def test_the_good_example_is_the_bad_one_mended(code):
    bad, good = examples(code, "bad"), examples(code, "good")
    assert len(bad) == len(good)
    assert bad != good or code in {Code.UNREADABLE, Code.LINK, Code.UNPORTABLE_NAME}  # of which nothing can be shown
    assert sum(map(len, bad.values())) < 600


@pytest.mark.parametrize("code", list(Code))
def test_the_explanation_is_whole(code):
    told = explanations()[code]
    assert told.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", told.name)
    assert re.fullmatch(r"[A-Z].{10,50}[^.]", told.title)
    assert told.severity in {"error", "warning", "notice"}
    assert told.why.endswith(".")
    assert len(told.why) > 60
    assert bool(told.fix) == (code in FIXABLE)
    assert told.fix.endswith(".") or not told.fix


def test_no_two_codes_have_one_name_or_one_title():
    for names in ([told.name for told in explanations().values()], [told.title for told in explanations().values()]):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("code", SHARED)
def test_shared_sources_are_checked_too(code, folder, check):
    sources, citing, place = SHARED[code]
    report = check(folder({"sources": sources, "claim": citing}), code)
    (found,) = lines(report)
    assert found.startswith(f"claims/sources.toml:{place}: {code} ")


@pytest.mark.parametrize(("checks", "code"), REGISTERED)
def test_without_its_check_a_code_is_silent(checks, code, example, folder, check, monkeypatch):
    # So a check that is deleted, or no longer registered, makes a test above fail.
    if checks is FOLDER_CHECKS and code in SHARED:
        sources, citing, _ = SHARED[code]
        place = folder({"sources": sources, "claim": citing})
    else:
        place = example(code) / "bad"
    assert {problem.code for problem in check(place, code).problems} == {code}
    monkeypatch.delitem(checks, code)
    assert check(place, code).problems == ()
