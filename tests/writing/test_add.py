"""`add` puts a position at the end of a claim's file, as the user typed it, and says what follows from it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import tomli
from small_book import LEAK, last

OFFSET = timezone(timedelta(hours=5, minutes=30))


def test_what_is_there_stays_and_the_position_follows(add, book):
    ran = add("--date", "2025-03-12", "--quote", "a little water", "--source", "gazette")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines == [
        "claims/leak.toml:15: added",
        "Water Board: denies → qualifies; leak stays disputed",
    ]
    text = (book / "leak.toml").read_text()
    assert text == LEAK + (
        '\n[[positions]]\nparty = "Water Board"\nstance = "qualifies"\ndate = 2025-03-12\nquote = "a little water"\n'
        'sources = ["gazette"]\n'
    )
    assert text.split("\n")[14] == "[[positions]]"


def test_every_key_of_a_position_can_be_given(add, book):
    ran = add(
        *("--date", "2025-03", "--date-of", "report", "--value", "5-6", "--about", "2025-02", "--quote", "[sic] “so”"),
        *("--rating", "صحيح جزئياً"),
        *("--original", "پانی", "--lang", "ur", "--note", "two\nlines", "--attribution", "anonymous", "--via", "Daily"),
        *("--via", "Wire", "--source", "gazette at p. 4"),
    )
    assert ran.code == 0
    assert last(book / "leak.toml") == {
        "party": "Water Board",
        "stance": "qualifies",
        "date": "2025-03",
        "date_of": "report",
        "value": {"min": 5, "max": 6},
        "about": "2025-02",
        "rating": "صحيح جزئياً",
        "quote": "[sic] “so”",
        "original": "پانی",
        "lang": "ur",
        "note": "two\nlines",
        "attribution": "anonymous",
        "via": ["Daily", "Wire"],
        "sources": [{"id": "gazette", "at": "p. 4"}],
    }


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("5", 5),
        ("5-6", {"min": 5, "max": 6}),
        (">=5", {"min": 5}),
        ("at least five", {"min": 5}),
        ("<= 7 litres", {"max": 7}),
        ("5 litres", 5),
        ("1,200,000", 1200000),
        ("2.5", 2.5),
        ("-3", -3),
        ("{ min = 1, max = 2 }", {"min": 1, "max": 2}),
        ("a few", "a few"),
        ('"60%"', "60%"),
        ('"half', '"half'),
    ],
)
def test_a_value_is_stored_as_the_number_it_is(add, book, typed, recorded):
    assert add(f"--value={typed}").code == 0
    assert last(book / "leak.toml")["value"] == recorded


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("60%", '"60%" counts %, and the claim counts litres'),
        ("1.500", '"1.500" can mean 1.5 or 1500'),
        (">5", "write >=6, or >=5"),
        ("under 5", "write <=4, or <=5"),
        ("{ low = 1 }", "a range is written"),
        ("", "the text is empty"),
    ],
)
def test_a_value_that_can_mean_two_things_is_refused(add, book, typed, says):
    ran = add(f"--value={typed}")
    assert ran.code == 2
    assert says in ran.err
    assert (book / "leak.toml").read_text() == LEAK


def test_a_percentage_needs_a_claim_that_counts_percent(folder, call):
    home = folder({"poll": 'title = "Most agree"\nunit = "%"\n', "vote": 'title = "Most voted"\n'}).parent
    args = ("--party", "Pollster", "--stance", "asserts", "--value", "60%")
    assert call("add", "poll", *args, cwd=home).code == 0
    assert last(home / "claims" / "poll.toml")["value"] == 60
    refused = call("add", "vote", *args, cwd=home)
    assert refused.code == 2
    assert "the claim has no unit" in refused.err


@pytest.mark.parametrize(
    ("typed", "recorded", "written"),
    [
        ("2025-05-07", date(2025, 5, 7), "2025-05-07"),
        ("2025-05", "2025-05", '"2025-05"'),
        ("2025", "2025", '"2025"'),
        ("2025-05-07T01:44+05:30", datetime(2025, 5, 7, 1, 44, tzinfo=OFFSET), "2025-05-07T01:44:00+05:30"),
        ("2025-05-07 01:44:05-02:00", None, "2025-05-07T01:44:05-02:00"),
        ("2025-05-07T01:44Z", datetime(2025, 5, 7, 1, 44, tzinfo=UTC), "2025-05-07T01:44:00+00:00"),
    ],
)
def test_a_date_is_written_as_a_record_has_it_and_keeps_its_offset(add, book, typed, recorded, written):
    assert add("--date", typed).code == 0
    assert f"date = {written}\n" in (book / "leak.toml").read_text()
    assert recorded is None or last(book / "leak.toml")["date"] == recorded


def test_a_time_without_an_offset_is_refused(add, book):
    ran = add("--date", "2025-05-07T01:44")
    assert (ran.code, "offset" in ran.err) == (2, True)
    assert (book / "leak.toml").read_text() == LEAK


@pytest.mark.parametrize("said", ["partly", "accepts in part", "Qualifies", "~"])
def test_a_stance_may_be_said_as_the_screen_says_it(add, book, said):
    assert add(stance=said).code == 0
    assert last(book / "leak.toml")["stance"] == "qualifies"


def test_a_stance_that_is_none_is_refused_with_what_is_meant(add):
    ran = add(stance="rejects")
    assert (ran.code, 'did you mean "denies"?' in ran.err) == (2, True)


# -- sources


def test_a_new_url_makes_a_source_and_the_same_address_cites_it(add, book):
    assert add("--source", "https://www.dailynews.co.uk/dam?utm_source=x", "--published", "2025-03-12").code == 0
    assert add("--source", "http://www.dailynews.co.uk/dam/#top").code == 0
    data = tomli.loads((book / "leak.toml").read_text())
    assert data["sources"] == [
        {"id": "dailynews-0312", "url": "https://www.dailynews.co.uk/dam?utm_source=x", "date": date(2025, 3, 12)}
    ]
    assert [position.get("sources") for position in data["positions"][2:]] == [["dailynews-0312"]] * 2


def test_the_address_of_a_shared_source_cites_that(add, book):
    assert add("--source", "https://gazette.example/dam/").code == 0
    assert last(book / "leak.toml")["sources"] == ["gazette"]
    assert "sources" not in tomli.loads((book / "leak.toml").read_text())


def test_an_archived_copy_is_recorded_as_one(add, book):
    copy = "https://web.archive.org/web/2025/https://daily.example/dam"
    assert add("--source", copy, "--source-title", "Dam", "--publisher", "Daily").code == 0
    assert tomli.loads((book / "leak.toml").read_text())["sources"] == [
        {"id": "daily", "title": "Dam", "publisher": "Daily", "url": "https://daily.example/dam", "archive_url": copy}
    ]


def test_two_spellings_of_one_address_are_one_source(add, book):
    assert add("--source", "https://daily.example/dam", "--source", "http://daily.example/dam/").code == 0
    assert last(book / "leak.toml")["sources"] == ["daily"]
    assert len(tomli.loads((book / "leak.toml").read_text())["sources"]) == 1


def test_two_new_sources_of_one_publisher_have_two_ids(add, book):
    assert add("--source", "https://daily.example/a", "--source", "https://daily.example/b at 12:40").code == 0
    assert last(book / "leak.toml")["sources"] == ["daily", {"id": "daily-2", "at": "12:40"}]


def test_an_unknown_id_is_refused_with_the_one_that_is_meant(add, book):
    ran = add("--source", "gazete")
    assert (ran.code, 'did you mean "gazette"?' in ran.err) == (2, True)
    assert "https://www.example.org/x" in add("--source", "www.example.org/x").err
    assert "claimtrack source add" in add("--source", "q").err
    assert (book / "leak.toml").read_text() == LEAK


@pytest.mark.parametrize("sources", [(), ("--source", "gazette", "--source", "https://x.example")])
def test_a_description_needs_one_source(add, sources):
    assert add(*sources, "--source-title", "T").code == 2


def test_a_source_that_is_described_already_takes_no_description(add, book):
    ran = add("--source", "gazette", "--source-title", "T")
    assert (ran.code, "is described already" in ran.err) == (2, True)
    assert (book / "leak.toml").read_text() == LEAK


# -- parties


@pytest.mark.parametrize("name", ["Water Bord", "water", "Farmers"])
def test_a_name_that_is_like_a_known_one_is_refused(add, book, name):
    ran = add(party=name)
    assert ran.code == 2
    assert f'the party "{name}" is not known\ndid you mean ' in ran.err
    assert (book / "leak.toml").read_text() == LEAK
    assert add("--new-party", party=name).code == 0
    assert last(book / "leak.toml")["party"] == name


def test_so_is_one_in_via(add):
    ran = add("--via", "Water Bord")
    assert (ran.code, "did you mean Water Board?" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["WB", "wb", "water-board", "Ministry of Fish"])
def test_a_known_name_and_one_that_is_like_no_other_are_taken(add, book, name):
    assert add(party=name).code == 0
    assert last(book / "leak.toml")["party"] == name


def test_without_a_registry_the_parties_of_the_claim_are_known(add, book):
    (book / "parties.toml").unlink()
    assert "did you mean Water Board?" in add(party="Water Bord").err


# -- what follows


@pytest.mark.parametrize(
    ("party", "stance", "more", "says"),
    [
        ("Water Board", "asserts", [], "Water Board: still denies, set by a later position (2025-03-06); leak stays disputed"),
        ("Water Board", "asserts", ["--date", "2025-04"], "Water Board: denies → asserts; leak: disputed → asserted"),
        ("Water Board", "denies", ["--date", "2025-04"], "Water Board: still denies; leak stays disputed"),
        ("Water Board", "comments", ["--date", "2025-04"], "Water Board: still denies, as this takes no side; leak stays disputed"),
        ("Chair of the Board", "qualifies", ["--date", "2025-04"], "Water Board (Chair of the Board): denies → qualifies; it is divided now; leak stays disputed"),
        ("Fish Union", "declines", [], "Fish Union: still no line, as this takes no side; leak stays disputed"),
        ("Fish Union", "denies", ["--value", "5"], "Fish Union: no line → denies 5 litres; leak stays disputed"),
        ("Fish Union", "withdraws", [], "Fish Union: still no line, as there was nothing of Fish Union to withdraw; leak stays disputed"),
        ("Water Board", "withdraws", ["--date", "2025-04"], "Water Board: denies → no line; leak: disputed → asserted"),
        ("Water Board", "asserts", ["--date", "2025-04", "--attribution", "anonymous"], "Water Board: still denies, as what is anonymous does not move a line that is on record; leak stays disputed"),
    ],
)  # fmt: skip
def test_it_says_what_the_position_changed(add, party, stance, more, says):
    assert add(*more, party=party, stance=stance).lines[1] == says


def test_a_position_before_a_withdrawal_says_so(add):
    assert add("--date", "2025-04", stance="withdraws").code == 0
    ran = add("--date", "2025-03-20", stance="asserts")
    assert ran.lines[1] == "Water Board: still no line, as it was withdrawn later; leak stays asserted"


# -- without writing


def test_a_dry_run_shows_the_change_and_makes_none(add, book):
    ran = add("--date", "2025-03-12", "--dry-run")
    assert ran.code == 0
    assert ran.lines[:2] == ["--- claims/leak.toml", "+++ claims/leak.toml"]
    assert [line[1:] for line in ran.lines if line.startswith(("+[", "+p"))] == [
        "[[positions]]",
        'party = "Water Board"',
    ]
    assert ran.lines[-1] == "Water Board: denies → qualifies; leak stays disputed"
    assert (book / "leak.toml").read_text() == LEAK


def test_a_dry_run_is_coloured_where_that_is_wanted(add):
    assert "\x1b[32m+stance" in add("--dry-run", "--color", "always", env={"TERM": "xterm-256color"}).out
    assert "\x1b" not in add("--dry-run").out


@pytest.mark.parametrize("missing", ["--party", "--stance"])
def test_without_a_terminal_nothing_is_asked(call, book, missing):
    given = {"--party": "Water Board", "--stance": "denies"}
    args = [word for option, value in given.items() if option != missing for word in (option, value)]
    ran = call("add", "leak", *args, cwd=book.parent)
    assert (ran.code, f"Invalid value for {missing}: it is needed" in ran.err) == (2, True)


def test_a_claim_is_named_by_the_beginning_of_its_id(add, book):
    assert add(claim="le").code == 0
    assert len(tomli.loads((book / "leak.toml").read_text())["positions"]) == 3


def test_an_unknown_claim_is_not_guessed_at(add):
    ran = add(claim="leek")
    assert (ran.code, "did you mean leak?" in ran.err) == (3, True)


def test_a_claim_that_cannot_be_read_is_not_written_to(add, book):
    (book / "leak.toml").write_text("title =")
    ran = add()
    assert ran.code == 3
    assert "claims/leak.toml:1:8: CT003" in ran.err
    assert (book / "leak.toml").read_text() == "title ="


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--lang", "55", "--original", "x"], "lang: a language is a tag"),
        (["--quote", " "], "quote: the text is empty"),
        (["--rating", ""], "rating: the text is empty"),
        (["--party", "***"], "a name needs at least one letter or digit"),
    ],
)
def test_what_no_record_can_have_is_refused(add, book, args, says):
    ran = add(*args)
    assert (ran.code, says in ran.err) == (2, True)
    assert (book / "leak.toml").read_text() == LEAK


def test_what_is_not_utf_8_is_refused(add, book):
    ran = add("--quote", "caf\udce9")
    assert (ran.code, "not UTF-8" in ran.err) == (2, True)
    assert (book / "leak.toml").read_text() == LEAK


def test_names_are_composed(add, book):
    assert add(party="Cafe\u0301 Owners").code == 0
    assert last(book / "leak.toml")["party"] == "Café Owners"


def test_a_quote_comes_from_stdin(run, book):
    args = ("add", "leak", "--party", "Water Board", "--stance", "denies", "--quote", "-")
    assert run(*args, cwd=book.parent, input="first line\r\nsecond “line” \n").code == 0
    assert last(book / "leak.toml")["quote"] == "first line\nsecond “line”"


def test_a_quote_comes_from_the_editor(add, book, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\nprintf 'in so many\\nwords\\n' >\"$1\"\n")
    script.chmod(0o755)
    assert add("--edit", env={"EDITOR": str(script), "PATH": "/usr/bin:/bin"}).code == 0
    assert last(book / "leak.toml")["quote"] == "in so many\nwords"
    assert add("--edit", "--quote", "x", env={"EDITOR": str(script)}).code == 2


def test_the_index_is_not_needed_and_knows_of_it(add, call, book):
    call("list", cwd=book.parent)
    assert add("--date", "2025-04", stance="asserts").code == 0
    rows = [json.loads(call("list", "--json", *more, cwd=book.parent).out)["claims"] for more in ((), ("--no-cache",))]
    assert rows[0] == rows[1]
    assert rows[0][0]["status"] == "asserted"
