"""Reads a file as text and as TOML; what is wrong becomes one problem with line and column."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from itertools import chain
from typing import Any, Final

import tomli

from claimtrack.files.size_limit import LARGEST_FILE, largest_file
from claimtrack.problems import Code, Problem

_CONFLICT: Final = [re.compile(mark, re.MULTILINE) for mark in (r"^<<<<<<< ", r"^=======\r?$", r"^>>>>>>> ")]
_HALF_CONFLICT: Final = re.compile(r"(<<<<<<<|>>>>>>>)( |\r?$)|=======\r?$")
# Messages of the parser, and what is most likely to be done about them.
_HINTS: Final = {
    "Expected '=' after a key": "a line is key = value, or [[positions]]",
    "Invalid statement": "a line is key = value, [[positions]], or # a comment",
    "Invalid date or datetime": "there is no such date",
    "Unclosed array": "a comma or the closing ] is missing here",
    "Unclosed inline table": "a comma or the closing } is missing here",
}
_UNCLOSED: Final = re.compile(r"Unterminated string|Expected \"'|(?:Illegal|Found invalid) character '\\n'")
_TWICE: Final = re.compile(r"Cannot (overwrite|declare|redefine|mutate)|Duplicate")
_HEADER: Final = re.compile(r"[ \t]*\[\[?[ \t]*(positions|sources)\b")
_CURLY: Final = frozenset("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb")
# Comments, strings and brackets. A quote mark that is left over opens a string that nothing closes; the token then
# includes the rest of the line or of the text, so that matching stays linear.
_TOKEN: Final = re.compile(
    r'''#[^\n]*|"""(?:\\.|[^\\])*?"""(?:"{0,2})'''
    r"|'''.*?'''(?:'{0,2})"
    r'''|(?P<block>"""|\'{3}).*|"(?:\\[^\n]|[^"\\\n])*"|'[^'\n]*'|(?P<quote>["'])[^\n]*'''
    r"|(?P<open>[\[{])|(?P<close>[\]}])",
    re.DOTALL,
)
_UNIT: Final = re.compile(r"""^[ \t]*unit[ \t]*=[ \t]*["']([^"'\n]*)""", re.MULTILINE)
_DIGITS: Final = re.compile(r"[0-9][0-9_]{4000,}")
_NESTED: Final = "lists or tables are nested too deeply"
# Do not wait for the other end of a pipe, and do not make a terminal the controlling one.
_READ: Final = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK", "O_NOCTTY"))
_DEEPEST: Final = 50  # levels of lists and tables; a record has four, and Python recurses some hundreds


class UnreadableError(Exception):
    """A file cannot be read as a record; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(path: str, most: int | None = None) -> bytes:
    """Read a whole file.

    Raises:
        UnreadableError: it vanished, may not be read, is not a regular file, or has more bytes than `most`, or than
            `largest_file` if `most` is None.
    """
    try:
        handle = os.open(path, _READ)
        try:
            return _drain(handle, most)
        finally:
            os.close(handle)
    except FileNotFoundError:
        message = "the file vanished while it was being read, or is a link to nothing"
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
    raise UnreadableError(Problem(path, 1, 1, Code.UNREADABLE, message))


def _drain(handle: int, most: int | None) -> bytes:
    # The status of the open file: the path may lead to something else by now.
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    most = largest_file() if most is None else most
    if status.st_size > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes; {LARGEST_FILE} sets another limit")
    parts = []
    while part := os.read(handle, status.st_size + 1):
        parts.append(part)
    return b"".join(parts)


def decode(path: str, data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark.

    Raises:
        UnreadableError: it is something else, or git left conflict markers in it.
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        what = "the file is UTF-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "not UTF-8"
        raise UnreadableError(_not_utf8(path, body[: error.start].decode("utf-8"), what)) from None
    if "\0" in text:
        before = text.partition("\0")[0]
        raise UnreadableError(_not_utf8(path, before, "the file is UTF-16 or no text at all"))
    if "<<<<<<< " in text and (line := _conflicting(text)):
        raise UnreadableError(_conflict(path, text, line))
    return text


def parse(path: str, text: str) -> dict[str, Any]:
    """Parse TOML 1.1.

    Raises:
        UnreadableError: it is not TOML; the problem says where and what to do.
    """
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        half = _HALF_CONFLICT.match(text.split("\n")[error.lineno - 1])
        problem = _conflict(path, text, error.lineno) if half else _mistake(path, error) or _syntax(path, error)
    except RecursionError:
        problem = _too_deep(path, text)
    except ValueError:
        # Python refuses to read a number of thousands of digits.
        digits = _DIGITS.search(text)
        at = line_column(text, digits.start() if digits else 0)
        problem = Problem(path, *at, Code.SYNTAX, "no number has thousands of digits")
    else:
        # With few brackets and dots, nothing can be deep.
        if text.count("[") + text.count("{") + text.count(".") < _DEEPEST or not _is_deep(data):
            return data
        problem = _too_deep(path, text)
    raise UnreadableError(problem)


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, from 1 and in characters, of an offset into a text."""
    return _line(text, offset), offset - text.rfind("\n", 0, offset)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _mistake(path: str, error: tomli.TOMLDecodeError) -> Problem | None:
    """Return the problem of a mistake that people often make; None if it is another mistake."""
    from claimtrack.files.line_hints import find_mistake  # noqa: PLC0415 - only if something is wrong

    text = error.doc
    if _number_hint(text, text.rfind("\n", 0, error.pos) + 1):
        return None  # it is a number, and no text without its quotes
    found = find_mistake(text, _opening(text, error.pos) if _UNCLOSED.match(error.msg) else error.pos, error.msg)
    if found is None:
        return None
    message, hint = (" ".join(words.split()) for words in (found.message, found.hint))  # the text may hold a tab
    return Problem(path, *line_column(error.doc, found.at), Code.SYNTAX, message, hint)


def _syntax(path: str, error: tomli.TOMLDecodeError) -> Problem:
    """Return a parser's error as a problem, with a hint on what to do."""
    text, at = error.doc, error.pos
    message = error.msg[0].lower() + error.msg[1:]
    hint = next((hint for start, hint in _HINTS.items() if error.msg.startswith(start)), "")
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    if error.msg == "Invalid value" and not text[at : at + 1].strip("# \n"):
        message = "the value is missing"
    elif error.msg == "Invalid value":
        curly = text[at] in _CURLY
        hint = 'the quotes around text are straight: "text"' if curly else "text needs quotes around it"
        hint = _number_hint(text, start) or hint
    elif error.msg.startswith("Expected newline"):
        after = "the table's name" if before.lstrip().startswith("[") else "the value"
        message, hint = f"unexpected text after {after}", _left_over(text, start, before)
    elif _UNCLOSED.match(error.msg):
        at = _opening(text, at)
        message, hint = "the text that begins here is never closed", "the closing quote is missing"
        if "\n" in text[at:] and not text.startswith(('"""', "'''"), at):
            hint = f"{hint}; text over several lines belongs between three quotes"
    elif twice := _TWICE.match(error.msg):
        at = start + len(before) - len(before.lstrip())
        message, hint = "this key or table is defined twice", ""
        if twice[1] == "mutate":
            hint = "what is written inline, as in key = [...], cannot be added to further down"
        elif header := _HEADER.match(before):
            hint = f"each one starts with [[{header[1]}]], in double brackets"
    return Problem(path, *line_column(text, at), Code.SYNTAX, message, hint)


def _opening(text: str, at: int) -> int:
    """Return the offset of the first quote mark that nothing closes; `at` if there is none."""
    opening = (token.start() for token in _TOKEN.finditer(text) if token.lastgroup in {"block", "quote"})
    return next(opening, at)


def _left_over(text: str, start: int, before: str) -> str:
    """Return what to do about text after a value on one line; the text begins at the offset `start`."""
    value = before.partition("=")[2].strip()
    if value.endswith(('"', "'")):
        return 'one key = value on each line; within double quotes, a quote mark is written \\"'
    if value[:1].isdigit():
        quotes = 'anything but a number or a day needs quotes: "2025-05"'
        return _number_hint(text, start) or quotes
    return "one key = value on each line"


def _number_hint(text: str, start: int) -> str:
    """Return a hint on the number that a position's value says on its line; nothing if it says none."""
    from claimtrack.model.number_text import read_number  # noqa: PLC0415 - only for what is wrong

    key, _, rest = text[start:].partition("\n")[0].partition("=")
    value = rest.partition("#")[0].strip()
    if key.strip() != "value":
        return ""
    given = _UNIT.search(text)
    unit = given[1] if given else None
    if found := read_number(value, unit):
        return f"write {found.instead(unit)}"
    counted = value.partition(" ")[2]  # as in "5 jets"
    found = read_number(value, counted) if counted and " " not in counted else None
    return f"write {found._replace(unit=counted).instead(unit)}" if found else ""


def _is_deep(data: dict[str, Any]) -> bool:
    """Return whether lists and tables are nested too deep for recursion."""
    level: list[Any] = [data]
    for _ in range(_DEEPEST):
        values = chain.from_iterable(outer.values() if isinstance(outer, dict) else outer for outer in level)
        level = [inner for inner in values if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _too_deep(path: str, text: str) -> Problem:
    """Return the problem where the deepest nesting of brackets begins, or at the key with the most parts."""
    depth = deepest = start = deepest_start = 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            start = start if depth else token.start()
            depth += 1
            if depth > deepest:
                deepest, deepest_start = depth, start
        elif token.lastgroup == "close":
            depth -= 1
    if deepest < _DEEPEST:
        keys = [line.partition("=")[0].count(".") for line in text.split("\n")]
        return Problem(path, keys.index(max(keys)) + 1, 1, Code.SYNTAX, _NESTED)
    return Problem(path, *line_column(text, deepest_start), Code.SYNTAX, _NESTED)


def _not_utf8(path: str, before: str, what: str) -> Problem:
    return Problem(path, *line_column(before, len(before)), Code.NOT_UTF8, what, "save the file as UTF-8")


def _conflicting(text: str) -> int:
    """Return the line at which a merge conflict begins; 0 if there is none."""
    start = at = 0
    for mark in _CONFLICT:
        match = mark.search(text, at)
        if match is None:
            return 0
        start, at = start or _line(text, match.start()), match.end()
    return start


def _conflict(path: str, text: str, line: int) -> Problem:
    hint = f"choose what to keep and delete the lines of <, {'|, ' if '||||||| ' in text else ''}= and >"
    if "[[positions]]" in text:
        hint = f"{hint}; where two positions stay, each begins with its own [[positions]]"
    return Problem(path, line, 1, Code.CONFLICT, "git left a merge conflict here", hint)
