"""The folder of claims under another name, and claims whose files moved."""

from __future__ import annotations

import os

import pytest
import tomli_w
from gitrepo import PARTIES, record, said
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.history.former_folder import former_prefix

FIVE = said("sharif", "asserts", "2025-05-07", value=5, quote="five jets")
SIX = said("sharif", "asserts", "2025-05-15", value=6, quote="not five but six")
DENIES = said("modi", "denies", "2025-05-08", quote="none was lost")
HELPED = said("trump", "asserts", "2025-03-10", quote="mediated")
FILES = {
    "parties": PARTIES,
    "jets": record(FIVE, DENIES, unit="jets"),
    "talks/ceasefire": record(HELPED, title="The US brokered it"),
    "talks/nobel": record(said("trump", "asserts", "2025-06-01"), title="It deserves a prize"),
}
SHIFT = [
    "jets",
    "shift",
    "2025-05-15",
    "Pakistan (Shehbaz Sharif): asserts 5 jets → asserts 6 jets (recorded later)",
    "statement",
    "on-record",
]
PLACES = [
    "book",
    "x y/ü*",
    *(pytest.param(place, marks=pytest.mark.slow) for place in ("data/claims", "data/2025/book", "claims-2025")),
]


@pytest.fixture
def told(repo):
    repo.commit({**FILES, "old": record(FIVE, title="Old")}, date="2025-06-01")
    (repo.top / "README.md").write_text("No record\n")
    (repo.top / "other.toml").write_text('title = "No record of this folder"\n')
    repo.commit({"old": None}, date="2025-06-02")
    return repo


def move(repo, was, now):
    (repo.top / now).parent.mkdir(parents=True, exist_ok=True)
    repo.git("mv", was, now)


def folder_row(was, now):
    return [f"{now}/", "renamed", "", f"the folder, was {was}/", "", ""]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.sampled(2)
def test_the_folder_under_another_name_has_the_changes_of_its_claims_alone(told, ask, place):
    at = ("--claims", place)
    move(told, "claims", place)
    renamed = folder_row("claims", place)
    assert ask("changes", *at).cells == [renamed]
    told.write({"jets": record(FIVE, DENIES, SIX, unit="jets"), "new": record(FIVE, title="New")}, place)
    told.write({"talks/nobel": None}, place)
    rows = [
        renamed,
        SHIFT,
        ["new", "added", "", "the claim, with 1 position", "", ""],
        ["nobel", "removed", "", "the claim, with 1 position", "", ""],
    ]
    assert ask("changes", *at).cells == rows
    assert ask("changes", *at, "--claim", "jets").cells == [SHIFT]
    assert ask("changes", cwd=told.top, env={"CLAIMTRACK_CLAIMS": place}).cells == rows
    told.commit(date="2025-07-01")
    assert ask("changes", *at, "HEAD~..HEAD").cells == rows
    assert ask("changes", *at, "HEAD~").cells == rows
    assert ask("changes", *at).out == ""
    # Before it was renamed, it is the folder that it is now.
    assert ask("changes", *at, "HEAD~2..HEAD~").cells == [["old", "removed", "", "the claim, with 1 position", "", ""]]
    back = ask("changes", *at, "HEAD..HEAD~").cells
    assert back[0] == folder_row(place, "claims")
    assert {row[0]: row[1] for row in back[1:]} == {"jets": "removed", "new": "removed", "nobel": "added"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.sampled(2)
def test_the_claims_are_read_as_of_a_revision_in_which_the_folder_had_another_name(told, ask, place):
    at = ("--claims", place)
    move(told, "claims", place)
    told.commit(date="2025-07-01")
    told.write({"jets": record(FIVE, DENIES, SIX, unit="jets"), "new": record(FIVE, title="New")}, place)
    told.write({"talks/nobel": None}, place)
    assert ask("list", *at).ids == ["ceasefire", "jets", "new"]
    for revision in ("HEAD", "HEAD~"):
        assert ask("list", *at, "--rev", revision).ids == ["ceasefire", "jets", "nobel"]
        (jets,) = ask("show", "jets", *at, "--rev", revision, "--json").json["claims"]
        assert [position["quote"] for position in jets["positions"]] == [FIVE["quote"], DENIES["quote"]]
        assert ask("parties", *at, "--rev", revision).ids[0] == "trump"
    assert ask("list", *at, "--rev", "HEAD~2").ids == ["ceasefire", "jets", "nobel", "old"]


def test_a_folder_that_is_new_had_no_other_name(told, ask):
    told.write({"flood": record(FIVE, title="Flood")}, "other")
    ran = ask("list", "--claims", "other", "--rev", "HEAD")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("claimtrack: there are no claims in other at HEAD\n")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.sampled(2)
def test_commit_by_commit_the_folder_keeps_its_history(told, ask, place):
    at = ("--claims", place)
    told.commit({"jets": record(FIVE, DENIES, unit="jets", topics=["war"])}, date="2025-06-03")
    move(told, "claims", place)
    told.write({"jets": record(FIVE, DENIES, SIX, unit="jets", topics=["war"])}, place)
    told.commit(date="2025-07-01")
    told.write({"jets": record(FIVE, SIX, unit="jets", topics=["war"])}, place)
    told.commit(date="2025-07-02")

    def steps(*args):
        return [(row[1], row[3], row[4]) for row in ask("changes", "--each", *at, *args).cells]

    jets = [
        ("2025-06-01", "jets", "added"),
        ("2025-06-03", "jets", "claim"),
        ("2025-07-01", f"{place}/", "renamed"),
        ("2025-07-01", "jets", "shift"),
        ("2025-07-02", "jets", "removed"),
    ]
    others = [("2025-06-01", name, "added") for name in ("ceasefire", "nobel", "old", "parties.toml")]
    whole = steps()
    assert [step for step in whole if step[1] in {"jets", f"{place}/"}] == jets
    assert {step for step in whole if step not in jets} >= {*others[:3], ("2025-06-02", "old", "removed")}
    assert steps("--claim", "jets") == [step for step in jets if step[1] == "jets"]
    assert steps("--claim", "old") == [("2025-06-01", "old", "added"), ("2025-06-02", "old", "removed")]
    assert steps("HEAD~2..") == jets[2:]
    # Up to a commit in which the folder had its first name.
    assert steps("HEAD~4..HEAD~2") == [("2025-06-02", "old", "removed"), jets[1]]
    assert steps("--claim", "jets", "HEAD~4..HEAD~2") == [jets[1]]
    assert steps("HEAD~2..HEAD~2") == []
    assert steps("HEAD~..") == jets[4:]


def test_a_folder_that_was_renamed_twice(told, ask):
    move(told, "claims", "book")
    told.commit(date="2025-07-01")
    move(told, "book", "a/record")
    told.commit(date="2025-07-02")
    assert ask("changes", "--claims", "a/record", "HEAD~2..").cells == [folder_row("claims", "a/record")]
    assert ask("changes", "--claims", "a/record", "HEAD~2..HEAD~").cells == [folder_row("claims", "book")]
    found = ask("changes", "--claims", "a/record", "--each", "HEAD~2..").cells
    assert [row[3:] for row in found] == [folder_row("claims", "book"), folder_row("book", "a/record")]


def test_a_folder_that_was_moved_without_git(told, ask):
    os.rename(told.top / "claims", told.top / "book")
    assert ask("changes", "--claims", "book").cells == [folder_row("claims", "book")]


def test_the_top_of_the_repository_that_became_a_folder(repo, ask):
    repo.commit(FILES, date="2025-06-01")
    repo.git("mv", "claims/jets.toml", "claims/parties.toml", "claims/talks", ".")
    repo.commit(date="2025-06-02")
    repo.write(FILES, "book")
    for name in ("jets.toml", "parties.toml", "talks"):
        repo.git("rm", "-r", "-q", name)
    assert ask("changes", "--claims", "book").cells == [["book/", "renamed", "", "the folder, was ./", "", ""]]


def test_a_record_that_was_broken_then_is_told_by_the_folder_it_was_in(told, ask):
    told.commit({"jets": "title = \n"}, date="2025-06-03")
    move(told, "claims", "book")
    told.commit({}, date="2025-06-04")
    assert (
        ask("changes", "--claims", "book", "HEAD~").err.splitlines()[0].startswith("HEAD~:claims/jets.toml:1:9: CT003")
    )


@pytest.mark.parametrize("files", [FILES, {"jets": FILES["jets"]}])
def test_a_copy_of_a_folder_is_new(told, ask, files):
    told.write(files, "copy")
    assert {row[1] for row in ask("changes", "--claims", "copy").cells} == {"added"}
    told.commit()
    assert {row[4] for row in ask("changes", "--claims", "copy", "--each").cells} == {"added"}


def test_a_new_folder_beside_what_was_removed_elsewhere_is_new(repo, ask):
    repo.write({**FILES, **{f"fixture-{number}": FILES["jets"] for number in range(9)}}, "tests/data")
    repo.commit()
    repo.git("rm", "-q", "tests/data/jets.toml")
    repo.write({"jets": FILES["jets"]})
    assert ask("changes").cells == [["jets", "added", "", "the claim, with 2 positions", "", ""]]


paths = st.lists(
    st.sampled_from(["a.toml", "b.toml", "x/a.toml", "x/y/c.toml", "parties.toml"]), min_size=1, unique=True
)


@settings(max_examples=examples(60), deadline=None, derandomize=True, database=None)
@given(paths, st.sampled_from(["", "claims/", "x/", "a/x/y/"]), st.sampled_from(["book/", "data/claims/"]))
def test_a_folder_is_found_wherever_it_was(records, was, now):
    there = {f"{was}{path}" for path in records} | {"README.md", "src/main.py"}
    here = {f"{now}{path}" for path in records}
    assert former_prefix(records, there, here.__contains__) == was
    assert former_prefix(records, there, there.__contains__) is None  # it is there still
    assert former_prefix(records, {"README.md"}, here.__contains__) is None


# -- files that moved


def test_a_claim_that_moved_between_folders_and_was_edited_at_once(told, ask):
    told.write({"jets": None, "air/2025/jets": record(FIVE, DENIES, SIX, unit="jets")})
    assert ask("changes").cells == [SHIFT]
    told.commit()
    assert ask("changes", "HEAD~..").cells == [SHIFT]
    assert [row[3:] for row in ask("changes", "--each", "HEAD~..").cells] == [SHIFT]
    assert [row[4] for row in ask("changes", "--each", "--claim", "jets").cells] == ["added", "shift"]


def test_a_claim_that_moved_between_folders_and_was_written_anew(told, ask):
    told.write({"jets": None, "air/jets": 'title = "Nothing at all is as it was before"\n'})
    told.commit()
    rows = ["removed", "removed", "claim"]
    assert [row[1] for row in ask("changes", "HEAD~..").cells] == rows
    assert [row[4] for row in ask("changes", "--each", "HEAD~..").cells] == rows
    assert [row[4] for row in ask("changes", "--each", "--claim", "jets").cells] == ["added", *rows]


@pytest.mark.parametrize("second", ["air/jets", "z/jets"])
def test_a_second_file_of_one_id_is_a_problem_and_no_addition(told, ask, second):
    told.write({second: record(SIX, title="Quite another")})
    for args in (["changes"], ["changes", "--claim", "jets"]):
        found = ask(*args)
        assert (found.code, found.out) == (4, "")
        assert "CT008" in found.err
    told.commit()
    for args in (["HEAD~.."], ["--each", "HEAD~.."], ["--each", "--claim", "jets", "HEAD~.."]):
        found = ask("changes", *args)
        assert (found.code, found.out) == (4, "")
        assert "CT008" in found.err
    told.commit({second: None})
    for args in (["HEAD~2.."], ["--each", "--claim", "jets", "HEAD~2..HEAD~2"]):
        assert ask("changes", *args).out == ""


def in_blocks(claim):
    """Give a claim as people write it: each position in a block, and each key on a line."""
    blocks = ["[[positions]]\n" + tomli_w.dumps(each) for each in claim["positions"]]
    return "\n".join([tomli_w.dumps({key: word for key, word in claim.items() if key != "positions"}), *blocks])


SMALL = record(said("Water Board", "denies"), said("City Council", "asserts"), title="The pumps failed")
LATER = said("Mayor", "denies", "2025-05-07", quote="I was told that evening that all of the pumps were running " * 3)


@pytest.mark.parametrize(
    ("edited", "rows"),
    [
        ({**SMALL, "title": "Pumps"}, ["renamed", "claim"]),
        ({**SMALL, "positions": [*SMALL["positions"], LATER]}, ["renamed", "shift"]),
        ({**SMALL, "title": "Pumps", "positions": [*SMALL["positions"], LATER]}, ["renamed", "shift", "claim"]),
        (
            {**SMALL, "positions": [said("Water Board", "asserts"), LATER]},
            ["renamed", "correction", "shift", "removed"],
        ),
        (record(LATER, said("Board", "asserts", "2025-01-01"), title="A dam is to be built"), ["added", "removed"]),
    ],
)
@pytest.mark.sampled(4)
def test_a_small_claim_that_was_renamed_and_edited_at_once(told, ask, edited, rows):
    told.commit({"pumps": in_blocks(SMALL)})
    told.write({"pumps": None, "water-pumps": in_blocks(edited)})
    for _ in range(2):
        assert sorted(row[1] for row in ask("changes").cells) == sorted(rows)
        told.git("add", "--all")
    told.commit()
    assert sorted(row[1] for row in ask("changes", "HEAD~..").cells) == sorted(rows)
    assert sorted(row[4] for row in ask("changes", "--each", "HEAD~..").cells) == sorted(rows)
    alone = ["added"] if "added" in rows else ["added", *rows]
    assert sorted(row[4] for row in ask("changes", "--each", "--claim", "water-pumps").cells) == sorted(alone)
    assert sorted(row[1] for row in ask("changes", "--claim", "water-pumps", "HEAD~..").cells) == sorted(
        ["added"] if "added" in rows else rows
    )
