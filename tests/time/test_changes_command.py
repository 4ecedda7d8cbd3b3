"""`claimtrack changes`: when our files moved, between revisions, in the working tree, commit by commit."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

import pytest
import tomli_w
from gitrepo import PARTIES, Repo, record, said
from rich.cells import cell_len

FIVE = said("sharif", "asserts", "2025-05-07", value=5, quote="five jets", sources=["wire"])
SIX = said("sharif", "asserts", "2025-05-15", value=6, quote="not five but six", sources=["dawn"])
DENIES = said("modi", "denies", "2025-05-08", quote="none was lost", sources=["mint"])
ADMITS = said("bharti", "qualifies", "2025-05-11", quote="losses are a part of combat", sources=["news"])
HELPED = said("trump", "asserts", "2025-03-10", quote="mediated", sources=["post"])
SOURCES = {"sources": [{"id": "wire", "title": "Five jets"}, {"id": "mint", "title": "None"}]}
OWN = [{"id": each, "title": each.title()} for each in ("dawn", "news", "post")]


def jets(*positions, **more):
    return record(*positions, sources=OWN, **{"unit": "jets", **more})


FILES = {
    "parties": PARTIES,
    "sources": SOURCES,
    "jets": jets(FIVE, DENIES),
    "ceasefire": jets(HELPED, title="The US brokered it", unit="x"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory, home):
    """A repository of one commit."""
    repo = Repo(tmp_path_factory.mktemp("told") / "repo", home)
    repo.commit(FILES, date="2025-06-01", subject="The claims")
    return repo


@pytest.fixture
def repo(told, tmp_path, home):
    """A copy of it."""
    return Repo(Path(shutil.copytree(told.top, tmp_path / "repo", symlinks=True)), home)


@pytest.fixture
def changed(ask):
    """Tell what changed: claim, what, date, and how, of each."""
    return lambda *args, **more: [tuple(row[:4]) for row in ask("changes", *args, **more).cells]


# -- what is told apart

SHIFT = (
    "jets",
    "shift",
    "2025-05-15",
    "Pakistan (Shehbaz Sharif): asserts 5 jets → asserts 6 jets (recorded later)",
)


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        ({"jets": jets(FIVE, DENIES, SIX)}, [SHIFT]),
        ({"jets": jets(SIX, FIVE, DENIES)}, [SHIFT]),  # wherever it stands
        (
            {"jets": jets(FIVE, said("sharif", "comments", "2025-12-09"), DENIES)},
            [("jets", "new", "2025-12-09", "Shehbaz Sharif comments")],
        ),
        (
            {"jets": jets({**FIVE, "quote": "five of their jets"}, DENIES)},
            [
                (
                    "jets",
                    "correction",
                    "2025-05-07",
                    "Shehbaz Sharif: quote “five jets” → “five of their jets”",
                )
            ],
        ),
        (
            {"jets": jets({**FIVE, "stance": "qualifies", "value": {"min": 5}}, DENIES)},
            [
                (
                    *("jets", "correction", "2025-05-07"),
                    "Shehbaz Sharif: stance asserts → qualifies, value 5 → at least 5; the line of Pakistan: asserts 5 jets → qualifies at least 5 jets",
                )
            ],
        ),
        (
            {"jets": jets({**FIVE, "sources": ["wire", {"id": "dawn", "at": "p. 2"}]}, DENIES)},
            [("jets", "correction", "2025-05-07", "Shehbaz Sharif: sources wire → wire, dawn at p. 2")],
        ),
        (
            {"jets": jets({**FIVE, "date": "2025-05-06"}, DENIES)},
            [("jets", "correction", "2025-05-06", "Shehbaz Sharif: date 2025-05-07 → 2025-05-06")],
        ),
        (
            {"jets": jets({**FIVE, "note": "word by word " * 9}, DENIES)},
            [("jets", "correction", "2025-05-07", "Shehbaz Sharif: note reworded")],
        ),
        (
            {"jets": jets({**FIVE, "party": "PM of Pakistan"}, DENIES)},
            [
                (
                    *("jets", "correction", "2025-05-07"),
                    "PM of Pakistan: party sharif → “PM of Pakistan”; the line of Pakistan: asserts 5 jets → none; the line of PM of Pakistan: none → asserts 5 jets",
                )
            ],
        ),
        (
            {"jets": jets(FIVE)},
            [("jets", "removed", "2025-05-08", "Narendra Modi denies; the line of India: denies → none")],
        ),
        (
            {"jets": jets(FIVE, DENIES, title="Jets were lost", topics=["war", "May 2025"])},
            [("jets", "claim", "", "title “Jets fell” → “Jets were lost”, topics none → war, “May 2025”")],
        ),
        ({"nobel": jets(FIVE, SIX)}, [("nobel", "added", "", "the claim, with 2 positions")]),
        ({"jets": None}, [("jets", "removed", "", "the claim, with 2 positions")]),
        (
            {
                "jets": {
                    **jets(FIVE, DENIES),
                    "sources": [{"id": "dawn", "title": "Day"}, OWN[1], {"id": "extra"}],
                }
            },
            [
                ("jets", "source", "", "edited: dawn: title"),
                ("jets", "source", "", "added: extra"),
                ("jets", "source", "", "removed: post"),
            ],
        ),
        (
            {
                "sources": {
                    "sources": [
                        {"id": "reuters", "title": "Five jets"},
                        {"id": "mint", "url": "https://m.example"},
                    ]
                }
            },
            [
                ("sources.toml", "edited", "", "mint: title, url"),
                ("sources.toml", "renamed", "", "reuters, was wire"),
            ],
        ),
        (
            {"parties": PARTIES.replace("2025-01-20", "2025-06-01")},
            [
                (
                    *("ceasefire", "registry", ""),
                    "the parties changed; the line of Donald Trump: none → asserts; the line of United States: asserts → none",
                ),
                ("parties.toml", "edited", "", "trump: speaks_for"),
            ],
        ),
        (
            {"parties": PARTIES.replace('"US"', '"USA"')},
            [("parties.toml", "edited", "", "united-states: aliases")],
        ),
    ],
)
@pytest.mark.sampled(3)
def test_each_kind_of_change_is_told_as_what_it_is(repo, changed, edit, found):
    repo.write(edit)
    assert changed() == found
    repo.commit(date="2025-12-01")
    assert changed("HEAD~..HEAD") == found
    assert changed() == []


def test_of_a_policy_it_is_said_who_backs_it(repo, changed):
    repo.commit({"kashmir": jets(said("modi", "denies", "2025-05-01", sources=["news"]), kind="policy")})
    repo.write({"kashmir": jets(said("modi", "qualifies", "2025-05-01", sources=["news"]), FIVE, kind="policy")})
    assert [row[3] for row in changed()] == [
        "Narendra Modi: stance denies → qualifies; the line of India: opposes → partly",
        "Pakistan (Shehbaz Sharif): none → backs 5 jets (recorded later)",
    ]


def test_what_was_said_since_is_not_recorded_later(repo, changed, ask):
    since = said("bharti", "qualifies", "2025-06-02")
    repo.write({"jets": jets(FIVE, DENIES, ADMITS, since)})
    assert [(row[1:3], "recorded later" in row[3]) for row in changed()] == [
        (("shift", "2025-05-11"), True),
        (("new", "2025-06-02"), False),
    ]
    assert [row["recorded_later"] for row in ask("changes", "--json").json["changes"]] == [True, False]


@pytest.mark.parametrize(("date", "certain"), [("2025-05-12", True), ("2025-05", False)])
def test_a_shift_whose_order_is_open_is_marked(repo, ask, changed, date, certain):
    repo.write({"jets": jets(FIVE, DENIES, {**ADMITS, "date": date})})
    [row] = ask("changes", "--json").json["changes"]
    assert (row["what"], row["shift"]["order_certain"]) == ("shift", certain)
    [(*_, text)] = changed()
    assert ("→ qualifies, order not certain" in text) is not certain


@pytest.mark.parametrize(
    ("committed", "said_on", "later"),
    [
        # The days as written decide, whatever day it was in UTC.
        ("2025-06-02T02:00:00+05:30", "2025-06-01", True),
        ("2025-06-02T06:00:00+05:30", "2025-06-01", True),
        ("2025-06-01T22:00:00-05:00", "2025-06-01", False),
        ("2025-06-01T18:00:00-05:00", "2025-06-01", False),
        ("2025-06-01T22:00:00-05:00", "2025-06-02T04:00:00+14:00", False),
        ("2025-06-02T04:00:00+14:00", "2025-06-01T22:00:00-05:00", True),
        ("2025-06-30T00:30:00+14:00", "2025-06", False),
        ("2025-07-01T00:30:00+14:00", "2025-06", True),
        # Moments of one day: by their instants.
        ("2025-06-01T14:00:00+05:30", "2025-06-01T12:00:00Z", False),
        ("2025-06-01T14:00:00+05:30", "2025-06-01T08:00:00Z", True),
        ("2025-06-01T10:00:00-05:00", "2025-06-01T12:00:00Z", True),
        ("2025-06-01T10:00:00-05:00", "2025-06-01T16:00:00Z", False),
    ],
)
@pytest.mark.sampled(4)
def test_recorded_later_goes_by_the_day_and_then_the_instant_of_a_commit(repo, ask, committed, said_on, later):
    # The date of the author, who wrote it long before or after, does not count.
    written = "2025-05-01T12:00:00+00:00" if later else "2025-07-01T12:00:00+00:00"
    dates = {"GIT_AUTHOR_DATE": written, "GIT_COMMITTER_DATE": committed}
    repo.git("commit", "--quiet", "--amend", "--no-edit", f"--date={written}", **dates)
    date = datetime.fromisoformat(said_on) if "T" in said_on else said_on
    repo.write({"jets": jets(FIVE, DENIES, said("bharti", "comments", date))})
    assert [row["recorded_later"] for row in ask("changes", "--json").json["changes"]] == [later]
    repo.commit()
    assert [row["recorded_later"] for row in ask("changes", "--each", "HEAD~", "--json").json["changes"]] == [later]


def test_positions_of_one_date_that_change_places_are_told_where_a_line_moves(repo, changed):
    morning, evening = (said("trump", stance, "2025-06-18", quote=stance) for stance in ("asserts", "denies"))
    repo.commit({"ceasefire": jets(morning, evening)})
    repo.write({"ceasefire": jets(evening, morning)})
    told = "positions of one date changed places; the line of United States: denies → asserts"
    assert changed() == [("ceasefire", "order", "", told)]


def test_an_edit_of_one_size_within_a_second_of_the_commit_is_seen(repo, changed):
    repo.commit({"ceasefire": jets(said("trump", "asserts", "2025-06-18", quote="none"))})
    repo.git("config", "core.trustctime", "false")
    record, index = repo.top / "claims" / "ceasefire.toml", repo.top / ".git" / "index"
    for each in (record, index):  # as if all of it had been one second, long ago
        os.utime(each, (1_700_000_000, 1_700_000_000))
    repo.git("update-index", "--really-refresh")
    os.utime(index, (1_700_000_000, 1_700_000_000))
    repo.write({"ceasefire": jets(said("trump", "asserts", "2025-06-18", quote="some"))})
    os.utime(record, (1_700_000_000, 1_700_000_000))
    assert changed() == [("ceasefire", "correction", "2025-06-18", "Donald Trump: quote none → some")]


REWRITTEN = """
# The same claim, as another editor writes it.
unit   = 'jets'
title  = '''Jets fell'''

[[ positions ]]
    quote   = 'none was lost'
    sources = [ "mint" , ]
    stance  = "denies" # as he put it
    date    = "2025-05-08"
    party   = "modi"

  [[positions]]
  party = "sharif"
  stance = "asserts"
  value = 0b101
  date = 2025-05-07
  sources = [{ id = "wire" }]
  quote = "five \\u006Aets"

[[sources]]
title = "Post"
id = "post"
[[sources]]
id = "dawn"
title = "Dawn"
[[sources]]
id = "news"
title = "News"
"""


@pytest.mark.parametrize(
    "edit",
    [
        {"jets": jets(DENIES, FIVE)},
        {"jets": tomli_w.dumps(jets(FIVE, DENIES), indent=9).replace(" = ", "  =  ")},
        {"jets": REWRITTEN},
        {"sources": {"sources": SOURCES["sources"][::-1]}},
        {"parties": "# Who is who\n" + PARTIES.replace("\n\n", "\n\n\n").replace(" = ", "=")},
        {"parties": "\n\n".join(sorted(PARTIES.strip().split("\n\n")))},
    ],
)
@pytest.mark.sampled(3)
def test_another_order_and_another_hand_are_no_change(repo, changed, edit):
    repo.write(edit)
    assert repo.git("status", "--porcelain") != ""
    assert changed() == []
    repo.commit()
    assert changed("HEAD~..HEAD") == changed("--each", "HEAD~..") == []


# -- between what, and what


def test_from_the_last_commit_to_the_files_as_they_are(repo, changed):
    repo.write({"jets": jets(FIVE, DENIES, SIX)})
    repo.git("add", "--all")
    repo.write({"jets": jets(FIVE, DENIES, SIX, ADMITS), "new/nobel": {"title": "Nominated"}, "ceasefire": None})
    (repo.top / ".gitignore").write_text("draft-*\n")
    repo.write({"draft-1": jets(FIVE)})
    (repo.top / "claims" / "notes.txt").write_text("no record\n")
    (repo.top / "elsewhere.toml").write_text('title = "No claim of this folder"\n')
    assert [row[:2] for row in changed()] == [
        ("ceasefire", "removed"),
        ("jets", "shift"),
        ("jets", "shift"),
        ("nobel", "added"),
    ]
    assert changed("HEAD") == changed()


@pytest.fixture
def branched(repo):
    """main: 6 · side: 5, then India admits; parted at the first commit, tagged base."""
    repo.git("tag", "base")
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit({"jets": jets(FIVE, DENIES, ADMITS)}, date="2025-07-02", subject="India", author="Bo")
    repo.git("switch", "--quiet", "main")
    repo.commit({"jets": jets(FIVE, DENIES, SIX)}, date="2025-07-01", subject="Six")
    return repo


@pytest.mark.parametrize(
    ("revisions", "found"),
    [
        ("base..main", ["+6"]),
        ("main..base", ["-6"]),
        ("base..", ["+6"]),
        ("..side", ["-6", "+admits"]),
        ("main..side", ["-6", "+admits"]),
        ("main...side", ["+admits"]),
        ("side...", ["+6"]),
        ("...side", ["+admits"]),
        ("main..main", []),
        ("..", []),
        ("...", []),
        ("side", ["+6", "-admits"]),
        ("HEAD~", ["+6"]),
    ],
)
@pytest.mark.usefixtures("branched")
@pytest.mark.sampled(3)
def test_between_two_revisions(ask, revisions, found):
    words = {"2025-05-15": "6", "2025-05-11": "admits"}
    told = [("-" if row[1] == "removed" else "+") + words[row[2]] for row in ask("changes", revisions).cells]
    assert sorted(told) == sorted(found)


def test_revisions_without_a_commit_in_common(repo, ask):
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit({"jets": record({**FIVE, "sources": []})})
    found = ask("changes", "main...other")
    assert (found.code, found.out) == (3, "")
    assert re.fullmatch(
        r"claimtrack: \w{10} and \w{10} have no commit in common\ngive two dots, not three\n", found.err
    )
    assert ask("changes", "main..other").code == 0


def test_a_second_revision_is_looked_up_too(repo, ask):
    for revisions in ("HEAD..nosuch", "nosuch..HEAD", "nosuch...HEAD", "HEAD...nosuch"):
        found = ask("changes", revisions)
        assert (found.code, found.out) == (3, "")
        assert 'no revision "nosuch"' in found.err
    assert repo.git("status", "--porcelain") == ""


# -- renames


def test_a_rename_is_what_git_takes_for_one(repo, changed):
    repo.git("mv", "claims/jets.toml", "claims/jets-lost.toml")
    assert changed() == [("jets-lost", "renamed", "", "was jets")]
    repo.write({"jets-lost": jets(FIVE, DENIES, SIX)})
    renamed = [("jets-lost", "renamed", "", "was jets"), ("jets-lost", *SHIFT[1:])]
    assert changed() == renamed
    assert changed("--claim", "jets") == changed("--claim", "jets-lost") == renamed
    repo.commit()
    assert changed("HEAD~..HEAD") == renamed


def test_a_rename_that_git_was_not_told_of(repo, changed):
    repo.write({"jets": None, "lost/jets-lost": jets(FIVE, DENIES, SIX)})
    assert [row[:2] for row in changed()] == [("jets-lost", "renamed"), ("jets-lost", "shift")]


def test_a_file_in_another_folder_is_the_same_claim(repo, changed):
    repo.write({"jets": None, "air/2025/jets": jets(FIVE, DENIES)})
    assert changed() == []
    repo.write({"air/2025/jets": jets(FIVE, DENIES, SIX)})
    assert changed() == [SHIFT]


def test_a_file_name_in_another_form_of_unicode_is_the_same_claim(repo, changed, ask):
    decomposed, composed = (f"{normalize(form, 'café')}" for form in ("NFD", "NFC"))
    repo.commit({decomposed: jets(FIVE, DENIES)})
    repo.git("config", "core.precomposeunicode", "false")
    repo.write({decomposed: None, composed: jets(FIVE, DENIES)})
    assert changed() == []
    repo.write({composed: jets(FIVE, DENIES, SIX)})
    shift = (composed, *SHIFT[1:])
    assert changed() == changed("--claim", composed) == [shift]
    repo.commit(subject="Compose")
    assert changed("HEAD~..HEAD") == [shift]
    assert [row[3:7] for row in ask("changes", "--each", "HEAD~").cells] == [list(shift)]
    steps = ask("changes", "--each", "--claim", composed).cells
    assert [row[3:5] for row in steps] == [[composed, "added"], [composed, "shift"]]


def test_a_claim_that_takes_anothers_place_is_another_claim(repo, changed):
    repo.write({"jets": jets(HELPED, title="Quite another", unit="x"), "ceasefire": None})
    kinds = {row[:2] for row in changed()}
    assert ("ceasefire", "removed") in kinds
    assert not {kind for _, kind in kinds} & {"renamed", "added"}


# -- what cannot be read


def test_a_record_that_is_broken_is_told_and_the_others_are_shown(repo, ask):
    repo.write({"jets": "title = \n", "ceasefire": jets(HELPED, title="Another title", unit="x")})
    found = ask("changes")
    assert (found.code, found.ids) == (4, ["ceasefire"])
    assert found.err.startswith("claims/jets.toml:1:9: CT003 ")
    repo.commit()
    repo.write({"jets": jets(FIVE, DENIES)})
    found = ask("changes", "--exit-code")
    assert (found.code, found.out) == (4, "")
    assert found.err.startswith("HEAD:claims/jets.toml:1:9: CT003 ")
    assert ask("changes", "--claim", "ceasefire").code == 0
    assert ask("changes", "--claim", "jets").code == 4


def test_a_merge_that_is_not_finished(branched, ask):
    with pytest.raises(Exception, match="exit status 1"):
        branched.git("merge", "side")
    found = ask("changes")
    assert (found.code, found.out) == (4, "")
    assert found.err.startswith("claims/jets.toml:")
    assert "merge conflict" in found.err


def test_beside_a_conflict_it_is_not_said_that_nothing_changed(branched, ask):
    with pytest.raises(Exception, match="exit status 1"):
        branched.git("merge", "side")
    assert ask("changes").err.splitlines()[-1] == "no changes in the records that could be read"
    branched.write({"new": jets(FIVE)})
    assert ask("changes").ids == ["new"]


@pytest.mark.parametrize("how", [["merge"], ["cherry-pick"], ["rebase"]])
@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.sampled(3)
def test_a_merge_in_which_one_side_removed_a_record(repo, ask, side, how):
    edit, removal = {"jets": jets(FIVE, DENIES, SIX)}, {"jets": None}
    repo.git("switch", "--quiet", "--create", "side")
    repo.commit(removal if side == "theirs" else edit)
    repo.git("switch", "--quiet", "main")
    repo.commit(edit if side == "theirs" else removal)
    with pytest.raises(Exception, match="exit status 1"):
        repo.git(*how, "side")
    found = ask("changes")
    assert (found.code, found.out) == (4, "")
    problem, words = found.err.splitlines()
    assert problem.startswith("claims/jets.toml:1:1: CT002 git left a merge conflict here: one side removed this file")
    assert problem.endswith("; keep it with git add, or remove it with git rm")
    assert words == "no changes in the records that could be read"
    repo.git("add", "--all")
    assert ask("changes").code == 0


# -- one claim, exit codes, formats


@pytest.mark.parametrize(("args", "said"), [("A B", "A..B"), ("HEAD~ HEAD", "HEAD~..HEAD"), ("A B C", "A..B")])
def test_two_revisions_are_one_argument(ask, args, said):
    found = ask("changes", *args.split())
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines() == [
        f"claimtrack: too many arguments: {args}",
        f"two revisions are written {said}",
    ]


def test_one_claim(repo, ask, changed):
    repo.write({"jets": jets(FIVE, DENIES, SIX), "ceasefire": None, "parties": PARTIES.replace("Modi", "M.")})
    assert changed("--claim", "jets") == [SHIFT]
    assert changed("--claim", "ceasefire") == [("ceasefire", "removed", "", "the claim, with 1 position")]
    repo.write({"parties": PARTIES.replace("2025-01-20", "2025-06-01"), "ceasefire": FILES["ceasefire"]})
    assert [row[:2] for row in changed("--claim", "ceasefire")] == [("ceasefire", "registry")]
    for command in (["changes", "--claim", "ceasfire"], ["changes", "--each", "--claim", "ceasfire"]):
        found = ask(*command)
        assert (found.code, found.out) == (3, "")
        assert 'no claim "ceasfire"' in found.err
        assert "did you mean ceasefire?" in found.err
    assert ask("changes", "--claim", "x").err.splitlines()[-1] == "name it by its whole id"


def test_exit_codes(repo, ask):
    assert ask("changes", "--exit-code").code == ask("changes", "--each", "--exit-code", "HEAD..").code == 0
    repo.write({"jets": jets(FIVE, DENIES, SIX)})
    assert ask("changes").code == 0
    found = ask("changes", "--exit-code")
    assert (found.code, found.ids) == (1, ["jets"])
    assert ask("changes", "--exit-code", "--claim", "ceasefire").code == 0


LINE = {"side": "asserts", "about": None, "standing": "on-record", "date_of": "statement"}


def test_json_says_all_of_it(repo, ask):
    repo.write({"jets": jets({**FIVE, "value": 4}, DENIES, SIX), "ceasefire": None})
    told = ask("changes", "--json").json
    assert list(told) == ["schema_version", "changes", "problems"]
    gone, correction, shift = told["changes"]
    assert (gone["claim"], gone["what"], gone["position_count"]) == ("ceasefire", "removed", 1)
    assert correction["fields"] == ["value"]
    assert [correction[side]["value"] for side in ("old", "new")] == [5, 4]
    assert correction["moved"] == []
    assert (shift["old"], shift["new"]["sources"], shift["date"]) == (
        None,
        [{"source": "dawn", "at": None}],
        "2025-05-15",
    )
    assert shift["moved"] == [
        {
            "principal": "pakistan",
            "principal_name": "Pakistan",
            "before": {**LINE, "value": 5, "min": 5, "max": 5, "date": "2025-05-07"},
            "after": {**LINE, "value": 6, "min": 6, "max": 6, "date": "2025-05-15"},
        }
    ]
    assert {row["commit"] for row in told["changes"]} == {None}
    lines = ask("changes", "--format", "jsonl").lines
    assert len(lines) == 3


def test_csv_has_a_header_and_guards_formulas(repo, ask):
    repo.write({"jets": jets(FIVE, DENIES, said("=1+1", "comments", "2025-12-09"))})
    told = list(csv.reader(io.StringIO(ask("changes", "--format", "csv").out)))
    header = "record,what,date,change,date_of,standing,claim,party,party_name,recorded_later,was,entry,fields"
    row = ["jets", "new", "2025-12-09", "'=1+1 comments", "statement", "on-record"]
    assert told == [header.split(","), [*row, "jets", "'=1+1", "'=1+1", "", "", "", ""]]
    assert ask("changes", "HEAD..HEAD", "--format", "csv").lines == [header]


def test_markdown_is_fit_for_a_pull_request(repo, ask):
    repo.write({"jets": jets(FIVE, DENIES, SIX, said("A|B *C* <img> [x](y)", "comments", "2025-12-09"))})
    told = ask("changes", "--format", "markdown").lines
    assert told == [
        "| claim | what | date | change |",
        "|---|---|---|---|",
        f"| {' | '.join(SHIFT)} |",
        r"| jets | new | 2025-12-09 | A\|B \*C\* \<img\> \[x\](y) comments |",
        "",
        "2 changes in 1 record",
    ]


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_table_fits_the_terminal(repo, ask, width):
    repo.write({"jets": jets({**FIVE, "stance": "qualifies"}, SIX, DENIES, ADMITS)})
    for more in ([], ["--each"]):
        found = ask("changes", *more, "--format", "table", env={"COLUMNS": str(width)})
        lines = [line.rstrip() for line in found.lines]
        assert all(cell_len(line) <= width for line in lines)
        spared = ["by"] if " by;" in found.err else []
        below = ["change"] if "change" not in lines[0] else []
        every = [*(["commit", "on", "by"] if more else []), "claim", "what", "date", "change"]
        assert lines[0].split() == [each for each in every if each not in {*spared, *below}]
        assert (spared, below) == ([], []) or width < 140
    assert ask("changes", "--format", "table").err.splitlines() == ["3 changes in 1 record"]
    assert ask("changes", "HEAD..HEAD").err.splitlines() == ["no changes"]


def test_a_terminal_sees_nothing_that_steers_it(repo, ask):
    repo.write({"jets": jets(FIVE, DENIES, said("Mal\u202eory\x1b[31m", "comments", "2025-12-09"))})
    for to in ("table", "plain", "csv", "markdown", "json"):
        found = ask("changes", "--format", to)
        assert "\x1b[31m" not in found.out
        assert "\u202e" not in found.out


# -- nothing is touched


def contents(folder):
    """Give the names, times, modes and contents of all files and folders below one."""
    return {
        str(path): (path.lstat().st_mtime_ns, path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in (folder, *folder.rglob("*"))
    }


@pytest.mark.parametrize("state", ["as committed", "edited", "staged", "in a merge"])
@pytest.mark.sampled(3)
def test_nothing_is_written_into_the_repository(branched, ask, state):
    if state != "as committed":
        branched.write({"jets": jets(FIVE, DENIES, SIX, HELPED), "new": jets(FIVE), "ceasefire": None})
    if state == "staged":
        branched.git("add", "--all")
    if state == "in a merge":
        branched.commit()
        with pytest.raises(Exception, match="exit status 1"):
            branched.git("merge", "side")
    before = contents(branched.top)
    for command in ("changes", "changes HEAD~", "changes base...side", "changes --each", "changes --each --claim jets"):
        assert ask(*command.split()).code in {0, 4}
    assert contents(branched.top) == before


def test_neither_the_index_nor_the_files_are_touched(repo, ask):
    def state():
        files = (path for path in repo.top.rglob("*") if path.is_file() and "objects" not in path.parts)
        digests = {path: (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns) for path in files}
        return digests, repo.git("--no-optional-locks", "status", "--porcelain", "--untracked-files=all")

    repo.write({"jets": jets(FIVE, DENIES, SIX), "new": jets(FIVE), "ceasefire": None})
    repo.git("add", "claims/jets.toml")
    repo.write({"jets": jets(FIVE, DENIES, SIX, ADMITS)})
    before = state()
    assert before[1].splitlines() == [" D claims/ceasefire.toml", "MM claims/jets.toml", "?? claims/new.toml"]
    for command in ("changes", "changes HEAD", "changes --each", "changes HEAD..HEAD", "list --rev HEAD"):
        assert ask(*command.split()).code == 0
    assert state() == before


@pytest.mark.skipif(os.name == "nt", reason="folders are written to whatever their mode")
def test_a_repository_that_may_only_be_read(repo, ask):
    repo.write({"jets": jets(FIVE, DENIES, SIX), "new": jets(FIVE)})
    folders = [path for path in (repo.top, *repo.top.rglob("*")) if path.is_dir()]
    for path in folders:
        path.chmod(0o555)
    try:
        assert ask("changes").ids == ["jets", "new"]
    finally:
        for path in folders:
            path.chmod(0o755)


def test_a_folder_without_a_record_then_and_now(repo, ask):
    for name in FILES:
        (repo.top / "claims" / f"{name}.toml").unlink()
    assert {row[1] for row in ask("changes").cells} == {"removed"}
    repo.commit()
    found = ask("changes")
    assert (found.code, found.out) == (0, "")


# -- commit by commit


@pytest.fixture
def walked(branched):
    """A history of six commits: a merge and a rename among them, and one that changes nothing."""
    branched.git("switch", "--quiet", "side")
    branched.commit({"jets": jets(FIVE, DENIES, ADMITS), "nobel": jets(FIVE)}, date="2025-07-03", author="Bo")
    branched.git("switch", "--quiet", "main")
    dates = {"GIT_AUTHOR_DATE": "2025-07-04T12:00:00Z", "GIT_COMMITTER_DATE": "2025-07-04T12:00:00Z"}
    branched.git("merge", "--quiet", "--no-commit", "--strategy-option=ours", "side", **dates)
    branched.write({"jets": jets(FIVE, DENIES, ADMITS, SIX)})
    branched.git("add", "--all")
    branched.git("commit", "--quiet", "--message=Merge side", **dates)
    branched.commit({"jets": jets(SIX, ADMITS, DENIES, FIVE)}, date="2025-07-05", subject="Another order")
    branched.git("mv", "claims/jets.toml", "claims/jets-lost.toml")
    branched.commit({"jets-lost": jets(SIX, ADMITS, DENIES)}, date="2025-07-06", subject="Rename", author="Zoë Å")
    return branched


def steps(ask, *args):
    return [(row[1], row[2], row[3], row[4]) for row in ask("changes", "--each", *args).cells]


MERGE = [
    ("2025-07-04", "Ann Editor", "jets", "shift"),
    ("2025-07-04", "Ann Editor", "nobel", "added"),
]
RENAME = [
    ("2025-07-06", "Zoë Å", "jets-lost", "renamed"),
    ("2025-07-06", "Zoë Å", "jets-lost", "removed"),
]


@pytest.mark.usefixtures("walked")
def test_each_commit_with_author_and_date_a_merge_counting_once(ask):
    assert steps(ask, "base..") == [("2025-07-01", "Ann Editor", "jets", "shift"), *MERGE, *RENAME]
    assert steps(ask, "base") == steps(ask, "base..HEAD") == steps(ask, "base..")
    assert steps(ask, "HEAD") == steps(ask, "..") == []
    everything = steps(ask)
    assert everything[2:][-5:] == steps(ask, "base..")
    assert [(row[0], row[2], row[3]) for row in everything[:2]] == [
        ("2025-06-01", "ceasefire", "added"),
        ("2025-06-01", "jets", "added"),
    ]
    # Along the other line the merge is not met, and what was committed there is.
    assert steps(ask, "base..side") == [
        ("2025-07-02", "Bo", "jets", "shift"),
        ("2025-07-03", "Bo", "nobel", "added"),
    ]


@pytest.mark.usefixtures("walked")
def test_one_claim_commit_by_commit_through_its_names(ask):
    whole = [
        ("2025-06-01", "Ann Editor", "jets", "added"),
        ("2025-07-01", "Ann Editor", "jets", "shift"),
        MERGE[0],
        *RENAME,
    ]
    assert steps(ask, "--claim", "jets-lost") == whole
    assert steps(ask, "--claim", "jets-lost", "base..") == whole[1:]
    assert steps(ask, "--claim", "jets") == whole  # by the name it had, too
    # Much of its text is that of another claim, which is there still.
    assert steps(ask, "--claim", "nobel") == [MERGE[1]]


def test_a_claim_that_came_and_went(repo, ask):
    repo.commit({"brief": jets(FIVE)}, date="2025-07-01")
    repo.commit({"brief": jets(FIVE, SIX)}, date="2025-07-02")
    repo.commit({"brief": None}, date="2025-07-03")
    repo.commit({"jets": jets(FIVE)}, date="2025-07-04")
    assert [(row[0], row[3]) for row in steps(ask, "--claim", "brief")] == [
        ("2025-07-01", "added"),
        ("2025-07-02", "shift"),
        ("2025-07-03", "removed"),
    ]
    assert ask("changes", "HEAD~4..", "--claim", "brief").code == 3  # at neither end
    assert len(steps(ask, "HEAD~3..", "--claim", "brief")) == 2
    assert ask("changes", "--each", "HEAD~..", "--claim", "brief").code == 3  # gone before


def test_a_commit_that_renames_a_claim_and_changes_the_parties(repo, ask):
    repo.git("mv", "claims/ceasefire.toml", "claims/truce.toml")
    repo.commit({"parties": PARTIES.replace("2025-01-20", "2025-06-01")}, date="2025-07-01")
    assert [row[2:] for row in steps(ask, "--claim", "truce", "HEAD~..")] == [
        ("truce", "renamed"),
        ("truce", "registry"),
    ]


def test_one_claim_in_a_hidden_folder(tmp_path, home, ask):
    repo = Repo(tmp_path / "hidden", home)
    repo.write({"jets": jets(FIVE)}, ".data/claims")
    repo.commit()
    repo.write({"jets": None, "planes": jets(FIVE, SIX)}, ".data/claims")
    repo.commit()
    for claim in ("planes", "jets"):
        found = ask("changes", "--each", "--claim", claim, "--claims", ".data/claims", cwd=repo.top)
        assert [row[3:5] for row in found.cells] == [
            ["jets", "added"],
            ["planes", "renamed"],
            ["planes", "shift"],
        ]


def test_a_name_that_is_given_to_another_claim(repo, ask):
    repo.git("mv", "claims/jets.toml", "claims/jets-lost.toml")
    repo.commit(date="2025-07-01")
    repo.commit({"jets": jets(HELPED, title="Quite another")}, date="2025-07-02")
    repo.commit({"jets-lost": jets(FIVE, DENIES, SIX)}, date="2025-07-03")
    assert [(row[0], row[2]) for row in steps(ask, "--claim", "jets-lost")] == [
        ("2025-06-01", "jets"),
        ("2025-07-01", "jets-lost"),
        ("2025-07-03", "jets-lost"),
    ]
    assert [(row[0], row[2]) for row in steps(ask, "--claim", "jets")] == [("2025-07-02", "jets")]


def test_a_claim_that_was_removed_and_came_back(repo, ask):
    repo.commit({"jets": None}, date="2025-07-01")
    repo.commit({"jets": jets(FIVE)}, date="2025-07-02")
    assert [row[3] for row in steps(ask, "--claim", "jets")] == ["added", "removed", "added"]


def test_a_walk_from_where_the_two_parted_begins_with_what_was_there(branched, ask):
    # The commit that `side` begins after is not one of main's.
    assert steps(ask, "side..main") == [("2025-07-01", "Ann Editor", "jets", "shift")]
    branched.commit({"jets": jets({**FIVE, "value": 4}, DENIES, SIX)}, date="2025-07-02")
    assert [row[3] for row in steps(ask, "side..main")] == ["shift", "correction"]


def test_each_commit_of_the_registry(repo, ask):
    repo.commit({"parties": PARTIES.replace("2025-01-20", "2025-06-01")}, date="2025-07-01", author="Bo")
    repo.commit({"ceasefire": jets(HELPED, title="It was the US", unit="x")}, date="2025-07-02")
    repo.commit({"parties": PARTIES}, date="2025-07-03")
    found = ask("changes", "--each", "HEAD~3..")
    assert [row[1:6] for row in found.cells] == [
        ["2025-07-01", "Bo", "ceasefire", "registry", ""],
        ["2025-07-01", "Bo", "parties.toml", "edited", ""],
        ["2025-07-02", "Ann Editor", "ceasefire", "claim", ""],
        ["2025-07-03", "Ann Editor", "ceasefire", "registry", ""],
        ["2025-07-03", "Ann Editor", "parties.toml", "edited", ""],
    ]
    assert [[row[1], *row[3:5]] for row in ask("changes", "--each", "--claim", "ceasefire", "HEAD~3..").cells] == [
        ["2025-07-01", "ceasefire", "registry"],
        ["2025-07-02", "ceasefire", "claim"],
        ["2025-07-03", "ceasefire", "registry"],
    ]
    assert ask("changes", "--each", "--claim", "jets", "HEAD~3..").out == ""


def test_each_commit_of_the_shared_sources(repo, ask):
    repo.commit({"sources": {"sources": [*SOURCES["sources"], {"id": "new"}]}}, date="2025-07-01")
    repo.commit({"sources": SOURCES, "jets": jets(FIVE, DENIES, SIX)}, date="2025-07-02")
    assert [[row[1], *row[3:5], row[6]] for row in ask("changes", "--each", "HEAD~2..").cells] == [
        ["2025-07-01", "sources.toml", "added", "new"],
        ["2025-07-02", *SHIFT[:2], SHIFT[3]],
        ["2025-07-02", "sources.toml", "removed", "new"],
    ]


def test_two_broken_files_of_one_content_are_two_problems(repo, ask):
    brought = repo.commit({"one": "title = \n", "two": "title = \n"})[:10]
    problems = ask("changes", "--each", "HEAD~..", "--json").json["problems"]
    assert [problem["path"] for problem in problems] == [f"{brought}:claims/{name}.toml" for name in ("one", "two")]


def test_each_commit_in_json(repo, ask):
    commit = repo.commit({"jets": jets(FIVE, DENIES, SIX)}, date="2025-07-01", author="Bo")
    [row] = ask("changes", "--each", "HEAD~..", "--json").json["changes"]
    made = (row["commit"], row["commit_date"], row["commit_author"])
    assert made == (commit, "2025-07-01T12:00:00+00:00", "Bo")
    assert row["recorded_later"] is True


def test_what_was_broken_for_a_while_is_told_once_by_its_commit(repo, ask):
    first = repo.commit({"jets": "title = \n"}, date="2025-07-01")
    repo.commit({"ceasefire": jets(HELPED, title="The US did", unit="x")}, date="2025-07-02")
    repo.commit({"jets": jets(FIVE, DENIES, SIX)}, date="2025-07-03")
    found = ask("changes", "--each", "HEAD~3..")
    assert (found.code, [row[3:5] for row in found.cells]) == (4, [["ceasefire", "claim"]])
    assert [line.split(" ")[:2] for line in found.err.splitlines()] == [
        [f"{first[:10]}:claims/jets.toml:1:9:", "CT003"]
    ]
    # Where the walk begins after it broke, its first commit finds it broken.
    later = ask("changes", "--each", "HEAD~..")
    assert later.err.startswith(f"{repo.git('rev-parse', 'HEAD')[:10]}~:claims/jets.toml:1:9: CT003")


def test_names_that_no_claim_can_have_are_reported_by_the_commit_that_brought_them(repo, ask):
    bad = {"a b": jets(FIVE), "more/parties.toml/x": jets(SIX)}
    repo.commit(bad)
    repo.commit({"jets": jets(FIVE, DENIES, SIX)})
    repo.commit(dict.fromkeys(bad))
    for revisions in ("HEAD~3..", "HEAD~3..HEAD~2"):
        found = ask("changes", "--each", revisions, "--json").json
        brought = repo.git("rev-parse", "HEAD~2")[:10]
        assert sorted((problem["path"], problem["code"]) for problem in found["problems"]) == [
            (f"{brought}:claims/a b.toml", "CT006"),
            (f"{brought}:claims/more/parties.toml", "CT004"),
        ]
    # The commit that removes them had them before.
    removed = ask("changes", "--each", "HEAD~..", "--json").json["problems"]
    assert [problem["path"] for problem in removed] == [f"{repo.git('rev-parse', 'HEAD')[:10]}~:claims/a b.toml"]


@pytest.mark.skipif(os.name == "nt", reason="links take a privilege there")
def test_links_in_a_history(repo, ask):
    (repo.top / "claims" / "alias.toml").symlink_to("jets.toml")
    (repo.top / "claims" / "out.toml").symlink_to("../../out.toml")
    repo.commit(date="2025-07-01")
    (repo.top / "claims" / "alias.toml").unlink()
    (repo.top / "claims" / "alias.toml").symlink_to("ceasefire.toml")
    repo.commit(date="2025-07-02")
    (repo.top / "claims" / "alias.toml").unlink()
    repo.commit({"alias": jets(FIVE)}, date="2025-07-03")
    found = ask("changes", "--each", "HEAD~3..")
    assert found.code == 4
    (told,) = [line for line in found.err.splitlines() if "CT005" in line]  # once, at the first commit
    assert ":claims/out.toml:1:1: CT005 only links to files inside the folder are followed" in told
    assert {(row[1], row[3]) for row in found.cells} == {
        (date, "alias") for date in ("2025-07-01", "2025-07-02", "2025-07-03")
    }
    assert found.cells[0][4] == "added"
