"""The filters mean the same in every command, with and without the index."""

from __future__ import annotations

from itertools import combinations

import pytest

FILTERS = [
    ["--disputed"],
    ["--party", "norland"],
    ["--party", "envoy"],
    ["--party", "sudland", "--party", "norland"],
    ["--stance", "asserts"],
    ["--stance", "declines"],
    ["--silent", "sudland"],
    ["--divided"],
    ["--values-differ"],
    ["--topic", "river-war"],
    ["--kind", "policy"],
    ["--source", "wire-0310"],
    ["--source", "fleuve.example"],
    ["--source", "bare.example"],
    ["--since", "2025-04-02"],
    ["--until", "2025-03-10"],
    ["--quiet-since", "2025-04"],
    ["--search", "bridge"],
    ["--as-of", "2025-04-02"],
]
PAIRS = [[*one, *other] for one, other in combinations(FILTERS, 2)]
LISTS = ["list", "positions", "diff", "matrix", "shifts", "contradictions", "parties", "sources", "topics"]


def words(command):
    return [command, "norland", "sudland"] if command == "diff" else [command]


@pytest.mark.sampled(30)
@pytest.mark.parametrize("asked", [*FILTERS, *PAIRS], ids=" ".join)
def test_filters_combine_in_every_command_with_and_without_the_index(call, book, asked):
    for command in LISTS:
        ran = call(*words(command), *asked, cwd=book)
        assert ran == call(*words(command), *asked, "--no-cache", cwd=book)
        if command == "positions" and ran.code == 0:
            claims = call("list", *asked, "--json", cwd=book).json["claims"]
            rows = call("positions", *asked, "--json", cwd=book).json["positions"]
            assert {row["claim"] for row in rows} == {row["claim"] for row in claims if row["position_count"]}
        headers = 1 if command == "matrix" and ran.lines else 0
        if ran.code == 0:  # a source may not have been cited by then
            assert call(*words(command), *asked, "--count", cwd=book).out == f"{len(ran.lines) - headers}\n"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--quiet-since", "2025-03-12"], ["bridge", "ferry", "flood", "toll-tax"]),
        (["--quiet-since", "2025-03-11"], ["ferry", "flood", "toll-tax"]),  # that day is since it
        (["--quiet-since", "2025-03", "--as-of", "2025-03-01"], ["ferry", "flood", "toll-tax"]),
        (["--quiet-since", "2025-04-02", "--party", "sudland"], ["bridge", "dam", "toll-tax"]),
        (["--quiet-since", "2025-04-02", "--party", "sudland", "--since", "2025-04"], ["dam"]),
        (["--quiet-since", "2025-04-02", "--party", "norland"], ["bridge"]),
        (["--quiet-since", "2099", "--limit", "2"], ["bridge", "dam"]),
        (["--source", "fleuve.example"], ["bridge"]),
        (["--source", "archive.example"], ["bridge"]),
        (["--source", "FLEUVE.example", "--source", "bare.example"], ["bridge", "tolls"]),
        (["--source", "www.bare.example"], ["tolls"]),
        (["--sort", "last", "--reverse"], ["ferry", "toll-tax", "flood", "bridge", "dam", "tolls"]),
        (["--reverse", "--limit", "2"], ["tolls", "toll-tax"]),
        (["--sort", "positions", "--reverse", "--offset", "4"], ["bridge", "dam"]),
    ],
)
def test_claims_are_found_by_silence_since_a_date_by_host_and_from_the_end(call, book, asked, found):
    assert call("list", *asked, cwd=book).ids == found
    assert call("list", *asked, "--no-cache", cwd=book).ids == found


def test_reversed_is_the_same_rows_from_the_last_to_the_first(call, book):
    for order in ("id", "title", "status", "last", "positions"):
        rows = call("list", "--sort", order, cwd=book).lines
        assert call("list", "--sort", order, "--reverse", cwd=book).lines == rows[::-1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["parties", "--topic", "bridges"], [("norland", "2"), ("sudland", "2"), ("marshal", "1")]),
        (["parties", "--party", "norland"], [("norland", "4"), ("envoy", "1"), ("marshal", "2")]),
        (["parties", "--since", "2025-04-03"], [("norland", "2"), ("envoy", "1"), ("sudland", "1")]),
        (["parties", "--search", "angstrom"], [("envoy", "2")]),
        (["parties", "--search", "the envoy", "--kind", "fact"], [("envoy", "1")]),
        (["parties", "--silent", "sudland", "--unregistered"], [("کشتی-بان", "1")]),
        (["sources", "--party", "marshal"], [("gazette-0311", "1")]),
        (["sources", "--source", "fleuve.example"], [("wire-0310", "1")]),
        (["sources", "--unused", "--search", "nobody cites"], [("shelved", "0")]),
        (["sources", "--kind", "policy", "--unarchived"], [("https://bare.example/tolls", "1")]),
        (["sources", "--search", "river gazette", "--topic", "river-war"], [("gazette-0311", "2")]),
        (["sources", "--unused", "--party", "marshal"], []),
        (["topics", "--party", "envoy"], [("river-war", "1")]),
        (["topics", "--topic", "bridges", "--disputed"], [("Bridges", "1")]),
        (["topics", "--search", "war"], [("river-war", "2")]),
    ],
)
def test_registers_count_what_the_filters_leave(call, book, asked, found):
    counts = {"parties": 5, "sources": 5, "topics": 1}
    ran = call(*asked, cwd=book)
    assert sorted((cells[0], cells[counts[asked[0]]]) for cells in ran.cells) == sorted(found)
    assert call(*asked, "--no-cache", cwd=book) == ran


def test_a_source_that_no_position_cites_belongs_to_the_claims_that_record_it(call, folder):
    record = 'title = "T"\n[[positions]]\nparty = "P"\nstance = "asserts"\n[[sources]]\nid = "idle"\n'
    book = folder(
        {"a": record, "b": record.replace("fact", "policy"), "sources": '[[sources]]\nid = "shared"\n'}
    ).parent
    assert call("sources", "--unused", cwd=book).ids == ["idle", "idle", "shared"]
    assert call("sources", "--unused", "--kind", "fact", cwd=book).ids == ["idle", "idle"]
    assert call("sources", "--unused", "--party", "p", cwd=book).ids == []


def test_more_addresses_at_a_host_than_one_condition_may_name(call, folder):
    position = '[[positions]]\nparty = "P"\nstance = "asserts"\nsources = ["https://big.example/{}"]\n'
    records = {f"c{n}": f'title = "C"\n{position.format(n)}' for n in range(102)}
    book = folder({**records, "other": f'title = "O"\n{position.format(0).replace("big", "small")}'}).parent
    for ways in ([], ["--no-cache"]):
        assert call("list", "--source", "big.example", "--count", *ways, cwd=book).out == "102\n"
        assert call("sources", "--source", "example", *ways, cwd=book).code == 3  # the name of no host


def test_only_the_number_is_printed_in_any_format_and_what_is_wrong_is_told(call, folder):
    book = folder({"a": 'title = "A"\n', "b": 'title = "B"\n', "bad": "title = 1\n"}).parent
    for to in ("table", "plain", "json", "jsonl", "csv", "markdown"):
        ran = call("list", "--count", "--format", to, cwd=book)
        assert (ran.code, ran.out) == (4, "2\n")
        assert "bad.toml:1" in ran.err
    assert call("list", "--count", "--limit", "1", cwd=book).out == "1\n"
    assert call("list", "--count", "--topic", "none", cwd=book).code == 3
