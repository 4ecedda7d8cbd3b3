"""Who is who: names, aliases, and for whom a party speaks on a date."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from builders import WHO, registry
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.model.dates import Span
from claimtrack.model.registry import Registry


def principal(party, date=None, who=WHO):
    return who.principal(party, Span.parse(date) if date else None)


@pytest.mark.parametrize("name", ["india", "India", "INDIA", "  new delhi ", "New-Delhi"])
def test_a_party_is_found_by_id_name_and_alias_in_whatever_case(name):
    assert WHO.party(name) == "india"


@pytest.mark.parametrize(("name", "expected"), [("Lin Jian", "lin-jian"), ("U.S. Officials", "u-s-officials")])
def test_the_id_of_an_unregistered_party_is_its_slug(name, expected):
    assert WHO.party(name) == expected
    assert expected not in WHO
    assert WHO.get(expected) is None


def test_names_of_any_script_are_found():
    who = registry({"pakistan": {"aliases": ["پاکستان", "पाकिस्तान"]}})
    assert who.party("پاکستان") == who.party("पाकिस्तान") == "pakistan"


def test_no_registry_is_needed():
    who = Registry()
    assert len(who) == 0
    assert list(who) == []
    assert who.party("DG ISPR") == who.principal("dg-ispr", None) == "dg-ispr"
    assert not who.is_voice("dg-ispr")
    assert who.probable("DG ISPR") is None


def test_parties_come_in_the_order_of_the_file():
    tables = {"pakistan": {}, "india": {"name": "India"}, "china": {}}
    who = registry(tables)
    assert [party.id for party in who] == list(tables)
    assert len(who) == 3
    assert list(who.names) == list(tables)
    assert who.get("india").name == "India"


def test_where_two_lay_claim_to_a_name_the_first_keeps_it():
    who = registry({"india": {"aliases": ["IAF"]}, "iaf": {"name": "IAF"}})
    assert who.party("IAF") == "india"


@pytest.mark.parametrize(
    ("party", "date", "expected"),
    [
        ("india", "2025-05-07", "india"),
        ("chauhan", "2025-05-31", "india"),
        ("chauhan", None, "india"),  # without a tenure, a voice speaks for its principal at all times
        ("rahul-gandhi", "2025-07-29", "rahul-gandhi"),  # the opposition speaks for itself
        ("trump", "2025-05-10", "united-states"),
        ("trump", "2025-01-20", "united-states"),
        ("trump", "2025-01-19", "trump"),  # not president yet
        ("trump", None, "trump"),  # nobody knows whether he was
        ("trump", "2025-01", "united-states"),  # a month counts from its end
        ("trump", "2024-12", "trump"),
        ("biden", "2021-10-10", "united-states"),
        ("biden", "2025-01-20", "united-states"),
        ("biden", "2025-01", "biden"),  # by the end of it he was not
        ("biden", "2025-07-28", "biden"),
        ("biden", None, "biden"),
    ],
)
def test_a_voice_speaks_for_its_principal_within_its_tenure(party, date, expected):
    assert principal(party, date) == expected


def test_a_tenure_includes_its_first_and_its_last_instant():
    who = registry({"minister": {"speaks_for": [{"party": "state", "from": "2025-01-20", "until": "2025-01-20"}]}})
    first, last = (datetime.combine(date(2025, 1, 20), at, UTC) for at in (time.min, time.max))
    assert who.principal("minister", Span.parse(first)) == "state"
    assert who.principal("minister", Span.parse(last)) == "state"
    assert who.principal("minister", Span.parse(first - timedelta.resolution)) == "minister"
    assert who.principal("minister", Span.parse(last + timedelta.resolution)) == "minister"


def test_of_several_tenures_the_one_that_covers_the_date_counts():
    terms = [
        {"party": "united-states", "from": "2017-01-20", "until": "2021-01-20"},
        {"party": "united-states", "from": "2025-01-20"},
    ]
    who = registry({"united-states": {}, "trump": {"speaks_for": terms}})
    assert principal("trump", "2018-01-01", who) == "united-states"
    assert principal("trump", "2023-01-01", who) == "trump"
    assert principal("trump", "2025-06-18", who) == "united-states"


def test_the_later_of_two_tenures_at_once_counts():
    both = [{"party": "party"}, {"party": "state", "from": "2025-01-01"}]
    who = registry({"minister": {"speaks_for": both}})
    assert principal("minister", "2024-01-01", who) == "party"
    assert principal("minister", "2025-01-01", who) == "state"


def test_a_voice_of_a_voice_speaks_for_the_last_principal():
    who = registry({"spokesperson": {"speaks_for": "Ministry"}, "ministry": {"speaks_for": "india"}, "india": {}})
    assert principal("spokesperson", "2025-05-13", who) == "india"


@pytest.mark.parametrize(
    ("parties", "asked"),
    [
        ({"a": {"speaks_for": "a"}}, "a"),
        ({"a": {"speaks_for": "b"}, "b": {"speaks_for": "a"}}, "a"),
        ({"a": {"speaks_for": "b"}, "b": {"speaks_for": "a"}}, "b"),
        ({"c": {"speaks_for": "a"}, "a": {"speaks_for": "b"}, "b": {"speaks_for": "a"}}, "c"),
    ],
)
def test_whoever_is_led_in_a_circle_is_its_own_principal(parties, asked):
    assert principal(asked, "2025-05-07", registry(parties)) == asked


DAYS = [f"2025-01-0{day}" for day in range(1, 8)]
TENURES = st.fixed_dictionaries(
    {"party": st.sampled_from("abcd")}, optional={"from": st.sampled_from(DAYS), "until": st.sampled_from(DAYS)}
)
REGISTRIES = st.dictionaries(
    st.sampled_from("abc"), st.fixed_dictionaries({"speaks_for": st.lists(TENURES, max_size=3)}), min_size=1
)


def led(who, party, date, steps):
    """Return where a party is led in some steps, each to whom the last one speaks for on a date; None if to nobody."""
    for _ in range(steps):
        tenures = who.get(party).speaks_for if party in who else ()
        now = [
            tenure.party
            for tenure in tenures
            if (tenure.since is None or (date is not None and tenure.since.written <= date))
            and (tenure.until is None or (date is not None and date <= tenure.until.written))
        ]
        if not now:
            return None
        party = now[-1]
    return party


@settings(max_examples=examples(300), deadline=None)
@given(REGISTRIES)
def test_whoever_goes_in_a_circle_at_some_date_is_found(parties):
    who = registry(parties)
    dates = [None, "2024-01-01", *DAYS, "2026-01-01"]
    expected = {
        party for party in parties for date in dates for steps in (1, 2, 3) if led(who, party, date, steps) == party
    }
    assert who.going_in_circles({*parties}) == expected


def test_of_very_many_parties_all_are_taken_to_go_in_circles():
    year = {f"p{number}": {"speaks_for": [{"party": "p0", "from": f"{number + 1000}"}]} for number in range(1100)}
    assert len(registry(year).going_in_circles(year.keys())) == 1100


def test_a_voice_is_a_party_that_speaks_for_another_at_whatever_time():
    assert WHO.is_voice("chauhan")
    assert WHO.is_voice("biden")
    assert not WHO.is_voice("india")
    assert not WHO.is_voice("never-heard-of")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Donald Trmp", "Donald Trump"),
        ("Pakistn", "Pakistan"),
        ("chauhann", "chauhan"),  # no name is registered, so the id stands for it
        ("Lin Jian", None),
    ],
)
def test_the_name_probably_meant(name, expected):
    assert WHO.probable(name) == expected


def test_a_name_that_is_asked_for_again_is_told_the_same():
    known = registry({"pakistan": {"name": "Pakistan"}})
    assert [known.probable("Pakstan") for _ in range(2)] == ["Pakistan", "Pakistan"]
    assert [known.probable("Wakanda") for _ in range(2)] == [None, None]
