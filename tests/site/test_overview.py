"""What is gathered in one pass is what the book answers to each question alone."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest

from claimtrack.book.book import Book
from claimtrack.book.rows import LineSummary

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["shipped", "invented", "voices"])
def book(request, shipped, tmp_path_factory):
    folder = shipped
    if request.param != "shipped":
        kind = "default" if request.param == "invented" else "voices"
        folder = tmp_path_factory.mktemp("invented") / "claims"
        generate = [sys.executable, str(ROOT / "benchmarks/generate.py"), "--kind", kind, str(folder), "40"]
        subprocess.run(generate, check=True, capture_output=True)
    with Book(str(folder), cache=False) as book:
        yield book


@pytest.fixture(scope="module")
def overview(book):
    return book.overview()


def test_the_lists_are_those_of_the_book(book, overview):
    assert overview.rows == list(book.rows().rows)
    assert overview.matrix == book.matrix()
    assert overview.shifts == book.shifts()
    assert list(overview.parties) == [row for row in book.parties() if row.positions]


def test_a_party_stands_where_its_profile_says(book, overview):
    for row in overview.parties:
        profile = book.party(row.person.id)
        stands = overview.stands[row.person.id].values()
        assert [(each.claim, each.line, each.silence) for each in stands] == [
            (line.claim, line.line and LineSummary.of(line.line), line.silence) for line in profile.lines
        ]
        assert overview.shifts_of[row.person.id] == [shift._replace(position=None) for shift in profile.shifts]
        assert overview.tenures_and_voices(row.person.id) == (profile.tenures, profile.voices)


def test_a_line_is_taken_since_the_last_shift_of_its_side(overview):
    for stands in overview.stands.values():
        for stand in stands.values():
            assert (stand.line is None) == (stand.since is None)
            if stand.since is not None:
                assert stand.since.side.after.side == stand.line.side


def test_two_principals_relate_as_diff_says(book, overview):
    pairs = overview.pairs()
    assert all(a in overview.principals and b in overview.principals for a, b in pairs)
    for a, b in [*pairs, *combinations(sorted(overview.principals), 2)][:60]:
        found, tally = overview.diff(a, b)
        expected = book.diff(a, b)
        assert tally == expected.tally
        assert [(row.claim.id, row.relation) for row in found] == [
            (row.state.claim.id, row.comparison.relation) for row in expected.rows
        ]


def test_a_voice_relates_to_other_principals_as_diff_says(book, overview):
    for row in overview.parties:
        if row.speaks_for:
            for other, counts in overview.relations(row.person.id).items():
                tally = book.diff(row.person.id, other).tally
                assert all(number <= tally[relation] for relation, number in counts.items())
