"""What the screen shows can be typed, guesses are few and likely, and small mistakes get a clear line."""

from __future__ import annotations

import pytest

from claimtrack.book.names import guesses
from claimtrack.model.vocabulary import KINDS, STANCES, STATUSES
from claimtrack.render import phrases
from claimtrack.render.phrases import SILENCES, word
from claimtrack.rules.comparison import RELATIONS


def options(words):
    return [(shown, name) for name, others in words.items() for shown in (name, *others)]


STATUS_WORDS = options(phrases.spellings(STATUSES))
STANCE_WORDS = options(phrases.spellings(STANCES))
RELATION_WORDS = options(phrases.relation_spellings(RELATIONS))


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_that_is_shown_for_a_status_or_a_stance_is_in_the_table(kind):
    assert {(word(name, kind), name) for name in STATUSES} <= {*STATUS_WORDS}
    assert {(word(name, kind), name) for name in STANCES} <= {*STANCE_WORDS}
    assert {(said, "declines") for silence, said in SILENCES.items() if silence == "declined"} <= {*STANCE_WORDS}


@pytest.mark.parametrize(("shown", "status"), STATUS_WORDS)
def test_a_status_can_be_typed_as_it_is_shown(call, shown, status):
    expected = call("list", "--status", status).out
    for typed in (shown, shown.upper(), shown.replace(" ", "-")):
        assert call("list", "--status", typed).out == expected


@pytest.mark.parametrize(("shown", "stance"), STANCE_WORDS)
def test_a_stance_can_be_typed_as_it_is_shown(call, shown, stance):
    ran = call("list", "--stance", shown)
    assert ran.code == 0
    assert ran.out == call("list", "--stance", stance).out


@pytest.mark.parametrize(("shown", "relation"), RELATION_WORDS)
def test_a_relation_can_be_typed_as_it_is_shown(call, shown, relation):
    ran = call("diff", "india", "pakistan", "--only", shown)
    assert ran.code == 0
    assert {cells[1] for cells in ran.cells} <= {relation}


@pytest.mark.parametrize("typed", ["only-a", "only India", "only-india", "Only India", "ONLY_INDIA"])
def test_the_party_of_a_relation_can_be_named(call, typed):
    ran = call("diff", "india", "pakistan", "--only", typed)
    assert {cells[1] for cells in ran.cells} == {"only-a"}
    ran = call("diff", "pakistan", "india", "--only", typed.replace("only-a", "only-b"))
    assert {cells[1] for cells in ran.cells} == {"only-b"}


def test_a_party_that_is_not_compared_is_no_relation(call):
    ran = call("diff", "india", "pakistan", "--only", "only-france")
    assert ran.code == 2
    assert '"only-france" is not one of only-india, only-pakistan' in ran.err


def test_the_choices_are_listed_with_what_the_screen_says(call):
    ran = call("list", "--status", "nope")
    assert ran.code == 2
    assert "is not one of disputed, asserted (backed), partly (qualified), denied (opposed), open" in ran.err
    assert 'did you mean "backed"?' in call("list", "--status", "bakced").err


@pytest.mark.parametrize(
    ("option", "typed", "hint"),
    [
        ("--stance", "supports", 'did you mean "asserts"?'),
        ("--stance", "rejects", 'did you mean "denies"?'),
        ("--stance", "no comment", 'did you mean "declines"?'),
        ("--stance", "denys", 'did you mean "denies"?'),
        ("--kind", "forecast", 'did you mean "prediction"?'),
        ("--status", "disputd", 'did you mean "disputed"?'),
        ("--since", "07.05.2025", "is not a date; write 2025-05-07"),
        ("--since", "2025–05", "is not a date; write 2025-05"),
        ("--until", "May 2025", "is not a date; write 2025-05"),
        ("--as-of", "٢٠٢٥-٠٥-٠٧", "write 2025-05-07"),
        ("--as-of", "05/07/2025", "write the year, then the month, then the day, as in 2025-12-31"),
    ],
)
def test_what_is_typed_otherwise_is_told_as_in_a_record(call, option, typed, hint):
    ran = call("list", option, typed)
    assert ran.code == 2
    assert ran.err.splitlines()[0].endswith(hint)


@pytest.mark.parametrize("typed", ["not denied", "denies not", "unqualified", "misreports"])
def test_a_negated_word_is_not_taken_for_its_contrary(call, typed):
    ran = call("list", "--stance", typed)
    assert ran.code == 2
    assert "did you mean" not in ran.err


def test_the_words_of_the_screen_are_completed(call):
    env = {
        "_CLAIMTRACK_COMPLETE": "complete_bash",
        "COMP_WORDS": "claimtrack list --status ba",
        "COMP_CWORD": "3",
    }
    assert call(env=env).out.split() == ["backed"]


def test_a_record_still_has_the_seven_stances_only(call, folder):
    claim = {"title": "T", "positions": [{"party": "Water Board", "stance": "backs"}]}
    ran = call("check", cwd=folder({"dam": claim}).parent)
    assert 'did you mean "asserts"?' in ran.out


# Guesses

NAMES = [
    ("united-states", "united-states"),
    ("united-states-of-america", "united-states"),
    ("india", "india"),
    ("indian-government", "india"),
    ("indonesia", "indonesia"),
    ("pakistan", "pakistan"),
    ("armenia", "armenia"),
    ("water-board", "water-board"),
    ("water-works", "water-works"),
    ("water-council", "water-council"),
    ("Waterways Office", "waterways"),
]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("america", ["united-states"]),
        ("America", ["united-states"]),
        ("amercia", ["united-states", "armenia"]),
        ("pakstan", ["pakistan"]),
        ("board", ["water-board"]),
        ("wtaer board", ["water-board"]),
        ("government", ["india"]),
        ("water", ["water-board", "water-council", "water-works"]),
        ("zzz", []),
        ("", []),
        ("a", []),
        ("…", []),
    ],
)
def test_guesses_are_at_most_three_and_likely(given, found):
    assert guesses(given, NAMES) == found


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["list", "--party", "nroland"], "did you mean norland?"),
        (["list", "--party", "of norland"], "did you mean norland?"),  # by its alias
        (["list", "--party", "ek"], "`claimtrack parties` names them all"),
        (["list", "--topic", "war"], "did you mean river-war?"),
        (["show", "tax"], "did you mean toll-tax?"),
        (["show", "crossing"], "did you mean ferry?"),  # by its title
        (["show", "toll-tax.toml"], "did you mean toll-tax?"),
        (["show", "elsewhere/toll-tax.toml"], "did you mean toll-tax?"),
        (["show", "zzzz"], "`claimtrack list` names them all"),
        (["list", "--source", "zzzz"], "`claimtrack sources` names them all"),
        (["check", "tax"], "did you mean toll-tax?"),
        (["check", "--explain", "same-adress"], "did you mean CT029?"),
        (["check", "--explain", "CT02"], "did you mean CT020, CT021, CT022?"),
        (["check", "--explain", "zzz"], "claimtrack check --explain lists them all"),
    ],
)
def test_an_unknown_name_gets_a_likely_guess_or_the_way_to_all(call, book, args, hint):
    ran = call(*args, cwd=book)
    assert ran.code in {2, 3}
    assert ran.err.splitlines()[-1] == hint


def test_a_source_is_guessed_by_its_title_and_publisher(call, folder):
    source = {"id": "wb-1", "title": "Dam inquiry", "publisher": "River Gazette"}
    above = folder({"sources": {"sources": [source]}, "dam": 'title = "T"\n'}).parent
    for typed in ("inquiry", "gazzette", "wb1"):
        assert call("list", "--source", typed, cwd=above).err.endswith("did you mean wb-1?\n")


def test_a_code_is_explained_by_its_name(call):
    assert call("check", "--explain", "Same-Address").out == call("check", "--explain", "CT029").out


# Small mistakes


@pytest.mark.parametrize("args", [["jets", "nosuch"], ["nosuch", "jets"], ["nosuch", "jets", "other"]])
@pytest.mark.parametrize("more", [[], ["--json"], ["--no-cache"]])
def test_show_shows_what_there_is_and_reports_the_rest(call, args, more):
    ran = call("show", *args, *more)
    assert ran.code == 3
    assert ran.out == call("show", "jets", *more).out
    for name in args:
        assert (f'claimtrack: no claim "{name}"' in ran.err) is (name != "jets")


def test_of_a_broken_claim_and_a_good_one_the_good_one_is_shown(call, folder):
    above = folder({"dam": 'title = "The dam leaked"\n', "bad": "title = "}).parent
    ran = call("show", "dam", "bad", cwd=above)
    assert ran.code == 3
    assert "The dam leaked" in ran.out
    assert 'the claim "bad" could not be read' in ran.err
    assert "claims/bad.toml:1:9: CT003" in ran.err.replace("\\", "/")


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_an_empty_search_is_a_mistake(call, text):
    ran = call("list", "--search", text)
    assert (ran.code, ran.out) == (2, "")
    assert "Invalid value for --search: it needs a word to search for" in ran.err


def test_the_book_in_use_is_named_if_it_was_found_above(call, folder):
    claims = folder({"dam": 'title = "T"\n'})
    (claims.parent / "drafts" / "may").mkdir(parents=True)
    line = "the claims in ../claims, found above the working directory"
    told = call("list", "--format", "table", cwd=claims.parent / "drafts").err
    assert line in told.splitlines()
    assert line.replace("..", "../..") in call("list", "--format", "table", cwd=claims.parent / "drafts" / "may").err
    # Not if a program reads the answer, if the user is in the folder or beside it, or named it.
    assert call("list", cwd=claims.parent / "drafts").err == ""
    for cwd, args in [(claims, []), (claims.parent, []), (claims.parent / "drafts", ["--claims", "../claims"])]:
        assert "found above" not in call("list", "--format", "table", *args, cwd=cwd).err
