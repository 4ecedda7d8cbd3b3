"""Two parties whose names search cannot tell apart are reported, once for each further party."""

from __future__ import annotations

import pytest

from claimtrack.problems import Code
from claimtrack.render.problems import plain

POSITION = '[[positions]]\nparty = "{}"\nstance = "comments"\n'


@pytest.fixture
def found(folder, check):
    """Return what is said of the names in some records, without what to do about it."""

    def found(records):
        lines = [line for line in plain(check(folder(records))) if Code.SIMILAR_NAMES in line]
        assert all(
            line.endswith("; if they are one, write one name, or make one an alias in parties.toml") for line in lines
        )
        return [line.partition(";")[0] for line in lines]

    return found


def claim(*parties):
    return 'title = "T"\n' + "".join(map(POSITION.format, parties))


def said(place, name, other, other_place):
    return f'claims/{place}: CT036 "{name}" is another party than "{other}" (claims/{other_place}), and is written almost the same'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muller", "Müller"),
        ("Lodz City Council", "Łódź City Council"),
        ("أحمد", "احمد"),
        ("Group A+", "Group A−"),
        ("Unit 7", "Unit ٧"),
        ("Пётр", "Петр"),
    ],
)
def test_two_names_that_differ_only_for_identity(found, one, other):
    assert found({"a": claim(one), "b": claim("Water Board", other)}) == [said("b.toml:6:9", other, one, "a.toml:3")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "MÜLLER"),
        ("وزارة الدفاع", "وِزَارَةُ الدِّفَاع"),
        ("Андрей", "Андреи"),
        ("Müller", "Mueller"),
        ("U.S.", "US"),
    ],
)
def test_one_name_and_two_that_are_far_apart_are_not_reported(found, one, other):
    assert found({"a": claim(one, other)}) == []


def test_each_further_party_is_reported_once(found):
    names = ("Muller", "Müller", "MULLER", "Müller", "Mūller", "müller")
    assert found({"a": claim(*names), "b": claim(*names)}) == [
        said("a.toml:6:9", "Müller", "Muller", "a.toml:3"),
        said("a.toml:15:9", "Mūller", "Muller", "a.toml:3"),
    ]


def test_through_whom_a_position_is_known_counts_too(found):
    records = {"a": claim("Muller") + 'via = ["Water Board", "Müller"]\n'}
    assert found(records) == [said("a.toml:5:23", "Müller", "Muller", "a.toml:3")]


def test_names_and_aliases_of_one_registered_party_are_one(found):
    parties = '[muller]\nname = "Müller"\naliases = ["Mūller"]\n'
    assert found({"parties": parties, "a": claim("Muller", "Müller", "Mūller")}) == []


def test_a_registered_name_comes_first(found):
    parties = '[ministry]\nname = "Ministry of Défense"\naliases = ["Défense"]\n[defense]\n'
    assert found({"parties": parties, "a": claim("Ministry of Defense", "ministry of defense")}) == [
        said("a.toml:3:9", "Ministry of Defense", "Ministry of Défense", "parties.toml:2"),
        said("parties.toml:4:1", "defense", "Défense", "parties.toml:3"),
    ]


def test_many_names_are_grouped_and_not_compared_in_pairs(found, monkeypatch):
    calls = []
    from claimtrack.checks import folder as checks

    phrase = checks.phrase
    monkeypatch.setattr(checks, "phrase", lambda name: calls.append(name) or phrase(name))
    assert found({"a": claim(*(f"Board {number}" for number in range(200)), *("Board 1",) * 50)}) == []
    assert len(calls) == 200
