"""What a folder wants checked, and how a mistake in that is told."""

import pytest
from pydantic import ValidationError

from claimtrack.files.fast_validation import fast_config
from claimtrack.files.folder import read_config
from claimtrack.model.config import CheckConfig
from claimtrack.model.config_forms import ConfigFile
from claimtrack.problems import BadConfigError


@pytest.fixture
def read(tmp_path):
    """Write a folder's configuration and read it."""

    def read(text):
        (tmp_path / ".claimtrack.toml").write_text(text, encoding="utf-8")
        return read_config(str(tmp_path))

    return read


def test_a_folder_without_a_configuration_wants_everything(tmp_path):
    assert read_config(str(tmp_path)) == CheckConfig()
    assert read_config(str(tmp_path)).wants("CT001", "jets")


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
    config = read('[check]\nignore = ["CT060"]\nstrict = true\n[check.per-claim]\njets = ["CT041"]\n')
    assert config.strict
    assert config.ignore == ("CT060",)
    assert config.per_claim == {"jets": ("CT041",)}


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("[check\n", ":1:7:", "write [check]"),
        ("[chekc]\n", ":1:1:", 'did you mean "check"?'),
        ("[check]\nignroe = []\n", ":2:1:", 'did you mean "ignore"?'),
        ("[check]\nstrict = 1\n", ":2:10:", "strict must be true or false, not a number"),
        ("[check]\nselect = 'CT01'\n", ":2:10:", 'write select = ["CT01"]'),
        ("[check]\nselect = ['CT02', 'CT9']\n", ":2:19:", "no code begins so"),
        ("[check]\nignore = ['']\n", ":2:11:", "no code begins so"),
        ("[check]\nper-claim = ['jets']\n", ":2:13:", "per-claim must be a table, not a list"),
    ],
)
def test_a_mistake_in_it_ends_the_command_and_is_told_at_its_place(read, text, place, told):
    with pytest.raises(BadConfigError) as error:
        read(text)
    assert f".claimtrack.toml{place}" in error.value.message
    assert told in error.value.message
    assert error.value.exit_code == 2


def test_every_mistake_is_a_line_of_its_own(read):
    with pytest.raises(BadConfigError) as error:
        read("[check]\nstrict = 1\nselect = 2\n")
    assert len(error.value.message.splitlines()) == 2
