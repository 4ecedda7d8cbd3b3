"""`import parquet` takes the claims that are asked for, adds to those that are there, and refuses rows one by one."""

from __future__ import annotations

import os
import shutil

import pytest

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

from parquet_files import held

from claimtrack.files.folder import read_folder


def test_some_claims_come_with_what_they_use(bring, place):
    ran = bring("dam")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "Imported 11 of 11 rows: 1 claim new, 2 positions added, 0 already there, 0 refused",
        "4 parties new in claims/parties.toml",
        "3 sources new in claims/sources.toml",
    ]
    assert held(place) == (["dam"], ["envoy", "ministry", "state", "gazette"], ["wire", "base", "root"])


def test_a_source_that_is_cited_by_its_address_comes_too(bring, place):
    assert bring("ferry").code == 0
    assert held(place) == (["ferry"], ["ben"], ["page"])


def test_a_topic_chooses_claims(bring, place):
    assert bring("--topic", "rivers").code == 0
    assert held(place)[0] == ["dam"]
    assert bring("--topic", "rivers", "--topic", "LAKES").code == 0
    assert held(place)[0] == ["dam", "ferry"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fer"], 'no claim "fer" in out'),
        (["dam", "x", "y"], 'no claim "x" in out'),
        (["--topic", "seas"], "no claim in out is about seas"),
        (["dam", "--topic", "lakes"], "no claim in out is about lakes"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(bring, place, words, message):
    ran = bring(*words)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(f"claimtrack: {message}\n")
    assert os.listdir(place / "claims") == []


def test_a_dry_run_says_the_same_and_writes_nothing(bring, place):
    dry = bring("--dry-run")
    assert os.listdir(place / "claims") == []
    assert dry.out.replace("Would import", "Imported") == bring().out


def test_claims_go_into_a_folder_and_the_registries_do_not(bring, place):
    assert bring("--into", "2025/water").code == 0
    assert sorted(os.listdir(place / "claims")) == ["2025", "parties.toml", "sources.toml"]
    assert sorted(os.listdir(place / "claims" / "2025" / "water")) == ["dam.toml", "ferry.toml"]


def test_the_schema_is_named_in_each_file(call, place):
    shutil.rmtree(place / "claims")
    assert call("init", cwd=place).code == 0
    assert call("import", "parquet", "out", "--into", "water", cwd=place).code == 0
    text = (place / "claims" / "water" / "ferry.toml").read_text(encoding="utf-8")
    assert text.startswith('#:schema ../claim.schema.json\ntitle = "The ferry is late"\n')


EDITED = """\
# Read this first.
title = "The dam has a leak"
topics = ["dams", "Rivers"]
unit = "l/s"

[[positions]]
party = "ministry's envoy"
stance = "denies"
date = 2025-05-01
value = 3
note = "Told in the morning."
sources = ["own"]

[[sources]]
id = "own"
title = "The whole report"
"""


def test_what_was_edited_stays_and_what_is_missing_is_added(bring, place):
    (place / "claims" / "dam.toml").write_text(EDITED, encoding="utf-8")
    registry = '[envoy]\nname = "The Envoy"\naliases = ["Envoy", "Ministry\'s envoy"]\n'
    (place / "claims" / "parties.toml").write_text(registry, encoding="utf-8")
    ran = bring("dam")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "Imported 11 of 11 rows: 0 claims new, 1 position added, 1 already there, 0 refused",
        (
            "columns without a home: party, other than parties.toml has (1 row), sources, other than the position has "
            "(1 row), title, other than the claim has (1 row), source, other than the claim has (1 row)"
        ),
        "3 parties new in claims/parties.toml",
        "3 sources new in claims/sources.toml",
    ]
    text = (place / "claims" / "dam.toml").read_text(encoding="utf-8")
    assert text == EDITED + (
        '\n[[positions]]\nparty = "Ann"\nstance = "asserts"\nvia = ["Gazette"]\nsources = [{ id = "own", at = "p. 2" }]\n'
    )
    assert (place / "claims" / "parties.toml").read_text(encoding="utf-8").startswith(f"{registry}\n[ministry]\n")


def test_a_position_never_comes_to_cite_another_source(bring, place):
    claim = 'title = "The dam leaks"\n\n[[sources]]\nid = "own"\nurl = "https://elsewhere.example/x"\n'
    (place / "claims" / "dam.toml").write_text(claim, encoding="utf-8")
    (place / "claims" / "sources.toml").write_text(
        '[[sources]]\nid = "wire"\nurl = "https://elsewhere.example/y"\n', encoding="utf-8"
    )
    ran = bring("dam")
    assert ran.code == 4
    assert ran.lines[0] == "Imported 7 of 11 rows: 0 claims new, 0 positions added, 0 already there, 4 refused"
    assert ran.err.splitlines() == [
        'out/sources/part-00000.parquet:1: the source "wire" of sources.toml has another address; give one of them another id',
        'out/positions/part-00000.parquet:1: "wire" is another source in the folder; give one of them another id',
        'out/positions/part-00000.parquet:2: "own" is another source in the folder; give one of them another id',
        'out/sources/part-00000.parquet:5: the source "own" of claims/dam.toml has another address; give one of them another id',
    ]
    assert (place / "claims" / "dam.toml").read_text(encoding="utf-8").startswith(claim)


def test_a_new_claim_does_not_cite_another_shared_source(bring, place):
    (place / "claims" / "sources.toml").write_text(
        '[[sources]]\nid = "wire"\nurl = "https://elsewhere.example/y"\n', encoding="utf-8"
    )
    ran = bring("dam")
    assert ran.code == 4
    assert ": 1 claim new, 1 position added, 0 already there, 2 refused" in ran.lines[0]
    (position,) = read_folder(str(place / "claims")).claims["dam"].positions
    assert position.party == "Ann"


def test_no_position_that_is_there_comes_to_cite_another_source(bring, place):
    """The claim cites shared sources by ids that the record has for others: `own` of the claim, and `wire` of all."""
    (place / "claims" / "sources.toml").write_text(
        '[[sources]]\nid = "own"\nurl = "https://elsewhere.example/x"\n', encoding="utf-8"
    )
    claim = (
        'title = "The dam leaks"\n\n[[positions]]\nparty = "Cy"\nstance = "denies"\nsources = ["own", "wire"]\n\n'
        '[[sources]]\nid = "wire"\nurl = "https://elsewhere.example/y"\n'
    )
    (place / "claims" / "dam.toml").write_text(claim, encoding="utf-8")
    ran = bring("dam")
    assert ran.code == 4
    assert [line.split(": ", 1)[1].split(";")[0] for line in ran.err.splitlines()] == [
        '"wire" is another source in the folder',
        '"own" is another source in the folder',
        'the source "own" of claims/dam.toml has another address',
    ]
    assert (place / "claims" / "dam.toml").read_text(encoding="utf-8") == claim


def test_a_value_that_counts_something_else_is_refused(bring, place):
    (place / "claims" / "dam.toml").write_text('title = "The dam leaks"\nunit = "houses"\n', encoding="utf-8")
    ran = bring("dam")
    assert ran.code == 4
    assert "positions/part-00000.parquet:1: the value counts l/s, and the claim counts houses" in ran.err
    (position,) = read_folder(str(place / "claims")).claims["dam"].positions
    assert position.party == "Ann"


@pytest.mark.parametrize(
    "text", ["title = \n", 'title = "The dam leaks"\npositions = [{ party = "Ann", stance = "denies" }]\n']
)
def test_a_file_that_cannot_be_added_to_stays_as_it_is(bring, place, text):
    (place / "claims" / "dam.toml").write_text(text, encoding="utf-8")
    ran = bring()
    assert ran.code == 4
    assert ": 1 claim new, 1 position added, 0 already there, 4 refused" in ran.lines[0]
    assert "out/claims/part-00000.parquet:1: " in ran.err
    assert (place / "claims" / "dam.toml").read_text(encoding="utf-8") == text


def test_a_registry_that_cannot_be_added_to_stays_as_it_is(bring, place):
    (place / "claims" / "parties.toml").write_text("[envoy\n", encoding="utf-8")
    ran = bring("dam")
    assert ran.code == 4
    assert ": 1 claim new, 2 positions added, 0 already there, 4 refused" in ran.lines[0]
    assert (place / "claims" / "parties.toml").read_text(encoding="utf-8") == "[envoy\n"
    assert (place / "claims" / "sources.toml").exists()


def test_a_name_of_another_party_is_refused(bring, place):
    (place / "claims" / "parties.toml").write_text('[press]\naliases = ["Gazette"]\n', encoding="utf-8")
    ran = bring("dam")
    assert ran.err.splitlines() == [
        'out/parties/part-00000.parquet:4: the name "Gazette" belongs to "press" already; names compare without case and punctuation'
    ]
    assert held(place)[1] == ["press", "envoy", "ministry", "state"]


def test_the_help_is_that_of_a_command_of_its_own(call):
    for words in (("import", "parquet", "--help"), ("help", "import", "parquet")):
        ran = call(*words)
        assert ran.out.startswith("Usage: claimtrack import parquet [OPTIONS] DIR [CLAIM]...\n")
        assert max(map(len, ran.lines)) < 80
