"""The shifts of a claim are found once, and again only if they may be others."""

from __future__ import annotations

import time

import pytest

from claimtrack.book.book import Book
from claimtrack.index import shifts, snapshot, store

CLAIM = """title = "The weir {number} leaked"
unit = "cracks"
[[positions]]
party = "Envoy"
stance = "asserts"
date = 2025-05-0{day}
value = {value}
sources = ["https://example.org/{number}"]
[[positions]]
party = "Board"
stance = "denies"
[[positions]]
party = "Envoy"
stance = "denies"
date = "2025-06"
date_of = "report"
via = ["Board"]
[[positions]]
party = "Envoy"
stance = "withdraws"
date = 2025-07-01
"""
PARTIES = '[union]\nname = "Union"\n[envoy]\nname = "Envoy"\nspeaks_for = "union"\n'
IDS = [f"weir-{number}" for number in range(6)]
TICK = 0.02  # seconds; longer than the clock of a file system stands still: a change after it has another time


def claim(number, value="{ min = 2 }"):
    return CLAIM.format(number=number, day=number + 1, value=value)


@pytest.fixture
def claims(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(snapshot, "RACY", 0)  # so that no file is read again because it is new
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "cache"))
    return folder({**{claim_id: claim(number) for number, claim_id in enumerate(IDS)}, "parties": PARTIES})


@pytest.fixture
def look(claims, monkeypatch):
    """Ask for all shifts; give the ids of the claims whose shifts were not stored."""
    derived: list[str] = []
    pack = shifts._pack

    def noted(claim, registry):
        derived.append(claim.id)
        return pack(claim, registry)

    monkeypatch.setattr(shifts, "_pack", noted)

    def look():
        derived.clear()
        with Book(str(claims)) as book:
            stored = book.shifts()
        time.sleep(TICK)
        with Book(str(claims), cache=False) as book:
            assert [*stored] == [*book.shifts()]
        assert [stored[place] for place in range(len(stored))] == [*stored]
        assert [*stored[1:4]] == [*stored][1:4]
        return [*derived]

    return look


def test_the_shifts_of_each_claim_are_found_once(look):
    assert look() == IDS
    assert look() == []


def test_only_what_was_edited_is_looked_at_again(look, claims):
    look()
    (claims / "weir-2.toml").write_text(claim(2, "7"))
    (claims / "weir-3.toml").unlink()
    (claims / "weir-9.toml").write_text(claim(8))
    assert look() == ["weir-2", "weir-9"]


def test_other_parties_are_other_shifts(look, claims):
    look()
    (claims / "parties.toml").write_text('[union]\nname = "Union"\n')
    assert look() == IDS


def test_what_cannot_be_stored_is_found_each_time(look, claims, monkeypatch):
    with Book(str(claims)) as book:
        assert book.size == len(IDS)
    time.sleep(TICK)
    monkeypatch.setattr(store.Store, "write", lambda *_: False)
    assert look() == IDS
    assert look() == IDS


def test_a_row_asked_for_whole_has_its_position(claims):
    with Book(str(claims)) as book:
        rows = book.shifts(whole=True)
    assert all(row.position is not None and row.position.place == row.place for row in rows)
    assert [row._replace(position=None) for row in rows] == [*Book(str(claims), cache=False).shifts()]


def test_an_empty_folder_has_none(folder):
    with Book(str(folder({}))) as book:
        assert [*book.shifts()] == []
