"""The real program at the ends of its pipes: readers who leave, closed streams, other encodings, Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys

import pytest

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
BLOCKED = """
import sys, time
import claimtrack.book.open_folder as catalog
from claimtrack.cli import main

def open_records(path, **_):
    print("reading", file=sys.stderr, flush=True)
    time.sleep(60)

catalog.open_records = open_records
main()
"""


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """So many claims that a pipe cannot hold their list."""
    folder = tmp_path_factory.mktemp("crowd") / "claims"
    folder.mkdir()
    for number in range(1500):
        (folder / f"claim-{number:04}.toml").write_text(f'title = "{"Somebody said something. " * 100}"\n')
    return folder.parent


@POSIX
@pytest.mark.parametrize("to", ["plain", "json", "table"])
@pytest.mark.sampled(3)
def test_a_reader_who_leaves_early_is_no_error(start, crowd, to):
    with start("list", "--format", to, cwd=crowd) as process:
        first = process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert first
    assert err == b""
    assert process.returncode == 141  # as if SIGPIPE had ended it: 1 would mean findings


PIPED = f"{sys.executable} -m claimtrack"


@POSIX
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_head_and_jq_take_what_they_want(start, folder):
    # More than a pipe holds.
    crowd = folder({f"claim-{number:04}": {"title": "Somebody said something. " * 100} for number in range(60)}).parent
    lines = [f"{PIPED} list | head -n 2 | cut -f 1", 'echo "${PIPESTATUS[@]}"']
    expected = ["claim-0000", "claim-0001", "141 0 0"]
    if shutil.which("jq"):
        lines += [f"{PIPED} list --json | jq '.claims | length'", 'echo "${PIPESTATUS[@]}"']
        expected += ["60", "0 0"]
    code = f"import subprocess; raise SystemExit(subprocess.run(['bash', '-c', {'; '.join(lines)!r}]).returncode)"
    with start(program=("-c", code), cwd=crowd) as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out.decode().splitlines()) == (0, expected)
    # Only what the list says about itself, if it was read to its end.
    assert b"Traceback" not in err


@POSIX
@pytest.mark.skipif(shutil.which("less") is None, reason="needs less")
def test_less_gets_the_page_as_text(terminal, call, book):
    code = f"import subprocess; raise SystemExit(subprocess.run(['sh', '-c', '{PIPED} show bridge | less -FX']).returncode)"
    ran = terminal(program=("-c", code), cwd=book)
    assert ran.code == 0
    page = call("show", "bridge", cwd=book).lines
    assert page[0] == "bridge  Norland blew up the bridge"
    assert [line for line in re.sub("\x1b\\[[0-9;?]*[A-Za-z=>]|\x1b[=>]|\r", "", ran.out).splitlines() if line] == [
        line for line in page if line
    ]
    assert not re.search("\x1b\\[[0-9;]*m", ran.out)


@POSIX
@pytest.mark.parametrize("words", ["--version", "--help", "topics"])
def test_a_reader_who_never_reads_is_no_error(start, words):
    reader, writer = os.pipe()
    os.close(reader)
    with start(*words.split(), stdout=writer) as process:
        os.close(writer)
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


@POSIX
def test_a_completion_that_nobody_reads_is_no_error(start):
    reader, writer = os.pipe()
    os.close(reader)
    with start(stdout=writer, env=COMPLETING) as process:
        os.close(writer)
        err = process.stderr.read()
    assert (process.returncode, err) == (141, b"")


COMPLETING = {"_CLAIMTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "claimtrack l", "COMP_CWORD": "1"}


@POSIX
def test_nobody_who_hears_the_words_changes_the_exit_code(start):
    reader, writer = os.pipe()
    os.close(reader)
    with start("show", "no-such-claim", stderr=writer) as process:
        os.close(writer)
        out = process.stdout.read()
    assert (process.returncode, out) == (3, b"")


def closing(*streams):
    """Give a program that runs the command line with some of its streams closed from the beginning."""
    closed = "; ".join(f"os.close({stream})" for stream in streams)
    run = "os.execv(sys.executable, [sys.executable, '-m', 'claimtrack', *sys.argv[1:]])"
    return ("-S", "-c", f"import os, sys; {closed}; {run}")


@POSIX
@pytest.mark.parametrize(
    ("closed", "words", "code"),
    [
        ((1,), "list", 0),
        ((1,), "--version", 0),
        ((1,), "show jets --format table", 0),
        ((1,), "lst", 2),
        ((2,), "list", 0),
        ((2,), "show zzz", 3),
        ((1, 2), "--help", 0),
        ((1, 2), "show zzz", 3),
        ((0, 1, 2), "list --json", 0),
    ],
)
@pytest.mark.sampled(4)
def test_closed_streams_are_written_to_in_vain(run, words, code, closed):
    ran = run(*words.split(), program=closing(*closed))
    assert ran.code == code
    assert "Traceback" not in ran.err
    assert 1 not in closed or ran.out == ""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["show jets --json", "--version", "list --format table"])
@pytest.mark.sampled(3)
def test_a_full_disk_is_told_in_one_line(start, words):
    with open("/dev/full", "wb") as full, start(*words.split(), stdout=full) as process:
        err = process.stderr.read()
    assert (process.returncode, err) == (74, b"claimtrack: No space left on device\n")


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS finds the working directory again")
def test_a_working_directory_that_is_gone_is_told_in_one_line(run, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    leave = f"import os, sys; os.rmdir({str(gone)!r}); from claimtrack.cli import main; sys.argv[0] = 'x'; main()"
    ran = run("list", cwd=gone, program=("-c", leave))
    assert ran.code in {3, 74}
    assert ran.out == ""
    assert ran.err.startswith("claimtrack: ")
    assert "fault" not in ran.err


ODD = [
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "utf-16"},
]


@pytest.mark.parametrize(("env", "to"), list(zip(ODD, ["table", "plain", "json", "csv", "markdown"], strict=True)))
@pytest.mark.sampled(4)
def test_a_pipe_gets_utf_8_whatever_the_locale(run, call, book, env, to):
    ran = run("show", "ferry", "dam", "--format", to, cwd=book, env={"COLUMNS": "80", **env})
    assert ran == call("show", "ferry", "dam", "--format", to, cwd=book)
    assert "कشتی" not in ran.out  # a slip of scripts would be one of encodings
    assert "کشتی" in ran.out


@pytest.mark.parametrize("env", ODD[1:3])
def test_the_words_on_stderr_are_utf_8_too(run, book, env):
    ran = run("show", "पुल", cwd=book, env={"LANG": "C.UTF-8", **env})
    assert ran.code == 3
    assert '"पुल"' in ran.err or re.search(r'"(\\ud?[0-9a-f]+|\\x[0-9a-f]+)+"', ran.err)


@POSIX
def test_a_name_that_is_no_utf_8_is_shown_and_not_stumbled_over(run, book):
    try:
        os.mkdir(os.fsencode(book / "claims") + b"/\xff")
        with open(os.fsencode(book / "claims") + b"/\xff/odd.toml", "wb") as file:
            file.write(b'title = "Odd place"\n')
    except OSError:
        pytest.skip("the file system takes no such name")
    ran = run("list", "--json", "--search", "odd place", cwd=book)
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["claims"][0]["path"] == os.path.join("claims", "\udcff", "odd.toml")


@POSIX
def test_ctrl_c_ends_it_with_130_and_without_a_word(start, book):
    with start("list", cwd=book, program=("-c", BLOCKED)) as process:
        assert process.stderr.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_ctrl_c_outside_of_a_command_is_the_same(monkeypatch, capsys):
    from claimtrack.cli import app

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "get_command", interrupted)
    assert app.run() == 130
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def at_fault(monkeypatch):
    """A program with a fault in it."""
    from claimtrack.book import open_folder as catalog

    def open_records(_path, **_):
        raise ZeroDivisionError("over\x1b")

    monkeypatch.setattr(catalog, "open_records", open_records)


@pytest.mark.usefixtures("at_fault")
def test_a_fault_of_ours_is_owned_up_to_without_a_traceback(call):
    ran = call("list")
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == (
        "claimtrack: this is a fault in claimtrack, not in your records: ZeroDivisionError: over\\x1b\n"
        "please report it with the output of the same command under CLAIMTRACK_DEBUG=1\n"
    )


@pytest.mark.usefixtures("at_fault")
def test_a_fault_of_ours_is_shown_whole_where_asked_for(call):
    with pytest.raises(ZeroDivisionError):
        call("list", env={"CLAIMTRACK_DEBUG": "1"})


def test_a_command_that_exits_by_itself_keeps_its_code(monkeypatch, call):
    from claimtrack.cli import app

    def leave(*_, **__):
        raise SystemExit(9)

    monkeypatch.setattr(app, "get_command", lambda _: leave)
    assert call("list").code == 9


def test_streams_that_are_no_files_will_do(monkeypatch, book):
    from claimtrack.cli import app

    out, err = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "argv", ["claimtrack", "list", "--claims", str(book / "claims"), "--topic", "riv"])
    assert app.run() == 0
    assert [line.split("\t")[0] for line in out.getvalue().splitlines()] == ["bridge", "dam"]
    assert err.getvalue() == ""


def test_data_goes_to_stdout_and_words_to_stderr_in_order(run, book):
    ran = run("list", "--format", "table", cwd=book, stderr=subprocess.STDOUT, env={"COLUMNS": "80"})
    assert ran.lines[0].split()[0] == "claim"
    assert ran.lines[-3:-1] == [
        "6 of 6 claims",
        "+ asserts  ~ qualifies  − denies  * a party's people disagree or withdrew",
    ]


def test_stdin_is_not_read(run, book):
    assert run("list", cwd=book, input="not for us").code == 0


def test_the_installed_command_is_the_same_program(start, book):
    code = "import sys; from importlib.metadata import entry_points as e;"
    code += "sys.argv[0] = 'claimtrack'; e(group='console_scripts', name='claimtrack')['claimtrack'].load()()"
    with start("list", "--json", "--disputed", cwd=book, program=("-c", code)) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert json.loads(out)["claims"][0]["claim"] == "bridge"


@pytest.mark.skipif(os.name == "nt", reason="file names are UTF-16 on Windows")
def test_an_old_locale_does_not_keep_an_id_from_being_read(run, terminal, folder):
    book = folder({"café": {"title": "Café", "positions": [{"party": "x", "stance": "denies"}]}}).parent
    env = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for words in (["list"], ["show", "café"], ["show", "caf"], ["list", "--no-cache"], ["list", "--format", "table"]):
        ran = run(*words, cwd=book, env=env)
        assert (ran.code, "café" in ran.out) == (0, True)
    assert run("show", "nosuch", cwd=book, env=env).code == 3
    spelt_out = terminal("list", "--color", "never", cwd=book, env=env).lines[1]
    assert spelt_out.startswith("caf\\xe9")
