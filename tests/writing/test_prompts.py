"""On a terminal, what is missing is asked for in plain words; whoever leaves before the end has written nothing."""

from __future__ import annotations

import os
import shlex

import pytest
import tomli
import typer
from dialogue import CTRL_C, CTRL_D, Dialogue
from documents import ROOT, blocks
from small_book import LEAK, PARTIES, SOURCES, last

from claimtrack.cli import prompts

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")

ADDING = [
    ("Who: ", "Water Bord"),
    ("A number, or a name: ", "1"),
    ("A number or a word: ", "3"),
    ("When (", "2025-04-01"),
    ("How many litres (", "5-6"),
    ("The words, verbatim (", "not so “much”"),
    ("A source, by its id or URL: ", "https://daily.example/dam"),
    ("  Its title: ", "The dam"),
    ("  Its publisher: ", "Daily"),
    ("  Published (", "2025-04-02"),
    ("Another source: ", ""),
    ("A note for readers: ", "said in passing"),
    ("Write it? [Y/n]: ", "y"),
]
MAKING = [
    ("What is claimed, short: ", "The mill at the lake flooded"),
    ("Its id [mill-lake-flooded]: ", ""),
    ("One neutral, checkable sentence: ", "The mill flooded."),
    ("Its kind (", "policy"),
    ("What a number counts, such as jets or %: ", "%"),
    ("Topics, separated by commas: ", "mills, lakes"),
    ("Who takes a position on it: ", "WB"),
    ("A number or a word: ", "backs"),
    ("Who else: ", ""),
    ("Write it? [Y/n]: ", ""),
]
PARTY = [("Its name: ", "Fish Union"), ("What it is: ", "union"), ("For whom it speaks ", "wb")]
SOURCE = [
    ("Its URL, or an id if it has none: ", "https://daily.example/dam"),
    ("Its title ", "The dam"),
    ("Its publisher: ", "Daily"),
    ("When it was published", "2025-04-02"),
]


@pytest.fixture
def talk(start, book):
    """Begin to talk with a command in the book."""
    begun = []

    def talk(*args, **more):
        begun.append(Dialogue(start, *args, cwd=book.parent, **more))
        return begun[-1]

    yield talk
    for dialogue in begun:
        dialogue.stop()


def state(book):
    """Return what is in the book."""
    return {path.name: path.read_text() for path in book.iterdir()}


def test_a_position_is_asked_for_in_plain_words(talk, book):
    dialogue = talk("add", "leak")
    for question, typed in ADDING:
        dialogue.answer(question, typed)
    assert dialogue.end() == 0
    shown = dialogue.shown
    assert (
        "leak: The dam leaks\nDisputed: Farmers' Union (2025-03-05) asserts it; Water Board (2025-03-06)\ndenies it.\n"
        in shown
    )
    assert 'The party "Water Bord" is not known. Who is meant?\n  1  Water Board\n' in shown
    assert "What did Water Board do?\n" in shown
    assert "  3  denies     says that it is not so\n" in shown
    assert '+party = "Water Board"\n+stance = "denies"\n+date = 2025-04-01\n+value = { min = 5, max = 6 }\n' in shown
    before, after = "Water Board: denies → denies 5 to 6 litres; leak stays disputed", "claims/leak.toml:15: added"
    assert shown.index(before) < shown.index("Write it?") < shown.index(after)
    assert shown.count(before) == 1
    assert max(map(len, shown.splitlines())) <= 80
    assert last(book / "leak.toml")["sources"] == ["daily-0402"]
    assert last(book / "leak.toml")["note"] == "said in passing"
    (source,) = tomli.loads((book / "leak.toml").read_text())["sources"]
    assert list(source) == ["id", "title", "publisher", "url", "date"]


@pytest.mark.parametrize(
    ("command", "answers"),
    [(["add", "leak"], ADDING), (["new"], MAKING), (["party", "add"], PARTY), (["source", "add"], SOURCE)],
    ids=["add", "new", "party", "source"],
)
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["^C", "^D"])
def test_whoever_leaves_at_any_question_has_written_nothing(talk, book, command, answers, key):
    before = state(book)
    # Two questions of each command; the others are among the slow tests.
    places = [0, len(answers) - 1] if key == CTRL_C else [len(answers) // 2]
    leave_at(talk, book, command, answers, key, places, before)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "answers"),
    [(["add", "leak"], ADDING), (["new"], MAKING), (["party", "add"], PARTY), (["source", "add"], SOURCE)],
    ids=["add", "new", "party", "source"],
)
@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["^C", "^D"])
def test_whoever_leaves_at_each_question_has_written_nothing(talk, book, command, answers, key):
    leave_at(talk, book, command, answers, key, range(len(answers)), state(book))


def leave_at(talk, book, command, answers, key, places, before):
    for place in places:
        dialogue = talk(*command)
        for question, typed in answers[:place]:
            dialogue.answer(question, typed)
        assert dialogue.leave(answers[place][0], key) == 130
        assert dialogue.shown.endswith("\nnothing was written\n")
        assert state(book) == before


def test_what_cannot_be_read_is_asked_again(talk, book):
    dialogue = talk("add", "leak", "--party", "WB")
    for question, typed, says in [
        ("A number or a word: ", "8", '"8" is none of these'),
        ("A number or a word: ", "accepts", 'did you mean "asserts"?'),
        ("A number or a word: ", "partly", ""),
        ("When (", "7/5/2025", "is not a date"),
        ("When (", "2025-05-07T10:00", "offset"),
        ("When (", "", ""),
        ("How many litres (", ">5", "write >=6, or >=5"),
        ("How many litres (", "a few", ""),
        ("The words, verbatim (", "", ""),
        ("A source, by its id or URL: ", "gazete", 'did you mean "gazette"?'),
        ("A source, by its id or URL: ", "gazette at p. 3", ""),
        ("Another source: ", "", ""),
        ("A note for readers: ", "", ""),
    ]:
        dialogue.answer(question, typed)
        if says:
            dialogue.wait_for("Error: ")
            dialogue.wait_for(says)
    dialogue.answer("Write it? [Y/n]: ", "")
    assert dialogue.end() == 0
    assert last(book / "leak.toml") == {
        "party": "WB",
        "stance": "qualifies",
        "value": "a few",
        "sources": [{"id": "gazette", "at": "p. 3"}],
    }


@pytest.mark.parametrize(("typed", "says"), [("an arrow \x1b[D", "control character"), ("caf\udce9", "not UTF-8")])
def test_what_a_key_left_behind_is_no_answer(typed, says):
    with pytest.raises(typer.BadParameter, match=says):
        prompts._read(typed, str)
    assert prompts._read(" tab\tand “so” ", str) == "tab\tand “so”"


def test_no_means_no(talk, book):
    dialogue = talk("add", "leak", "--party", "WB")
    for question in ("A number or a word: ", "When (", "How many", "The words", "A source", "A note"):
        dialogue.answer(question, "1" if question.startswith("A number") else "")
    dialogue.answer("Write it? [Y/n]: ", "n")
    assert dialogue.end() == 0
    assert dialogue.shown.endswith("nothing was written\n")
    assert (book / "leak.toml").read_text() == LEAK


def test_what_was_changed_while_the_question_stood_stays(talk, book):
    dialogue = talk("add", "leak", "--party", "WB", "--note", "seen twice")
    for question in ("A number or a word: ", "When (", "How many", "The words", "A source"):
        dialogue.answer(question, "1" if question.startswith("A number") else "")
    dialogue.wait_for("Write it? [Y/n]: ")
    (book / "leak.toml").write_text(f"{LEAK}# by hand\n")
    os.write(dialogue._ours, b"y\n")
    assert dialogue.end() == 5
    assert "claims/leak.toml was changed meanwhile and is left as it is" in dialogue.shown
    assert '[[positions]]\nparty = "WB"\nstance = "asserts"\nnote = "seen twice"\n' in dialogue.shown
    assert (book / "leak.toml").read_text() == f"{LEAK}# by hand\n"


def test_a_dry_run_asks_and_writes_nothing(talk, book):
    dialogue = talk("add", "leak", "--party", "WB", "--dry-run")
    for question in ("A number or a word: ", "When (", "How many", "The words", "A source", "A note"):
        dialogue.answer(question, "1" if question.startswith("A number") else "")
    assert dialogue.end() == 0
    assert '+stance = "asserts"' in dialogue.shown
    assert "Write it?" not in dialogue.shown
    assert (book / "leak.toml").read_text() == LEAK


def test_the_words_may_be_written_in_the_editor(talk, book, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\nprintf 'line one\\nline two\\n' >\"$1\"\n")
    script.chmod(0o755)
    dialogue = talk("add", "leak", "--party", "WB", env={"EDITOR": str(script)})
    for question in ("A number or a word: ", "When (", "How many", "The words", "A source", "A note"):
        dialogue.answer(question, {"A number or a word: ": "1", "The words": "e"}.get(question, ""))
    dialogue.answer("Write it? [Y/n]: ", "y")
    assert dialogue.end() == 0
    assert last(book / "leak.toml")["quote"] == "line one\nline two"


def test_a_policy_is_backed_and_opposed(talk, book):
    (book / "leak.toml").write_text(LEAK.replace("unit", 'kind = "policy"\nunit'))
    dialogue = talk("add", "leak", "--party", "WB")
    assert dialogue.leave("A number or a word: ", CTRL_C) == 130
    assert "  3  opposes    is against it\n" in dialogue.shown


def test_the_questions_are_those_that_the_documents_show(talk, call, book):
    page = (ROOT / "docs" / "writing.md").read_text(encoding="utf-8")
    (shown,) = (block.text for block in blocks(page) if block.language == "text")
    typed = next(line for block in blocks(page) for line in block.lines if line.startswith("$ claimtrack new"))
    assert call(*shlex.split(typed)[2:], cwd=book.parent).code == 0
    dialogue = talk("add", "mill")
    for question, answer in [
        ("Who: ", "Watr Board"),
        ("A number, or a name: ", "1"),
        ("A number or a word: ", "accepts in part"),
        ("When (", "12.3.2025"),
        ("When (", "2025-03-12"),
        ("The words", "Some water came in."),
        ("A source", "https://example.org/board/1"),
        ("  Its title: ", ""),
        ("  Its publisher: ", "Water Board"),
        ("  Published (", ""),
        ("Another source: ", ""),
        ("A note", ""),
        ("Write it? [Y/n]: ", ""),
    ]:
        dialogue.answer(question, answer)
    assert dialogue.end() == 0
    assert shown == "$ claimtrack add mill\n" + "".join(f"{line.rstrip()}\n" for line in dialogue.shown.splitlines())
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("columns", [40, 80])
def test_a_claim_is_asked_for(talk, book, columns):
    dialogue = talk("new", columns=columns)
    for question, typed in MAKING:
        dialogue.answer(question, typed)
    assert dialogue.end() == 0
    assert tomli.loads((book / "mill-lake-flooded.toml").read_text()) == {
        "title": "The mill at the lake flooded",
        "statement": "The mill flooded.",
        "kind": "policy",
        "unit": "%",
        "topics": ["mills", "lakes"],
        "positions": [{"party": "WB", "stance": "asserts"}],
    }
    assert "next: claimtrack add mill-lake-flooded" in dialogue.shown


def test_an_id_that_cannot_be_is_asked_again(talk, book):
    dialogue = talk("new", "--title", "The mill", "--unit", "%", "--topic", "t", "--statement", "S", "--kind", "policy")
    for typed in ("leak", "../x", "aux", ""):
        dialogue.answer("Its id [mill]: ", typed)
    dialogue.answer("Who takes a position on it: ", "")
    dialogue.answer("Write it? [Y/n]: ", "")
    assert dialogue.end() == 0
    assert (book / "mill.toml").exists()
    for says in ("is taken by claims/leak.toml", "leads out of claims", "Windows keeps for a device"):
        assert says in dialogue.shown.replace("\n", " ")


def test_entries_of_the_registries_are_asked_for(talk, book):
    for command, answers in (("party", PARTY), ("source", SOURCE)):
        dialogue = talk(command, "add")
        for question, typed in answers:
            dialogue.answer(question, typed)
        assert dialogue.end() == 0
    assert (book / "parties.toml").read_text() == (
        f'{PARTIES}\n[fish-union]\nname = "Fish Union"\nkind = "union"\nspeaks_for = "wb"\n'
    )
    assert (book / "sources.toml").read_text() == (
        f'{SOURCES}\n[[sources]]\nid = "daily-0402"\ntitle = "The dam"\npublisher = "Daily"\n'
        'url = "https://daily.example/dam"\ndate = 2025-04-02\n'
    )


def test_an_editor_may_be_opened_again(talk, book, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text(
        '#!/bin/sh\ngrep -q \'"denie"\' "$1" && sed -i s/denie/denies/ "$1" || sed -i s/denies/denie/ "$1"\n'
    )
    script.chmod(0o755)
    dialogue = talk("edit", "leak", env={"VISUAL": str(script)})
    dialogue.answer("It has an error. Open it again? [Y/n]: ", "", by_readline=False)
    assert dialogue.end() == 0
    assert "claims/leak.toml:12:10: error CT012" in dialogue.shown
    assert (book / "leak.toml").read_text() == LEAK
    dialogue = talk("edit", "leak", env={"VISUAL": str(script)})
    dialogue.answer("It has an error. Open it again? [Y/n]: ", "n", by_readline=False)
    assert dialogue.end() == 1
    assert (book / "leak.toml").read_text() == LEAK.replace("denies", "denie")
