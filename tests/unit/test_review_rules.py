"""Reviews: positions with a rating count like others, are shown apart, and can be ignored."""

import pytest
from builders import WHO, claim, position
from hypothesis import given
from hypothesis import strategies as st
from strategies import claims

from claimtrack.render import page_phrases
from claimtrack.rules.claim_row import claim_row
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.filters import ClaimFilter

RATINGS = st.sampled_from([None, None, "Pants on Fire", "صحيح جزئياً", "★★"])


@st.composite
def reviewed(draw):
    """Give a claim of which some positions are reviews."""
    given = draw(claims())
    return given._replace(positions=tuple(each._replace(rating=draw(RATINGS)) for each in given.positions))


def state_of(given, **more):
    return ClaimState(given, WHO, {}, **more)


def follows(state):
    """Give what follows from the positions that count, without their places."""
    lines = {
        party: (line.side, line.value, line.standing, line.position.recorded, [each.recorded for each in line.dissent])
        for party, line in state.lines.items()
    }
    moves = [(each.party, each.after, each.position.recorded) for each in state.shifts()]
    row = claim_row(state)
    return row.status, row.divided, row.values_differ, row.sides, row.standings, state.thin, lines, moves


def without_rated(given):
    return given._replace(positions=tuple(each for each in given.positions if each.rating is None))


@given(reviewed())
def test_what_follows_if_reviews_are_ignored_is_what_follows_from_the_other_positions(given):
    ignoring = state_of(given, ignore_reviews=True)
    assert follows(ignoring) == follows(state_of(without_rated(given)))
    assert ignoring.positions == state_of(given).positions  # they are not gone
    assert claim_row(state_of(given)).status_without_reviews == ignoring.reason.status
    assert claim_row(ignoring).status_without_reviews == ignoring.reason.status


@given(reviewed())
def test_a_review_counts_like_any_other_position(given):
    plain = given._replace(positions=tuple(each._replace(rating=None) for each in given.positions))
    one, other = claim_row(state_of(given)), claim_row(state_of(plain))
    known = ("status", "divided", "values_differ", "sides", "standings", "last", "positions")
    assert [getattr(one, name) for name in known] == [getattr(other, name) for name in known]
    assert (one.reviews, other.reviews) == (sum(each.rating is not None for each in given.positions), 0)


@given(claims())
def test_without_a_review_there_is_nothing_to_ignore(given):
    assert follows(state_of(given)) == follows(state_of(given, ignore_reviews=True))
    assert state_of(given).reviewers == state_of(given, ignore_reviews=True).reviewers == {}


@given(reviewed(), st.booleans())
def test_every_position_is_shown_once(given, ignore):
    state = state_of(given, ignore_reviews=ignore)
    by_side = [line.party for lines in page_phrases.sides_shown(state).values() for line in lines]
    shown = [each.place for party in by_side for each in state.by_principal[party]]
    shown += [each.place for silent in page_phrases.no_side(state) for each in silent.positions]
    shown += [each.place for positions in state.reviewers.values() for each in positions]
    assert sorted(shown) == sorted(each.place for each in state.positions)
    assert {page_phrases.verdict(state, party) for party in state.reviewers} <= {
        f"“{each.rating}”" for each in given.positions if each.rating
    }


@given(reviewed(), st.booleans())
def test_a_filter_finds_the_claims_with_a_review_and_their_reviews(given, ignore):
    state = state_of(given, ignore_reviews=ignore)
    met = ClaimFilter(reviewed=True).matching(state)
    assert [each.place for each in met or ()] == [each.place for each in state.reviews]
    assert (met is None) == (not state.reviews)
    met = ClaimFilter(rating=("FIRE", "صحيح")).matching(state)
    assert [each.recorded.rating for each in met or ()] == [
        each.recorded.rating for each in state.reviews if each.recorded.rating != "★★"
    ]


DESK = position("Fact Desk", "denies", "2025-05-20", rating="Pants on Fire")
SHARIF = position("sharif", "asserts", "2025-05-10")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ([SHARIF], []),
        ([SHARIF, DESK], ["fact-desk"]),
        # A review without a side is one too.
        ([DESK._replace(stance="reports", rating="Unproven")], ["fact-desk"]),
        # Who later takes a side without a rating has a line of its own.
        ([DESK, position("Fact Desk", "asserts", "2025-05-21")], []),
        ([position("Fact Desk", "asserts", "2025-05-19"), DESK], ["fact-desk"]),
        # The review of a voice is its principal's.
        ([position("dar", "denies", "2025-05-20", rating="False")], ["pakistan"]),
    ],
)
def test_a_reviewer_is_whose_line_a_review_sets_or_who_only_reviewed(told, shown):
    assert list(state_of(claim("jets", told)).reviewers) == shown


def test_one_position_has_to_meet_all_that_is_asked():
    state = state_of(claim("jets", [SHARIF, DESK]))
    assert ClaimFilter(party=("fact-desk",), rating=("pants on",))(state)
    assert not ClaimFilter(party=("pakistan",), reviewed=True)(state)
    assert not ClaimFilter(reviewed=True, stance=frozenset({"asserts"}))(state)
    assert ClaimFilter(reviewed=True, stance=frozenset({"denies"}))(state)
    ignoring = state_of(claim("jets", [SHARIF, DESK]), ignore_reviews=True)
    assert not ClaimFilter(stance=frozenset({"denies"}))(ignoring)
    assert ClaimFilter(status=frozenset({"asserted"}), reviewed=True)(ignoring)
    assert ClaimFilter(party=("fact-desk",))(ignoring)


def test_the_verdict_beside_a_name_is_the_one_that_sets_the_line():
    first = position("Fact Desk", "asserts", "2025-05-18", rating="Mostly true")
    last = position("Fact Desk", "comments", "2025-05-22", rating="Under review")
    told = claim("jets", [SHARIF, first, DESK, last])
    assert page_phrases.verdict(state_of(told), "fact-desk") == "“Pants on Fire”"
    assert page_phrases.verdict(state_of(told, ignore_reviews=True), "fact-desk") == "“Under review”"
    assert state_of(told, as_of=first.date).without_reviews.reason.status == "asserted"
