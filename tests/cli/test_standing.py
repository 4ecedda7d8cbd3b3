"""Wherever a line is shown, so is how it is known: on the record, anonymous, or only relayed; and told speech as told."""

from __future__ import annotations

import csv
import io
import json

import pytest
from gitrepo import Repo

from claimtrack.render.view import FORMATS

PARTIES = '[council]\nname = "City Council"\n[mayor]\nname = "Mayor"\nspeaks_for = "council"\n'
HEARSAY = """
title = "The dam leaked"
implies = ["repaired"]
[[positions]]
party       = "City Council"
stance      = "asserts"
date        = 2025-03-02
date_of     = "report"
value       = 5
quote       = "the pipes are wet"
attribution = "anonymous"
[[positions]]
party   = "Water Board"
stance  = "denies"
date    = 2025-03-04
date_of = "report"
quote   = "Board: nothing leaked"
via     = ["Editor", "Example Wire"]
[[positions]]
party  = "Mayor"
stance = "declines"
date   = 2025-03-03
[[positions]]
party  = "Union"
stance = "asserts"
date   = 2025-03-05
quote  = "we saw it"
"""
REPAIRED = """
title = "The dam was repaired"
[[positions]]
party  = "City Council"
stance = "denies"
date   = 2025-03-06
via    = ["Example Wire"]
quote  = "the city repaired nothing"
[[positions]]
party  = "Water Board"
stance = "asserts"
date   = 2025-03-07
[[positions]]
party       = "Union"
stance      = "denies"
attribution = "anonymous"
"""
BOOK = {"leak": HEARSAY, "repaired": REPAIRED, "parties": PARTIES}
LINES = {
    ("leak", "council"): ("asserts", "anonymous", "report"),
    ("leak", "water-board"): ("denies", "relayed", "report"),
    ("leak", "union"): ("asserts", "on-record", "statement"),
    ("repaired", "council"): ("denies", "relayed", "statement"),
    ("repaired", "water-board"): ("asserts", "on-record", "statement"),
    ("repaired", "union"): ("denies", "anonymous", "statement"),
}


@pytest.fixture
def book(folder):
    return folder(BOOK).parent


def rows_of(ran, to):
    """Give the rows of a flat format by the names of their columns."""
    if to == "csv":
        return list(csv.DictReader(io.StringIO(ran.out)))
    table = [line for line in ran.lines if line.startswith("|")]
    header, _, *rows = ([cell.strip() for cell in f"{line} ".split("| ")[1:-1]] for line in table)
    return [dict(zip([name.replace("\\", "") for name in header], row, strict=True)) for row in rows]


def rows_of_json(ran, to, noun):
    return ran.json[noun] if to == "json" else [json.loads(line) for line in ran.lines]


def off_record(claim, *parties):
    """Give what the column `off_record` says."""
    lines = [(party, *LINES[claim, party][:2]) for party in parties]
    return {" ".join(line) for line in lines if line[2] != "on-record"}


JSON = ("json", "jsonl")
ALL = ("council", "water-board", "union")


@pytest.mark.parametrize("more", [(), ("--no-cache",), ("--as-of", "2025-12")])
@pytest.mark.parametrize("to", FORMATS)
def test_list(call, book, to, more):
    ran = call("list", *more, "--format", to, cwd=book)
    if to == "table":
        words = {line.split()[0]: line.split() for line in ran.lines}
        assert words["leak"][-4:] == ["1+(1)", "0", "(1)", "2025-03-05"]
        assert words["repaired"][-4:] == ["1", "0", "(2)", "2025-03-07"]
        assert "(n) anonymous or relayed" in ran.err
    elif to == "plain":
        assert {cells[0]: set(cells[10].split("; ")) for cells in ran.cells} == {
            claim: off_record(claim, *ALL) for claim in ("leak", "repaired")
        }
    elif to == "markdown":
        rows = {row["claim"]: row for row in rows_of(ran, to)}
        assert [rows["leak"][sign] for sign in "+~−"] == ["1+(1)", "0", "(1)"]
        assert "(n) anonymous or relayed" in ran.out
    elif to == "csv":
        rows = {row["claim"]: row for row in rows_of(ran, to)}
        assert {claim: set(row["off_record"].split("; ")) for claim, row in rows.items()} == {
            claim: off_record(claim, *ALL) for claim in ("leak", "repaired")
        }
        assert {row["last_date_of"] for row in rows.values()} == {"statement"}
    else:
        found = {
            (row["claim"], line["principal"]): (side, line["standing"])
            for row in rows_of_json(ran, to, "claims")
            for side in ("asserts", "qualifies", "denies")
            for line in row[side]
        }
        assert found == {key: line[:2] for key, line in LINES.items()}


@pytest.mark.parametrize("to", FORMATS)
def test_matrix(call, book, to):
    ran = call("matrix", *ALL, "--format", to, cwd=book)
    if to == "table":
        leak, repaired = (line.split() for line in ran.lines[-2:])
        assert leak == ["leak", "The", "dam", "leaked", "(+)", "5", "(−)", "+"]
        assert repaired == ["repaired", "The", "dam", "was", "repaired", "(−)", "+", "(−)"]
        assert "(+) (−) anonymous or relayed" in ran.err
    elif to == "plain":
        assert {cells[0]: set(cells[4].split("; ")) for cells in ran.cells[1:]} == {
            claim: off_record(claim, *ALL) for claim in ("leak", "repaired")
        }
    elif to == "markdown":
        rows = {row["claim"]: row for row in rows_of(ran, to)}
        assert [rows["leak"][name] for name in ("City Council", "Water Board", "Union")] == ["(+) 5", "(−)", "\\+"]
        assert "\n\\+ asserts" in ran.out
    elif to == "csv":
        assert {row["claim"]: set(row["off_record"].split("; ")) for row in rows_of(ran, to)} == {
            claim: off_record(claim, *ALL) for claim in ("leak", "repaired")
        }
    else:
        found = {
            (row["claim"], line["principal"]): (line["side"], line["standing"], line["date_of"])
            for row in rows_of_json(ran, to, "claims")
            for line in row["lines"]
        }
        assert found == LINES


@pytest.mark.parametrize("to", FORMATS)
def test_diff(call, book, to):
    ran = call("diff", "council", "water-board", "--format", to, cwd=book, env={"COLUMNS": "200"})
    if to == "table":
        leak, repaired = (" ".join(line.split()) for line in ran.lines[-2:])
        assert "asserts, 5, by 2025-03-02, anonymous denies, by 2025-03-04, relayed" in leak
        assert repaired.endswith("denies, 2025-03-06, relayed asserts, 2025-03-07")
    elif to == "plain":
        assert [(*cells[8:10], *cells[18:20]) for cells in ran.cells] == [
            ("report", "anonymous", "report", "relayed"),
            ("statement", "relayed", "statement", "on-record"),
        ]
    elif to == "markdown":
        rows = {row["claim"]: (row["City Council"], row["Water Board"]) for row in rows_of(ran, to)}
        assert rows["leak"] == ("asserts, 5, by 2025-03-02, anonymous", "denies, by 2025-03-04, relayed")
        assert rows["repaired"] == ("denies, 2025-03-06, relayed", "asserts, 2025-03-07")
    elif to == "csv":
        found = {
            (row["claim"], row[f"{which}_principal"]): tuple(
                row[f"{which}_{name}"] for name in ("side", "standing", "date_of")
            )
            for row in rows_of(ran, to)
            for which in "ab"
        }
        assert found.items() <= LINES.items()
        assert len(found) == 4
    else:
        found = {
            (row["claim"], row[which]["principal"]): tuple(row[which][key] for key in ("side", "standing", "date_of"))
            for row in rows_of_json(ran, to, "comparisons")
            for which in "ab"
        }
        assert found.items() <= LINES.items()
        assert len(found) == 4


@pytest.mark.parametrize("to", FORMATS)
def test_shifts(call, folder, to):
    more = HEARSAY + '[[positions]]\nparty = "Water Board"\nstance = "asserts"\ndate = 2025-03-09\n'
    book = folder({**BOOK, "leak": more}).parent
    ran = call("shifts", "leak", "--format", to, cwd=book, env={"COLUMNS": "200"})
    keys = ("principal", "from_side", "from_standing", "to_side", "to_value", "to_standing", "date_of")
    moves = [
        ("council", "", "", "asserts", "5", "anonymous", "report"),
        ("water-board", "", "", "denies", "", "relayed", "report"),
        ("union", "", "", "asserts", "", "on-record", "statement"),
        ("water-board", "denies", "relayed", "asserts", "", "on-record", "statement"),
    ]
    if to == "table":
        lines = [" ".join(line.split()) for line in ran.lines]
        assert lines[1] == "by 2025-03-02 leak City Council asserts 5, anonymous"
        assert lines[2] == "by 2025-03-04 leak Water Board denies, relayed"
        assert lines[4] == "2025-03-09 leak Water Board denies, relayed → asserts"
    elif to == "plain":
        assert [(row[2], row[4], row[7], *row[8:10], row[11], row[18]) for row in ran.cells] == moves
    elif to == "markdown":
        assert [(row["who"], row["line"]) for row in rows_of(ran, to)][-1] == (
            "Water Board",
            "denies, relayed → asserts",
        )
    elif to == "csv":
        assert [tuple(row[key] for key in keys) for row in rows_of(ran, to)] == moves
    else:
        rows = rows_of_json(ran, to, "shifts")
        known = [tuple(row[key] and row[key]["standing"] for key in ("from", "to")) for row in rows]
        assert known == [(move[2] or None, move[5]) for move in moves]
        assert [row["date_of"] for row in rows] == [move[6] for move in moves]


@pytest.mark.parametrize("to", FORMATS)
def test_contradictions(call, book, to):
    ran = call("contradictions", "--format", to, cwd=book, env={"COLUMNS": "500"})
    names = ("first_standing", "first_date_of", "second_standing", "second_date_of")
    known = ["anonymous", "report", "relayed", "statement"]
    words = (
        "by 2025-03-02, City Council, anonymous, as told by an unnamed source: “the pipes are wet”",
        "2025-03-06, City Council, relayed, as told by Example Wire: “the city repaired nothing”",
    )
    if to in JSON:
        rows = rows_of_json(ran, to, "contradictions")
        positions = [rows[0][which] for which in ("first", "second")]
        found = [(each["standing"], each["date_of"]) for each in positions]
        assert found == [("anonymous", "report"), ("relayed", "statement")]
        assert [[via["party_name"] for via in each["via"]] for each in positions] == [[], ["Example Wire"]]
        return
    text = " ".join(ran.out.split())
    if to in {"table", "markdown"}:
        assert all(each in text for each in words)
    elif to == "plain":
        assert [cell for cell in ran.cells[0] if cell in known] == ["report", "anonymous", "statement", "relayed"]
    else:
        assert [rows_of(ran, to)[0][name] for name in names] == known


@pytest.mark.parametrize("to", FORMATS)
def test_show(call, book, to):
    ran = call("show", "leak", "--format", to, cwd=book)
    anonymous = "as told by an unnamed source: “the pipes are wet”"
    relayed = "as told by Editor, then Example Wire: “Board: nothing leaked”"
    text = " ".join(ran.out.split())
    if to == "table":
        assert "by 2025-03-02 asserts: 5 (anonymous)" in text
        assert "by 2025-03-04 denies (relayed)" in text
        assert all(words in text for words in (anonymous, relayed, "(+) (−) anonymous or relayed"))
        assert "2025-03-05 asserts “we saw it”" in text
    elif to == "markdown":
        assert f"by 2025-03-02, City Council asserts, 5, anonymous, {anonymous}" in text
        assert f"by 2025-03-04, Water Board denies, relayed, {relayed}" in text
        assert "2025-03-05, Union asserts: “we saw it”" in text
    elif to == "plain":
        lines = {cells[2]: (cells[3], *cells[7:9]) for cells in ran.cells if cells[0] == "line"}
        assert {("leak", party): line for party, line in lines.items()} == {
            key: line for key, line in LINES.items() if key[0] == "leak"
        }
        told = next(cells for cells in ran.cells if "Board: nothing leaked" in cells)
        assert [cell for cell in told if cell in {"relayed", "report", "editor; example-wire"}] == [
            "report",
            "relayed",
            "editor; example-wire",
        ]
    elif to == "csv":
        rows = {row["principal"]: row for row in rows_of(ran, to) if row["sets_line"]}
        found = {("leak", party): (row["stance"], row["standing"], row["date_of"]) for party, row in rows.items()}
        assert found == {key: line for key, line in LINES.items() if key[0] == "leak"}
        assert rows["water-board"]["via"] == "editor; example-wire"
    else:
        (claim,) = rows_of_json(ran, to, "claims")
        lines = {line["principal"]: line for line in claim["lines"]}
        assert {
            ("leak", party): (line["side"], line["standing"], line["date_of"]) for party, line in lines.items()
        } == {key: line for key, line in LINES.items() if key[0] == "leak"}
        (told,) = (each for each in claim["positions"] if each["place"] == lines["water-board"]["place"])
        assert (told["standing"], [via["party_name"] for via in told["via"]]) == ("relayed", ["Editor", "Example Wire"])


@pytest.mark.parametrize("to", FORMATS)
def test_changes(call, tmp_path, home, to):
    repo = Repo(tmp_path / "repo", home)
    repo.commit(BOOK, date="2025-06-01")
    later = '[[positions]]\nparty = "Water Board"\nstance = "asserts"\ndate = 2025-03-09\ndate_of = "report"\n'
    repo.write({"leak": HEARSAY.replace("value       = 5", "value       = 6") + later})
    ran = call("changes", "--format", to, cwd=repo.top, env={"COLUMNS": "250"})
    if to in JSON:
        correction, shift = rows_of_json(ran, to, "changes")
        (moved,) = correction["moved"]
        assert [moved[key]["standing"] for key in ("before", "after")] == ["anonymous", "anonymous"]
        assert (correction["new"]["attribution"], correction["date_of"]) == ("anonymous", "report")
        assert [change["standing"] for change in (correction, shift)] == ["anonymous", "on-record"]
        (moved,) = shift["moved"]
        assert [moved[key]["standing"] for key in ("before", "after")] == ["relayed", "on-record"]
        return
    text = " ".join(ran.out.split())
    assert "the line of City Council: asserts 5, anonymous → asserts 6, anonymous" in text
    assert "Water Board: denies, relayed → asserts" in text
    if to == "table":
        assert "by 2025-03-09" in text
    elif to == "plain":
        assert [cells[4:] for cells in ran.cells] == [["report", "anonymous"], ["report", "on-record"]]
    elif to == "csv":
        assert [row["date_of"] for row in rows_of(ran, to)] == ["report", "report"]
        assert [row["standing"] for row in rows_of(ran, to)] == ["anonymous", "on-record"]


@pytest.mark.parametrize("to", FORMATS)
def test_changes_of_positions_that_move_no_line_are_marked_too(call, tmp_path, home, to):
    first = {"party": "Mayor", "stance": "denies", "date": "2025-01-01", "sources": ["https://example.org/a"]}
    told = {**first, "stance": "asserts", "date": "2025-03-03", "via": ["Gazette"], "quote": "He says so every day."}
    gone = {**first, "party": "City Council", "stance": "comments", "attribution": "anonymous"}
    repo = Repo(tmp_path / "repo", home)
    repo.commit({"leak": {"title": "Leak", "positions": [first, told, gone]}}, date="2025-06-01")
    later = {**told, "date": "2025-04-04", "quote": "Nobody would believe it.", "sources": []}
    corrected = {**told, "quote": "He says so every single day."}
    repo.write({"leak": {"title": "Leak", "positions": [first, corrected, later]}})
    ran = call("changes", "--format", to, cwd=repo.top, env={"COLUMNS": "250"})
    expected = ["relayed", "relayed", "anonymous"]
    if to in JSON:
        assert [row["standing"] for row in rows_of_json(ran, to, "changes")] == expected
        return
    text = " ".join(ran.out.split())
    assert "Mayor, relayed: quote “He says so every day.” → “He says so every single day.”" in text
    assert "Mayor asserts, relayed" in text
    assert "City Council comments, anonymous" in text
    if to == "plain":
        assert [cells[-1] for cells in ran.cells] == expected
    elif to == "csv":
        assert [row["standing"] for row in rows_of(ran, to)] == expected


@pytest.mark.parametrize("to", FORMATS)
def test_parties_say_what_the_last_date_is_of(call, folder, to):
    position = '[[positions]]\nparty = "Board"\nstance = "denies"\ndate = "2025-03"\ndate_of = "report"\n'
    book = folder({"leak": 'title = "Leak"\n' + position}).parent
    for more in ((), ("--no-cache",)):
        ran = call("parties", *more, "--format", to, cwd=book)
        if to in JSON:
            assert [row["last_date_of"] for row in rows_of_json(ran, to, "parties")] == ["report"]
        elif to in {"table", "markdown"}:
            assert "by 2025-03" in ran.out
        elif to == "plain":
            assert ran.cells[0][-1] == "report"
        else:
            assert [row["last_date_of"] for row in rows_of(ran, to)] == ["report"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "denies “w”"),
        ({"via": ["Mayor"]}, "denies (via Mayor) “w”"),  # one who speaks for the same principal
        ({"via": ["Wire"]}, "denies (relayed) as told by Wire: “w”"),
        ({"via": ["Wire", "Mayor"]}, "denies (relayed) as told by Wire, then Mayor: “w”"),
        ({"attribution": "anonymous"}, "denies (anonymous) as told by an unnamed source: “w”"),
        (
            {"attribution": "anonymous", "via": ["Wire"]},
            "denies (anonymous) as told by an unnamed source, then Wire: “w”",
        ),
    ],
)
def test_words_are_shown_as_those_of_whoever_told_them(call, folder, more, words):
    position = {"party": "City Council", "stance": "denies", **more}
    for key in ("quote", "original"):
        book = folder({"leak": {"title": "Leak", "positions": [{**position, key: "w"}]}, "parties": PARTIES}).parent
        page = call("show", "leak", "--format", "table", cwd=book, env={"COLUMNS": "120"})
        told = " ".join(page.out.split())
        if key == "quote":
            assert words in told
        assert words.rpartition(") ")[2] in told


def test_words_without_a_quote_name_whoever_relayed_them(call, folder):
    position = {"party": "City Council", "stance": "denies", "via": ["Wire", "Editor"]}
    book = folder({"leak": {"title": "Leak", "positions": [position]}}).parent
    assert "denies (relayed by Wire, Editor)" in call("show", "leak", "--format", "table", cwd=book).out
    assert "denies, relayed by Wire, Editor" in call("show", "leak", "--format", "markdown", cwd=book).out


def test_a_line_that_lapses_by_hearsay_says_so(call, folder):
    position = '[[positions]]\nparty = "Council"\nstance = "{}"\ndate = {}\nattribution = "anonymous"\n'
    gone = position.format("asserts", "2025-01-01") + position.format("withdraws", "2025-01-02")
    book = folder({"leak": 'title = "Leak"\n' + gone}).parent
    lapse = call("shifts", "--format", "table", cwd=book).lines[-1]
    assert " ".join(lapse.split()) == "2025-01-02 leak Council, anonymous asserts, anonymous → none"


def test_a_book_on_the_record_has_no_marks(call, folder):
    told = HEARSAY.replace('attribution = "anonymous"\n', "").replace('via     = ["Editor", "Example Wire"]\n', "")
    book = folder({"leak": told, "parties": PARTIES}).parent
    for command in ("list", "matrix", "show leak", "shifts", "diff council union"):
        ran = call(*command.split(), "--format", "table", cwd=book)
        for sign in ("(+)", "(−)", "(1)", "anonymous", "relayed"):
            assert sign not in ran.out + ran.err


# Records of what was found wrong: two ministries declined on the record; hearsay came after a side on the record.
PROTEST = """
title = "The council protested to the state"
[[positions]]
party       = "City Council"
stance      = "asserts"
date        = 2025-07-21
date_of     = "report"
quote       = "prompted a private protest"
attribution = "anonymous"
[[positions]]
party  = "Mayor"
stance = "declines"
date   = 2025-07-21
[[positions]]
party  = "Press Office"
stance = "declines"
date   = 2025-07-21
"""
INVITED = """
title = "The chief was invited because of the prize"
[[positions]]
party  = "Mayor"
stance = "qualifies"
date   = 2025-06-18
[[positions]]
party   = "City Council"
stance  = "asserts"
date    = "2025-07"
date_of = "report"
quote   = "invited because of the prize"
via     = ["The author"]
"""
MEDIATION = """
title = "A third party should mediate"
kind  = "policy"
[[positions]]
party  = "Mayor"
stance = "asserts"
date   = 2025-05-10
[[positions]]
party  = "Press Office"
stance = "declines"
date   = 2025-06-10
[[positions]]
party       = "City Council"
stance      = "denies"
date        = "2025-09"
attribution = "anonymous"
"""
COUNCIL = PARTIES + '[press-office]\nname = "Press Office"\nspeaks_for = "council"\n'


def test_what_only_unnamed_officials_assert_is_not_listed_as_what_the_state_asserts(call, folder):
    book = folder({"protest": PROTEST, "parties": COUNCIL}).parent
    (row,) = call("list", cwd=book).cells
    assert row[10] == "council asserts anonymous"
    assert call("matrix", "--format", "table", cwd=book).lines[-1].split()[::7] == ["protest", "(+)"]
    (row,) = csv.DictReader(io.StringIO(call("matrix", "--format", "csv", cwd=book).out))
    assert (row["council"], row["off_record"]) == ("asserts", "council asserts anonymous")


@pytest.mark.parametrize(("claim", "signs"), [(INVITED, "~(+)"), (MEDIATION, "+·(−)")])
def test_a_timeline_ends_in_no_side_on_record_that_is_hearsay(call, folder, claim, signs):
    book = folder({"claim": claim, "parties": COUNCIL}).parent
    lines = call("show", "claim", "--format", "table", cwd=book).lines
    drawn = next(line for line in lines if line.startswith(" City Council"))
    assert drawn.removeprefix(" City Council").replace("─", "").strip() == signs
    assert "anonymous or relayed" in " ".join(lines)
