"""The documents show what claimtrack really says, and the tool that checks this can be trusted."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("documents are typed at a Unix terminal", allow_module_level=True)

import documents
import transcripts
from terminal import Terminal


@pytest.mark.parametrize("path", documents.documents(), ids=lambda path: path.name)
def test_a_document_shows_what_appears(path):
    if needed := documents.missing(path):
        pytest.skip(f"its commands need {needed}")
    text = path.read_text(encoding="utf-8")
    replayed = transcripts.replay(text)
    if replayed != text:
        hint = "python scripts/transcripts.py --update writes down what appears now"
        pytest.fail(f"{hint}\n{transcripts.difference(path, text, replayed)}", pytrace=False)


def replay(*lines):
    return transcripts.replay("".join(f"{line}\n" for line in lines)).splitlines()


def test_what_appears_replaces_what_was_shown():
    assert replay("Text.", "```console", "$ echo new", "old", "```", "More.") == [
        *("Text.", "```console", "$ echo new", "new", "```", "More.")
    ]


def test_both_streams_are_shown_in_the_order_in_which_they_came():
    line = "$ echo out; echo err >&2; echo out again"
    assert replay("```console", line, "```")[2:-1] == ["out", "err", "out again"]


def test_commands_meet_a_terminal_of_80_columns_and_no_settings():
    line = '$ test -t 1 && stty size; ls -A "$HOME" | grep -v -e bin -e left; echo "${VIRTUAL_ENV-none}"'
    assert replay("```console", line, "```")[2:-1] == ["24 80", "none"]


def test_colours_and_links_and_trailing_spaces_are_left_out():
    line = r"$ printf '\033[1mbold\033[0m \033]8;;https://example.org\033\\link\033]8;;\033\\   \n'"
    assert replay("```console", line, "```")[2:-1] == ["bold link"]


def test_a_bar_that_shows_progress_on_a_slow_machine_leaves_nothing(tmp_path):
    program = tmp_path / "slow.py"
    program.write_text(
        "from claimtrack.cli import streams\n"
        "streams._PATIENCE = -1.0\n"
        "print('before', flush=True)\n"
        "with streams.progress('reading claims') as show:\n"
        "    for done in range(1, 4):\n"
        "        show(done, 3)\n"
        "print('after')\n"
    )
    line = f"$ {sys.executable} {program}"
    assert replay("```console", line, "```")[2:-1] == ["before", "after"]
    (tmp_path / "home").mkdir()
    screen = Terminal(tmp_path, tmp_path / "home")
    assert "reading claims" in screen.raw(line.removeprefix("$ "), {})


def test_the_blocks_of_a_document_share_a_folder_that_starts_with_the_claims():
    found = replay("```console", "$ ls", "$ mkdir a", "$ cd a", "```", "", "```console", "$ pwd | tail -c 3", "```")
    assert found[2] == "claims"
    assert found[-2] == "/a"


def test_a_named_block_is_saved_where_the_reader_is():
    found = replay(
        "```console",
        "$ mkdir a",
        "$ cd a",
        "```",
        "```toml b/c.toml",
        "d = 1",
        "```",
        "```console",
        "$ cat b/c.toml",
        "```",
    )
    assert found[-2] == "d = 1"


def test_no_block_is_saved_outside_the_folder():
    with pytest.raises(ValueError, match="outside"):
        replay("```toml ../c.toml", "d = 1", "```")


def test_claimtrack_is_the_one_under_test():
    import claimtrack

    assert replay("```console", "$ claimtrack --version", "```")[2] == f"claimtrack {claimtrack.__version__}"


def test_a_command_that_never_ends_is_ended(monkeypatch):
    monkeypatch.setattr("terminal._PATIENCE", 0.2)
    with pytest.raises(TimeoutError, match="sleep 60"):
        replay("```console", "$ sleep 60", "```")


@pytest.mark.parametrize("lines", [["```console", "$ ls"], ["```", "text", "```"], ["```toml", "```toml"]])
def test_a_block_must_be_closed_and_say_its_language(lines):
    with pytest.raises(ValueError, match="block"):
        replay(*lines)
