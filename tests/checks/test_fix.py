"""`check --fix` applies the safe fixes, changes nothing else, and loses nothing."""

from __future__ import annotations

import codecs
import os

import pytest

import claimtrack.cli.check_fix
from claimtrack.checks.fixes import FIXABLE, fixed_text
from claimtrack.files.load import SourceFile
from claimtrack.problems import Code, Problem

TITLE = 'title = "T" # [[positions]] date = 2025\n'
POSITION = '[[positions]]\nparty = "A"\nstance = "comments"\n'
SOURCE = '[[sources]]\nid = "s"\ndate = 2025-05-07\nurl = "https://example.org/s"\n'
LINKED = '[[sources]]\nid = "s"\nurl = '
ARCHIVE = 'archive_url = "https://example.org/s"\n'

# What stands before, the stretch that is changed, what it becomes, and what stands after it.
CLAIMS = {
    "CT012 topics": (f"{TITLE}topics = ", '"x"', '["x"]', " # one\n"),
    "CT012 single quotes": (f"{TITLE}topics\t=\t", "'x \"y\"'", "['x \"y\"']", "\n"),
    "CT012 implies": (f"{TITLE}implies = ", '"other"', '["other"]', f"\n{POSITION}"),
    "CT012 contradicts": (f"{TITLE}contradicts = ", '"other"', '["other"]', "\n"),
    "CT012 see_also": (f"{TITLE}see_also = ", '"""other"""', '["""other"""]', "\n"),
    "CT012 via": (f"{TITLE}{POSITION}via = ", '"B"', '["B"]', "\nnote = '''\nvia = 'C'\n'''\n"),
    "CT012 sources": (f"{TITLE}{POSITION}sources = ", '"https://a.example"', '["https://a.example"]', ""),
    "CT012 inline": (
        f'{TITLE}positions = [{{ party = "A", via = ',
        '"B"',
        '["B"]',
        ', stance = "comments" }]\n',
    ),
    "CT012 escapes": (f"{TITLE}topics = ", r'"caf\u00e9 \"x\""', r'["caf\u00e9 \"x\""]', "\n"),
    "CT013 date": (f"{TITLE}date = ", "2025", '"2025"', " # or so\n"),
    "CT013 a position's": (f"{TITLE}{POSITION}date=", "2025", '"2025"', "\nvalue = 2025\n"),
    "CT013 about": (f"{TITLE}{POSITION}about = ", "2025", '"2025"', "\n"),
    "CT013 a source's": (f"{TITLE}{SOURCE}retrieved = ", "2025", '"2025"', "\n"),
    "CT016 number": (f"{TITLE}{POSITION}value = ", '"5"', "5", " # five\n"),
    "CT016 range": (f"{TITLE}{POSITION}value = ", "'5–6'", "{ min = 5, max = 6 }", f"\n{POSITION}"),
    "CT016 limit": (f"{TITLE}{POSITION}value = ", '"at least 1 200"', "{ min = 1200 }", "\n"),
    "CT016 digits": (f"{TITLE}{POSITION}value = ", '"٥"', "5", "\n"),
    "CT016 percent": (f'{TITLE}unit = "%"\n{POSITION}value = ', '"60 %"', "60", "\n"),
    "CT016 unit": (f'{TITLE}unit = "jets"\n{POSITION}value = ', '"5 jets"', "5", "\n"),
    "CT016 inline": (
        f'{TITLE}positions = [{{ party = "A", stance = "comments", value = ',
        '"5"',
        "5",
        " }]\n",
    ),
    "CT015 spaces around": (f"{TITLE}{LINKED}", '" https://example.org/a  "', '"https://example.org/a"', "\n"),
    "CT015 a space": (
        f"{TITLE}{LINKED}",
        '"https://example.org/a b?q=c d#e f"',
        '"https://example.org/a%20b?q=c%20d#e%20f"',
        "",
    ),
    "CT015 signs": (
        f"{TITLE}{LINKED}",
        """'https://example.org/"a"<b>'""",
        '"https://example.org/%22a%22%3Cb%3E"',
        "\n",
    ),
    "CT015 any script": (f"{TITLE}{LINKED}", '"https://é.example/پانی 水 "', '"https://é.example/پانی%20水"', "\n"),
    "CT015 an archive": (
        f'{TITLE}[[sources]]\nid = "s"\narchive_url = ',
        '"https://archive.example/2025/https://example.org/a b"',
        '"https://archive.example/2025/https://example.org/a%20b"',
        "\n",
    ),
    "CT020 a citation": (
        f"{TITLE}{POSITION}sources = [",
        '"https://example.org/a b "',
        '"https://example.org/a%20b"',
        "]\n",
    ),
    "CT020 in a table": (
        f"{TITLE}{POSITION}sources = [{{ at = '1', id = ",
        '"https://example.org/a b"',
        '"https://example.org/a%20b"',
        " }]\n",
    ),
    "CT022": (f"{TITLE}{SOURCE}", ARCHIVE, "", 'title = "T"\n'),
    "CT022 at the end": (f"{TITLE}{SOURCE}", ARCHIVE.strip(), "", ""),
    "CT022 indented": (f"{TITLE}{SOURCE}", f"\t  {ARCHIVE.strip()}  \n", "", "\n# archive_url\n"),
}
PARTIES = {
    "CT012 aliases": ("[a]\naliases = ", '"The A"', '["The A"]', "\n"),
    "CT013 from": ("[a]\n[b]\nspeaks_for = [{ party = 'a', from = ", "2025", '"2025"', " }]\n"),
    "CT013 until": ("[a]\n[[b.speaks_for]]\nparty = 'a'\nuntil = ", "2025", '"2025"', "\n"),
}
SOURCES = {
    "CT015 shared": (f"{LINKED}", '"https://example.org/s "', '"https://example.org/s"', "\n"),
    "CT022 shared": (SOURCE, ARCHIVE, "", '[[sources]]\nid = "t"\n'),
}
MENDED = [
    pytest.param(name, *parts, id=each)
    for name, cases in (("claim", CLAIMS), ("parties", PARTIES), ("sources", SOURCES))
    for each, parts in cases.items()
]
LEFT = {
    "an archived copy with a comment": f"{TITLE}{SOURCE}{ARCHIVE.strip()} # the same\n",
    "an archived copy in one line with the rest": (
        f'{TITLE}sources = [{{ id = "s", url = "https://a.example", archive_url = "https://a.example" }}]\n'
    ),
    "an archived copy beside a bracket": (
        f'{TITLE}sources = [{{ id = "s", url = "https://a.example",\narchive_url = "https://a.example" }}]\n'
    ),
    "sources that are tables": f'{TITLE}sources = "reuters"\n',
    "text that names nothing": f'{TITLE}topics = " "\n',
    "text that may name two": f'{TITLE}topics = "crypto, trade"\n',
    "text over two lines": f'{TITLE}topics = """crypto\ntrade"""\n',
    "a number where a list belongs": f"{TITLE}topics = 5\n",
    "a text that is no list": f"{TITLE}kind = 'fakt'\n",
    "a number that is no year": f"{TITLE}date = 20250507\n",
    "a number that is not written as a year": f"{TITLE}date = 2_025\n",
    "a month without quotes": f"{TITLE}date = 2025.05\n",
    "a wrong text": f'{TITLE}date = "May 2025"\n',
    "a point or comma that may be either": f'{TITLE}{POSITION}value = "1,200"\n',
    "a number in words": f'{TITLE}{POSITION}value = "five"\n',
    "a limit that leaves its number out": f'{TITLE}{POSITION}value = "more than 5"\n',
    "a percentage in a claim without a unit": f'{TITLE}{POSITION}value = "60%"\n',
    "a percentage where something else is counted": f'{TITLE}unit = "jets"\n{POSITION}value = "60%"\n',
    "another scheme": f'{TITLE}{LINKED}"ftp://example.org/a b"\n',
    "no scheme": f'{TITLE}{LINKED}" example.org/a b "\n',
    "a script": f'{TITLE}{LINKED}" javascript:alert(1) "\n',
    "a host with a space": f'{TITLE}{LINKED}"https://exam ple.org/a"\n',
    "no host": f'{TITLE}{LINKED}"https:// "\n',
    "two addresses": f'{TITLE}{LINKED}"https://example.org/a https://example.org/b"\n',
    "an address over two lines": f'{TITLE}{LINKED}"""https://example.org/a\nb"""\n',
    "a backslash in an address": f"{TITLE}{LINKED}'https://example.org/a b\\c'\n",
    "a source with a misspelt id": f'{TITLE}{POSITION}sources = ["wire"]\n',
}


@pytest.fixture
def fix(call, tmp_path):
    """Fix the folder of claims."""
    return lambda *args, **more: call("check", "--fix", *args, cwd=tmp_path, **more)


@pytest.fixture
def write(folder):
    """Write one file as bytes; give its path."""

    def write(data: bytes, name: str = "claim"):
        path = folder({"other": 'title = "Other"\n'}) / f"{name}.toml"
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["", "BOM"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("name", "before", "old", "new", "after"), MENDED)
@pytest.mark.sampled(4)
def test_the_stretch_is_mended_and_nothing_else(write, fix, name, before, old, new, after, mark, newline):
    def data(middle):
        return mark + f"{before}{middle}{after}".replace("\n", newline).encode()

    path = write(data(old), name)
    assert fix().err.startswith("fixed 1 problem\n")
    assert path.read_bytes() == data(new)
    assert fix().err.startswith("fixed 0 problems\n")
    assert path.read_bytes() == data(new)


def test_every_fixable_code_was_mended_above():
    assert {each.id[:5] for each in MENDED} == FIXABLE


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_may_be_meant_otherwise_is_left(write, fix, text):
    path = write(text.encode())
    ran = fix()
    assert ran.err.startswith("fixed 0 problems\n")
    assert "can be fixed" not in ran.err
    assert path.read_bytes() == text.encode()
    assert any(code in ran.out for code in FIXABLE)


def test_what_is_mended_may_let_more_be_found_and_mended(write, fix):
    other = SOURCE.replace('"s"', '"t"')
    path = write(f"{TITLE}topics = 'x'\ndate = 2025\n{SOURCE}{ARCHIVE}{other}{ARCHIVE}".encode())
    ran = fix("--select", "CT01,CT022")
    assert ran.err == "fixed 4 problems\n2 claims: 0 errors, 0 warnings, 0 notices\n"
    assert (ran.code, ran.out) == (0, "")
    assert path.read_text() == f"{TITLE}topics = ['x']\ndate = \"2025\"\n{SOURCE}{other}"


def test_what_is_left_is_reported(write, fix):
    write(f"{TITLE}date = 2025\nkind = 'fakt'\n".encode())
    ran = fix()
    assert ran.code == 1
    assert ran.out.count("\n") == 1
    assert ":3:8: CT012 kind " in ran.out


def test_without_fix_nothing_is_changed_and_the_summary_offers_it(write, call, tmp_path):
    path = write(f"{TITLE}date = 2025\n".encode())
    ran = call("check", cwd=tmp_path)
    assert ran.err == "2 claims: 1 error, 0 warnings, 0 notices; 1 can be fixed with --fix\n"
    assert path.read_bytes() == f"{TITLE}date = 2025\n".encode()


def test_a_dry_run_shows_the_change_and_makes_none(write, fix):
    text = f"{TITLE}date = 2025\n{SOURCE}{ARCHIVE}"
    path = write(text.encode())
    ran = fix("--dry-run")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "would fix 2 problems")
    name = os.path.join("claims", "claim.toml")
    assert ran.lines[:3] == [f"--- {name}", f"+++ {name}", "@@ -1,7 +1,6 @@"]
    changed = ["-date = 2025", '+date = "2025"', '-archive_url = "https://example.org/s"']
    assert [line for line in ran.lines[3:] if line[0] != " "] == changed
    assert path.read_bytes() == text.encode()


def test_a_dry_run_spells_what_would_steer_a_terminal(write, fix):
    write(f"# \u202e\n{TITLE}date = 2025\n".encode())
    ran = fix("--dry-run")
    assert "\u202e" not in ran.out
    assert r" # \u202e" in ran.lines


@pytest.mark.parametrize(("args", "fixed"), [(["--select", "CT012"], 0), (["other"], 0), (["claim"], 1)])
def test_only_what_is_asked_for_is_mended(write, fix, args, fixed):
    path = write(f"{TITLE}date = 2025\n".encode())
    fix(*args)
    assert (b'"2025"' in path.read_bytes()) is bool(fixed)


@pytest.fixture
def written_meanwhile(write, monkeypatch):
    """Have somebody write to a record before a step of the command is taken."""
    path = write(f"{TITLE}date = 2025\n".encode())
    theirs = f"{TITLE}date = 2025\nunit = 'theirs'\n".encode()

    def before(step):
        real = getattr(claimtrack.cli.check_fix, step)

        def slowly(*args, **more):
            monkeypatch.setattr(claimtrack.cli.check_fix, step, real)
            path.write_bytes(theirs)
            return real(*args, **more)

        monkeypatch.setattr(claimtrack.cli.check_fix, step, slowly)
        return path, theirs

    return before


def test_whoever_writes_while_a_file_is_mended_loses_nothing(written_meanwhile, fix):
    path, theirs = written_meanwhile("fixed_text")
    ran = fix()
    assert ran.code == 5
    assert ran.err.splitlines() == [
        f"claimtrack: {os.path.join('claims', 'claim.toml')} was changed meanwhile and is left as it is",
        "run the command again",
    ]
    assert path.read_bytes() == theirs


def test_whoever_writes_before_a_file_is_mended_loses_nothing(written_meanwhile, fix):
    path, theirs = written_meanwhile("_fix")
    ran = fix()
    assert ran.err == "fixed 1 problem\n2 claims: 0 errors, 0 warnings, 0 notices\n"
    assert path.read_bytes() == theirs.replace(b"\ndate = 2025\n", b'\ndate = "2025"\n')


FULL = """
import atexit, resource, signal
from claimtrack.cli import main

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (4, before[1]))
# What measures this process has room for its own file, at the end.
atexit.register(resource.setrlimit, resource.RLIMIT_FSIZE, before)
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file sizes")
def test_a_disk_that_takes_no_more_leaves_the_file_and_is_told_in_a_line(write, run, tmp_path):
    path = write(f"{TITLE}date = 2025\n".encode())
    ran = run("check", "--fix", program=("-c", FULL), cwd=tmp_path)
    assert ran.code == 74
    assert ran.err == "claimtrack: claims/claim.toml: it cannot be written: File too large\n"
    assert path.read_text() == f"{TITLE}date = 2025\n"
    assert sorted(os.listdir(path.parent)) == ["claim.toml", "other.toml"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may write everywhere is not refused")
def test_a_folder_that_may_not_be_written_in_is_told_in_a_line(write, run, tmp_path):
    path = write(f"{TITLE}date = 2025\n".encode())
    path.parent.chmod(0o555)
    ran = run("check", "--fix", cwd=tmp_path)
    path.parent.chmod(0o755)
    assert ran.code == 74
    assert ran.err == "claimtrack: claims/claim.toml: it cannot be written: Permission denied\n"
    assert path.read_text() == f"{TITLE}date = 2025\n"


def test_an_edit_that_would_say_something_else_is_not_made():
    # The same stretch twice: after the first edit the second one would write over what follows.
    source_file = SourceFile("a.toml", "date = 2025\n", "claim")
    problem = Problem("a.toml", 1, 8, Code.BAD_DATE, "one")
    assert fixed_text(source_file, [problem, problem._replace(message="two")]) == ('date = "2025"\n', 1)


def test_a_problem_at_no_value_is_not_mended():
    source_file = SourceFile("a.toml", "date = 2025\n", "claim")
    assert fixed_text(source_file, [Problem("a.toml", 1, 1, Code.BAD_DATE, "here is a key")]) == (
        source_file.text,
        0,
    )


@pytest.mark.skipif(os.name == "nt", reason="links need a right that Windows gives to few")
@pytest.mark.parametrize("link", ["again.toml", "a.toml"])
def test_a_file_with_two_names_is_mended_once_and_the_others_too(call, folder, link):
    claims = folder({"b": f"{TITLE}date = 2025\n", "c": f"{TITLE}date = 2025\n"})
    (claims / link).symlink_to("b.toml")
    (claims / "sub").mkdir()
    (claims / "sub" / "further.toml").symlink_to("../b.toml")
    assert call("check", "--fix", "--dry-run", cwd=claims.parent).out.count('+date = "2025"') == 2
    ran = call("check", "--fix", cwd=claims.parent)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("fixed 2 problems\n")
    assert {path.read_text() for path in claims.glob("*.toml")} == {f'{TITLE}date = "2025"\n'}
    assert (claims / link).is_symlink()
