"""``claimtrack diff``: two parties side by side."""

from __future__ import annotations

import pytest

from claimtrack.rules.comparison import RELATIONS


def relations(ran):
    return {cells[0]: cells[1] for cells in ran.cells}


def test_the_lines_of_two_principals(call, book):
    ran = call("diff", "norland", "sudland", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    nothing = [""] * 8
    assert ran.cells == [
        [
            *("bridge", "opposed", "Norland blew up the bridge"),
            *("denies", "", "", "", "2025-03-11", "statement", "on-record", "marshal", "", ""),
            *("asserts", "", "3", "", "2025-03-10", "statement", "on-record", "sudland", "", "", "", ""),
        ],
        [
            *("dam", "agree", "The dam was opened on purpose"),
            *("asserts", "", "", "", "2025-04-03", "statement", "on-record", "envoy", "", ""),
            *("asserts", "", "", "", "2025-04-01", "statement", "on-record", "sudland", "", "", "", ""),
        ],
        [
            *("toll-tax", "only-b", "The toll is a tax", "", "silent", *nothing),
            *("denies", "", "", "", "2024-12-31", "statement", "on-record", "sudland", "", "", "", ""),
        ],
        [
            *("tolls", "only-a", "Tolls should be lifted"),
            *("asserts", "", "", "", "2025-05", "statement", "on-record", "norland", "", ""),
            *("", "declined", *nothing, "", ""),
        ],
    ]


def test_the_other_way_round_only_the_sides_change_places(call, book):
    there = call("diff", "norland", "sudland", cwd=book).cells
    back = call("diff", "sudland", "norland", cwd=book).cells
    turned = {"only-a": "only-b", "only-b": "only-a"}
    assert back == [
        [claim, turned.get(relation, relation), title, *sides[10:20], *sides[:10], "", ""]
        for claim, relation, title, *sides in there
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Norland", "Sudland"),
        ("NORLAND", "sudland"),
        ("nl", "SUD"),
        ("Kingdom of Norland", "Sudland"),
        ("kingdom-of-norland", "  sudland "),
        ("nor", "sud"),
    ],
)
def test_a_party_has_many_names(call, book, a, b):
    assert call("diff", a, b, cwd=book).out == call("diff", "norland", "sudland", cwd=book).out


def test_a_voice_means_its_own_positions_only(call, book):
    assert relations(call("diff", "marshal", "the envoy", cwd=book)) == {"bridge": "only-a", "dam": "opposed"}


def test_a_voice_against_its_principal(call, book):
    ran = call("diff", "Zoë Ångström", "norland", cwd=book)
    assert relations(ran) == {"bridge": "only-b", "dam": "agree", "tolls": "only-b"}


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (["opposed"], ["bridge"]),
        (["agree"], ["dam"]),
        (["only-a"], ["tolls"]),
        (["only-b"], ["toll-tax"]),
        (["opposed", "only-b"], ["bridge", "toll-tax"]),
        (["values-differ"], []),
        (["partly"], []),
    ],
)
def test_only_narrows_the_rows_and_not_the_tally(call, book, only, found):
    options = [word for relation in only for word in ("--only", relation)]
    ran = call("diff", "norland", "sudland", *options, "--json", cwd=book)
    assert [row["claim"] for row in ran.json["comparisons"]] == found
    assert ran.json["tally"] == {
        "opposed": 1,
        "partly": 0,
        "agree": 1,
        "values-differ": 0,
        "only-a": 1,
        "only-b": 1,
    }


def test_filters_narrow_the_tally_too(call, book):
    ran = call("diff", "norland", "sudland", "--topic", "bridges", "--json", cwd=book)
    assert [row["claim"] for row in ran.json["comparisons"]] == ["bridge", "tolls"]
    assert ran.json["tally"]["agree"] == 0


def test_only_knows_its_words(call, book):
    ran = call("diff", "norland", "sudland", "--only", "oposed", cwd=book)
    assert ran.code == 2
    assert f'not one of {", ".join(RELATIONS)}; did you mean "opposed"?' in ran.err


def test_json_gives_both_lines_whole(call, book):
    said = call("diff", "norland", "sudland", "--json", cwd=book).json
    assert (said["a"], said["b"]) == (
        {"principal": "norland", "principal_name": "Norland"},
        {"principal": "sudland", "principal_name": "Sudland"},
    )
    bridge, _, _, tolls = said["comparisons"]
    assert bridge == {
        "claim": "bridge",
        "title": "Norland blew up the bridge",
        "kind": "fact",
        "unit": "spans",
        "relation": "opposed",
        "a": {
            "principal": "norland",
            "principal_name": "Norland",
            "side": "denies",
            "value": None,
            "min": None,
            "max": None,
            "about": None,
            "standing": "on-record",
            "date": "2025-03-11",
            "date_of": "statement",
            "rating": None,
            "party": "marshal",
            "party_name": "Marshal Ek",
            "place": 2,
            "value_place": None,
            "dissent": [],
            "withdrawals": [],
            "silence": None,
        },
        "b": {
            "principal": "sudland",
            "principal_name": "Sudland",
            "side": "asserts",
            "value": 3,
            "min": 3,
            "max": 3,
            "about": None,
            "standing": "on-record",
            "date": "2025-03-10",
            "date_of": "statement",
            "rating": None,
            "party": "sudland",
            "party_name": "Sudland",
            "place": 1,
            "value_place": 1,
            "dissent": [],
            "withdrawals": [],
            "silence": None,
        },
    }
    lists = {"dissent": [], "withdrawals": []}
    named = {"principal": "sudland", "principal_name": "Sudland", "silence": "declined"}
    assert tolls["b"] == {**dict.fromkeys(bridge["b"]), **lists, **named}


def test_the_table_names_the_parties_and_says_why_one_is_silent(call, book):
    ran = call("diff", "norland", "sudland", "--format", "table", cwd=book, env={"COLUMNS": "140"})
    head, bridge, dam, toll_tax, tolls = (" ".join(line.split()) for line in ran.lines)
    assert head == "claim title relation Norland Sudland"
    assert bridge == "bridge Norland blew up the bridge opposed denies, 2025-03-11 asserts, 3 spans, 2025-03-10"
    assert dam == "dam The dam was opened on purpose agree asserts, 2025-04-03 asserts, 2025-04-01"
    assert toll_tax == "toll-tax The toll is a tax only Sudland nothing recorded denies, 2024-12-31"
    assert tolls == "tolls Tolls should be lifted only Norland backs, 2025-05 declined to comment"
    assert ran.err == "1 opposed, 1 agree, 1 only Norland, 1 only Sudland\n"


def test_values_that_differ_and_lines_that_are_not_on_record(call, folder):
    quarrel = """
    title = "Walls fell"
    unit = "walls"
    [[positions]]
    party = "Ann"
    stance = "asserts"
    value = 5
    date = 2025-01-01
    date_of = "report"
    [[positions]]
    party = "Ben"
    stance = "asserts"
    value = { min = 7 }
    attribution = "anonymous"
    date = 2025-01-02
    """
    claims = folder({"walls": quarrel})
    ran = call("diff", "ann", "ben", "--format", "table", cwd=claims.parent, env={"COLUMNS": "140"})
    assert " ".join(ran.lines[1].split()) == (
        "walls Walls fell agree, values differ asserts, 5 walls, by 2025-01-01 "
        "asserts, at least 7 walls, 2025-01-02, anonymous"
    )
    assert ran.err == "1 agree, values differ\n"


def test_parties_that_take_no_side_are_said_to_take_none(call, book):
    ran = call("diff", "gazette", "hermit", cwd=book)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "River Gazette and The Hermit take no side on any of these claims\n"


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ("norlnd", "sudland", 'claimtrack: no party "norlnd"\ndid you mean norland?\n'),
        ("norland", "zzz", 'claimtrack: no party "zzz"\n`claimtrack parties` names them all\n'),
    ],
)
def test_an_unknown_party_exits_3_with_candidates(call, book, a, b, told):
    ran = call("diff", a, b, cwd=book)
    assert (ran.code, ran.out, ran.err) == (3, "", told)


def test_one_party_is_not_enough(call, book):
    ran = call("diff", "norland", cwd=book)
    assert ran.code == 2
    assert "Missing argument" in ran.err


def test_names_that_begin_alike_are_named_and_none_is_taken(call, folder):
    said = {"party": "x", "stance": "asserts"}
    claim = {"title": "T", "positions": [said | {"party": f"Red {word}"} for word in "abcdefghij"]}
    ran = call("diff", "red", "red-a", cwd=folder({"t": claim}).parent)
    eight = ", ".join(f"red-{word}" for word in "abcdefgh")
    assert (ran.code, ran.err) == (3, f'claimtrack: "red" could be any of 10 parties: {eight} and 2 more\n')


class TestTheShippedClaims:
    """The story as the article and its sources tell it."""

    def test_india_and_pakistan(self, call):
        found = relations(call("diff", "India", "islamabad"))
        assert found["ceasefire"] == "opposed"
        assert found["kashmir-mediation"] == "opposed"
        assert found["jets"] == "partly"

    def test_trump_is_narrower_than_the_state_he_speaks_for(self, call):
        found = relations(call("diff", "trump", "United States"))
        assert set(found.values()) > {"partly"}
        assert "only-a" not in found.values()

    def test_vance_against_trump(self, call):
        ran = call("diff", "vance", "trump", "--json")
        assert (ran.json["a"]["principal_name"], ran.json["b"]["principal_name"]) == ("JD Vance", "Donald Trump")
        assert {row["relation"] for row in ran.json["comparisons"]} == {"only-b"}
        assert {row["claim"]: row["b"]["silence"] or row["a"]["silence"] for row in ran.json["comparisons"]}[
            "ceasefire"
        ] == "commented"
