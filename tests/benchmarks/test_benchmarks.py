"""The generated claims are reproducible and right, of every kind."""

from __future__ import annotations

import hashlib
import os
import shutil
import tomllib
import unicodedata
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PARTY = "ruritania"
KINDS = ("default", "unregistered", "long", "voices")
DEFAULT_BOOK = "35ef8266dd563c1205fe31d36368d7014161ed3bbe882408d66c219dfc9507de"


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.toml"))}


def claims(folder: Path) -> list[Path]:
    """Return the files of the claims; the registers lie beside the sub-folders."""
    return [path for path in folder.rglob("*.toml") if path.parent != folder]


def records(folder: Path) -> list[dict]:
    """Return the claims as TOML has them."""
    return [tomllib.loads(path.read_text("utf-8")) for path in claims(folder)]


def naming(folder: Path) -> set[str]:
    """Return the ids of the claims whose text has the party."""
    return {path.stem for path in claims(folder) if PARTY in path.read_text("utf-8").lower()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.sampled(4)
def test_the_same_seed_gives_the_same_bytes(tmp_path, generated, kind):
    one, two = (generated(tmp_path / each, 20, "--seed", "3", "--kind", kind) for each in "ab")
    assert contents(one) == contents(two)


def test_another_seed_gives_other_claims(tmp_path, generated):
    one, two = (generated(tmp_path / seed, 60, "--seed", seed) for seed in "34")
    assert contents(one).keys() == contents(two).keys()
    assert contents(one) != contents(two)


def test_the_default_book_is_the_one_that_earlier_figures_were_measured_on(tmp_path, generated):
    book = contents(generated(tmp_path / "claims", 60))
    digest = hashlib.sha256(b"".join(name.encode() + text for name, text in sorted(book.items())))
    assert digest.hexdigest() == DEFAULT_BOOK


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "listed"), [("default", 60), ("unregistered", 60), ("long", 60), ("voices", 10)])
def test_generated_claims_have_no_errors(tmp_path, generated, call, kind, listed):
    folder = generated(tmp_path / "claims", 60, "--kind", kind)
    checked = call("check", "--claims", str(folder), "--format", "plain")
    assert checked.code == 0, checked.out
    assert " 0 errors" in checked.err
    assert len(call("list", "--claims", str(folder)).lines) == listed


def test_a_default_claim_has_three_to_eight_positions(tmp_path, generated):
    assert {len(each["positions"]) for each in records(generated(tmp_path / "claims", 60))} <= set(range(3, 9))


def test_there_are_two_hundred_parties(tmp_path, generated):
    folder = generated(tmp_path / "claims", 1)
    assert len(tomllib.loads((folder / "parties.toml").read_text("utf-8"))) == 200


def test_without_a_registry_the_party_acts_on_the_same_claims(tmp_path, generated, call):
    known, unregistered = (generated(tmp_path / kind, 120, "--kind", kind) for kind in ("default", "unregistered"))
    assert not (unregistered / "parties.toml").exists()
    ids = [call("list", "--claims", str(each), "--party", PARTY).ids for each in (known, unregistered)]
    assert ids[0] == ids[1] != []


def test_without_a_registry_one_party_is_spelled_in_several_ways(tmp_path, generated):
    folder = generated(tmp_path / "claims", 120, "--kind", "unregistered")
    written = {position["party"] for each in records(folder) for position in each["positions"]}
    spellings = Counter(name.casefold() for name in written)
    assert spellings[PARTY] == 3
    assert sum(count > 1 for count in spellings.values()) >= 20


def test_long_records_have_six_kilobytes_and_long_quotes(tmp_path, generated):
    folder = generated(tmp_path / "claims", 120, "--kind", "long")
    sizes = [path.stat().st_size for path in claims(folder)]
    assert 5_000 < sum(sizes) / len(sizes) < 7_000
    quotes = [len(position["quote"]) for each in records(folder) for position in each["positions"]]
    assert min(quotes) >= 300
    assert 1_500 < max(quotes) <= 2_000


def test_long_records_have_many_scripts_many_offsets_and_one_publisher(tmp_path, generated):
    told = records(generated(tmp_path / "claims", 120, "--kind", "long"))
    positions = [position for each in told for position in each["positions"]]
    for key in ("party", "quote"):
        letters = {letter for position in positions for letter in position[key] if letter.isalpha()}
        assert len({unicodedata.name(letter).split()[0] for letter in letters}) >= 10
    moments = [each["date"] for each in positions if isinstance(each["date"], datetime)]
    assert len({moment.utcoffset() for moment in moments}) >= 8
    assert {source["publisher"] for each in told for source in each["sources"]} == {"Example Wire"}


def test_every_voice_takes_a_position_on_each_claim(tmp_path, generated):
    folder = generated(tmp_path / "claims", 30, "--kind", "voices")
    assert [len({position["party"] for position in each["positions"]}) for each in records(folder)] == [30] * 10
    parties = tomllib.loads((folder / "parties.toml").read_text("utf-8"))
    assert sum(each.get("speaks_for") == "city-council" for each in parties.values()) == 30


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.usefixtures("modules")
@pytest.mark.parametrize(("grows", "first"), [(True, 10), (False, 20)])
def test_a_history_edits_records_and_may_add_some(tmp_path, home, call, grows, first):
    from history import FIRST, LAST, git_env, write_history

    env = git_env({"HOME": str(home), "PATH": os.environ["PATH"]})
    write_history(str(tmp_path), shutil.which("git"), env, 20, 3, 1, grows=grows)
    book = str(tmp_path / "claims")
    before, after = (call("list", "--claims", book, "--rev", rev) for rev in (FIRST, LAST))
    assert (len(before.ids), len(after.ids)) == (first, 20)
    changes = call("changes", f"{FIRST}..{LAST}", "--claims", book)
    assert changes.code == 0, changes.err
    changed = set(changes.ids)
    assert changed >= set(after.ids) - set(before.ids)
    assert 1 <= len(changed & set(before.ids)) <= 2


@pytest.mark.slow
def test_the_party_acts_on_about_one_claim_in_twenty(tmp_path, generated):
    folder = generated(tmp_path / "claims", 2000)
    assert 0.03 <= len(naming(folder)) / 2000 <= 0.07


@pytest.mark.slow
def test_list_finds_exactly_the_files_that_have_the_party(tmp_path, generated, run):
    folder = generated(tmp_path / "claims", 300)
    assert set(run("list", "--claims", str(folder), "--party", PARTY).ids) == naming(folder) != set()
