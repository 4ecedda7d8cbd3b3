"""Help, version, and commands that do not exist."""

from __future__ import annotations

import re

import pytest

from claimtrack import __version__

READING = ["list", "show", "diff", "parties", "sources", "topics"]
SHARED = ["--claims", "--format", "--json", "--color"]


def words(text):
    """Undo the frames and line breaks of help."""
    return " ".join(re.sub(r"[│╭╮╰╯─]", " ", text).split())


@pytest.mark.parametrize("width", ["60", "80", "140"])
@pytest.mark.parametrize("command", READING)
def test_every_command_explains_itself(call, tmp_path, command, width):
    ran = call(command, "--help", cwd=tmp_path, env={"COLUMNS": width})
    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: claimtrack {command}" in ran.out
    said = words(ran.out)
    for option in SHARED:
        assert f"{option} " in said
    assert max(map(len, ran.lines)) <= int(width)
    assert call(command, "-h", cwd=tmp_path, env={"COLUMNS": width}) == ran


def test_no_word_of_the_help_is_broken_at_eighty_columns(call):
    said = words(call("list", "--help").out)
    for word in ("markdown", "positions", "CLAIMTRACK_CLAIMS", "prediction", "withdraws", "2025-05-07"):
        assert re.search(rf"(?<!\w){word}(?!\w)", said)


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_program_explains_itself_and_names_the_commands(call, arguments):
    ran = call(*arguments)
    assert (ran.code, ran.err) == (0, "")
    said = words(ran.out)
    assert "Start with `claimtrack list --disputed`, then `claimtrack show CLAIM`." in said
    at = [said.index(f" {command} ") for command in READING]
    assert at == sorted(at)


def test_the_version(call, tmp_path):
    ran = call("--version", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, f"claimtrack {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["lst"], "claimtrack: No such command 'lst'. Did you mean 'list'\\?\nsee: claimtrack --help\n"),
        (["qqq"], "claimtrack: No such command 'qqq'.\nsee: claimtrack --help\n"),
        (["LIST"], "claimtrack: No such command 'LIST'.*\nsee: claimtrack --help\n"),
        (
            ["list", "--dispute"],
            "claimtrack: No such option: --dispute .*--disputed.*\nsee: claimtrack list --help\n",
        ),
        (["topics", "extra"], "claimtrack: Got unexpected extra argument.*\nsee: claimtrack topics --help\n"),
        (["list", "--party"], "claimtrack: Option '--party' requires an argument.\n"),
    ],
)
def test_a_slip_of_the_keyboard_is_a_usage_error(call, arguments, told):
    ran = call(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(told, ran.err)
