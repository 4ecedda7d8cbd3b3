"""A file becomes text and the text TOML, or one problem that says where and why not."""

import codecs
import errno
import os

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.files.toml_text import UnreadableError, decode, line_column, parse, read
from claimtrack.problems import Code, Problem

CLAIM = 'title = "Pakistan shot down Indian fighter jets"\n'
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX alone has these")
NOT_ROOT = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")


def refused(call, *args):
    """Give the problem with which something is refused."""
    with pytest.raises(UnreadableError) as error:
        call(*args)
    assert str(error.value) == str(error.value.problem)
    return error.value.problem


def said(problem):
    return problem.line, problem.column, problem.code, problem.message, problem.hint


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "jets.toml"
    path.write_text(CLAIM, encoding="utf-8")
    return str(path)


# Reading.


def test_a_file_is_read_whole(file):
    assert read(file) == CLAIM.encode()


def test_a_file_is_read_whole_however_small_the_pieces(file, monkeypatch):
    whole = os.read
    monkeypatch.setattr(os, "read", lambda handle, size: whole(handle, min(size, 3)))
    assert read(file) == CLAIM.encode()


def test_a_file_that_grows_while_it_is_read_is_read_to_its_new_end(file, monkeypatch):
    whole, grown = os.read, []

    def read_and_grow(handle, size):
        part = whole(handle, size)
        if not grown:
            grown.append(True)
            with open(file, "a", encoding="utf-8") as more:
                more.write('unit = "jets"\n')
        return part

    monkeypatch.setattr(os, "read", read_and_grow)
    assert read(file).decode() == f'{CLAIM}unit = "jets"\n'


def test_a_file_that_vanished_is_one_problem(tmp_path):
    problem = refused(read, str(tmp_path / "gone.toml"))
    assert said(problem)[:3] == (1, 1, Code.UNREADABLE)
    assert "vanished while it was being read" in problem.message


def test_a_file_that_fails_half_way_is_one_problem_and_no_half_file(file, monkeypatch):
    pieces = iter([b'title = "Pak'])

    def fail(_handle, _size):
        try:
            return next(pieces)
        except StopIteration:
            raise OSError(errno.EIO, "Input/output error") from None

    monkeypatch.setattr(os, "read", fail)
    assert refused(read, file).message == "the file cannot be read: Input/output error"


def test_files_are_closed_whatever_happens(file, monkeypatch):
    closed = []
    close = os.close
    monkeypatch.setattr(os, "close", lambda handle: (closed.append(handle), close(handle)))
    read(file)
    monkeypatch.setattr(os, "read", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read(file)
    assert len(closed) == 2


def test_a_folder_is_no_file(tmp_path):
    problem = refused(read, str(tmp_path))
    assert problem.code == Code.UNREADABLE
    assert problem.message.startswith("the file cannot be read: ")


@POSIX
def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    problem = refused(read, str(tmp_path / "pipe.toml"))
    assert problem.message == "the file cannot be read: it is not a regular file"


@POSIX
def test_a_link_to_nothing_and_a_link_in_a_circle_are_problems(tmp_path):
    nothing, circle = tmp_path / "nothing.toml", tmp_path / "circle.toml"
    nothing.symlink_to("gone.toml")
    circle.symlink_to("circle.toml")
    assert "is a link to nothing" in refused(read, str(nothing)).message
    assert refused(read, str(circle)).code == Code.UNREADABLE


@POSIX
@NOT_ROOT
def test_a_file_that_may_not_be_read_is_a_problem(file):
    os.chmod(file, 0)
    assert "Permission denied" in refused(read, file).message


def test_permission_denied_is_a_problem(file, monkeypatch):
    def deny(*_args):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    assert refused(read, file).message == "the file cannot be read: Permission denied"


# Decoding.


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf_8_is_read_with_and_without_a_byte_order_mark(mark):
    assert decode("x.toml", mark + "title = 'پاکستان'".encode()) == "title = 'پاکستان'"


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    ("before", "line", "column"),
    [("", 1, 1), ('title = "', 1, 10), ('title = "é', 1, 11), ('title = "x"\nnotes = "जे', 2, 12)],
)
def test_what_is_not_utf_8_is_found_at_its_place(mark, before, line, column):
    problem = refused(decode, "x.toml", mark + before.encode() + 'é"\n'.encode("latin-1"))
    assert said(problem) == (line, column, Code.NOT_UTF8, "not UTF-8", "save the file as UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_by_its_name(encoding):
    problem = refused(decode, "x.toml", CLAIM.encode(encoding))
    assert problem.code == Code.NOT_UTF8
    assert problem.message.startswith("the file is UTF-16")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        '<<<<<<< HEAD\nunit = "jets"\n=======\nunit = "planes"\n>>>>>>> other\n',
        '<<<<<<< HEAD\nunit = "jets"\n||||||| 58ddf0f\n=======\nunit = "planes"\n>>>>>>> other\n',
        'notes = """\n<<<<<<< HEAD\none\n=======\nanother\n>>>>>>> other\n"""\n',
        "notes = '''\n<<<<<<< HEAD\none\n=======\n>>>>>>> other\n'''\n",
        "<<<<<<< HEAD\n=======\n>>>>>>> other\n",
    ],
)
def test_what_git_left_is_found_before_anything_else(text, newline):
    whole = (CLAIM + text).replace("\n", newline)
    problem = refused(decode, "x.toml", whole.encode())
    assert said(problem)[1:4] == (1, Code.CONFLICT, "git left a merge conflict here")
    assert whole.split(newline)[problem.line - 1] == "<<<<<<< HEAD"


@pytest.mark.parametrize(
    "marker", ["<<<<<<< HEAD", "<<<<<<<", "=======", "=======\r", ">>>>>>> other", ">>>>>>>", ">>>>>>>\r"]
)
def test_half_a_conflict_is_one_still(marker):
    text = f'{CLAIM}notes = """\nUnderlined\n=======\n"""\n{marker}\nunit = "jets"\n'
    problem = refused(parse, "x.toml", text)
    assert said(problem)[:3] == (6, 1, Code.CONFLICT)
    assert "delete the lines of <, = and >" in problem.hint


@pytest.mark.parametrize(
    "notes",
    [
        "Underlined\n=======",
        "<<<<<<< is how git begins",
        ">>>>>>> is how a mail quotes",
        " <<<<<<< HEAD\n =======\n >>>>>>> other",
        ">>>>>>> other\n=======\n<<<<<<< HEAD",
    ],
)
def test_notes_may_look_like_a_conflict(notes):
    text = f'{CLAIM}notes = """\n{notes}\n"""\n'
    assert parse("x.toml", decode("x.toml", text.encode()))["notes"] == f"{notes}\n"


# Parsing.


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("x = é", 1, 5, "invalid value", "text needs quotes around it"),
        ("x = “a”", 1, 5, "invalid value", "quotes around text are straight"),
        ("x =", 1, 4, "the value is missing", ""),
        ("x = # none", 1, 5, "the value is missing", ""),
        ("x =\r\ny = 1", 1, 4, "the value is missing", ""),
        ("x = [1,", 1, 8, "the value is missing", ""),
        ('x = "a\ny = 1', 1, 5, "never closed", "text over several lines belongs between three quotes"),
        ("x = 'a\ny = 1", 1, 5, "never closed", "text over several lines belongs between three quotes"),
        ('x = "a', 1, 5, "never closed", "the closing quote is missing"),
        ("x = 'a", 1, 5, "never closed", "the closing quote is missing"),
        ('x = "" # "\ny = """a"\nz = 1', 2, 5, "never closed", "the closing quote is missing"),
        ("x = '''it's'''\ny = '''a''\nz = 1", 2, 5, "never closed", "the closing quote is missing"),
        ('x = "a"\r\ny = "b\r\n', 2, 5, "never closed", "the closing quote is missing"),
        ('"x = 1', 1, 1, "never closed", "the closing quote is missing"),
        ('x = "C:\\reports\\jets"', 1, 16, "a backslash within double quotes", "write \\\\ for a backslash"),
        ('x: "a"', 1, 2, "there is no = after the key", 'a line is key = value: x = "a"'),
        ("- a", 1, 3, "expected '=' after a key", "a line is key = value"),
        ("{}", 1, 1, "invalid statement", "a line is key = value"),
        ("x = 2025-02-30", 1, 5, "invalid date or datetime", "there is no such date"),
        ('x = ["a" "b"]', 1, 10, "unclosed array", "a comma or the closing ] is missing"),
        ("x = { a = 1 b = 2 }", 1, 13, "unclosed inline table", "a comma or the closing } is missing"),
        ("[[x]\n", 1, 4, "a bracket is missing", "write [[x]]"),
        ('x = "a "b" c"', 1, 9, "the text ends before the end", 'a quote mark is written \\"'),
        ("x = 2025-05", 1, 9, "invalid value", 'text needs quotes around it: x = "2025-05"'),
        ("date = 2025-05", 1, 8, "2025-05 is not a date", 'write date = "2025-05"'),
        ("x = true, false", 1, 9, "invalid value", 'text needs quotes around it: x = "true, false"'),
        ('x = "a", y = "b"', 1, 8, "there are two keys on one line", "begin a new line instead of the ,"),
        ("[x] y = 1", 1, 5, "unexpected text after the table's name", "one key = value on each line"),
        ("x = 1\n  x = 2", 2, 3, "x was given in line 1", "keep one of the two"),
        ('x = ["a"]\nx = ["b"]', 2, 1, "x was given in line 1", "keep one of the two"),
        ("x = { a = 1, a = 2 }", 1, 1, "defined twice", ""),
        ("[x]\n[x]", 2, 1, "[x] was given in line 1", "keep one of the two"),
        ("[positions]\n[positions]", 2, 1, "defined twice", "each one starts with [[positions]]"),
        ("[[sources]]\n[sources]", 2, 1, "defined twice", "each one starts with [[sources]]"),
        ("[positions]\n\t[[ positions ]]", 2, 2, "defined twice", "each one starts with [[positions]]"),
        ("positions = []\n[[positions]]", 2, 1, "defined twice", "cannot be added to further down"),
    ],
)
def test_what_is_no_toml_is_told_with_its_place_and_what_to_do(text, line, column, message, hint):
    problem = refused(parse, "x.toml", text)
    assert (problem.line, problem.column, problem.code) == (line, column, Code.SYNTAX)
    assert message in problem.message
    assert hint in problem.hint
    assert bool(hint) is bool(problem.hint)


@pytest.mark.parametrize(
    ("value", "unit", "instead"),
    [
        ("60%", None, '60, and unit = "%" above the first [[positions]]'),
        ("60%  # of it", "%", "60"),
        ("60%", "jets", '60, in a claim with unit = "%"'),
        ("5-6", None, "{ min = 5, max = 6 }"),
        ("5–6", "jets", "{ min = 5, max = 6 }"),
        ("5 to 6", None, "{ min = 5, max = 6 }"),
        ("5+", None, "{ min = 5 }"),
        (">=5", None, "{ min = 5 }"),
        ("at least 5", None, "{ min = 5 }"),
        ("1,200", None, "1200, or 1.2 if that is meant"),
        ("12 million", None, "12000000"),
        ("five", None, "5"),
        ("٥", None, "5"),
        (".5", None, "0.5"),
        ("5 jets", "jets", "5"),
        ("5 jets", None, '5, and unit = "jets" above the first [[positions]]'),
        ("5 jets", "drones", '5, in a claim with unit = "jets"'),
    ],
)
def test_a_number_that_is_no_toml_needs_no_quotes(value, unit, instead):
    head = f'unit = "{unit}"\n' if unit else ""
    problem = refused(parse, "x.toml", f"title = 'T'\n{head}[[positions]]\nvalue = {value}\n")
    assert problem.code == Code.SYNTAX
    assert problem.hint == f"write {instead}"


@pytest.mark.parametrize("value", ["5 or so", "about 5", "a few", "2025-05", "5 people of ten"])
def test_a_value_in_words_needs_quotes(value):
    assert "needs quotes" in refused(parse, "x.toml", f"value = {value}\n").hint


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"title = 'x'\nnotes = {'[' * 500}{']' * 500}\n", 2, 9),
        (f"a = [[1], [2]] # [\nb = '[[' \nx = {'{ a = ' * 500}1{'}' * 500}\nc = [[[3]]]", 3, 5),
        (f"x = {'[' * 500}", 1, 5),
        (f"a = 1\nx.{'y.' * 800}z = 1\n", 2, 1),
    ],
)
def test_what_is_nested_too_deep_is_a_problem_where_it_begins(text, line, column):
    problem = refused(parse, "x.toml", text)
    assert (problem.line, problem.column, problem.code) == (line, column, Code.SYNTAX)
    assert "nested too deeply" in problem.message


def test_how_deep_is_too_deep():
    depths = range(1, 200)
    accepted = [depth for depth in depths if isinstance(loaded(f"x = {'[' * depth}{']' * depth}".encode()), dict)]
    assert accepted == list(range(1, len(accepted) + 1))
    assert 10 < len(accepted) < 100


def test_many_lists_and_tables_side_by_side_are_not_deep():
    text = "x = [" + "{ a = [1.5] }, " * 200 + "]\n" + "[[y]]\nz.a = 'b.c'\n" * 200
    assert parse("x.toml", text) == tomli.loads(text)


@pytest.mark.parametrize("number", ["1" + "0" * 5000, "1_" * 5000 + "0"])
def test_a_number_of_thousands_of_digits_is_a_problem(number):
    problem = refused(parse, "x.toml", f"title = 'x'\nvalue = {number}\n")
    assert said(problem)[:4] == (2, 9, Code.SYNTAX, "no number has thousands of digits")


def test_what_the_parser_refuses_for_reasons_unknown_is_a_problem_all_the_same(monkeypatch):
    def refuse(_text):
        raise ValueError("for reasons of its own")

    monkeypatch.setattr(tomli, "loads", refuse)
    assert said(refused(parse, "x.toml", CLAIM))[:3] == (1, 1, Code.SYNTAX)


def loaded(data):
    """Give what a file's bytes say, or the problem with them."""
    try:
        return parse("x.toml", decode("x.toml", data))
    except UnreadableError as error:
        return error.problem


@given(st.text(st.sampled_from("ab=\"'[]{}#.,\n\r\\ \t5-:é<>\x00")))
def test_any_text_is_read_or_is_one_problem_within_it(text):
    found = loaded(text.encode())
    if isinstance(found, Problem):
        lines = text.split("\n")
        assert 1 <= found.line <= len(lines)
        assert 1 <= found.column <= len(lines[found.line - 1]) + 1
        assert found.message
    else:
        assert found == tomli.loads(text)


@given(st.binary())
def test_any_bytes_are_read_or_are_one_problem(data):
    assert isinstance(loaded(data), Problem | dict)


@given(st.text(st.sampled_from("a\né\r")), st.data())
def test_line_and_column_lead_back_to_the_offset(text, data):
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_column(text, offset)
    before = text.split("\n")[: line - 1]
    assert sum(len(each) + 1 for each in before) + column - 1 == offset
