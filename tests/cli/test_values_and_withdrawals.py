"""What the commands say of values that differ, of the time of a value, and of a withdrawal that leaves a line."""

from __future__ import annotations

import csv
import io

import pytest

FORMATS = ["table", "plain", "json", "jsonl", "csv", "markdown"]
FLOOD = {
    "title": "People died in the flood",
    "unit": "deaths",
    "positions": [
        {"party": "City Council", "stance": "asserts", "date": "2025-05-01", "value": 112},
        {"party": "वन विभाग", "stance": "asserts", "date": "2025-05-02", "value": {"min": 126, "max": 143}},
        {"party": "Water Board", "stance": "denies", "date": "2025-05-03", "value": {"max": 112}},
    ],
}
STAKE = {
    "title": "The fund owns a part of the dam",
    "unit": "percent",
    "positions": [
        {"party": "Ledger", "stance": "asserts", "date": "2025-06-01", "value": 75, "about": "2024-12"},
        {"party": "Ledger", "stance": "asserts", "date": "2025-06-02", "value": 40, "about": "2025-06"},
        {"party": "Water Board", "stance": "asserts", "date": "2025-06-03", "value": 60, "about": "2025-03"},
    ],
}
PARTIES = {
    "state": {"name": "State"},
    "other-state": {"name": "Other State"},
    "envoy": {
        "name": "Envoy",
        "speaks_for": [{"party": "state", "until": "2022"}, {"party": "other-state", "from": "2025"}],
    },
}


def treaty(date):
    return {
        "title": "The treaty is void",
        "positions": [
            {"party": "Envoy", "stance": "asserts", "date": "2021-03-01"},
            {"party": "Other State", "stance": "asserts", "date": "2022-03-01"},
            {"party": "Envoy", "stance": "withdraws", "date": date},
        ],
    }


def csv_rows(ran):
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_claims_whose_values_differ_are_marked_and_found(call, folder, cache):
    book = folder({"flood": FLOOD, "stake": STAKE}).parent
    ran = call("list", "--format", "table", *cache, cwd=book)
    marks = {line.split()[0]: "≠" in line for line in ran.lines[1:]}
    assert marks == {"flood": True, "stake": False}
    assert ran.err.endswith("  ≠ numbers differ\n")
    assert call("list", "--values-differ", *cache, cwd=book).ids == ["flood"]
    assert call("list", "--values-differ", "--as-of", "2025-05-01", *cache, cwd=book).ids == []
    rows = call("list", "--json", *cache, cwd=book).json["claims"]
    assert [row["values_differ"] for row in rows] == [True, False]
    assert [cells[9] for cells in call("list", *cache, cwd=book).cells] == ["values differ", ""]


@pytest.mark.parametrize("to", FORMATS)
def test_show_says_between_whom_values_differ(call, folder, to):
    book = folder({"flood": FLOOD}).parent
    said = "They differ on the number: 112 (City Council), at most 112 (Water Board) against 126 to 143 (वन विभाग)."
    out = call("show", "flood", "--format", to, cwd=book, env={"COLUMNS": "300"}).out
    assert said in out.replace("\\", "")


def test_the_times_about_which_values_differ_are_said_apart(call, folder):
    positions = [
        {"party": party, "stance": "asserts", "value": value, "about": about}
        for party, value, about in [("A", 5, "2024"), ("B", 7, "2024"), ("C", 1, "2025"), ("D", 2, "2025")]
    ]
    book = folder({"t": {"title": "T", "positions": positions}}).parent
    (claim,) = call("show", "t", "--json", cwd=book).json["claims"]
    assert claim["reason"].endswith(
        " They differ on the number for 2024: 5 (A) against 7 (B)."
        " They differ on the number for 2025: 1 (C) against 2 (D)."
    )
    assert claim["values_differ"] is True


@pytest.mark.parametrize("command", ["show stake", "diff ledger water-board", "matrix", "shifts stake", "shifts"])
@pytest.mark.parametrize("to", FORMATS)
def test_every_command_shows_the_value_of_now_with_its_time(call, folder, command, to):
    book = folder({"stake": STAKE}).parent
    out = call(*command.split(), "--format", to, cwd=book, env={"COLUMNS": "300"}).out
    if to in {"json", "jsonl"}:
        assert '"2025-06"' in out
        assert '"about"' in out
    else:
        assert "2025-06" in out.replace("2025-06-0", "")
        assert "40" in out


def test_the_time_of_a_value_is_a_key_and_a_column(call, folder):
    book = folder({"stake": STAKE}).parent
    (row,) = call("diff", "ledger", "water-board", "--json", cwd=book).json["comparisons"]
    assert (row["relation"], row["a"]["value"], row["a"]["about"]) == ("agree", 40, "2025-06")
    (row,) = call("matrix", "--json", cwd=book).json["claims"]
    assert [line["about"] for line in row["lines"] if line["principal"] == "ledger"] == ["2025-06"]
    first, _ = call("shifts", "--json", cwd=book).json["shifts"]
    known = {"side": "asserts", "standing": "on-record"}
    assert first["to"] == {**known, "value": 75, "min": 75, "max": 75, "about": "2024-12"}
    assert first["now"] == {**known, "value": 40, "min": 40, "max": 40, "about": "2025-06"}
    (row,) = csv_rows(call("diff", "ledger", "water-board", "--format", "csv", cwd=book))
    assert (row["a_about"], row["b_about"]) == ("2025-06", "2025-03")
    rows = csv_rows(call("shifts", "--format", "csv", cwd=book))
    assert [(row["now_value"], row["now_about"]) for row in rows] == [("40", "2025-06"), ("", "")]


def test_the_line_of_the_shipped_claim_is_one_in_every_command(call):
    (row,) = csv_rows(call("shifts", "wlf-stake", "--party", "forbes", "--format", "csv"))
    assert (row["to_side"], row["to_value"], row["to_about"]) == ("asserts", "75", "2024-12")
    assert (row["now_value"], row["now_about"]) == ("40", "2025-06")
    assert "now 40 for" in call("shifts", "wlf-stake", "--format", "table", env={"COLUMNS": "200"}).out
    shown = call("show", "wlf-stake", "--format", "plain").cells
    (line,) = [cells for cells in shown if cells[0] == "line" and cells[2] == "forbes"]
    assert (line[4], line[9]) == ("40 percent", "2025-06")


def test_what_a_party_did_is_asked_of_that_party(call):
    assert "nobel" in call("list", "--since", "2025-10-01").ids
    assert "nobel" in call("list", "--party", "pakistan", "--since", "2025-10-01").ids
    assert "nobel" not in call("list", "--party", "india", "--since", "2025-10-01").ids


def test_one_act_agrees_with_itself(call):
    relations = {cells[0]: cells[1] for cells in call("diff", "trump", "united-states").cells}
    assert (relations["jets"], relations["abbey-gate-mastermind"]) == ("agree", "partly")


@pytest.mark.parametrize(("date", "by_then"), [("2024-05-01", "nobody else"), ("2025-05-01", "Other State")])
@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_a_withdrawal_that_leaves_the_line_is_shown(call, folder, date, by_then, cache):
    book = folder({"treaty": treaty(date), "parties": PARTIES}).parent
    (row,) = call("list", "--divided", "--json", *cache, cwd=book).json["claims"]
    assert (row["divided"], len(row["asserts"]), row["denies"]) == (True, 2, [])
    assert "asserted*" in call("list", "--format", "table", *cache, cwd=book).out
    assert call("list", "--divided", "--as-of", "2023", *cache, cwd=book).ids == []
    page = call("show", "treaty", "--format", "table", *cache, cwd=book, env={"COLUMNS": "200"}).out
    assert f"    * its author withdrew: Envoy, {date}, by then speaking for {by_then}\n" in page
    assert f"State (Envoy, 2021-03-01, Envoy withdrew {date})" in page
    (claim,) = call("show", "treaty", "--json", *cache, cwd=book).json["claims"]
    lines = {line["principal"]: [each["place"] for each in line["withdrawals"]] for line in claim["lines"]}
    assert lines == {"state": [3], "other-state": []}
    matrix = call("matrix", "--format", "table", *cache, cwd=book)
    assert matrix.lines[-1].split()[-2:] == ["+", "+*"]
    assert "* its author withdrew" in matrix.err
    diff = call("diff", "state", "other-state", "--format", "table", *cache, cwd=book).out
    assert f"asserts, 2021-03-01, Envoy withdrew {date}" in " ".join(diff.replace("asserts, 2022-03-01", "").split())


def test_who_gave_the_value_and_withdrew_is_named(call, folder):
    claim = treaty("2024-05-01")
    claim["positions"][0]["value"] = 5
    claim["positions"].insert(1, {"party": "State", "stance": "asserts", "date": "2022-01-01"})
    book = folder({"treaty": claim, "parties": PARTIES}).parent
    page = call("show", "treaty", "--format", "table", cwd=book, env={"COLUMNS": "200"}).out
    assert "* who gave its value withdrew: Envoy, 2024-05-01, by then speaking for nobody else\n" in page


@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_claims_whose_status_rests_on_one_position_are_found(call, folder, cache):
    denial = {"party": "City Council", "stance": "denies", "date": "2025-06-02"}
    often = [{"party": party, "stance": "asserts", "date": "2025-06-01"} for party in ("Water Board", "Anglers")]
    claims = folder(
        {
            "canal": {"title": "The canal leaked", "positions": [*often, denial, {**denial, "stance": "comments"}]},
            "dam": {"title": "The dam leaked", "positions": often},
            "flood": {"title": "It will flood"},
        }
    )
    assert call("list", "--thin", *cache, cwd=claims.parent).ids == ["canal"]
    assert call("list", "--thin", "--as-of", "2025-06-01", *cache, cwd=claims.parent).ids == []
    assert call("show", "canal", "--json", *cache, cwd=claims.parent).json["claims"][0]["rests_on"] == [
        {"place": 3, "status_without": "asserted"}
    ]
