"""Lines and shifts of many positions: they are what the plain definition says, in time that grows as the positions do."""

from __future__ import annotations

import sys

import definitions
import pytest
from builders import WHO, claim, position, registry, source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import dates, hearsay
from surroundings import examples

from claimtrack.model.registry import Registry
from claimtrack.rules.changes import changes
from claimtrack.rules.claim_state import ClaimState
from claimtrack.rules.entry_changes import entry_changes
from claimtrack.rules.line import RunningLine, line, lines
from claimtrack.rules.resolve import by_principal, resolve
from claimtrack.rules.shifts import shifts

many = settings(
    max_examples=examples(80),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

# The council, four voices, and one that speaks for it only amid the dates of `strategies`.
VOICES = registry(
    {
        "council": {"name": "City Council"},
        **{f"member-{number}": {"speaks_for": "council"} for number in range(4)},
        "envoy": {"speaks_for": [{"party": "council", "from": "2025-01-10", "until": "2025-02-10"}]},
    }
)


@st.composite
def talks(draw):
    """Give a claim on which few voices say much: sides, numbers about several times, withdrawals; on and off record."""
    said = []
    for _ in range(draw(st.integers(0, 14))):
        more = dict(draw(st.just({}) | st.just({}) | hearsay))
        if draw(st.booleans()):
            more["value"] = draw(st.integers(1, 4) | st.sampled_from([{"min": 2}, {"min": 1, "max": 2}, "some"]))
            more |= draw(st.sampled_from([{}, {}, {"about": "2023"}, {"about": "2024"}]))
        party = draw(st.sampled_from(["council", "member-0", "member-1", "member-2", "envoy"]))
        stance = draw(
            st.sampled_from(["asserts", "asserts", "qualifies", "denies", "withdraws", "withdraws", "declines"])
        )
        said.append(position(party, stance, draw(st.none() | dates), **more))
    return claim("bridge", said)


@many
@given(talks())
def test_lines_are_those_of_the_definition(told):
    found = resolve(told, VOICES)
    withdrawals = [each for each in found if each.stance == "withdraws"]
    groups = by_principal(found)
    defined = {party: definitions.line(party, group, withdrawals) for party, group in groups.items()}
    assert lines(groups, withdrawals) == {party: each for party, each in defined.items() if each}
    for party, group in groups.items():
        for number in range(len(group) + 1):
            assert line(party, group[:number]) == definitions.line(party, group[:number])


@many
@given(talks())
def test_shifts_are_those_of_the_definition(told):
    for party, group in by_principal(resolve(told, VOICES)).items():
        assert shifts(party, group) == definitions.shifts(party, group)


def without_marks(its_line):
    return its_line and its_line._replace(dissent=(), withdrawals=())


@many
@given(talks(), st.data())
def test_whatever_is_added_and_taken_out_a_line_rests_on_what_is_left(told, data):
    group = by_principal(resolve(told, VOICES)).get("council", ())
    running = RunningLine("council")
    there = set()
    for each in data.draw(st.lists(st.sampled_from(group), max_size=24) if group else st.just([])):
        if each.place in there:
            running.take_out(each)
        else:
            running.add(each)
        there ^= {each.place}
        assert running.line == without_marks(definitions.line("council", [one for one in group if one.place in there]))


def test_a_position_counts_at_the_place_at_which_it_is_added():
    said = [position("modi", "denies", "2025-05-07"), position("misri", "asserts", "2025-05-07")]
    denial, assertion = resolve(claim("jets", said), WHO)
    running = RunningLine(assertion.principal)
    running.add(assertion)
    running.add(denial, 1.5)
    assert running.line.side == "denies"
    running.take_out(denial, 1.5)
    running.add(denial, 0.5)
    assert running.line.side == "asserts"


# -- how the time grows

FEW, MORE = 40, 400
NOBODY = Registry()


def steps(ask):
    """Count the lines of code that are executed, with each turn of a loop, until a question is answered."""
    number = 0

    def count(_frame, event, _argument):
        nonlocal number
        number += event == "line"
        return count

    tracer = sys.gettrace()
    sys.settrace(count)
    try:
        ask()
    finally:
        sys.settrace(tracer)
    return number


def council(number):
    return registry(
        {"council": {"name": "City Council"}, **{f"m{each}": {"speaks_for": "council"} for each in range(number)}}
    )


def day(number):
    return f"{2000 + number // 336}-{number // 28 % 12 + 1:02d}-{number % 28 + 1:02d}"


def sides(number):
    """Give a position of each of so many; the last ones are the same, however many there are."""
    return [
        position(f"m{each}", ("asserts", "qualifies", "denies")[left * left % 7 % 3], day(each), value=left * left % 9)
        for each, left in enumerate(range(number, 0, -1))
    ]


def years(number):
    return [
        position(f"m{each}", "asserts", day(each), value=each, about=str(1000 + each % 2000)) for each in range(number)
    ]


def months(number):
    return [
        position(f"m{each % 9}", ["asserts", "denies"][each % 2], f"{2000 + each // 12}-{each % 12 + 1:02d}")
        for each in range(number)
    ]


def taken_back(number):
    half = number // 2
    return [
        *(position(f"m{each}", "asserts", day(each), value=each) for each in range(half)),
        *(position(f"m{half - each}", "withdraws", day(half + each)) for each in range(1, half + 1)),
        position("m0", "asserts", day(number)),
    ]


def in_turn(number):
    return [
        position(f"m{each // 2}", ["asserts", "withdraws"][each % 2], day(each), **({} if each % 2 else {"value": 5}))
        for each in range(number)
    ]


def of_one(number):
    return [
        position(
            "m0", ["asserts", "withdraws", "denies"][each % 3], day(each), **({} if each % 3 == 1 else {"value": 5})
        )
        for each in range(number)
    ]


def hearsays(number):
    return [each._replace(attribution="anonymous") for each in in_turn(number)]


def one_day(number):
    return [each._replace(date=None) for each in sides(number)]


TALKS = [sides, years, months, taken_back, in_turn, of_one, hearsays, one_day]


def grows_evenly(ask):
    few, more = (steps(ask(number)) for number in (FEW, MORE))
    assert more <= 14 * few


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("who", [council, lambda _: NOBODY], ids=["one principal", "many"])
@pytest.mark.sampled(3)
def test_ten_times_the_positions_take_ten_times_the_steps(talk, who):
    def ask(number):
        state = ClaimState(claim("bridge", talk(number)), who(number), {})
        return lambda: (state.lines, state.shifts(), state.order_uncertain)

    grows_evenly(ask)


def test_a_square_is_more_than_ten_times_the_steps():
    def ask(number):
        group = resolve(claim("bridge", sides(number)), council(number))
        return lambda: definitions.line("council", group)

    with pytest.raises(AssertionError):
        grows_evenly(ask)


EDITS = {
    "value": lambda told: [each._replace(value=None) for each in told],
    "stance": lambda told: [each._replace(stance="denies") for each in told],
    "withdrawn": lambda told: [each._replace(stance="withdraws") for each in told],
    "date": lambda told: [each._replace(date=other.date) for each, other in zip(told, reversed(told), strict=True)],
    "attribution": lambda told: [each._replace(attribution="anonymous") for each in told],
    "all removed": lambda told: told[:1],
    "every other removed": lambda told: told[::2],
    "another order": lambda told: told[::-1],
    "another party": lambda told: [each._replace(party=f"{each.party}0") for each in told],
}


@pytest.mark.parametrize(
    "edit",
    [each if number % 3 == 0 else pytest.param(each, marks=pytest.mark.slow) for number, each in enumerate(EDITS)],
)
@pytest.mark.parametrize(
    "talk", [in_turn, *(pytest.param(each, marks=pytest.mark.slow) for each in TALKS if each is not in_turn)]
)
@pytest.mark.sampled(3)
def test_ten_times_the_edits_take_ten_times_the_steps(edit, talk):
    def ask(number):
        told = [each._replace(quote=f"word{place}") for place, each in enumerate(talk(number))]
        old, new = (claim("bridge", each) for each in (told, EDITS[edit](told)))
        who = council(number)
        return lambda: (changes(old, who, new, who), changes(new, who, old, who))

    grows_evenly(ask)


@pytest.mark.parametrize("registries", [(NOBODY, council), (council, NOBODY)], ids=["named", "unnamed"])
def test_ten_times_the_lines_that_the_registry_or_the_claims_date_moves_take_ten_times_the_steps(registries):
    def ask(number):
        told = claim("bridge", [*one_day(number), *sides(number)], date="2001-01-01")
        later = told._replace(date=position("a", "asserts", "2050-01-01").date)
        was, now = (each(number) if callable(each) else each for each in registries)
        return lambda: (changes(told, NOBODY, later, NOBODY), changes(told, was, later, now))

    grows_evenly(ask)


def test_ten_times_the_sources_that_are_renamed_take_ten_times_the_steps():
    def ask(number):
        old, new = ([source(f"{was}-{each}", title=f"{each % 7}") for each in range(number)] for was in ("a", "b"))
        return lambda: entry_changes(old, new)

    grows_evenly(ask)
