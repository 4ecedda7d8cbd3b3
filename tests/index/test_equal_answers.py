"""With and without the index, every reading command answers the same, whatever happens to the files and the index."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from claimtrack.index import blocks, snapshot

TICK = 0.012  # seconds; longer than the clock of a local file system stands still
STEMS = ["jets", "dam", "dam-2", "canal", "Dam", "बाँध", "ceasefire"]
PLACES = ["", "a", "a/b", "c"]
PARTIES = ["India", "Bharat", "Modi", "Pakistan", "Dar", "حکومت", "حُكُومت", "France", "Franc\u0327e", "France+"]
CLAIMS = [
    """title = "The dam {word}"
date = 2025-05-07
topics = ["water", "Dams"]
implies = ["canal"]
[[positions]]
party = "{one}"
stance = "asserts"
date = 2025-05-08
value = 5
quote = "we {word} it"
sources = ["wire"]
[[positions]]
party = "{other}"
stance = "denies"
date = 2025-05-09
via = ["{one}"]
sources = ["https://example.org/a", "own"]
[[sources]]
id = "own"
title = "Own"
url = "https://example.org/own"
publisher = "Post"
derived_from = "wire"
""",
    """title = "The canal {word}"
kind = "policy"
topics = ["dams"]
contradicts = ["jets"]
[[positions]]
party = "{one}"
stance = "denies"
date = 2025-05-08
[[positions]]
party = "{other}"
stance = "asserts"
date = 2025-05-08
[[positions]]
party = "{one}"
stance = "asserts"
date = 2025-05-08
attribution = "anonymous"
""",
    """title = "The ferry {word}"
date = {then}
[[positions]]
party = "{one}"
stance = "asserts"
date = {when}
value = 3
[[positions]]
party = "{other}"
stance = "denies"
date = {then}
date_of = "report"
[[positions]]
party = "{one}"
stance = "denies"
date = {then}
[[positions]]
party = "Modi"
stance = "qualifies"
date = {when}
""",
    """title = "The count {word}"
unit = "{word}"
[[positions]]
party = "{one}"
stance = "asserts"
date = 2025-05-07
value = {{ min = 5, max = 6 }}
about = "2025"
sources = ["wire"]
[[positions]]
party = "{other}"
stance = "asserts"
date = 2025-05-08
value = 7
about = "2025"
quote = "{word} and no more"
[[positions]]
party = "{one}"
stance = "withdraws"
date = 2025-05-10
""",
    """title = "The canal {word} again"
[[positions]]
party = "{one}"
stance = "qualifies"
date = 2025-05-08
date_of = "report"
attribution = "anonymous"
[[positions]]
party = "{other}"
stance = "denies"
date = 2025-05-09
date_of = "report"
via = ["{one}", "France"]
""",
    """title = "One page {word}"
[[positions]]
party = "{one}"
stance = "asserts"
sources = ["page", "http://Example.org/own/", "https://example.org/wire#top", "https://perma.cc/WIRE", "other"]
[[positions]]
party = "{other}"
stance = "denies"
sources = ["https://web.archive.org/web/2025/https://example.org/page", "https://example.org/page/", "wire"]
[[sources]]
id = "page"
url = "https://example.org/page?utm_source={word}"
publisher = "Post"
""",
    """title = "Reviewed {word}"
topics = ["dams"]
original = "{word} it was"
place = "the canal"
[[positions]]
party = "{one}"
stance = "asserts"
date = 2025-05-08
value = 5
[[positions]]
party = "{other}"
stance = "denies"
date = {when}
value = 7
rating = "Mostly {word}"
sources = ["wire"]
[[positions]]
party = "Modi"
stance = "qualifies"
date = {then}
rating = "حكومت صحيح"
[[positions]]
party = "{one}"
stance = "withdraws"
date = 2025-05-09
rating = "Withdrawn"
[[positions]]
party = "France"
stance = "reports"
rating = "★"
""",
    'title = "Nothing {word}"\n',
    """title = "Cites {word}"
[[positions]]
party = "{one}"
stance = "comments"
quote = "no {word}"
sources = ["other", "wire"]
""",
    'title = "Broken {word}\n',
    'title = "Odd {word}"\nkind = "rumour"\n',
    """title = "Mistakes {word}"
kind = "rumour"
topics = ["Dams", 5]
implies = "canal"
[[positions]]
party = "{one}"
stance = "asserts"
date = 2025-05-08
quote = ""
sources = ["wire", "", {{ id = "own", page = "1" }}, "https://example.org/a b"]
[[positions]]
party = "{other}"
stance = "denies"
sources = ["own", "nosuch"]
[[sources]]
title = "No id"
[[sources]]
id = "own"
url = "https://example.org/own "
publisher = "Post"
[[sources]]
id = "own"
title = "Twice"
""",
    """title = "Hidden {word}"
[[positions]]
party = "{one}"
stence = "asserts"
sources = ["wire", "nosuch"]
""",
]
DATES = [  # some of them are of another day in UTC
    "2025-05-07T23:30:00-11:00",
    "2025-05-08T01:44:00+05:30",
    "2025-05-08T00:00:00+14:00",
    "2025-05-08T23:59:59Z",
    "2025-05-09T00:10:00+14:00",
    "2025-05-08",
    '"2025-05"',
    '"2025"',
]
REGISTRIES = [
    None,
    '[india]\nname = "India"\naliases = ["Bharat"]\n[modi]\nname = "Modi"\nspeaks_for = "india"\n[pakistan]\n',
    '[india]\nname = "India"\n[bharat]\n[modi]\nspeaks_for = [{ party = "pakistan", from = 2025-05-09 }]\n[pakistan]\n[dar]\nspeaks_for = "pakistan"\n',
    '[india]\nname = "India"\n[bharat]\n[modi]\nspeaks_for = [{ party = "pakistan", from = 2025-05-08 }]\n[pakistan]\n[dar]\nspeaks_for = "pakistan"\n',
    '[india]\nname = "India"\n[bharat]\n[modi]\nspeaks_for = [{ party = "pakistan", until = 2025-05-08 }]\n[pakistan]\n[dar]\nspeaks_for = "pakistan"\n',
    '[india]\n[modi]\nspeaks_for = [{ party = "india", from = 2025-05-08T00:10:00+05:30, until = 2025-05-08 }]\n',
    '[india]\naliases = ["France"]\n[dar]\nspeaks_for = "modi"\n[modi]\nspeaks_for = "dar"\n',
    "[india\n",
    '[india]\nname = "India"\nflag = 5\n[modi]\nspeaks_for = "indai"\n[dar]\nspeeks_for = "pakistan"\n[pakistan]\naliases = 5\n',
    '[pakistan]\nkind = 5\n[india]\nname = "India"\n[bharat]\nname = "India"\nspeaks_for = "pakistan"\n[modi]\nspeaks_for = [{ from = 2025 }]\n',
]
SHARED = [
    None,
    '[[sources]]\nid = "wire"\npublisher = "Wire"\nurl = "https://example.org/wire"\n',
    '[[sources]]\nid = "wire"\npublisher = "Post"\n[[sources]]\nid = "other"\nderived_from = "wire"\n',
    '[[sources]]\nid = "others"\n',
    """[[sources]]
id = "wire"
url = "http://example.org/wire/"
archive_url = "https://perma.cc/WIRE"
[[sources]]
id = "other"
url = "https://example.org/own"
[[sources]]
id = "again"
url = "https://example.org/wire"
derived_from = "other"
""",
    "[[sources]\n",
    '[[sources]]\nid = "wire"\nurl = "wire"\npublisher = "Wire"\n[[sources]]\ntitle = "No id"\n[[sources]]\nid = "wire"\n',
    '[wire]\nid = "wire"\n[[sources]]\nid = "other"\nderived_from = "othr"\n',
]
QUESTIONS = [
    ["list"],
    ["list", "--json"],
    ["list", "--format", "csv"],
    ["list", "--disputed", "--party", "india"],
    ["list", "--party", "modi", "--stance", "asserts"],
    ["list", "--party", "india", "--stance", "denies"],
    ["list", "--stance", "comments", "--kind", "fact"],
    ["list", "--silent", "pakistan", "--sort", "last"],
    ["list", "--divided"],
    ["list", "--values-differ"],
    ["list", "--divided", "--party", "india"],
    ["list", "--divided", "--party", "modi"],
    ["list", "--values-differ", "--party", "pakistan", "--json"],
    ["list", "--divided", "--party", "india", "--as-of", "2025-05-08"],
    ["diff", "india", "pakistan", "--values-differ"],
    ["list", "--thin"],
    ["list", "--thin", "--party", "india", "--as-of", "2025-05-08", "--json"],
    ["list", "--values-differ", "--as-of", "2025-05-09", "--json"],
    ["list", "--party", "india", "--since", "2025-05-09"],
    ["list", "--party", "modi", "--party", "pakistan", "--until", "2025-05-08"],
    ["list", "--party", "india", "--stance", "asserts", "--since", "2025-05-08", "--until", "2025-05-08"],
    ["list", "--party", "india", "--party", "pakistan", "--stance", "denies", "--stance", "asserts"],
    ["list", "--party", "pakistan", "--source", "wire"],
    ["list", "--stance", "denies", "--since", "2025-05-09"],
    ["list", "--source", "wire", "--until", "2025-05-07"],
    ["list", "--search", "opened", "--since", "2025-05-08"],
    ["list", "--topic", "dams", "--limit", "2", "--offset", "1"],
    ["list", "--source", "wire"],
    ["list", "--source", "Post"],
    ["list", "--source", "wire", "--as-of", "2025-05-08"],
    ["list", "--source", "http://EXAMPLE.org/own#top"],
    ["list", "--source", "https://perma.cc/WIRE"],
    ["list", "--source", "again"],
    ["list", "--source", "https://example.org/page", "--as-of", "2025-05-08"],
    ["list", "--since", "2025-05-09"],
    ["list", "--until", "2025-05-08", "--json"],
    ["list", "--since", "2025-05-08", "--until", "2025-05-08"],
    ["list", "--since", "2025-05-07", "--as-of", "2025-05-08", "--json"],
    ["list", "--silent", "india", "--as-of", "2025-05-08"],
    ["list", "--as-of", "2025-05-07", "--json"],
    ["list", "--as-of", "2025-05-08T01:44:00+05:30", "--json"],
    ["list", "--since", "2025-05-08T00:00+14:00", "--until", "2025-05-08T23:00-11:00"],
    ["list", "--until", "2025-05-07"],
    ["list", "--since", "2025-05-09T00:00Z"],
    ["list", "--sort", "last", "--json"],
    ["list", "--sort", "positions", "--reverse", "--limit", "2"],
    ["list", "--quiet-since", "2025-05-09", "--json"],
    ["list", "--quiet-since", "2025-05-09", "--party", "modi"],
    ["list", "--quiet-since", "2025-05-09", "--as-of", "2025-05-08", "--count"],
    ["list", "--source", "example.org"],
    ["list", "--source", "perma.cc", "--as-of", "2025-05-08"],
    ["list", "--party", "india", "--party", "france", "--stance", "comments"],
    ["list", "--search", "THE da"],
    ["list", "--search", "opened", "--party", "india"],
    ["list", "--search", "opened it", "--as-of", "2025-05-08"],
    ["list", "--as-of", "2025-05-08", "--party", "france"],
    ["list", "--party", "nobody"],
    ["list", "--party", "حكومت"],
    ["list", "--party", "france+", "--json"],
    ["list", "--search", "حكُومت"],
    ["list", "--search", "FRANÇE"],
    ["show", "dam"],
    ["show", "ja"],
    ["show", "jets", "--json"],
    ["show", "jets", "dam", "--json"],
    ["diff", "india", "pakistan"],
    ["diff", "india", "modi", "--stance", "denies"],
    ["diff", "modi", "pakistan", "--since", "2025-05-09", "--json"],
    ["diff", "modi", "india", "--as-of", "2025-05-08", "--json"],
    ["matrix"],
    ["matrix", "--format", "csv", "--until", "2025-05-08"],
    ["shifts"],
    ["shifts", "dam", "--json"],
    ["shifts", "--since", "2025-05-08", "--until", "2025-05-08", "--json"],
    ["contradictions", "--json"],
    ["parties", "--json"],
    ["parties", "--as-of", "2025-05-08"],
    ["sources", "--json"],
    ["topics"],
    ["parties", "india", "modi", "--json"],
    ["parties", "pakistan", "--since", "2025-05-09", "--format", "table"],
    ["sources", "wire", "--json"],
    ["sources", "https://example.org/own", "own", "--as-of", "2025-05-09", "--json"],
    ["positions", "--json"],
    ["positions", "--disputed", "--format", "jsonl", "--reverse"],
    ["positions", "--party", "india", "--party", "pakistan", "--format", "csv"],
    ["positions", "--search", "opened", "--source", "wire", "--format", "jsonl"],
    ["positions", "--as-of", "2025-05-08", "--limit", "3", "--json"],
    ["positions", "--unsourced", "--relayed", "--anonymous", "--count"],
    ["parties", "--party", "india", "--json"],
    ["parties", "--since", "2025-05-09", "--search", "i"],
    ["parties", "--quiet-since", "2025-05-10", "--as-of", "2025-05-09", "--json"],
    ["sources", "--party", "modi", "--json"],
    ["sources", "--source", "example.org", "--unused"],
    ["sources", "--kind", "fact", "--search", "wire", "--as-of", "2025-05-08", "--json"],
    ["topics", "--disputed", "--search", "dam"],
    ["topics", "--topic", "dams", "--party", "india", "--as-of", "2025-05-08"],
    ["list", "--reviewed", "--json"],
    ["list", "--reviewed", "--party", "modi", "--format", "csv"],
    ["list", "--reviewed", "--as-of", "2025-05-08", "--json"],
    ["list", "--rating", "MOSTLY op", "--json"],
    ["list", "--rating", "fell", "--rating", "حُكومت", "--disputed"],
    ["list", "--rating", "mostly", "--party", "pakistan", "--stance", "denies"],
    ["list", "--search", "mostly", "--json"],
    ["list", "--disputed", "--ignore-reviews", "--json"],
    ["list", "--reviewed", "--status", "asserted", "--ignore-reviews", "--sort", "last", "--json"],
    ["list", "--party", "modi", "--stance", "qualifies", "--ignore-reviews"],
    ["list", "--party", "pakistan", "--stance", "denies", "--stance", "asserts", "--ignore-reviews"],
    ["list", "--stance", "denies", "--topic", "dams", "--limit", "1", "--ignore-reviews", "--json"],
    ["list", "--thin", "--ignore-reviews", "--as-of", "2025-05-08", "--json"],
    ["topics", "--ignore-reviews", "--json"],
    ["positions", "--reviewed", "--ignore-reviews", "--format", "jsonl"],
    ["check"],
    ["check", "--json"],
]
WHICH = st.integers(0, 1000)
ASKED = 7  # questions after each step


class Machine(RuleBasedStateMachine):
    """A folder that is edited, and its index."""

    questions = QUESTIONS
    asked = ASKED
    failed = False
    ignoring = 0.25  # how often to ask the same without reviews
    patience = 0.5  # how often to wait until times prove something

    def __init__(self):
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "claims"
        self.folder.mkdir()
        self.cache = self.home / "cache"
        self.chance = random.Random(1)  # noqa: S311 - chance, no secret

    def teardown(self):
        shutil.rmtree(self.home, ignore_errors=True)

    def files(self):
        return sorted(path for path in self.folder.rglob("*.toml") if path.is_file() and not path.is_symlink())

    def one(self, number):
        files = self.files()
        return files[number % len(files)]

    def ask(self, question, **env):
        return self.call(*question, cwd=self.home, env={"CLAIMTRACK_CACHE_DIR": str(self.cache), **env})

    texts = st.builds(
        lambda text, word, one, other, when, then: text.format(word=word, one=one, other=other, when=when, then=then),
        st.sampled_from(CLAIMS),
        st.sampled_from(["opened", "closed", "fell"]),
        st.sampled_from(PARTIES),
        st.sampled_from(PARTIES),
        st.sampled_from(DATES),
        st.sampled_from(DATES),
    )

    @initialize(some=st.lists(texts, min_size=3, max_size=3))
    def begin(self, some):
        for stem, text in zip(STEMS, some, strict=False):
            self.write(stem=stem, place="", text=text)

    @rule(stem=st.sampled_from([*STEMS, "two words", "Sources"]), place=st.sampled_from(PLACES), text=texts)
    def write(self, stem, place, text):
        path = self.folder / place / f"{stem}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            path.unlink()
        path.write_text(text, encoding="utf-8")

    @precondition(lambda self: self.files())
    @rule(which=WHICH, old=st.sampled_from("oeaIPM5"), new=st.sampled_from("xyzDQN6"), how=st.integers(0, 3))
    def edit_at_the_same_size(self, which, old, new, how):
        path = self.one(which)
        before, text = path.stat(), path.read_text(encoding="utf-8")
        if how == 1:  # another inode
            path.unlink()
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        if how >= 2:  # whoever restores the time of the content cannot restore that of the inode
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @precondition(lambda self: self.files())
    @rule(which=WHICH)
    def delete(self, which):
        self.one(which).unlink()

    @precondition(lambda self: self.files())
    @rule(which=WHICH, stem=st.sampled_from(STEMS), place=st.sampled_from(PLACES))
    def move(self, which, stem, place):
        target = self.folder / place / f"{stem}.toml"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.one(which).replace(target)

    @precondition(lambda self: (self.folder / "a").is_dir())
    @rule(name=st.sampled_from(["a", "d", ".hidden"]))
    def move_a_folder(self, name):
        shutil.rmtree(self.folder / name, ignore_errors=True) if name != "a" else None
        if (self.folder / "a").is_dir():
            (self.folder / "a").rename(self.folder / name)

    @precondition(lambda self: self.files())
    @rule(
        name=st.sampled_from(["loop.toml", "a/jets.toml", "linked.toml"]),
        to=st.sampled_from(["jets.toml", "../claims/dam.toml", "loop.toml", "/etc/hosts"]),
    )
    def link(self, name, to):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # a file that is a link is written through elsewhere
        path.symlink_to(to)

    @precondition(lambda self: self.files())
    @rule(which=WHICH, when=st.integers(0, 2_000_000_000))
    def touch(self, which, when):
        os.utime(self.one(which), (when, when))

    @rule(text=st.sampled_from(REGISTRIES))
    def registry(self, text):
        self.put("parties.toml", text)

    @rule(text=st.sampled_from(SHARED))
    def shared(self, text):
        self.put("sources.toml", text)

    def put(self, name, text):
        path = self.folder / name
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")

    @precondition(lambda self: self.cache.is_dir())
    @rule(
        which=WHICH,
        at=st.integers(0),
        what=st.binary(min_size=1, max_size=200),
        how=st.sampled_from(["scribble", "cut", "remove", "empty", "foreign"]),
    )
    def spoil_the_cache(self, which, at, what, how):
        files = sorted(path for path in self.cache.rglob("*") if path.is_file())
        if not files:
            return
        path = files[which % len(files)]
        size = path.stat().st_size
        if how == "scribble" and size:
            with path.open("r+b") as file:
                file.seek(at % size)
                file.write(what)
        elif how == "cut":
            os.truncate(path, size // 2)
        elif how == "remove":
            path.unlink()
        elif how == "empty":
            path.write_bytes(b"")
        else:
            path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 16)

    @invariant()
    def same(self):
        if self.chance.random() < self.patience:  # else the files are so new that their times prove nothing
            time.sleep(TICK)
        for question in self.chance.sample(self.questions, self.asked):
            if question[0] != "check" and "--ignore-reviews" not in question and self.chance.random() < self.ignoring:
                question = [*question, "--ignore-reviews"]  # noqa: PLW2901
            indexed, plain = self.ask(question), self.ask([*question, "--no-cache"])
            if indexed != plain and not self.failed:
                type(self).failed = True  # the first failure, as it was before hypothesis looks for a smaller one
                sys.stderr.write(f"first failure: {question}\n{indexed}\n{plain}\n")
            assert indexed == plain, f"{question}\n{indexed}\n{plain}"
            assert plain.code in ({0, 1} if question[0] == "check" else {0, 3, 4}), plain.err


def run(call, steps, examples, phases=tuple(Phase), **more):
    # A step takes some hundredths of a second: seven questions, asked twice.
    run_state_machine_as_test(
        type("Asked", (Machine,), {"call": staticmethod(call), **more}),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=phases,
        ),
    )


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """Count few claims together, so that a small folder has many blocks."""
    monkeypatch.setattr(blocks, "_BITS", 1)


@pytest.fixture
def settled(monkeypatch):
    """Have times proven soon, so that what the times prove is put to the test, not only that they are new."""
    monkeypatch.setattr(snapshot, "RACY", int(TICK * 0.8 * 1e9))


@pytest.mark.usefixtures("settled")
def test_answers_are_the_same_while_files_and_cache_change(call):
    run(call, steps=20, examples=2)


@pytest.mark.slow
def test_answers_are_the_same_while_all_is_new(call):
    run(call, steps=15, examples=2, patience=0)


@pytest.mark.slow
@pytest.mark.usefixtures("settled")
def test_answers_are_the_same_for_two_thousand_steps(call):
    run(call, steps=40, examples=60)


@pytest.mark.slow
def test_answers_are_the_same_for_two_thousand_steps_while_all_is_new(call):
    run(call, steps=40, examples=20, patience=0)


@pytest.mark.slow
@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("kept", [slice(0, 0), slice(0, 1), slice(2, 3)], ids=["nothing", "mtime", "size"])
def test_a_freshness_that_looks_at_too_little_is_found_out(call, monkeypatch, kept):
    whole = snapshot._numbers
    monkeypatch.setattr(snapshot, "_numbers", lambda status: (*whole(status)[kept], 1, 1, 1, 1)[:4])
    monkeypatch.setattr(snapshot, "_has_changed", lambda *_: True)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(
            call,
            steps=40,
            examples=300,
            phases=[Phase.generate],
            questions=[["list", "--json"]],
            asked=1,
            patience=1,
        )


@pytest.fixture
def coarse(monkeypatch):
    """Have a file system whose clock stands still for a day: two edits in a row leave the same times."""
    numbers, day = snapshot._numbers, 24 * 3600 * 10**9

    def rounded(status):
        modified, changed, *more = numbers(status)
        return (modified // day, changed // day, *more)

    monkeypatch.setattr(snapshot, "_numbers", rounded)
    monkeypatch.setattr(snapshot, "_has_changed", lambda *_: True)


@pytest.mark.usefixtures("coarse")
def test_an_edit_that_leaves_size_and_times_is_seen(call, folder, tmp_path):
    path = folder({"dam": 'title = "The dam opened"\n'}) / "dam.toml"
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    assert "opened" in call("list", cwd=tmp_path, env=env).out
    path.write_text('title = "The dam closed"\n', encoding="utf-8")
    assert "closed" in call("list", cwd=tmp_path, env=env).out


@pytest.fixture
def proven(monkeypatch):
    """Take all times for old enough: nothing is read again but what really changed."""
    monkeypatch.setattr(snapshot, "RACY", -(10**18))


POSITION = '[[positions]]\nparty = "{}"\nstance = "{}"\ndate = 2025-05-08\nsources = ["{}"]\n'
TENURE = '[india]\nname = "India"\n[modi]\nspeaks_for = [{{ party = "india", from = {} }}]\n'
BEFORE = {
    "dam": 'title = "Dam"\n' + POSITION.format("Modi", "asserts", "wire"),
    "b/jets": 'title = "Jets"\n' + POSITION.format("Pakistan", "denies", "other"),
    "b/twin": 'title = "Twin in b"\n' + POSITION.format("France", "asserts", "wire"),
    "c/twin": 'title = "Twin in c"\n' + POSITION.format("France", "denies", "wire"),
    "parties": TENURE.format("2024-01-01"),
    "sources": '[[sources]]\nid = "wire"\npublisher = "Wire"\n',
}
CHANGES = {
    "a tenure begins another day": {"parties": TENURE.format("2025-05-09")},
    "the registry is broken": {"parties": "[india"},
    "the registry goes": {"parties": None},
    "an alias comes": {"parties": TENURE.format("2024-01-01") + '[france]\naliases = ["Pakistan"]\n'},
    "a source comes": {"sources": '[[sources]]\nid = "wire"\n[[sources]]\nid = "other"\n'},
    "a source goes": {"sources": '[[sources]]\nid = "others"\npublisher = "Wire"\n'},
    "the sources are broken": {"sources": "[[sources]"},
    "the sources go": {"sources": None},
    "a source has a mistake": {"sources": '[[sources]]\nid = "wire"\nurl = "x"\n[[sources]]\ntitle = "other"\n'},
    "a party has a mistake": {"parties": TENURE.format("2024")},
    "a party is left out": {"parties": TENURE.format("2024-01-01").replace('"India"', "5")},
    "a claim has a mistake": {"dam": 'title = "Dam"\nkind = "facts"\n' + POSITION.format("Modi", "asserts", "wire")},
    "a source and the registry": {"sources": '[[sources]]\nid = "other"\n', "parties": None},
    "the first of two goes": {"b/twin": None},
    "the second of two goes": {"c/twin": None},
    "the first of two breaks": {"b/twin": "titel = 1"},
    "the second of two breaks": {"c/twin": "titel = 1"},
    "a third comes before": {"a/twin": 'title = "Twin in a"\n'},
    "a third comes behind": {"d/twin": 'title = "Twin in d"\n'},
    "the first goes and its source too": {"b/twin": None, "sources": None},
    "a claim is edited": {"dam": 'title = "Dam"\n' + POSITION.format("Modi", "denies", "wire")},
    "a claim cites what is missing": {"dam": 'title = "Dam"\n' + POSITION.format("Modi", "denies", "x")},
    "a claim breaks": {"dam": "titel = 1"},
    "a claim moves": {"dam": None, "d/dam": 'title = "Dam"\n' + POSITION.format("Modi", "asserts", "wire")},
    "a claim gets a registry's name": {"dam": None, "b/parties": 'title = "Dam"\n'},
}
ASKED_AFTER = [
    ["list", "--json"],
    ["list", "--party", "india"],
    ["list", "--search", "twin"],
    ["list", "--source", "Wire"],
    ["parties", "--json"],
    ["show", "dam", "--json"],
    ["check"],
]


@pytest.mark.usefixtures("proven")
@pytest.mark.sampled(3)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_one_change_and_its_undoing_are_seen_where_nothing_else_is_read_again(call, folder, tmp_path, change):
    claims = folder(BEFORE)

    def same():
        for question in ASKED_AFTER:
            env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
            assert call(*question, cwd=tmp_path, env=env) == call(*question, "--no-cache", cwd=tmp_path, env=env)

    def make(changed):
        for name, text in changed.items():
            path = claims / f"{name}.toml"
            path.unlink(missing_ok=True)
            if text is not None:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")

    same()
    make(change)
    same()
    make({name: BEFORE.get(name) for name in change})
    same()


@pytest.mark.usefixtures("proven")
@pytest.mark.parametrize("since", ["2025-05-08", "2025-05-09"])
def test_a_registry_that_differs_by_a_date_alone_is_seen(call, folder, tmp_path, since):
    claim = 'title = "Dam"\n[[positions]]\nparty = "Modi"\nstance = "asserts"\ndate = 2025-05-08\n'
    registry = '[india]\n[modi]\nspeaks_for = [{{ party = "india", from = {} }}]\n'
    claims = folder({"dam": claim, "parties": registry.format("2024-01-01")})
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    assert call("list", "--party", "india", cwd=tmp_path, env=env).ids == ["dam"]
    (claims / "parties.toml").write_text(registry.format(since), encoding="utf-8")
    for question in (["list", "--party", "india"], ["matrix"], ["parties"], ["show", "dam"], ["shifts"]):
        assert call(*question, cwd=tmp_path, env=env) == call(*question, "--no-cache", cwd=tmp_path, env=env)
    ran = call("list", "--party", "india", cwd=tmp_path, env=env)
    assert ran.ids == (["dam"] if since == "2025-05-08" else [])


@pytest.mark.usefixtures("proven")
def test_the_name_of_a_party_is_that_of_the_first_id_whichever_is_asked_for_first(call, folder, tmp_path):
    claim = 'title = "Dam"\n[[positions]]\nparty = "{}"\nstance = "asserts"\n'
    folder(
        {"dam": claim.format("\u062d\u0643\u0648\u0645\u062a"), "jets": claim.format("\u062d\u06a9\u0648\u0645\u062a")}
    )
    env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
    call("list", cwd=tmp_path, env=env)
    for ids in (["jets", "dam"], ["dam", "jets"]):
        shown = call("show", *ids, "--json", cwd=tmp_path, env=env)
        assert shown == call("show", *ids, "--json", "--no-cache", cwd=tmp_path, env=env)


@pytest.mark.parametrize("question", [["matrix"], ["parties"], ["diff", "p0", "p1"], ["shifts", "--json"]])
def test_no_registry_makes_no_question_for_each_party(call, folder, tmp_path, monkeypatch, question):
    """Names are read from the index once: looking each one up would read all claims for each party."""
    numbers = []
    connect = sqlite3.connect

    def counting(*args, **more):
        db = connect(*args, **more)
        db.set_trace_callback(lambda _: numbers.__setitem__(-1, numbers[-1] + 1))
        return db

    position = '[[positions]]\nparty = "P{}"\nstance = "asserts"\ndate = 2025-05-08\n'
    for many in (2, 60):
        claims = folder({"c": 'title = "C"\n' + "".join(map(position.format, range(many)))}, at=f"{many}/claims")
        env = {"CLAIMTRACK_CACHE_DIR": str(tmp_path / "cache")}
        call("list", cwd=claims.parent, env=env)
        with monkeypatch.context() as patched:
            patched.setattr("claimtrack.index.database.sqlite3.connect", counting)
            numbers.append(0)
            assert call(*question, cwd=claims.parent, env=env).code == 0
    assert numbers[0] == numbers[1] > 0
