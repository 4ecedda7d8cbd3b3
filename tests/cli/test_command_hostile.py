"""Text that would steer a terminal, a spreadsheet or a web page comes through whole and harmless."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.render.view import FORMATS

# Tab and newline aside: C0, DEL, C1, line and paragraph separators, and what overrides a direction of writing.
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TEXTS = {
    "markup": "He said [sic] and [/x] and [bold red]loud[/] and [link=https://evil.example]here[/link]",
    "emoji code": "It was :smile: :warning: again",
    "escape": "Fine\x1b[2J\x1b[31m red \x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "bell and backspace": "Ding\x07 back\x08\x08 vertical\x0b form\x0c return\r over",
    "delete and nul": "gone\x7f nul\x00 end",
    "C1": "CSI \x9b31m OSC \x9d0;title\x9c next line \x85 end",
    "bidi override": "safe \u202efdp.exe\u202c end",
    "isolates": "\u2066left\u2069 \u2067right\u2069 \u2068first\u2069",
    "separators": "line\u2028paragraph\u2029end",
    "tab and newline": "one\ttwo\nthree\n\nfour",
    "formula": "=cmd|' /C calc'!A0",
    "html": "<script>alert(1)</script> & <b>bold</b> &amp; \"quoted\" 'too'",
    "markdown": "a | b \\ `c` *d* _e_ # f [g](https://evil.example) ~h~ $i$",
    "urdu": "پاکستان نے کہا «ہم نے پل نہیں گرایا»",
    "devanagari": "भारत ने कहा कि पुल हमने नहीं गिराया",
    "marks of direction": "a\u200eb\u200fc\u061cd",
    "joiners": "می\u200cخواهم क्\u200dष",
    "quotes": "“typographic” \"plain\" 'single' «guillemets»",
    "braces": "{a.name} {0} {} %s $HOME `id`",
}
COMMANDS = ["list", "show t", "diff p0 p1", "parties", "sources", "topics"]


def record(text):
    """Say a text wherever a record takes text."""
    position = {
        "quote": text,
        "original": text,
        "note": text,
        "rating": text,
        "date": "2025",
        "value": text,
        "lang": "en",
    }
    return {
        "title": text,
        "statement": text,
        "original": text,
        "lang": "en",
        "place": text,
        "notes": text,
        "unit": text,
        "topics": [f"topic {text}"],
        "see_also": [text],
        "positions": [
            {**position, "party": f"p0 {text}", "stance": "asserts", "sources": [{"id": text, "at": text}]},
            {**position, "party": f"p1 {text}", "stance": "denies", "via": [f"v {text}"], "value": 5},
            {**position, "party": f"p2 {text}", "stance": "comments", "attribution": "anonymous"},
        ],
        "sources": [
            {"id": text, "url": "https://example.org/"}
            | dict.fromkeys(("title", "publisher", "author", "quote", "note"), text)
        ],
    }


def spelt(text, *, one_line=True):
    """Spell out what is harmful as the screen does."""
    told = HARMFUL.sub(lambda match: ascii(match.group())[1:-1].replace("\\r", "\\x0d"), text)
    return told.replace("\n", "\\n").replace("\t", "\\t") if one_line else told


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("to", [to if to == "table" else pytest.param(to, marks=pytest.mark.slow) for to in FORMATS])
@pytest.mark.sampled(3)
def test_no_command_lets_anything_harmful_out(call, folder, text, to):
    claims = folder({"t": record(text)})
    for command in COMMANDS:
        ran = call(*command.split(), "--format", to, cwd=claims.parent)
        assert (ran.code, "fault" in ran.err) == (0, False), command
        assert ran.out, command
        assert HARMFUL.findall(ran.out + ran.err) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_json_gives_back_exactly_what_is_recorded(call, folder, text):
    claims = folder({"t": record(text)})
    (row,) = call("list", "--json", cwd=claims.parent).json["claims"]
    assert (row["title"], row["topics"]) == (text, [f"topic {text}"])
    assert row["asserts"][0]["principal_name"] == f"p0 {text}"
    (claim,) = call("show", "t", "--json", cwd=claims.parent).json["claims"]
    assert {claim[key] for key in ("title", "statement", "notes", "unit", "claim_original", "claim_place")} == {text}
    first, second, third = claim["positions"]
    assert {first[key] for key in ("quote", "original", "note", "rating", "value")} == {text}
    assert second["via"][0]["party_name"] == f"v {text}"
    assert third["party_name"] == f"p2 {text}"
    of_source = ("source", "source_title", "publisher", "author", "origin", "source_quote", "source_note")
    assert {claim["sources"][0][key] for key in of_source} == {text}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_plain_keeps_its_columns_and_spells_the_harmful_out(call, folder, text):
    claims = folder({"t": record(text)})
    (cells,) = call("list", cwd=claims.parent).cells
    *cells, standing, last_date_of, reviewed = cells
    assert cells == ["t", spelt(text), "disputed", "", "1", "0", "1", "2025", f"topic {spelt(text)}", ""]
    assert (standing.split()[1:], last_date_of, reviewed) == (["denies", "relayed"], "statement", "3")
    lines = {cells[0]: cells for cells in call("show", "t", "--format", "plain", cwd=claims.parent).cells}
    assert {word: len(cells) for word, cells in lines.items()} == {
        "claim": 3,
        "statement": 3,
        "original": 4,
        "place": 3,
        "status": 4,
        "rests_on": 4,
        "reviews": 4,
        "line": 11,
        "silent": 4,
        "position": 19,
        "source": 7,
    }
    assert lines["statement"][2] == spelt(text)
    assert lines["position"][11] == spelt(text)
    assert lines["original"][2] == lines["place"][2] == lines["source"][5] == lines["source"][6] == spelt(text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_table_shows_all_of_it(call, folder, text):
    claims = folder({"t": record(text)})
    env = {"COLUMNS": "2000"}
    table = call("list", "--format", "table", cwd=claims.parent, env=env).out
    assert squeezed(spelt(text)) in squeezed(table)
    page = call("show", "t", "--format", "table", cwd=claims.parent, env=env).out
    whole = squeezed(spelt(text, one_line=False))
    for said in (f"“{whole}”", squeezed(f"p2 {spelt(text)}"), squeezed(f"[1 {spelt(text)}]")):
        assert said in squeezed(page)
    diff = call("diff", "p0", "p1", "--format", "table", cwd=claims.parent, env=env).out
    assert squeezed(f"p0 {spelt(text)}") in squeezed(diff.partition("\n")[0])


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_csv_holds_the_text_with_the_harmful_spelt_out(call, folder, text):
    claims = folder({"t": record(text)})
    rows = csv.DictReader(io.StringIO(call("list", "--format", "csv", cwd=claims.parent).out, newline=""))
    (row,) = rows
    assert row["title"].removeprefix("'") == spelt(text, one_line=False)
    assert row["topics"] == "topic " + spelt(text, one_line=False)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("+1+2", "'+1+2"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\n=1", "'\n'=1"),
        ("\r=1", "\\x0d=1"),
        ("＝1+1", "'＝1+1"),
        ("- a dash", "'- a dash"),
        ("1-2", "1-2"),
        ("a=b", "a=b"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-1e-05", "-1e-05"),
    ],
)
def test_csv_cells_start_no_formula(call, folder, text, cell):
    position = {"party": "x", "stance": "asserts", "quote": text, "value": text}
    claims = folder({"t": {"title": text, "positions": [position]}})
    listed = call("list", "--format", "csv", cwd=claims.parent).out
    assert list(csv.reader(io.StringIO(listed, newline="")))[1][1] == cell
    shown = call("show", "t", "--format", "csv", cwd=claims.parent).out
    (row,) = csv.DictReader(io.StringIO(shown, newline=""))
    assert (row["title"], row["value"], row["quote"]) == (cell, cell, cell)


def test_a_negative_number_stays_one_in_csv(call, folder):
    claim = {"title": "T", "positions": [{"party": "x", "stance": "asserts", "value": -5}]}
    ran = call("show", "t", "--format", "csv", cwd=folder({"t": claim}).parent)
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert (row["value"], row["min"], row["max"]) == ("-5", "-5", "-5")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("[sic] [/x]", "\\[sic\\] \\[/x\\]"),
        ("a | b", "a \\| b"),
        ("<script>", "\\<script\\>"),
        ("&amp; &", "&amp;amp; &amp;"),
        ("*_`~#\\", "\\*\\_\\`\\~\\#\\\\"),
        ("US$5 {a}", "US\\$5 \\{a\\}"),
        ("one\ntwo\tthree", "one two three"),
        ("\x1b[31m", "\\\\x1b\\[31m"),
    ],
)
def test_markdown_takes_no_text_for_markup(call, folder, text, escaped):
    position = {"party": f"p {text}", "stance": "asserts", "quote": text}
    claims = folder({"t": {"title": text, "statement": text, "positions": [position]}})
    row = call("list", "--format", "markdown", cwd=claims.parent).lines[2]
    assert row == f"| t | {escaped} | asserted | 1 | 0 | 0 |  |  |"
    page = call("show", "t", "--format", "markdown", cwd=claims.parent).lines
    assert (page[0], page[4]) == (f"## {escaped}", escaped)
    assert page[2].startswith(f"**Asserted:** p {escaped} (undated) asserts it.")
    assert f"- **p {escaped}**" in page
    assert f"  - → undated, p {escaped} asserts: “{escaped}”" in page


@pytest.mark.parametrize("to", FORMATS)
def test_an_address_steers_nothing_either(call, folder, to):
    url = "https://example.org/\u202egro\u009b31m\u009c"
    claim = {
        "title": "T",
        "positions": [{"party": "x", "stance": "asserts", "sources": ["s", url]}],
        "sources": [{"id": "s", "url": url, "archive_url": url}],
    }
    claims = folder({"t": claim, "fine": {"title": "Fine"}})
    for command in (["show", "fine", "t"], ["sources"]):
        for color in ("always", "never"):
            ran = call(*command, "--format", to, "--color", color, cwd=claims.parent)
            assert ran.code in {0, 3, 4}
            own = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", ran.out)
            assert HARMFUL.findall(own + ran.err) == []
            assert HARMFUL.findall("".join(re.findall(r"\x1b\]8;([^\x1b]*)\x1b\\", ran.out))) == []


def test_what_the_user_types_is_not_echoed_raw(call, book):
    for words in (
        ["show", "\x1b[31m\u202e"],
        ["list", "--party", "\x9b"],
        ["\x1b[2J"],
        ["list", "--kind", "\x07"],
    ):
        ran = call(*words, cwd=book)
        assert ran.code in {2, 3}
        assert HARMFUL.findall(ran.err) == []


@pytest.mark.skipif(os.name == "nt", reason="no such file names there")
def test_the_names_of_files_and_folders_steer_nothing(call, book):
    odd = book / "claims" / "dir\x1b[31m\u202e"
    odd.mkdir()
    (odd / "fine.toml").write_text('title = "In an odd folder"')
    (odd / "evil\x1b[2J.toml").write_text('title = "Named oddly"')
    for to in FORMATS:
        ran = call("list", "--format", to, cwd=book)
        assert ran.code == 4
        assert HARMFUL.findall(ran.out + ran.err) == []
        assert "cannot be a claim's id" in ran.err
    paths = {row["claim"]: row["path"] for row in call("list", "--json", cwd=book).json["claims"]}
    assert paths["fine"] == "claims/dir\x1b[31m\u202e/fine.toml"


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    st.lists(st.sampled_from(sorted(TEXTS.values())), min_size=1, max_size=3).map("".join),
    st.text(st.sampled_from("ab \t\n\r\x00\x1b\x7f\x85\x9b\u2028\u202e\u2067[]:=|<&\\“پा"), min_size=1),
).filter(lambda text: text.strip())


@given(title=texts, quote=texts, party=texts, note=texts)
@example(title="\x1c\x85x", quote="\x1d.", party="\x1e", note="\r.\r\n")
@settings(max_examples=8, deadline=None)
def test_whatever_the_text_nothing_harmful_gets_out_and_json_is_exact(call, title, quote, party, note):
    party = f"p{party}"
    record = {
        "title": title,
        "statement": note,
        "positions": [{"party": party, "stance": "asserts", "quote": quote, "note": note}],
    }
    import tomli_w

    with tempfile.TemporaryDirectory() as place:
        claims = Path(place) / "claims"
        claims.mkdir()
        (claims / "t.toml").write_text(tomli_w.dumps(record), encoding="utf-8", newline="\n")
        for command in (["list"], ["show", "t"]):
            for to in ("table", "plain", "markdown", "csv", "json"):
                ran = call(*command, "--format", to, cwd=place)
                assert ran.code == 0
                assert HARMFUL.findall(ran.out + ran.err) == []
                if to == "plain":
                    assert {len(cells) for cells in ran.cells} <= {3, 4, 7, 11, 13, 19}
        (row,) = call("list", "--json", cwd=place).json["claims"]
        (claim,) = map(json.loads, call("show", "t", "--format", "jsonl", cwd=place).out.split("\n")[:-1])
    assert row["title"] == title
    (position,) = claim["positions"]
    assert (position["quote"], position["note"], position["party_name"]) == (quote, note, party)
    assert claim["statement"] == note
