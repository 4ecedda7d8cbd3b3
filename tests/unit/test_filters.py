"""Which claims a filter asks for, and how words are searched."""

from datetime import datetime

import pytest
import strategies
from builders import WHO, claim, position, source
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.dates import Span
from claimtrack.rules.claim_row import claim_row
from claimtrack.rules.claim_state import ClaimState, Tally
from claimtrack.rules.filters import ClaimFilter
from claimtrack.rules.origins import SourceKey
from claimtrack.rules.search import haystack, occurs

POSITIONS = [
    position("sharif", "asserts", "2025-05-07", value=5, quote="We shot five down", sources=["own", "copy"]),
    position("modi", "denies", "2025-07-29", original="जेट", note="In parliament.", sources=["copy"]),
    position("bharti", "qualifies", "2025-05-11"),
    position("vance", "comments", "2025-05-08"),
    position("rahul-gandhi", "asserts"),
]
JETS = claim(
    "jets",
    POSITIONS,
    title="Jets fell",
    statement="Pakistan shot down jets.",
    kind="prediction",
    topics=["Air War"],
    notes="See Müller.",
    sources=[{"id": "own", "title": "Own", "derived_from": "wire"}],
)
SHARED = {each.id: each for each in (source("wire"), source("copy", derived_from="wire"), source("other"))}
STATE = ClaimState(JETS, WHO, SHARED)


def day(written):
    return Span.parse(written)


@pytest.mark.parametrize(
    ("condition", "met", "unmet"),
    [
        ("status", {"disputed"}, {"open", "denied"}),
        ("party", ("india", "pakistan"), ("india", "dassault")),
        ("party", ("modi",), ("chauhan",)),  # a voice means its own positions only
        ("stance", {"comments"}, {"declines", "withdraws"}),
        ("silent", ("dassault",), ("india", "dassault")),
        ("divided", True, None),
        ("values_differ", False, True),
        ("thin", False, True),
        ("topic", {"air-war", "sea"}, {"sea"}),
        ("kind", {"prediction", "fact"}, {"fact"}),
        ("source", {SourceKey("jets", "own")}, {SourceKey("", "own"), SourceKey("jets", "wire")}),
        ("source", {SourceKey("", "copy")}, {SourceKey("", "other")}),
        ("since", day("2025-07-29"), day("2025-07-30")),
        ("until", day("2025-05-07"), day("2025-05-06")),
        ("either", ("india", "dassault"), ("dassault", "chauhan")),
        ("quiet_since", day("2025-07-30"), day("2025-07-29")),
        ("standing", {"on-record", "relayed"}, {"anonymous", "relayed"}),
        ("undated", True, None),
        ("unsourced", True, None),
        ("search", ("we shot", "PARLIAMENT"), ("we shot", "peace")),
    ],
)
def test_each_condition_is_met_or_not(condition, met, unmet):
    assert ClaimFilter(**{condition: met})(STATE)
    assert unmet is None or not ClaimFilter(**{condition: unmet})(STATE)


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({}, [4, 0, 3, 2, 1]),
        ({"topic": {"air-war"}, "search": ("parliament",)}, [4, 0, 3, 2, 1]),  # what is asked of the claim
        ({"party": ("india",)}, [2, 1]),
        ({"either": ("pakistan", "dassault")}, [0]),
        ({"party": ("india", "pakistan")}, [0, 2, 1]),
        ({"party": ("india", "pakistan"), "source": {SourceKey("", "copy")}}, [0, 1]),
        ({"stance": {"denies", "qualifies"}}, [1]),
        ({"source": {SourceKey("", "copy")}, "until": day("2025-05-07")}, [0]),
        ({"undated": True}, [4]),
        ({"unsourced": True, "since": day("2025-05-09")}, [2]),
        ({"standing": {"on-record"}, "quiet_since": day("2026")}, [4, 0, 3, 2, 1]),
        ({"kind": {"fact"}}, None),
        ({"status": {"open"}}, None),
        ({"undated": True, "since": day("1999")}, None),
        ({"standing": {"relayed"}}, None),
    ],
)
def test_the_positions_that_match_are_those_that_meet_all_that_is_asked_of_them(asked, places):
    met = ClaimFilter(**asked)(STATE) and [each.place for each in ClaimFilter(**asked).matching(STATE)]
    assert met == (places or False)


@pytest.mark.parametrize(("party", "quiet"), [("india", False), ("vance", True), ("dassault", False)])
def test_a_party_is_quiet_where_it_took_a_position_and_none_since(party, quiet):
    asked = ClaimFilter(quiet_since=day("2025-05-12"))
    assert asked._replace(party=(party,))(STATE) is quiet
    assert asked._replace(either=(party,))(STATE) is quiet


@given(strategies.claims(), strategies.dates, st.sampled_from([(), *((party,) for party in strategies.PARTIES)]))
def test_somebody_spoke_since_a_date_or_it_is_quiet_since(told, when, party):
    state, since = ClaimState(told, WHO, {}), Span.parse(when)
    both = [ClaimFilter(party=party, since=since)(state), ClaimFilter(party=party, quiet_since=since)(state)]
    assert sum(both) == ClaimFilter(party=party)(state)


def test_without_a_condition_every_claim_is_asked_for():
    assert ClaimFilter()(ClaimState(claim("bare"), WHO, {}))


@pytest.mark.parametrize(
    ("parties", "divided"),
    [
        (("india",), True),
        (("modi",), True),
        (("bharti",), True),
        (("pakistan",), False),
        (("sharif",), False),
        (("india", "pakistan"), False),
        (("india", "modi"), True),
        (("dassault",), False),
    ],
)
def test_with_parties_each_of_them_or_whom_it_speaks_for_is_divided(parties, divided):
    assert ClaimFilter(divided=True, party=parties)(STATE) is divided
    assert ClaimFilter(divided=True, either=("pakistan", *parties))(STATE) is ("india" in parties or divided)


@pytest.mark.parametrize(
    ("party", "differs"),
    [("pakistan", True), ("sharif", True), ("india", True), ("united-states", False), ("rahul-gandhi", False)],
)
def test_with_a_party_its_own_value_differs_from_another(party, differs):
    told = claim(
        "jets",
        [
            position("sharif", "asserts", "2025-05-07", value=5),
            position("modi", "qualifies", "2025-05-08", value=7),
            position("vance", "asserts", "2025-05-09", value={"min": 5}),
            position("rahul-gandhi", "denies", "2025-05-09"),
        ],
    )
    state = ClaimState(told, WHO, {})
    assert ClaimFilter(values_differ=True)(state)
    assert ClaimFilter(values_differ=True, party=(party,))(state) is differs
    assert ClaimFilter(values_differ=True, either=(party, "rahul-gandhi"))(state) is differs


@given(strategies.claims())
def test_a_claim_is_divided_or_its_values_differ_if_that_is_so_of_some_principal(told):
    state = ClaimState(told, WHO, {})
    for condition in ({"divided": True}, {"values_differ": True}):
        of_some = any(ClaimFilter(party=(party,), **condition)(state) for party in state.lines)
        assert ClaimFilter(**condition)(state) == of_some == ClaimFilter(either=tuple(state.lines), **condition)(state)


def test_a_claim_of_one_voice_is_not_divided():
    assert not ClaimFilter(divided=True)(ClaimState(claim("jets", POSITIONS[:2]), WHO, {}))


@pytest.mark.parametrize(
    ("parties", "stance", "stands"),
    [
        ((), "asserts", True),
        ((), "qualifies", False),  # it did, but its line is another one now
        (("india",), "denies", True),
        (("india",), "asserts", False),
        (("india", "pakistan"), "asserts", False),  # each of them has to
        (("bharti",), "qualifies", True),
        (("vance",), "comments", True),
        (("india",), "comments", False),
    ],
)
def test_a_stance_is_that_of_a_line_or_was_taken_without_a_side(parties, stance, stands):
    assert ClaimFilter(party=parties, stance=frozenset({stance}))(STATE) is stands


@pytest.mark.parametrize(
    ("party", "more", "met"),
    [
        # Asked of the positions of India alone: of 2025-05-11 and 2025-07-29, the later citing "copy".
        ("india", {"since": "2025-05-12"}, True),
        ("india", {"until": "2025-05-10"}, False),
        ("pakistan", {"since": "2025-05-12"}, False),
        ("vance", {"since": "2025-05-08", "until": "2025-05-08"}, True),
        ("rahul-gandhi", {"since": "1999"}, False),  # undated
        ("india", {"source": {SourceKey("", "copy")}}, True),
        ("india", {"source": {SourceKey("jets", "own")}}, False),
        # One and the same position has to meet all of it.
        ("india", {"source": {SourceKey("", "copy")}, "until": "2025-05-11"}, False),
        ("india", {"stance": {"denies"}, "since": "2025-07-29"}, True),
        ("india", {"stance": {"denies"}, "until": "2025-07-28"}, False),
        ("india", {"stance": {"qualifies"}, "until": "2025-05-11"}, False),  # not its side any more
        ("bharti", {"stance": {"qualifies"}, "until": "2025-05-11"}, True),
        ("vance", {"stance": {"comments", "denies"}, "since": "2025-05-08"}, True),
        # The words of others are not its own; those of the claim are everybody's.
        ("india", {"search": ("parliament",)}, True),
        ("india", {"search": ("five down",)}, False),
        ("pakistan", {"search": ("five down", "müller")}, True),
        ("india", {"search": ("parliament",), "until": "2025-05-11"}, False),
        ("india", {"search": ("müller",), "until": "2025-05-11"}, True),
    ],
)
def test_what_is_asked_of_a_position_is_asked_of_the_party(party, more, met):
    more = {key: day(value) if key in {"since", "until"} else value for key, value in more.items()}
    assert ClaimFilter(party=(party,), **more)(STATE) is met
    assert ClaimFilter(either=(party,), **more)(STATE) is met
    assert ClaimFilter(either=(party, "dassault"), **more)(STATE) is met
    assert not ClaimFilter(party=(party, "dassault"), **more)(STATE)


def test_each_of_several_parties_needs_such_a_position():
    both = ClaimFilter(party=("india", "pakistan"))
    assert both._replace(since=day("2025-05-07"))(STATE)
    assert not both._replace(since=day("2025-05-08"))(STATE)


def test_without_a_party_one_position_of_anybody_meets_all():
    assert ClaimFilter(stance=frozenset({"asserts"}), until=day("2025-05-07"))(STATE)
    assert not ClaimFilter(stance=frozenset({"asserts"}), since=day("2025-05-08"))(STATE)
    assert not ClaimFilter(source=frozenset({SourceKey("jets", "own")}), since=day("2025-05-08"))(STATE)
    assert not ClaimFilter(search=("five down",), since=day("2025-05-08"))(STATE)


@pytest.mark.parametrize(
    ("since", "until", "within"),
    [
        ("2025-05-08", "2025-05-08", True),
        ("2025-05-12", "2025-07-28", False),  # one and the same position has to be within
        ("2025-05", "2025-05", True),
        ("1999", "2024", False),
    ],
)
def test_one_dated_position_is_within_the_time_asked_for(since, until, within):
    assert ClaimFilter(since=day(since), until=day(until))(STATE) is within


def test_what_is_undated_is_within_no_time():
    undated = ClaimState(claim("jets", [position("india", "denies")], date="2025"), WHO, {})
    assert not ClaimFilter(since=day("2025"))(undated)


def test_the_first_and_the_last_moment_are_within_the_time():
    at = datetime.fromisoformat("2025-05-07T10:00:00+05:00")
    said = ClaimState(claim("jets", [position("india", "denies", at)]), WHO, {})
    assert ClaimFilter(since=Span.parse(at), until=Span.parse(at))(said)


@pytest.mark.parametrize(
    "text", ["jets", "JETS FELL", "pakistan shot", "see muller", "air war", "sharif", "five", "जेट", "parl"]
)
def test_the_words_of_a_claim_and_its_positions_are_searched(text):
    assert ClaimFilter(search=(text,))(STATE)


@pytest.mark.parametrize(
    ("text", "within", "occurring"),
    [
        ("shot down", "They shot down jets", True),
        ("shot do", "They shot down jets", True),  # the last word may go on
        ("hot down", "They shot down jets", False),
        ("sho down", "They shot down jets", False),
        ("SHOT, down!", "they “shot” down", True),
        ("Muller", "Herr Müller", True),
        ("MÜLLER", "Herr Mu\u0308ller", True),
        ("strasse", "Straße", True),
        ("u.s.", "the U S said", True),
        ("a la", "à la carte", True),
        ("15 jets", "15 jets", True),
        ("15 jets", "jets", False),
        ("re\u00adport", "report", True),  # an invisible hyphen
        ("五架", "击落五架飞机", True),
        ("架五", "击落五架飞机", False),
        ("รบ", "เครื่องบินรบ", True),
        ("ေလ", "\u1001\u1031\u101c", True),
        ("ភ្នំ", "រាជធានីភ្នំពេញ", True),
        ("ジェ", "戦闘機ジェット", True),
        ("ット", "戦闘機ジェット", True),
        ("गिर", "विमान गिरा", True),
        ("ि", "गिरा", False),  # a mark belongs to its letter
        ("طيار", "أسقطت طيارات", True),
    ],
)
def test_a_phrase_occurs_whatever_the_case_the_accents_and_the_script(text, within, occurring):
    assert occurs(text, haystack([within])) is occurring


@pytest.mark.parametrize(
    "pair", [("shot", "down"), ("shot", "ñ down"), ("é shot", "down é"), ("é shot", "down"), ("shot", "dówn")]
)
def test_no_phrase_goes_from_one_text_into_the_next(pair):
    assert not occurs("shot down", haystack(pair))
    assert occurs("shot", haystack(pair))
    assert occurs("down", haystack([None, *pair, ""]))


# -- what follows from a claim as a whole


def test_the_sources_of_positions_are_counted_with_their_origins():
    assert STATE.tally(STATE.positions) == Tally(2, 1)
    assert STATE.tally(STATE.positions_of("vance")) == Tally(0, 0)
    assert ClaimState(JETS, WHO, {}).tally(STATE.positions) == Tally(2, 2)


def test_the_shifts_of_all_parties_are_in_the_order_in_which_they_moved():
    assert [(shift.party, shift.position.place) for shift in STATE.shifts()] == [
        ("rahul-gandhi", 4),
        ("pakistan", 0),
        ("india", 2),
        ("india", 1),
    ]


def test_the_row_of_a_claim_says_who_takes_which_side_those_who_moved_last_first():
    row = claim_row(STATE)
    assert row._asdict() == {
        "id": "jets",
        "title": "Jets fell",
        "kind": "prediction",
        "unit": None,
        "status": "disputed",
        "divided": True,
        "values_differ": False,
        "sides": {"asserts": ("pakistan", "rahul-gandhi"), "qualifies": (), "denies": ("india",)},
        "standings": {},
        "topics": ("Air War",),
        "date": None,
        "last": "2025-07-29",
        "last_date_of": "statement",
        "at": Span.parse("2025-07-29").end,
        "positions": 5,
        "reviews": 0,
        "status_without_reviews": "disputed",
        "path": "claims/jets.toml",
    }
    assert claim_row(ClaimState(claim("jets", date="2025-05"), WHO, {})).date == "2025-05"


def test_the_row_of_a_claim_without_a_dated_position_has_no_last_date():
    row = claim_row(ClaimState(claim("jets", [position("india", "denies")]), WHO, {}))
    assert (row.last, row.last_date_of, row.at, row.positions) == (None, None, 0, 1)
