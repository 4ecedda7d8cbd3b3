"""`changes` shows a rename as one change: what only follows from it is no change of its own."""

from __future__ import annotations

import pytest
from gitrepo import PARTIES, Repo
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.model.record import Claim, Party, Position, Source, SourceRef, Tenure
from claimtrack.rules.entry_changes import EntryChange, entry_changes
from claimtrack.rules.renames import with_citations_now, with_links_now, with_parties_now

RECORDS = {
    "parties": PARTIES,
    "sources": '[[sources]]\nid = "wire"\ntitle = "W"\n[[sources]]\nid = "paper"\nderived_from = "wire"\n',
    "jets": """\
title = "Jets fell"
implies = ["war"]
[[positions]]
party = "india"
stance = "denies"
date = 2025-05-07
sources = ["wire"]
[[positions]]
party = "Modi"
stance = "qualifies"
date = 2025-05-08
via = ["india"]
sources = ["own"]
[[positions]]
party = "India"
stance = "comments"
date = 2025-05-09
[[sources]]
id = "own"
title = "O"
derived_from = "wire"
[[sources]]
id = "copy"
derived_from = "own"
""",
    "war": 'title = "War"\nsee_also = ["jets"]\n[[positions]]\nparty = "modi"\nstance = "asserts"\nsources = ["own"]\n'
    '[[sources]]\nid = "own"\n',
}


@pytest.fixture
def repo(tmp_path, home):
    repo = Repo(tmp_path / "repo", home)
    repo.commit(RECORDS)
    return repo


def rows(call, repo, *args):
    found = call("changes", *args, "--json", cwd=repo.top).json["changes"]
    return [(each["record"], each["what"], each["change"]) for each in found]


@pytest.mark.parametrize(
    ("renames", "expected"),
    [
        ([("claim", "jets", "planes")], [("planes", "renamed", "was jets")]),
        ([("claim", "war", "fight")], [("fight", "renamed", "was war")]),
        ([("party", "modi", "pm")], [("parties.toml", "renamed", "pm, was modi")]),
        ([("party", "india", "bharat")], [("parties.toml", "renamed", "bharat, was india")]),
        (
            [("party", "india", "bharat"), ("party", "modi", "pm")],
            [("parties.toml", "renamed", "bharat, was india"), ("parties.toml", "renamed", "pm, was modi")],
        ),
        ([("source", "wire", "agency")], [("sources.toml", "renamed", "agency, was wire")]),
        ([("source", "own", "o", "--claim", "jets")], [("jets", "source", "renamed: o, was own")]),
        (
            [("claim", "war", "fight"), ("source", "wire", "agency"), ("party", "india", "bharat")],
            [
                ("fight", "renamed", "was war"),
                ("parties.toml", "renamed", "bharat, was india"),
                ("sources.toml", "renamed", "agency, was wire"),
            ],
        ),
    ],
)
def test_a_rename_is_one_change(repo, call, renames, expected):
    for rename in renames:
        assert call("rename", *rename, cwd=repo.top).code == 0
    assert sorted(rows(call, repo)) == expected
    repo.commit()
    assert sorted(rows(call, repo, "HEAD~..HEAD")) == expected
    assert sorted(rows(call, repo, "--each", "HEAD~..HEAD")) == expected


def test_what_else_was_changed_is_told_still(repo, call):
    call("rename", "party", "india", "bharat", cwd=repo.top)
    path = repo.top / "claims" / "jets.toml"
    path.write_text(path.read_text().replace("denies", "asserts").replace('["war"]', '["war", "jets"]'))
    found = rows(call, repo)
    assert ("jets", "correction", "India: stance denies → asserts") in found
    assert ("jets", "claim", "implies war → war, jets") in found
    assert len(found) == 3


def test_a_party_that_names_others_by_name_is_not_edited():
    old = [Party("india", "India"), Party("modi", speaks_for=(Tenure("India"), Tenure("india")))]
    new = [Party("bharat", "India"), Party("modi", speaks_for=(Tenure("India"), Tenure("bharat")))]
    assert entry_changes(old, new) == (EntryChange("renamed", "bharat", was="india"),)
    edited = [new[0], new[1]._replace(kind="person")]
    assert entry_changes(old, edited)[1] == EntryChange("edited", "modi", fields=("kind",))


def test_an_entry_is_renamed_to_one_other_at_most():
    old = [Party("india", "India"), Party("modi", speaks_for=(Tenure("india"),))]
    new = [
        Party("bharat", "India"),
        Party("pm", speaks_for=(Tenure("bharat"),)),
        Party("x", speaks_for=(Tenure("india"),)),
    ]
    assert entry_changes(old, new) == (
        EntryChange("renamed", "bharat", was="india"),
        EntryChange("added", "pm"),
        EntryChange("renamed", "x", was="modi"),
    )
    swapped = [new[0], new[1]._replace(id="y"), new[2]._replace(id="z")]
    assert [change.what for change in entry_changes(old, swapped)] == ["renamed", "added", "renamed"]


ids = st.sampled_from("abcdef")


@given(st.dictionaries(ids, st.sampled_from(["a", "b", "c", None]), min_size=1), st.permutations("ghijkl"))
def test_sources_that_have_all_other_ids_are_all_renamed(parents, others):
    now = dict(zip("abcdef", others, strict=True))
    old = [Source(key, title=f"T {key}", derived_from=parent) for key, parent in parents.items()]
    new = [
        source._replace(
            id=now[source.id], derived_from=now[parent] if (parent := source.derived_from) in parents else parent
        )
        for source in old
    ]
    expected = {EntryChange("renamed", now[key], was=key) for key in parents}
    assert set(entry_changes(old, new)) == expected or cyclic(parents)


def cyclic(parents):
    """Return whether a source derives from itself in the end: no rename can be found first then."""
    for key in parents:
        seen = [key]
        while (key := parents.get(seen[-1])) is not None:
            if key in seen:
                return True
            seen.append(key)
    return False


def test_records_without_a_rename_are_as_they_are():
    claim = Claim(
        "a", "a.toml", "A", implies=("b",), positions=(Position("India", "asserts", sources=(SourceRef("s"),)),)
    )
    assert with_links_now(claim, {}, {}) is claim
    assert with_citations_now(claim, claim) is claim
    assert with_parties_now(claim, claim, {}) is claim
    defined = claim._replace(sources=(Source("s"),))
    assert with_links_now(defined, {}, {"s": "t"}) == defined  # another source of that id
