"""What a folder wants checked, and how a mistake in that is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from claimtrack.files.config import ReadConfig, read_config
from claimtrack.files.fast_validation import fast_config
from claimtrack.model.config import CheckConfig, least_version, version_numbers
from claimtrack.model.config_forms import ConfigFile


@pytest.fixture
def read(tmp_path):
    """Write a folder's configuration and read it."""

    def read(text):
        (tmp_path / ".claimtrack.toml").write_text(text, encoding="utf-8")
        return read_config(str(tmp_path))

    return read


def test_a_folder_without_a_configuration_wants_everything(tmp_path):
    assert read_config(str(tmp_path)) == ReadConfig()
    assert read_config(str(tmp_path)).check.wants("CT001", "jets")


@pytest.mark.parametrize(
    ("said", "code", "claim", "wanted"),
    [
        ({"select": ["CT02"]}, "CT020", "jets", True),
        ({"select": ["CT02"]}, "CT030", "jets", False),
        ({"select": ["CT02", "CT030"]}, "CT030", "jets", True),
        ({"ignore": ["CT04"]}, "CT041", "jets", False),
        ({"ignore": ["CT04"]}, "CT020", "jets", True),
        ({"select": ["CT04"], "ignore": ["CT041"]}, "CT041", "jets", False),
        ({"select": ["CT04"], "ignore": ["CT041"]}, "CT042", "jets", True),
        ({"per-claim": {"jets": ["CT041"]}}, "CT041", "jets", False),
        ({"per-claim": {"jets": ["CT041"]}}, "CT041", "ceasefire", True),
    ],
)
def test_codes_are_selected_and_ignored_by_how_they_begin(said, code, claim, wanted):
    assert ConfigFile.model_validate({"check": said}).recorded().wants(code, claim) is wanted


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"check": {}},
        {"check": {"select": ["CT02"], "ignore": [" ct041"], "strict": True, "per-claim": {"cafe\u0301": ["CT04"]}}},
        {"check": {"select": "CT02"}},
        {"check": {"select": ["CT9"]}},
        {"check": {"ignore": [2]}},
        {"check": {"ignore": ["  "]}},
        {"check": {"strict": 1}},
        {"check": {"per_claim": {}}},
        {"check": {"per-claim": []}},
        {"check": {"per-claim": {"jets": "CT04"}}},
        {"check": {"other": []}},
        {"check": []},
        {"chekc": {}},
        {"check": {}, "other": 1},
        {"requires": ">=0.1", "check": {"strict": True}},
        {"requires": "0.1"},
        {"requires": 1},
        {"requires": []},
    ],
    ids=str,
)
def test_what_is_right_is_read_the_same_without_pydantic(said):
    fast = fast_config(said)
    try:
        full = ConfigFile.model_validate(said).recorded()
    except ValidationError:
        full = None
    assert fast == full


def test_codes_are_written_in_whatever_case():
    assert fast_config({"check": {"ignore": [" ct04 "]}}).ignore == ("CT04",)


def test_a_configuration_is_read(read):
    config, problems, _ = read('[check]\nignore = ["CT060"]\nstrict = true\n[check.per-claim]\njets = ["CT041"]\n')
    assert problems == ()
    assert config.strict
    assert config.ignore == ("CT060",)
    assert config.per_claim == {"jets": ("CT041",)}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("[check\n", ":1:7:", "write [check]"),
        ("[chekc]\n", ":1:1:", 'did you mean "check"?'),
        ("check = 1\n", ":1:9:", "check must be a table, not a number"),
        ("[check]\nignroe = []\n", ":2:1:", 'did you mean "ignore"?'),
        ("[check]\nstrict = 1\n", ":2:10:", "strict must be true or false, not a number"),
        ("[check]\nselect = 'CT01'\n", ":2:10:", 'write select = ["CT01"]'),
        ("[check]\nselect = ['CT02', 'CT9']\n", ":2:19:", "no code begins so"),
        ("[check]\nignore = ['']\n", ":2:11:", "no code begins so"),
        ("[check]\nper-claim = ['jets']\n", ":2:13:", "per-claim must be a table, not a list"),
        ('requires = "0.2"\n', ":1:12:", 'requires: it must be ">=" and a version, as in ">=0.2"'),
        ("requires = 0.2\n", ":1:12:", "requires must be text in quotes, not a number"),
    ],
)
def test_a_mistake_is_reported_at_its_place(read, text, place, told):
    (problem,) = read(text).problems
    assert f".claimtrack.toml{place}" in str(problem)
    assert told in str(problem)


def test_every_mistake_is_reported_and_the_rest_counts(read):
    wrong = (
        "[check]\nstrict = 1\nselect = 2\nignore = ['CT9', 'CT041']\nper-claim = { jets = ['CT9', 'CT04'], b = 1 }\n"
    )
    config, problems, source_file = read(wrong)
    assert len(problems) == 5
    assert config == CheckConfig(ignore=("CT041",), per_claim={"jets": ("CT04",)})
    assert source_file.text == wrong


@pytest.mark.parametrize("text", ["[check]\nselect = ['CT9']\n", "check = []\n", "[check\n", "\0"])
def test_without_anything_that_is_right_the_defaults_count(read, text):
    assert read(text).check == CheckConfig()


def test_what_is_no_file_in_the_folder_is_not_opened(tmp_path):
    (tmp_path / ".claimtrack.toml").mkdir()
    config, (problem,), source_file = read_config(str(tmp_path))
    assert (config, problem.code, source_file) == (CheckConfig(), "CT004", None)


# -- the version that a folder requires


@pytest.mark.parametrize(
    ("text", "numbers"),
    [(">=0.2", (0, 2)), (" >= 1 ", (1,)), (">=1.0.0", (1,)), (">=0", ()), (">=10.20.30.40", (10, 20, 30, 40))],
)
def test_a_least_version_is_read(text, numbers):
    assert least_version(text) == numbers


@pytest.mark.parametrize(
    "text", ["", "0.2", ">0.2", ">=", ">=0.2.", ">=.2", ">=0.2, <1", ">=v1", ">=1.0rc1", ">=٣", "==0.1"]
)
def test_anything_else_is_no_least_version(text):
    with pytest.raises(ValueError, match=re.escape(text) if text else "^$"):
        least_version(text)


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1)), ("0.2.0.dev3", (0, 2)), ("1.0rc1", (1,)), ("2.10.1+local", (2, 10, 1))]
)
def test_the_numbers_of_a_version(version, numbers):
    assert version_numbers(version) == numbers


@given(st.lists(st.integers(0, 20), min_size=1, max_size=4), st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_versions_are_compared_number_by_number(a, b):
    padded = [numbers + [0] * (4 - len(numbers)) for numbers in (a, b)]
    texts = [".".join(map(str, numbers)) for numbers in (a, b)]
    assert (version_numbers(texts[0]) < least_version(f">={texts[1]}")) == (padded[0] < padded[1])
