"""The timeline of `show`: plain signs are moves of the line on the record, signs in parentheses are hearsay."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from builders import WHO, claim, position
from hypothesis import given
from hypothesis import strategies as st
from strategies import days, positions

from claimtrack.render.phrases import GLYPHS
from claimtrack.render.terminal.timeline import timeline
from claimtrack.rules.claim_state import ClaimState

BESIDE = 19  # cells beside the axis
SIDES = {glyph: side for side, glyph in GLYPHS.items()}
WHOLE = 139  # columns that have a cell for each day of the strategies
daily = st.lists(positions(when=days), max_size=8, unique_by=lambda each: each.date.end).map(
    lambda told: claim("jets", told)
)
crowded = st.lists(positions(), max_size=8).map(lambda told: claim("jets", told))


def lanes(told, width):
    """Give the drawn cells of each principal that has a lane."""
    state = ClaimState(told, WHO, {})
    drawn = timeline(state, lambda party: party, width)
    parties = [line.party for lines in state.reason.sides.values() for line in lines]
    parties += [silent.principal for silent in state.silent]
    return state, {party: row.plain[BESIDE:] for party, row in zip(parties, drawn, strict=False)}


def signs(lane):
    """Give the signs of a lane, those in parentheses with them."""
    return re.findall(r"\(.\)|[^─ ]", lane)


def expected(each):
    sign = GLYPHS[each.side] if each.side else "×" if each.stance == "withdraws" else "·"
    return sign if each.on_record else f"({sign})"


@given(daily)
def test_each_act_has_its_sign_in_order_and_hearsay_has_signs_of_its_own(told):
    state, drawn = lanes(told, WHOLE)
    for party, lane in drawn.items():
        assert signs(lane) == [expected(each) for each in state.by_principal[party]]


@given(crowded, st.integers(BESIDE + 24, 100))
def test_the_last_sign_on_record_is_the_side_of_a_line_on_record(told, width):
    state, drawn = lanes(told, width)
    for party, lane in drawn.items():
        found = signs(lane)
        assert len(lane) <= width - BESIDE
        assert found
        line = state.lines.get(party)
        plain = [SIDES[sign] for sign in found if sign in SIDES]
        hearsay = [SIDES[sign[1]] for sign in found if sign[1:2] in SIDES]
        if line is None:
            continue
        if line.standing == "on-record":
            assert plain[-1] == line.side
        else:
            assert hearsay[-1] == line.side


@given(crowded, st.integers(BESIDE + 24, 100))
def test_a_sign_is_in_the_legend_if_it_is_in_a_lane(told, width):
    state = ClaimState(told, WHO, {})
    drawn = [row.plain for row in timeline(state, lambda party: party, width)]
    legend = " ".join(drawn[len(state.by_principal) + 1 :])
    for sign in {sign for row in drawn[: len(state.by_principal)] for sign in signs(row[BESIDE:])}:
        assert sign in legend
    assert all(len(row) <= width for row in drawn)


@pytest.mark.parametrize("known", [{"attribution": "anonymous"}, {"via": ["author"]}])
def test_signs_without_room_at_the_edge_or_beside_each_other_keep_their_order(known):
    told = claim(
        "jets",
        [
            position("india", "denies", "2025-01-01", **known),
            position("india", "asserts", "2025-01-01"),
            position("india", "qualifies", "2025-12-31"),
            position("india", "denies", "2025-12-31", **known),
        ],
    )
    lane = lanes(told, 80)[1]["india"]
    assert lane.startswith("(−)+──")
    assert lane.endswith("──~(−)")


def test_the_oldest_hearsay_is_left_out_where_there_is_no_room_for_all():
    days = [(date(2025, 1, 1) + timedelta(day)).isoformat() for day in range(60)]
    told = claim("jets", [position("india", "denies", day, attribution="anonymous") for day in days])
    told = told._replace(positions=(*told.positions, position("india", "asserts", "2025-01-30")))
    found = signs(lanes(told, BESIDE + 60)[1]["india"])
    assert found.count("(−)") == 19
    assert [sign for sign in found if sign != "(−)"] == ["+"]
    assert found[-1] == "(−)"


def test_a_withdrawal_by_somebody_else_hides_no_side_of_that_day():
    told = claim(
        "jets",
        [
            position("misri", "asserts", "2025-01-01"),
            position("chauhan", "denies", "2025-02-01"),
            position("misri", "withdraws", "2025-02-01"),
        ],
    )
    assert signs(lanes(told, 80)[1]["india"]) == ["+", "−"]


def test_a_withdrawal_hides_the_side_that_it_takes_back_on_that_day_whatever_is_said_after():
    told = claim(
        "jets",
        [
            position("misri", "qualifies", "2025-01-01"),
            position("misri", "asserts", "2025-02-01"),
            position("misri", "withdraws", "2025-02-01"),
            position("misri", "comments", "2025-02-01"),
        ],
    )
    assert signs(lanes(told, 80)[1]["india"]) == ["~", "×"]
