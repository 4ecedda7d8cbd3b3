"""`claimtrack check` as it is typed: what it reports on, in which form, and with which exit code."""

from __future__ import annotations

import os
from unicodedata import normalize

import pytest

from claimtrack import __version__
from claimtrack.checks.codes import CLAIM_CHECKS, FOLDER_CHECKS
from claimtrack.problems import Code

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")

CLEAN = 'title = "T"\n'
WARNED = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "denies"\nsources = ["https://example.org/a"]\n'
WRONG = 'title = "T"\ntopic = ["x"]\n'
BOOK = {"clean": CLEAN, "river/warned": WARNED, "wrong": WRONG}

WARNING = 'claims/river/warned.toml:2:1: CT041 A denies this, and no date is given; add date = …; a year alone will do: "2025"'
ERROR = 'claims/wrong.toml:2:1: CT010 unknown key "topic"; did you mean "topics"?'


@pytest.fixture
def checked(folder, call):
    """Write records, check them from the folder above, and give what the command left behind."""

    def checked(records, *args, config=None, cwd=".", **more):
        above = folder(records).parent
        if config is not None:
            (above / "claims" / ".claimtrack.toml").write_text(config, encoding="utf-8")
        return call("check", *args, cwd=above / cwd, **more)

    return checked


def named(ran):
    """Give the lines of stdout as on any system."""
    return [line.replace(os.sep, "/") for line in ran.lines]


@pytest.mark.parametrize(
    ("records", "args", "code"),
    [
        ({}, "", 0),
        ({"a": CLEAN}, "", 0),
        ({"a": CLEAN}, "--strict", 0),
        ({"a": WARNED}, "", 0),
        ({"a": WARNED}, "--strict", 1),
        ({"a": WARNED}, "--strict --ignore CT041", 0),
        ({"a": WRONG}, "", 1),
        ({"a": WRONG}, "--select CT04", 0),
        ({"a": CLEAN}, "--select CT9", 2),
        ({"a": CLEAN}, "--ignore CT012,CT9", 2),
        ({"a": CLEAN}, "--format html", 2),
        ({"a": CLEAN}, "--json --format github", 2),
        ({"a": CLEAN}, "--dry-run", 2),
        ({"a": CLEAN}, "--no-such-option", 2),
        ({"a": CLEAN}, "no-such-claim", 3),
        ({"a": CLEAN}, "--claims nowhere", 3),
    ],
)
def test_the_exit_code(checked, records, args, code):
    ran = checked(records, *args.split())
    assert ran.code == code
    assert "Traceback" not in ran.err


def test_without_a_folder_of_claims_there_is_nothing_to_check(call, tmp_path):
    ran = call("check", cwd=tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert "--claims DIR" in ran.err


def test_everything_is_reported_in_one_run_in_order(checked):
    ran = checked(BOOK)
    assert named(ran) == [WARNING, ERROR]
    assert ran.err == "3 claims: 1 error, 1 warning, 0 notices\n"


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (["wrong"], [ERROR]),
        (["warned"], [WARNING]),
        (["claims/wrong.toml"], [ERROR]),
        (["claims/river"], [WARNING]),
        (["claims/river", "wrong"], [WARNING, ERROR]),
        (["claims/clean.toml"], []),
        (["claims"], [WARNING, ERROR]),
        (["."], [WARNING, ERROR]),
        (["wrong", "--claims", "claims"], [ERROR]),
        (["claims/wrong.toml", "--claims", "claims"], [ERROR]),
    ],
)
def test_it_reports_on_the_places_named(checked, args, lines):
    ran = checked(BOOK, *args)
    assert named(ran) == lines
    assert ran.err.startswith("3 claims: ")


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_a_claim_is_found_by_its_id_whichever_form_its_file_name_has(checked, stored, typed):
    name = normalize(stored, "café")
    ran = checked({name: WRONG, "wrong": WRONG}, normalize(typed, "café"))
    assert named(ran) == [ERROR.replace("wrong.toml", f"{name}.toml")]


@pytest.mark.parametrize("written", ["NFC", "NFD"])
@pytest.mark.parametrize("text", [CLEAN, WRONG])  # what can be read, and what cannot
def test_references_to_a_decomposed_file_name_are_known(checked, text, written):
    def links(claim):
        return "".join(f'{key} = ["{claim}"]\n' for key in ("implies", "contradicts", "see_also"))

    known, unknown = CLEAN + links(normalize(written, "café")), CLEAN + links("cafe")
    ran = checked({normalize("NFD", "café"): text, "known": known, "unknown": unknown}, "--select", "CT025")
    assert [line.split(":")[0] for line in named(ran)] == ["claims/unknown.toml"] * 3


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_one_claim_ignores_is_named_by_its_id(checked, form):
    config = f'[check.per-claim]\n"{normalize(form, "café")}" = ["CT010"]\n'
    assert checked({normalize("NFD", "café"): WRONG}, config=config).code == 0
    assert checked({"cafe": WRONG}, config=config).code == 1


@pytest.mark.parametrize(
    ("cwd", "path"), [("claims", "wrong.toml"), ("claims/river", "../wrong.toml"), ("claims/river", "wrong")]
)
def test_places_are_named_as_from_where_one_is(checked, cwd, path):
    ran = checked(BOOK, path, cwd=cwd)
    (line,) = named(ran)
    assert line.endswith("wrong.toml:2:1: CT010 " + ERROR.partition("CT010 ")[2])
    assert not line.startswith("/")


def test_a_folder_by_another_name_may_hold_claims(call, folder):
    above = folder(BOOK, at="book").parent
    for path in ("book", "book/wrong.toml"):
        assert "book/wrong.toml:2:1: CT010" in call("check", path, cwd=above).out.replace(os.sep, "/")


@pytest.mark.parametrize("args", [["outside.toml", "wrong"], ["wrong", "outside.toml"], ["outside.toml"]])
def test_a_file_outside_is_not_passed_over_in_silence(checked, tmp_path, args):
    (tmp_path / "outside.toml").write_text("title = ")
    ran = checked(BOOK, *args)
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "claimtrack: outside.toml is not in claims\nname the folder that holds it with --claims DIR\n"


@pytest.mark.parametrize(
    ("name", "hint"), [("wrog", "did you mean wrong?"), ("zz", "give a path, or the id of a claim")]
)
def test_what_is_not_there_is_told(checked, name, hint):
    ran = checked(BOOK, name)
    assert ran.err == f"claimtrack: no file or folder {name}, nor a claim of that id\n{hint}\n"


@pytest.mark.parametrize(
    ("args", "codes"),
    [
        ("", ["CT041", "CT010"]),
        ("--select CT010", ["CT010"]),
        ("--select ct01,CT02 --select CT041", ["CT041", "CT010"]),
        ("--select CT --ignore CT04", ["CT010"]),
        ("--ignore CT01,CT041", []),
        ("--ignore CT01 --ignore CT04", []),
    ],
)
def test_codes_are_chosen_by_how_they_begin(checked, args, codes):
    ran = checked(BOOK, *args.split())
    assert [line.split(": ")[1].split(" ")[0] for line in ran.lines] == codes


def test_an_unknown_code_is_no_choice(checked):
    ran = checked(BOOK, "--select", "CT04,CT0I2")
    assert ran.err == 'claimtrack: no code begins with "CT0I2"\nclaimtrack check --explain lists them all\n'


@pytest.mark.parametrize(
    ("config", "args", "codes"),
    [
        ("", "", ["CT041", "CT010"]),
        ('[check]\nignore = ["CT041"]\n', "", ["CT010"]),
        ('[check]\nselect = ["CT041"]\n', "", ["CT041"]),
        ('[check]\nselect = ["ct041"]\n', "", ["CT041"]),
        ('[check]\nselect = ["CT041"]\n', "--ignore CT04", []),
        ('[check]\nignore = ["CT041"]\n', "--ignore CT010", []),
        ('[check]\nignore = ["CT041"]\n', "--select CT041", ["CT041"]),
        ('[check]\nselect = ["CT041"]\n', "--select CT010", ["CT010"]),
        ('[check.per-claim]\nwrong = ["CT01"]\n', "", ["CT041"]),
        ('[check.per-claim]\nwarned = ["CT01"]\n', "", ["CT041", "CT010"]),
    ],
)
def test_the_folder_says_what_it_wants_checked(checked, config, args, codes):
    ran = checked(BOOK, *args.split(), config=config)
    assert [line.split(": ")[1].split(" ")[0] for line in ran.lines] == codes


def test_the_folder_can_be_strict(checked):
    assert checked({"a": WARNED}, config="[check]\nstrict = true\n").code == 1


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        ("[check]\n\nignroe = []\n", '3:1: CT010 unknown key "ignroe"; did you mean "ignore"?'),
        ("[chekc]\n", '1:1: CT010 unknown key "chekc"; did you mean "check"?'),
        (
            "[check]\nignore = 'CT041'\n",
            '2:10: CT012 ignore must be a list in square brackets, not text; write ignore = ["CT041"]',
        ),
        ("[check]\nstrict = 'yes'\n", "2:10: CT012 strict must be true or false, not text"),
        (
            '[check]\nignore = ["CT04", "CT04O"]\n',
            "2:19: CT012 item 2 of ignore: no code begins so; claimtrack check --explain lists them all",
        ),
        ("[check]\nper-claim = { a = ['CT9'] }\n", "2:20: CT012 item 1 of a: no code begins so; "),
        ("[check]\nper-claim = []\n", "2:13: CT012 per-claim must be a table, not a list"),
        ("[check\n", "1:7: CT003 "),
    ],
)
def test_a_mistake_in_the_configuration_is_reported_with_everything_else(checked, config, problem):
    ran = checked(BOOK, config=config)
    assert ran.code == 1
    first, *others = named(ran)
    assert first.startswith(f"claims/.claimtrack.toml:{problem}")
    assert others == [WARNING, ERROR] if "CT04" not in config else [ERROR]
    assert ran.err.startswith("3 claims: 2 errors, ")
    # It is not for the configuration, nor for a choice of codes or files, to hide that the configuration is wrong.
    assert [line.split(":")[0] for line in named(checked(BOOK, "clean", "--ignore", "CT", config=config))] == [
        "claims/.claimtrack.toml"
    ]


def test_the_line_of_the_configuration_is_shown(checked):
    ran = checked(BOOK, "--format", "excerpt", "clean", config="[check]\nstrict = 1\n")
    assert " 2 | strict = 1\n   |          ^\n" in ran.out


def test_what_is_right_in_the_configuration_counts(checked):
    ran = checked(BOOK, config='[check]\nignore = ["CT041", "CT9"]\nstrict = "yes"\n')
    assert [line.split(": ")[1].split(" ")[0] for line in ran.lines] == ["CT012", "CT012", "CT010"]


@pytest.mark.parametrize("command", ["check", "list", "show a", "parties", "shifts", "changes", "list --rev HEAD"])
def test_a_folder_may_require_a_newer_program(call, folder, command):
    above = folder({"a": CLEAN}).parent
    (above / "claims" / ".claimtrack.toml").write_text("[check]\n[check.per-claim]\n", encoding="utf-8")
    (above / "claims" / ".claimtrack.toml").write_text('# the year\nrequires = ">= 99.1"\nnew = 1\n', encoding="utf-8")
    ran = call(*command.split(), cwd=above)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.replace(os.sep, "/") == (
        "claimtrack: claims/.claimtrack.toml:2:12: this folder needs claimtrack 99.1 or newer, "
        f"and this is {__version__}: install a newer one\n"
    )


@pytest.mark.parametrize(
    "config", ['requires = ">=0.1"\n', f'requires = ">={__version__}"\n', 'requires = "9"\n', "[c\n"]
)
def test_a_folder_that_this_program_can_read_is_read(call, folder, config):
    above = folder({"a": CLEAN}).parent
    (above / "claims" / ".claimtrack.toml").write_text(config, encoding="utf-8")
    ran = call("list", cwd=above)
    assert (ran.code, ran.ids, ran.err) == (0, ["a"], "")


@POSIX
def test_nor_does_a_link_out_of_the_folder_require_anything(call, folder):
    above = folder({"a": CLEAN}).parent
    (above / "other.toml").write_text('requires = ">=99"\n')
    (above / "claims" / ".claimtrack.toml").symlink_to("../other.toml")
    assert call("list", cwd=above).ids == ["a"]
    assert named(call("check", cwd=above))[0].startswith("claims/.claimtrack.toml:1:1: CT005 ")


def test_json_is_the_envelope(checked):
    ran = checked(BOOK, "--json")
    assert ran.code == 1
    assert ran.json["schema_version"] == 1
    counts = {"claim_count": 3, "error_count": 1, "warning_count": 1, "notice_count": 0}
    assert ran.json["summary"] == {**counts, "new_since": None, "older_count": 0}
    warned, wrong = ran.json["problems"]
    assert wrong == {
        "path": os.path.join("claims", "wrong.toml"),
        "line": 2,
        "column": 1,
        "code": "CT010",
        "message": 'unknown key "topic"',
        "hint": 'did you mean "topics"?',
        "costs": "record",
        "severity": "error",
        "code_name": "unknown-key",
        "fixable": False,
    }
    assert (warned["severity"], warned["code_name"]) == ("warning", "side-without-date")
    assert checked(BOOK, "--format", "json").out == ran.out


def test_json_says_so_where_there_is_nothing(checked):
    ran = checked({})
    assert ran.out == ""
    assert checked({}, "--json").json["problems"] == []


def test_annotations_are_what_github_reads(checked):
    warning = "::warning file=claims/river/warned.toml,line=2,col=1,title=CT041 side-without-date::"
    error = "::error file=claims/wrong.toml,line=2,col=1,title=CT010 unknown-key::"
    assert named(checked(BOOK, "--format", "github")) == [
        warning + WARNING.partition("CT041 ")[2],
        error + ERROR.partition("CT010 ")[2],
    ]


@POSIX
def test_annotations_keep_their_form_whatever_a_file_is_called(checked):
    ran = checked({"a,b%c:d\ne": CLEAN, "f": 'title = "T"\n"100%, 1:2\\n" = 1\n'}, "--format", "github")
    first, unportable, second = ran.lines
    assert ",title=CT063 unportable-name::" in unportable
    assert first.startswith("::error file=claims/a%2Cb%25c%3Ad%0Ae.toml,line=1,col=1,title=CT006 bad-file-name::")
    assert '"a,b%25c:d%0Ae"' in first
    assert second.split("::")[2].startswith('unknown key "100%25, 1:2 "')


@pytest.mark.parametrize("to", ["plain", "json", "github", "excerpt"])
def test_what_would_steer_a_terminal_is_spelt(checked, to):
    key = r'"\u001b[31m\u202e\u2028\u0085" = "' + "\u202e\u2066" + '"\n'
    ran = checked({"a": f'title = "T"\n{key}'}, "--format", to)
    assert ran.code == 1
    assert "[31m" in ran.out
    assert not set("\x1b\u202e\u2066\u2028\x85") & set(ran.out)


@POSIX
@pytest.mark.parametrize("to", ["plain", "json", "github", "excerpt"])
def test_so_is_the_name_of_a_file(checked, to):
    ran = checked({"a\x1b\t\u202e\nb": CLEAN}, "--format", to)
    assert ran.code == 1
    assert not set("\x1b\u202e") & set(ran.out)
    if to == "plain":
        assert ran.lines[0].startswith(r"claims/a\x1b\t\u202e\nb.toml:1:1: CT006 ")


def test_on_a_terminal_the_caret_is_below_the_place(terminal, folder):
    line = f'positions = [{{ note = "{"橋" * 40}",\tparty = "A", stance = "denied" }}]'
    above = folder({"a": f'title = "T"\n{line}\n'}).parent
    ran = terminal("check", "--color", "never", cwd=above, width=60)
    assert ran.code == 1
    assert ran.lines[0].startswith('claims/a.toml:2:89: error CT012 stance is "denied"')
    shown, caret, hint, blank = ran.lines[-4:]
    assert shown == ' 2 | …", stance = "denied" }]'
    assert caret.index("^") == shown.index('"denied"')
    assert (hint, blank) == ('   = did you mean "denies"?', "")
    assert ran.err == "1 claim: 1 error, 0 warnings, 0 notices\n"


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (b'title = "T"\nkind = fact\n', [" 2 | kind = fact", "   |        ^"]),
        (b'\xef\xbb\xbftitle = "T\n', [' 1 | title = "T', "   |         ^"]),
        (b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", [" 1 | <<<<<<< HEAD", "   | ^"]),
        ('title = "café"\n'.encode("latin-1"), [' 1 | title = "caf\ufffd"', "   |             ^"]),
    ],
)
def test_the_line_is_shown_of_what_is_no_toml(call, folder, data, shown):
    claims = folder({})
    (claims / "a.toml").write_bytes(data)
    ran = call("check", "--format", "excerpt", cwd=claims.parent)
    assert ran.lines[1:3] == shown


def test_of_what_cannot_be_read_no_line_is_shown(call, example):
    ran = call("check", "--claims", "bad", "--format", "excerpt", cwd=example("CT004"))
    assert " | " not in ran.out


def test_in_a_pipe_the_lines_are_plain(run, folder):
    above = folder(BOOK).parent
    ran = run("check", cwd=above)
    assert (ran.code, named(ran)) == (1, [WARNING, ERROR])


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.sampled(3)
def test_the_reading_commands_find_the_same_mistakes(call, example, code):
    folder = example(code)
    ran = call("check", "--claims", "bad", "--format", "plain", cwd=folder)
    found = [line for line in ran.lines if line.split(": ")[1].split(" ")[0] not in CLAIM_CHECKS.keys() | FOLDER_CHECKS]
    listed = call("list", "--claims", "bad", cwd=folder)
    told = [line for line in listed.err.splitlines() if line.startswith(f"bad{os.sep}")]
    assert told == found
    problems = call("list", "--json", "--claims", "bad", cwd=folder).json["problems"]
    assert listed.code == (4 if {"record", "party", "principal"} & {each["costs"] for each in problems} else 0)
