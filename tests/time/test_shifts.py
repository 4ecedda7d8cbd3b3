"""When parties moved: by the statements of 2025, and by what must hold whatever was said."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from builders import WHO, claim, position
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import PARTIES, claims, dates, histories, positions
from surroundings import examples

from claimtrack.model.dates import Span, day_number
from claimtrack.model.registry import Registry
from claimtrack.rules.line import line
from claimtrack.rules.resolve import by_principal, positions_of, resolve, up_to
from claimtrack.rules.shifts import shifts, value_since

NOBODY = Registry()

many = settings(
    max_examples=examples(25),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

PAKISTAN = [
    position("dg-ispr", "asserts", "2025-05-07", value=2),
    position("dg-ispr", "asserts", "2025-05-07", value=5),
    position("asif", "asserts", "2025-05-07", value={"min": 5}),
    position("sharif", "asserts", "2025-05-15", value=6),
    position("sharif", "asserts", "2025-09-26", value=7),
]
INDIA = [
    position("india", "denies", via=["author"]),
    position("misri", "comments", "2025-05-08"),
    position("indian-air-force", "declines", "2025-05-08"),
    position("bharti", "qualifies", "2025-05-11"),
    position("chauhan", "qualifies", "2025-05-31"),
    position("kumar", "qualifies", "2025-06-10"),
    position("embassy-jakarta", "comments", "2025-06-29"),
]
AMERICA = [
    position("united-states", "asserts", "2025-05-08", value={"min": 2}, attribution="anonymous"),
    position("trump", "qualifies", "2025-07-18", value=5),
    position("trump", "qualifies", "2025-08-25", value=7),
    position("trump", "qualifies", "2025-11-05", value=8),
]
JETS = claim("jets", [*PAKISTAN, *INDIA, *AMERICA], date="2025-05-07")


def moves(told, party, registry=WHO):
    """Tell how a party moved: what, by whom, from which side and value to which."""
    found = shifts(party, positions_of(party, resolve(told, registry), registry))
    return [
        (
            each.move,
            each.position.party,
            each.before,
            _shown(each.value_before),
            each.after,
            _shown(each.value_after),
        )
        for each in found
    ]


def _shown(value):
    return value and str(value)


def test_the_number_that_pakistan_gives_moves_where_no_number_fits_both():
    assert moves(JETS, "pakistan") == [
        ("first", "dg-ispr", None, None, "asserts", "2"),
        ("value", "dg-ispr", "asserts", "2", "asserts", "5"),
        # "At least five" fits five: no shift, and six is told against five.
        ("value", "sharif", "asserts", "5", "asserts", "6"),
        ("value", "sharif", "asserts", "6", "asserts", "7"),
    ]


def test_india_denies_as_told_and_then_accepts_in_part():
    assert moves(JETS, "india") == [
        ("first", "india", None, None, "denies", None),
        ("side", "bharti", "denies", None, "qualifies", None),
    ]


def test_what_unnamed_officials_say_gives_way_to_their_president():
    assert moves(JETS, "united-states") == [
        ("first", "united-states", None, None, "asserts", "at least 2"),
        ("side", "trump", "asserts", "at least 2", "qualifies", "5"),
        ("value", "trump", "qualifies", "5", "qualifies", "7"),
        ("value", "trump", "qualifies", "7", "qualifies", "8"),
    ]


def test_a_voice_asked_for_by_name_moves_by_its_own_words():
    assert moves(JETS, "sharif") == [
        ("first", "sharif", None, None, "asserts", "6"),
        ("value", "sharif", "asserts", "6", "asserts", "7"),
    ]
    assert moves(JETS, "misri") == []
    assert shifts("india", ()) == ()


def test_each_shift_names_the_position_that_made_it():
    found = shifts("pakistan", positions_of("pakistan", resolve(JETS, WHO), WHO))
    assert [each.position.place for each in found] == [0, 1, 3, 4]
    assert {each.party for each in found} == {"pakistan"}


def test_a_withdrawal_lapses_and_what_follows_is_a_first_line_again():
    told = claim(
        "jets",
        [
            position("sharif", "asserts", "2025-05-01", value=5),
            position("dar", "withdraws", "2025-05-02"),  # his own earlier words, of which there are none
            position("sharif", "withdraws", "2025-05-03"),
            position("dar", "comments", "2025-05-04"),
            position("dar", "denies", "2025-05-05"),
        ],
    )
    assert moves(told, "pakistan") == [
        ("first", "sharif", None, None, "asserts", "5"),
        ("lapse", "sharif", "asserts", "5", None, None),
        ("first", "dar", None, None, "denies", None),
    ]


def test_the_value_of_a_voice_that_withdraws_goes_back_to_the_one_before():
    told = claim(
        "jets",
        [
            position("sharif", "asserts", "2025-05-01", value=5),
            position("asif", "asserts", "2025-05-02", value=7),
            position("dar", "asserts", "2025-05-03"),
            position("asif", "withdraws", "2025-05-04"),
        ],
    )
    assert moves(told, "pakistan")[-2:] == [
        ("value", "asif", "asserts", "5", "asserts", "7"),
        ("value", "asif", "asserts", "7", "asserts", "5"),
    ]


def test_before_his_tenure_a_president_moves_himself_alone():
    told = claim(
        "ceasefire",
        [
            position("trump", "asserts", "2024-12-01", value=1),
            position("vance", "denies", "2025-01-19"),
            position("trump", "qualifies", "2025-01-20", value=2),
        ],
    )
    assert [(move, by) for move, by, *_ in moves(told, "united-states")] == [
        ("first", "vance"),
        ("side", "trump"),
    ]
    groups = by_principal(resolve(told, WHO))
    assert [each.after for each in shifts("trump", groups["trump"])] == ["asserts"]
    # Asked for by name, he is one person all along.
    assert [(move, before, after) for move, _, before, _, after, _ in moves(told, "trump")] == [
        ("first", None, "asserts"),
        ("side", "asserts", "qualifies"),
    ]


def test_values_about_different_times_are_no_shift():
    told = claim(
        "wlf-stake",
        [
            position("dassault", "asserts", "2025-03-01", value=75, about="2024-12"),
            position("dassault", "asserts", "2025-03-02", value=60, about="2025-03"),
            position("dassault", "asserts", "2025-06-01", value=40, about="2025-06"),
            position("dassault", "asserts", "2025-07-01", value=60),
        ],
    )
    assert [move for move, *_ in moves(told, "dassault")] == ["first"]


def test_another_value_for_the_same_time_is_told_against_the_one_given_for_that_time():
    told = claim(
        "wlf-stake",
        [
            position("dassault", "asserts", "2025-03-01", value=60, about="2025-03"),
            position("dassault", "asserts", "2025-06-01", value=40, about="2025-06"),
            position("dassault", "asserts", "2025-06-02", value=55, about="2025-03"),
            position("dassault", "asserts", "2025-06-03", value=45, about="2025-06"),
        ],
    )
    assert [(before, after) for _, _, _, before, _, after in moves(told, "dassault")] == [
        (None, "60"),
        ("60", "55"),
        ("40", "45"),
    ]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([None, 5, 6], [("5", "6")]),  # the first number since the shift is what the next is told against
        (["a few", 5, 6], [("5", "6")]),  # and words are no number
        ([5, "a few", 6], [("5", "6")]),
        (["a few", "a dozen"], []),
        ([5, {"min": 4, "max": 6}, {"min": 6}], [("5", "at least 6")]),
        ([{"min": 5}, 7, 6], []),  # six fits what the last shift set
        ([5, {"max": 5}, 5.0], []),
    ],
)
def test_which_values_are_shifts(values, found):
    said = [
        position("india", "asserts", f"2025-05-{day:02}", **({} if value is None else {"value": value}))
        for day, value in enumerate(values, start=1)
    ]
    told = moves(claim("jets", said), "india")
    assert [(before, after) for move, _, _, before, _, after in told if move == "value"] == found
    assert [move for move, *_ in told] == ["first", *["value"] * len(found)]


def test_a_side_taken_anew_begins_with_its_own_value():
    told = claim(
        "jets",
        [
            position("india", "asserts", "2025-05-01", value=5),
            position("india", "denies", "2025-05-02"),
            position("india", "asserts", "2025-05-03", value=7),
        ],
    )
    assert moves(told, "india") == [
        ("first", "india", None, None, "asserts", "5"),
        ("side", "india", "asserts", "5", "denies", None),
        ("side", "india", "denies", None, "asserts", "7"),
    ]


# -- whatever was said

abouts = st.sampled_from([{}, {"about": "2023"}, {"about": "2024"}])


@st.composite
def timed_claims(draw):
    """Give one claim whose values are about several times, and may be words."""
    said = []
    for each in draw(histories()):
        value = draw(st.none() | st.just("some")) or (each.value.written if each.value else None)
        more = {**draw(abouts), **({} if value is None else {"value": value})}
        via = {"via": each.via} if each.via else {}
        known = {"attribution": each.attribution, "date_of": each.date_of, **via}
        said.append(position(each.party, each.stance, each.date.written, **known, **more))
    return claim("jets", said)


def groups_of(told):
    found = resolve(told, WHO)
    voices = [party for party in PARTIES if WHO.is_voice(party)]
    return {**by_principal(found), **{party: positions_of(party, found, WHO) for party in voices}}


def replayed(found, by):
    """Tell where shifts up to an instant leave a line: its side, and the last value set for each time.

    A value lives in one position only, which says what it is about.
    """
    side, given = None, {}
    for shift in found:
        if shift.position.at > by:
            break
        side = shift.after
        if shift.move != "value":
            given = {}
        if shift.value_after is not None and shift.value_after.text is None:
            given[id(shift.value_after)] = shift.value_after
    return side, given


@many
@given(st.one_of(claims(), timed_claims()))
def test_shifts_replayed_from_nothing_give_every_line_at_every_date(told):
    about = {id(position.value): position.about for position in resolve(told, WHO) if position.value is not None}
    for party, found in groups_of(told).items():
        moved = shifts(party, found)
        for latest in found:
            stands = line(party, [each for each in found if each.at <= latest.at])
            side, given = replayed(moved, latest.at)
            assert side == (stands.side if stands else None)
            if stands and stands.value is not None:
                same_time = [value for key, value in given.items() if about[key] == about[id(stands.value)]]
                assert not (same_time and same_time[-1].disjoint(stands.value))


@many
@given(st.one_of(claims(), timed_claims()))
def test_the_last_shift_shows_the_line_at_every_date(told):
    for day in sorted({str(each.date) for each in told.positions}):
        groups = by_principal(up_to(Span.typed(day), resolve(told, WHO)))
        for party, found in groups.items():
            stands, moved = line(party, found), shifts(party, found)
            assert all(shift.now is None for shift in moved[:-1])
            if not moved:
                assert stands is None
            elif moved[-1].now is not None:
                assert (moved[-1].now, moved[-1].after) == (stands, stands.side)
            else:
                shown = (moved[-1].after, moved[-1].value_after, moved[-1].about_after)
                assert shown == ((stands.side, stands.value, stands.about) if stands else (None, None, None))


@pytest.mark.parametrize(
    ("values", "to", "now"),
    [
        ([(75, "2024-12"), (60, "2025-03"), (40, "2025-06")], ("75", "2024-12"), ("40", "2025-06")),
        ([(5, None), ({"min": 5}, None)], ("5", None), ("at least 5", None)),
        ([("a few", None), ("about a dozen", None)], ("a few", None), ("about a dozen", None)),
        ([(None, None), (5, None)], (None, None), ("5", None)),
        ([(5, None), (7, None)], ("7", None), None),
        ([(5, None), (None, None)], ("5", None), None),
        ([(5, None), (5, None)], ("5", None), None),
        ([(5, None), (5, "2024")], ("5", None), ("5", "2024")),
    ],
)
def test_a_value_that_moves_nothing_is_shown_as_what_the_line_has_now(values, to, now):
    said = []
    for day, (value, about) in enumerate(values, 1):
        more = {key: each for key, each in (("value", value), ("about", about)) if each is not None}
        said.append(position("dassault", "asserts", f"2025-05-{day:02}", **more))
    *_, last = shifts("dassault", resolve(claim("stake", said), WHO))
    assert tuple(each and str(each) for each in (last.value_after, last.about_after)) == to
    assert (last.now and (str(last.now.value), last.now.about and str(last.now.about))) == now


def test_a_value_that_was_withdrawn_is_no_longer_shown_as_what_the_line_has():
    told = [
        position("asif", "asserts", "2025-05-01", value=5),
        position("dar", "asserts", "2025-05-02"),
        position("asif", "withdraws", "2025-05-03"),
    ]
    *_, last = shifts("pakistan", resolve(claim("jets", told), WHO))
    assert str(last.value_after) == "5"
    assert (last.now.position.party, last.now.value) == ("dar", None)


def test_only_the_last_shift_of_a_line_says_what_it_has_now():
    told = [
        position("india", "asserts", "2025-05-01", value=75, about="2024-12"),
        position("india", "asserts", "2025-05-02", value=40, about="2025-06"),
        position("india", "denies", "2025-05-03"),
    ]
    first, second = shifts("india", resolve(claim("stake", told), WHO))
    assert (first.now, second.now) == (None, None)
    assert (str(second.value_before), str(second.about_before)) == ("40", "2025-06")


@many
@given(timed_claims())
def test_every_shift_is_a_change_and_begins_where_the_last_one_ended(told):
    about = {id(position.value): position.about for position in resolve(told, WHO) if position.value is not None}
    for party, found in groups_of(told).items():
        side = None
        for shift in shifts(party, found):
            assert shift.before == side
            side = shift.after
            if shift.move == "value":
                assert shift.before == shift.after is not None
                assert shift.value_before.disjoint(shift.value_after)
                assert about[id(shift.value_before)] == about[id(shift.value_after)]
            else:
                expected = {(True, False): "first", (False, True): "lapse", (False, False): "side"}
                assert shift.move == expected[shift.before is None, shift.after is None]
                assert shift.before != shift.after


@many
@given(timed_claims())
def test_what_is_said_later_leaves_the_shifts_before_it_as_they_were(told):
    for party, found in groups_of(told).items():
        whole = shifts(party, found)
        for latest in found:
            until = [each for each in found if each.at <= latest.at]
            before = [each._replace(now=None) for each in shifts(party, until)]
            # Only the last says what the line has now.
            assert before == [each._replace(now=None) for each in whole if each.position.at <= latest.at]


@many
@given(timed_claims())
def test_a_shift_says_how_the_lines_before_and_after_it_are_known(told):
    for party, found in groups_of(told).items():
        for shift in shifts(party, found):
            number = found.index(shift.position)
            before, after = (line(party, found[:end]) for end in (number, number + 1))
            assert shift.standing_after == (after.standing if after else None)
            if shift.move != "value":
                assert shift.standing_before == (before.standing if before else None)
            else:
                assert shift.standing_before is not None


def test_a_number_heard_anonymously_is_where_a_number_on_the_record_moves_from():
    told = claim(
        "jets",
        [
            position("trump", "asserts", "2025-05-01", value=5, attribution="anonymous"),
            position("trump", "asserts", "2025-05-02"),
            position("trump", "asserts", "2025-05-03", value=7),
            position("trump", "denies", "2025-05-04"),
        ],
    )
    found = shifts("united-states", resolve(told, WHO))
    assert [(each.move, each.standing_before, each.standing_after) for each in found] == [
        ("first", None, "anonymous"),
        ("value", "anonymous", "on-record"),
        ("side", "on-record", "on-record"),
    ]


def gist(shift):
    """Give all that a shift says but where in the file its position stands."""
    return (
        shift.move,
        shift.position.recorded,
        shift.before,
        shift.after,
        shift.value_before,
        shift.value_after,
        shift.order_certain,
    )


@many
@given(timed_claims(), st.randoms(use_true_random=False))
def test_the_order_of_the_file_moves_nobody(told, random):
    said = random.sample(told.positions, len(told.positions))
    mixed = claim("jets", said)
    for party, found in groups_of(told).items():
        again = groups_of(mixed)[party]
        assert list(map(gist, shifts(party, found))) == list(map(gist, shifts(party, again)))


@many
@given(claims(min_size=1))
def test_as_of_the_last_date_is_now(told):
    found = resolve(told, WHO)
    last = found[-1].date
    assert up_to(last, found) == up_to(None, found) == found
    for wide in (last.written, last.written[:7], last.written[:4]):
        assert up_to(Span.typed(wide), found) == found


@many
@given(claims(), positions())
def test_as_of_a_date_nothing_later_counts(told, more):
    before = Span.parse("2024-12-31")
    assert up_to(before, resolve(told, WHO)) == ()
    of_that_day = up_to(more.date, resolve(claim("jets", [*told.positions, more]), WHO))
    assert more in [resolved.recorded for resolved in of_that_day]
    assert all(resolved.at <= more.date.end for resolved in of_that_day)


# -- whether the order of two positions is certain

DAY, MONTH, YEAR, REPORT, UNDATED = "2025-10-01", "2025-10", "2025", ("2025-10-01", "report"), None


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        ("2025-09-30", DAY, True),
        (DAY, DAY, True),  # equal days follow the file
        ("2025-10-01T10:00:00Z", DAY, True),
        ("2025-10-01T10:00:00Z", "2025-10-01T12:00:00Z", True),
        ("2025-10-01T10:00:00-11:00", "2025-10-02T01:00:00+14:00", True),  # by the calendar as written
        (DAY, MONTH, True),  # the month begins with that day
        ("2025-10-02", MONTH, False),
        ("2025-09-30", MONTH, True),
        (DAY, YEAR, False),  # the year counts from its end, and may mean a day before
        ("2024", DAY, True),
        ("2024", "2025", True),
        (YEAR, YEAR, False),
        (MONTH, MONTH, False),
        (MONTH, YEAR, False),
        ("2025-09", MONTH, True),
        (YEAR, "2026-01-01", True),
        ("2025-01-01", YEAR, True),
        (("2025-09-30", "report"), DAY, True),  # by 30 September
        ("2025-09-30", REPORT, False),  # any time up to 1 October
        ("2010-01-01", REPORT, False),
        (REPORT, REPORT, False),
        (("2024", "report"), DAY, True),
        (UNDATED, DAY, False),
        (UNDATED, UNDATED, False),
    ],
)
def test_a_move_is_certain_only_if_its_dates_leave_its_order_no_choice(first, second, certain):
    dates = [date if isinstance(date, tuple) else (date, "statement") for date in (first, second)]
    told = claim("jets", [said(stance, *date) for stance, date in zip(("asserts", "denies"), dates, strict=True)])
    found = shifts("trump", resolve(told, NOBODY))
    assert [(each.move, each.order_certain) for each in found] == [("first", True), ("side", certain)]


def test_a_year_and_a_later_day_within_it_make_a_move_that_nobody_knows():
    """As the file has them: the year counts from its end, so the day comes first."""
    told = claim("jets", [said("asserts", YEAR, "statement"), said("denies", DAY, "statement")])
    assert [(each.position.place, each.order_certain) for each in shifts("trump", resolve(told, NOBODY))] == [
        (1, True),
        (0, False),
    ]


@pytest.mark.parametrize(
    ("dates", "certain"),
    [(("2025-05", "2025-05"), False), (("2025-05", "2025-06"), True), (("2025-05-01", None), True)],
)
def test_a_move_of_the_value_is_certain_as_that_of_a_side(dates, certain):
    told = claim("jets", [position("trump", "asserts", date, value=n) for n, date in enumerate(dates) if date])
    assert all(each.order_certain is (each.move == "first" or certain) for each in shifts("trump", resolve(told, WHO)))


def test_a_value_is_compared_in_time_with_the_position_that_gave_the_one_before():
    told = claim(
        "jets",
        [
            position("trump", "asserts", "2025-05", value=5),
            position("trump", "asserts", "2025-06-01"),  # the same side, and no value
            position("trump", "asserts", "2025", value=7),
        ],
    )
    [_, moved] = shifts("trump", resolve(told, NOBODY))
    assert (moved.move, moved.order_certain) == ("value", False)
    told = claim("jets", [*told.positions[:2], position("trump", "asserts", "2025-06-02", value=7)])
    [_, moved] = shifts("trump", resolve(told, NOBODY))
    assert (moved.move, moved.order_certain) == ("value", True)


def test_a_withdrawal_of_an_open_date_and_the_first_line_after_it():
    told = claim(
        "jets",
        [
            position("trump", "asserts", "2025-05"),
            position("trump", "withdraws", "2025-05"),
            position("trump", "denies", "2025-05"),
        ],
    )
    found = shifts("trump", resolve(told, NOBODY))
    assert [(each.move, each.order_certain) for each in found] == [("first", True), ("lapse", False), ("first", True)]


def said(stance, date, date_of):
    return position("trump", stance, date, date_of=date_of)


def days_allowed(recorded, bounds):
    """Give the dates that a position may have, as far as these days decide it."""
    date = recorded.date
    if date is not None and recorded.date_of == "statement" and date.is_day:
        return [date.written]
    last = day_number(date.end) if date is not None else max(bounds)
    first = day_number(date.start) if date is not None and recorded.date_of == "statement" else min(bounds)
    allowed = [dt.date.fromordinal(day).isoformat() for day in sorted(bounds) if first <= day <= last]
    return [*allowed[:-1], date.written] if date is not None and date.is_moment else allowed  # by that moment


open_dates = st.one_of(
    st.tuples(dates.map(lambda date: Span.parse(date).written), st.sampled_from(["statement", "statement", "report"])),
    st.just((None, "statement")),
)


@many
@given(open_dates, open_dates, st.sampled_from([None, "2025-02-01", "2025"]))
def test_a_move_is_marked_exactly_if_some_choice_of_days_would_reverse_it(first, second, of_claim):
    told = claim("jets", [said("asserts", *first), said("denies", *second)], **({"date": of_claim} if of_claim else {}))
    _, moved = shifts("trump", resolve(told, NOBODY))
    order = [each.place for each in resolve(told, NOBODY)]
    ends = [key for each in told.positions if each.date for key in (each.date.start, each.date.end)]
    bounds = {day_number(key) + off for key in ends for off in (-1, 0, 1)} | {day_number(Span.parse("2024").end)}
    bounds.add(day_number(Span.parse("2027").end))
    choices = itertools.product(*(days_allowed(each, bounds) for each in told.positions))
    chosen = [
        claim("jets", [position("trump", each.stance, date) for each, date in zip(told.positions, pair, strict=True)])
        for pair in choices
    ]
    reversed_by_some = any([each.place for each in resolve(one, NOBODY)] != order for one in chosen)
    assert moved.order_certain is not reversed_by_some


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ([("asserts", 2), ("asserts", 5), ("asserts", 7), ("asserts", 7)], 2),
        ([("asserts", 7), ("asserts", None), ("asserts", 7)], 0),
        ([("asserts", 7), ("asserts", 5), ("asserts", 7)], 2),
        ([("asserts", 7), ("denies", None), ("asserts", 7)], 2),
        ([("asserts", 7), ("withdraws", None), ("asserts", 7)], 2),
        ([("asserts", 7), ("comments", None), ("asserts", None)], 0),
        ([("asserts", {"min": 5}), ("asserts", 7)], 1),
        ([("asserts", 5), ("denies", None)], None),
    ],
)
def test_a_value_is_given_since_it_was_last_another_one(said, place):
    acts = [
        position("sharif", stance, f"2025-05-{day:02}", value=value)
        for day, (stance, value) in enumerate(said, start=1)
    ]
    told = resolve(claim("jets", acts), NOBODY)
    found = value_since(line("sharif", told), told)
    assert (found and found.place) == place
