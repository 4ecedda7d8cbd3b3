"""``claimtrack parties PARTY`` and ``sources SOURCE``: one of them whole."""

from __future__ import annotations

import csv
import io

import pytest

PAGE = """\
norland  Norland
kind         state
also called  Kingdom of Norland, NL
took         4 positions on 3 claims, the latest 2025-05

WHERE IT STANDS
claim   stands   since       said by        status
bridge  denies   2025-03-11  Marshal Ek     disputed
dam     asserts  2025-04-03  Zoë Ångström   asserted
tolls   backs    2025-05                    backed

WHO SPEAKS FOR IT
party    name          from        until
marshal  Marshal Ek
envoy    Zoë Ångström  2025-03-01

WHEN IT MOVED
"""


def words(text):
    return [line.split() for line in text.splitlines()]


def test_a_party_is_a_page_in_a_pipe_too(call, book):
    ran = call("parties", "NL", cwd=book)
    assert (ran.code, ran.err) == (0, "no room for title; --format json shows all\n")
    assert words(ran.out)[: len(words(PAGE))] == words(PAGE)
    assert "denies" in ran.out.partition("WHEN IT MOVED")[2]
    assert "CONTRADICTS" not in ran.out  # nothing is said of what there is not
    assert call("parties", "norland", "--no-cache", cwd=book) == ran


def test_a_party_as_json(call, book):
    (envoy,) = call("parties", "The Envoy", "--json", cwd=book).json["parties"]
    assert (envoy["party"], envoy["position_count"], envoy["claim_count"]) == ("envoy", 2, 2)
    assert envoy["tenures"] == [{"party": "norland", "party_name": "Norland", "since": "2025-03-01", "until": None}]
    assert envoy["voices"] == []
    assert [(line["claim"], line["side"], line["silence"]) for line in envoy["lines"]] == [
        ("dam", "asserts", None),
        ("flood", None, "commented"),
    ]
    assert [(shift["claim"], shift["move"]) for shift in envoy["shifts"]] == [("dam", "first")]
    assert envoy["contradictions"] == []
    (norland,) = call("parties", "norland", "--json", cwd=book).json["parties"]
    assert {each["party"] for each in norland["voices"]} == {"envoy", "marshal"}
    assert {line["party"] for line in norland["lines"]} == {"envoy", "marshal", "norland"}


@pytest.mark.parametrize(
    ("asked", "claims"),
    [
        (["--topic", "river-war"], ["bridge", "dam"]),
        (["--since", "2025-04-03"], ["dam", "tolls"]),
        (["--party", "sudland", "--kind", "policy"], ["tolls"]),
        (["--as-of", "2025-04-02"], ["bridge", "dam"]),
        (["--kind", "prediction"], []),
    ],
)
def test_the_filters_say_on_which_claims(call, book, asked, claims):
    for ways in ([], ["--no-cache"]):
        ran = call("parties", "norland", *asked, *ways, "--json", cwd=book)
        assert [line["claim"] for line in ran.json["parties"][0]["lines"]] == claims


def test_a_party_that_contradicts_itself_in_a_book_without_a_registry(call, folder):
    said = [
        {"party": "Water Board", "stance": stance, "date": "2025-05-07", "quote": stance}
        for stance in ("asserts", "denies")
    ]
    book = folder({"dam": {"title": "Dam", "positions": [*said, {"party": "Clerk", "stance": "denies"}]}}).parent
    ran = call("parties", "water board", cwd=book)
    assert ran.code == 0
    assert "WHERE IT CONTRADICTS ITSELF" in ran.out
    (board,) = call("parties", "Water Board", "--json", cwd=book).json["parties"]
    assert (board["party_name"], len(board["contradictions"]), len(board["shifts"])) == ("Water Board", 1, 2)
    both = call("parties", "clerk", "Water Board", "clerk", "--json", cwd=book).json["parties"]
    assert [each["party"] for each in both] == ["clerk", "water-board"]
    assert call("parties", "nobody", cwd=book).code == 3


def test_a_source_and_what_rests_on_it(call, book):
    ran = call("sources", "gazette-0311", cwd=book)
    assert (ran.code, ran.err) == (0, "no room for sources; --format json shows all\n")
    shown = words(ran.out)
    for fact in (
        ["gazette-0311", "Bridge", "is", "down"],
        ["publisher", "River", "Gazette"],
        ["url", "https://gazette.example/0311"],
        ["archived", "no", "archived", "copy", "is", "recorded"],
        ["origin", "wire-0310"],
        ["cited", "by", "2", "positions", "on", "1", "claim"],
    ):
        assert fact in shown
    assert "we never touched it" in ran.out
    assert "wire-0310" in ran.out.partition("OTHER SOURCES WITH THE SAME ORIGIN")[2]
    assert call("sources", "gazette-0311", "--no-cache", cwd=book) == ran
    for name in ("https://gazette.example/0311", "HTTP://gazette.example/0311/#top", "gazette.example"):
        assert call("sources", name, cwd=book) == ran


def test_a_source_as_json_and_csv(call, book):
    (tolls,) = call("sources", "https://bare.example/tolls", "--json", cwd=book).json["sources"]
    assert (tolls["source"], tolls["url"], tolls["claims"]) == (*["https://bare.example/tolls"] * 2, ["tolls"])
    assert [(row["claim"], row["party"]) for row in tolls["positions"]] == [("tolls", "sudland")]
    assert tolls["copies"] == []
    (wire,) = call("sources", "wire-0310", "--json", cwd=book).json["sources"]
    assert [each["source"] for each in wire["copies"]] == ["gazette-0311"]
    both = call("sources", "wire-0310", "own", "--format", "csv", cwd=book)
    rows = [*csv.DictReader(io.StringIO(both.out))]
    assert [(row["claim"], row["sources"]) for row in rows] == [("bridge", "wire-0310; gazette-0311"), ("flood", "own")]
    assert both.out.count("claim,title") == 1
    lone = call("sources", "shelved", cwd=book)
    assert "no position" in lone.out
    assert "POSITIONS" not in lone.out


def test_an_id_that_several_claims_give_means_all_of_them_and_a_publisher_must_mean_one(call, folder):
    def record(page, source_id="page"):
        source = {"id": source_id, "publisher": "Post", "url": f"https://post.example/{page}"}
        return {
            "title": "T",
            "positions": [{"party": "P", "stance": "asserts", "sources": [source_id]}],
            "sources": [source],
        }

    book = folder({"a": record(1), "b": record(2), "c": record(3, "other")}).parent
    both = call("sources", "page", "--json", cwd=book).json["sources"]
    assert [each["url"] for each in both] == ["https://post.example/1", "https://post.example/2"]
    for name in ("Post", "post.example"):
        ran = call("sources", name, cwd=book)
        assert (ran.code, ran.out) == (3, "")
        assert f'"{name}" could be any of 2 sources: other, page' in ran.err
    one = call("sources", "https://post.example/1", "--json", cwd=book).json["sources"]
    assert [each["claim"] for each in one] == ["a"]
    assert call("sources", "pag", cwd=book).code == 0  # the beginning of one id


@pytest.mark.parametrize("to", ["plain", "markdown", "jsonl"])
def test_every_format_has_what_the_page_has(call, book, to):
    shown = call("parties", "norland", "envoy", "--format", to, cwd=book).out
    for said in ("Kingdom of Norland", "bridge", "Marshal Ek", "2025-03-01"):
        assert said in shown
    lines = [*csv.DictReader(io.StringIO(call("parties", "norland", "envoy", "--format", "csv", cwd=book).out))]
    assert [(row["principal"], row["claim"]) for row in lines] == [
        *(("norland", claim) for claim in ("bridge", "dam", "tolls")),
        *(("envoy", claim) for claim in ("dam", "flood")),
    ]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (["parties", "norland", "--count"], "--count"),
        (["parties", "norland", "--unregistered"], "--unregistered"),
        (["sources", "own", "--limit", "1"], "--limit"),
        (["sources", "own", "--unused"], "--unused"),
    ],
)
def test_what_is_for_a_list_is_refused(call, book, asked, named):
    ran = call(*asked, cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert named in ran.err


def test_hostile_text_does_nothing_on_a_page(call, folder):
    said = {"party": "[bold]P\u202e", "stance": "asserts", "quote": "[red]x\x1b[2J", "sources": ["s"]}
    sources = [{"id": "s", "title": "\x1b]0;x\x07 ::error::", "publisher": "=1+1"}]
    book = folder({"t": {"title": "T", "positions": [said], "sources": sources}}).parent
    for ran in (call("parties", "[bold]P", cwd=book), call("sources", "s", cwd=book)):
        assert ran.code == 0
        assert not {"\x1b", "\u202e", "\x07"} & {*ran.out}
    assert "[bold]P" in call("parties", "[bold]P", cwd=book).out


def test_a_source_without_a_title_is_headed_by_its_id_alone(call, folder):
    claim = {"title": "Dam", "positions": [{"party": "Mayor", "stance": "asserts", "sources": ["wire"]}]}
    book = folder({"dam": claim, "sources": {"sources": [{"id": "wire", "publisher": "Gazette"}]}}).parent
    assert call("sources", "wire", cwd=book).lines[0] == "wire"
