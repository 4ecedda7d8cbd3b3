"""An editor knows the record: the JSON Schema says what the model says, and a real TOML server reads it."""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import unicodedata
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import planted
import pytest
import tomli
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from pydantic import ValidationError as PydanticError

from claimtrack.book.checking import check_folder
from claimtrack.files.schema import schema
from claimtrack.model.config import CheckConfig
from claimtrack.model.forms import ClaimFile, PartyEntry, Position, Source, SourceRef, SourcesFile, Tenure
from claimtrack.model.names import slug
from claimtrack.model.vocabulary import STANCES
from claimtrack.problems import Code

ROOT = Path(__file__).parents[2]
KINDS = ["claim", "parties", "sources"]
MODELS = (ClaimFile, PartyEntry, Position, Source, SourceRef, SourcesFile, Tenure)
# What a schema can speak of: a record by itself, without the other files and today's date.
SCHEMATIC = {
    Code.UNKNOWN_KEY,
    Code.MISSING_KEY,
    Code.WRONG_VALUE,
    Code.BAD_DATE,
    Code.BAD_COUNT,
    Code.BAD_URL,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_id_of_a_schema_has_the_version_of_the_format(kind):
    assert schema(kind)["$id"] == f"urn:claimtrack:record:1:{kind}"


# A validator that reads patterns and formats as editors do

formats = FormatChecker(["date"])


@formats.checks("date-time", raises=ValueError)
def _is_date_time(text: object) -> bool:
    """Tell whether a text is a date-time of RFC 3339, which has an offset."""
    return not isinstance(text, str) or ("T" in text and datetime.fromisoformat(text).tzinfo is not None)


@cache
def _classes() -> dict[str, str]:
    """Give the characters of each general category (L for letters, and so on) as the inside of a character class."""
    last, ranges = "", dict[str, list[str]]()
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))[0]
        if category == last:
            ranges[category][-1] = f"{ranges[category][-1][:10]}-\\U{code:08x}"
        else:
            ranges.setdefault(category, []).append(f"\\U{code:08x}")
        last = category
    return {category: "".join(each) for category, each in ranges.items()}


@cache
def _python(pattern: str) -> re.Pattern[str]:
    """Give the pattern of Python that means what one of ECMA-262 means."""
    python = re.sub(r"\\p\{(\w)\}", lambda match: _classes()[match[1]], pattern)
    return re.compile(re.sub(r"\$$", r"\\Z", python))


def _pattern(_: Any, pattern: str, text: object, __: Any):
    """Apply a pattern as ECMA-262 has it: there $ is the very end, and letters have properties."""
    if not isinstance(text, str):
        return
    if not _python(pattern).search(text):
        yield ValidationError(f"{text!r} does not match {pattern}")


VALIDATORS = {
    kind: extend(Draft202012Validator, {"pattern": _pattern})(schema(kind), format_checker=formats) for kind in KINDS
}


def kind_of(path: str | Path) -> str:
    """Tell the kind of a file by its name, as its first line and claimtrack would."""
    stem = Path(path).stem
    return stem if stem in {"parties", "sources"} else "claim"


def schema_accepts(kind: str, data: dict[str, Any]) -> bool:
    return VALIDATORS[kind].is_valid(_json(data))


def _json(value: Any) -> Any:
    """Give a value as a TOML server hands it to a JSON Schema: dates and times are texts."""
    if isinstance(value, dict):
        return {key: _json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_json(each) for each in value]
    return value if isinstance(value, str | int | float) else value.isoformat()


@pytest.fixture
def model_accepts(tmp_path):
    """Tell whether `claimtrack check` finds nothing wrong with a record by itself."""

    def accepts(kind: str, text: str) -> bool:
        name = "c" if kind == "claim" else kind
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        report = check_folder(str(tmp_path), CheckConfig())
        assert not [each for each in report.problems if each.code < Code.UNREADABLE], "this is no TOML"
        return not [each for each in report.problems if each.code in SCHEMATIC]

    return accepts


# The schema itself


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_the_one_that_the_models_make(kind, call):
    made = call("schema", "--for", kind)
    name = f"{kind}.schema.json"  # as the first line of a record names it
    hint = f"claimtrack schema --for {kind} > claims/{name}"
    assert (ROOT / "claims" / name).read_text(encoding="utf-8") == made.out, hint


def test_a_claim_is_the_kind_that_is_meant_without_a_word(call):
    assert call("schema").json == schema("claim")


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one(kind):
    # The patterns are of ECMA-262, which Python's own expressions lack some of.
    Draft202012Validator.check_schema(schema(kind), format_checker=FormatChecker([]))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_described(model):
    assert [key for key, field in model.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_can_be_hovered_over(kind):
    told = list(_properties(schema(kind)))
    assert len(told) > 1
    assert [key for key, property_ in told if not property_.get("description")] == []


def _properties(node: Any):
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for inner in node.values():
            yield from _properties(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _properties(inner)


# What it accepts

EXAMPLES = ROOT / "src" / "claimtrack" / "checks" / "examples"
ACCEPTED = [
    path
    for top in (ROOT / "claims", ROOT / "tests" / "records" / "good", *sorted(EXAMPLES.glob("*/good")))
    for path in sorted(top.rglob("[!.]*.toml"))
    if path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts)
]


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_schema_accepts_every_good_record(path):
    data = tomli.loads(path.read_bytes().decode("utf-8-sig"))
    VALIDATORS[kind_of(path)].validate(_json(data))


# What it rejects: one mistake for each field and constraint

CLAIM = {
    "an empty title": "title = ''",
    "a title of spaces": "title = ' \\t\\n '".replace("'", '"'),
    "a title that is a number": "title = 5",
    "a statement that is a list": "statement = ['x']",
    "an unknown kind": "kind = 'rumour'",
    "a kind in capitals": "kind = 'Fact'",
    "a unit that is empty": "unit = ''",
    "a year as a number": "date = 2025",
    "a day of words": "date = '7 May 2025'",
    "a thirteenth month": "date = '2025-13'",
    "a day that its month does not have": "date = '2025-02-30'",
    "the year nought": "date = '0000'",
    "a year of three digits": "date = '987'",
    "a date-time without offset": "date = 2025-05-07T10:00:00",
    "a time of day": "date = 10:00:00",
    "a date in a list": "date = [2025-05-07]",
    "topics that are one text": "topics = 'x'",
    "a topic without letters": "topics = ['—']",
    "a topic that is a number": "topics = [5]",
    "an implied claim without id": "implies = ['']",
    "a contradicted claim that is a table": "contradicts = [{ id = 'x' }]",
    "see_also as true": "see_also = true",
    "notes that are empty": "notes = ''",
    "a misspelt key": "titel = 'x'",
    "the id in the file": "id = 'x'",
    "the path in the file": "path = 'x'",
    "a key of a position": "party = 'x'",
    "positions that are a table": "[positions]\nparty = 'A'\nstance = 'asserts'",
    "positions that are texts": "positions = ['A']",
    "sources that are texts": "sources = ['A']",
}
POSITION = {
    "an empty party": "party = ''",
    "a party of punctuation": "party = '?!'",
    "a party that is a list": "party = ['A']",
    "an unknown stance": "stance = 'agrees'",
    "a stance in capitals": "stance = 'Asserts'",
    "a stance with a space": "stance = 'asserts '",
    "a position's date as a number": "date = 20250507",
    "an unknown date_of": "date_of = 'said'",
    "a value that is empty": "value = ''",
    "a value that is true": "value = true",
    "a value that is a list": "value = [5, 6]",
    "a range without ends": "value = {}",
    "a range with another key": "value = { min = 5, most = 6 }",
    "a range of texts": "value = { min = '5' }",
    "about in words": "about = 'last year'",
    "a quote that is empty": "quote = ''",
    "an original that is a number": "original = 5",
    "a language in words": "lang = 'Urdu, mostly'",
    "a language of one letter": "lang = 'u'",
    "a language that ends its line": 'lang = "ur\\n"',
    "a note that is empty": "note = ' '",
    "an unknown attribution": "attribution = 'off-record'",
    "via that is one text": "via = 'B'",
    "via nobody": "via = ['']",
    "sources that are one text": "sources = 's'",
    "a source cited by a number": "sources = [1]",
    "a source cited by nothing": "sources = ['']",
    "a source cited without id": "sources = [{ at = '12:40' }]",
    "a source cited at a number": "sources = [{ id = 's', at = 12 }]",
    "a source cited with another key": "sources = [{ id = 's', page = '12' }]",
    "a source described where it is cited": "sources = [{ id = 's', url = 'https://example.org' }]",
    "a claim's key in a position": "topics = ['x']",
}
SOURCE = {
    "a source's id that is empty": "id = ''",
    "a source's title that is a number": "title = 5",
    "a publisher that is empty": "publisher = ''",
    "an author that is a list": "author = ['x']",
    "an address without scheme": "url = 'example.org'",
    "an address of another scheme": "url = 'ftp://example.org'",
    "an address that runs a script": "url = 'javascript:alert(1)'",
    "an address with a space": "url = 'https://example.org/a b'",
    "an address with a control character": 'url = "https://example.org/\\u0007"',
    "an address with a line end": 'url = "https://example.org/\\n"',
    "an address with angle brackets": "url = '<https://example.org>'",
    "an address without host": "url = 'https:///path'",
    "an archive that is no address": "archive_url = 'archived'",
    "a source's date in words": "date = 'May'",
    "retrieved as a number": "retrieved = 2025",
    "a source's language in words": "lang = 'English?'",
    "derived_from that is a list": "derived_from = ['x']",
    "another key in a source": "publsher = 'x'",
}
PARTY = {
    "a party that is a text": "x = 'X'",
    "parties that are a list": "[[x]]\nname = 'X'",
    "a party's id without letters": "['—']\nname = 'X'",
    "a party's name that is empty": "[x]\nname = ''",
    "a party's kind that is empty": "[x]\nkind = ' '",
    "aliases that are one text": "[x]\naliases = 'X'",
    "an alias without letters": "[x]\naliases = ['...']",
    "speaks_for that is true": "[x]\nspeaks_for = true",
    "speaks_for nobody": "[x]\nspeaks_for = ''",
    "speaks_for nobody in a list": "[x]\nspeaks_for = ['']",
    "a tenure without party": "[x]\nspeaks_for = [{ from = 2025-01-20 }]",
    "a tenure for nobody": "[x]\nspeaks_for = [{ party = '' }]",
    "a tenure from a number": "[x]\nspeaks_for = [{ party = 'x', from = 2025 }]",
    "a tenure until no day": "[x]\nspeaks_for = [{ party = 'x', until = '2025-02-30' }]",
    "a tenure with another key": "[x]\nspeaks_for = [{ party = 'x', since = 2025-01-20 }]",
    "a tenure without list": "[x]\nspeaks_for = { party = 'x' }",
    "a party's notes that are empty": "[x]\nnotes = ''",
    "a party's id in its table": "[x]\nid = 'x'",
    "another key of a party": "[x]\nalias = ['X']",
}


BAD = {
    "a claim without title": ("claim", "notes = 'x'"),
    "a position without party": ("claim", "title = 'T'\n[[positions]]\nstance = 'asserts'"),
    "a position without stance": ("claim", "title = 'T'\n[[positions]]\nparty = 'A'"),
    "a source without id": ("claim", "title = 'T'\n[[sources]]\ntitle = 'x'"),
    "a shared source without id": ("sources", "[[sources]]\ntitle = 'x'"),
    "a claim's key among the shared sources": ("sources", "title = 'T'"),
}


def _with(line: str, *required: str) -> str:
    """Put what a record needs, and this line is not about, before the line."""
    said = tomli.loads(line)
    return "\n".join([*(each for each in required if each.split()[0] not in said), line])


for name, line in CLAIM.items():
    BAD[name] = ("claim", _with(line, "title = 'T'"))
for name, line in POSITION.items():
    position = _with(line, "party = 'A'", "stance = 'asserts'")
    BAD[name] = ("claim", f"title = 'T'\n[[positions]]\n{position}")
for name, line in SOURCE.items():
    source = _with(line, "id = 's'")
    BAD[name] = ("claim", f"title = 'T'\n[[sources]]\n{source}")
    BAD[f"{name}, shared"] = ("sources", f"[[sources]]\n{source}")
BAD |= {name: ("parties", text) for name, text in PARTY.items()}


@pytest.mark.parametrize(("kind", "text"), BAD.values(), ids=list(BAD))
def test_the_schema_rejects_what_the_model_rejects(kind, text, model_accepts):
    assert not model_accepts(kind, text)
    assert not schema_accepts(kind, tomli.loads(text))


# What a schema cannot say; each must be needed, so that none stays when the schema comes to say it
IN_A_POSITION = "title = 'T'\n[[positions]]\nparty = 'A'\nstance = 'asserts'\n"
IN_A_SOURCE = "title = 'T'\n[[sources]]\nid = 's'\n"
UNSAID = {
    "a min above the max": f"{IN_A_POSITION}value = {{ min = 6, max = 5 }}",
    "a number beyond 64 bits": f"{IN_A_POSITION}value = 9223372036854775808",
    "a number that is none": f"{IN_A_POSITION}value = nan",
    "an infinite number": f"{IN_A_POSITION}value = {{ max = inf }}",
    "an address without a host's name": f"{IN_A_SOURCE}url = 'https://:80/'",
    # To a schema, a date is a text of a certain form; servers that know TOML tell the two apart.
    "a date-time in quotes": "title = 'T'\ndate = '2025-05-07T10:00:00Z'",
    "a day in the place of a text": "title = 2025-05-07",
}


@pytest.mark.parametrize("text", UNSAID.values(), ids=list(UNSAID))
def test_what_a_schema_cannot_say_is_found_by_check(text, model_accepts):
    assert not model_accepts("claim", text)
    assert schema_accepts("claim", tomli.loads(text))


def test_a_name_of_signs_that_stand_for_letters_is_all_that_the_schema_alone_rejects(model_accepts):
    text = IN_A_POSITION.replace("'A'", "'™'")
    assert model_accepts("claim", text)
    assert not schema_accepts("claim", tomli.loads(text))


# Everything in the place of everything

FULL = {
    "claim": """
title = "T"
statement = "S"
kind = "policy"
unit = "jets"
date = 2025-05-07
topics = ["a"]
implies = ["b"]
contradicts = ["c"]
see_also = ["d"]
notes = "n"
positions = []
sources = []
""",
    "position": """
title = "T"
[[positions]]
party = "A"
stance = "asserts"
date = 2025-05-07T10:00:00+05:30
date_of = "report"
value = { min = -9, max = 9 }
about = "2025-03"
quote = "q"
original = "o"
lang = "ur"
note = "n"
attribution = "anonymous"
via = ["B"]
sources = ["s", { id = "s", at = "12:40" }]
""",
    "source": """
title = "T"
[[sources]]
id = "s"
title = "t"
publisher = "p"
author = "a"
url = "https://example.org/اردو"
archive_url = "https://archive.example.org"
date = "2025"
retrieved = 2025-08-01
lang = "zh-Hant"
derived_from = "r"
""",
    "shared source": "[[sources]]\nid = 's'\nurl = 'http://example.org'",
    "parties": """
["د"]
[a]
name = "A"
kind = "state"
aliases = ["B"]
speaks_for = ["د", { party = "c", from = 2025-01-20, until = "2026" }]
notes = "n"
[e]
speaks_for = "a"
""",
}
OTHERS = """
x = [true, 0, -5, 2.5, "", " ", "x", "é", "?", "A B", "s", "a\\u0301", "\\u0301", "👩", "पाकिस्तान", "a\\n", "en\\n",
  "2025", "2025-05", "2025-05-07", "2025-13", "2025-00", "2025-02-30", "0000", "0001", "2025-5", " 2025", "20250507",
  2025-05-07, 2025-05-07T10:00:00Z, 2025-05-07 10:00:00.25-07:00, 2025-05-07T10:00:00, 10:00:00,
  "http://example.org", "https://example.org:8080/?a=[1]#x", "https://", "https://a b", "HTTPS://example.org", "http://é",
  "ftp://example.org", "https://a\\u00a0b", "https://a\\u0007", "https://a|b{c}", "https://a\\u3000b",
  "en", "EN-us", "zh-Hant-TW", "e", "en_US", "en-", "engl", "fact", "Fact", "asserts", "reports", "statement", "report",
  "on-record", "anonymous", [], ["x"], ["x", "y"], [""], ["?"], [5], [[]], [["x"]], {}, { x = 1 }, { min = 1 }, { max = "1" },
  { min = 1, max = 2 }, { min = true }, { id = "x" }, { id = "" }, { id = "x", at = "y" }, { party = "x" }, { name = "x" },
  [{ id = "x" }], [{ id = "x", at = "" }], [{ id = "x", url = "y" }], [{ party = "x" }], [{ party = "x", stance = "denies" }],
  [{ party = "x", from = 2025-01-01 }], [{ party = "x", from = 5 }], [{ name = "x" }], [{}],
]
"""


DATES = {"date", "about", "retrieved", "from", "until"}


@pytest.mark.slow
@pytest.mark.parametrize("part", FULL)
def test_the_schema_and_the_model_agree_on_everything_in_the_place_of_everything(part):
    kind = {"parties": "parties", "shared source": "sources"}.get(part, "claim")
    data = tomli.loads(FULL[part])
    assert model_validates(kind, data)
    assert schema_accepts(kind, data)
    for path in planted.paths(data):
        for other in tomli.loads(OTHERS)["x"]:
            if isinstance(other, date | time) and path[-1] not in DATES:
                continue
            changed = copy.deepcopy(data)
            table = changed
            for step in path[:-1]:
                table = table[step]
            table[path[-1]] = other
            assert schema_accepts(kind, changed) == model_validates(kind, changed), (path, other)


def model_validates(kind: str, data: dict[str, Any]) -> bool:
    """Tell whether the model takes a record, without the way through a file."""
    try:
        if kind == "parties":
            return all(slug(key) and PartyEntry.model_validate(entry) for key, entry in data.items())
        (ClaimFile if kind == "claim" else SourcesFile).model_validate(data)
    except PydanticError:
        return False
    return True


# A real TOML server: the command line of tombi, which Zed and Neovim run as a language server


@pytest.fixture(scope="session")
def program(home):
    """Start tombi, without a network, in a folder."""
    beside = Path(sys.executable).parent
    found = shutil.which("tombi", path=str(beside)) or shutil.which("tombi")
    if found is None:
        pytest.skip("tombi is not installed (pip install tombi)")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    env = {**kept, "HOME": str(home), "USERPROFILE": str(home), "NO_COLOR": "1"}

    def start(folder: Path, command: str, *args: str) -> subprocess.Popen[bytes]:
        line = [found, command, "--offline", *args]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen(line, cwd=folder, env=env, **pipes)

    return start


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    """A copy of the claims, with the schemas that they name beside them."""
    return Path(shutil.copytree(ROOT / "claims", tmp_path_factory.mktemp("tombi") / "claims")).parent


@pytest.fixture(scope="session")
def tombi(program, book):
    """Lint some files, or all; give what is said of each place: file, line, column and message."""

    def lint(files: dict[str, str]) -> list[tuple[str, int, int, str]]:
        for name, text in files.items():
            (book / "claims" / name).write_text(text, encoding="utf-8")
        with program(book, "lint", *(f"claims/{name}" for name in files or ["."])) as process:
            said = b"".join(process.communicate(timeout=60)).decode()
        told = re.findall(r"Error: (.*)\n +at claims[\\/](.+):(\d+):(\d+)", said)
        assert process.returncode == bool(told), said
        return [(name, int(line), int(column), message) for message, name, line, column in told]

    return lint


def test_tombi_accepts_every_shipped_record(tombi):
    assert tombi({}) == []


# The schemas that the files name stand beside them; a mark stands before each mistake.
HEAD = "#:schema claim.schema.json\n"
TITLE = f'{HEAD}title = "T"\n'
MISTAKES = {
    "a bad stance": ("c.toml", f'{TITLE}[[positions]]\nparty = "A"\nstance = ▸"agrees"\n', "asserts"),
    "a bad stance inline": (
        "c.toml",
        f'{TITLE}positions = [\n  {{ party = "é漢", stance = ▸"no" }},\n]\n',
        "asserts",
    ),
    "an unknown key": ("c.toml", f'{TITLE}▸titel = "T"\n', "titel"),
    "an unknown key of a position": (
        "c.toml",
        f'{TITLE}[[positions]]\nparty = "A"\n▸stnace = "denies"\nstance = "denies"\n',
        "stnace",
    ),
    "a day in the place of a text": ("c.toml", f"{HEAD}title = ▸2025-05-07\n", "LocalDate"),
    "a missing title": ("c.toml", f'▸{HEAD}notes = "n"\n', "title"),
    "a missing stance": ("c.toml", f'{TITLE}▸[[positions]]\nparty = "A"\n', "stance"),
    "a date in words": ("c.toml", f'{TITLE}date = ▸"7 May 2025"\n', "7 May 2025"),
    "a year as a number": ("c.toml", f"{TITLE}date = ▸2025\n", "Integer"),
    "a date-time without offset": ("c.toml", f"{TITLE}date = ▸2025-05-07T10:00:00\n", "LocalDateTime"),
    "a bad address": ("c.toml", f'{TITLE}[[sources]]\nid = "s"\nurl = ▸"javascript:1"\n', "javascript"),
    "a source without id": (
        "sources.toml",
        '#:schema sources.schema.json\n[[sources]]\nid = "s"\n▸[[sources]]\ntitle = "x"\n',
        "id",
    ),
    "a party's unknown key": ("parties.toml", "#:schema parties.schema.json\n[x]\n▸alias = []\n", "alias"),
    "a party without letters": ("parties.toml", '#:schema parties.schema.json\n[▸"—"]\nname = "X"\n', "—"),
}


@pytest.mark.parametrize(("name", "marked", "word"), MISTAKES.values(), ids=list(MISTAKES))
def test_tombi_flags_a_mistake_at_its_place(name, marked, word, tombi):
    before = marked[: marked.index("▸")].split("\n")
    told = tombi({name: marked.replace("▸", "")})
    assert {(file, line, column) for file, line, column, _ in told} == {(name, len(before), len(before[-1]) + 1)}
    assert word in " ".join(message for *_, message in told)


class Server:
    """The language server, asked as an editor asks it."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.process = process
        self.number = 0
        root = folder.as_uri()
        self.ask("initialize", processId=None, rootUri=root, capabilities={}, workspaceFolders=None)
        self.tell("initialized")

    def tell(self, method: str, **params: Any) -> None:
        self._send(method=method, params=params)

    def ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        self._send(method=method, params=params, id=self.number)
        while True:
            said = self._receive()
            if "method" in said and "id" in said:  # it asks in turn, and gets nothing
                self._send(id=said["id"], result=None)
            elif said.get("id") == self.number:
                return said["result"]

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        length = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the server is gone"
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))


@pytest.fixture
def server(program, book):
    """Start the language server; it is ended after a while, so that a test cannot wait for it forever."""
    with program(book, "lsp") as process:
        end = threading.Timer(60, process.kill)
        end.start()
        yield Server(process, book)
        end.cancel()
        process.kill()
        process.communicate()


def test_an_editor_explains_keys_and_offers_keys_and_stances(server, book):
    def open_(name: str, stance: str):
        uri = (book / "claims" / name).as_uri()
        text = f'{TITLE}\n[[positions]]\nparty = "A"\nstance = "{stance}"\n\n'
        item = {"uri": uri, "languageId": "toml", "version": 1, "text": text}
        server.tell("textDocument/didOpen", textDocument=item)

        def ask(what: str, line: int, character: int) -> Any:
            place = {"line": line, "character": character}
            # Until it has read the schema, the server has no answer; the fixture ends it if it never has one.
            while (said := server.ask(f"textDocument/{what}", textDocument={"uri": uri}, position=place)) is None:
                continue
            return said

        return ask

    said = open_("whole.toml", "denies")("hover", 5, 2)["contents"]["value"]
    assert Position.model_fields["stance"].description in said
    ask = open_("begun.toml", "")
    assert {f'"{stance}"' for stance in STANCES} <= {item["label"] for item in ask("completion", 5, 10)}
    offered = {item["label"] for item in ask("completion", 6, 0)}
    assert set(Position.model_fields) - {"party", "stance"} <= offered
