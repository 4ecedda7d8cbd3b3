"""The timeline of `show`: numbers and signs are positions on the record, in parentheses they are hearsay."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from builders import WHO, claim, position, registry
from hypothesis import given
from hypothesis import strategies as st
from strategies import days, positions

from claimtrack.render.phrases import GLYPHS
from claimtrack.render.terminal.paragraphs import text_of
from claimtrack.render.terminal.timeline import timeline
from claimtrack.rules.claim_state import ClaimState

NOBODY = registry({})
SIDES = {glyph: side for side, glyph in GLYPHS.items()}
WHOLE = 139  # columns that have a cell for each day of the strategies
BESIDE = 19  # cells beside the axis at most, as the names of the strategies are short
daily = st.lists(positions(when=days), max_size=8, unique_by=lambda each: each.date.end).map(
    lambda told: claim("jets", told)
)
crowded = st.lists(positions(), max_size=8).map(lambda told: claim("jets", told))


def draw(told, width):
    """Give the state of a claim, its principals in the order of their lanes, and what is drawn."""
    state = ClaimState(told, WHO, {})
    parties = [line.party for lines in state.reason.sides.values() for line in lines]
    parties += [silent.principal for silent in state.silent]
    return state, parties, [text_of(line) for line in timeline(state, parties, lambda party: party, width)]


def lanes(told, width):
    """Give the drawn cells of each principal that has a lane."""
    state, parties, drawn = draw(told, width)
    beside = max(map(len, parties), default=0) + 3
    return state, {party: row[beside:] for party, row in zip(parties, drawn, strict=False)}


def signs(lane):
    """Give the signs of a lane: those in parentheses with them, those before a number with the number."""
    return re.findall(r"\([^)]*\)|[+~−]?[≥≤]?\d+(?:–\d+)?|[^─ ]", lane)


def expected(acts):
    """Give the sign of each position; before a number it is left out if the side is that of the sign before."""
    side = None
    for each in acts:
        glyph = GLYPHS[each.side] if each.side else "×" if each.stance == "withdraws" else "·"
        number = str(each.value).replace("at least ", "≥") if each.side and each.value else ""
        sign = number if number and each.side == side else f"{glyph}{number}"
        side = each.side or side
        yield sign if each.on_record else f"({sign})"


def sides(found):
    """Give the side of each sign that has one; a number without a sign has that of the sign before it."""
    side, taken = None, []
    for sign in found:
        bare = sign.strip("()")
        side = SIDES.get(bare[0], side)
        if bare[0] in SIDES or bare[-1].isdigit():
            taken.append((side, sign == bare))
    return taken


@given(daily)
def test_each_act_has_its_sign_in_order_and_hearsay_has_signs_of_its_own(told):
    state, drawn = lanes(told, WHOLE)
    for party, lane in drawn.items():
        assert signs(lane) == [*expected(state.by_principal[party])]


@given(crowded, st.integers(BESIDE + 24, 100))
def test_the_last_sign_on_record_is_the_side_of_a_line_on_record(told, width):
    state, drawn = lanes(told, width)
    for party, lane in drawn.items():
        found = signs(lane)
        assert found
        line = state.lines.get(party)
        if line is not None:
            on_record = line.standing == "on-record"
            assert [side for side, known in sides(found) if known is on_record][-1] == line.side


@given(crowded, st.integers(20, 100))
def test_what_is_drawn_fits_and_its_signs_are_in_the_legend(told, width):
    state, parties, drawn = draw(told, width)
    assert all(len(row) <= width for row in drawn)
    lanes, (_, *legend) = drawn[: len(parties)], drawn[len(parties) :] or [""]
    for row, party in zip(lanes, parties, strict=bool(drawn)):
        for sign in signs(row[max(map(len, parties)) + 3 :]):
            glyph = sign.strip("()")[0]
            assert glyph not in SIDES or f"{glyph} " in " ".join(legend), party
            assert sign[0] != "(" or "anonymous or relayed" in " ".join(" ".join(legend).split())
    assert len(state.by_principal) == len(parties)


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
    found = signs(lanes(told, 8 + 60)[1]["india"])
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


def test_a_side_and_its_withdrawal_on_one_day_are_both_drawn_whatever_is_said_after():
    told = claim(
        "jets",
        [
            position("misri", "qualifies", "2025-01-01"),
            position("misri", "asserts", "2025-02-01"),
            position("misri", "withdraws", "2025-02-01"),
            position("misri", "comments", "2025-02-01"),
        ],
    )
    assert signs(lanes(told, 80)[1]["india"]) == ["~", "+", "×"]


def of_india(told, width=80):
    return lanes(claim("jets", told), width)[1]["india"]


def test_numbers_stand_for_positions_and_a_sign_is_added_where_the_side_changes():
    told = [
        position("india", "asserts", f"2025-01-{day}", value=value) for day, value in (("01", 2), ("10", 5), ("20", 7))
    ]
    told += [
        position("india", "denies", "2025-01-28", value=0),
        position("india", "denies", "2025-01-31", value={"min": 1}),
    ]
    assert re.fullmatch("[+]2─+5─+7─+−0─+≥1", of_india(told))


def test_numbers_of_one_day_are_all_drawn_where_they_moved_the_line():
    told = [position("india", "asserts", "2025-01-01", value=value) for value in (2, 5, {"min": 5})]
    told += [position("india", "asserts", "2025-01-20", value=6), position("india", "asserts", "2025-12-31")]
    assert of_india(told).startswith("+2─5─≥5─6──")


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        ({"max": 3}, "+≤3"),
        ({"min": 3, "max": 3}, "+3"),
        ({"min": 112, "max": 143}, "+112–143"),
        (2.5, "+2.5"),
        (-5, "+"),  # its sign would be that of a denial
        (1234567890123, "+"),
        ("about five", "+"),
    ],
)
def test_only_short_numbers_are_drawn(value, sign):
    told = [position("india", "asserts", "2025-01-01", value=value), position("india", "comments", "2025-02-01")]
    assert of_india(told).startswith(f"{sign}───")


def test_where_there_is_no_room_for_all_numbers_those_that_moved_nothing_go_first():
    days = [(date(2025, 1, 1) + timedelta(day)).isoformat() for day in range(60)]
    told = [position("india", "asserts", day, value=5 if number < 58 else 7) for number, day in enumerate(days)]
    found = signs(of_india(told, 8 + 30))
    assert (found[0], found[-1]) == ("+5", "7")
    assert set(found) == {"+5", "5", "7"}


def test_names_are_whole_where_there_is_room():
    long = "Office of the Commissioner for Inland Waterways"
    told = claim("dam", [position(long, "asserts", day) for day in ("2025-01-01", "2025-02-01")])
    state = ClaimState(told, NOBODY, {})
    wide, narrow = (timeline(state, [*state.by_principal], lambda _: long, width) for width in (100, 60))
    assert text_of(wide[0]).startswith(f" {long}  +──")
    assert text_of(narrow[0]).startswith(" Office of the Co…  +──")


def test_of_very_many_parties_those_with_the_most_positions_are_drawn():
    told = [position(f"Office {number}", "asserts", "2025-01-01") for number in range(30)]
    told += [position(f"Office {number}", "asserts", "2025-02-01") for number in range(29, 4, -2)]
    state = ClaimState(claim("dam", told), NOBODY, {})
    drawn = [text_of(line) for line in timeline(state, [*state.by_principal], lambda party: party, 80)]
    assert drawn[-1].strip() == "20 of 30 parties drawn"
    names = [line.split("  ")[0].strip() for line in drawn if "──" in line]
    assert len(names) == 20
    assert {f"office-{number}" for number in range(29, 4, -2)} <= {*names}


def test_where_many_numbers_moved_the_line_those_that_are_drawn_are_spread_over_the_time():
    days = [(date(2025, 1, 1) + timedelta(day)).isoformat() for day in range(300)]
    lane = of_india([position("india", "asserts", day, value=number % 9) for number, day in enumerate(days)])
    assert lane[-1] == "2"
    assert all(re.search(r"\d", lane[start : start + 10]) for start in range(0, len(lane) - 10, 10))
