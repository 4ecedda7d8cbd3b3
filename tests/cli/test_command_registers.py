"""``claimtrack parties``, ``sources`` and ``topics``: the registers."""

from __future__ import annotations

import pytest

from claimtrack.render.phrases import ORIGIN


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
    rows = {row["party"]: row for row in call("parties", "--json", cwd=book).json["parties"]}
    assert rows["norland"] == {
        "party": "norland",
        "party_name": "Norland",
        "party_kind": "state",
        "aliases": ["Kingdom of Norland", "NL"],
        "speaks_for": [],
        "registered": True,
        "principal_known": True,
        "doubt": None,
        "claim_count": 3,
        "position_count": 4,
        "last_date": "2025-05",
        "last_date_of": "statement",
    }
    assert rows["envoy"]["speaks_for"] == ["norland"]
    assert rows["کشتی-بان"] == {
        "party": "کشتی-بان",
        "party_name": "کشتی بان",
        "party_kind": None,
        "aliases": [],
        "speaks_for": [],
        "registered": False,
        "principal_known": True,
        "doubt": "not registered",
        "claim_count": 1,
        "position_count": 1,
        "last_date": None,
        "last_date_of": None,
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
    bare = "https://bare.example/tolls"
    fleuve = ("https://fleuve.example/0310", "https://archive.example/fleuve-0310")
    assert ran.cells == [
        [
            *("gazette-0311", "", "River Gazette", "Bridge is down", "", "2", "wire-0310"),
            *("https://gazette.example/0311", ""),
        ],
        [bare, "", "", "", "", "1", bare, bare, ""],
        ["own", "flood", "river gazette", "Spring", "", "1", "own", "", ""],
        ["shelved", "", "", "Nobody cites this", "", "0", "shelved", "", ""],
        ["wire-0310", "", "Agence Fleuve", "", "2025-03-10", "1", "wire-0310", *fleuve],
    ]
    told = call("sources", "--format", "table", cwd=book).err
    assert told.startswith(f"5 sources, at most 4 origins\n{ORIGIN}\n")


def test_a_source_as_json(call, book):
    rows = {row["source"]: row for row in call("sources", "--json", cwd=book).json["sources"]}
    assert rows["gazette-0311"] == {
        "source": "gazette-0311",
        "source_title": "Bridge is down",
        "publisher": "River Gazette",
        "author": None,
        "url": "https://gazette.example/0311",
        "archive_url": None,
        "source_date": None,
        "retrieved": None,
        "source_lang": None,
        "source_quote": None,
        "source_note": None,
        "derived_from": "wire-0310",
        "claim": None,
        "origin": "wire-0310",
        "claims": ["bridge"],
        "position_count": 2,
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
        {"topic": "Bridges", "claim_count": 2, "disputed_count": 1},
        {"topic": "river-war", "claim_count": 2, "disputed_count": 1},
    ]


PAGE = "https://example.org/report"
SPELLINGS = [
    PAGE,
    f"{PAGE}/",
    "http://example.org/report",
    f"{PAGE}#top",
    f"https://web.archive.org/web/20250507/{PAGE}",
]


def citing(*sources, **more):
    return {"title": "T", "positions": [{"party": "Water Board", "stance": "asserts", "sources": [*sources]}], **more}


def test_an_address_that_many_claims_cite_is_one_row_with_its_count(call, folder):
    above = folder({f"c{number}": citing(url) for number, url in enumerate(SPELLINGS)}).parent
    (row,) = call("sources", "--json", cwd=above).json["sources"]
    assert (row["source"], row["url"], row["origin"]) == (PAGE, PAGE, PAGE)
    assert (row["position_count"], row["claims"]) == (5, ["c0", "c1", "c2", "c3", "c4"])
    assert call("sources", "--format", "table", cwd=above).err == "1 source, at most 1 origin\n"


def test_one_page_in_many_spellings_and_described_is_one_source(call, folder):
    described = {"id": "report", "url": f"{PAGE}?utm_source=feed", "archive_url": "https://perma.cc/ABCD"}
    claim = citing("report", *SPELLINGS, "https://perma.cc/ABCD", "https://example.org/other", sources=[described])
    above = folder({"dam": claim}).parent
    page = call("show", "dam", "--format", "markdown", cwd=above).out
    assert "2 sources, at most 2 origins\n" in page
    assert page.count("\n[^dam-1]: ") == page.count("\n[^dam-2]: ") == 1
    assert "[^dam-3]" not in page
    assert call("sources", cwd=above).ids == ["https://example.org/other", "report"]
    shown = call("show", "dam", "--json", cwd=above).json["claims"][0]
    assert (shown["source_count"], shown["origin_count"]) == (2, 2)
    assert [(each["source"], each["origin"]) for each in shown["sources"]] == [
        ("report", "report"),
        ("https://example.org/other", "https://example.org/other"),
    ]
    assert [ref["source"] for ref in shown["positions"][0]["sources"]] == claim["positions"][0]["sources"]


def test_claims_that_describe_one_page_alike_share_a_row_and_versions_do_not(call, folder):
    page = {"id": "report", "url": PAGE, "title": "Report"}
    books = {
        "a": citing("report", sources=[page]),
        "b": citing("page", sources=[{**page, "id": "page", "url": f"{PAGE}/"}]),
        "c": citing("later", sources=[{**page, "id": "later", "date": "2025"}]),
    }
    above = folder(books).parent
    rows = call("sources", "--json", cwd=above).json["sources"]
    assert [(row["source"], row["claim"], row["claims"], row["position_count"]) for row in rows] == [
        ("later", "c", ["c"], 1),
        ("report", "a", ["a", "b"], 2),
    ]
    assert [row["origin"] for row in rows] == ["report", "report"]
    assert call("sources", "--format", "table", cwd=above).err == f"2 sources, at most 1 origin\n{ORIGIN}\n"
    assert call("list", "--source", "page", cwd=above).ids == ["b"]
    assert call("list", "--source", "http://example.org/report/", cwd=above).ids == ["a", "b", "c"]


@pytest.mark.parametrize("cited", [SPELLINGS, ["report", "again"], ["again", SPELLINGS[-1], "report"]])
def test_a_position_that_cites_one_page_several_times_counts_once(call, folder, cited):
    shared = {"sources": [{"id": "report", "url": PAGE}, {"id": "again", "url": f"{PAGE}/"}]}
    above = folder({"a": citing(*cited), **({} if cited is SPELLINGS else {"sources": shared})}).parent
    [row] = call("sources", "--json", cwd=above).json["sources"]
    assert (row["claims"], row["position_count"]) == (["a"], 1)


@pytest.mark.parametrize("output", ["table", "markdown"])
def test_two_spellings_of_one_address_are_cited_once(call, folder, output):
    places = [{"id": PAGE, "at": "p. 1"}, {"id": f"{PAGE}/", "at": "p. 2"}]
    above = folder({"a": citing("https://example.org/z", *SPELLINGS, "https://example.org/z/"),
                    "b": citing(*places, f"{PAGE}#top")}).parent  # fmt: skip
    for claim, expected in {
        "a": {"table": "asserts [1] [2]", "markdown": "asserts [^a-1] [^a-2]"},
        "b": {"table": "asserts [1 p. 1] [1 p. 2] [1]", "markdown": "asserts [^b-1] (p. 1) [^b-1] (p. 2) [^b-1]"},
    }.items():
        lines = call("show", claim, "--format", output, cwd=above).lines
        assert [line.rstrip() for line in lines if line.rstrip().endswith(expected[output])]


@pytest.mark.parametrize("more", [[], ["--no-cache"]])
def test_a_source_is_found_by_its_address_however_it_is_written(call, folder, more):
    shared = {"sources": [{"id": "report", "url": PAGE, "archive_url": "https://perma.cc/ABCD"}]}
    above = folder({"a": citing("report"), "b": citing(SPELLINGS[2]), "c": citing("https://perma.cc/ABCD/"),
                    "d": citing("https://example.org/other"), "sources": shared}).parent  # fmt: skip
    for url in (*SPELLINGS, "https://perma.cc/ABCD", "HTTPS://Example.org/report", "report"):
        assert call("list", "--source", url, *more, cwd=above).ids == ["a", "b", "c"]
    assert call("list", "--source", "http://example.org/other/", *more, cwd=above).ids == ["d"]
    assert call("list", "--source", "https://example.org/none", *more, cwd=above).code == 3


def test_thousands_of_copies_in_a_row_are_listed_and_checked(call, folder):
    row = [{"id": f"s{n}", "derived_from": f"s{n + 1}"} for n in range(3000)]
    above = folder({"sources": {"sources": [*row, {"id": "s3000"}]}, "dam": citing("s0")}).parent
    rows = call("sources", "--json", "--no-cache", cwd=above).json["sources"]
    assert {row["origin"] for row in rows} == {"s3000"}
    assert call("check", "--select", "CT023", cwd=above).code == 0
