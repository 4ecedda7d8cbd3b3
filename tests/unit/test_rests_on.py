"""What a status rests on: each position is taken out, and the status derived again, to see whether it is named."""

from __future__ import annotations

import pytest
from builders import WHO, claim, position, registry
from hypothesis import given
from strategies import claims
from test_running_line import FEW, MORE, NOBODY, TALKS, VOICES, council, many, steps, talks

from claimtrack.model.dates import Span
from claimtrack.rules.claim_state import ClaimState


def by_brute_force(told, who, as_of=None):
    """Give the places of the positions without which the status is another one, each with that status."""
    status = ClaimState(told, who, {}, as_of).reason.status
    found = {}
    for place in range(len(told.positions)):
        left = told._replace(positions=told.positions[:place] + told.positions[place + 1 :])
        without = ClaimState(left, who, {}, as_of).reason.status
        if without != status:
            found[place] = without
    return found


def found(told, who, as_of=None):
    state = ClaimState(told, who, {}, as_of)
    supports = state.rests_on
    assert [each.position for each in supports] == [
        one for one in state.positions if one in {s.position for s in supports}
    ]
    assert state.thin is bool(supports)
    return {each.position.place: each.without for each in supports}


@many
@given(talks())
def test_one_principal_rests_on_what_brute_force_finds(told):
    assert found(told, VOICES) == by_brute_force(told, VOICES)


@many
@given(claims())
def test_several_principals_rest_on_what_brute_force_finds(told):
    assert found(told, WHO) == by_brute_force(told, WHO)


@given(claims())
def test_only_what_had_been_said_by_a_date_counts(told):
    by = Span.parse("2025-02-01")
    assert found(told, WHO, by) == by_brute_force(told, WHO, by)


HEARSAY = {"attribution": "anonymous"}


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([], {}),
        ([("Water Board", "comments")], {}),
        ([("Water Board", "asserts")], {0: "open"}),
        ([("Water Board", "asserts"), ("City Council", "asserts")], {}),
        ([("Water Board", "asserts"), ("City Council", "denies")], {0: "denied", 1: "asserted"}),
        # Each of its two denials is enough.
        ([("Water Board", "asserts"), ("City Council", "denies"), ("City Council", "denies")], {0: "denied"}),
        # What it said before would count again.
        ([("Water Board", "asserts"), ("City Council", "denies"), ("City Council", "asserts")], {2: "disputed"}),
        ([("Water Board", "denies"), ("Water Board", "asserts")], {1: "denied"}),
        # Another stance is no other status if the sides are still two.
        ([("Water Board", "asserts"), ("City Council", "denies"), ("City Council", "qualifies")], {0: "qualified"}),
        # The withdrawal is what leaves the claim open; and the assertion before it counts for nothing.
        ([("Water Board", "asserts"), ("Water Board", "withdraws")], {1: "asserted"}),
        ([("Water Board", "asserts"), ("Water Board", "withdraws"), ("Water Board", "withdraws")], {}),
        # On the record beats hearsay, which counts once nothing else is left.
        ([("Water Board", "denies", HEARSAY), ("Water Board", "asserts")], {1: "denied"}),
        ([("Water Board", "denies", HEARSAY), ("Water Board", "asserts"), ("Water Board", "asserts")], {}),
        # Values are no part of a status.
        ([("Water Board", "asserts", {"value": 5}), ("City Council", "asserts", {"value": 7})], {}),
    ],
)
def test_examples(positions, expected):
    said = [
        position(party, stance, f"2025-01-{day:02d}", **dict(*more))
        for day, (party, stance, *more) in enumerate(positions, 1)
    ]
    assert found(claim("dam", said), NOBODY) == expected == by_brute_force(claim("dam", said), NOBODY)


def crowd(number):
    """Give a claim on which many parties take two positions each, every fifth a withdrawal."""
    return [
        position(f"Office {each}", ("asserts", "denies", "withdraws", "asserts", "qualifies")[(each + turn) % 5], day)
        for each in range(number)
        for turn, day in enumerate(("2025-01-01", "2025-01-02"))
    ]


@pytest.mark.parametrize("talk", [*TALKS, crowd], ids=lambda talk: talk.__name__)
def test_the_time_grows_as_the_positions_do(talk):
    def asked(number):
        state = ClaimState(claim("dam", talk(number)), registry({}) if talk is crowd else council(number), {})
        assert state.lines is not None
        return steps(lambda: state.rests_on)

    assert asked(MORE) < 1.5 * MORE / FEW * asked(FEW)
