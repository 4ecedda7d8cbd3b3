"""``claimtrack list``: every filter, every order, and what is said about what was found."""

from __future__ import annotations

import pytest

from claimtrack.model.vocabulary import KINDS

EVERY = ["bridge", "dam", "ferry", "flood", "toll-tax", "tolls"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("--disputed", ["bridge"]),
        ("--status disputed", ["bridge"]),
        ("--status asserted", ["dam", "tolls"]),
        ("--status qualified", ["ferry"]),
        ("--status denied", ["toll-tax"]),
        ("--status open", ["flood"]),
        ("--status open --status denied", ["flood", "toll-tax"]),
        ("--status open --disputed", ["bridge", "flood"]),
        ("--party norland", ["bridge", "dam", "tolls"]),
        ("--party SUDLAND", ["bridge", "dam", "toll-tax", "tolls"]),
        ("--party marshal", ["bridge", "dam"]),
        ("--party envoy", ["dam", "flood"]),
        ("--party envoy --party marshal", ["dam"]),
        ("--party hermit", []),
        ("--stance asserts", ["bridge", "dam", "tolls"]),
        ("--stance denies", ["bridge", "toll-tax"]),
        ("--stance qualifies", ["ferry"]),
        ("--stance declines", ["tolls"]),
        ("--stance comments", ["flood"]),
        ("--stance reports", ["flood"]),
        ("--stance withdraws", []),
        ("--stance declines --stance comments", ["flood", "tolls"]),
        ("--stance asserts --party norland", ["dam", "tolls"]),
        ("--stance denies --party norland", ["bridge"]),
        ("--stance denies --party marshal", ["bridge", "dam"]),
        ("--stance declines --party norland", []),
        ("--stance declines --party sudland", ["tolls"]),
        ("--silent norland", ["ferry", "flood", "toll-tax"]),
        ("--silent norland --silent sudland", ["ferry", "flood"]),
        ("--silent marshal --party sudland", ["toll-tax", "tolls"]),
        ("--divided", ["dam"]),
        ("--divided --disputed", []),
        ("--topic bridges", ["bridge", "tolls"]),
        ("--topic RIVER-war", ["bridge", "dam"]),
        ("--topic river-war --topic bridges", ["bridge", "dam", "tolls"]),
        ("--topic riv", ["bridge", "dam"]),
        ("--kind fact", ["bridge", "dam", "toll-tax"]),
        ("--kind policy", ["tolls"]),
        ("--kind opinion", ["ferry"]),
        ("--kind prediction --kind opinion", ["ferry", "flood"]),
        ("--source gazette-0311", ["bridge"]),
        ("--source wire-0310", ["bridge"]),
        ("--source https://fleuve.example/0310", ["bridge"]),
        ("--source https://archive.example/fleuve-0310", ["bridge"]),
        ("--source https://bare.example/tolls", ["tolls"]),
        ("--source own", ["flood"]),
        ("--source gaz", ["bridge"]),
        ("--source shelved", []),
        ("--source own --source wire-0310", ["bridge", "flood"]),
        ("--since 2025-04-03", ["dam", "tolls"]),
        ("--since 2025-05", ["tolls"]),
        ("--until 2024", ["toll-tax"]),
        ("--until 2024-12-30", []),
        ("--since 2025-01 --until 2025-03-10", ["bridge", "flood"]),
        ("--since 2025-03-12 --until 2025-03-31", []),
        ("--search bridge", ["bridge", "tolls"]),
        ("--search toll", ["toll-tax", "tolls"]),
        ("--search UNTOUCHED", []),
        ("--limit 1", ["bridge"]),
        ("--limit 2 --offset 1", EVERY[1:3]),
        ("--limit 99", EVERY),
        ("--disputed --party hermit", []),
    ],
)
def test_a_filter_finds_what_it_says(call, book, asked, found):
    ran = call("list", *asked.split(), cwd=book)
    assert ran.ids == found
    assert ran.code == 0
    assert ran.err == ("" if found else "0 of 6 claims\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("river gazette", ["flood"]),
        ("we never TOUCHED it", ["bridge"]),
        ("number of spans that fell", ["bridge"]),  # over a line break in the file
        ("blew  up", ["bridge"]),
        ("cafe", ["dam"]),
        ("CAFÉ", ["dam"]),
        ("cafe\u0301", ["dam"]),
        ("बाँध", ["dam"]),
        ("बाध", []),  # a vowel sign less is another word
        ("صرف", ["ferry"]),
        ("کشتی", ["ferry"]),
        ("army bridge", []),
        ("spring", ["flood"]),
        ("bridges", ["bridge", "tolls"]),
        ("toll-tax", ["toll-tax"]),
    ],
)
def test_search_looks_through_all_words_whatever_the_case_and_the_accents(call, book, text, found):
    assert call("list", "--search", text, cwd=book).ids == found


def test_every_search_must_be_met(call, book):
    assert call("list", "--search", "river", "--search", "army", cwd=book).ids == ["bridge"]
    assert call("list", "--search", "river", "--search", "summer", cwd=book).ids == []


def test_a_publisher_stands_for_all_its_sources(call, book):
    assert call("list", "--source", "RIVER gazette", cwd=book).ids == ["bridge", "flood"]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("id", EVERY),
        ("title", ["bridge", "dam", "ferry", "flood", "toll-tax", "tolls"]),
        ("status", ["bridge", "toll-tax", "ferry", "dam", "tolls", "flood"]),
        ("last", ["tolls", "dam", "bridge", "flood", "toll-tax", "ferry"]),
        ("positions", ["dam", "bridge", "flood", "tolls", "ferry", "toll-tax"]),
    ],
)
def test_an_order_is_kept_and_ties_stand_by_id(call, book, order, found):
    assert call("list", "--sort", order, cwd=book).ids == found


def test_titles_sort_whatever_their_case(call, folder):
    claims = folder({"a": {"title": "beta"}, "b": {"title": "Alpha"}, "c": {"title": "gamma"}})
    assert call("list", "--sort", "title", cwd=claims.parent).ids == ["b", "a", "c"]


def test_titles_sort_as_a_reader_expects(call, folder):
    titles = [
        "Zebra",
        "Ärger",
        "Arm",
        "ärger",
        "Unit 10",
        "Unit 2",
        "unit ٣",
        "Unit 0002b",
        "“Berg”",
        "Øre",
        "Ost",
        "9",
        "10",
    ]
    claims = folder({f"c{number}": {"title": title} for number, title in enumerate(titles)})
    for more in ([], ["--no-cache"]):
        rows = call("list", "--sort", "title", *more, cwd=claims.parent).cells
        assert [row[1] for row in rows] == [
            *("9", "10", "Ärger", "ärger", "Arm", "“Berg”", "Øre", "Ost", "Unit 2", "Unit 0002b", "unit ٣", "Unit 10"),
            "Zebra",
        ]
    digits = "1" * 5000  # more than Python reads as a number
    book = folder({"a": {"title": digits}, "b": {"title": "2"}}, at="digits")
    assert call("list", "--sort", "title", "--claims", str(book)).ids == ["b", "a"]


def test_the_limit_cuts_after_sorting(call, book):
    assert call("list", "--sort", "last", "--limit", "2", cwd=book).ids == ["tolls", "dam"]


def test_a_row_says_status_sides_and_last_date(call, book):
    assert call("list", cwd=book).cells == [
        [
            "bridge",
            "Norland blew up the bridge",
            "disputed",
            "",
            "1",
            "0",
            "1",
            "2025-03-11",
            "river-war; Bridges",
            "",
            "",
            "statement",
            "0",
        ],
        [
            "dam",
            "The dam was opened on purpose",
            "asserted",
            "divided",
            "2",
            "0",
            "0",
            "2025-04-03",
            "river-war",
            "",
            "",
            "statement",
            "0",
        ],
        ["ferry", "The ferry is the better crossing", "qualified", "", "0", "1", "0", "", "", "", "", "", "0"],
        [
            "flood",
            "The river will flood in spring",
            "open",
            "",
            "0",
            "0",
            "0",
            "2025-02-01",
            "",
            "",
            "",
            "statement",
            "0",
        ],
        ["toll-tax", "The toll is a tax", "denied", "", "0", "0", "1", "2024-12-31", "", "", "", "statement", "0"],
        [
            "tolls",
            "Tolls should be lifted",
            "asserted",
            "",
            "1",
            "0",
            "0",
            "2025-06-01",
            "bridges",
            "",
            "",
            "statement",
            "0",
        ],
    ]


def test_the_last_date_is_a_recorded_one(call, folder):
    positions = [
        {"party": "a", "stance": "asserts", "date": "2025-05-01"},
        {"party": "b", "stance": "denies"},  # counts from the claim's date, and has none of its own
    ]
    claims = folder({"t": {"title": "T", "date": "2025-06-01", "positions": positions}})
    assert call("list", cwd=claims.parent).cells[0][7] == "2025-05-01"


def test_json_says_more_of_a_row(call, book):
    rows = {row["claim"]: row for row in call("list", "--json", cwd=book).json["claims"]}
    norland = {"principal": "norland", "principal_name": "Norland", "standing": "on-record"}
    boatman = {"principal": "کشتی-بان", "principal_name": "کشتی بان", "standing": "on-record"}
    assert rows["tolls"] == {
        "claim": "tolls",
        "title": "Tolls should be lifted",
        "kind": "policy",
        "unit": None,
        "status": "asserted",  # the stance, where the screen says "backed"
        "divided": False,
        "values_differ": False,
        "asserts": [norland],
        "qualifies": [],
        "denies": [],
        "last_date": "2025-06-01",
        "last_date_of": "statement",
        "topics": ["bridges"],
        "claim_date": None,
        "position_count": 2,
        "review_count": 0,
        "status_without_reviews": "asserted",
        "path": rows["tolls"]["path"],
    }
    assert rows["tolls"]["path"].replace("\\", "/") == "claims/river/tolls.toml"
    assert rows["bridge"]["claim_date"] == "2025-03-10"
    assert rows["bridge"]["denies"] == [norland]
    assert rows["ferry"]["qualifies"] == [boatman]


def test_the_table_has_words_for_policies_and_marks_division(call, book):
    ran = call("list", "--format", "table", cwd=book)
    rows = {line.split()[0]: line for line in ran.lines}
    assert "backed" in rows["tolls"]
    assert "asserted*" in rows["dam"]
    assert ran.err.splitlines()[:2] == [
        "6 of 6 claims",
        "+ asserts  ~ qualifies  − denies  * a party's people disagree or withdrew",
    ]


def test_without_division_the_legend_does_not_speak_of_it(call, book):
    ran = call("list", "--format", "table", "--disputed", cwd=book)
    assert ran.err.splitlines()[:2] == ["1 of 6 claims", "+ asserts  ~ qualifies  − denies"]


def test_an_empty_table_has_no_header_and_no_legend(call, book):
    ran = call("list", "--format", "table", "--party", "hermit", cwd=book)
    assert (ran.code, ran.out, ran.err) == (0, "", "0 of 6 claims\n")


def test_topics_are_shown_where_there_is_room(call, book):
    wide = call("list", "--format", "table", cwd=book, env={"COLUMNS": "120"})
    narrow = call("list", "--format", "table", cwd=book, env={"COLUMNS": "80"})
    assert ("river-war" in wide.out, "no room" in wide.err) == (True, False)
    assert ("river-war" in narrow.out, "no room for topics;" in narrow.err) == (False, True)


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("--status", "disputd", 'did you mean "disputed"?'),
        ("--status", "asertd", 'did you mean "asserted"?'),
        ("--status", "x", "disputed, asserted (backed), partly (qualified), denied (opposed), open"),
        ("--stance", "deny", 'did you mean "denies"?'),
        (
            "--stance",
            "x",
            "asserts (backs), qualifies (partly), denies (opposes), declines, comments, reports, withdraws",
        ),
        ("--kind", "facts", 'did you mean "fact"?'),
        ("--kind", "x", ", ".join(KINDS)),
        ("--since", "yesterday", '"yesterday" is not a date'),
        ("--until", "2025-02-30", 'no such date as "2025-02-30"'),
        ("--sort", "size", "'positions'"),
        ("--limit", "-1", "x>=0"),
        ("--limit", "many", "not a valid int"),
        ("--format", "xml", "'markdown'"),
        ("--color", "blue", "'never'"),
    ],
)
def test_a_wrong_word_is_a_usage_error_that_names_the_right_ones(call, book, option, given, told):
    ran = call("list", option, given, cwd=book)
    assert ran.code == 2
    assert ran.out == ""
    assert told in ran.err
    assert ran.err.endswith("see: claimtrack list --help\n")


@pytest.mark.parametrize(
    ("option", "given", "told"),
    [
        ("--party", "norlnd", 'no party "norlnd"\ndid you mean norland?\n'),
        ("--silent", "zzz", 'no party "zzz"\n`claimtrack parties` names them all\n'),
        ("--party", "!", 'no party "!"\n`claimtrack parties` names them all\n'),
        ("--topic", "bridgse", 'no topic "bridgse"\ndid you mean bridges?\n'),
        ("--source", "wire-0311", 'no source "wire-0311"\ndid you mean wire-0310?\n'),
        ("--source", "River Times", 'no source "River Times"\n`claimtrack sources` names them all\n'),
    ],
)
def test_a_name_that_means_nothing_here_exits_3_with_candidates(call, book, option, given, told):
    ran = call("list", option, given, cwd=book)
    assert (ran.code, ran.out, ran.err) == (3, "", f"claimtrack: {told}")


def test_a_beginning_that_several_names_have_is_not_guessed_at(call, folder):
    claims = folder({"a": {"title": "A", "topics": ["red sea", "Red army"]}})
    ran = call("list", "--topic", "red", cwd=claims.parent)
    assert (ran.code, ran.err) == (3, 'claimtrack: "red" could be any of 2 topics: red-army, red-sea\n')


def test_the_shipped_claims_are_listed_and_the_contested_ones_found(call, shipped):
    disputed = call("list", "--disputed")
    assert {"jets", "ceasefire"} <= set(disputed.ids)
    assert (disputed.code, disputed.err) == (0, "")
    every = {path.stem for path in shipped.rglob("[!.]*.toml")} - {"parties", "sources"}
    assert call("list").ids == sorted(every)


@pytest.mark.parametrize(
    "option",
    [
        ("--search", "bridge"),
        ("--topic", "bridges"),
        ("--party", "sudland"),
        ("--silent", "hermit"),
        ("--kind", "fact"),
        ("--status", "disputed"),
        ("--stance", "asserts"),
        ("--source", "own"),
    ],
)
@pytest.mark.parametrize(
    "command", ["list", *(pytest.param(each, marks=pytest.mark.slow) for each in ("list --as-of 2025-12", "shifts"))]
)
def test_an_option_may_be_given_a_thousand_times(call, book, command, option):
    once = call(*command.split(), *option, cwd=book)
    assert call(*command.split(), *option * 1200, cwd=book) == once


def test_a_thousand_topics(call, book):
    words = [word for number in range(1200) for word in ("--topic", f"bridges {'!' * number}")]
    assert call("list", *words, cwd=book).ids == call("list", "--topic", "bridges", cwd=book).ids


@pytest.mark.parametrize("number", [10**23, 1 << 63, 1 << 64])
def test_a_limit_and_an_offset_have_no_limit(call, book, number):
    assert call("list", "--limit", number, cwd=book).ids == call("list", cwd=book).ids
    assert call("list", "--offset", number, cwd=book).ids == []
