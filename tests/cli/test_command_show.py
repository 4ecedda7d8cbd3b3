"""``claimtrack show``: a claim whole."""

from __future__ import annotations

import csv
import io
import re

import pytest

BROKEN = 'title = "Broken\n'


def test_an_id_shows_that_claim_even_where_others_begin_so(call, book, folder):
    folder({"dam-2": {"title": "Another dam"}})
    assert call("show", "dam", "--json", cwd=book).json["claims"][0]["claim"] == "dam"


@pytest.mark.parametrize("name", ["bri", "BRIDGE", "Bridge"])
def test_a_beginning_that_only_one_has_is_enough(call, book, name):
    assert call("show", name, cwd=book).out == call("show", "bridge", cwd=book).out


def test_a_beginning_that_several_have_names_them_and_shows_none(call, book):
    ran = call("show", "toll", cwd=book)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == 'claimtrack: "toll" could be any of 2 claims: toll-tax, tolls\n'


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("bridg3", "did you mean bridge?"),
        ("ridge", "did you mean bridge?"),
        ("tax", "did you mean toll-tax?"),
        ("zzz", "`claimtrack list` names them all"),
        ("", "`claimtrack list` names them all"),
        ("claims/zzz.toml", "`claimtrack list` names them all"),
    ],
)
def test_an_unknown_name_exits_3_with_candidates(call, book, name, hint):
    ran = call("show", name, cwd=book)
    assert (ran.code, ran.out, ran.err) == (3, "", f'claimtrack: no claim "{name}"\n{hint}\n')


def test_of_a_bad_name_among_good_ones_the_good_ones_are_shown(call, book):
    ran = call("show", "dam", "zzz", cwd=book)
    assert (ran.code, ran.out) == (3, call("show", "dam", cwd=book).out)


def test_several_are_shown_in_the_order_asked_for_and_each_once(call, book):
    ran = call("show", "dam", "bridge", "dam", "da", "--json", cwd=book)
    assert [claim["claim"] for claim in ran.json["claims"]] == ["dam", "bridge"]


@pytest.mark.parametrize("to", ["table", "markdown"])
def test_several_are_set_apart_by_an_empty_line(call, book, to):
    both = call("show", "tolls", "dam", "--format", to, cwd=book)
    first, second = (call("show", claim, "--format", to, cwd=book).out for claim in ("tolls", "dam"))
    assert both.out == f"{first}\n{second}"


def test_an_unreadable_claim_asked_for_is_not_taken_for_an_unknown_one(call, book, folder):
    folder({"canal": BROKEN})
    ran = call("show", "canal", cwd=book)
    assert (ran.code, ran.out) == (3, "")
    problem, _, last, hint = ran.err.splitlines()
    assert problem.replace("\\", "/").startswith("claims/canal.toml:1:")
    assert (last, hint) == ('claimtrack: the claim "canal" could not be read', "correct what is reported above")


def test_a_readable_claim_is_shown_beside_an_unreadable_one(call, book, folder):
    folder({"canal": BROKEN})
    ran = call("show", "da", cwd=book)
    assert ran.code == 4
    assert ran.out.startswith("dam  ")
    assert ran.err.splitlines()[1] == "claimtrack: 1 record could not be read and is left out"


@pytest.mark.parametrize("cache", [[], ["--no-cache"]])
def test_a_claim_named_by_its_id_is_all_that_is_read(call, book, folder, cache):
    before = call("show", "dam", "bridge", cwd=book)
    assert call("list", cwd=book).code == 0  # which fills the index
    folder({"canal": BROKEN, "zz/dam": BROKEN})
    assert call("show", "dam", "bridge", *cache, cwd=book) == before
    folder({"parties": "[norland\n"})
    assert call("show", "dam", *cache, cwd=book).code == 4
    folder({"above/bridge": BROKEN})  # comes before the other one, as everywhere
    assert call("show", "bridge", *cache, cwd=book).code == 3


def test_plain_begins_each_line_with_what_it_tells_of(call, book):
    ran = call("show", "bridge", "flood", "--format", "plain", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    reason = "Disputed: Sudland (3 spans, 2025-03-10) asserts it; Norland (Marshal Ek, 2025-03-11) denies it."
    assert ran.cells == [
        ["claim", "bridge", "Norland blew up the bridge"],
        ["statement", "bridge", "Norland's army blew up the river bridge."],
        ["status", "bridge", "disputed", reason],
        ["rests_on", "bridge", "1", "denied"],
        ["rests_on", "bridge", "2", "asserted"],
        ["line", "bridge", "sudland", "asserts", "3 spans", "2025-03-10", "sudland", "on-record", "statement", "", ""],
        ["line", "bridge", "norland", "denies", "", "2025-03-11", "marshal", "on-record", "statement", "", ""],
        [
            *("position", "bridge", "sudland", "sudland", "asserts", "2025-03-10", "statement", "3", "", "on-record"),
            *("", "three spans are gone", "wire-0310; gazette-0311", "", "sets line", "", "", "", ""),
        ],
        [
            *("position", "bridge", "norland", "marshal", "denies", "2025-03-11", "statement", "", "", "on-record"),
            *("", "we never touched it", "gazette-0311", "", "sets line", "", "", "", ""),
        ],
        ["source", "bridge", "wire-0310", "Agence Fleuve, 2025-03-10", "https://fleuve.example/0310", "", ""],
        [
            "source",
            "bridge",
            "gazette-0311",
            "“Bridge is down”, River Gazette",
            "https://gazette.example/0311",
            "",
            "",
        ],
        ["claim", "flood", "The river will flood in spring"],
        ["status", "flood", "open", "Open: nobody takes a side."],
        ["silent", "flood", "gazette", "reports"],
        ["silent", "flood", "envoy", "commented"],
        [
            *("position", "flood", "gazette", "gazette", "reports", "2025-01-05", "statement", "", "", "on-record"),
            *("", "", "own", "", "", "", "", "", ""),
        ],
        [
            *("position", "flood", "envoy", "envoy", "comments", "2025-02-01", "statement", "", "", "on-record"),
            *("", "", "", "", "", "", "", "", ""),
        ],
        ["source", "flood", "own", "“Spring”, river gazette", "", "", ""],
    ]


EVERYTHING = """
title       = "Everything at once"
statement   = "A claim with every field."
original    = "Alles auf einmal"
lang        = "de"
place       = "Norland"
unit        = "things"
date        = 2025-03-10
topics      = ["all"]
implies     = ["dam"]
contradicts = ["tolls"]
see_also    = ["bridge", "ferry"]
notes       = '''
A first paragraph, broken
over lines.

A second.
'''

[[positions]]
party    = "sudland"
stance   = "asserts"
date     = 2025-03-11T10:00:00+01:00
value    = { min = 2, max = 4 }
about    = "2025-02"
quote    = "Between two and four"
original = "Zwischen zwei und vier"
lang     = "de"
note     = "Said at noon."
sources  = [{ id = "film", at = "12:40" }]

[[positions]]
party   = "marshal"
stance  = "denies"
date    = 2025-03-12
date_of = "report"
via     = ["gazette"]
sources = ["https://bare.example/x", "wire-0310"]

[[positions]]
party       = "norland"
stance      = "qualifies"
date        = 2025-03-13
value       = "a few"
attribution = "anonymous"
via         = ["gazette"]

[[positions]]
party  = "norland"
stance = "qualifies"
date   = "2025-04"
via    = ["marshal"]

[[positions]]
party  = "norland"
stance = "declines"
date   = 2025-05-01

[[positions]]
party  = "hermit"
stance = "withdraws"

[[sources]]
id        = "film"
author    = "A. Filmer"
title     = "The film"
publisher = "TV"
retrieved = 2025-05-02
lang      = "de"
quote     = "A few fell."
note      = "Cut by the editor."
"""

EVERYTHING_IS = "Disputed: Sudland (2 to 4 things for 2025-02, 2025-03-11 10:00:00+01:00) asserts it; Norland (2025-04) accepts it in part."


PAGE = """\
all  Everything at once
Disputed: Sudland (2 to 4 things for 2025-02, 2025-03-11 10:00:00+01:00) asserts it; Norland
(2025-04) accepts it in part.
Rests on one position: Sudland asserts, 2025-03-11 10:00:00+01:00 (without it: partly accepted).

A claim with every field.
de: “Alles auf einmal”
fact · 2025-03-10 · Norland · all · implies: dam · contradicts: tolls · see also: bridge, ferry

 Sudland     +2–4───────────────────────────────────────────────────────────────────────────────────
 Norland       (−)(~)────────────────────────────────────────────────────────────────────────────~─·
 The Hermit  ×
             2025-03-10   2025-03-19   2025-03-28  2025-04-05   2025-04-14   2025-04-23   2025-05-01
             + asserts  ~ qualifies  − denies  · takes no side  × withdraws  numbers: things
             (~) (−) anonymous or relayed

ASSERTS  → sets the line
  Sudland  2 to 4 things for 2025-02
→    2025-03-11 10:00:00+01:00 asserts: 2 to 4 things for 2025-02 “Between two and four”
                “Zwischen zwei und vier” [1 12:40]
                Said at noon.

QUALIFIES
  Norland
  by 2025-03-12 Marshal Ek denies (relayed by River Gazette) [2] [3]
     2025-03-13 qualifies: a few (anonymous, via River Gazette)
→    2025-04    qualifies (via Marshal Ek)
     2025-05-01 declines

NO SIDE
  The Hermit  withdrew what it had said
     undated    withdraws

Notes: A first paragraph, broken over lines.
A second.

3 sources, at most 3 origins
an origin is a source that is not known to be a copy of another one
[1] A. Filmer, “The film”, TV
    “A few fell.”
    Cut by the editor.
[2] https://bare.example/x
[3] Agence Fleuve, 2025-03-10 https://fleuve.example/0310
    https://archive.example/fleuve-0310
"""


def test_the_page_tells_everything_oldest_first(call, book, folder):
    folder({"all": EVERYTHING})
    ran = call("show", "all", cwd=book, env={"COLUMNS": "100"})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == PAGE


def test_a_policy_is_backed_and_opposed(call, folder):
    sides = {"Ann": "asserts", "Ben": "qualifies", "Cem": "denies", "Dan": "asserts", "Eve": "asserts"}
    positions = [{"party": party, "stance": stance} for party, stance in sides.items()]
    claims = folder({"tax": {"title": "Tax it", "kind": "policy", "positions": positions}})
    ran = call("show", "tax", "--format", "table", cwd=claims.parent)
    reason = (
        "Disputed: Ann (undated), Dan (undated) and Eve (undated) back it; Ben (undated) backs it in part; "
        "Cem (undated) opposes it."
    )
    assert reason in " ".join(ran.out.split())
    assert [line.split()[0] for line in ran.lines if line[:2].isupper()] == ["BACKS", "PARTLY", "OPPOSES"]


def test_two_who_qualify_a_policy_back_it_in_part(call, folder):
    positions = [{"party": party, "stance": "qualifies"} for party in ("Ann", "Ben")]
    claims = folder({"tax": {"title": "Tax it", "kind": "policy", "positions": positions}})
    reason = call("show", "tax", cwd=claims.parent).lines[1]
    assert reason == "Partly backed: Ann (undated) and Ben (undated) back it in part."


def test_a_line_that_is_not_on_record_is_marked_in_the_reason(call, folder):
    rumour = {"party": "Ann", "stance": "denies", "attribution": "anonymous", "date": "2025"}
    claims = folder({"rumour": {"title": "A rumour", "positions": [rumour]}})
    page = call("show", "rumour", cwd=claims.parent).lines
    assert page[1] == "Denied: Ann (2025, anonymous) denies it."
    assert "  Ann (−)" in page


def test_the_page_names_whose_voices_differ(call, book):
    out = call("show", "dam", "--format", "table", cwd=book).out
    assert "    * its own people disagree: Marshal Ek denies, 2025-04-02" in out
    assert out.count("its own people disagree") == 1


def test_the_page_marks_parties_that_the_registry_does_not_know(call, folder):
    claim = {
        "title": "T",
        "positions": [
            {"party": "Norlnad", "stance": "asserts"},
            {"party": "envoi", "stance": "denies", "date": "2025"},
            {"party": "Somebody", "stance": "comments"},
        ],
    }
    registry = '[norland]\nname = "Norland"\n[envoy]\nspeaks_for = "norland"\n'
    ran = call("show", "t", "--format", "table", cwd=folder({"t": claim, "parties": registry}).parent)
    assert "  Norlnad [not registered, probably Norland]" in ran.out
    assert "  envoi [not registered, probably envoy]" in ran.out
    assert "  Somebody  commented without taking a side [not registered]" in ran.out


def test_without_a_registry_nobody_is_unregistered(call, folder):
    claims = folder({"t": {"title": "T", "positions": [{"party": "Somebody", "stance": "asserts"}]}})
    assert "registered" not in call("show", "t", "--format", "table", cwd=claims.parent).out


def test_a_copy_names_its_origin_and_copies_count_once(call, book):
    out = call("show", "bridge", "--format", "table", cwd=book).out
    assert "2 sources, at most 1 origin\n" in out
    assert "“Bridge is down”, River Gazette (copy of wire-0310)" in out


@pytest.mark.parametrize("to", ["table", "markdown"])
def test_a_claim_without_sources_says_so(call, book, to):
    assert call("show", "dam", "--format", to, cwd=book).lines[-1] == "no sources"


def test_json_gives_everything_that_is_recorded_and_derived(call, book, folder):
    folder({"all": EVERYTHING})
    (claim,) = call("show", "all", "--json", cwd=book).json["claims"]
    positions, sources, lines, parties = (claim.pop(key) for key in ("positions", "sources", "lines", "parties"))
    assert parties[0] == {"party": "sudland", "party_name": "Sudland", "doubt": None}
    assert {each["party"] for each in positions} <= {each["party"] for each in parties}
    assert claim.pop("path").replace("\\", "/") == "claims/all.toml"
    assert claim == {
        "claim": "all",
        "title": "Everything at once",
        "statement": "A claim with every field.",
        "kind": "fact",
        "unit": "things",
        "claim_date": "2025-03-10",
        "claim_original": "Alles auf einmal",
        "claim_lang": "de",
        "claim_place": "Norland",
        "topics": ["all"],
        "implies": ["dam"],
        "contradicts": ["tolls"],
        "see_also": ["bridge", "ferry"],
        "notes": "A first paragraph, broken\nover lines.\n\nA second.\n",
        "status": "disputed",
        "reason": EVERYTHING_IS,
        "rests_on": [{"place": 1, "status_without": "qualified"}],
        "review_count": 0,
        "status_without_reviews": "disputed",
        "divided": False,
        "values_differ": False,
        "silent": [{"principal": "hermit", "principal_name": "The Hermit", "silence": "withdrew"}],
        "source_count": 3,
        "origin_count": 3,
    }
    assert positions[1] == {
        "place": 1,
        "principal": "sudland",
        "principal_name": "Sudland",
        "principal_known": True,
        "party": "sudland",
        "party_name": "Sudland",
        "stance": "asserts",
        "side": "asserts",
        "date": "2025-03-11T10:00:00+01:00",
        "date_of": "statement",
        "value": {"min": 2, "max": 4},
        "min": 2,
        "max": 4,
        "about": "2025-02",
        "rating": None,
        "quote": "Between two and four",
        "original": "Zwischen zwei und vier",
        "lang": "de",
        "note": "Said at noon.",
        "standing": "on-record",
        "attribution": "on-record",
        "via": [],
        "sources": [{"source": "film", "at": "12:40"}],
        "sets_line": True,
        "order": None,
        "order_certain": True,
        "clock_order_differs": False,
        "withdrawals": [],
    }
    gazette = {"party": "gazette", "party_name": "River Gazette"}
    told = [(each["place"], each["date_of"], each["value"], each["standing"], each["via"]) for each in positions]
    assert told[2:5] == [
        (2, "report", None, "relayed", [gazette]),
        (3, "statement", "a few", "anonymous", [gazette]),
        (4, "statement", None, "on-record", [{"party": "marshal", "party_name": "Marshal Ek"}]),
    ]
    assert lines[0]["value"] == {"min": 2, "max": 4}
    assert [(line["principal"], line["side"], line["place"], line["value_place"]) for line in lines] == [
        ("sudland", "asserts", 1, 1),
        ("norland", "qualifies", 4, None),
    ]
    assert sources[0] == {
        "source": "film",
        "source_title": "The film",
        "publisher": "TV",
        "author": "A. Filmer",
        "url": None,
        "archive_url": None,
        "source_date": None,
        "retrieved": "2025-05-02",
        "source_lang": "de",
        "source_quote": "A few fell.",
        "source_note": "Cut by the editor.",
        "derived_from": None,
        "origin": "film",
    }
    bare = {key: value for key, value in sources[1].items() if value is not None}
    assert bare == dict.fromkeys(("source", "url", "origin"), "https://bare.example/x")


def test_json_tells_where_a_line_is_divided(call, book):
    (claim,) = call("show", "dam", "--json", cwd=book).json["claims"]
    assert claim["divided"] is True
    marshal = {"place": 2, "party": "marshal", "party_name": "Marshal Ek", "stance": "denies"}
    dated = {"date": "2025-04-02", "date_of": "statement"}
    assert [line["dissent"] for line in claim["lines"]] == [[{**marshal, **dated}], []]


def test_markdown_is_a_section_with_footnotes_that_says_what_the_page_says(call, book, folder):
    folder({"all": EVERYTHING})
    ran = call("show", "all", "--format", "markdown", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    why = EVERYTHING_IS.removeprefix("Disputed: ")
    assert ran.lines == [
        "## Everything at once",
        "",
        f"**Disputed:** {why} Rests on one position: Sudland asserts, 2025-03-11 10:00:00+01:00 (without it: partly accepted).",
        "",
        "A claim with every field.",
        "",
        "de: “Alles auf einmal”",
        "",
        "all · fact · 2025-03-10 · Norland · all · implies: dam · contradicts: tolls · see also: bridge, ferry",
        "",
        "### Asserts (→ sets the line)",
        "",
        "- **Sudland**, 2 to 4 things for 2025-02",
        (
            "  - → 2025-03-11 10:00:00+01:00, Sudland asserts, 2 to 4 things for 2025-02: “Between two and four”"
            " [^all-1] (12:40)"
        ),
        "    - de: “Zwischen zwei und vier”",
        "    - Note: Said at noon.",
        "",
        "### Qualifies",
        "",
        "- **Norland**",
        "  - by 2025-03-12, Marshal Ek denies, relayed by River Gazette [^all-2] [^all-3]",
        "  - 2025-03-13, Norland qualifies, a few, anonymous, via River Gazette",
        "  - → 2025-04, Norland qualifies, via Marshal Ek",
        "  - 2025-05-01, Norland declines",
        "",
        "### No side",
        "",
        "- **The Hermit**, withdrew what it had said",
        "  - undated, The Hermit withdraws",
        "",
        "**Notes:** A first paragraph, broken over lines.",
        "",
        "A second.",
        "",
        "3 sources, at most 3 origins",
        "",
        "an origin is a source that is not known to be a copy of another one",
        "",
        "[^all-1]: A. Filmer, “The film”, TV: “A few fell.” (Cut by the editor.)",
        "",
        "[^all-2]: <https://bare.example/x>",
        "",
        "[^all-3]: Agence Fleuve, 2025-03-10, <https://fleuve.example/0310>, archived <https://archive.example/fleuve-0310>",
    ]


def test_no_two_footnotes_of_several_claims_have_one_name(call, folder):
    def cited(number):
        position = {"party": "x", "stance": "asserts", "sources": [f"https://example.org/{number}"]}
        return {"title": "T", "positions": [position]}

    ids = ["a_b", "a-b", "a.b", "jets", "jets-1", "پل"]
    book = folder({each: cited(number) for number, each in enumerate(ids)}).parent
    page = call("show", *ids, "--format", "markdown", cwd=book).out
    names = re.findall(r"^\[\^(.+?)\]: <https://example.org/(\d)>$", page, re.MULTILINE)
    assert sorted(number for _, number in names) == ["0", "1", "2", "3", "4", "5"]
    assert len({name.casefold() for name, _ in names}) == len(ids)
    assert all(page.count(f"[^{name}]") == 2 for name, _ in names)  # the reference and the footnote


def test_csv_is_one_position_a_row(call, book):
    out = call("show", "bridge", "dam", "--format", "csv", cwd=book).out
    header, *rows = out.splitlines()
    assert header == (
        "claim,title,kind,unit,status,principal,principal_name,party,party_name,stance,side,date,date_of,value,min,max,about,"
        "standing,attribution,via,via_names,quote,original,lang,note,sources,at,sets_line,source_titles,publishers,authors,"
        "source_dates,urls,archive_urls,origins,order,withdrawn_by,withdrawn_date,topics,claim_date,place,path,rating,"
        "statement,claim_original,claim_lang,claim_place,reason,status_without,doubt,notes,divided,values_differ,implies,"
        "contradicts,see_also,source_quotes,source_notes"
    )
    assert rows[0].startswith(
        "bridge,Norland blew up the bridge,fact,spans,disputed,sudland,Sudland,sudland,Sudland,asserts,asserts,2025-03-10,"
        "statement,3,3,3,,on-record,on-record,,,three spans are gone,,,,wire-0310; gazette-0311,,sets line,; Bridge is down,"
        "Agence Fleuve; River Gazette,,2025-03-10; ,https://fleuve.example/0310; https://gazette.example/0311,"
        "https://archive.example/fleuve-0310; ,wire-0310; wire-0310,,,,river-war; Bridges,2025-03-10,1,"
    )
    read = [*csv.DictReader(io.StringIO(out, newline=""))]
    assert [row["claim"] for row in read] == ["bridge", "bridge", "dam", "dam", "dam"]
    assert [row["status_without"] for row in read[:2]] == ["denied", "asserted"]
    assert read[1]["statement"] == "Norland's army blew up the river bridge."
    assert [bool(row["sets_line"]) for row in read] == [True, True, True, False, True]


def test_a_claim_must_be_named(call, book):
    ran = call("show", cwd=book)
    assert (ran.code, ran.out) == (2, "")
    assert "Missing argument 'CLAIM...'" in ran.err


class TestTheShippedClaims:
    """The story as the article and its sources tell it."""

    def test_jets_begins_other_ids_and_is_one(self, call):
        assert call("show", "jets").out.startswith("jets  Pakistan shot down")
        ran = call("show", "jet")
        assert (ran.code, ran.out) == (3, "")
        assert "jets, jets-rafale" in ran.err

    def test_jets_says_why_it_is_disputed(self, call):
        (jets,) = call("show", "jets", "--json").json["claims"]
        assert jets["status"] == "disputed"
        assert jets["reason"].startswith(
            "Disputed: US officials (at least 2 jets, by 2025-05-08, anonymous) and Pakistan"
        )
        assert {line["principal"]: line["side"] for line in jets["lines"]}.items() >= {
            ("pakistan", "asserts"),
            ("india", "qualifies"),
        }

    def test_pakistan_went_from_two_to_seven(self, call):
        (jets,) = call("show", "jets", "--json").json["claims"]
        own = [each for each in jets["positions"] if each["principal"] == "pakistan" and not each["via"]]
        values = [each["value"] for each in own]
        assert values == [2, 5, {"min": 5}, 6, 7]
