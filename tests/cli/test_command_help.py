"""Help, version, and commands that do not exist."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from gitrepo import Repo

from claimtrack import __version__
from claimtrack.cli.app import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SCREEN = 50  # lines
TYPED = sorted(COMMANDS.keys() - {"merge-driver"})  # by people; the other is called by git
WRITING = {"init", "new", "add", "edit", "party", "source", "rename", "import", "cache"}

READING = ["list", "show", "diff", "parties", "sources", "topics"]
SHARED = ["--claims", "--format", "--json", "--color"]


def words(text):
    """Undo the line breaks of help."""
    return " ".join(text.split())


def examples(text):
    """Return the examples in a help text, without what is said about them."""
    found = re.search(r"^Examples:\n((?:  .+\n)+)", text, re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in found[1].splitlines()] if found else []


@pytest.mark.parametrize("width", ["60", "80", "140"])
@pytest.mark.parametrize("command", READING)
def test_every_command_explains_itself(call, tmp_path, command, width):
    ran = call(command, "--help", cwd=tmp_path, env={"COLUMNS": width})
    assert (ran.code, ran.err) == (0, "")
    assert f"Usage: claimtrack {command}" in ran.out
    said = words(ran.out)
    for option in SHARED:
        assert f"{option} " in said
    assert max(len(line) for line in ran.lines if not line.startswith("  claimtrack ")) <= int(width)
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


@pytest.mark.parametrize("command", TYPED)
def test_the_help_of_every_command_has_examples_and_fits_two_screens(call, tmp_path, command):
    ran = call(command, "--help", cwd=tmp_path, env={"COLUMNS": "80"})
    assert (ran.code, ran.err) == (0, "")
    assert len(examples(ran.out)) >= 2
    assert all(example.startswith(f"claimtrack {command}") for example in examples(ran.out))
    assert len(ran.lines) <= 2 * SCREEN
    assert max(map(len, ran.lines)) < 80
    assert call("help", command, cwd=tmp_path, env={"COLUMNS": "80"}) == ran


@pytest.fixture(scope="module")
def shipped_twice(tmp_path_factory):
    """Return a repository of the claims that are shipped, in which the second of two commits changed one of them."""
    repo = Repo(tmp_path_factory.mktemp("shipped"), tmp_path_factory.mktemp("home"))
    shutil.copytree(ROOT / "claims", repo.top / "claims", dirs_exist_ok=True)
    jets = repo.top / "claims" / "jets.toml"
    text = jets.read_text(encoding="utf-8")
    jets.write_text(text.replace("fighter jets", "jets", 1), encoding="utf-8")
    repo.commit(subject="Claims")
    jets.write_text(text, encoding="utf-8")
    repo.commit(subject="A title")
    return repo


@pytest.mark.parametrize("command", TYPED)
def test_the_examples_do_what_they_say(call, shipped_twice, tmp_path, command):
    text = call(command, "--help", env={"COLUMNS": "80"}).out
    for number, example in enumerate(examples(text)):
        folder = shipped_twice.top
        if command in WRITING:
            folder = shutil.copytree(folder, tmp_path / str(number))
        if command == "import":
            (folder / "statements.csv").write_text("claim,speaker,stance\nIt leaks,Ann,denies\n", encoding="utf-8")
        ran = call(*shlex.split(example)[1:], cwd=folder, env={"VISUAL": "true"})
        assert ran.code == 0, (example, ran.err)
        assert ran.out or ran.err, example


def test_what_readme_lists_to_try_works(call, shipped_twice):
    listed = re.findall(r"^claimtrack .*", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(listed) >= 5
    for line in listed:
        ran = call(*shlex.split(line, comments=True)[1:], cwd=shipped_twice.top)
        assert (ran.code, ran.err) == (0, ""), line
        assert ran.out, line


def test_help_of_no_command_is_that_of_the_program(call):
    assert call("help") == call("--help")


def test_help_of_two_commands_at_once_is_refused(call):
    ran = call("help", "list", "show")
    assert (ran.code, ran.out) == (2, "")
    assert 'no command has the name "list show"' in ran.err


@pytest.mark.parametrize("name", ["lst", "nothing"])
def test_help_of_an_unknown_command_says_so(call, name):
    ran = call("help", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == call(name).err


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(call, tmp_path, option):
    ran = call(option, cwd=tmp_path)
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
