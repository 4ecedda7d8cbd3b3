"""The page of `show`: at every width no line is wider than the terminal, and nothing that is said gets lost."""

from __future__ import annotations

import re

import pytest
from builders import claim, position, registry, source
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.render.escape import one_line
from claimtrack.render.terminal.cells import width
from claimtrack.render.terminal.page import Page
from claimtrack.render.terminal.paragraphs import Run, paragraph, text_of
from claimtrack.render.view import Pages
from claimtrack.rules.claim_state import ClaimState, Person

NAMES = [
    "Water Board",
    "Office of the Commissioner for Inland Waterways, Reservoirs and Lakes",
    "Wasserstraßenverwaltungsgemeinschaftsvorsitzender",
    "پانی اور بجلی کا ترقیاتی ادارہ",
    "जल संसाधन मंत्रालय के प्रवक्ता",
    "நீர்வளத்துறை அமைச்சகம்",
    "水資源機構理事長室報道担当官",
    "กระทรวงทรัพยากรน้ำแห่งชาติ",
    "Ủy ban Nước",
    "👩‍🚒 Crew 🇵🇰",
]
LONG_ID = "a-claim-" + "with-a-long-id-" * 4 + "end"
ADDRESS = "https://example.org/" + "a-long-path/" * 8
WORDS = st.lists(
    st.sampled_from([*NAMES, "it", ADDRESS, "leaked", "“no”", "x" * 45, "ڈیم", "पानी", "水漏れ", "\n"]), max_size=30
).map(" ".join)
TEXTS = WORDS.filter(str.strip)
DATES = st.sampled_from(
    [None, "2025", "2025-05", "2025-05-07", "2025-05-07T10:00:00+05:30", "2025-06-01T23:59:59-11:00"]
)


@st.composite
def said(draw):
    """Give a position with many words."""
    more = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "value": st.sampled_from([5, {"min": 2, "max": 4}, "about ten"]),
                "quote": TEXTS,
                "original": TEXTS,
                "note": TEXTS,
                "rating": TEXTS,
                "attribution": st.just("anonymous"),
                "via": st.just(["The Gazette"]),
                "date_of": st.just("report"),
                "sources": st.lists(st.sampled_from(["wire", ADDRESS, "wire-2"]), max_size=3, unique=True),
            },
        )
    )
    stance = st.sampled_from(["asserts", "qualifies", "denies", "comments", "withdraws"])
    return position(draw(st.sampled_from(NAMES)), draw(stance), draw(DATES), **more)


@st.composite
def states(draw):
    """Give the state of a claim of such positions."""
    told = claim(
        LONG_ID,
        draw(st.lists(said(), max_size=6)),
        statement=draw(st.none() | TEXTS),
        unit=draw(st.none() | st.just("litres")),
        see_also=[LONG_ID] * draw(st.integers(0, 2)),
        notes=draw(st.none() | TEXTS),
        sources=[{"id": "wire", "title": draw(TEXTS), "url": ADDRESS, "archive_url": "https://perma.cc/X"}],
    )
    return ClaimState(told, NOBODY, {"wire-2": source("wire-2", publisher="Post")})


NOBODY = registry({})


def person(party):
    names = {NOBODY.party(name): name for name in NAMES}
    return Person(party, names.get(party, party))


def page(state, room, *, brief=False):
    return [text_of(line) for line in Page(state, Pages([state], person, brief=brief), room).lines()]


@settings(max_examples=examples(90), deadline=None)
@given(states(), st.integers(30, 200), st.booleans())
def test_only_a_word_that_is_never_broken_is_wider_than_the_terminal(state, room, brief):
    for line in page(state, room, brief=brief):
        if width(line) > room:
            assert [word for word in line.split() if LONG_ID in word or "://" in word], line
            assert len(line.split()) == 1 or (len(line.split()) == 2 and re.match(r"\[\d+\] +http", line)), line


def letters(text):
    """Take away where lines are broken."""
    return "".join(text.split())


@settings(max_examples=examples(36), deadline=None)
@given(states(), st.integers(30, 200))
def test_all_that_is_said_is_there_whatever_the_width(state, room):
    everything = letters("".join(page(state, room)))
    for each in state.positions:
        recorded = each.recorded
        assert letters(person(each.principal).name) in everything
        for text in (recorded.quote, recorded.original, recorded.note, one_line(recorded.rating or "")):
            assert letters(text or "") in everything
    if room >= 60:
        for each in state.positions:
            day = each.recorded.date.written.partition("T")[0] if each.recorded.date else "undated"
            assert any(day in line.split() for line in page(state, room))


@settings(max_examples=examples(36), deadline=None)
@given(states(), st.integers(30, 200))
def test_a_brief_page_is_no_longer_and_says_no_words_of_anybody(state, room):
    brief = page(state, room, brief=True)
    assert len(brief) <= len(page(state, room))
    assert not any(re.search(r"\[\d", line) for line in brief)
    assert "Notes: " not in "\n".join(brief)


@settings(max_examples=examples(36), deadline=None)
@given(states())
def test_of_each_principal_the_positions_are_in_order_and_one_sets_the_line(state):
    lines = page(state, 200, brief=True)
    marked = [line for line in lines if line.startswith("→")]
    assert len(marked) == len(state.lines)
    start = next(
        (at for at, line in enumerate(lines) if re.match("ASSERTS|QUALIFIES|DENIES|REVIEWED BY|NO SIDE", line)), 0
    )  # after the dates of the timeline
    rows = [
        line[2:].removeprefix("by ").split()[0]
        for line in lines[start:]
        if re.match(r"(→ |  ) *(by )? *(\d{4}|undated)", line)
    ]
    groups = [state.by_principal[line.party] for line in in_order(state) if line.party not in state.reviewers]
    groups += state.reviewers.values()
    groups += [each.positions for each in state.silent if each.principal not in state.reviewers]
    days = [each.date.written.partition("T")[0] if each.date else "undated" for group in groups for each in group]
    assert rows == days


def in_order(state):
    sides = state.reason.sides.values()
    return [line for lines in sides for line in sorted(lines, key=lambda line: line.position.at)]


@pytest.mark.parametrize("room", [30, 80, 200])
def test_dates_have_a_column_where_there_is_room(room):
    told = claim(
        "dam",
        [
            position("Water Board", "asserts", "2025-05-07"),
            position("Water Board", "denies", "2025-05-08T10:00:00+05:30", note="Said at night."),
            position("Water Board", "reports", "2025-06", date_of="report"),
        ],
    )
    lines = page(ClaimState(told, NOBODY, {}), room)
    shown = lines[lines.index("  Water Board") + 1 :][: 5 if room == 30 else 4]
    if room == 30:
        assert shown == [
            "    2025-05-07 asserts",
            "→   2025-05-08 10:00:00+05:30",
            "    denies",
            "    Said at night.",
            "    by 2025-06 reports",
        ]
    else:
        assert shown == [
            "     2025-05-07 asserts",
            "→    2025-05-08 10:00:00+05:30 denies",
            "                Said at night.",
            "  by 2025-06    reports",
        ]


def test_words_from_right_to_left_have_a_line_of_their_own():
    told = claim("dam", [position("Water Board", "asserts", "2025", quote="پانی نکلا", original="no")])
    lines = page(ClaimState(told, NOBODY, {}), 80)
    assert lines[-5:-2] == ["→   2025 asserts", "         “پانی نکلا”", "         “no”"]


def test_of_many_lines_on_one_side_the_reason_names_some():
    told = [position(f"Office {number}", "asserts", f"2025-01-{number:02}", value=number) for number in range(1, 31)]
    lines = page(ClaimState(claim("dam", told), NOBODY, {}), 2000)
    offices = ", ".join(f"office-{number} ({number}, 2025-01-{number:02})" for number in range(1, 6))
    assert lines[1].startswith(f"Asserted: {offices} and 25 more assert it. They differ on the number: ")
    assert lines[1].count("against") == 5
    assert lines[1].endswith(" against 25 more.")


def test_a_paragraph_keeps_its_styles_where_it_is_broken():
    runs = [Run("one two ", "bold"), Run("three four", "dim", "https://example.org")]
    lines = [*paragraph(runs, 12, first=(Run("* "),), indent=2)]
    assert [text_of(line) for line in lines] == ["* one two", "  three four"]
    assert [[run.style for run in line if run.text.strip()] for line in lines] == [["", "bold"], ["dim"]]
    assert lines[1][-1].link == "https://example.org"


def test_of_many_voices_that_differ_some_are_named():
    council = registry({"council": {}, **{f"m{number}": {"speaks_for": "council"} for number in range(9)}})
    told = [position(f"m{number}", "denies", f"2025-01-0{number + 1}") for number in range(8)]
    told.append(position("m8", "asserts", "2025-02-01"))
    lines = page(ClaimState(claim("dam", told), council, {}), 80)
    marks = [line.strip() for line in lines if "its own people disagree" in line]
    assert marks[0] == "* its own people disagree: m0 denies, 2025-01-01"
    assert marks[-1] == "* its own people disagree: 3 more"
    assert len(marks) == 6


def test_the_characters_whose_width_is_written_down_are_as_wide_as_rich_says():
    from rich.cells import cell_len

    from claimtrack.render.terminal.cells import _KNOWN

    assert [char for char in _KNOWN if cell_len(char) != 1] == []
