"""A correction is never a shift: whatever was edited in a position, it is one correction, from the true line to the true one."""

from __future__ import annotations

from random import Random

import pytest
from builders import WHO, claim, pairs, position, registry, stand
from edits import built
from gitrepo import record, said
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from claimtrack.model.registry import Registry
from claimtrack.model.values import Value
from claimtrack.rules import matching
from claimtrack.rules.changes import changes

some = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)

PARTIES = (
    "india",
    "New Delhi",
    "Donald Trump",
    "misri",
    "Water Board",
    "حزب النور",
    "市民连线",
    "Партия воды",
    "आम पार्टी",
)
SENTENCES = (
    "The dam was shut before the water rose.",
    "None of the pumps failed on that night.",
    "We have seen the report and reject what it says.",
    "لم يغلق أحد السد في تلك الليلة",
    "水库当晚没有关闭闸门",
    "Плотина была закрыта до подъёма воды",
    "बाँध उस रात बंद नहीं था",
)
STANCES = ("asserts", "qualifies", "denies", "declines", "comments", "reports")
DATES = ("2024-11-05", "2025-02-01", "2025-05-07", "2025-05", "2025")
registries = st.sampled_from([(WHO, WHO), (Registry(), Registry())])


def long_quote(number):
    """Give a quote of more than 2 KB that is like no other."""
    letters = Random(number)  # noqa: S311 - no secret
    return " ".join("".join(letters.choices("abcdefghiklmnoprstuw", k=9)) for _ in range(220))


@st.composite
def told(draw):
    """Give the record of a position in which everything is said that may be edited."""
    quote = draw(st.sampled_from(SENTENCES) | st.integers(0, 5).map(long_quote))
    return {
        "party": draw(st.sampled_from(PARTIES)),
        "stance": draw(st.sampled_from(STANCES)),
        "date": draw(st.sampled_from(DATES)),
        "quote": quote,
        "original": draw(st.sampled_from(SENTENCES)),
        "sources": draw(st.lists(st.sampled_from(["wire", "paper", "radio"]), min_size=1, unique=True)),
        **draw(
            st.fixed_dictionaries({}, optional={"value": st.sampled_from([5, 7, "a few"]), "note": st.just("Said.")})
        ),
    }


def other(word, words):
    """Give another word."""
    return next(each for each in words if each != word)


EDITS = {
    "stance": lambda old: {"stance": other(old["stance"], STANCES)},
    "quote extended": lambda old: {"quote": f"{old['quote']} And that is all there is to say about it."},
    "quote shortened": lambda old: {"quote": old["quote"][: len(old["quote"]) * 2 // 3]},
    "quote mistyped": lambda old: {"quote": f"{old['quote'][:8]}{old['quote'][9:]}"},
    "quote replaced": lambda _: {"quote": "Nobody has said anything like this ever since."},
    "quote removed": lambda _: {"quote": None},
    "value": lambda old: {"value": 6 if old.get("value") != 6 else 4},
    "source added": lambda old: {"sources": [*old["sources"], "blog"]},
    "sources swapped": lambda _: {"sources": ["blog", "book"]},
    "note": lambda _: {"note": "In the council."},
    "rating": lambda _: {"rating": "Pants on Fire"},
    "original": lambda _: {"original": "Dit heeft niemand anders ooit zo gezegd"},
    "date": lambda old: {"date": "2023-03-03" if old["date"] != "2023-03-03" else "2023-03-04"},
    "date removed": lambda _: {"date": None},
}
LOSES = {
    "quote": {"quote replaced", "quote removed"},
    "source": {"sources swapped"},
    "original": {"original"},
    "date": {"date"},
}
ALONE = [(name,) for name in EDITS]
TOGETHER = [
    (first, *rest)
    for first in ("stance", "value")
    for rest in [
        ("quote extended",),
        ("quote mistyped",),
        ("quote replaced",),
        ("source added",),
        ("sources swapped",),
        ("note",),
        ("rating",),
        ("original",),
        ("quote extended", "source added"),
        ("quote replaced", "sources swapped"),
        ("quote replaced", "sources swapped", "original", "note"),
    ]
]
WITH_ANOTHER_DATE = [
    ("date", *edits)
    for edits in [
        *ALONE[:-2],
        *TOGETHER,
        ("stance", "quote replaced", "original"),  # a source is kept
        ("stance", "sources swapped", "original"),  # the quote is kept
        ("stance", "quote replaced", "sources swapped"),  # the original is kept
        ("stance", "quote extended", "sources swapped", "original"),  # the quote is kept by likeness
        ("stance", "quote mistyped", "sources swapped", "original"),
    ]
]
COMBINATIONS = [
    edits
    for edits in dict.fromkeys((*ALONE, *TOGETHER, *WITH_ANOTHER_DATE, ("date removed", *TOGETHER[-1])))
    if not all(LOSES[kept] & {*edits} for kept in LOSES)
]


def edited(old, edits):
    """Give a record after some edits."""
    new = dict(old)
    for edit in edits:
        new |= EDITS[edit](old)
    return {key: word for key, word in new.items() if word is not None}


def gist(line):
    return line and (line.side, line.value, line.standing)


def lines_that_differ(old, new, who):
    """Give the lines before and now of each principal that has another one."""
    before, now = (stand(claim("dam", each), each_who) for each, each_who in zip((old, new), who, strict=True))
    return {
        party: (gist(before.get(party)), gist(now.get(party)))
        for party in before.keys() | now.keys()
        if gist(before.get(party)) != gist(now.get(party))
    }


def moved(change):
    return {party: (gist(was), gist(now)) for party, was, now in change.moved}


def found(old, new, who=(WHO, WHO)):
    return changes(claim("dam", old), who[0], claim("dam", new), who[1])


def test_there_are_enough_combinations():
    assert len(COMBINATIONS) >= 24
    assert len(KEPT) >= 24


@pytest.mark.sampled(4)
@pytest.mark.parametrize("edits", COMBINATIONS, ids=" and ".join)
@some
@given(st.lists(told(), min_size=1, max_size=6), st.data(), registries)
def test_whatever_is_edited_in_a_position_it_is_one_correction(edits, before, data, who):
    place = data.draw(st.integers(0, len(before) - 1))
    after = [*before[:place], edited(before[place], edits), *before[place + 1 :]]
    old, new = built(before), built(after)
    assume(new[place] not in old)
    [change] = found(old, new, who)
    assert (change.what, change.old, change.new) == ("correction", old[place], new[place])
    assert moved(change) == lines_that_differ(old, new, who)


# A position that has nothing in common with those of `told`, and may be of a date before, amid or after them.
@st.composite
def unrelated(draw, party):
    return {
        "party": party,
        "stance": draw(st.sampled_from((*STANCES, "withdraws"))),
        "date": draw(st.sampled_from(["2022-02-02", "2025-03-03", "2025-11-11"])),
        "quote": draw(st.sampled_from(["Entirely different utterance", long_quote(99)])),
        "sources": ["gazette"],
    }


@some
@given(st.lists(told(), max_size=5), st.data(), registries)
def test_an_appended_position_is_new_or_a_shift(before, data, who):
    more = data.draw(unrelated(data.draw(st.sampled_from(PARTIES))))
    old, new = built(before), built([*before, more])
    [change] = found(old, new, who)
    assert change.what in {"position", "shift"}
    assert (change.old, change.new, change.replaces) == (None, new[-1], None)
    assert moved(change) == lines_that_differ(old, new, who)
    if moved(change):
        assert change.what == "shift"
        [(was, now)] = moved(change).values()
        assert (change.shift.before, change.shift.value_before) == (was[:2] if was else (None, None))
        assert (change.shift.after, change.shift.value_after) == (now[:2] if now else (None, None))


# What tells a corrected position from others is kept: a date, a quote, a source or the original.
KEPT = [edits for edits in COMBINATIONS if "date removed" not in edits or len(edits) < 3]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("edits", KEPT, ids=" and ".join)
@some
@given(st.lists(told(), min_size=1, max_size=4), st.data(), registries)
def test_what_was_appended_and_what_was_corrected_in_one_commit_are_told_apart(edits, before, data, who):
    place = data.draw(st.integers(0, len(before) - 1))
    more = data.draw(unrelated(before[place]["party"]))
    at = data.draw(st.integers(0, len(before)))
    after = [*before[:place], edited(before[place], edits), *before[place + 1 :]]
    corrected = built(after)[place]
    old, new = built(before), built([*after[:at], more, *after[at:]])
    assume(corrected not in old)
    told_of = [change for change in found(old, new, who) if change.what != "order"]
    assert sorted(change.what for change in told_of) in (["correction", "position"], ["correction", "shift"])
    assert {(change.old, change.new) for change in told_of} == {(old[place], corrected), (None, new[at])}
    for change in told_of:
        assert moved(change).items() <= lines_that_differ(old, new, who).items()


# What no other position of the party has is kept: the date or the quote.
DISTINCT = [edits for edits in KEPT if not LOSES["quote"] & {*edits} or not {"date", "date removed"} & {*edits}]


@some
@given(st.lists(told(), min_size=2, max_size=6), st.data())
def test_several_positions_of_one_party_corrected_at_once_are_each_told_apart(before, data):
    before = [
        {**each, "party": "Water Board", "date": f"2025-06-{number:02}", "quote": long_quote(number)}
        for number, each in enumerate(before, 1)
    ]
    after = [edited(each, data.draw(st.sampled_from(DISTINCT))) for each in before]
    order = data.draw(st.permutations(range(len(before))))
    old, new = built(before), built([after[number] for number in order])
    told_of = {(change.old, change.new) for change in found(old, new) if change.what == "correction"}
    assert told_of == {(old[number], new[place]) for place, number in enumerate(order) if old[number] != new[place]}


# -- what is left to choose between


FIRST = position("Water Board", "denies", "2025-05-07", quote="No pump failed", sources=["wire"])
SECOND = position("Water Board", "qualifies", "2025-06-01", quote="One of them was slow", sources=["paper"])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Another statement of one day and one source is another position, if the words of the old one are there.
        ([FIRST], [SECOND._replace(date=FIRST.date, sources=FIRST.sources), FIRST._replace(stance="asserts")], [1]),
        # The words count for more than the date and the source.
        (
            [FIRST],
            [
                FIRST._replace(stance="asserts", quote="We were told of it late"),
                SECOND._replace(quote="No pump failed there"),
            ],
            [1],
        ),
        # The date counts for more than the source.
        ([FIRST], [SECOND._replace(sources=FIRST.sources), SECOND._replace(date=FIRST.date)], [1]),
        # What is left of one party is the same if a date is missing.
        ([FIRST, SECOND], [position("Water Board", "asserts"), SECOND._replace(stance="asserts")], [0, 1]),
        ([FIRST, SECOND], [SECOND._replace(stance="asserts"), position("Water Board", "asserts", "2025-09-01")], [1]),
        # A position that says all that another said, and has a date as well.
        (
            [position("Water Board", "denies")],
            [SECOND, position("Water Board", "denies", "2025-05-07", quote="No pump failed")],
            [1],
        ),
        ([position("Water Board", "denies", "2025-05-07")], [SECOND, position("Water Board", "denies")], [1]),
        # Of two that say equally little, the one in the old one's place.
        (
            [position("Water Board", "denies")],
            [position("Water Board", each) for each in ("asserts", "qualifies")],
            [0],
        ),
    ],
)
def test_of_several_positions_the_one_that_shares_most_is_the_same(old, new, expected):
    matched = [(was, now) for was, now in pairs(old, new) if was and now]
    if len(old) == 1:
        assert matched == [(old[0], new[place]) for place in expected]
    else:
        assert matched in (
            [(old[place], new[place]) for place in expected],
            [(old[1], new[0])],
        )


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("2025-03-03T12:00:00+02:00", "2025-03-03T10:00:00+00:00", ["correction"]),
        ("2025-03-03T00:10:00+14:00", "2025-03-02T10:10:00+00:00", ["correction"]),  # another day, the same moment
        ("2025-03-03T12:00:00+02:00", "2025-03-03T12:00:00+03:00", ["removal", "shift"]),
        ("2025-03-03T12:00:00+02:00", "2025-03-03", ["removal", "shift"]),
    ],
)
def test_a_moment_written_with_another_offset_is_the_same_date(before, now, expected):
    old, new = (
        position("Water Board", stance, date) for stance, date in zip(("denies", "asserts"), (before, now), strict=True)
    )
    assert [change.what for change in found([old], [new])] == expected


@some
@given(
    st.lists(st.sampled_from(STANCES), min_size=3, max_size=3),
    st.permutations(["2025-01-01", "2025-03-03", "2025-05-07"]),
    st.sampled_from([None, *SENTENCES]),
    st.sampled_from([None, 5]),
)
def test_a_corrected_position_that_shares_its_source_with_an_appended_one_stays_in_its_place(
    stances, dates, quote, value
):
    was, corrected, appended = (
        position("Water Board", stance, date, sources=["wire"]) for stance, date in zip(stances, dates, strict=True)
    )
    appended = appended._replace(quote=quote, value=value and Value.parse(value))
    told_of = {(change.old, change.new) for change in found([was], [corrected, appended]) if change.new}
    assert told_of == {(was, corrected), (None, appended)}


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        # Its id alone: that it is named by the new one only follows.
        ({"board": {"name": "Water Board"}}, {"city-board": {"name": "Water Board"}}, ("stance",)),
        ({"board": {"kind": "office"}}, {"city-board": {"kind": "office"}}, ("stance",)),
        ({"board": {"name": "Water Board"}}, {"city-board": {"aliases": ["Board"]}}, ("party", "stance")),
        ({"board": {"aliases": ["City Board"]}}, {"city-board": {"kind": "office"}}, ("party", "stance")),
    ],
)
def test_a_party_that_was_renamed_keeps_its_positions(old, new, fields):
    who = (registry(old), registry(new))
    was, now = (
        position(party, stance, "2025-05-07") for party, stance in (("board", "denies"), ("city-board", "asserts"))
    )
    corrections = [change for change in found([was], [now], who) if change.what == "correction"]
    assert [(change.old, change.new, change.fields) for change in corrections] == [(was, now, fields)]


def test_the_line_of_a_party_with_a_new_id_is_its_line():
    who = (registry({"board": {"name": "Water Board"}}), registry({"city-board": {"name": "Water Board"}}))
    was, now = (position("Water Board", stance, "2025-05-07") for stance in ("denies", "asserts"))
    assert found([was], [was], who) == ()
    [change] = found([was], [now], who)
    assert moved(change) == {"city-board": (("denies", None, "on-record"), ("asserts", None, "on-record"))}


@some
@example(["denies", "asserts"])
@given(st.lists(st.sampled_from(STANCES), min_size=2, max_size=2, unique=True))
def test_an_alias_is_the_same_party(stances):
    was, now = (
        position(party, each, "2025-05-07") for party, each in zip(("India", "New Delhi"), stances, strict=True)
    )
    [change] = found([was], [now])
    assert (change.what, change.fields) == ("correction", ("party", "stance"))


# -- what was overwritten


def test_a_denial_that_is_overwritten_with_a_later_admission_is_no_correction():
    admits = position("Water Board", "qualifies", "2025-09-01", quote="Two pumps stood still", sources=["radio"])
    removal, shift = found([FIRST], [admits])
    assert (removal.what, removal.old, removal.replaced_by) == ("removal", FIRST, admits)
    assert (shift.what, shift.new, shift.replaces) == ("shift", admits, FIRST)
    assert (shift.shift.move, shift.shift.before, shift.shift.after) == ("side", "denies", "qualifies")
    # As it is if the new position has the earlier date.
    removal, shift = found([admits], [FIRST])
    assert (shift.shift.move, shift.shift.before, shift.shift.after) == ("side", "qualifies", "denies")


def test_what_replaces_what_is_told_by_the_places_in_the_file():
    other = position("City Council", "comments", "2025-05-08")
    new = [
        position(
            "Water Board", "asserts", f"2025-1{each}-01", quote=f"{each} is another statement", sources=[f"s{each}"]
        )
        for each in range(2)
    ]
    told_of = found([FIRST, other, SECOND], [other, *new])
    # What is removed first stands before what replaces it.
    assert [(change.what, change.replaces, change.replaced_by) for change in told_of] == [
        ("removal", None, new[0]),
        ("shift", told_of[0].old, None),
        ("removal", None, new[1]),
        ("position", told_of[2].old, None),
    ]
    told_of = found([FIRST, other, SECOND], [other, new[1]])
    assert [(change.what, change.old, change.replaced_by) for change in told_of] == [
        ("removal", SECOND, new[1]),
        ("shift", None, None),
        ("removal", FIRST, None),
    ]


# -- from what a line moved


def steps(told_of):
    return [
        (change.shift.move, change.shift.before, change.shift.after) if change.shift else change.what
        for change in told_of
    ]


ASSERTS, DENIES, QUALIFIES = (
    position("Water Board", stance, date, quote=quote)
    for stance, date, quote in (
        ("asserts", "2025-01-01", "It was shut"),
        ("denies", "2025-02-01", "Nobody closed anything"),
        ("qualifies", "2025-03-01", "In part, perhaps"),
    )
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [ASSERTS], [("first", None, "asserts")]),
        ([ASSERTS], [ASSERTS, DENIES], [("side", "asserts", "denies")]),
        # Each new position moved the line from what it was before this change.
        ([ASSERTS], [ASSERTS, DENIES, QUALIFIES], [("side", "asserts", "denies"), ("side", "asserts", "qualifies")]),
        # Where there was none, or the same one, from what another new position made it.
        ([], [ASSERTS, DENIES], [("first", None, "asserts"), ("side", "asserts", "denies")]),
        (
            [ASSERTS],
            [ASSERTS, DENIES, QUALIFIES._replace(stance="asserts")],
            [("side", "asserts", "denies"), ("side", "denies", "asserts")],
        ),
        # Recorded later: the line at that date.
        ([DENIES, QUALIFIES], [ASSERTS, DENIES, QUALIFIES], [("first", None, "asserts")]),
        ([ASSERTS, QUALIFIES], [ASSERTS, DENIES, QUALIFIES], [("side", "asserts", "denies")]),
        # The stance that was corrected at once was never the line before.
        (
            [ASSERTS],
            [ASSERTS._replace(stance="qualifies"), DENIES],
            ["correction", ("side", "asserts", "denies")],
        ),
        (
            [ASSERTS],
            [ASSERTS._replace(stance="denies"), QUALIFIES._replace(stance="asserts")],
            ["correction", "position"],
        ),
        # A line that lapsed.
        ([ASSERTS], [ASSERTS, position("Water Board", "withdraws", "2025-04-01")], [("lapse", "asserts", None)]),
    ],
)
def test_a_line_moves_from_what_it_was_before(old, new, expected):
    assert steps(found(old, new)) == expected


def test_a_line_that_a_correction_and_a_new_position_would_both_have_moved_was_corrected():
    told_of = found([ASSERTS], [ASSERTS._replace(stance="denies"), DENIES])
    assert steps(told_of) == ["correction", "position"]
    assert [moved(change) for change in told_of] == [lines_that_differ([ASSERTS], [DENIES], (WHO, WHO)), {}]


# -- many positions


def many_positions(number, **more):
    return [
        position(
            "Water Board",
            ("asserts", "denies")[each % 2],
            f"20{each % 20 + 10}-{each % 12 + 1:02}-{each % 28 + 1:02}",
            quote=f"Statement {each} on pump {each % 40} of basin {each % 7}",
            sources=[f"paper-{each % 30}"],
            **more,
        )
        for each in range(number)
    ]


@pytest.mark.parametrize("kept", ["all", "date", "nothing but the day"])
def test_the_work_grows_with_the_number_of_positions_and_not_with_its_square(monkeypatch, kept):
    calls = []
    weigh = matching._evidence
    monkeypatch.setattr(matching, "_evidence", lambda *args: calls.append(1) or weigh(*args))
    for number in (250, 500, 1000):
        old = many_positions(number)
        if kept == "nothing but the day":
            old = [
                each._replace(quote=None, sources=(), date=old[0].date, note=str(place))
                for place, each in enumerate(old)
            ]
        new = [each._replace(stance="qualifies", note=f"{each.note} Corrected.") for each in old]
        if kept == "date":
            new = [each._replace(quote=None, sources=()) for each in new]
        calls.append(0)
        before = sum(calls)
        added = position("Water Board", "asserts", "2031-01-01", quote="Something else was said")
        assert pairs(old, [*new, added]) == [*zip(old, new, strict=True), (None, added)]
        assert sum(calls) - before <= 40 * number


# -- a corpus like those of voting advice


BODIES = ("Water Board", "Stadtrat Süd", "حزب النور", "市民连线", "Партия воды", "आम पार्टी", "ΔΗΜΟΣ", "מפלגת המים")
CORPUS = [
    (
        f"thesis-{number:02}",
        record(
            *(
                said(
                    body,
                    ("asserts", "qualifies", "denies")[(number + place) % 3],
                    "2025-02-01",
                    quote=f"{SENTENCES[place % len(SENTENCES)]} ({number})",
                    sources=["answers"],
                )
                for place, body in enumerate(BODIES)
            ),
            title=f"Thesis {number}",
            kind="policy",
            sources=[{"id": "answers", "title": "The answers of the parties"}],
        ),
        number % len(BODIES),
    )
    for number in range(42)
]


def test_each_of_42_edited_stances_is_a_correction_with_its_true_lines(repo, ask):
    repo.commit({name: told_of for name, told_of, _ in CORPUS})
    expected = {}
    for number, (name, told_of, place) in enumerate(CORPUS):
        positions = [dict(each) for each in told_of["positions"]]
        old = positions[place]["stance"]
        new = other(old, ("denies", "asserts") if number % 2 else ("qualifies", "asserts"))
        positions[place] |= {"stance": new, "quote": f"{positions[place]['quote']} Wir bleiben dabei."}
        if number % 3 == 0:
            positions[place]["sources"] = ["answers", "https://example.org/more"]
        repo.write({name: {**told_of, "positions": positions}})
        expected[name] = (positions[place]["party"], old, new)
    for command in (["changes"], ["changes", "--each", "HEAD~.."]):
        rows = ask(*command, "--json").json["changes"]
        assert {
            row["claim"]: (row["new"]["party_name"], row["old"]["stance"], row["new"]["stance"]) for row in rows
        } == expected
        assert [row["what"] for row in rows] == ["correction"] * 42
        for row in rows:
            [line] = row["moved"]
            assert (line["before"]["side"], line["after"]["side"]) == expected[row["claim"]][1:]
        repo.commit()


SMALLEST = """title = "The pumps failed"

[[positions]]
party = "Water Board"
stance = "denies"
[[positions]]
party = "City Council"
stance = "asserts"
"""


def test_the_smallest_claim_with_its_one_stance_corrected(repo, ask):
    repo.commit({"pumps": SMALLEST})
    repo.write({"pumps": SMALLEST.replace("denies", "asserts")})
    assert ask("changes").cells == [
        [
            *("pumps", "correction", ""),
            "Water Board: stance denies → asserts; the line of Water Board: denies → asserts",
            "statement",
            "on-record",
        ]
    ]


def test_what_replaces_what_is_told_in_every_format(repo, ask):
    late = said(
        "Water Board", "qualifies", "2025-09-01", quote="Two pumps stood still", sources=["https://radio.example"]
    )
    early = said("Water Board", "denies", "2025-05-07", quote="No pump failed", sources=["https://wire.example"])
    repo.commit({"pumps": record(early)}, date="2025-10-01")
    repo.write({"pumps": record(late)})
    rows = [
        [
            "pumps",
            "removed",
            "2025-05-07",
            "Water Board denies; replaced by the position of 2025-09-01",
            "statement",
            "on-record",
        ],
        [
            *("pumps", "shift", "2025-09-01"),
            "Water Board: denies → qualifies (recorded later); replaces the position of 2025-05-07",
            "statement",
            "on-record",
        ],
    ]
    assert ask("changes").cells == rows
    for to in ("table", "csv", "markdown"):
        out = " ".join(ask("changes", "--format", to, env={"COLUMNS": "200"}).out.split())
        assert out.index("replaced by the position of 2025-09-01") < out.index("replaces the position of 2025-05-07")
    removed, shift = ask("changes", "--json").json["changes"]
    assert (removed["replaced_by"], removed["replaces"]) == (shift["new"], None)
    assert (shift["replaces"], shift["replaced_by"]) == (removed["old"], None)
    nothing = {**dict.fromkeys(("value", "min", "max", "about")), "standing": "on-record"}
    assert shift["shift"] == {
        "principal": "water-board",
        "principal_name": "Water Board",
        "move": "side",
        "from": {**nothing, "side": "denies"},
        "to": {**nothing, "side": "qualifies"},
        "order_certain": True,
    }
    repo.write({"pumps": record({**late, "date": "2025-10-02"}, said("City Council", "asserts"))})
    first = ask("changes", "--json").json["changes"][-1]
    assert (first["shift"]["move"], first["shift"]["from"], first["moved"][0]["before"]) == ("first", None, None)
