"""A problem stands at the line and column that an editor shows, and its excerpt has the caret below that place."""

from __future__ import annotations

import codecs

import pytest
from rich.cells import cell_len

from claimtrack.problems import Code, Cost, Problem
from claimtrack.render.terminal.draw import excerpt

MARK = "▸"  # stands where the problem is to be found, and is taken out before the file is written
TITLE = 'title = "T"\n'
POSITION = '[[positions]]\nparty = "A"\nstance = "comments"\n'

CLAIMS = {
    "a wrong word": f'{TITLE}[[positions]]\nparty = "A"\nstance = ▸"denied"\n',
    "an unknown key": f'{TITLE}▸topic = ["x"]\n',
    "an unknown key in quotes": f'{TITLE}▸"topic" = ["x"]\n',
    "a missing key": f'{TITLE}\n▸[[positions]]\nparty = "A"\n',
    "the missing key of a claim": "▸notes = 'n'\n",
    "an empty file": "▸",
    "tabs": f'{TITLE}[[positions]]\n\tparty = "A"\n\t\tstance\t=\t▸"denied"\n',
    "CRLF": f'{TITLE}\n[[positions]]\nparty = "A"\nstance = ▸"denied"\n'.replace("\n", "\r\n"),
    "CRLF in a text of several lines": f'{TITLE}notes = """\n1\n2\n"""\n▸topic = 1\n'.replace("\n", "\r\n"),
    "no newline at the end": f"{TITLE}kind = ▸1",
    "wide characters": f'{TITLE}positions = [{{ quote = "橋は閉鎖された", party = "A", stance = ▸"no" }}]\n',
    "combining characters": f'{TITLE}positions = [{{ quote = "cafe\u0301", party = "A", stance = ▸"no" }}]\n',
    "Devanagari": f'{TITLE}positions = [{{ quote = "हमने नहीं", party = "A", stance = ▸"no" }}]\n',
    "right to left": f'{TITLE}positions = [{{ quote = "صرف گرمیوں", party = "A", stance = ▸"no" }}]\n',
    "beyond the first plane": f'{TITLE}positions = [{{ quote = "👩‍👧🎉", party = "A", stance = ▸"no" }}]\n',
    "an item of a list": f'{TITLE}topics = ["a", ▸5]\n',
    "an item of a list over several lines": f'{TITLE}topics = [ # one\n  "a",\n\n  ▸5, # two\n]\n',
    "an inline table of a list": f'{TITLE}positions = [{{ party = "A", stance = "asserts" }}, ▸{{ party = "B" }}]\n',
    "a key of an inline table": f'{TITLE}positions = [{{ party = "A", stance = "asserts", ▸qoute = "q" }}]\n',
    "an inline table over several lines": f'{TITLE}positions = [\n  {{\n    party = "A", # who\n    stance = ▸"no",\n  }},\n]\n',
    "a cited source in a table": f'{TITLE}{POSITION}sources = ["https://a.example", {{ at = "1", id = ▸"x" }}]\n',
    "a dotted key": f"{TITLE}{POSITION}▸value.min = 6\nvalue.max = 5\n",
    "an unknown dotted key": f"{TITLE}{POSITION}value = 1\n▸who.name = 5\n",
    "a text of several lines": f'{TITLE}{POSITION}date = ▸"""\nMay 2025"""\n',
    "what only looks like a key": f"{TITLE}notes = '''\nstance = \"denied\"\n'''\nkind = ▸\"no\"\n",
    "after quote marks in a text": f'{TITLE}notes = "say \\"kind = 5\\", # then"\nkind = ▸"no" # kind\n',
    "a key twice": f'{TITLE}  ▸title = "U"\n',
    "a quote that is not closed": 'title = ▸"T\n',
    "quotes that are not closed": f"{TITLE}notes = ▸'''\nT''\n",
    "text without quotes, after tabs": f"{TITLE}\t\tkind =\t▸fact\n",
    "curly quotes": "title = ▸“T”\n",
    "a conflict": f"{TITLE}▸<<<<<<< HEAD\nunit = 'a'\n=======\nunit = 'b'\n>>>>>>> other\n",
    "a table of the claim": f"{TITLE}▸[position]\nparty = 'A'\n",
}
PARTIES = {
    "a dotted key of the registry": '[a]\n[b]\nspeaks_for = "a"\n[c]\n▸x.y = 1\n',
    "a party named by a dotted key": "a.name = 'A'\nb.name = ▸5\n",
    "an unknown party spoken for": "[a]\n[b]\nspeaks_for = ▸'z'\n",
    "an unknown party spoken for in a table": "[a]\n[b]\nspeaks_for = [{ party = 'a' }, { from = 2025-01-01, party = ▸'z' }]\n",
    "a header in quotes": '[a]\naliases = ["The A"]\n▸["the a"]\n',
}


def marked(text: str) -> tuple[str, int, int]:
    """Give a text without its mark, and the line and column of that."""
    before = text[: text.index(MARK)]
    return text.replace(MARK, ""), before.count("\n") + 1, len(before) - before.rfind("\n")


def cases(texts: dict[str, str], name: str):
    return [pytest.param(name, text, id=each) for each, text in texts.items()]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["", "BOM"])
@pytest.mark.parametrize(("name", "text"), cases(CLAIMS, "claim") + cases(PARTIES, "parties"))
def test_a_problem_stands_where_an_editor_shows_it(folder, check, name, text, mark):
    text, *place = marked(text)
    claims = folder({})
    (claims / f"{name}.toml").write_bytes(mark + text.encode())
    (problem,) = [problem for problem in check(claims).problems if problem.costs != Cost.NOTHING]
    assert [problem.line, problem.column] == place


def test_a_byte_that_is_not_utf8_is_at_the_column_of_the_character(folder, check):
    claims = folder({})
    (claims / "claim.toml").write_bytes(TITLE.encode() + 'notes = "橋 ▸'.encode().replace(b"\xe2\x96\xb8", b"\xff"))
    (problem,) = check(claims).problems
    assert (problem.code, problem.line, problem.column) == (Code.NOT_UTF8, 2, 12)


def drawn(text: str, width: int) -> tuple[str, str]:
    """Draw the excerpt of a problem at the mark; give the line shown and the one below it."""
    text, line, column = marked(text)
    problem = Problem("claims/a.toml", line, column, Code.WRONG_VALUE, "wrong")
    head, shown, caret = excerpt(problem, text, width).plain.split("\n")
    assert head == f"claims/a.toml:{line}:{column}: error CT012 wrong"
    assert cell_len(shown) <= width
    return shown, caret


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize(
    "line",
    [
        '▸"denied"',
        'stance = ▸"denied"',
        '\tstance\t=\t▸"denied"',
        '"橋は閉鎖された", ▸"denied"',
        '"cafe\u0301", ▸"denied"',
        '"हमने नहीं कहा", ▸"denied"',
        '"\x1b[31mred\x1b[0m \u202eleft", ▸"denied"',
        '"\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b", ▸"denied"',
        f'{"x" * 300} = ▸"denied"',
        f'{"x" * 300} = ▸"denied{"y" * 300}"',
        f'{"橋" * 300} = ▸"denied{"橋" * 300}"',
        f'short = ▸"denied{"y" * 300}"',
        f'{"x" * 500}▸"denied"',
    ],
)
def test_the_caret_is_below_the_place(line, width):
    shown, caret = drawn(f"{TITLE}\n{line}\r\nunit = 1\n", width)
    assert caret.endswith("^")
    assert caret[:-1].strip(" |") == ""
    left = ""
    while cell_len(left) < cell_len(caret) - 1:
        left = shown[: len(left) + 1]
    while cell_len(shown[: len(left) + 1]) == cell_len(left):
        left = shown[: len(left) + 1]  # what takes no room belongs to what stands before it
    assert shown[len(left) :].startswith('"denie')


def test_the_line_is_shown_whole_where_there_is_room():
    assert drawn('kind = ▸"fakt"\n', 80) == (' 1 | kind = "fakt"', "   |        ^")


def test_a_long_line_is_cut_on_both_sides():
    shown, caret = drawn(f'{"x" * 90} ▸"denied{"y" * 90}\n', 40)
    assert shown == ' 1 | …xxxxxxxxxxx "denied' + "y" * 13 + "…"
    assert caret == "   |              ^"


def test_a_place_past_the_end_is_shown_as_such():
    assert drawn(f"{TITLE}▸", 80) == (" 2 | ", "   | ^")
    problem = Problem("claims/a.toml", 9, 1, Code.SYNTAX, "wrong")
    assert excerpt(problem, TITLE, 80).plain.split("\n")[1:] == [" 9 | ", "   | ^"]


def test_without_the_text_there_is_the_head_and_the_hint():
    problem = Problem("claims/a\x1b.toml", 1, 1, Code.LINK, "wrong\n\x1b", "do\tthis")
    assert excerpt(problem, None, 80).plain.split("\n") == [
        *(r"claims/a\x1b.toml:1:1: error CT005 wrong\n\x1b", r"   = do\tthis")
    ]
