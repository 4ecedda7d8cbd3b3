"""Whatever an editor does to the files, `changes` says what turns one revision into the other."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from itertools import count

import pytest
import tomli_w
from answers import assert_valid
from builders import position
from edits import changed, records
from gitrepo import PARTIES, Repo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.history.changes import between
from claimtrack.history.walk import by_commit
from claimtrack.render import changes as render
from claimtrack.render.json import render as to_json

IDS = ("jets", "ceasefire", "nobel", "abbey-gate")
FOLDERS = ("", "2025/", "air war/")
REGISTRIES = (
    PARTIES,
    PARTIES.replace("2025-01-20", "2025-05-07"),
    PARTIES.replace('"Islamabad"', '"Pak"'),
    None,
)
SOURCES = {"sources": [{"id": "wire", "title": "Wire"}, {"id": "paper", "title": "Paper"}]}
few = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
numbers = count()


def written(told, *, wide=False):
    """Give a claim as text; some hundred words of it are its own, so that git knows a renamed file again."""
    record = {"title": told["title"], "notes": " ".join([told["title"]] * 40), "positions": told["positions"]}
    return tomli_w.dumps(record, indent=7 if wide else 4)


@st.composite
def histories(draw):
    """Give the files of several revisions: by path from the claims folder, and the claims by path."""
    claims = {
        f"{folder}{name}": {"title": f"{name} was so", "positions": draw(st.lists(records(), max_size=4))}
        for name, folder in zip(IDS[:3], FOLDERS, strict=True)
    }
    registry = PARTIES
    states = [_state(claims, registry)]
    for _ in range(draw(st.integers(1, 4))):
        claims = {path: {**told, "positions": list(told["positions"])} for path, told in claims.items()}
        wide = False
        for _ in range(draw(st.integers(1, 3))):
            edit = draw(st.sampled_from(EDITS))
            if edit == "registry":
                registry = draw(st.sampled_from(REGISTRIES))
            elif edit == "indent":
                wide = True
            else:
                _edit(draw, edit, claims)
        states.append(_state(claims, registry, wide=wide))
    return states


EDITS = (
    "insert",
    "insert",
    "delete",
    "edit",
    "reorder",
    "rename",
    "move",
    "add",
    "remove",
    "registry",
    "indent",
)


def _edit(draw, edit, claims):
    free = [name for name in IDS if name not in {path.rpartition("/")[2] for path in claims}]
    if edit == "add" and free:
        told = {"title": f"{free[0]} is new", "positions": draw(st.lists(records(), max_size=2))}
        claims[draw(st.sampled_from(FOLDERS)) + free[0]] = told
    if edit == "add" or not claims:
        return
    path = draw(st.sampled_from(sorted(claims)))
    said = claims[path]["positions"]
    match edit:
        case "insert":
            said.insert(draw(st.integers(0, len(said))), draw(records()))
        case "delete" if said:
            del said[draw(st.integers(0, len(said) - 1))]
        case "edit" if said:
            place = draw(st.integers(0, len(said) - 1))
            said[place] = draw(changed(said[place]))
        case "reorder":
            claims[path]["positions"] = draw(st.permutations(said))
        case "rename" if free:
            claims[path.removesuffix(path.rpartition("/")[2]) + free[0]] = claims.pop(path)
        case "move":
            claims[draw(st.sampled_from(FOLDERS)) + path.rpartition("/")[2]] = claims.pop(path)
        case "remove":
            del claims[path]


def _state(claims, registry, *, wide=False):
    files = {path: written(told, wide=wide) for path, told in claims.items()}
    files["sources"] = tomli_w.dumps(SOURCES)
    if registry is not None:
        files["parties"] = registry
    positions = {
        path.rpartition("/")[2]: Counter(position(**each) for each in told["positions"])
        for path, told in claims.items()
    }
    return files, positions


def committed(repo, states):
    """Put each state in a commit on a branch of its own; give the names of the revisions."""
    branch = f"branch-{next(numbers)}"
    stream = []
    for number, (files, _) in enumerate(states):
        when = f"Ann <ann@example.org> {1750000000 + number * 86400} +0000"
        stream += [f"commit refs/heads/{branch}", f"author {when}", f"committer {when}", "data 4", "Edit"]
        stream.append("deleteall")
        for path, text in files.items():
            stream += [f'M 100644 inline "claims/{path}.toml"', f"data {len(text.encode())}", text]
    repo.git("fast-import", "--quiet", "--force", stdin="\n".join([*stream, ""]).encode())
    return [f"{branch}~{len(states) - 1 - number}" for number in range(len(states))]


def applied(changes, state):
    """Apply what changed to the positions of each claim."""
    state = {claim: Counter(told) for claim, told in state.items()}
    before = dict(state)
    for each in changes.claims:
        was = each.was or each.claim
        if was != each.claim or each.what == "removed":
            assert was in before
            state.pop(was, None)
    for each in changes.claims:
        if each.what == "removed":
            continue
        if each.what == "added":
            assert each.claim not in before
            state[each.claim] = Counter(each.new.positions)
            continue
        told = Counter(before[each.was or each.claim])
        told.subtract(change.old for change in each.changes if change.old)
        told.update(change.new for change in each.changes if change.new)
        assert not -told  # nothing is taken away that was not there
        state[each.claim] = +told
    return state


@pytest.fixture(scope="module")
def repo(tmp_path_factory, home):
    repo = Repo(tmp_path_factory.mktemp("histories") / "repo", home)
    (repo.top / "claims").mkdir()
    return repo


@pytest.fixture(scope="module", autouse=True)
def _settings(repo):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in repo.env.items():
            patch.setenv(name, value)
        yield


def hold(repo, states):
    """Hold `changes` to the states between which it tells the changes."""
    folder = str(repo.top / "claims")
    revisions = committed(repo, states)
    first, last = revisions[0], revisions[-1]
    (files, start), (_, end) = states[0], states[-1]
    whole = between(folder, first, last)
    assert whole.problems == ()
    assert applied(whole, start) == end
    assert applied(between(folder, last, first), end) == start
    same = between(folder, last, last)
    assert (same.claims, same.sources, same.parties, same.problems) == ((), (), (), ())
    state = start
    walk = by_commit(folder, first, last)
    for step in walk:
        state = applied(step, state)
    assert state == end
    # A step that changed the words of nothing is no step.
    assert all(step.claims or step.sources or step.parties for step in walk)
    for told, with_commits in (([whole], False), (walk, True)):
        listing = render.listing(told, with_commits=with_commits)
        assert_valid("changes", json.loads("\n".join(to_json(listing))))
    # And the files as they are, known to git or not, are told of like a commit.
    shutil.rmtree(folder)
    repo.write(files)
    here = between(folder, last, None)
    assert applied(here, end) == start
    assert {(each.claim, each.what) for each in here.claims} == {
        (each.claim, each.what) for each in between(folder, last, first).claims
    }


@few
@given(histories())
def test_changes_turn_one_revision_into_the_other(repo, states):
    hold(repo, states)


@pytest.mark.slow
@settings(few, max_examples=400, derandomize=False)
@given(histories())
def test_changes_turn_one_revision_into_the_other_however_long_one_tries(repo, states):
    hold(repo, states)


@settings(few, max_examples=4)
@given(histories())
def test_one_claim_alone_is_told_as_it_is_among_all(repo, states):
    folder = str(repo.top / "claims")
    revisions = committed(repo, states)
    whole = {each.commit.id: each.claims for each in by_commit(folder, None, revisions[-1])}
    for claim in states[-1][1]:
        alone = by_commit(folder, None, revisions[-1], claim)
        found = [(each.commit.id, gist(change)) for each in alone for change in each.claims]
        told = since_added(claim, whole)
        assert found[-len(told) :] == told
        # What was there before it was added anew had its name.
        assert all(change[0] == told[0][1][0] for _, change in found[: -len(told)])
        assert [each.parties or each.sources or each.problems for each in alone] == [()] * len(alone)


def since_added(claim, steps):
    """Give what all steps tell of a claim, under the names it had, since it was last added."""
    told = []
    for commit, changes in reversed(steps.items()):
        for each in changes:
            if each.claim == claim:
                told.insert(0, (commit, gist(each)))
                claim = each.was or claim
        if told and told[0][1][2] == "added":
            break
    return told


def gist(change):
    return (change.claim, change.was, change.what, change.changes)
