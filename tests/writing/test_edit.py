"""`edit` opens a claim in the user's editor where its first problem is, and says what is wrong with it afterwards."""

from __future__ import annotations

import shlex

import pytest
from small_book import LEAK

from claimtrack.cli.editor import editor_words

BROKEN = LEAK.replace('"denies"', '"denie"')


@pytest.fixture
def edit(call, book, tmp_path):
    """Run `edit` with an editor that runs a line of shell on the file."""

    def edit(*args, does="true", **env):
        script = tmp_path / "editor.sh"
        script.write_text(f"#!/bin/sh\n{does}\n")
        script.chmod(0o755)
        return call("edit", *args, cwd=book.parent, env={"EDITOR": str(script), "PATH": "/usr/bin:/bin", **env})

    return edit


def test_what_is_saved_stays_and_is_checked(edit, book):
    ran = edit("leak", does='printf "# more\\n" >>"$1"')
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[-1].startswith("claims/leak.toml:")
    assert ran.lines[-1].endswith(": edited")
    assert (book / "leak.toml").read_text() == f"{LEAK}# more\n"


def test_nothing_is_said_to_be_edited_that_was_not(edit):
    assert edit("leak").lines[-1].endswith(": left as it was")


def test_a_mistake_is_shown_and_nothing_is_undone(edit, book):
    ran = edit("leak", does='sed -i s/denies/denie/ "$1"')
    assert ran.code == 1
    assert 'claims/leak.toml:12:10: CT012 stance is "denie"' in ran.out
    assert ran.lines[-1] == "claims/leak.toml:12: edited"
    assert (book / "leak.toml").read_text() == BROKEN


@pytest.mark.parametrize("name", ["leak", "le", "claims/leak.toml"])
def test_a_claim_that_cannot_be_read_can_be_edited(edit, book, name):
    (book / "leak.toml").write_text("title =")
    ran = edit(name, does='printf "title = \\"A\\"" >"$1"')
    assert (ran.code, (book / "leak.toml").read_text()) == (0, 'title = "A"')


@pytest.mark.parametrize("name", ["parties", "sources", "claims/parties.toml", "sources.toml"])
def test_the_registries_can_be_edited(edit, book, name):
    assert edit(name, does='printf "\\n# more" >>"$1"').code == 0
    stem = "parties" if "parties" in name else "sources"
    assert (book / f"{stem}.toml").read_text().endswith("\n# more")


def test_a_claim_with_an_odd_name_can_be_edited(edit, book):
    (book / "a b.toml").write_text('title = "A"')
    assert edit("claims/a b.toml", does='printf "\\n# more" >>"$1"').code == 1
    assert (book / "a b.toml").read_text() == 'title = "A"\n# more'


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("leek", "did you mean leak?"),
        ("parties", "has no parties.toml"),
        ("evil", 'no claim "evil"'),
        ("../x", "no claim"),
    ],
)
def test_what_is_not_there_is_not_edited(edit, book, name, says):
    (book / "parties.toml").unlink()
    ran = edit(name)
    assert (ran.code, says in ran.err) == (3, True), ran.err


def test_a_link_out_of_the_folder_is_not_opened(edit, book):
    (book.parent / "secret").write_text("mine")
    (book / "evil.toml").symlink_to("../secret")
    for name in ("evil", "claims/evil.toml"):
        assert edit(name, does='echo "taken" >"$1"').code == 3
    assert (book.parent / "secret").read_text() == "mine"


def test_a_file_that_the_editor_removed_is_reported(edit):
    ran = edit("leak", does='rm "$1"')
    assert "claims/leak.toml is gone" in ran.err


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"does": "exit 3"}, "ended with 3"),
        ({"EDITOR": "/nowhere/edit"}, "cannot be run: "),
        ({"EDITOR": "'never closed"}, 'there is no editor "\'never closed"'),
        ({"VISUAL": "/nowhere/visual"}, "/nowhere/visual"),
    ],
)
def test_an_editor_that_fails_is_reported(edit, book, env, says):
    ran = edit("leak", **env)
    assert (ran.code, says in ran.err) == (2, True)
    assert (book / "leak.toml").read_text() == LEAK


def test_a_dry_run_prints_what_would_be_run(edit, book):
    (book / "leak.toml").write_text(BROKEN)
    ran = edit("leak", "--dry-run", VISUAL="vim -n")
    assert ran.lines == [shlex.join(["vim", "-n", "+12", str(book / "leak.toml")])]


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+7", "{}"]),
        ("/usr/bin/nano -w", ["/usr/bin/nano", "-w", "+7", "{}"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "{}"]),
        ("code --wait", ["code", "--wait", "--goto", "{}:7"]),
        ("hx", ["hx", "{}:7"]),
        ("kate -b", ["kate", "-b", "--line", "7", "{}"]),
        ("'my editor'", ["my editor", "{}"]),
    ],
)
def test_the_line_is_given_as_each_editor_takes_it(monkeypatch, tmp_path, editor, words):
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    path = str(tmp_path / "-a.toml")
    assert editor_words(path, 7) == [word.format(path) for word in words]
    assert editor_words(path)[-1] == path


def test_a_path_that_begins_with_a_hyphen_is_no_option(monkeypatch, tmp_path):
    monkeypatch.setenv("VISUAL", "vi")
    monkeypatch.chdir(tmp_path)
    assert editor_words("-rf.toml") == ["vi", str(tmp_path / "-rf.toml")]


def test_without_a_variable_there_is_an_editor_still(monkeypatch):
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert editor_words("a")[0] == "vi"
