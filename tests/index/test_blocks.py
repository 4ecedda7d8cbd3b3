"""What each party did is counted once for each block of claims, and again only where something changed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time

import pytest

from claimtrack.index import blocks
from claimtrack.index.store import Store
from claimtrack.rules import party_counts

CLAIM = """title = "The weir {number} leaked"
[[positions]]
party = "{party}"
stance = "asserts"
date = 2025-05-08
"""


@pytest.fixture
def claims(folder, monkeypatch):
    monkeypatch.setattr(blocks, "_BITS", 2)
    path = folder({f"weir-{n:02}": CLAIM.format(number=n, party=f"Party {n % 3}") for n in range(20)})
    for file in path.iterdir():
        os.utime(file, (1_700_000_000, 1_700_000_000))
    return path


@pytest.fixture
def counted(monkeypatch):
    """Give the blocks that are counted."""
    found: list[int] = []
    count = blocks._count
    monkeypatch.setattr(blocks, "_count", lambda store, block: found.append(block) or count(store, block))
    return found


@pytest.fixture
def ask(call, claims, tmp_path, monkeypatch):
    from claimtrack.index import snapshot

    monkeypatch.setattr(snapshot, "RACY", 0)  # so that no file is read again because it is new
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}

    def ask(*args):
        ran = call(*args, cwd=claims.parent, env=env)
        time.sleep(0.02)  # longer than the clock of a file system stands still: a change after it has another time
        return ran

    return ask


@pytest.mark.parametrize("question", [("parties",), ("list", "--party", "Party 1", "--json")], ids=" ".join)
def test_a_second_question_counts_nothing(ask, counted, question):
    plain = ask(*question, "--no-cache")
    assert ask(*question) == plain
    assert counted == [0, 1, 2, 3, 4, 5]
    counted.clear()
    assert ask("parties") == ask("parties", "--no-cache")
    assert counted == []


def test_after_an_edit_the_block_before_and_the_block_now_are_counted(ask, claims, counted):
    ask("parties")
    counted.clear()
    (claims / "weir-09.toml").write_text(CLAIM.format(number=9, party="Somebody else"), encoding="utf-8")
    assert ask("parties") == ask("parties", "--no-cache")
    assert counted == [3, 5]
    counted.clear()
    (claims / "weir-09.toml").unlink()
    assert ask("parties") == ask("parties", "--no-cache")
    assert counted == [5]


def test_a_registry_makes_all_be_counted_again(ask, claims, counted):
    ask("parties")
    counted.clear()
    (claims / "parties.toml").write_text('[weir-board]\nname = "Party 0"\n', encoding="utf-8")
    assert ask("parties") == ask("parties", "--no-cache")
    assert counted == [0, 1, 2, 3, 4, 5]


def test_names_are_gathered_once_and_again_after_an_edit(ask, claims, monkeypatch):
    gathered = []
    gather = party_counts.names_in
    monkeypatch.setattr(party_counts, "names_in", lambda blocks: gathered.append(1) or gather(blocks))
    question = ("list", "--party", "Party 1", "--json")
    assert ask(*question) == ask(*question)
    assert len(gathered) == 1
    (claims / "weir-01.toml").write_text(CLAIM.format(number=1, party="PARTY 1"), encoding="utf-8")
    edited = ask(*question)
    assert "PARTY 1" in edited.out
    assert "Party 1" not in edited.out
    assert len(gathered) == 2
    (claims / "parties.toml").write_text('[party-1]\nname = "Party the First"\n', encoding="utf-8")
    registered = ask(*question)
    assert registered == ask(*question, "--no-cache")
    assert "Party the First" in registered.out


def test_what_somebody_else_wrote_meanwhile_is_not_sealed(ask, tmp_path, monkeypatch):
    ask("list")
    (index,) = (tmp_path / "cache").rglob("*.sqlite")
    release = Store.release

    def scribble(store):
        release(store)
        with contextlib.closing(sqlite3.connect(index)) as other:
            other.execute("UPDATE claims SET title = 'scribbled'")
            other.commit()

    with monkeypatch.context() as patch:
        patch.setattr(Store, "release", scribble)
        ask("list", "--party", "Party 1", "--json")  # the names are looked up after the rows were read
    assert ask("list") == ask("list", "--no-cache")
