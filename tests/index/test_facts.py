"""Facts: one line for each, which no other fact makes, and by which a claim is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.index.conditions import has_any
from claimtrack.index.database import create_tables
from claimtrack.index.facts import BOUND, CITES, CITES_OWN, HOLDS, NAMED, STANCE, TOOK, TOPIC, fact

KINDS = [TOOK, BOUND, NAMED, HOLDS, STANCE, TOPIC, CITES, CITES_OWN]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
FACTS = st.tuples(st.sampled_from(KINDS), st.lists(TEXTS, min_size=1, max_size=2).map(tuple))


@given(FACTS, FACTS)
@example((HOLDS, ("a", "b")), (HOLDS, ('a", "b',)))
@example((CITES, ("x\ntook",)), (TOOK, ("x",)))
def test_two_facts_make_one_line_only_if_they_are_one(one, other):
    (kind, values), (kind2, values2) = one, other
    assert (fact(kind, *values) == fact(kind2, *values2)) == (one == other)


@given(stored=st.lists(st.lists(FACTS, max_size=4), max_size=4), wanted=st.lists(FACTS, min_size=1, max_size=3))
@example(stored=[[(CITES, ('a"]\n\ntook ["india',))]], wanted=[(TOOK, ("india",))])
def test_a_claim_is_found_by_its_facts_and_by_no_other(stored, wanted):
    with closing(sqlite3.connect(":memory:")) as db:
        create_tables(db)
        for n, facts in enumerate(stored):
            text = "".join(fact(kind, *values) for kind, values in facts)
            db.execute("INSERT INTO facts (n, facts) VALUES (?, ?)", (n, text))
        condition = has_any(*(fact(kind, *values) for kind, values in wanted))
        found = {n for (n,) in db.execute(f"SELECT n FROM facts WHERE {condition.sql}", condition.values)}  # noqa: S608
    assert found == {n for n, facts in enumerate(stored) if set(facts) & set(wanted)}


def test_of_no_facts_a_claim_has_none():
    assert has_any().sql == "0"


@pytest.mark.parametrize("number", [1, 1200])
@pytest.mark.sampled(2)
def test_one_publisher_may_have_any_number_of_sources(call, folder, tmp_path, number):
    source = '[[sources]]\nid = "s{0}"\npublisher = "Post"\n'
    position = '[[positions]]\nparty = "A"\nstance = "asserts"\nsources = ["s{0}"]\n'
    claims = {f"c{at}": f'title = "T"\n{position}{source}'.format(at) for at in range(number)}
    shared = "".join(source.format(f"h{at}") for at in range(number))
    folder({**claims, "sources": shared, "other": 'title = "O"\n' + position.format("h0")})
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    ran = call("list", "--source", "post", cwd=tmp_path, env=env)
    assert len(ran.ids) == number + 1
    assert ran == call("list", "--source", "post", "--no-cache", cwd=tmp_path, env=env)
