"""Everything that the TOML parser finds in a text is found at its place."""

import re
import string
from datetime import timedelta, timezone

import pytest
import tomli
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.files.locations import Locations

BARE = set(string.ascii_letters + string.digits + "_-")
ZONES = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))

# What tomli-w can write: no lone surrogates, and no number that is unequal to itself.
texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = texts | st.sampled_from(["title", "positions", "sources", "a.b", "", "[x]", '"', "'", "#", "=", "\n"])
scalars = (
    texts
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=ZONES)
    | st.times()
    | st.sampled_from(['ends in a quote"', "ends in two''", '"""', "'''", "a\\", "line\nline\n", "# none", "], }"])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(keys, inner, max_size=4)
        | st.lists(st.dictionaries(keys, inner, max_size=3), max_size=3)
    ),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=5)


def paths(data, path=()):
    """Give every path of keys and indexes in what a parser gave back, with what is there."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, inner in items:
        yield (*path, part), inner
        yield from paths(inner, (*path, part))


def key_at(text, offset):
    """Read the one key, bare or quoted, that stands at an offset."""
    if text[offset] in "\"'":
        end = re.compile(r'"(?:\\.|[^"\\])*"|' + r"'[^']*'").match(text, offset).end()
    else:
        end = next(at for at in range(offset, len(text)) if text[at] not in BARE)
    ((key, _),) = tomli.loads(f"{text[offset:end]} = 0").items()
    return key


def is_header(text, offset):
    """Tell whether a table's header stands at an offset: it is the first thing on its line."""
    return text[offset] == "[" and not text[text.rfind("\n", 0, offset) + 1 : offset].strip(" \t")


def verify(text):
    """Hold the locator against the parser."""
    data = tomli.loads(text)
    found = Locations(text)
    located = set(found)
    for path, value in paths(data):
        assert path in located, f"{path} was not found"
        place = found[path]
        if place.end > place.value:
            assert tomli.loads(f"key = {text[place.value : place.end]}\n")["key"] == value
        else:  # a table that is not written in one piece
            assert isinstance(value, dict | list)
        if is_header(text, place.key) and place.end == place.value:
            header = tomli.loads(text[place.key :].split("\n", 1)[0].rstrip("\r"))
            names = tuple(part for part in path if isinstance(part, str))
            written = (tuple(part for part in each if isinstance(part, str)) for each, _ in paths(header))
            assert names in set(written)
        elif isinstance(path[-1], str):
            assert key_at(text, place.key) == path[-1]
        else:
            assert place.key == place.value
    assert located == {path for path, _ in paths(data)}


@given(documents, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_every_path_of_a_written_document_is_found(document, multiline, newline):
    text = tomli_w.dumps(document, multiline_strings=multiline)
    verify(text.replace("\r\n", "\n").replace("\n", newline))


EXOTIC = {
    "nothing": "",
    "only a comment": "# nothing here",
    "no newline at the end": 'title = "x"',
    "blank lines and spaces": '\n\n \t title\t=\t"x" \t# said\n\n',
    "dotted keys": 'a.b.c = 1\na.b.d = 2\n"a" . e=3\n',
    "dotted keys below a header": "[x]\na.b = 1\na.c = { d.e = 2, d.f = [3] }\n",
    "quoted keys": '"a b" = 1\n\'c.d\'.e = 2\n"\\u00e9\\n" = 3\n"" = 4\n"#]=" = 5\n',
    "quoted headers": '["a.b"]\nc = 1\n[\'d\'."e]"]\nf = 2\n[ g . h ]\ni = 3\n',
    "inline tables": "a = { b = 1, c = { d = [ { e = 2 }, { e = 3 } ] } }\nf = {}\n",
    "a newline in an inline table (TOML 1.1)": "a = {\n  b = 1, # first\n  c = 2,\n}\nd = [\n  { e = 3,\n    f = 4 },\n]\n",
    "arrays": 'a = []\nb = [ ]\nc = [1,2,]\nd = [ # one\n  "x", # two\n\n  [ "y", ["z"] ] ,\n]\ne = [[], [[]]]\n',
    "arrays of tables": "[[p]]\na = 1\n[[p]]\n[[p]]\na = 3\n",
    "tables in arrays of tables": "[[p]]\n[p.q]\na = 1\n[[p.r]]\nb = 2\n[[p.r]]\nb = 3\n[[p]]\n[[p.r]]\nb = 4\n[p.r.s]\nc = 5\n",
    "a table before the one it is in": "[a.b]\nc = 1\n[a]\nd = 2\n",
    "basic strings": 'a = ""\nb = "\\"" # "\nc = "\\\\"\nd = "[#]"\ne = ["", "\\"]", ""]\n',
    "literal strings": "a = ''\nb = '\\'\nc = '\"#'\nd = ['', '\\']\n",
    "multi-line basic strings": 'a = """"""\nb = """\nx = 1\n[y]\n"""\nc = """\\"""\\\\"""\nd = """a \\\n  b"""\n',
    "multi-line literal strings": "a = ''''''\nb = '''\nx = 1\n[y]\n'''\nc = '''\\'''\nd = '''\"\"\"'''\n",
    "quotes at the end of a multi-line string": "a = \"\"\"x\"\"\"\"\nb = \"\"\"x\"\"\"\"\"\nc = ['''y'''', '''y''''']\nd = 1\n",
    "dates and times": "a = 2025-05-07\nb = 2025-05-07 10:00:00Z # c\nc = 2025-05-07T10:00:00+05:30\nd = 10:00:00\ne = [2025-05-07 10:00:00, 1]\n",
    "a time without seconds (TOML 1.1)": "a = 2025-05-07 10:00\nb = 10:00\n",
    "numbers": "a = +1_000\nb = 0xdead_beef\nc = 1e-5\nd = -inf\ne = [0b1,0o7 ,true]\nf = {g=false,h=-0.0}\n",
    "escapes (TOML 1.1)": 'a = "\\e[31m\\x41"\nb = 1\n',
    "comments with everything in them": "# [x]\na = 1 # b = 2\n[c] # [d]\ne = [ # ]\n  1, # ,\n] # }\n",
    "scripts": 'title = "پاکستان نے بھارتی جیٹ گرائے" # ہاں\n"शीर्षक" = "जेट"\n[[positions]]\nparty = "भारत"\n',
    "a record": '#:schema claim.schema.json\ntitle = "x"\n\n[[positions]]\nparty = "a"\nvalue = { min = 5 }\nsources = ["b", { id = "c", at = "12:40" }]\n\n[[sources]]\nid = "b"\n',
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("text", EXOTIC.values(), ids=EXOTIC)
def test_every_path_of_an_exotic_document_is_found(text, newline):
    verify(text.replace("\n", newline))


RECORD = """\
title = "x"
topics = ["a", "b"]

[[positions]]
party = "India"
  stance  =  "denies"

[[positions]]
value = { min = 5, max = 6 }
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), (1, 1), (1, 9)),
        (("topics", 1), (2, 16), (2, 16)),
        (("positions", 0), (4, 1), (4, 1)),
        (("positions", 0, "stance"), (6, 3), (6, 14)),
        (("positions", 1), (8, 1), (8, 1)),
        (("positions", 1, "value", "max"), (9, 20), (9, 26)),
        # What is not there is looked for at the nearest thing around it.
        (("positions", 1, "stance"), (8, 1), (8, 1)),
        (("positions", 1, "value", "max", "x", 3), (9, 20), (9, 26)),
        (("topics", 7), (2, 1), (2, 10)),
        (("statement",), (1, 1), (1, 1)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_lines_and_columns_count_from_one(path, key, value):
    found = Locations(RECORD)
    assert (found.key(path), found.value(path)) == (key, value)


@pytest.mark.parametrize(
    ("line", "column", "path"),
    [
        (1, 9, ("title",)),
        (2, 16, ("topics", 1)),
        (4, 1, ("positions", 0)),
        (9, 26, ("positions", 1, "value", "max")),
        (1, 1, None),  # a key begins here, and no value
        (3, 1, None),
    ],
)
def test_a_line_and_a_column_lead_back_to_the_innermost_value(line, column, path):
    assert Locations(RECORD).path_at(line, column) == path


def test_columns_count_characters_not_bytes():
    found = Locations('a = { "भारत" = "क", b = 1 }')
    assert found.key(("a", "b")) == (1, 21)


def test_a_table_with_a_header_of_its_own_is_at_that_header():
    found = Locations("[a.b]\nc = 1\n[a]\nd = 2\n")
    assert found.key(("a",)) == (3, 1)
    assert found.key(("a", "b")) == (1, 1)


def test_a_text_that_is_no_toml_is_a_mistake_of_the_program():
    with pytest.raises(AssertionError, match="not the TOML that the parser accepted"):
        Locations("= 1\n")
