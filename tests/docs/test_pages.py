"""The documents describe what there is, and nothing else: every command, key and layer."""

from __future__ import annotations

import re

import pytest
import tomli
from documents import ROOT, blocks, files

from claimtrack.cli.app import COMMANDS
from claimtrack.files.folder import read_folder
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, Tenure
from claimtrack.model.vocabulary import KINDS, STANCES
from claimtrack.render.view import FORMATS

README = (ROOT / "README.md").read_text(encoding="utf-8")
RECORD = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
MISTYPED = "claims/bridge.toml"  # on purpose, to show what is said


@pytest.fixture
def book(tmp_path):
    """Return the folder of somebody who saved every file that README.md and docs/record.md show."""
    for name, text in {**files(README), **files(RECORD)}.items():
        if name == MISTYPED:
            continue
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_folder(str(tmp_path / "claims"))


def test_the_records_shown_are_good_records(book):
    assert book.problems == ()
    assert {"leak", "flow", "tight"} <= book.claims.keys()


def test_a_claim_in_seven_lines_really_has_seven(book):
    assert len(files(README)["claims/leak.toml"].splitlines()) == 7
    assert len(book.claims["leak"].positions) == 2


def test_the_claims_that_are_linked_exist(book):
    for claim in book.claims.values():
        assert {*claim.implies, *claim.contradicts, *claim.see_also} <= book.claims.keys()


@pytest.mark.parametrize("model", [ClaimFile, Position, Source])
def test_the_full_record_has_every_key(model):
    shown = set(re.findall(r"^(?:\[\[)?(\w+)(?:\]\])?\s*(?:=|#|$)", files(RECORD)["claims/flow.toml"], re.MULTILINE))
    assert model.model_fields.keys() - {"id"} <= shown


@pytest.mark.parametrize("model", [PartyEntry, Tenure])
def test_the_parties_shown_have_every_key(model):
    shown = set(re.findall(r"(\w+)\s*=", files(RECORD)["claims/parties.toml"]))
    assert {field.alias or name for name, field in model.model_fields.items()} <= shown


def test_every_word_of_a_record_is_explained():
    for word in (*STANCES, *KINDS, *FORMATS):
        assert re.search(rf"\b{word}\b", RECORD + REFERENCE), word


def commands_named(page):
    code = [line for block in blocks(page) if block.language in {"sh", "console"} for line in block.lines]
    code += re.findall(r"`([^`\n]+)`", page)
    return {word for line in code for word in re.findall(r"(?<![\w-])claimtrack ([a-z]+(?:-[a-z]+)*)", line)}


def test_the_reference_names_every_command_there_is():
    assert commands_named(REFERENCE) == set(COMMANDS)


def test_readme_names_only_commands_there_are():
    assert commands_named(README) <= set(COMMANDS)


def test_the_first_two_commands_are_one_line_each():
    first, second = [block.lines for block in blocks(README) if block.language == "sh"][:2]
    assert [line.split(" && ")[0] for line in (*first, *second)] == ["python3 -m venv .venv"] * 2
    assert first[0].endswith(".venv/bin/claimtrack list --disputed")
    assert second[0].endswith(".venv/bin/pytest")


def test_the_layers_in_contributing_are_those_that_are_checked():
    contracts = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layers = [name for name in contracts[0]["layers"] if name != "__main__"]
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = next(block.lines for block in blocks(page) if block.language == "text")
    assert [line.split()[0].removesuffix("/") for line in shown if line[0].isalpha()] == layers
