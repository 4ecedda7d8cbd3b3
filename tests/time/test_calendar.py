"""The calendar as written decides, in every command; what the clock says otherwise is marked."""

from __future__ import annotations

import itertools
import time
from types import MappingProxyType

import pytest
from builders import WHO, claim, position
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import moments
from surroundings import examples

from claimtrack.rules.resolve import against_clock, resolve, up_to

EARLY_IN_DELHI = "2025-05-07T01:44:00+05:30"  # 6 May, 20:14 in UTC
LATE_IN_HONOLULU = "2025-05-06T22:00:00-10:00"  # 7 May, 08:00 in UTC
PARTIES = """
[council]
name = "City Council"
[speaker]
name = "Speaker"
speaks_for = [{ party = "council", from = 2025-05-07, until = 2025-05-08 }]
"""


def record(*positions: tuple[str, str, str], title="The dam was closed", head=""):
    """Write a claim; a position is a party, a stance and what else it says as TOML."""
    tables = [f'[[positions]]\nparty = "{party}"\nstance = "{stance}"\n{more}\n' for party, stance, more in positions]
    return f'title = "{title}"\n{head}\n{"".join(tables)}'


@pytest.fixture
def ask(call, folder, tmp_path):
    """Write records and answer a question about them, with the index and without."""

    def ask(records, *question, env=MappingProxyType({})):
        folder(records)
        env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache"), **env}
        ran = call(*question, cwd=tmp_path, env=env)
        assert ran == call(*question, "--no-cache", cwd=tmp_path, env=env)
        return ran

    return ask


def shown(ran):
    """Give the one claim that an answer shows."""
    [shown] = ran.json["claims"]
    return shown


DAM = {"dam": record(("Water Board", "asserts", f"date = {EARLY_IN_DELHI}"))}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["--as-of", "2025-05-06"], False),
        (["--as-of", "2025-05-07"], True),
        (["--as-of", "2025-05"], True),
        (["--as-of", "2025-04"], False),
        # A moment: the day as written, then the instant.
        (["--as-of", "2025-05-06T23:59:00-11:00"], False),
        (["--as-of", "2025-05-07T01:43:59+05:30"], False),
        (["--as-of", "2025-05-07T01:44+05:30"], True),
        (["--as-of", "2025-05-07 10:13+14:00"], False),
        (["--as-of", "2025-05-07 10:14+14:00"], True),
        (["--as-of", "2025-05-07T00:00Z"], True),
        (["--as-of", "2025-05-08T00:00:00+14:00"], True),
        (["--until", "2025-05-06"], False),
        (["--until", "2025-05-07"], True),
        (["--until", "2025-05-07T01:43:59+05:30"], False),
        (["--until", "2025-05-07T01:44:00+05:30"], True),
        (["--since", "2025-05-07"], True),
        (["--since", "2025-05-08"], False),
        (["--since", "2025-05-07T01:44:00+05:30"], True),
        (["--since", "2025-05-07T01:45:00+05:30"], False),
        (["--since", "2025-05-07", "--until", "2025-05-07"], True),
        (["--since", "2025-05-06", "--until", "2025-05-06"], False),
        (["--since", "2025-05-06", "--as-of", "2025-05-06"], False),
    ],
)
def test_a_moment_is_of_the_day_that_is_written(ask, filters, found):
    assert ask(DAM, "list", *filters).ids == (["dam"] if found else [])


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2025-05-06T23:59+14:00", "open"),
        ("2025-05-07T23:59:59-12:00", "open"),  # a day counts from its end
        ("2025-05-07", "asserted"),
        ("2025-05-08T00:00+14:00", "asserted"),
    ],
)
def test_a_day_counts_from_its_end_after_all_its_moments(ask, as_of, status):
    records = {"dam": record(("Speaker", "comments", 'date = "0001"'), ("Water Board", "asserts", "date = 2025-05-07"))}
    rows = ask(records, "list", "--as-of", as_of, "--json").json["claims"]
    assert [row["status"] for row in rows] == [status]


@pytest.mark.parametrize(
    ("date", "principal"),
    [
        ("2025-05-06T23:59:00-12:00", "speaker"),
        ("2025-05-07T00:00:00+14:00", "council"),
        ("2025-05-07T00:00:00-12:00", "council"),
        ("2025-05-08T23:59:00-12:00", "council"),
        ("2025-05-08T00:00:00+14:00", "council"),
        ("2025-05-09T00:00:00+14:00", "speaker"),
        ("2025-05-08", "council"),
    ],
)
def test_a_tenure_includes_its_first_and_its_last_day_as_written(ask, date, principal):
    records = {"parties": PARTIES, "dam": record(("Speaker", "asserts", f"date = {date}"))}
    [line] = shown(ask(records, "show", "dam", "--json"))["lines"]
    assert line["principal"] == principal
    assert ask(records, "list", "--party", "council").ids == (["dam"] if principal == "council" else [])


def test_the_latest_line_is_the_one_of_the_latest_day_as_written(ask):
    positions = [
        ("Council", "denies", f"date = {EARLY_IN_DELHI}"),
        ("Council", "asserts", f"date = {LATE_IN_HONOLULU}"),
    ]
    records = {"dam": record(*positions), "canal": record(("Council", "asserts", "date = 2025-05-06"))}
    [dam, canal] = [row["claim"] for row in ask(records, "list", "--sort", "last", "--json").json["claims"]]
    assert (dam, canal) == ("dam", "canal")
    assert [row["status"] for row in ask(records, "list", "--json").json["claims"]] == ["asserted", "denied"]
    [party] = ask(records, "parties", "--json").json["parties"]
    assert party["last_date"] == EARLY_IN_DELHI
    assert [row["date"] for row in ask(records, "shifts", "dam", "--json").json["shifts"]] == [
        LATE_IN_HONOLULU,
        EARLY_IN_DELHI,
    ]


@pytest.mark.parametrize("option", ["--as-of", "--since", "--until"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2025-05-07T01:44", "a time needs an offset, such as 2025-05-07T01:44:00+05:30; or write the day alone"),
        ("2025-05-07T25:00Z", 'there is no such date as "2025-05-07T25:00Z"'),
        ("yesterday", '"yesterday" is not a date'),
    ],
)
def test_what_is_no_date_is_a_usage_error_of_one_line(call, folder, tmp_path, option, typed, told):
    folder(DAM)
    ran = call("list", option, typed, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert told in " ".join(ran.err.replace("│", " ").split())


# -- where the clock puts two moments the other way round

TWO_ZONES = {
    "dam": record(
        ("Council", "asserts", f"date = {LATE_IN_HONOLULU}"), ("Water Board", "denies", f"date = {EARLY_IN_DELHI}")
    )
}


def test_show_marks_both_moments_with_their_offsets(ask):
    ran = ask(TWO_ZONES, "show", "dam", "--format", "table", env={"COLUMNS": "200"})
    page = " ".join(ran.out.split())
    assert "clock order differs: 2025-05-07 01:44:00+05:30 is earlier by the clock" in page
    assert "clock order differs: 2025-05-06 22:00:00-10:00 is later by the clock" in page
    positions = shown(ask(TWO_ZONES, "show", "dam", "--json"))["positions"]
    assert [each["clock_order_differs"] for each in positions] == [True, True]
    for form in ("csv", "plain", "markdown"):
        rows = ask(TWO_ZONES, "show", "dam", "--format", form).out.splitlines()
        assert sum(row.count("clock order differs") for row in rows) == 2


def test_as_of_a_date_before_the_second_nothing_differs(ask):
    positions = shown(ask(TWO_ZONES, "show", "dam", "--json", "--as-of", "2025-05-06"))["positions"]
    assert [each["clock_order_differs"] for each in positions] == [False]


def test_check_reports_the_later_one_of_each_such_pair(call, folder, tmp_path):
    folder(TWO_ZONES)
    ran = call("check", "--select", "CT028", cwd=tmp_path)
    [line] = ran.out.splitlines()
    assert line.startswith(
        "claims/dam.toml:10:8: CT028 2025-05-07T01:44:00+05:30 comes after 2025-05-06T22:00:00-10:00"
    )
    assert ran.code == 0  # a notice


zoned = moments.map(lambda at: at.isoformat())


@settings(max_examples=examples(60))
@given(st.lists(st.one_of(zoned, zoned, st.just("2025-01-15"), st.just("2025")), max_size=8))
def test_a_moment_is_marked_exactly_if_the_clock_puts_another_the_other_way_round(written):
    told = resolve(claim("dam", [position("council", "asserts", date) for date in written]), WHO)
    found = against_clock(told)
    exact = [each for each in told if each.date.is_moment]
    inverted = [
        (one, other) for one, other in itertools.combinations(exact, 2) if one.date.instant > other.date.instant
    ]
    assert found.keys() == {each.place for pair in inverted for each in pair}
    pairs = {frozenset((one.place, other.place)) for one, other in inverted}
    assert all(frozenset((place, other.place)) in pairs for place, other in found.items())


@settings(max_examples=examples(60))
@given(st.lists(moments, min_size=1, max_size=8), moments)
def test_as_of_a_moment_counts_the_days_before_as_written_and_of_its_own_what_the_clock_puts_before(said, by):
    told = resolve(claim("dam", [position("council", "asserts", at) for at in said]), WHO)
    asked = position("council", "asserts", by).date
    found = {each.place for each in up_to(asked, told)}
    expected = {n for n, at in enumerate(said) if at.date() < by.date() or (at.date() == by.date() and at <= by)}
    assert found == expected


def test_ten_times_as_many_moments_take_ten_times_as_long():
    dates = [f"2025-05-0{1 + n % 2}T{n:02}:00:00{('-11:00', '+14:00')[n % 2]}" for n in range(24)]
    taken = []
    for times in (100, 1000):
        told = resolve(claim("dam", [position("council", "asserts", date) for date in dates] * times), WHO)
        runs = []
        for _ in range(3):
            began = time.process_time()
            assert len(against_clock(told)) > 20 * times
            runs.append(time.process_time() - began)
        taken.append(min(runs))
    assert taken[1] <= 40 * taken[0]  # each with each would take a hundred times as long


# -- moves whose order is open

OPEN = {"dam": record(("Council", "asserts", 'date = "2025"'), ("Council", "denies", "date = 2025-10-01"))}


def test_a_year_and_a_day_in_it_are_no_sure_order_wherever_the_move_is_shown(ask):
    rows = ask(OPEN, "shifts", "--json").json["shifts"]
    assert [(row["move"], row["order_certain"]) for row in rows] == [("first", True), ("side", False)]
    cells = ask(OPEN, "shifts").cells
    assert [row[16] for row in cells] == ["", "order not certain"]
    assert "asserts, order not certain" in ask(OPEN, "shifts", "--format", "table", "--color", "never").out
    page = ask(OPEN, "show", "dam", "--format", "table").out
    assert "asserts (order not certain)" in page
    positions = shown(ask(OPEN, "show", "dam", "--json"))["positions"]
    assert [(each["date"], each["order_certain"]) for each in positions] == [("2025-10-01", True), ("2025", False)]


def test_a_past_year_and_a_day_are_a_sure_order(ask):
    records = {"dam": record(("Council", "asserts", 'date = "2024"'), ("Council", "denies", "date = 2025-10-01"))}
    rows = ask(records, "shifts", "--json").json["shifts"]
    assert [(row["move"], row["order_certain"]) for row in rows] == [("first", True), ("side", True)]
    assert "not certain" not in ask(records, "show", "dam", "--format", "table").out
