"""What each check finds and what it lets pass, where its examples do not say."""

from __future__ import annotations

from datetime import datetime

import pytest

from claimtrack.files.fast_validation import fast_config
from claimtrack.problems import Code

NOW = datetime(2025, 5, 7, 12)  # noqa: DTZ001 - as the checks take it, naive and in UTC
SOURCE = 'sources = ["https://example.org/a"]'


@pytest.fixture
def found(folder, check):
    """Check records under one code; give the place of each problem, by file without its folder and suffix."""

    def found(code: Code, records: dict[str, str], **more) -> list[str]:
        report = check(folder(records), code, **more)
        places = [problem for problem in report.problems if problem.code == code]
        return [
            f"{problem.path.replace(chr(92), '/').removeprefix('claims/').removesuffix('.toml')}"
            f":{problem.line}:{problem.column}"
            for problem in places
        ]

    return found


def claim(*lines: str) -> str:
    return "\n".join(('title = "T"', *lines, ""))


def position(party: str, stance: str, *lines: str) -> str:
    return "\n".join(("[[positions]]", f'party = "{party}"', f'stance = "{stance}"', *lines))


def source(source_id: str, *lines: str) -> str:
    return "\n".join(("[[sources]]", f'id = "{source_id}"', *lines))


def test_a_claim_that_cannot_be_read_may_be_referred_to(found):
    records = {"a": claim('implies = ["b", "c"]'), "b": "title = "}
    assert found(Code.UNKNOWN_CLAIM, records) == ["a:2:17"]


def test_what_nobody_can_have_meant_is_not_offered(folder, check):
    report = check(folder({"a": claim('contradicts = ["zebra"]')}))
    assert [(problem.code, problem.hint) for problem in report.problems] == [(Code.UNKNOWN_CLAIM, "")]


@pytest.mark.parametrize(
    ("date", "future"),
    [
        ("2025-05-07", False),
        ("2025-05-08", False),  # it has begun at UTC+14
        ("2025-05-09", True),
        ('"2025-05"', False),
        ('"2025-06"', True),
        ('"2025"', False),
        ("2025-05-08T01:59:00Z", False),
        ("2025-05-08T23:59:00-12:00", False),  # of a day that has begun
        ("2025-05-09T00:00:00+14:00", True),
        ("2025-05-08T03:30:00+05:30", False),
    ],
)
def test_the_future_is_what_is_later_than_today_where_the_day_begins_first(found, date, future):
    records = {"a": claim(f"date = {date}")}
    assert bool(found(Code.FUTURE_DATE, records, now=NOW)) is future


def test_only_what_a_prediction_is_about_may_lie_ahead(found):
    text = claim(
        'kind = "prediction"',
        "date = 2205-01-01",
        position("A", "asserts", "date = 2205-01-01"),
        source("s", "date = 2205-01-01", "retrieved = 2205-01-02"),
    )
    assert found(Code.FUTURE_DATE, {"a": text}) == ["a:7:8", "a:10:8", "a:11:13"]


def test_without_a_clock_it_is_now(found):
    assert found(Code.FUTURE_DATE, {"a": claim('date = "2024"'), "b": claim('date = "9998"')}) == ["b:2:8"]


@pytest.mark.parametrize(
    ("lines", "early"),
    [
        (("date = 2025-05-07", position("A", "denies", "date = 2025-05-06")), True),
        (("date = 2025-05-07", position("A", "denies", 'date = "2025-04"')), True),
        (("date = 2025-05-07", position("A", "denies", "date = 2025-05-07")), False),
        (("date = 2025-05-07", position("A", "denies", 'date = "2025-05"')), False),
        (("date = 2025-05-07", position("A", "denies")), False),
        (("date = 2025-05-07", position("A", "comments", "date = 2025-05-06")), False),
        ((position("A", "denies", "date = 2025-05-06"),), False),
        (("date = 2025-05-07", 'kind = "prediction"', position("A", "asserts", "date = 2025-05-06")), False),
    ],
)
def test_a_side_before_the_event(found, lines, early):
    assert bool(found(Code.BEFORE_EVENT, {"a": claim(*lines)})) is early


def test_without_a_registry_every_name_will_do(found):
    records = {"a": claim(position("Anybody", "comments"))}
    assert found(Code.UNREGISTERED_PARTY, records) == []
    assert found(Code.UNREGISTERED_PARTY, {**records, "parties": "# nobody yet\n"}) == []


def test_whoever_passed_it_on_is_looked_up_too(folder, check):
    registry = '[a]\nname = "Ministry A"\naliases = ["The Ministry"]\n'
    text = claim(position("the ministry", "comments", 'via = ["a", "Gazette"]'))
    (problem,) = check(folder({"parties": registry, "a": text})).problems
    assert (problem.code, problem.line, problem.column) == (Code.UNREGISTERED_PARTY, 5, 13)
    assert problem.hint == "add it to parties.toml"


@pytest.mark.parametrize(
    ("tenure", "date", "outside"),
    [
        ('"a"', "", False),
        ('"a"', "date = 2025-05-07", False),
        ('[{ party = "a", from = 2025-05-01 }]', "date = 2025-05-07", False),
        ('[{ party = "a", from = 2025-05-01 }]', "date = 2025-04-07", True),
        ('[{ party = "a", from = 2025-05-01 }]', "", True),
        ('[{ party = "a", until = 2025-05-01 }]', "date = 2025-05-07", True),
    ],
)
def test_a_voice_outside_its_tenure(found, tenure, date, outside):
    records = {
        "parties": f"[a]\n[office]\nspeaks_for = {tenure}\n",
        "a": claim(position("a", "comments"), position("office", "comments", date)),
    }
    assert found(Code.OUTSIDE_TENURE, records) == (["a:6:9"] if outside else [])


@pytest.mark.parametrize("stance", ["declines", "comments", "reports", "withdraws"])
def test_whoever_takes_no_side_needs_neither_source_nor_date(found, stance):
    records = {"a": claim(position("A", stance))}
    assert found(Code.SIDE_WITHOUT_SOURCE, records) == []
    assert found(Code.SIDE_WITHOUT_DATE, records) == []


def test_a_side_without_a_source_is_told_once(found):
    records = {"a": claim(position("A", "denies", 'quote = "no"'))}
    assert found(Code.SIDE_WITHOUT_SOURCE, records) == ["a:2:1"]
    assert found(Code.QUOTE_WITHOUT_SOURCE, records) == []


@pytest.mark.parametrize(
    ("first", "second", "repeated"),
    [
        (("A", "no comment"), ("A", "No  comment"), True),
        (("A", "no comment"), ("Ministry A", "no comment"), True),
        (("A", "no comment"), ("B", "no comment"), False),
        (("A", "no comment"), ("A", "no comment, again"), False),
    ],
)
def test_the_same_words_twice(found, first, second, repeated):
    said = [position(party, "comments", f'quote = "{quote}"') for party, quote in (first, second)]
    records = {
        "parties": '[a]\nname = "Ministry A"\n[b]\n',
        "a": claim(position("A", "comments"), *said, position("A", "comments")),
    }
    assert found(Code.REPEATED_QUOTE, records) == (["a:12:9"] if repeated else [])


@pytest.mark.parametrize(
    ("first", "second", "stale"),
    [
        (("A", "denies", "2025-05-07", "why"), ("A", "asserts", "2025-05-08", "why"), ["a:10:8"]),
        (("A", "denies", "2025-05-08", "why"), ("A", "asserts", "2025-05-07", "why"), ["a:5:8"]),
        (("A", "denies", "2025-05-07", "why"), ("A", "denies", "2025-05-08", "why"), []),
        (("A", "denies", "2025-05-07", "why"), ("A", "asserts", "2025-05-08", "else"), []),
        (("A", "denies", "2025-05-07", "why"), ("B", "asserts", "2025-05-08", "why"), []),
    ],
)
def test_a_note_that_outlived_its_stance(found, first, second, stale):
    told = [
        position(party, stance, f'note = "{note}"', f"date = {date}") for party, stance, date, note in (first, second)
    ]
    assert found(Code.STALE_NOTE, {"a": claim(*told)}) == stale


@pytest.mark.parametrize(
    ("stances", "undenied"),
    [
        (["asserts"], True),
        (["asserts", "comments", "reports"], True),
        (["asserts", "denies"], False),
        (["asserts", "qualifies"], False),
        (["denies"], False),
        ([], False),
    ],
)
def test_a_claim_that_nobody_denies(found, stances, undenied):
    records = {"a": claim(*(position("A", stance) for stance in stances))}
    assert found(Code.UNDENIED, records) == (["a:1:9"] if undenied else [])


def test_a_source_that_leads_into_a_circle_is_not_in_it(found):
    text = claim(
        source("copy", 'derived_from = "one"'),
        source("one", 'derived_from = "two"'),
        source("two", 'derived_from = "one"'),
        source("first", 'derived_from = "https://example.org/wire"'),
    )
    assert found(Code.DERIVED_CYCLE, {"a": text}) == ["a:7:16", "a:10:16"]


def test_a_source_is_used_by_what_cites_it_or_derives_from_it(found):
    text = claim(
        position("A", "comments", 'sources = [{ id = "cited", at = "p. 5" }, "https://example.org/b"]'),
        source("cited", 'derived_from = "wire"'),
        source("wire"),
        source("bare", 'url = "https://example.org/b"'),
        source("shared", 'url = "https://example.org/c"'),
    )
    shared = "\n".join((source("shared"), source("copy", 'derived_from = "first"'), source("first")))
    other = claim(position("A", "comments", 'sources = ["copy"]'))
    assert found(Code.UNUSED_SOURCE, {"a": text, "b": other, "sources": shared}) == [
        *("a:12:6", "a:15:6", "sources:2:6")
    ]


def test_three_names_that_are_one(found):
    records = {"a/Dam": claim(), "b/dam": claim(), "c/DAM": claim(), "d/\ufb01sh": claim(), "e/fish": claim()}
    assert found(Code.TWIN_NAME, records) == ["b/dam:1:1", "c/DAM:1:1", "e/fish:1:1"]


def test_claims_that_imply_themselves(found, folder, check):
    records = {
        "a": claim('implies = ["x", "b"]'),
        "b": claim('implies = ["c", "d"]'),
        "c": claim('implies = ["a"]'),
        "d": claim('implies = ["e"]'),
        "e": claim(),
        "self": claim('implies = ["self"]'),
        "into": claim('implies = ["a", "self"]'),
    }
    assert found(Code.IMPLIES_CYCLE, records) == ["a:2:17", "b:2:12", "c:2:12", "self:2:12"]
    told = [each.message for each in check(folder(records)).problems if each.code == Code.IMPLIES_CYCLE]
    assert told[0] == '"a" implies itself: a → b → c → a'
    assert told[-1] == '"self" implies itself: self → self'


def test_parties_that_speak_for_themselves(found):
    registry = """
[a]
speaks_for = "b"
["The B"]
aliases = ["b"]
speaks_for = ["c", "nobody"]
[c]
speaks_for = [{ party = "A", from = 2025-01-01 }]
[into]
speaks_for = "a"
"""
    assert found(Code.SPEAKS_FOR_CYCLE, {"parties": registry}) == [*("parties:3:14", "parties:6:15", "parties:8:25")]


@pytest.mark.parametrize(
    ("ends", "backwards"),
    [
        ("from = 2025-05-01, until = 2025-04-30", True),
        ("from = 2025-05-01, until = 2025-05-01", False),
        ('from = 2025-05-31, until = "2025-05"', False),
        ("from = 2025-05-01", False),
        ("until = 2025-05-01", False),
    ],
)
def test_a_tenure_that_covers_no_day(found, ends, backwards):
    registry = f'[a]\n[b]\nspeaks_for = [{{ party = "a", {ends} }}]\n'
    assert bool(found(Code.TENURE_BACKWARDS, {"parties": registry})) is backwards


def test_a_tenure_with_two_mistakes_is_told_both(found):
    registry = '[a]\n[b]\nspeaks_for = [{ party = "x", from = 2025-05-01, until = 2025-04-30 }]\n'
    assert found(Code.TENURE_BACKWARDS, {"parties": registry}) == ["parties:3:57"]
    assert found(Code.UNKNOWN_PARTY, {"parties": registry}) == ["parties:3:25"]


def test_a_configuration_chooses(folder):
    from claimtrack.book.checking import check_folder

    text = claim('see_also = ["x"]', position("A", "asserts", SOURCE))
    path = str(folder({"a": text, "b": text}))

    def codes(**config):
        report = check_folder(path, fast_config({"check": config}))
        assert report.claims == 2
        return "".join(f"{problem.path[-6]}{problem.code[-2:]} " for problem in report.problems)

    assert codes() == "a61 a25 a41 b61 b25 b41 "
    assert codes(select=["CT02", "CT061"]) == "a61 a25 b61 b25 "
    assert codes(select=["CT"], ignore=["CT0"]) == ""
    assert codes(ignore=["CT06", "CT041"]) == "a25 b25 "
    assert codes(**{"per-claim": {"b": ["CT"]}}) == "a61 a25 a41 "


def test_the_severities_are_counted(folder, check):
    report = check(folder({"a": claim('see_also = ["x"]', position("A", "asserts"))}), Code.UNDENIED)
    assert [report.count(each) for each in ("error", "warning", "notice")] == [1, 2, 1]


def test_whoever_waits_is_told_how_far_it_has_come(folder, check):
    told = []
    check(folder({"a": claim(), "b": claim()}), progress=lambda *step: told.append(step))
    assert told == [(1, 2), (2, 2)]


TENURES = """
[norland]
kind = "state"
[president]
kind = "person"
speaks_for = [{ party = "norland", from = 2025-01-20 }]
[envoy]
kind = "%s"
speaks_for = %s
"""


@pytest.mark.parametrize(
    ("kind", "speaks_for", "dates", "places"),
    [
        ("person", '"norland"', ("2024-05-01", "2025-05-07"), ["parties:8:14"]),
        ("person", '"norland"', ("2025-01-19", "2025-01-20"), ["parties:8:14"]),
        ("person", '"norland"', ("2025-01-20", "2025-05-07"), []),  # both after the change
        ("person", '"norland"', ("2024-05-01", "2025-01-19"), []),  # both before
        ("office", '"norland"', ("2024-05-01", "2025-05-07"), []),  # an office stays
        ("person", '[{ party = "norland", from = 2024-01-01 }]', ("2024-05-01", "2025-05-07"), []),
        ("person", "[]", ("2024-05-01", "2025-05-07"), []),
    ],
)
def test_a_person_who_speaks_for_a_party_over_a_change(found, kind, speaks_for, dates, places):
    records = {
        f"c{number}": f'title = "T"\n[[positions]]\nparty = "Envoy"\nstance = "comments"\ndate = {date}\n'
        for number, date in enumerate(dates)
    }
    assert found(Code.WITHOUT_TENURE, {**records, "parties": TENURES.lstrip() % (kind, speaks_for)}) == places
