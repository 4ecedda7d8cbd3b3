"""``claimtrack parties``, ``sources`` and ``topics``: the registers."""

from __future__ import annotations


def test_parties_with_the_most_positions_first(call, book):
    ran = call("parties", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    assert ran.cells == [
        ["norland", "Norland", "state", "", "3", "4", "2025-05", "", "statement"],
        ["sudland", "Sudland", "state", "", "4", "4", "2025-06-01", "", "statement"],
        ["envoy", "Zoë Ångström", "person", "norland", "2", "2", "2025-04-03", "", "statement"],
        ["marshal", "Marshal Ek", "person", "norland", "2", "2", "2025-04-02", "", "statement"],
        ["gazette", "River Gazette", "paper", "", "1", "1", "2025-01-05", "", "statement"],
        ["کشتی-بان", "کشتی بان", "", "", "1", "1", "", "not registered", ""],
        ["hermit", "The Hermit", "", "", "0", "0", "", "", ""],
    ]


def test_a_party_as_json(call, book):
    rows = {row["id"]: row for row in call("parties", "--json", cwd=book).json["parties"]}
    assert rows["norland"] == {
        "id": "norland",
        "name": "Norland",
        "kind": "state",
        "aliases": ["Kingdom of Norland", "NL"],
        "speaks_for": [],
        "registered": True,
        "claims": 3,
        "positions": 4,
        "last": "2025-05",
        "last_date_of": "statement",
        "principal_known": True,
    }
    assert rows["envoy"]["speaks_for"] == ["norland"]
    assert rows["کشتی-بان"] == {
        "id": "کشتی-بان",
        "name": "کشتی بان",
        "kind": None,
        "aliases": [],
        "speaks_for": [],
        "registered": False,
        "claims": 1,
        "positions": 1,
        "last": None,
        "last_date_of": None,
        "principal_known": True,
    }


def test_unregistered_parties_with_the_name_probably_meant(call, folder):
    positions = [{"party": party, "stance": "asserts"} for party in ("Norlnad", "Norland", "Somebody else")]
    positions.append({"party": "Norland", "stance": "denies", "via": ["Th. Envoy"]})
    registry = {"norland": {"name": "Norland"}, "envoy": {"name": "The Envoy"}}
    book = folder({"t": {"title": "T", "positions": positions}, "parties": registry}).parent
    ran = call("parties", "--unregistered", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    assert [(cells[0], cells[7]) for cells in ran.cells] == [
        ("norlnad", "not registered, probably Norland"),
        ("somebody-else", "not registered"),
        ("th-envoy", "not registered, probably The Envoy"),
    ]
    assert call("parties", "--unregistered", "--format", "table", cwd=book).err == "3 parties\n"


def test_without_a_registry_all_are_unregistered_and_none_is_blamed(call, folder):
    claim = {"title": "T", "positions": [{"party": "Somebody", "stance": "asserts"}]}
    ran = call("parties", "--unregistered", cwd=folder({"t": claim}).parent)
    assert ran.cells == [["somebody", "Somebody", "", "", "1", "1", "", "", ""]]


def test_the_shipped_claims_know_all_their_parties(call):
    ran = call("parties", "--unregistered")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 parties\n")


def test_sources_with_who_cites_them_and_what_they_copy(call, book):
    ran = call("sources", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    fleuve = ("https://fleuve.example/0310", "https://archive.example/fleuve-0310")
    assert ran.cells == [
        [
            *("gazette-0311", "", "River Gazette", "Bridge is down", "", "2", "wire-0310"),
            *("https://gazette.example/0311", ""),
        ],
        ["https://bare.example/tolls", "", "", "", "", "1", "", "https://bare.example/tolls", ""],
        ["own", "flood", "river gazette", "Spring", "", "1", "", "", ""],
        ["shelved", "", "", "Nobody cites this", "", "0", "", "", ""],
        ["wire-0310", "", "Agence Fleuve", "", "2025-03-10", "1", "", *fleuve],
    ]
    assert call("sources", "--format", "table", cwd=book).err == "5 sources, at most 4 origins\n"


def test_a_source_as_json(call, book):
    rows = {row["id"]: row for row in call("sources", "--json", cwd=book).json["sources"]}
    assert rows["gazette-0311"] == {
        "id": "gazette-0311",
        "title": "Bridge is down",
        "publisher": "River Gazette",
        "author": None,
        "url": "https://gazette.example/0311",
        "archive_url": None,
        "date": None,
        "retrieved": None,
        "lang": None,
        "derived_from": "wire-0310",
        "claim": None,
        "origin": "wire-0310",
        "claims": ["bridge"],
        "positions": 2,
    }
    assert rows["own"]["claim"] == "flood"
    assert rows["https://bare.example/tolls"]["url"] == "https://bare.example/tolls"


def test_unarchived_are_those_with_an_address_and_no_copy(call, book):
    assert call("sources", "--unarchived", cwd=book).ids == ["gazette-0311", "https://bare.example/tolls"]


def test_unused_are_those_that_nobody_cites(call, book):
    assert call("sources", "--unused", cwd=book).ids == ["shelved"]
    assert call("sources", "--unused", "--format", "table", cwd=book).err == "1 source, at most 1 origin\n"


def test_both_narrow_together(call, book):
    ran = call("sources", "--unused", "--unarchived", cwd=book)
    assert (ran.code, ran.out, ran.err) == (0, "", "no sources\n")


def test_a_source_of_the_same_id_in_two_claims_is_two(call, folder):
    claim = {
        "title": "T",
        "positions": [{"party": "x", "stance": "asserts", "sources": ["s"]}],
        "sources": [{"id": "s"}],
    }
    ran = call("sources", cwd=folder({"a": claim, "b": claim}).parent)
    assert [cells[:2] for cells in ran.cells] == [["s", "a"], ["s", "b"]]


def test_topics_with_the_most_claims_first_and_one_spelling(call, book):
    ran = call("topics", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    assert ran.cells == [["Bridges", "2", "1"], ["river-war", "2", "1"]]
    assert call("topics", "--format", "table", cwd=book).err == "2 topics\n"


def test_topics_as_json(call, book):
    ran = call("topics", "--json", cwd=book)
    assert ran.json["topics"] == [
        {"topic": "Bridges", "claims": 2, "disputed": 1},
        {"topic": "river-war", "claims": 2, "disputed": 1},
    ]
