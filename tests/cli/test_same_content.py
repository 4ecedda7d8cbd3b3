"""Every format stands alone: what the screen says of the records, CSV, Markdown and JSON say too."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from surroundings import examples, write_records

from claimtrack.model.vocabulary import STANCES

COMMANDS = [
    "list",
    "show dam road gate",
    "positions",
    "diff water-board city-council",
    "diff mayor clerk",
    "matrix",
    "matrix --transpose",
    "shifts",
    "contradictions",
    "parties",
    "parties water-board mayor",
    "sources",
    "sources own reprint wire",
    "topics",
]
FORMATS = ["csv", "markdown", "json"]
# One table has one kind of rows, so that CSV has only the first list of what is shown whole.
ONLY_THE_FIRST_LIST = {("parties water-board mayor", "csv"), ("sources own reprint wire", "csv")}
WIDE = {"COLUMNS": "900"}

PARTIES = {
    "water-board": {"name": "Board of Water", "kind": "kindzz1", "aliases": ["aliaszz2"]},
    "city-council": {"name": "Council of Riverton", "aliases": ["aliaszz3"]},
    "mayor": {
        "name": "Mayor Weir",
        "speaks_for": [{"party": "city-council", "from": "1990-01-03", "until": "2027-01-04"}],
    },
    "clerk": {"name": "Clerk Lock", "speaks_for": "city-council"},
    "envoy": {
        "name": "Envoy Sluice",
        "speaks_for": [{"party": "water-board", "from": "1990-02-05", "until": "2025-12-06"}],
    },
}
NAMES = [*(party["name"] for party in PARTIES.values()), "Gazette", "Clark Lock", "شہر کونسل"]
TEXTS = ("quote", "original", "note", "rating")
VALUES = st.sampled_from([1700, {"min": 1800}, {"min": 1900, "max": 1950}, "several dozen"])
POSITIONS = st.fixed_dictionaries(
    {"party": st.sampled_from(NAMES), "stance": st.sampled_from(STANCES), "texts": st.sets(st.sampled_from(TEXTS))},
    optional={
        "date": st.dates().map(lambda day: f"2025-{day.month:02}-{min(day.day, 28):02}")
        | st.sampled_from(["2023", "2024-11"]),
        "date_of": st.just("report"),
        "value": VALUES,
        "about": st.sampled_from(["2021", "2022-03"]),
        "attribution": st.just("anonymous"),
        "via": st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
        "cites": st.lists(st.sampled_from(["own", "reprint", "wire", "https://example.org/barezz4"]), max_size=3),
    },
)
CLAIMS = st.lists(st.lists(POSITIONS, min_size=1, max_size=5), min_size=3, max_size=3)


def book(drawn):
    """Give the records of a book in which each text is another word."""
    number = itertools.count(10)

    def word(of):
        return f"{of}zz{next(number)}"

    def position(told):
        told = {**told, **{key: word(key) for key in sorted(told["texts"])}}
        cites = told.pop("cites", [])
        del told["texts"]
        sources = [each if "/" in each else {"id": each, "at": word("at")} for each in cites]
        return {**told, **({"lang": "ur"} if "original" in told else {}), **({"sources": sources} if sources else {})}

    def source(source_id, **more):
        words = {key: word(key) for key in ("title", "publisher", "author", "quote", "note")}
        addresses = {key: f"https://example.org/{word(key)}" for key in ("url", "archive_url")}
        return {"id": source_id, **words, **addresses, **more}

    links = {"implies": ["road"], "contradicts": ["gate"], "see_also": ["ford"]}
    texts = ("title", "statement", "notes", "unit", "place", "original")
    records = {
        name: {
            **{key: word(key) for key in texts},
            "lang": "hi",
            "date": "2022-06-07",
            "topics": [word("topic"), "shared"],
            "positions": [*map(position, told)],
        }
        for name, told in zip(("dam", "road", "gate"), drawn, strict=True)
    }
    records["dam"] |= {**links, "sources": [source("own", date="2022-01-08"), source("reprint", derived_from="own")]}
    for name in ("road", "gate"):
        for each in records[name]["positions"]:
            each["sources"] = [
                ref for ref in each.get("sources", []) if ref != "own" and "id" in ref and ref["id"] == "wire"
            ]
    return {**records, "ford": {"title": word("title")}, "parties": PARTIES, "sources": {"sources": [source("wire")]}}


def leaves(node):
    """Yield every text, date and number of the records."""
    if isinstance(node, dict | list):
        for each in node.values() if isinstance(node, dict) else node:
            yield from leaves(each)
    else:
        yield str(node)


def missing(call, cwd, command, to, known):
    """Give what the screen says of the records, and an answer in a format does not."""
    screen = call(*command.split(), "--format", "table", cwd=cwd, env=WIDE).out
    said = call(*command.split(), "--format", to, cwd=cwd).out
    # Each party of a matrix is a column of CSV, which its id names.
    ids = {*NAMES} if (command, to) == ("matrix", "csv") else set()
    return sorted(each for each in known - ids if each in screen and each not in said)


def check(call, drawn):
    records = book(drawn)
    known = {*records, *PARTIES, *(each for each in leaves(records) if len(each) > 3)} - {*STANCES}
    with tempfile.TemporaryDirectory() as place:
        write_records(Path(place) / "claims", records)
        for command, to in itertools.product(COMMANDS, FORMATS):
            if (command, to) not in ONLY_THE_FIRST_LIST:
                assert missing(call, place, command, to, known) == [], (command, to)


@settings(max_examples=examples(3), deadline=None, phases=[Phase.generate])
@given(CLAIMS)
def test_what_the_screen_says_every_format_says(call, drawn):
    check(call, drawn)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(CLAIMS)
def test_what_the_screen_says_every_format_says_of_many_books(call, drawn):
    check(call, drawn)
