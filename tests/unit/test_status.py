"""Whether a claim is disputed, and why."""

import pytest
from builders import WHO, claim, position, stand
from hypothesis import given
from hypothesis import strategies as st
from strategies import claims, histories

from claimtrack.model.vocabulary import STATUSES
from claimtrack.rules.line import reason


def because(*positions, by=None, **more):
    return reason(stand(claim("ceasefire", list(positions), **more), WHO, by))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([], "open"),
        ([("misri", "declines")], "open"),
        ([("misri", "comments"), ("dassault", "reports")], "open"),
        ([("trump", "asserts")], "asserted"),
        ([("trump", "asserts"), ("sharif", "asserts")], "asserted"),
        ([("trump", "asserts"), ("misri", "comments")], "asserted"),
        ([("chauhan", "qualifies")], "qualified"),
        ([("misri", "denies")], "denied"),
        ([("trump", "asserts"), ("misri", "denies")], "disputed"),
        ([("sharif", "asserts"), ("chauhan", "qualifies")], "disputed"),
        ([("chauhan", "qualifies"), ("dassault", "denies")], "disputed"),
        # Voices of one government that differ make it divided, not the claim disputed.
        ([("vance", "denies"), ("trump", "asserts")], "asserted"),
        ([("misri", "denies"), ("misri", "withdraws")], "open"),
    ],
)
def test_the_status_follows_from_the_sides_that_principals_take(said, status):
    told = [position(party, stance, f"2025-05-{day:02}") for day, (party, stance) in enumerate(said, start=10)]
    assert because(*told).status == status


def test_the_ceasefire_is_disputed_from_the_day_it_was_announced():
    trump = position("trump", "asserts", "2025-05-10", quote="mediated by the United States")
    misri = position("misri", "denies", "2025-05-10")
    assert because(trump, misri, by="2025-05-09").status == "open"
    assert because(trump, misri, by="2025-05-10").status == "disputed"


def test_the_reason_names_the_lines_by_side_most_recent_first():
    why = because(
        position("sharif", "asserts", "2025-05-10"),
        position("misri", "denies", "2025-05-10"),
        position("trump", "asserts", "2025-06-18"),
        position("rahul-gandhi", "qualifies", "2025-07-29"),
        position("dassault", "comments", "2025-06-15"),
    )
    assert {side: [line.party for line in lines] for side, lines in why.sides.items()} == {
        "asserts": ["united-states", "pakistan"],
        "qualifies": ["rahul-gandhi"],
        "denies": ["india"],
    }
    assert list(why.sides) == ["asserts", "qualifies", "denies"]


def test_hearsay_alone_makes_a_status_too():
    told = position("india", "denies", "2025-05-07", via=["author"])
    why = because(told)
    assert why.status == "denied"
    assert why.sides["denies"][0].standing == "relayed"


def test_nothing_said_is_open_and_for_no_reason():
    assert because().sides == {}


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_positions_are_read_changes_nothing(told, random):
    one, other = because(*told), because(*random.sample(told, len(told)))
    assert one.status == other.status
    assert {side: [line.party for line in lines] for side, lines in one.sides.items()} == {
        side: [line.party for line in lines] for side, lines in other.sides.items()
    }


@given(claims())
def test_every_line_is_given_once_as_a_reason(told):
    found = stand(told, WHO)
    why = reason(found)
    given_as_reason = [line for lines in why.sides.values() for line in lines]
    assert sorted(line.party for line in given_as_reason) == sorted(found)
    assert all(line.side == side for side, lines in why.sides.items() for line in lines)
    assert (why.status == "disputed") is (len({line.side for line in found.values()}) > 1)
    assert (why.status == "open") is (not found)
    assert why.status in STATUSES


def test_on_each_side_those_who_moved_last_come_first():
    days = {"trump": "2025-05-10", "sharif": "2025-05-12", "dassault": "2025-05-11"}
    sides = because(*(position(party, "asserts", day) for party, day in days.items())).sides
    assert [line.party for line in sides["asserts"]] == ["pakistan", "dassault", "united-states"]
