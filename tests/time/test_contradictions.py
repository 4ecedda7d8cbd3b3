"""Who contradicts themselves: along the links between claims, and on one claim within a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise, product

import pytest
from builders import WHO, claim, position, stand
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.model.dates import Span
from claimtrack.model.vocabulary import SIDES
from claimtrack.rules.contradictions import Links, across, within_a_day
from claimtrack.rules.resolve import resolve

many = settings(
    max_examples=examples(60),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def linked(**links):
    """Give links by claim: `a="b c"` implies b and c, `a="!b"` contradicts b."""
    told = {name: words.split() for name, words in links.items()}
    return {
        name: Links(
            tuple(word for word in words if word[0] != "!"),
            tuple(word[1:] for word in words if word[0] == "!"),
        )
        for name, words in told.items()
    }


def lines_of(**sides):
    """Give the lines of claims: `a="pakistan asserts, india denies"`."""
    found = {}
    for name, told in sides.items():
        said = [position(*each.split(), "2025-05-07") for each in told.split(", ")]
        found[name] = stand(claim(name, said), WHO)
    return found


def told(links, lines):
    """Tell each contradiction: who, how, along which claims, and what the two acts say."""
    return [
        (each.party, each.kind, each.chain, tuple(position.stance for position in each.positions))
        for each in across(links, lines)
    ]


# -- across claims


def test_whoever_asserts_a_claim_and_denies_what_it_implies():
    # Who shot down several Rafales shot down jets.
    links = linked(rafales="jets", jets="")
    lines = lines_of(rafales="sharif asserts, india denies", jets="dar denies, india denies")
    assert told(links, lines) == [("pakistan", "implied", ("rafales", "jets"), ("asserts", "denies"))]
    [found] = across(links, lines)
    assert [position.party for position in found.positions] == ["sharif", "dar"]


@pytest.mark.parametrize(
    ("rafales", "jets"),
    [
        ("sharif asserts", "india denies"),  # two parties: a dispute
        ("sharif asserts", "dar qualifies"),  # in part: perhaps the other part
        ("sharif qualifies", "dar denies"),
        ("sharif denies", "dar asserts"),  # a denial implies nothing
        ("sharif denies", "dar denies"),
        ("sharif asserts", "dar declines"),
        ("sharif comments", "dar denies"),
    ],
)
def test_what_is_no_contradiction_of_what_is_implied(rafales, jets):
    assert told(linked(rafales="jets", jets=""), lines_of(rafales=rafales, jets=jets)) == []


def test_a_chain_of_implications_is_spelled_out():
    links = linked(a="b", b="c", c="d", d="")
    lines = lines_of(a="modi asserts", d="modi denies")
    assert told(links, lines) == [("india", "implied", ("a", "b", "c", "d"), ("asserts", "denies"))]


def test_whoever_also_asserts_a_claim_on_the_way_contradicts_himself_from_there_too():
    links = linked(a="b", b="c", c="")
    lines = lines_of(a="modi asserts", b="modi asserts", c="modi denies")
    assert [chain for _, _, chain, _ in told(links, lines)] == [("a", "b", "c"), ("b", "c")]


def test_of_several_chains_the_shortest_is_told():
    links = linked(a="b x", b="c", c="d", x="d", d="")
    assert [each.chain for each in across(links, lines_of(a="modi asserts", d="modi denies"))] == [("a", "x", "d")]


def test_implications_in_a_circle_end():
    links = linked(a="b", b="c", c="a")
    assert told(links, lines_of(a="modi asserts", b="modi asserts", c="modi asserts")) == []
    assert [each.chain for each in across(links, lines_of(a="modi asserts", c="modi denies"))] == [("a", "b", "c")]


def test_links_to_claims_that_are_not_there_lead_nowhere():
    links = linked(a="gone !lost", b="")
    assert told(links, lines_of(a="modi asserts", b="modi asserts")) == []
    # Nobody stands anywhere on a claim without lines.
    assert told(linked(a="b", b="", c="!a"), {"a": {}}) == []


@pytest.mark.parametrize("links", [{"a": "!b", "b": ""}, {"a": "", "b": "!a"}, {"a": "!b", "b": "!a"}])
def test_two_claims_that_contradict_each_other_whichever_of_them_says_so(links):
    lines = lines_of(a="modi asserts, sharif asserts", b="jaishankar asserts, misri asserts, sharif denies")
    assert told(linked(**links), lines) == [("india", "exclusive", ("a", "b"), ("asserts", "asserts"))]


@pytest.mark.parametrize("b", ["misri denies", "misri qualifies", "sharif asserts", "misri reports"])
def test_what_is_no_contradiction_of_an_exclusive_claim(b):
    assert told(linked(a="!b", b=""), lines_of(a="modi asserts", b=b)) == []


def test_a_claim_is_no_rival_of_itself():
    assert told(linked(a="!a"), lines_of(a="modi asserts")) == []


sides = st.sampled_from([*SIDES, None])
names = "abcde"


@many
@given(
    st.dictionaries(st.tuples(st.sampled_from(names), st.sampled_from(names)), st.booleans(), max_size=9),
    st.lists(sides, min_size=len(names), max_size=len(names)),
)
def test_every_contradiction_is_found_and_nothing_else(edges, taken):
    implied = {edge for edge, implies in edges.items() if implies}
    rivals = {edge for edge, implies in edges.items() if not implies}
    links = {
        name: Links(
            tuple(to for origin, to in sorted(implied) if origin == name),
            tuple(to for origin, to in sorted(rivals) if origin == name),
        )
        for name in names
    }
    side = dict(zip(names, taken, strict=True))
    lines = {
        name: stand(claim(name, [position("modi", stance, "2025-05-07")] if stance else []), WHO)
        for name, stance in side.items()
    }
    reached = set(implied)
    for _ in names:
        reached |= {(one, far) for one, near in reached for origin, far in implied if near == origin}
    found = list(across(links, lines))
    assert {each.chain[:: len(each.chain) - 1] for each in found if each.kind == "implied"} == {
        (one, far) for one, far in reached if side[one] == "asserts" and side[far] == "denies"
    }
    assert all(set(pairwise(each.chain)) <= implied for each in found if each.kind == "implied")
    assert [each.chain for each in found if each.kind == "exclusive"] == [
        (one, other)
        for one, other in product(names, names)
        if one < other and {(one, other), (other, one)} & rivals and side[one] == side[other] == "asserts"
    ]


# -- within a day


def two(first, second, party="trump", more=None, other=None):
    """Tell whether asserting a claim at one time and denying it at another contradict each other."""
    said = [
        position(party, "asserts", first, **(more or {})),
        position(other or party, "denies", second, **(more or {})),
    ]
    return [each.chain for each in within_a_day("ceasefire", resolve(claim("ceasefire", said), WHO))]


SAME = [("ceasefire",)]


def test_two_sides_before_and_after_lunch():
    said = [
        position("trump", "asserts", "2025-06-18", quote="I stopped the war between Pakistan and India"),
        position("munir", "asserts", "2025-06-18"),
        position("trump", "qualifies", "2025-06-18", quote="two very smart people decided"),
    ]
    [found] = within_a_day("ceasefire", resolve(claim("ceasefire", said), WHO))
    assert (found.party, found.kind, found.chain) == ("trump", "same-day", ("ceasefire",))
    assert [resolved.place for resolved in found.positions] == [0, 2]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("2025-06-18", "2025-06-18", SAME),
        ("2025-06-18", "2025-06-19", []),  # two days are one only if they are the same
        ("2025-06", "2025-06", []),  # somewhen in a month
        ("2025", "2025", []),
        (None, None, []),
        (None, "2025-06-18", []),
        # By the clock, across midnight.
        ("2025-06-18T23:00:00Z", "2025-06-19T01:00:00Z", SAME),
        ("2025-06-18T01:00:00Z", "2025-06-19T01:00:00Z", SAME),
        ("2025-06-18T01:00:00Z", "2025-06-19T01:00:01Z", []),
        ("2025-06-18T23:00:00-04:00", "2025-06-20T04:30:00+05:30", SAME),
        # A moment and a day: the day is that of where the words were said.
        ("2025-06-18T09:00:00Z", "2025-06-18", SAME),
        ("2025-06-18", "2025-06-18T23:00:00-04:00", SAME),
        ("2025-06-19T02:00:00+05:30", "2025-06-18", []),
        ("2025-06-17T23:00:00Z", "2025-06-18", []),
    ],
)
def test_what_is_within_a_day(first, second, found):
    first, second = (moment(each) for each in (first, second))
    assert two(first, second) == found


def moment(written):
    """Read a date-time as the TOML parser gives it."""
    return datetime.fromisoformat(written) if written and "T" in written else written


@pytest.mark.parametrize(
    "more",
    [
        {"attribution": "anonymous"},
        {"via": ["author"]},
        {"date_of": "report"},  # reports of one day may tell of words of many
    ],
)
def test_what_is_not_known_of_the_day_itself_accuses_nobody(more):
    assert two("2025-06-18", "2025-06-18") == SAME
    assert two("2025-06-18", "2025-06-18", more=more) == []


def test_two_voices_of_one_state_are_two_persons():
    assert two("2025-06-18", "2025-06-18", party="trump", other="vance") == []
    assert two("2025-06-18", "2025-06-18", party="US", other="U.S.") == SAME


def test_taking_one_side_twice_is_none_and_turning_twice_is_two():
    def found(*stances):
        said = [position("trump", stance, "2025-06-18") for stance in stances]
        return [
            tuple(resolved.place for resolved in each.positions)
            for each in within_a_day("ceasefire", resolve(claim("ceasefire", said), WHO))
        ]

    assert found("asserts", "asserts") == []
    assert found("asserts", "comments", "declines", "withdraws", "reports") == []
    assert found("asserts", "comments", "denies", "asserts") == [(0, 2), (2, 3)]
    assert found("asserts", "asserts", "denies") == [(1, 2)]


hours = st.datetimes(
    min_value=moment("2025-06-01T00:00:00"), max_value=moment("2025-06-06T00:00:00"), timezones=st.just(None)
)


def instant(at):
    return Span.parse(at.replace(tzinfo=UTC)).instant


@many
@given(st.lists(st.tuples(hours, st.sampled_from(SIDES)), max_size=6, unique_by=lambda each: each[0]))
def test_by_the_clock_every_turn_within_a_day_is_found_and_nothing_else(said):
    told = [position("trump", stance, at.replace(tzinfo=UTC)) for at, stance in said]
    found = [
        tuple(resolved.date.instant for resolved in each.positions)
        for each in within_a_day("ceasefire", resolve(claim("ceasefire", told), WHO))
    ]
    assert found == [
        (instant(one), instant(other))
        for (one, before), (other, after) in pairwise(sorted(said))
        if before != after and other - one <= timedelta(days=1)
    ]


def test_a_whole_day_between_two_moments_hides_no_turn():
    said = [
        position("trump", "asserts", "2025-06-18T23:00:00Z"),
        position("trump", "asserts", "2025-06-18"),
        position("trump", "denies", "2025-06-19T01:00:00Z"),
    ]
    [found] = within_a_day("ceasefire", resolve(claim("ceasefire", said), WHO))
    assert [resolved.place for resolved in found.positions] == [0, 2]


zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@many
@given(st.lists(st.tuples(hours, zones, st.booleans(), st.sampled_from(SIDES)), max_size=6))
def test_every_turn_within_a_day_is_found_whatever_the_offsets(said):
    told = [
        position("trump", stance, at.replace(tzinfo=zone) if exact else at.date()) for at, zone, exact, stance in said
    ]
    order = resolve(claim("ceasefire", told), WHO)

    def near(one, other):
        if said[one.place][2] and said[other.place][2]:
            moments = [at.replace(tzinfo=zone) for at, zone, *_ in (said[one.place], said[other.place])]
            return abs(moments[0] - moments[1]) <= timedelta(days=1)
        return said[one.place][0].date() == said[other.place][0].date()

    expected = []
    for number, position_ in enumerate(order):
        rivals = [each for each in order[:number] if each.side != position_.side and near(each, position_)]
        if rivals and order[number - 1].side != position_.side:
            expected.append((rivals[-1], position_))
    assert [each.positions for each in within_a_day("ceasefire", order)] == expected


# -- many claims


class Counted(tuple):
    """The claims that one implies; counts how many are looked at."""

    __slots__ = ()
    looked = 0

    def __iter__(self):
        for item in super().__iter__():
            Counted.looked += 1
            yield item


@pytest.mark.parametrize("circular", [False, True], ids=["chain", "cycle"])
def test_ten_times_as_many_linked_claims_take_ten_times_as_long(circular):
    looked = []
    for size in (300, 3_000):
        names = [f"c{number:05}" for number in range(size)]
        onward = [*names[1:], *([names[0]] if circular else [])]
        links = dict.fromkeys(names, Links((), ()))
        links |= {name: Links(Counted([other]), ()) for name, other in zip(names, onward, strict=False)}
        both = lines_of(first="modi asserts, sharif asserts", last="sharif asserts, modi denies")
        lines = dict.fromkeys(names, both["first"]) | {names[-1]: both["last"]}
        lines |= {name: {"pakistan": both["first"]["pakistan"]} for name in names[1:-1]}
        Counted.looked = 0
        (found,) = across(links, lines)
        assert (found.party, found.chain) == ("india", tuple(names))
        looked.append(Counted.looked)
    assert looked[1] <= 14 * looked[0]
