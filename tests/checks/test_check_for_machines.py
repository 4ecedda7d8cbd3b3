"""What `claimtrack check` writes for other programs: paths from the top of the repository, counts, SARIF."""

from __future__ import annotations

import csv
import io
import os
from urllib.parse import unquote

import jsonschema
import pytest

from claimtrack import __version__
from claimtrack.checks.codes import explanations
from claimtrack.problems import Code

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")

WARNED = 'title = "T"\n[[positions]]\nparty = "A"\nstance = "denies"\nsources = ["https://example.org/a"]\n'
WRONG = 'title = "T"\ntopic = ["x"]\n'
RECORDS = {"river/warned": WARNED, "wrong": WRONG}
MACHINES = ["github", "json", "jsonl", "csv", "sarif"]


def paths_of(ran, to):
    """Return the paths of the problems in an answer."""
    if to == "github":
        return [unquote(line.split("file=")[1].split(",line=")[0]) for line in ran.lines]
    if to == "csv":
        return [row["path"] for row in csv.DictReader(io.StringIO(ran.out))]
    if to == "json":
        return [problem["path"] for problem in ran.json["problems"]]
    if to == "jsonl":
        return [line.split('"path": "')[1].split('"')[0] for line in ran.lines]
    locations = [result["locations"][0]["physicalLocation"] for result in ran.json["runs"][0]["results"]]
    return [unquote(location["artifactLocation"]["uri"]) for location in locations]


@pytest.fixture
def book(tmp_path, folder):
    """Return a folder that could be the top of a repository, with a book further down."""
    folder(RECORDS, at="data/claims")
    return tmp_path


@pytest.mark.parametrize("to", MACHINES)
@pytest.mark.parametrize("cwd", ["", "data", "data/claims", "data/claims/river"])
@pytest.mark.parametrize("git", ["a folder", "a file"])  # a linked working tree has a file
def test_paths_are_from_the_top_of_the_repository(call, book, to, cwd, git):
    if git == "a folder":
        (book / ".git").mkdir()
    else:
        (book / ".git").write_text("gitdir: elsewhere\n")
    ran = call("check", "--format", to, *(() if cwd else ("--claims", "data/claims")), cwd=book / cwd)
    assert ran.code == 1
    assert paths_of(ran, to) == ["data/claims/river/warned.toml", "data/claims/wrong.toml"]


@pytest.mark.parametrize("to", MACHINES)
def test_without_a_repository_they_are_from_the_working_directory(call, book, to):
    env = {"GIT_CEILING_DIRECTORIES": str(book.parent)}
    paths = ["claims/river/warned.toml", "claims/wrong.toml"]
    assert paths_of(call("check", "--format", to, cwd=book / "data", env=env), to) == paths
    absolute = call("check", "--format", to, "--claims", str(book / "data/claims"), cwd=book / "data", env=env)
    assert paths_of(absolute, to) == paths


@pytest.mark.parametrize("to", MACHINES)
def test_outside_the_working_directory_a_path_leads_there(call, book, to):
    env = {"GIT_CEILING_DIRECTORIES": str(book.parent)}
    ran = call("check", "--format", to, "wrong", cwd=book / "data/claims/river", env=env)
    (path,) = paths_of(ran, to)
    wrong = book / "data/claims/wrong.toml"
    assert path == (unquote(wrong.as_uri()) if to == "sarif" else "../wrong.toml")


def test_in_a_hook_the_repository_is_the_one_that_git_names(call, book):
    env = {"GIT_DIR": str(book / "elsewhere.git"), "GIT_WORK_TREE": str(book)}
    args = ("check", "--format", "json", "wrong")
    assert paths_of(call(*args, cwd=book / "data", env=env), "json") == ["data/claims/wrong.toml"]
    # One whose working tree does not hold the book is not that of the book.
    env["GIT_WORK_TREE"] = str(book / "other")
    assert paths_of(call(*args, cwd=book / "data", env=env), "json") == ["claims/wrong.toml"]


@POSIX
def test_a_link_to_the_folder_is_followed(call, book):
    (book / ".git").mkdir()
    (book / "link").symlink_to("data/claims")
    ran = call("check", "--format", "json", "--claims", "link", cwd=book)
    assert paths_of(ran, "json") == ["data/claims/river/warned.toml", "data/claims/wrong.toml"]
    assert call("check", "--claims", "link", cwd=book).lines[0].startswith("link/river/warned.toml:2:1: ")


def test_a_mistake_of_the_folder_itself_has_its_path(call, book):
    (book / ".git").mkdir()
    (book / "data/claims/parties.toml").mkdir()
    ran = call("check", "--format", "github", "--select", "CT004", cwd=book / "data")
    assert paths_of(ran, "github") == ["data/claims/parties.toml"]


def test_people_get_the_paths_that_they_can_open(call, book):
    (book / ".git").mkdir()
    for to in ("plain", "excerpt"):
        ran = call("check", "--format", to, "wrong", cwd=book / "data/claims/river")
        assert ran.lines[0].replace(os.sep, "/").startswith("../wrong.toml:2:1: ")


# -- how often each code was found

FOUND = {
    **{f"w{number}": WARNED for number in range(3)},
    "a": 'title = "T"\ntopic = 1\nkynd = 2\n',
    "b": WRONG,
    "c": 'title = "T"\nkind = "news"\n',
}
COUNTED = [(3, "CT010"), (3, "CT041"), (1, "CT012")]


@pytest.fixture
def counted(call, folder):
    above = folder(FOUND).parent
    return lambda *args, **more: call("check", "--statistics", *args, cwd=above, **more)


def test_codes_are_counted_and_the_most_frequent_come_first(counted):
    ran = counted()
    assert (ran.code, ran.err) == (1, "6 claims: 4 errors, 3 warnings, 0 notices\n")
    assert ran.cells == [
        [str(count), code, explanations()[code].severity, explanations()[code].title, explanations()[code].name]
        for count, code in ((count, Code(code)) for count, code in COUNTED)
    ]


def test_every_format_has_the_counts(counted):
    said = counted("--json").json
    assert [(row["problem_count"], row["code"]) for row in said["codes"]] == COUNTED
    assert said["codes"][0] == {
        "code": "CT010",
        "code_name": "unknown-key",
        "code_title": "A record has no such key",
        "severity": "error",
        "fixable": False,
        "problem_count": 3,
    }
    counts = {"claim_count": 6, "error_count": 4, "warning_count": 3, "notice_count": 0}
    assert said["summary"] == {**counts, "new_since": None, "older_count": 0}
    rows = [*csv.DictReader(io.StringIO(counted("--format", "csv").out))]
    assert [(int(row["problem_count"]), row["code"]) for row in rows] == COUNTED
    table = counted("--format", "table").lines
    assert table[0].split("  ")[0:1] == ["count"]
    assert [(int(line.split()[0]), line.split()[1]) for line in table[1:]] == COUNTED


def test_what_is_not_reported_is_not_counted(counted):
    assert [cells[1] for cells in counted("--ignore", "CT01").cells] == ["CT041"]
    assert [cells[:2] for cells in counted("a", "c").cells] == [["2", "CT010"], ["1", "CT012"]]
    assert (counted("clean").code, counted("--select", "CT062").out) == (3, "")


@pytest.mark.parametrize("to", ["github", "sarif", "excerpt"])
def test_counts_have_no_place(counted, to):
    ran = counted("--format", to)
    assert (ran.code, ran.out) == (2, "")
    assert f"--statistics has no format {to}" in ran.err


def test_below_many_problems_a_terminal_says_which_they_are(terminal, folder):
    records = {f"c{number}": 'title = "T"\n' + f"k{number} = 1\n" * 1 for number in range(30)}
    above = folder({**records, "w": WARNED}).parent
    ran = terminal("check", cwd=above)
    assert ran.err.splitlines() == [
        "31 claims: 30 errors, 1 warning, 0 notices",
        "30 CT010 error: A record has no such key",
        " 1 CT041 warning: A side without a date",
        "claimtrack check --statistics shows these numbers alone",
    ]
    assert len(terminal("check", "--format", "json", cwd=above).err.splitlines()) == 1
    assert len(terminal("check", "w", cwd=above).err.splitlines()) == 1


# -- the list of codes


@pytest.mark.parametrize("args", [["--explain"], ["--explain="], ["--explain", "--color", "never"]])
def test_all_codes_are_listed(call, args):
    ran = call("check", *args)
    assert ran.code == 0
    rows = explanations().values()
    assert [cells[:4] for cells in ran.cells] == [[row.code, row.severity, row.title, row.name] for row in rows]


def test_the_list_of_codes_needs_no_folder(call, tmp_path):
    said = call("check", "--explain", "--json", cwd=tmp_path).json
    assert [row["code"] for row in said["codes"]] == list(Code)
    assert {*said["codes"][0]} == {"code", "code_name", "code_title", "severity", "fixable", "why", "fix"}


def test_a_code_that_follows_is_explained_alone(call):
    assert call("check", "--explain", "CT012", "--color", "never").lines[0] == "CT012 wrong-value (error)"


@pytest.mark.parametrize("to", ["json", "jsonl", "csv", "markdown"])
def test_a_code_is_explained_in_the_format_asked_for(call, to):
    told = explanations()[Code.UNKNOWN_SOURCE]
    ran = call("check", "--format", to, "--explain", "CT020")
    assert (ran.code, ran.err) == (0, "")
    assert told.why in ran.out.replace("\\", "")
    assert "CT021" not in ran.out
    if to == "json":
        assert ran.json["codes"] == [
            row for row in call("check", "--json", "--explain").json["codes"] if row["code"] == "CT020"
        ]


def test_a_code_is_not_explained_in_formats_of_problems(call):
    for to in ("github", "sarif"):
        assert call("check", "--format", to, "--explain", "CT020").code == 2


# -- SARIF: the parts of OASIS's schema, version 2.1.0, that are used, and nothing else

_TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
_POSITIVE = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}


def _table(required, **properties):
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


_RULE = _table(
    ["id"],
    id={"type": "string"},
    name={"type": "string"},
    shortDescription=_TEXT,
    fullDescription=_TEXT,
    help=_TEXT,
    defaultConfiguration=_table([], level=_LEVEL),
)
_LOCATION = _table(
    ["physicalLocation"],
    physicalLocation=_table(
        ["artifactLocation", "region"],
        artifactLocation=_table(
            ["uri"],
            uri={"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"},
            uriBaseId={"const": "%SRCROOT%"},
        ),
        region=_table(["startLine", "startColumn"], startLine=_POSITIVE, startColumn=_POSITIVE),
    ),
)
_RESULT = _table(
    ["message", "ruleId", "locations"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    message=_TEXT,
    locations={"type": "array", "items": _LOCATION, "minItems": 1, "maxItems": 1},
)
SARIF = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_table(
        ["version", "runs"],
        version={"const": "2.1.0"},
        runs={
            "type": "array",
            "minItems": 1,
            "items": _table(
                ["tool"],
                tool=_table(
                    ["driver"],
                    driver=_table(
                        ["name"],
                        name={"type": "string"},
                        version={"type": "string"},
                        rules={"type": "array", "items": _RULE, "uniqueItems": True},
                    ),
                ),
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                originalUriBaseIds={
                    "type": "object",
                    "additionalProperties": _table([], description=_TEXT, uri={"type": "string"}),
                },
                results={"type": "array", "items": _RESULT},
            ),
        },
        **{"$schema": {"type": "string", "format": "uri"}},
    ),
}


def log_of(ran):
    """Return a log that is valid SARIF, and whose results and rules fit together; of it the rules and the results."""
    jsonschema.validate(ran.json, SARIF, format_checker=jsonschema.FormatChecker())
    (run,) = ran.json["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uriBaseId"] for result in run["results"]
    } <= (run["originalUriBaseIds"].keys())
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert rules[result["ruleIndex"]]["defaultConfiguration"]["level"] == result["level"]
    return rules, run["results"]


def test_sarif_has_a_rule_for_each_code_and_a_region_for_each_problem(call, folder):
    ran = call("check", "--format", "sarif", cwd=folder(RECORDS).parent)
    assert ran.code == 1
    rules, (warned, wrong) = log_of(ran)
    assert [rule["id"] for rule in rules] == list(Code)
    assert ran.json["runs"][0]["tool"]["driver"]["version"] == __version__
    assert ran.json["runs"][0]["columnKind"] == "unicodeCodePoints"
    assert warned["level"] == "warning"
    assert wrong == {
        "ruleId": "CT010",
        "ruleIndex": [*Code].index(Code.UNKNOWN_KEY),
        "level": "error",
        "message": {"text": 'unknown key "topic"; did you mean "topics"?'},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "claims/wrong.toml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 2, "startColumn": 1},
                }
            }
        ],
    }


def test_where_nothing_is_wrong_the_log_has_no_results(call, folder):
    ran = call("check", "--format", "sarif", cwd=folder({"a": 'title = "T"\n'}).parent)
    assert (ran.code, log_of(ran)[1]) == (0, [])


@pytest.mark.parametrize("code", list(Code))
@pytest.mark.sampled(6)
def test_every_problem_is_valid_sarif(call, example, code):
    ran = call("check", "--claims", "bad", "--select", code, "--format", "sarif", cwd=example(code))
    _, results = log_of(ran)
    assert {result["ruleId"] for result in results} == {code}
    assert results[0]["level"] == {"notice": "note"}.get(severity := explanations()[code].severity, severity)


@POSIX
def test_sarif_names_any_file_and_quotes_no_link(call, folder):
    odd = {"a b%c#d?e:f": WRONG, "wrong": 'title = "T"\n"[x](https://example.org)" = 1\n', "سوال": WRONG}
    ran = call("check", "--format", "sarif", "--select", "CT006,CT010", cwd=folder(odd).parent)
    _, results = log_of(ran)
    paths = paths_of(ran, "sarif")
    assert sorted(set(paths)) == ["claims/a b%c#d?e:f.toml", "claims/wrong.toml", "claims/سوال.toml"]
    (quoted,) = [result["message"]["text"] for result in results if "example.org" in result["message"]["text"]]
    assert '"[x] (https://example.org)"' in quoted
