"""Marks: one word for each fact, and no other fact has it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.index import tables
from claimtrack.index.marks import bound, cited, having, is_marked, parent, passed_on, stands, taken, took
from claimtrack.model.vocabulary import STANCES

NAMES = st.text(st.characters(), min_size=1, max_size=8)
FACTS = st.one_of(
    st.tuples(st.sampled_from([took, bound, passed_on, cited, parent]), st.tuples(NAMES)),
    st.tuples(st.just(stands), st.tuples(NAMES, st.sampled_from(STANCES))),
    st.tuples(st.just(taken), st.tuples(st.sampled_from(STANCES))),
)


@given(FACTS, FACTS)
@example((took, ("A",)), (took, ("a",)))
@example((stands, ("s", "asserts")), (stands, ("as", "asserts")))
@example((cited, ("https://example.org/a",)), (cited, ("https://example.org/A",)))
def test_two_facts_have_one_mark_only_if_they_are_one(one, other):
    (mark, about), (mark2, about2) = one, other
    assert (mark(*about) == mark2(*about2)) == (one == other)


@pytest.mark.parametrize("search", [True, False])
@given(kept=st.lists(FACTS, min_size=1, max_size=5), asked=st.lists(FACTS, min_size=1, max_size=3))
def test_what_has_a_mark_is_found_by_it(search, kept, asked):
    with closing(sqlite3.connect(":memory:")) as base:
        if search and not tables.has_search(base):
            pytest.skip("SQLite was built without full-text search")
        tables.create(base, search=search)
        for n, (mark, about) in enumerate(kept):
            base.execute("INSERT INTO claims (n) VALUES (?)", (n,))
            base.execute("INSERT INTO marks (rowid, told) VALUES (?, ?)", (n, f" {mark(*about)} "))
        words = [mark(*about) for mark, about in asked]
        wanted = having(words, search=search)
        found = {n for (n,) in base.execute(f"SELECT n FROM claims WHERE {wanted.sql}", wanted.values)}  # noqa: S608 - a condition of our own
        assert found == {n for n, fact in enumerate(kept) if fact in asked}
        assert is_marked(base, words, search=search) == bool(found)
