"""Every reading command in every format: the shapes that programs rely on."""

from __future__ import annotations

import csv
import io
import json

import pytest

from claimtrack.render.view import FORMATS

COMMANDS = {
    "list": (
        "claims",
        13,
        (
            "claim,title,kind,unit,status,divided,asserts_count,qualifies_count,denies_count,asserts,qualifies,denies,"
            "last_date,topics,values_differ,off_record,last_date_of,claim_date,position_count,path,"
            "review_count,status_without_reviews"
        ),
    ),
    "diff norland sudland": (
        "comparisons",
        25,
        (
            "claim,relation,title,kind,unit,"
            "a_principal,a_principal_name,a_side,a_silence,a_value,a_min,a_max,a_about,a_date,a_date_of,a_standing,"
            "a_party,a_party_name,a_withdrawn_by,a_withdrawn_date,"
            "b_principal,b_principal_name,b_side,b_silence,b_value,b_min,b_max,b_about,b_date,b_date_of,b_standing,"
            "b_party,b_party_name,b_withdrawn_by,b_withdrawn_date,a_rating,b_rating"
        ),
    ),
    "parties": (
        "parties",
        9,
        ("party,party_name,party_kind,speaks_for,claim_count,position_count,last_date,doubt,last_date_of,aliases"),
    ),
    "sources": (
        "sources",
        9,
        (
            "source,claim,publisher,source_title,author,source_date,position_count,origin,derived_from,url,archive_url,"
            "retrieved,source_lang,claims,source_quote,source_note"
        ),
    ),
    "topics": ("topics", 3, "topic,claim_count,disputed_count"),
}
# In CSV only: what makes a row stand alone.
CSV_ONLY = {
    *("kind", "unit", "asserts", "qualifies", "denies", "claim_date", "position_count", "path", "aliases", "author"),
    *("derived_from", "retrieved", "source_lang", "claims", "source_quote", "source_note"),
    "status_without_reviews",
    *(f"{which}_{name}" for which in "ab" for name in ("principal", "principal_name", "min", "max", "party_name")),
}
SHIPPED = ["list", "show jets", "diff india pakistan", "parties", "sources", "topics"]
NOTHING = {
    "list --limit 0": "claims",
    "diff norland sudland --only partly": "comparisons",
    "parties --unregistered": "parties",
    "sources --unused --unarchived": "sources",
    "topics": "topics",
}


def rows_of(text):
    return list(csv.reader(io.StringIO(text), strict=True))


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("command", SHIPPED)
def test_the_shipped_claims_come_in_every_format(call, command, to):
    ran = call(*command.split(), "--format", to)
    assert ran.code == 0
    assert ran.out.endswith("\n")
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.out
    if to not in {"table", "plain"}:
        assert ran.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_all_formats_tell_of_the_same_rows(call, book, command):
    noun, width, _ = COMMANDS[command]
    said = {to: call(*command.split(), "--format", to, cwd=book) for to in FORMATS}
    number = len(said["json"].json[noun])
    assert number > 1
    assert len(said["plain"].lines) == number
    assert len(said["jsonl"].lines) == number
    assert len(rows_of(said["csv"].out)) == number + 1
    assert len([line for line in said["markdown"].lines if line.startswith("|")]) == number + 2
    assert {len(cells) for cells in said["plain"].cells} == {width}


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_has_a_header_and_plain_has_the_cells_that_people_read(call, book, command):
    _, _, header = COMMANDS[command]
    head, *rows = rows_of(call(*command.split(), "--format", "csv", cwd=book).out)
    assert ",".join(head) == header
    only = CSV_ONLY - ({"position_count"} if command != "list" else set())
    lines = [[cell for name, cell in zip(head, row, strict=True) if name not in only] for row in rows]
    assert lines == call(*command.split(), cwd=book).cells


@pytest.mark.parametrize("command", COMMANDS)
def test_a_pipe_gets_plain(call, book, command):
    assert call(*command.split(), cwd=book).out == call(*command.split(), "--format", "plain", cwd=book).out


def test_plain_is_never_cut_to_a_width(call, folder):
    title = "word " * 200 + "end"
    book = folder({"long": {"title": title}}).parent
    ran = call("list", "--format", "plain", cwd=book, env={"COLUMNS": "20"})
    assert ran.cells == [["long", title, "open", "", "0", "0", "0", "", "", "", "", "", "0"]]


@pytest.mark.parametrize("command", [*COMMANDS, "show bridge dam"])
def test_json_is_an_envelope(call, book, command):
    noun = COMMANDS.get(command, ("claims",))[0]
    ran = call(*command.split(), "--json", cwd=book)
    said = ran.json
    head = ["a", "b", "tally"] if noun == "comparisons" else []
    assert list(said) == ["schema_version", *head, noun, "problems"]
    assert said["schema_version"] == 1
    assert said["problems"] == []
    lines = [json.dumps(row, ensure_ascii=False) for row in said[noun]]
    assert [line.rstrip(",") for line in ran.lines[2:-2]] == lines  # a row a line, as it is streamed
    assert call(*command.split(), "--format", "json", cwd=book).out == ran.out


@pytest.mark.parametrize("command", [*COMMANDS, "show bridge dam ferry flood toll-tax tolls"])
def test_every_row_has_every_key(call, book, command):
    noun = COMMANDS.get(command, ("claims",))[0]
    rows = call(*command.split(), "--json", cwd=book).json[noun]
    assert len({tuple(row) for row in rows}) == 1


@pytest.mark.parametrize("command", [*COMMANDS, "show bridge dam"])
def test_jsonl_is_one_row_a_line_and_the_same_as_in_the_envelope(call, book, command):
    noun = COMMANDS.get(command, ("claims",))[0]
    ran = call(*command.split(), "--format", "jsonl", cwd=book)
    assert [json.loads(line) for line in ran.lines] == call(*command.split(), "--json", cwd=book).json[noun]


def test_json_carries_the_problems(call, book, folder):
    folder({"canal": 'title = "Canal"\ncolour = "blue"\n'})
    ran = call("list", "--json", cwd=book)
    assert ran.code == 4
    assert len(ran.json["claims"]) == 6
    (problem,) = ran.json["problems"]
    assert {key: problem[key] for key in ("line", "column", "code", "message")} == {
        "line": 2,
        "column": 1,
        "code": "CT010",
        "message": 'unknown key "colour"',
    }
    assert problem["path"].replace("\\", "/") == "claims/canal.toml"
    assert problem["hint"].startswith("a claim has title, ")


def test_a_problem_without_a_hint_has_null(call, folder):
    (problem,) = call("list", "--json", cwd=folder({"x": "title = 5"}).parent).json["problems"]
    assert (problem["message"], problem["hint"]) == ("title must be text in quotes, not a number", None)


@pytest.mark.parametrize("command", NOTHING)
def test_nothing_found_is_fine_in_every_format(call, book, folder, command):
    if command == "topics":
        book = folder({"bare": {"title": "Bare"}}, at="bare/claims").parent
    if command.startswith("parties"):
        (book / "claims" / "ferry.toml").unlink()
    noun = NOTHING[command]
    said = {to: call(*command.split(), "--format", to, cwd=book) for to in FORMATS}
    assert {ran.code for ran in said.values()} == {0}
    assert said["json"].json[noun] == []
    assert said["json"].json["problems"] == []
    assert (said["plain"].out, said["jsonl"].out, said["table"].out) == ("", "", "")
    assert len(rows_of(said["csv"].out)) == 1
    assert len([line for line in said["markdown"].lines if line.startswith("|")]) == 2
    assert said["plain"].err == said["table"].err != ""
    assert said["json"].err == said["csv"].err == ""


def test_markdown_is_a_table_that_github_reads(call, book):
    ran = call("list", "--format", "markdown", "--disputed", cwd=book)
    assert ran.lines == [
        "| claim | title | status | \\+ | \\~ | − | last | topics |",
        "|---|---|---|---:|---:|---:|---|---|",
        "| bridge | Norland blew up the bridge | disputed | 1 | 0 | 1 | 2025-03-11 | river-war, Bridges |",
        "",
        "1 of 6 claims",
        "",
        "\\+ asserts \\~ qualifies − denies",
    ]


def test_json_for_short(call, book):
    assert call("list", "--json", "--format", "json", cwd=book).code == 0


@pytest.mark.parametrize("to", sorted(set(FORMATS) - {"json"}))
def test_json_for_short_contradicts_another_format(call, book, to):
    ran = call("list", "--json", "--format", to, cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert f"--json and --format {to} contradict each other" in ran.err


@pytest.mark.parametrize("to", ["table", "plain", "json"])
def test_the_real_program_says_the_same_as_this_process(run, call, book, to):
    env = {"COLUMNS": "80"}
    assert run("show", "bridge", "--format", to, cwd=book, env=env) == call("show", "bridge", "--format", to, cwd=book)
