"""An id is changed in every file that mentions it, and nothing else is."""

from __future__ import annotations

import os
import shutil

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples, write_records

from claimtrack.book import renaming
from claimtrack.book.renaming import rename
from claimtrack.files.load import Loader
from claimtrack.files.mentions import Mention, find_mentions, replace_mentions
from claimtrack.problems import BadRequestError, NotFoundError, RefusedError

PARTIES = """\
[board]              # the one in town
name = "Water Board"
aliases = ["Board"]

["st.louis"]
name = "St. Louis"

[chair]
speaks_for = 'board' # since ever

[ mayor ]
speaks_for = [{ party = "board", from = 2020-01-01 }, { party = "Water Board" }]
"""
SOURCES = """\
[[sources]]
id = "wire"

[[sources]]
id = 'paper'
derived_from = '''wire'''
"""
LEAK = """\
title = "The dam leaked"
implies = ["flood",
  'dry', # and not flood
]
[[positions]]
party = "board"
stance = "asserts"
sources = ["wire", { at = "12:40", id = "own" }]
[[positions]]
party = "Water Board"
stance = "asserts"
via = ["chair", "BOARD"]
quote = "board flood wire own"
[[sources]]
id = "own"
derived_from = "wire"
[[sources]]
id = "copy"
derived_from = "own"
"""
FLOOD = 'title = "A flood"\r\nsee_also=["d\\u0072y"]\r\n[[positions]]\r\nparty="Board"\r\nstance="denies"'
DRY = '\ufefftitle = "Dry"\ncontradicts = ["flood"]\n'
CONFIG = '[check.per-claim]\nflood = ["CT041"]  # no date\n"dry" = ["CT040"]\n'


@pytest.fixture
def book(tmp_path):
    records = {"parties": PARTIES, "sources": SOURCES, "leak": LEAK, "a/dry": DRY, ".claimtrack": CONFIG}
    folder = write_records(tmp_path / "claims", records)
    (folder / "a" / "flood.toml").write_bytes(FLOOD.encode())
    return folder


def texts(folder):
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in folder.rglob("*.toml")}


def run(call, folder, *args):
    return call("rename", *args, cwd=folder.parent)


def test_a_claim_has_another_id_wherever_it_is_mentioned(call, book):
    before = texts(book)
    ran = run(call, book, "claim", "flood", "deluge")
    assert (ran.code, ran.err) == (0, "renamed claim flood to deluge, in 4 files\n")
    assert ran.lines == [
        "claims/.claimtrack.toml:2: changed",
        "claims/a/dry.toml:2: changed",
        "claims/a/deluge.toml:1: was claims/a/flood.toml",
        "claims/leak.toml:2: changed",
    ]
    after = texts(book)
    assert after.pop("a/deluge.toml") == before.pop("a/flood.toml")
    assert after.pop("leak.toml") == before.pop("leak.toml").replace('"flood"', '"deluge"')
    assert after.pop("a/dry.toml") == before.pop("a/dry.toml").replace("flood", "deluge")
    assert after.pop(".claimtrack.toml") == before.pop(".claimtrack.toml").replace("flood", "deluge")
    assert after == before


def test_a_mention_that_is_written_in_another_way_is_found(call, book):
    assert run(call, book, "claim", "dry", "دریا").code == 0
    after = texts(book)
    assert after["a/flood.toml"] == FLOOD.replace("d\\u0072y", "دریا")
    assert after["leak.toml"] == LEAK.replace("'dry'", "'دریا'")
    assert after[".claimtrack.toml"] == CONFIG.replace('"dry"', '"دریا"')
    assert run(call, book, "claim", "دریا", "wet").code == 0
    assert texts(book)["leak.toml"] == LEAK.replace("'dry'", "'wet'")


def test_a_party_has_another_id_and_its_names_stay(call, book):
    before = texts(book)
    assert run(call, book, "party", "board", "dam-board").code == 0
    after = texts(book)
    assert after.pop("parties.toml") == before.pop("parties.toml").replace("[board]", "[dam-board]").replace(
        "'board'", "'dam-board'"
    ).replace('party = "board"', 'party = "dam-board"')
    assert after.pop("leak.toml") == before.pop("leak.toml").replace('party = "board"', 'party = "dam-board"')
    assert after == before
    assert call("show", "leak", "--json", cwd=book.parent).json["problems"] == []


@pytest.mark.parametrize(
    ("old", "new", "header"),
    [("st-louis", "louis", '["louis"]'), ("board", "دریا", '["دریا"]'), ("mayor", "the-mayor", "[ the-mayor ]")],
)
def test_the_key_of_a_table_keeps_its_quotes_and_gets_some_if_it_needs_them(call, book, old, new, header):
    assert run(call, book, "party", old, new).code == 0
    assert header in texts(book)["parties.toml"]


def test_an_id_that_only_names_the_party_by_its_case_follows(call, book):
    write_records(book, {"x": 'title = "X"\n[[positions]]\nparty = "The Chair"\nstance = "denies"\nvia = ["CHAIR"]\n'})
    assert run(call, book, "party", "chair", "head").code == 0
    after = texts(book)
    assert 'party = "The Chair"' in after["x.toml"]
    assert 'via = ["head"]' in after["x.toml"]
    assert 'via = ["head", "BOARD"]' in after["leak.toml"]


def test_every_table_of_a_party_is_renamed(call, book):
    text = "[a]\nname = 'A'\n[[a.speaks_for]]\nparty = 'b'\n[[ 'a' . speaks_for ]]\nparty = 'a.b'\n[ b ]\n"
    write_records(book, {"parties": text, "leak": 'title = "Leak"\n'})
    assert run(call, book, "party", "a", "c").code == 0
    assert texts(book)["parties.toml"] == text.replace("[a", "[c").replace("'a' .", "'c' .")


def test_a_shared_source_has_another_id_wherever_it_is_cited(call, book):
    before = texts(book)
    own = '[[positions]]\nparty = "A"\nstance = "denies"\nsources = ["wire"]\n[[sources]]\nid = "wire"\n'
    write_records(book, {"own": f'title = "Own"\n{own}'})
    assert run(call, book, "source", "wire", "the wire").code == 0
    after = texts(book)
    assert after["sources.toml"] == before["sources.toml"].replace("wire", "the wire")
    assert after["leak.toml"] == LEAK.replace('"wire"', '"the wire"')
    assert after["own.toml"] == f'title = "Own"\n{own}'  # which has one of its own


def test_a_source_of_a_claim_has_another_id_in_it(call, book):
    other = 'title = "Other"\n[[sources]]\nid = "own"\n'
    write_records(book, {"other": other})
    ran = run(call, book, "source", "own", "mine")
    assert (ran.code, ran.err) == (
        3,
        'claimtrack: several claims define a source "own": leak, other\nsay which one with --claim ID\n',
    )
    assert run(call, book, "source", "own", "it's", "--claim", "leak").code == 0
    assert texts(book)["leak.toml"] == LEAK.replace('"own"', '"it\'s"')
    assert texts(book)["other.toml"] == other
    assert run(call, book, "source", "paper", "it's").code == 2
    assert run(call, book, "source", "paper", "p", "--claim", "leak").code == 3
    assert run(call, book, "source", "paper", "x'y").code == 0
    assert 'id = "x\'y"' in texts(book)["sources.toml"]


def test_a_dry_run_shows_what_would_change(call, book):
    before = texts(book)
    ran = run(call, book, "claim", "flood", "deluge", "--dry-run")
    assert ran.code == 0
    assert "rename from claims/a/flood.toml\nrename to claims/a/deluge.toml\n" in ran.out
    assert '-implies = ["flood",\n+implies = ["deluge",\n' in ran.out
    assert texts(book) == before


@pytest.mark.parametrize(
    ("what", "old", "new", "code"),
    [
        ("claim", "flood", "leak", 2),
        ("claim", "flood", "LEAK", 2),
        ("claim", "flood", "ｌｅａｋ", 2),
        ("claim", "flood", "parties", 2),
        ("claim", "flood", "con", 2),
        ("claim", "flood", "COM1.old", 2),
        ("claim", "flood", "../flood", 2),
        ("claim", "flood", "b/flood", 2),
        ("claim", "flood", "..", 2),
        ("claim", "flood", "", 2),
        ("claim", "flood", "a b", 2),
        ("claim", "flood", "x" * 256, 2),
        ("claim", "flood", "flood", 2),
        ("claim", "flood", "gone", 2),  # which leak mentions
        ("claim", "floods", "x", 3),
        ("claim", "floo", "x", 3),
        ("party", "board", "chair", 2),
        ("party", "board", "Chair", 2),
        ("party", "board", "CHAÍR", 2),
        ("party", "board", "", 2),
        ("party", "board", "!", 2),
        ("party", "board", "board", 2),
        ("party", "board", "council", 2),  # which a position names
        ("party", "board", "st-louis", 2),
        ("party", "Water Board", "x", 3),
        ("party", "nobody", "x", 3),
        ("source", "wire", "paper", 2),
        ("source", "wire", "Paper", 2),
        ("source", "wire", "own", 2),
        ("source", "own", "copy", 2),
        ("source", "own", "wire", 2),
        ("source", "wire", "https://example.org/", 2),
        ("source", "wire", " ", 2),
        ("source", "wire", "a\nb", 2),
        ("source", "wire", "wire", 2),
        ("source", "wires", "x", 3),
        ("source", "https://example.org/", "x", 3),
    ],
)
def test_what_cannot_be_renamed_is_refused(call, book, what, old, new, code):
    more = '[[positions]]\nparty = "Council"\nstance = "denies"\n'
    (book / "leak.toml").write_text(LEAK.replace("'dry'", "'gone'") + more)
    before = texts(book)
    ran = run(call, book, what, old, new)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("claimtrack: ")
    assert texts(book) == before


def test_a_file_that_cannot_be_read_is_in_the_way_only_if_it_may_mention_the_id(call, book):
    write_records(book, {"broken": "title = flood"})
    assert run(call, book, "claim", "leak", "drip").code == 0
    ran = run(call, book, "claim", "flood", "deluge")
    assert (ran.code, ran.out) == (74, "")
    assert "claims/broken.toml:1:9: CT003" in ran.err
    (book / "parties.toml").write_text("[board")
    assert run(call, book, "party", "board", "x").code == 74
    (book / "parties.toml").unlink()
    assert run(call, book, "party", "board", "x").code == 3


def test_a_file_that_is_not_read_may_mention_anything(call, book):
    env = {"CLAIMTRACK_MAX_FILE_SIZE": "100"}
    ran = call("rename", "claim", "flood", "deluge", cwd=book.parent, env=env)
    assert (ran.code, ran.out) == (74, "")
    assert "it is larger than" in ran.err


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_are_not_followed_out_of_the_folder_and_files_with_two_names_are_left(call, book, tmp_path):
    outside = tmp_path / "out.toml"
    outside.write_text('title = "Out"\nimplies = ["flood"]\n')
    (book / "out.toml").symlink_to(outside)
    (book / "twin.toml").symlink_to(book / "a" / "dry.toml")
    assert run(call, book, "claim", "flood", "deluge").code == 0
    assert "flood" in outside.read_text()
    assert "deluge" in (book / "a" / "dry.toml").read_text()
    assert (book / "twin.toml").is_symlink()
    for name in ("dry", "twin", "out"):
        ran = run(call, book, "claim", name, "x")
        assert ran.code == 74, name
        assert "link" in ran.err


def test_a_name_that_no_record_has_may_be_taken_too(call, book):
    (book / "a" / "deluge.toml").mkdir()
    assert run(call, book, "claim", "flood", "deluge").code in {2, 74}
    assert (book / "a" / "flood.toml").exists()


def test_an_id_that_two_files_have_is_not_renamed(call, book):
    write_records(book, {"b/flood": 'title = "Another"\n'})
    ran = run(call, book, "claim", "flood", "deluge")
    assert ran.code == 74
    assert 'the id "flood" is taken by' in ran.err


def test_letters_of_another_case_are_another_id(call, book):
    assert run(call, book, "claim", "flood", "Flood").code == 0
    assert texts(book)["a/Flood.toml"] == FLOOD
    assert '"Flood"' in texts(book)["leak.toml"]


def test_claim_goes_with_source(call, book):
    assert run(call, book, "claim", "flood", "x", "--claim", "leak").code == 2


def test_what_is_no_record_mentions_nothing():
    odd = {
        "positions": ["x", {"sources": [1], "party": 1, "via": "x"}],
        "sources": {"id": "x"},
        "implies": [1],
        "x": "y",
    }
    for what in ("claim", "party", "source"):
        for kind in ("claim", "parties", "sources", "config"):
            found = [mention for mention in find_mentions(what, kind, odd) if not mention.is_key]
            assert found == []
    assert [*find_mentions("claim", "config", {"check": {"per-claim": 1}})] == []
    assert [*find_mentions("claim", "config", {"check": 1})] == []


def test_a_text_that_would_say_something_else_is_refused():
    for text, mention, new in (
        ("a = 1\nb = 2\n", Mention(("a",), "a", is_key=True), "b"),
        ("[a]\n[b]\n", Mention(("a",), "a", is_key=True), "b"),
        ("x = nan\ny = ['a']\n", Mention(("y", 0), "a"), "b"),
    ):
        parsed = Loader([], keep=False, read=lambda _, text=text: text.encode()).load("a.toml", "claim")
        with pytest.raises(RefusedError, match="it would not say what it should"):
            replace_mentions(parsed, [mention], new)


def test_a_mistake_that_a_new_id_would_make_is_refused(book):
    data = (book / "sources.toml").read_bytes()
    parsed = Loader([], keep=False, read=lambda _: data).load("sources.toml", "sources")
    mentions = [*find_mentions("source", "sources", parsed.data)]
    with pytest.raises(RefusedError, match="would have a mistake: CT021"):
        renaming._File("sources", data, parsed, mentions).renamed(mentions, "one for all")


ids = st.sampled_from(["aa", "b-b", "ccc", "دریا", "x.y", "A1", "é"])
quotes = st.sampled_from(['"{}"', "'{}'", '"""{}"""', "'''{}'''", '"""\\\n  {}\\\n  """'])
spaces = st.sampled_from(["", " ", "  # flood aa b-b\n  "])


@st.composite
def claims(draw):
    """A claim that mentions others, in some spelling."""
    title = draw(st.sampled_from(["T", "aa", "no aa"]))
    lines = [f"title = '{title}'"]
    for key in ("implies", "contradicts", "see_also"):
        items = draw(st.lists(ids, max_size=3))
        if items:
            shown = [draw(spaces) + draw(quotes).format(each) for each in items]
            lines.append(
                f"{key}{draw(st.sampled_from(['=', ' = ']))}[{','.join(shown)}]{draw(st.sampled_from(['', ' # aa']))}"
            )
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join([*lines, f"notes = '''{end}aa \"b-b\"{end}'''", draw(st.sampled_from(["", "# c"]))])
    return text.replace("\r\n", "\n").replace("\n", end).encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])))


@settings(max_examples=examples(100))
@given(data=st.data())
def test_whatever_mentions_a_claim_says_the_same_of_it_by_its_new_id(data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    names = data.draw(st.lists(ids, min_size=1, max_size=4, unique_by=str.casefold))
    for name in names:
        (folder / f"{name}.toml").write_bytes(data.draw(claims()))
    old = data.draw(st.sampled_from(names))
    before = texts(folder)
    files = rename(str(folder), "claim", old, "new")
    for file in files:
        text, now = (each.decode("utf-8-sig").replace("\r\n", "\n") for each in (file.rewrite.old, file.rewrite.new))
        table, new = tomli.loads(text), tomli.loads(now)
        for key in ("implies", "contradicts", "see_also"):
            assert new.pop(key, []) == ["new" if each == old else each for each in table.pop(key, [])]
        assert new == table
        assert now.replace("new", old) == text  # no other byte is another one
    touched = {os.path.relpath(file.rewrite.path, folder) for file in files}
    assert touched == {f"{old}.toml", *(name for name, text in before.items() if mentions(text, old))}
    assert texts(folder) == before  # it is only planned


def mentions(text, name):
    table = tomli.loads(text.removeprefix("\ufeff"))
    return any(name in table.get(key, []) for key in ("implies", "contradicts", "see_also"))


def test_the_reasons_have_classes_of_their_own(book):
    with pytest.raises(NotFoundError):
        rename(str(book), "claim", "nothing", "x")
    with pytest.raises(BadRequestError):
        rename(str(book), "claim", "flood", "leak")
    (book / "x.toml").write_text("flood")
    with pytest.raises(RefusedError):
        rename(str(book), "claim", "flood", "y")


@pytest.mark.parametrize("every", [23, pytest.param(1, marks=pytest.mark.slow)])
def test_ids_of_the_shipped_claims_are_changed_and_changed_back_without_a_trace(every, call, shipped, tmp_path):
    folder = tmp_path / "claims"
    shutil.copytree(shipped, folder)
    before = texts(folder)
    read = {name: tomli.loads(before[f"{name}.toml"]) for name in ("parties", "sources")}
    ids = [("party", key) for key in read["parties"]]
    ids += [("source", source["id"]) for source in read["sources"]["sources"]]
    ids += [
        ("claim", name.removesuffix(".toml"))
        for name in before
        if name not in {"parties.toml", "sources.toml", ".claimtrack.toml"}
    ]
    chosen = sorted(ids)[::every]
    for what, name in chosen:
        assert run(call, folder, what, name, f"{name}-x").code == 0
    assert call("check", "--strict", cwd=tmp_path).code == 0
    assert texts(folder) != before
    for what, name in chosen:
        assert run(call, folder, what, f"{name}-x", name).code == 0
    assert texts(folder) == before
