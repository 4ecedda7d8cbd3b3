"""Where a principal stands, as the statements of 2025 have it, and what holds whatever was said."""

from datetime import date

import pytest
from builders import WHO, claim, position, registry, stand
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import FIRST, claims, days, hearsay, histories, positions

from claimtrack.model.dates import Span, day_number
from claimtrack.rules.line import line, lines, silence
from claimtrack.rules.resolve import by_principal, positions_of, resolve, up_to

# How many Indian jets Pakistan says it shot down: two, later that day five, "at least five", six, seven.
PAKISTAN_COUNTS = [
    position("dg-ispr", "asserts", "2025-05-07", value=2),
    position("dg-ispr", "asserts", "2025-05-07", value=5),
    position("asif", "asserts", "2025-05-07", value={"min": 5}),
    position("sharif", "asserts", "2025-05-15", value=6),
    position("sharif", "asserts", "2025-09-26", value=7),
]
# India, as the article tells it, at first denied; then its officers admitted losses without a number.
INDIA_ADMITS = [
    position("india", "denies", via=["author"]),
    position("misri", "comments", "2025-05-08", quote="There is nothing surprising in it"),
    position("indian-air-force", "declines", "2025-05-08", quote="no comment"),
    position("bharti", "qualifies", "2025-05-11", quote="losses are a part of combat"),
    position("chauhan", "qualifies", "2025-05-31"),
]
JETS = claim("jets", PAKISTAN_COUNTS + INDIA_ADMITS, date="2025-05-07")


def place(position):
    return position and (position.party, str(position.date), position.stance)


def summary(lines):
    """Tell all that a line says, without where in the file it was read."""
    return {
        principal: (
            each.side,
            place(each.position),
            place(each.valued),
            each.value,
            set(map(place, each.dissent)),
        )
        for principal, each in lines.items()
    }


@pytest.mark.parametrize(
    ("by", "voice", "value"),
    [
        ("2025-05-07", "asif", "at least 5"),
        ("2025-05-15", "sharif", "6"),
        ("2025-09-25", "sharif", "6"),
        ("2025-09-26", "sharif", "7"),
        (None, "sharif", "7"),
    ],
)
def test_the_number_that_pakistan_asserts_grows(by, voice, value):
    pakistan = stand(JETS, WHO, by)["pakistan"]
    assert (pakistan.party, pakistan.side, pakistan.standing) == ("pakistan", "asserts", "on-record")
    assert (pakistan.position.party, str(pakistan.value)) == (voice, value)
    assert not pakistan.divided


@pytest.mark.parametrize(
    ("by", "side", "voice", "standing"),
    [
        ("2025-05-07", "denies", "india", "relayed"),
        ("2025-05-10", "denies", "india", "relayed"),  # derision and no comment are neither denial nor assent
        ("2025-05-11", "qualifies", "bharti", "on-record"),
        (None, "qualifies", "chauhan", "on-record"),
    ],
)
def test_india_denies_as_the_article_tells_it_and_then_qualifies(by, side, voice, standing):
    india = stand(JETS, WHO, by)["india"]
    assert (india.side, india.position.party, india.standing) == (side, voice, standing)
    assert india.value is india.valued is None
    assert india.dissent == ()


def test_nobody_stands_anywhere_before_anything_was_said():
    assert stand(JETS, WHO, "2025-05-06") == {}
    assert line("india", ()) is None


@pytest.mark.parametrize(
    ("before", "after", "side"),
    [
        # Without the hours, the order of the file is the order of the day.
        (position("trump", "asserts", "2025-06-18"), position("trump", "denies", "2025-06-18"), "denies"),
        (position("trump", "denies", "2025-06-18"), position("trump", "asserts", "2025-06-18"), "asserts"),
    ],
)
def test_trump_twice_on_one_day(before, after, side):
    told = claim("ceasefire", [before, after])
    assert stand(told, WHO)["united-states"].side == side
    assert not stand(told, WHO)["united-states"].divided  # one voice, of two minds


def test_an_anonymous_official_does_not_override_his_president():
    told = claim(
        "kashmir-mediation",
        [
            position("trump", "asserts", "2025-05-10"),
            position("state-department", "denies", "2025-09", attribution="anonymous"),
        ],
    )
    us = stand(told, WHO)["united-states"]
    assert (us.side, us.position.party, us.standing) == ("asserts", "trump", "on-record")
    assert not us.divided  # nobody has said otherwise by name


def test_an_anonymous_official_speaks_where_nobody_else_did():
    told = claim("jets", [position("state-department", "asserts", "2025-05-08", attribution="anonymous", value=2)])
    us = stand(told, WHO)["united-states"]
    assert (us.side, us.standing, str(us.value)) == ("asserts", "anonymous", "2")


def test_a_voice_that_quotes_its_own_government_is_on_the_record():
    told = claim(
        "ceasefire-request",
        [
            position("modi", "asserts", "2025-06-18", via=["misri"]),
            position("india", "denies", "2025-09-16", via=["rubio", "dar"]),
        ],
    )
    india = stand(told, WHO)["india"]
    assert (india.side, india.position.party, india.standing) == ("asserts", "modi", "on-record")


def test_a_principal_is_divided_where_another_voice_differs():
    told = claim(
        "pak-jets",
        [
            position("dg-ispr", "qualifies", "2025-05-11", quote="minor damage to only one aircraft"),
            position("dar", "denies", "2025-05-16"),
            position("asif", "denies", "2025-08-09", quote="Not a single Pakistani aircraft was hit"),
        ],
    )
    pakistan = stand(told, WHO)["pakistan"]
    assert (pakistan.side, pakistan.position.party) == ("denies", "asif")
    assert [place(resolved) for resolved in pakistan.dissent] == [("dg-ispr", "2025-05-11", "qualifies")]
    assert pakistan.divided


def test_a_voice_that_came_round_is_no_longer_in_dissent():
    told = claim(
        "pak-jets",
        [
            position("dg-ispr", "qualifies", "2025-05-11"),
            position("asif", "denies", "2025-08-09"),
            position("dg-ispr", "denies", "2025-08-10"),
        ],
    )
    assert not stand(told, WHO)["pakistan"].divided


@pytest.mark.parametrize("known", [{"attribution": "anonymous"}, {"via": ["author"]}])
def test_hearsay_of_another_voice_makes_nobody_divided(known):
    told = claim(
        "pak-jets",
        [position("dg-ispr", "qualifies", "2025-05-11", **known), position("asif", "denies", "2025-08-09")],
    )
    assert not stand(told, WHO)["pakistan"].divided


def test_a_dissent_that_was_withdrawn_is_none():
    told = claim(
        "pak-jets",
        [
            position("dg-ispr", "qualifies", "2025-05-11"),
            position("dg-ispr", "withdraws", "2025-05-12"),
            position("asif", "denies", "2025-08-09"),
        ],
    )
    assert not stand(told, WHO)["pakistan"].divided


def test_the_principals_own_word_can_be_in_dissent():
    told = claim("ceasefire", [position("US", "denies", "2025-05-08"), position("rubio", "asserts", "2025-07-08")])
    assert [resolved.party for resolved in stand(told, WHO)["united-states"].dissent] == ["united-states"]


def test_before_his_inauguration_trump_is_not_the_united_states():
    told = claim(
        "biden-contact",
        [position("trump", "denies", "2025-01-19"), position("biden", "asserts", "2025-01-19")],
    )
    sides = {principal: each.side for principal, each in stand(told, WHO).items()}
    assert sides == {"trump": "denies", "united-states": "asserts"}


def test_a_line_outlives_the_tenure_of_the_voice_that_set_it():
    told = claim("biden-downgrade", [position("biden", "denies", "2021-10-10")])
    assert stand(told, WHO, "2025-07")["united-states"].position.party == "biden"


def test_what_a_former_president_says_is_his_own():
    told = claim(
        "biden-contact",
        [position("biden", "asserts", "2024-09-28"), position("biden", "denies", "2025-03-01")],
    )
    sides = {principal: each.side for principal, each in stand(told, WHO).items()}
    assert sides == {"united-states": "asserts", "biden": "denies"}


def test_after_its_voice_withdraws_there_is_no_line():
    told = claim("jets", [*PAKISTAN_COUNTS[:3], position("asif", "withdraws", "2025-05-09")])
    assert stand(told, WHO, "2025-05-08")["pakistan"].position.party == "asif"
    # A withdrawal restores nothing: neither Asif's earlier words nor those of ISPR.
    assert "pakistan" not in stand(told, WHO)


def test_after_a_withdrawal_a_newer_position_makes_a_new_line():
    told = claim("jets", [*PAKISTAN_COUNTS, position("asif", "withdraws", "2025-05-09")])
    pakistan = stand(told, WHO)["pakistan"]
    assert (pakistan.position.party, str(pakistan.value)) == ("sharif", "7")


def test_the_withdrawal_of_another_voice_leaves_the_line():
    told = claim("jets", [*PAKISTAN_COUNTS, position("dg-ispr", "withdraws", "2025-10-01")])
    assert stand(told, WHO)["pakistan"].position.party == "sharif"


def test_after_a_withdrawal_hearsay_from_before_it_counts_no_more_and_from_after_it_does():
    said = [
        position("bharti", "qualifies", "2025-05-11"),
        position("india", "denies", "2025-05-12", via=["author"]),
        position("bharti", "withdraws", "2025-05-13"),
    ]
    assert "india" not in stand(claim("jets", said), WHO)
    later = position("india", "asserts", "2025-05-14", via=["author"])
    assert stand(claim("jets", [*said, later]), WHO)["india"].standing == "relayed"


def test_a_clarification_is_no_withdrawal():
    told = claim(
        "jets",
        [
            position("kumar", "qualifies", "2025-06-10", quote="I do agree we did lose some aircraft"),
            position("embassy-jakarta", "comments", "2025-06-29", quote="quoted out of context"),
        ],
    )
    assert stand(told, WHO)["india"].position.party == "kumar"


@pytest.mark.parametrize("known", [{"attribution": "anonymous"}, {"via": ["author"]}])
def test_hearsay_of_a_withdrawal_voids_nothing_said_on_the_record(known):
    told = claim(
        "jets",
        [position("kumar", "qualifies", "2025-06-10"), position("kumar", "withdraws", "2025-06-29", **known)],
    )
    assert stand(told, WHO)["india"].position.party == "kumar"


@pytest.mark.parametrize("known", [{}, {"attribution": "anonymous"}, {"via": ["author"]}])
def test_hearsay_is_voided_by_any_withdrawal(known):
    told = claim(
        "jets",
        [
            position("kumar", "qualifies", "2025-06-10", attribution="anonymous"),
            position("kumar", "withdraws", "2025-06-29", **known),
        ],
    )
    assert stand(told, WHO) == {}


ENVOY = registry(
    {
        "state": {"name": "State"},
        "other-state": {"name": "Other State"},
        "envoy": {
            "speaks_for": [
                {"party": "state", "until": "2022"},
                {"party": "other-state", "from": "2025"},
            ]
        },
    }
)


@pytest.mark.parametrize(
    ("date", "principal"), [("2024-05-01", "envoy"), ("2025-05-01", "other-state"), ("2024", "envoy")]
)
def test_a_withdrawal_made_for_nobody_or_for_another_leaves_the_line_and_marks_it(date, principal):
    told = [
        position("Envoy", "asserts", "2021-03-01", value=5),
        position("Other State", "asserts", "2022-03-01"),
        position("Envoy", "withdraws", date),
    ]
    found = stand(claim("dam", told), ENVOY)
    assert {party: each.side for party, each in found.items()} == {"state": "asserts", "other-state": "asserts"}
    (withdrawal,) = found["state"].withdrawals
    assert (withdrawal.party, withdrawal.principal, str(withdrawal.date)) == ("envoy", principal, date)
    assert str(found["state"].value) == "5"
    assert found["state"].divided
    assert not found["other-state"].divided
    assert not stand(claim("dam", told), ENVOY, "2023")["state"].divided


def test_a_withdrawal_by_who_gave_the_value_marks_the_line_too():
    told = [
        position("Envoy", "asserts", "2021-03-01", value=5),
        position("State", "asserts", "2022-03-01"),
        position("Envoy", "withdraws", "2024-03-01"),
    ]
    found = stand(claim("dam", told), ENVOY)["state"]
    assert (found.position.party, str(found.value)) == ("state", "5")
    assert [each.party for each in found.withdrawals] == ["envoy"]


@pytest.mark.parametrize(
    "more",
    [
        [position("Envoy", "withdraws", "2024-05-01", attribution="anonymous")],  # hearsay
        [position("Envoy", "withdraws", "2020-05-01")],  # of something earlier
        [position("State", "asserts", "2022-01-01"), position("Envoy", "withdraws", "2024-05-01")],  # said by another
        [position("Other State", "withdraws", "2024-05-01")],  # by another
    ],
)
def test_no_other_withdrawal_marks_a_line(more):
    found = stand(claim("dam", [position("Envoy", "asserts", "2021-03-01"), *more]), ENVOY)["state"]
    assert (found.withdrawals, found.divided) == ((), False)


def test_the_own_line_of_a_voice_that_withdraws_is_gone():
    told = claim("dam", [position("Envoy", "asserts", "2021-03-01"), position("Envoy", "withdraws", "2024-05-01")])
    own = positions_of("envoy", resolve(told, ENVOY), ENVOY)
    assert line("envoy", own, own) is None


@given(claims(), st.data())
def test_a_withdrawal_moves_no_line_but_those_of_the_principal_that_it_binds(told, data):
    withdrawal = data.draw(positions(stances=["withdraws"]))
    bound = WHO.principal(WHO.party(withdrawal.party), withdrawal.date)
    before, after = stand(told, WHO), stand(claim("jets", [*told.positions, withdrawal]), WHO)
    for party in (before.keys() | after.keys()) - {bound}:
        one, other = before[party], after[party]
        assert (other.side, place(other.position), place(other.valued)) == (
            one.side,
            place(one.position),
            place(one.valued),
        )
        assert set(map(place, one.withdrawals)) <= {*map(place, other.withdrawals), place(withdrawal)}


@given(claims())
def test_a_line_is_marked_exactly_if_its_author_withdrew_later_for_somebody_else(told):
    found = resolve(told, WHO)
    for party, each in stand(told, WHO).items():
        rests_on = [position for position in (each.position, each.valued) if position is not None]
        later = [
            other
            for other in found
            for position in rests_on
            if other.stance == "withdraws"
            and other.party == position.party
            and other.at > position.at
            and (other.on_record or not position.on_record)
        ]
        assert bool(later) is bool(each.withdrawals)
        assert all(other.principal != party for other in later)


def test_a_line_keeps_its_sides_last_value_when_a_newer_position_gives_none():
    told = claim("jets", [*PAKISTAN_COUNTS, position("dar", "asserts", "2025-10-01")])
    pakistan = stand(told, WHO)["pakistan"]
    assert (pakistan.position.party, pakistan.valued.party, str(pakistan.value)) == ("dar", "sharif", "7")


@pytest.mark.parametrize(
    "earlier",
    [
        position("dar", "qualifies", "2025-05-08", value=1),  # another side's number
        position("dar", "asserts", "2025-05-08", value=1, attribution="anonymous"),  # hearsay
    ],
)
def test_a_line_takes_no_value_from_another_side_nor_from_hearsay(earlier):
    told = claim("jets", [earlier, position("asif", "asserts", "2025-05-09")])
    assert stand(told, WHO)["pakistan"].value is None


def test_a_withdrawn_value_is_not_kept():
    told = claim(
        "jets",
        [
            position("asif", "asserts", "2025-05-08", value=5),
            position("asif", "withdraws", "2025-05-09"),
            position("asif", "asserts", "2025-05-16"),
        ],
    )
    assert stand(told, WHO)["pakistan"].value is None


def test_the_last_value_that_still_stands_is_kept():
    told = claim(
        "jets",
        [
            position("dg-ispr", "asserts", "2025-05-07", value=2),
            position("asif", "asserts", "2025-05-08", value=5),
            position("dar", "asserts", "2025-05-09"),
            position("asif", "withdraws", "2025-05-10"),
        ],
    )
    pakistan = stand(told, WHO)["pakistan"]
    assert (pakistan.position.party, str(pakistan.value)) == ("dar", "2")


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ([], "silent"),
        (["declines"], "declined"),
        (["declines", "comments"], "commented"),
        (["comments", "reports"], "reports"),
        (["asserts", "withdraws"], "withdrew"),
        (["asserts", "withdraws", "declines"], "declined"),
    ],
)
def test_why_a_party_has_no_line(stances, expected):
    told = [position("misri", stance, f"2025-05-{day:02}") for day, stance in enumerate(stances, start=8)]
    found = resolve(claim("jets", told), WHO)
    assert line("misri", found) is None
    assert silence(found) == expected


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_positions_are_read_changes_nothing(told, random):
    shuffled = random.sample(told, len(told))
    one, other = (stand(claim("jets", each), WHO) for each in (told, shuffled))
    assert summary(one) == summary(other)
    assert list(one) == list(other)


@given(claims())
def test_a_line_is_the_latest_side_on_record_or_else_hearsay_that_nothing_on_record_stands_against(told):
    for principal, found in by_principal(resolve(told, WHO)).items():
        each = line(principal, found)
        sides = [position for position in found if position.side]
        on_record = [position for position in sides if position.on_record]
        if each is None:
            assert not sides or any(position.stance == "withdraws" for position in found)
        elif each.standing == "on-record":
            assert each.position == on_record[-1]
        else:
            assert each.position == sides[-1]
            assert not on_record or any(position.stance == "withdraws" for position in found)


@given(claims(), st.data())
def test_an_earlier_position_never_changes_the_side_of_a_line_on_record(told, data):
    for principal, before in stand(told, WHO).items():
        if before.standing != "on-record":
            continue
        on = data.draw(st.integers(FIRST.toordinal(), day_number(before.position.at) - 1).map(date.fromordinal))
        earlier = data.draw(positions(when=st.just(on)))
        for more in ([earlier, *told.positions], [*told.positions, earlier]):
            after = stand(claim("jets", more), WHO)[principal]
            assert (after.side, place(after.position)) == (before.side, place(before.position))


@given(claims(min_size=1), st.data())
def test_a_withdrawal_restores_nothing(told, data):
    found = stand(told, WHO)
    assume(found)
    before = found[data.draw(st.sampled_from(sorted(found)))]
    later = date.fromordinal(day_number(before.position.at) + data.draw(st.integers(1, 30)))
    assume(WHO.principal(before.position.party, Span.parse(later)) == before.party)
    withdrawal = position(before.position.party, "withdraws", later)
    after = stand(claim("jets", [*told.positions, withdrawal]), WHO).get(before.party)
    assert after is None or after.position.at > Span.parse(later).end


@given(claims(), st.data())
def test_hearsay_never_overrides(told, data):
    rumour = data.draw(positions(known=hearsay))
    before = {name: each for name, each in stand(told, WHO).items() if each.standing == "on-record"}
    after = stand(claim("jets", [*told.positions, rumour]), WHO)
    assert summary(before) == summary({name: after[name] for name in before})


@given(claims(min_size=1))
def test_up_to_the_last_date_is_everything(told):
    found = resolve(told, WHO)
    assert up_to(found[-1].date, found) == up_to(None, found) == found


@given(claims(), days)
def test_what_was_said_later_does_not_change_where_they_stood(told, day):
    said = [each for each in told.positions if day_number(each.date.end) <= day.toordinal()]
    assert summary(stand(told, WHO, day.isoformat())) == summary(stand(claim("jets", said), WHO))


@given(claims())
def test_a_principal_asked_for_by_name_stands_where_its_line_is(told):
    found = resolve(told, WHO)
    for principal in ("india", "united-states", "dassault"):
        assert line(principal, positions_of(principal, found, WHO)) == lines(by_principal(found)).get(principal)


@given(claims())
def test_nobody_differs_with_himself(told):
    for each in stand(told, WHO).values():
        assert each.position.party not in {position.party for position in each.dissent}
        assert all(position.side != each.side and position.on_record for position in each.dissent)
        assert each.valued is None or each.valued.side == each.side
