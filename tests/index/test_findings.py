"""What the checks find in a claim is found once, and again only if it may be something else."""

from __future__ import annotations

import os
import sqlite3
import time
from datetime import datetime

import pytest

from claimtrack.book.checking import check_folder
from claimtrack.index import findings, snapshot, store, workers
from claimtrack.model.config import CheckConfig

CLAIM = """title = "The weir {number} leaked"
implies = ["weir-{next:02}"]
[[positions]]
party = "{party}"
stance = "asserts"
date = {date}
sources = ["wire"]
"""
TICK = 0.02  # seconds; longer than the clock of a file system stands still: a change after it has another time
NOW = datetime.fromisoformat("2025-06-01T12:00")


def claim(number, party="Union", date="2025-05-08"):
    return CLAIM.format(number=number, next=number + 1, party=party, date=date)


@pytest.fixture
def claims(folder, monkeypatch):
    monkeypatch.setattr(snapshot, "RACY", 0)  # so that no file is read again because it is new
    records = {f"weir-{number:02}": claim(number) for number in range(12)}
    return folder({**records, "sources": '[[sources]]\nid = "wire"\n', "parties": '[union]\nname = "Union"\n'})


@pytest.fixture
def checked(monkeypatch):
    """Give the ids of claims that are checked."""
    found: list[str] = []
    check = findings.check_claim

    def noted(path, claim_id, registers, today):
        found.append(claim_id)
        return check(path, claim_id, registers, today)

    monkeypatch.setattr(findings, "check_claim", noted)
    return found


@pytest.fixture
def look(claims, checked, tmp_path, monkeypatch):
    """Check the folder from its index; give the ids of the claims that were checked, and what is reported."""
    monkeypatch.setenv("CLAIMTRACK_CACHE_DIR", str(tmp_path / "cache"))

    def look(now=NOW):
        checked.clear()
        report = check_folder(str(claims), CheckConfig(), now=now, cache=True)
        time.sleep(TICK)
        plain = check_folder(str(claims), CheckConfig(), now=now)
        assert (set(report.problems) ^ set(plain.problems), report.claims) == (set(), plain.claims)
        return [*checked], [f"{os.path.basename(each.path)} {each.code}" for each in report.problems]

    return look


ALL = [f"weir-{number:02}" for number in range(12)]


def test_a_second_check_checks_no_claim(look):
    ids, found = look()
    assert ids == ALL
    assert "weir-11.toml CT025" in found
    assert look() == ([], found)


def test_a_check_from_elsewhere_checks_no_claim(look, claims, checked, monkeypatch):
    look()
    checked.clear()
    monkeypatch.chdir(claims.parent)
    report = check_folder("claims", CheckConfig(), now=NOW, cache=True)
    assert checked == []
    assert {os.path.dirname(problem.path) for problem in report.problems} == {"claims"}


def test_an_edited_claim_is_checked_again(look, claims):
    look()
    (claims / "weir-03.toml").write_text(claim(3, party="Somebody"), encoding="utf-8")
    ids, found = look()
    assert ids == ["weir-03"]
    assert "weir-03.toml CT035" in found


def test_a_claim_that_came_or_went_is_seen_by_those_that_name_it(look, claims):
    look()
    (claims / "weir-12.toml").write_text('title = "Another"', encoding="utf-8")
    ids, found = look()
    assert ids == ["weir-12"]
    assert "weir-11.toml CT025" not in found
    (claims / "weir-05.toml").unlink()
    ids, found = look()
    assert ids == []
    assert "weir-04.toml CT025" in found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("parties", '[union]\nname = "Union"\n[board]\n'),
        ("parties", '[union]\nname = "Union"\n[board]\nspeaks_for = 5\n'),
        ("parties", "[union"),
        ("parties", None),
        ("sources", '[[sources]]\nid = "wire"\nurl = "https://example.org/w"\n'),
        ("sources", None),
    ],
)
def test_after_a_change_of_a_registry_all_are_checked_again(look, claims, name, text):
    look()
    path = claims / f"{name}.toml"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    assert look()[0] == ALL
    assert look()[0] == []


def test_what_is_in_the_future_is_so_until_its_day(look, claims):
    (claims / "weir-03.toml").write_text(claim(3, date="2025-06-10"), encoding="utf-8")
    assert "weir-03.toml CT026" in look()[1]
    ids, found = look(datetime.fromisoformat("2025-06-10T01:00"))
    assert ids == []
    assert "weir-03.toml CT026" not in found


def test_a_clock_that_was_set_back_makes_all_be_checked_again(look, claims):
    (claims / "weir-03.toml").write_text(claim(3, date="2025-06-10"), encoding="utf-8")
    look(datetime.fromisoformat("2025-07-01"))
    ids, found = look()
    assert ids == ALL
    assert "weir-03.toml CT026" in found


def test_where_nothing_can_be_stored_all_are_checked_each_time(look, monkeypatch):
    look()
    monkeypatch.setattr(store.Store, "write", lambda *_: False)
    found = look()[1]
    assert look() == ([], found)  # what is stored is used


@pytest.mark.parametrize("forks", [True, False])
def test_several_processes_find_the_same(look, monkeypatch, forks):
    if forks and not workers._can_fork():
        pytest.skip("no process is forked here")
    monkeypatch.setattr(workers, "_can_fork", lambda: forks)
    monkeypatch.setattr(workers, "_WORKERS_FROM", 1)
    monkeypatch.setattr(workers, "_WORKERS_FROM_SPAWN", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(findings, "_BATCH", 3)
    ids, found = look()
    assert ids == []  # in this process
    assert "weir-11.toml CT025" in found


def test_what_cannot_be_stored_is_reported_all_the_same(look, monkeypatch):
    monkeypatch.setattr(store.Store, "write", lambda *_: False)
    found = look()
    assert found[0] == ALL
    assert look() == found


def test_while_another_process_writes_the_answer_is_the_same(look, tmp_path, monkeypatch):
    from claimtrack.index import database

    monkeypatch.setattr(database, "_PATIENCE", 0.05)
    monkeypatch.setattr(findings, "_BATCH", 3)
    _, found = look()
    (index,) = (tmp_path / "cache").rglob("*.sqlite")
    other = sqlite3.connect(index, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert look()[1] == found
    assert look(datetime.fromisoformat("2025-05-01"))[1] != []  # all are checked, and none is stored
    other.close()
    assert look()[1] == found
