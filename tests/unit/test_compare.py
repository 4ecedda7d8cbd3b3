"""Two parties on one claim: opposed, in part, agreed, or only one of them heard."""

import itertools

import pytest
from builders import WHO, claim, position, stand
from hypothesis import given
from hypothesis import strategies as st
from strategies import PARTIES, claims

from claimtrack.rules.comparison import RELATIONS, compare, differ, differences, values_differ
from claimtrack.rules.resolve import positions_of, resolve

parties = st.sampled_from(PARTIES)
SWAPPED = {"only-a": "only-b", "only-b": "only-a"}


def between(a, b, *positions):
    found = resolve(claim("ceasefire", list(positions)), WHO)
    return compare(a, positions_of(a, found, WHO), b, positions_of(b, found, WHO))


def differing(one, other):
    """Tell whether two values differ, each given as a value and perhaps the time it is about."""
    both = resolve(claim("x", [position("author", "asserts", "2025-06-30", **each) for each in (one, other)]), WHO)
    return differ(*both)


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("asserts", "denies", "opposed"),
        ("denies", "asserts", "opposed"),
        ("asserts", "asserts", "agree"),
        ("denies", "denies", "agree"),
        ("asserts", "qualifies", "partly"),
        ("qualifies", "denies", "partly"),
        ("qualifies", "qualifies", "partly"),  # they may qualify different parts
        ("asserts", "comments", "only-a"),
        ("reports", "denies", "only-b"),
    ],
)
def test_how_two_principals_relate(one, other, relation):
    found = between(
        "india", "united-states", position("misri", one, "2025-05-10"), position("trump", other, "2025-05-10")
    )
    assert found.relation == relation


def test_on_the_ceasefire_india_and_the_united_states_are_opposed():
    trump = position("trump", "asserts", "2025-05-10")
    misri = position("misri", "denies", "2025-05-10")
    found = between("united-states", "india", trump, misri)
    assert (found.relation, found.a.position.party, found.b.position.party) == ("opposed", "trump", "misri")
    assert found.silence is None


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("united-states", "india", "opposed"),
        ("trump", "united-states", "partly"),  # his own words against the line that Rubio set last
        ("trump", "rubio", "partly"),
        ("rubio", "united-states", "agree"),
        ("vance", "trump", "only-b"),
        ("trump", "trump", "agree"),  # one and the same act
    ],
)
def test_a_principal_includes_its_voices_and_a_voice_means_its_own_positions_only(a, b, relation):
    told = [
        position("vance", "comments", "2025-05-08"),
        position("misri", "denies", "2025-05-10"),
        position("trump", "qualifies", "2025-05-15"),
        position("rubio", "asserts", "2025-07-08"),
    ]
    assert between(a, b, *told).relation == relation


@pytest.mark.parametrize(
    ("stance", "silence"),
    [("declines", "declined"), ("comments", "commented"), ("reports", "reports"), ("withdraws", "withdrew")],
)
def test_who_has_no_line_is_said_to_have_done_something_else(stance, silence):
    told = [position("trump", "asserts", "2025-05-10"), position("misri", stance, "2025-05-11")]
    assert between("united-states", "india", *told).silence == silence
    assert between("india", "united-states", *told).silence == silence


def test_silence_is_the_absence_of_a_position():
    found = between("united-states", "pakistan", position("trump", "asserts", "2025-05-12"))
    assert (found.relation, found.b, found.silence) == ("only-a", None, "silent")


def test_where_neither_has_a_line_there_is_nothing_to_compare():
    assert between("india", "pakistan", position("trump", "asserts", "2025-05-10")) is None
    assert between("india", "united-states", position("misri", "declines", "2025-05-10")) is None


@pytest.mark.parametrize(
    ("count", "relation"),
    [
        (7, "values-differ"),
        (5, "agree"),
        ({"min": 5}, "agree"),
        ({"min": 6}, "values-differ"),
        ("about ten", "agree"),
    ],
)
def test_those_who_agree_may_differ_in_their_numbers(count, relation):
    told = [
        position("sharif", "asserts", "2025-05-07", value=5),
        position("trump", "asserts", "2025-08-25", value=count),
    ]
    assert between("pakistan", "united-states", *told).relation == relation


def test_a_number_that_the_line_kept_from_an_earlier_position_is_compared():
    told = [
        position("sharif", "asserts", "2025-05-07", value=5),
        position("sharif", "asserts", "2025-05-08"),
        position("trump", "asserts", "2025-08-25", value=7),
    ]
    assert between("pakistan", "united-states", *told).relation == "values-differ"


def test_numbers_of_opponents_are_not_compared():
    told = [
        position("sharif", "asserts", "2025-05-07", value=5),
        position("misri", "denies", "2025-05-08", value=0),
    ]
    assert between("pakistan", "india", *told).relation == "opposed"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"value": 5}, {"value": 7}, True),
        ({"value": {"min": 5}}, {"value": 7}, False),
        ({"value": 5}, {"value": 5}, False),
        ({"value": "five"}, {"value": 7}, False),
        ({"value": 5}, {}, False),
        ({}, {}, False),
        # 60 % in March and 40 % in June are both true.
        ({"value": 60, "about": "2025-03"}, {"value": 40, "about": "2025-06"}, False),
        ({"value": 60, "about": "2025-03"}, {"value": 40, "about": "2025-03"}, True),
        ({"value": 60, "about": "2025-03"}, {"value": 40}, False),
        ({"value": 60, "about": "2025-03"}, {"value": 60, "about": "2025-03"}, False),
    ],
)
def test_values_differ_when_they_are_disjoint_and_about_the_same_time(one, other, expected):
    assert differing(one, other) is expected
    assert differing(other, one) is expected


def test_the_value_of_nobody_differs_from_none():
    (resolved,) = resolve(claim("jets", [position("sharif", "asserts", value=5)]), WHO)
    assert not differ(None, resolved)
    assert not differ(resolved, None)
    assert not differ(None, None)


@given(claims(), parties, parties)
def test_compare_is_symmetric(told, a, b):
    found = resolve(told, WHO)
    of_a, of_b = (positions_of(each, found, WHO) for each in (a, b))
    there, back = compare(a, of_a, b, of_b), compare(b, of_b, a, of_a)
    if there is None:
        assert back is None
        return
    assert there.relation in RELATIONS
    assert back.relation == SWAPPED.get(there.relation, there.relation)
    assert (back.a, back.b, back.silence) == (there.b, there.a, there.silence)


@given(claims(), parties)
def test_every_party_agrees_with_itself(told, party):
    own = positions_of(party, resolve(told, WHO), WHO)
    found = compare(party, own, party, own)
    assert found is None or found.relation == "agree"


def test_one_act_that_sets_two_lines_agrees_with_itself():
    told = [
        position("rubio", "qualifies", "2025-05-10", value=5),
        position("trump", "qualifies", "2025-11-05", value=8),
    ]
    assert between("trump", "united-states", *told).relation == "agree"
    assert between("united-states", "trump", *told).relation == "agree"
    assert between("rubio", "united-states", *told).relation == "partly"
    # The number that the line keeps is another voice's.
    told[1:] = [position("trump", "qualifies", "2025-05-01", value=8), position("trump", "qualifies", "2025-11-05")]
    assert between("trump", "united-states", *told).relation == "values-differ"


@given(claims(), parties, parties)
def test_two_lines_of_one_act_never_agree_in_part_only(told, a, b):
    found = resolve(told, WHO)
    result = compare(a, positions_of(a, found, WHO), b, positions_of(b, found, WHO))
    if result and result.a and result.b and result.a.position is result.b.position:
        assert result.relation in {"agree", "values-differ"}


def stands(*values, about=()):
    """Give the lines of as many parties, each with a value and perhaps the time it is about."""
    told = []
    for number, value in enumerate(values):
        more = {} if value is None else {"value": value}
        if number < len(about) and about[number]:
            more["about"] = about[number]
        told.append(position(f"p{number}", "asserts" if number % 2 else "denies", "2025-05-01", **more))
    return list(stand(claim("dam", told), WHO).values())


def grouped(lines):
    return [
        (each.about and str(each.about), [[line.party for line in group] for group in each.groups])
        for each in differences(lines)
    ]


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([112, {"min": 126, "max": 143}], [["p0"], ["p1"]]),
        ([7, 5], [["p1"], ["p0"]]),  # the smaller first
        ([7, {"min": 5}, 4], [["p2"], ["p0", "p1"]]),
        ([7, 7, 5, 5], [["p2", "p3"], ["p0", "p1"]]),
        ([5, 7, 8], [["p0"], ["p1"], ["p2"]]),
        ([{"max": 3}, {"min": 5}, {"min": 0, "max": 9}], [["p0"], ["p1"]]),  # the third differs from neither
        ([5, {"min": 5}, {"max": 5}, {"min": 1, "max": 9}], []),
        ([5, "seven", None], []),
        ([5], []),
        ([], []),
    ],
)
def test_lines_whose_values_differ_are_found(values, groups):
    lines = stands(*values)
    assert values_differ(lines) is bool(groups)
    assert grouped(lines) == ([(None, groups)] if groups else [])


def test_values_are_compared_for_each_time_that_they_are_about():
    lines = stands(60, 40, 75, 40, 60, about=["2025-03", "2025-06", "2025-03", "2025-06", None])
    assert grouped(lines) == [("2025-03", [["p0"], ["p2"]])]


amounts = st.integers(0, 9) | st.tuples(st.integers(0, 9), st.integers(0, 5)).map(
    lambda low: {"min": low[0], "max": sum(low)}
)
any_value = st.none() | st.just("a few") | amounts | st.integers(0, 9).map(lambda end: {"min": end})


@given(
    st.lists(any_value | st.integers(0, 9).map(lambda end: {"max": end}), max_size=8),
    st.lists(st.sampled_from([None, "2024", "2025"]), max_size=8),
)
def test_what_differs_is_what_differs_pair_by_pair(values, about):
    lines = stands(*values, about=about)
    pairs = [(one, other) for one in lines for other in lines if differ(one.valued, other.valued)]
    assert values_differ(lines) is bool(pairs)
    found = differences(lines)
    named = [line.party for each in found for group in each.groups for line in group]
    assert sorted(named) == sorted({one.party for one, _ in pairs})
    for each in found:
        assert len(each.groups) > 1
        for group in each.groups:
            assert not any(differ(one.valued, other.valued) for one in group for other in group)
        for one, other in itertools.combinations(each.groups, 2):
            assert any(differ(a.valued, b.valued) for a in one for b in other)


@given(claims(min_size=1), st.data())
def test_differ_is_symmetric_and_irreflexive(told, data):
    found = resolve(told, WHO)
    one, other = (data.draw(st.sampled_from(found)) for _ in range(2))
    assert differ(one, other) is differ(other, one)
    assert differ(one, one) is False
