"""What the program answers to a shell that asks for completion, over books and requests that are hostile or broken."""

from __future__ import annotations

import os
import re
import stat
from unittest import mock

import pytest
from hostile_texts import RUN, SIGNS

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes and no scripts of sh")
LINES = ("claimtrack show ", "claimtrack list --party ", "claimtrack list --topic ")


def request(shell, line):
    """The environment in which the script of a shell asks; the cursor is at the end of the line."""
    words = line.split(" ")
    return {
        "_CLAIMTRACK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


@pytest.fixture
def asked(call, tmp_path):
    """Ask as a shell does; the answer must come without a word on stderr."""

    def asked(shell, line, cwd=tmp_path, **env):
        ran = call(cwd=cwd, env={**request(shell, line), **env})
        assert ran.err == ""
        return ran

    return asked


@pytest.fixture(scope="module")
def hostile_book(tmp_path_factory):
    """A book whose titles, topics and names are hostile, one text in each."""
    from surroundings import write_records

    top = tmp_path_factory.mktemp("hostile")
    texts = [text for text in RUN + SIGNS if text.strip()]
    records = {f"c{number}": {"title": text, "topics": [f"t{number}{text}"]} for number, text in enumerate(texts)}
    records["parties"] = {f"p{number}": {"name": f"n{number}{text}"} for number, text in enumerate(texts)}
    write_records(top / "claims", records)
    return top


@pytest.mark.parametrize("line", LINES)
def test_zsh_gets_nothing_to_evaluate_but_letters_and_escapes(asked, hostile_book, line):
    code = asked("zsh", line, hostile_book).out
    word = r"\$'(?:[A-Za-z0-9]|\\x[0-9a-f]{2})*'"
    words = rf"{word}(?: {word})+"
    shown = rf"; shown=\({words}\); _wanted values expl completion compadd -U -l -d shown -a values"
    bare = "; _wanted values expl completion compadd -U -a values"
    assert re.fullmatch(rf"local expl; local -a values shown; values=\({words}\)(?:{shown}|{bare})\n", code)


@pytest.mark.parametrize("line", LINES)
def test_fish_gets_a_line_for_each_value(asked, hostile_book, line):
    lines = asked("fish", line, hostile_book).out.rstrip("\n").split("\n")
    assert len(lines) > 50
    assert all(re.fullmatch(r"[cpt][0-9]+[^\t]*(\t[^\t]+)?", each) for each in lines)
    assert not any(
        unprintable in each for each in lines for unprintable in "\x00\x07\x08\r\x1b\x7f\x9b\u202e\u2066\u2028"
    )


@pytest.mark.parametrize("line", LINES)
def test_bash_and_powershell_get_words(asked, hostile_book, line):
    for each in asked("bash", line, hostile_book).out.splitlines():
        assert re.fullmatch(r"""[^\W_]\w*[^\s'"$`\\;&|<>(){}*?\[\]!#~]*|'.*'|"[^"$`\\!]*\"""", each), each
    for each in asked("pwsh", line, hostile_book).out.splitlines():
        assert re.fullmatch(r"([^\s'\"$`;&|<>(){}@,]+|'([^'\"]|'')*'):::.+", each), each


def test_markup_is_text(asked, folder):
    folder({"dam": {"title": "Dam [/b] leaked"}, "canal": {"title": "Canal [sic] [red]dry[/red]"}})
    assert asked("fish", "claimtrack show ").lines == [
        "canal\tCanal [sic] [red]dry[/red]",
        "dam\tDam [/b] leaked",
    ]
    assert r"\x5bsic\x5d" in asked("zsh", "claimtrack show ").out
    assert asked("pwsh", "claimtrack show da").lines == ["dam:::Dam [/b] leaked"]


def test_endless_texts_are_cut_or_left_out(asked, folder):
    folder({"dam": {"title": "x" * 100_000, "topics": ["y" * 100_000, "united nations"]}})
    assert len(asked("fish", "claimtrack show ").out) < 200
    assert asked("bash", "claimtrack list --topic ").lines == ["'united nations'"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("line", LINES)
def test_without_a_folder_nothing_is_offered(asked, shell, line):
    assert asked(shell, line).out in ("\n", "_files\n")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_that_fails_says_nothing(asked, folder, shell):
    folder({"dam": {"title": "Dam"}})
    with mock.patch("claimtrack.cli.completion.Book", side_effect=RuntimeError("a fault")):
        ran = asked(shell, "claimtrack show ")
    assert ran.out == ""
    assert ran.code != 0


@pytest.mark.parametrize("shell", SHELLS)
def test_a_request_that_makes_no_sense_gets_no_word(asked, folder, shell):
    folder({"dam": {"title": "Dam"}})
    names = ("COMP_WORDS", "COMP_CWORD", "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE")
    assert asked(shell, "", **dict.fromkeys(names, "claimtrack show 'x\\")).out in ("", "\n", "_files\n")


def test_fish_is_told_whether_there_is_anything(asked, folder):
    folder({"dam": {"title": "Dam"}})
    for line, code in {"claimtrack show d": 0, "claimtrack show x": 1}.items():
        ran = asked("fish", line, _TYPER_COMPLETE_FISH_ACTION="is-args")
        assert (ran.code, ran.out) == (code, "")


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_is_completed_and_not_run(asked, shell):
    assert "0." not in asked(shell, "claimtrack --version ").out


@pytest.mark.parametrize(
    ("word", "offered"),
    [("un", ["'united nations'"]), ("'un", ["'united nations'"]), ("'united na", ["'united nations'"]),
     ('"un', ['"united nations"']), ("united\\ na", ["'united nations'"]), ("who", ["'who is it'$'\\077'''"]),
     ("'who", ["'who is it'$'\\077'''"]), ('"who', []), ("it", ['"it\'s over"']), ("'it", ["'it'\"'\"'s over'"]),
     ("u'n", []), ("'u'n", []), ("'un'", []), ("it\\'s", []), ("x", ["x"])],
)  # fmt: skip
def test_what_bash_is_offered_for_a_word_begun_so(call, folder, word, offered):
    folder({"dam": {"title": "Dam", "topics": ["united nations", "who is it?", "it's over", "x"]}})
    env = {**request("bash", ""), "COMP_WORDS": f"claimtrack\nlist\n--topic\n{word}", "COMP_CWORD": "3"}
    assert call(cwd=folder({}).parent, env=env).out.split("\n")[:-1] == (offered or [""])


@POSIX
def test_special_files_do_not_hold_completion_up(asked, folder):
    claims = folder({"dam": {"title": "Dam", "topics": ["water"]}})
    for name in ("pipe.toml", "parties.toml", "sources.toml", ".claimtrack.toml"):
        os.mkfifo(claims / name)
    os.mkfifo(claims.parent / ".claimtrack.toml")
    assert stat.S_ISFIFO((claims / "pipe.toml").stat().st_mode)
    assert [asked("bash", line).out for line in LINES] == ["dam\n", "\n", "water\n"]


@POSIX
def test_completion_calls_git_for_nothing_but_revisions(run, folder, tmp_path):
    claims = folder({"dam": {"title": "Dam"}})
    for name in ("objects", "refs"):
        (claims / name).mkdir()
    (claims / "HEAD").write_text("ref: refs/heads/main\n")
    (claims / "config").write_text(f"[core]\nbare = false\nworktree = .\nfsmonitor = touch {tmp_path}/ran\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\n: >{tmp_path}/ran\n")
    (tools / "git").chmod(0o755)
    env = {"PATH": str(tools)}
    for line in ("claimtrack show ", "claimtrack changes --claim "):
        assert run(cwd=tmp_path, env={**request("bash", line), **env}).out == "dam\n"
    assert not (tmp_path / "ran").exists()
