"""The drawings: the lanes of a claim's timeline, the map of linked claims, and how a text is written."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.dates import Span
from claimtrack.model.record import Claim, Position
from claimtrack.model.registry import Registry
from claimtrack.model.values import Value
from claimtrack.rules.claim_state import ClaimState
from claimtrack.site.claim_parts import Related
from claimtrack.site.language import direction, language
from claimtrack.site.map_page import ClaimLink, linked_claims, links_of, other_links
from claimtrack.site.timeline import timeline

DAYS = st.dates().map(lambda day: Span.typed(day.isoformat()))
VALUES = (
    st.none() | st.integers(-5, 50).map(Value.parse) | st.just(Value.parse({"min": 3})) | st.just(Value.parse("some"))
)
POSITIONS = st.builds(
    Position,
    party=st.sampled_from(["A", "B", "C"]),
    stance=st.sampled_from(["asserts", "denies", "qualifies", "comments", "withdraws"]),
    date=st.none() | DAYS,
    value=VALUES,
    attribution=st.sampled_from(["on-record", "anonymous"]),
)


def drawn(positions):
    state = ClaimState(Claim("c", "c.toml", "C", unit="jets", positions=tuple(positions)), Registry(), {})
    return state, timeline(state, [*state.by_principal], lambda party: party)


@given(st.lists(POSITIONS, max_size=60))
def test_all_that_is_drawn_is_within_the_drawing_and_in_order(positions):
    _, found = drawn(positions)
    for lane in found.lanes if found else ():
        for mark in lane.marks:
            assert 0 <= mark.x <= 100
            assert -12 <= mark.y <= lane.height
        places = [mark.x for mark in lane.marks]
        assert places == sorted(places)
        for point in lane.points:
            assert 0 <= point.y <= lane.height
            assert not point.label or -10 <= point.box.left <= point.box.right <= 310
        for segment in lane.segments:
            assert 0 <= segment.start <= segment.end <= 100
            assert 0 <= segment.top <= segment.bottom <= lane.height
        for before, after in zip(lane.segments, lane.segments[1:], strict=False):
            assert before.end <= after.start


@given(st.lists(POSITIONS, max_size=30))
def test_a_lane_ends_on_the_side_on_which_its_principal_is(positions):
    state, found = drawn(positions)
    for lane in found.lanes if found else ():
        line = state.lines.get(lane.party)
        last = lane.segments[-1] if lane.segments and lane.segments[-1].end == 100 else None
        if line is not None:
            assert last is not None
            assert (last.side, last.on_record) == (line.side, line.position.on_record)


def test_numbers_are_as_high_as_they_are_large_and_a_range_is_a_band():
    days = [Span.typed(f"2025-05-{day:02}") for day in range(1, 5)]
    values = (Value.parse(2), Value.parse(5), Value.parse({"min": 5}), Value.parse(7))
    _, found = drawn(Position("A", "asserts", date=day, value=value) for day, value in zip(days, values, strict=True))
    (lane,) = found.lanes
    assert [point.label for point in lane.points] == ["2", "5", "≥5", "7"]
    heights = [point.y for point in lane.points]
    assert heights == [mark.foot for mark in lane.marks]
    assert heights[0] > heights[1] == heights[2] > heights[3]
    assert [segment.is_band for segment in lane.segments] == [False, False, True, False]
    assert lane.words == (
        "2025-05-01 asserts 2 jets; 2025-05-02 asserts 5 jets; 2025-05-03 asserts at least 5 jets; 2025-05-04 asserts 7 jets"
    )


def test_a_sign_is_at_its_date_and_signs_of_one_time_are_above_each_other():
    days = ["2025-01-01", "2025-01-01", "2025-01-02", "2025-04-11"]
    given = zip(days, (2, 5, 6, 7), strict=True)
    _, found = drawn(Position("A", "asserts", date=Span.typed(day), value=Value.parse(number)) for day, number in given)
    (lane,) = found.lanes
    assert [mark.x for mark in lane.marks] == [0, 0, 1, 100]
    heights = [mark.y for mark in lane.marks]
    assert heights[0] - 20 == heights[1] == heights[2] + 20
    assert heights[3] == heights[0]
    assert [point.is_left for point in lane.points] == [False, False, False, True]
    assert [segment.start for segment in lane.segments] == [0, 1, 100]


def test_positions_for_which_there_is_no_room_are_counted():
    day, later = Span.typed("2025-01-01"), Span.typed("2026-01-01")
    same = [Position("A", "asserts", date=day) for _ in range(12)]
    _, found = drawn([*same, Position("A", "denies", date=later)])
    assert (len(found.lanes[0].marks), found.lanes[0].left_out, found.unplaced) == (9, 4, 4)


@given(st.lists(POSITIONS, max_size=60))
def test_no_two_signs_are_on_top_of_each_other(positions):
    _, found = drawn(positions)
    for lane in found.lanes if found else ():
        rows = {}
        for mark in lane.marks:
            assert mark.x - rows.get(mark.y, -100) >= 3
            rows[mark.y] = mark.x


@given(st.lists(POSITIONS, max_size=60))
def test_a_number_stands_beside_its_point_and_on_top_of_nothing(positions):
    state, found = drawn(positions)
    for lane in found.lanes if found else ():
        boxes = [point.box for point in lane.points if point.label]
        assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
        numbers = {str(each.value.low) for each in state.by_principal[lane.party] if each.value and not each.value.text}
        for point in lane.points:
            assert {each.removeprefix("≥") for each in point.label.split(", ") if each} <= numbers
            assert point.box.top < point.y + 20
            assert point.box.bottom > point.y - 20


def test_numbers_of_one_day_are_written_together_where_they_are():
    day, later = Span.typed("2025-01-01"), Span.typed("2025-09-01")
    given = [(day, 2), (day, 5), (day, {"min": 5}), (later, 7)]
    _, found = drawn(Position("A", "asserts", date=when, value=Value.parse(value)) for when, value in given)
    two, five, seven = found.lanes[0].points
    assert [each.label for each in (two, five, seven)] == ["2", "5, ≥5", "7"]
    assert two.y > five.y > seven.y


def test_a_number_in_words_and_a_missing_date_are_written_beside_the_sign():
    day, later = Span.typed("2025-01-01"), Span.typed("2025-09-01")
    words = [Value.parse(each) for each in ("five, no side named"[:18], "more than anybody could count")]
    positions = [
        Position("A", "denies"),
        Position("A", "asserts", date=day, value=words[0]),
        Position("A", "asserts", date=later, value=words[1]),
        Position("A", "comments", date=later, value=words[0]),
    ]
    _, found = drawn(positions)
    assert [mark.label for mark in found.lanes[0].marks] == ["undated", "five, no side name", "", ""]
    assert not found.lanes[0].points


def test_one_date_is_no_drawing():
    day = Span.typed("2025-05-01")
    assert drawn([Position("A", "asserts", date=day), Position("B", "denies", date=day)])[1] is None
    assert drawn([Position("A", "asserts"), Position("B", "denies")])[1] is None


class Names:
    """Names a claim by its id."""

    @staticmethod
    def related(claim):
        return Related(claim, claim * 30, f"{claim}.html", "open", "open")


def test_what_a_claim_implies_is_to_the_right_of_it_and_groups_are_apart():
    links = [ClaimLink("a", "implies", "b"), ClaimLink("b", "implies", "c"), ClaimLink("x", "contradicts", "y")]
    links += [ClaimLink("y", "contradicts", "x"), ClaimLink("c", "see also", "x"), ClaimLink("a", "implies", "gone")]
    large, small = linked_claims(links, Names(), "abcxy")
    places = {box.claim.id: box.x for box in large.boxes}
    assert places["a"] < places["b"] < places["c"]
    assert {box.claim.id for box in small.boxes} == {"x", "y"}
    assert len(small.links) == 1
    assert [(one.id, other.id) for one, other in other_links(links, Names(), "abcxy")] == [("c", "x")]


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["implies", "contradicts"]), st.integers(0, 9))))
def test_no_two_boxes_are_on_top_of_each_other_even_in_circles(pairs):
    links = [ClaimLink(str(one), kind, str(other)) for one, kind, other in pairs]
    for group in linked_claims(links, Names(), "0123456789"):
        places = [(box.x, box.y) for box in group.boxes]
        assert len(set(places)) == len(places)
        assert all(x < group.width and y < group.height for x, y in places)
        assert len(group.arrows) == len(group.links)


def test_a_group_that_is_too_large_is_listed_and_not_drawn():
    links = [ClaimLink(str(each), "implies", str(each + 1)) for each in range(80)]
    (group,) = linked_claims(links, Names(), {str(each) for each in range(81)})
    assert (group.boxes, len(group.links)) == ((), 80)


def test_the_links_of_a_claim_are_those_that_it_records():
    claim = Claim("a", "a.toml", "A", implies=("b",), contradicts=("c",), see_also=("d",))
    assert [(link.kind, link.end) for link in links_of(claim)] == [
        ("implies", "b"),
        ("contradicts", "c"),
        ("see also", "d"),
    ]


@pytest.mark.parametrize(
    ("text", "script", "way"),
    [
        ("Water Board", "", "ltr"),
        ("Zoë", "", "ltr"),
        ("صدر نے", "und-Arab", "rtl"),
        ("12 צוללות", "und-Hebr", "rtl"),
        ("हमने बाँध", "und-Deva", "ltr"),
        ("中国", "und-Hani", "ltr"),
        ("… – …", "", "ltr"),
        ("𓀀", "", "ltr"),
    ],
)
def test_a_text_says_its_script_and_its_direction(text, script, way):
    assert (language(text), direction(text)) == (script, way)
