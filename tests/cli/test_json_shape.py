"""The shape of JSON: every answer is as its schema says, which allows no other key; and CSV has the same names."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from answers import assert_valid, row_validator
from gitrepo import Repo
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from surroundings import examples, write_records

from claimtrack.model.vocabulary import KINDS, STANCES
from claimtrack.render.escape import csv_cell
from claimtrack.render.json_keys import KEYS, OBJECTS
from claimtrack.render.schemas import ANSWERS, schema

# Each command in each form of its answer.
COMMANDS = [
    "list",
    "show CLAIMS",
    "positions",
    "diff A B",
    "matrix",
    "matrix A --transpose",
    "shifts",
    "shifts CLAIMS --moved",
    "contradictions",
    "parties",
    "parties A B",
    "sources",
    "sources SOURCE",
    "topics",
    "check",
    "check --statistics",
    "check --explain",
    "check --explain CT020",
    "cache info",
]


def asked(commands, call, cwd):
    """Yield commands, each in words, with names that the folder has; without those for which it has too few."""
    claims = [row["claim"] for row in call("list", "--json", cwd=cwd).json["claims"]]
    parties = [row["party"] for row in call("parties", "--json", cwd=cwd).json["parties"]]
    sources = [row["source"] for row in call("sources", "--json", cwd=cwd).json["sources"]]
    known = {"CLAIMS": claims[:6], "A": parties[:1], "B": parties[1:2], "SOURCE": sources[:1]}
    for command in commands:
        if all(known.get(word, [word]) for word in command.split()):
            yield [each for word in command.split() for each in known.get(word, [word])]


def check_all(call, cwd):
    """Hold every command's JSON and JSON lines to its schema."""
    for command, *more in asked(COMMANDS, call, cwd):
        ran = call(command, *more, "--json", cwd=cwd)
        assert_valid(command, ran.json)
        if command != "cache":
            lines = call(command, *more, "--format", "jsonl", cwd=cwd).lines
            noun = [answer.noun for answer in ANSWERS[command] if answer.noun in ran.json][-1]
            assert [*map(json.loads, lines)] == ran.json[noun], (command, more)
            for line in lines[:1]:
                row_validator(command).validate(json.loads(line))


def test_the_schemas_are_schemas_and_every_key_has_one_meaning_that_is_used():
    for command in ANSWERS:
        Draft202012Validator.check_schema(schema(command))
    used = {key.removesuffix("?") for keys in OBJECTS.values() for key in keys.split()}
    assert used == set(KEYS)


def test_every_command_with_json_has_a_schema(call):
    help_of = {name: call(name, "--help").out for name in call("--help").out.split() if name.isalpha()}
    assert {name for name, text in help_of.items() if "--json" in text} <= set(ANSWERS) | {"schema"}


def test_a_schema_is_printed_and_an_unknown_command_is_named(call):
    for command in ANSWERS:
        assert json.loads(call("schema", "--output", command).out) == schema(command)
    ran = call("schema", "--output", "edit")
    assert ran.code == 2
    assert 'claimtrack: "edit" prints no JSON' in ran.err


def test_a_key_that_the_schema_does_not_have_is_an_error(call, book):
    answer = call("list", "--json", cwd=book).json
    answer["claims"][0]["more"] = 1
    with pytest.raises(AssertionError, match="more"):
        assert_valid("list", answer)


def test_the_answers_about_the_shipped_claims(call):
    check_all(call, Path(__file__).parents[2])


def test_the_answers_about_a_small_book_and_its_problems(call, book, folder):
    folder(
        {"broken": "titel = 1", "late": 'title = "Late"\ndate = 2999-01-01\n[[positions]]\nparty = "x"\nstance = "x"'}
    )
    check_all(call, book)
    ran = call("list", "--json", cwd=book)
    assert (ran.code, len(ran.json["problems"])) == (4, 2)


LATER = {"party": "Water Board", "stance": "asserts", "date": "2025-06-01", "value": 7, "sources": ["wire"]}


def test_the_answers_about_changes(call, tmp_path, home):
    first = {**LATER, "stance": "denies", "date": "2025-01-01", "value": {"max": 5}, "via": ["Gazette"]}
    repo = Repo(tmp_path / "repo", home)
    records = {
        "dam": {"title": "Dam", "positions": [first, {**first, "party": "Mayor"}], "sources": [{"id": "wire"}]},
        "road": {"title": "Road", "positions": [first]},
        "gone": {"title": "Gone"},
        "parties": {"mayor": {"name": "Mayor"}},
        "sources": {"sources": [{"id": "wire", "title": "Wire"}]},
    }
    repo.commit(records, date="2025-07-01")
    dam = {**records["dam"], "topics": ["water"], "sources": [{"id": "wire", "title": "The wire"}]}
    repo.write(
        {
            "dam": {**dam, "positions": [{**first, "quote": "No."}, LATER]},
            "street": {"title": "Road", "positions": [first]},
            "road": None,
            "gone": None,
            "bad": "titel = 1",
            "parties": {"mayor": {"name": "The Mayor", "speaks_for": "water-board"}, "new": {"name": "New"}},
            "sources": {"sources": [{"id": "wire", "title": "A wire"}]},
        }
    )
    ran = call("changes", "--json", cwd=repo.top)
    assert_valid("changes", ran.json)
    whats = {row["what"] for row in ran.json["changes"]}
    assert whats >= {"shift", "correction", "removed", "renamed", "claim", "source", "edited", "added"}
    assert ran.json["problems"]
    repo.commit(date="2025-07-02")
    each = call("changes", "--each", "HEAD~..", "--json", cwd=repo.top).json
    assert_valid("changes", each)
    assert {row["commit"] for row in each["changes"]} != {None}
    for line in call("changes", "--each", "HEAD~..", "--format", "jsonl", cwd=repo.top).lines:
        row_validator("changes").validate(json.loads(line))
    for more in ([], ["--statistics"]):
        assert_valid("check", call("check", "--new-since", "HEAD~", *more, "--json", cwd=repo.top).json)
    assert_valid("check", call("check", "--new-since", "HEAD~", "--json", cwd=repo.top).json)


def test_a_number_of_rows_is_only_a_number_in_any_format(call, book):
    for command in ("list", "positions", "parties", "sources", "topics", "shifts", "contradictions", "matrix"):
        rows = call(command, "--format", "jsonl", cwd=book).lines
        for more in ([], ["--json"], ["--format", "jsonl"], ["--format", "csv"]):
            assert call(command, "--count", *more, cwd=book).out == f"{len(rows)}\n"


def test_a_dry_run_shows_a_diff_or_refuses(call, book):
    for more in (["--json"], ["--format", "csv"], ["--statistics"], ["--statistics", "--json"]):
        ran = call("check", "--fix", "--dry-run", *more, cwd=book)
        assert (ran.code, ran.out) == (2, "")
        assert "it shows a diff" in ran.err


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=4).filter(str.strip)
NAMES = st.sampled_from(["Water Board", "City Council", "شہر کونسل", "Mayor", "Gazette"])
DATES = st.sampled_from(["2024", "2025-03", "2025-05-07", "2025-05-07T10:00:00+05:30", "2025-05-07T01:00:00Z"])
SOURCES = st.sampled_from(["wire", "copy", "https://example.org/a", {"id": "wire", "at": "12:40"}])
POSITIONS = st.fixed_dictionaries(
    {"party": NAMES, "stance": st.sampled_from(STANCES)},
    optional={
        "date": DATES,
        "date_of": st.just("report"),
        "value": st.integers(-5, 5) | st.floats(-2, 2) | st.just("a few") | st.just({"min": 2}) | st.just({"max": 2.5}),
        "about": st.sampled_from(["2024", "2025"]),
        "rating": TEXTS,
        "quote": TEXTS,
        "original": TEXTS,
        "note": TEXTS,
        "attribution": st.just("anonymous"),
        "via": st.lists(NAMES, min_size=1, max_size=2),
        "sources": st.lists(SOURCES, max_size=3),
    },
)
CLAIMS = st.fixed_dictionaries(
    {"title": TEXTS, "positions": st.lists(POSITIONS, max_size=5)},
    optional={
        "kind": st.sampled_from(KINDS),
        "unit": TEXTS,
        "original": TEXTS,
        "place": TEXTS,
        "date": DATES,
        "topics": st.lists(TEXTS, max_size=2),
        "implies": st.just(["c0"]),
        "contradicts": st.just(["c1"]),
        "notes": TEXTS,
    },
)
# Of a folder, what is wrong with it; some of it hides a claim, and some does not.
PROBLEMS = st.dictionaries(
    st.sampled_from(["bad", "worse", "half", "x y"]),
    st.sampled_from(
        [
            "titel = 1",
            "title = 'No end",
            "title = 'Late'\ndate = 2999-01-01\nurl = 5",
            "title = 'Half'\ntopics = 5\n[[positions]]\nparty = 'Mayor'\nstance = 'asserts'\nsources = ['none']",
            "title = 'Wrong'\n[[positions]]\nparty = 'Mayor'\nstance = 'agrees'",
        ]
    ),
    max_size=2,
)
PARTIES = '[city-council]\nname = "City Council"\n[mayor]\nname = "Mayor"\nspeaks_for = [{party = "city-council", from = 2025}]'
SHARED = {
    "sources": [
        {
            "id": "wire",
            "title": "Wire",
            "url": "https://example.org/wire",
            "archive_url": "https://archive.example/wire",
        },
        {"id": "copy", "publisher": "Gazette", "derived_from": "wire", "date": "2025-05", "lang": "ur"},
    ]
}


@given(st.lists(CLAIMS, min_size=1, max_size=4), PROBLEMS)
@settings(max_examples=examples(9), deadline=None)
def test_the_answers_about_any_records(call, claims, problems):
    with tempfile.TemporaryDirectory() as place:
        records = {f"c{number}": claim for number, claim in enumerate(claims)} | problems
        write_records(Path(place) / "claims", {**records, "parties": PARTIES, "sources": SHARED})
        check_all(call, place)
        compare_all(call, place)


# -- CSV has the names and the contents of JSON

# Columns that are read from a list of objects, by the list and the key of its items.
OF_LISTS = {
    "via": ("via", "party"),
    "via_names": ("via", "party_name"),
    "sources": ("sources", "source"),
    "at": ("sources", "at"),
    "source_titles": ("sources", "source_title"),
    "publishers": ("sources", "publisher"),
    "authors": ("sources", "author"),
    "source_dates": ("sources", "source_date"),
    "urls": ("sources", "url"),
    "archive_urls": ("sources", "archive_url"),
    "origins": ("sources", "origin"),
    "source_quotes": ("sources", "source_quote"),
    "source_notes": ("sources", "source_note"),
    "withdrawn_by": ("withdrawals", "party"),
    "asserts": ("asserts", "principal"),
    "qualifies": ("qualifies", "principal"),
    "denies": ("denies", "principal"),
}
# Columns in words, for which JSON has several keys.
IN_WORDS = {"withdrawn_date", "off_record"}
CSV = ["list", "show CLAIMS", "positions", "diff A B", "shifts", "contradictions", "parties", "sources", "topics"]


def text_of(name, value):
    """Give a value in JSON as a cell of CSV has it."""
    if value is None or value is False:
        return ""
    if value is True:
        return name.replace("_", " ")
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        if low is None or high is None:
            return f"at most {high}" if low is None else f"at least {low}"
        return str(low) if low == high else f"{low} to {high}"
    return str(value)


def joined(items):
    return "; ".join(items) if any(items) else ""


def expected(row, name):
    """Give what a row of JSON says under the name of a column."""
    place = row
    for prefix in ("a", "b", "from", "to", "now", "first", "second"):
        if name.startswith(f"{prefix}_") and prefix in row:
            place, name = row[prefix], name.removeprefix(f"{prefix}_")
            break
    if place is None:
        return ""
    if name.endswith("_count") and (side := name.removesuffix("_count")) in {"asserts", "qualifies", "denies"}:
        return str(len(place[side]))
    if name in OF_LISTS and (name != "sources" or isinstance(place["sources"], list)):
        key, field = OF_LISTS[name]
        return joined([text_of(field, item[field]) for item in place[key]])
    if name == "order" and "order" not in place:
        return "" if place["order_certain"] else "order not certain"
    value = place[name]
    return joined([text_of(name, item) for item in value]) if isinstance(value, list) else text_of(name, value)


def compare_all(call, cwd):
    """Hold every command's CSV to its JSON."""
    for command, *more in asked(CSV, call, cwd):
        answer = call(command, *more, "--json", cwd=cwd).json
        noun = next(key for key in answer if isinstance(answer[key], list))
        rows = [act for claim in answer[noun] for act in acts(claim)] if command == "show" else answer[noun]
        out = call(command, *more, "--format", "csv", cwd=cwd).out
        cells = [*csv.DictReader(io.StringIO(out, newline=""))]
        for row, read in zip(rows, cells, strict=True):
            for name, cell in read.items():
                if name not in IN_WORDS and not name.endswith("withdrawn_date"):
                    said = csv_cell(expected(row, name))
                    # What may stand at the start of a line gets one apostrophe more.
                    assert cell.replace("'", "") == said.replace("'", ""), (command, name)


def acts(claim):
    """Give the positions of a claim, each with what its row repeats of the claim."""
    by_id = {source["source"]: source for source in claim["sources"]}
    doubts = {party["party"]: party["doubt"] for party in claim["parties"]}
    without = {each["place"]: each["status_without"] for each in claim["rests_on"]}
    for position in claim["positions"]:
        cited = [{**by_id.get(each["source"], {}), **each} for each in position["sources"]]
        own = {"doubt": doubts[position["party"]], "status_without": without.get(position["place"])}
        yield {**claim, **position, **own, "sources": cited}


def test_csv_says_what_json_says_of_the_shipped_claims(call):
    compare_all(call, Path(__file__).parents[2])


def test_csv_says_what_json_says_of_a_small_book(call, book):
    compare_all(call, book)
