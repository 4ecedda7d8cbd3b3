"""What a folder wants checked, and how a mistake in that is told."""

import pytest

from claimtrack.files.folder import read_config
from claimtrack.model.config import CheckConfig, ConfigFile
from claimtrack.problems import BadConfigError


@pytest.fixture
def read(tmp_path):
    """Write a folder's configuration and read it."""

    def read(text):
        (tmp_path / ".claimtrack.toml").write_text(text, encoding="utf-8")
        return read_config(str(tmp_path)).check

    return read


def test_a_folder_without_a_configuration_wants_everything(tmp_path):
    assert read_config(str(tmp_path)) == ConfigFile()
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
    assert CheckConfig.model_validate(said).wants(code, claim) is wanted


def test_codes_are_written_in_whatever_case():
    assert CheckConfig.model_validate({"ignore": [" ct04 "]}).ignore == ("CT04",)


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
