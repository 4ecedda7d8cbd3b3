"""Reads a file as text and as TOML; whatever stands in the way becomes one problem with its place."""

from __future__ import annotations

import codecs
import os
import re
from typing import Any, Final

import tomli

from claimtrack.problems import Code, Problem

_CONFLICT: Final = re.compile(r"^<<<<<<< .*?^=======\r?$.*?^>>>>>>> ", re.MULTILINE | re.DOTALL)
_HALF_CONFLICT: Final = re.compile(r"^(<<<<<<<|>>>>>>>)( |$)|^=======\r?$", re.MULTILINE)
# What the parser says, and what the writer of a record most likely has to do about it.
_HINTS: Final = {
    "Invalid value": "text needs quotes around it",
    "Cannot overwrite a value": "this key or table is there already",
    "Cannot declare": "this table is there already; a further position starts with [[positions]]",
    "Unterminated string": "the closing quote is missing",
    "Illegal character '\\n'": "the closing quote is missing; text over several lines goes between three quotes",
    "Unescaped '\\' in a string": "write \\\\ for a backslash, or put the text between single quotes",
    "Expected '=' after a key": "a line is key = value, or [[positions]]",
    "Invalid statement": "a line is key = value, [[positions]], or # a comment",
    "Invalid date or datetime": "there is no such date",
    "Expected newline or end of document": "one key = value a line",
}


class UnreadableError(Exception):
    """A file cannot be read as a record; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read(path: str) -> bytes:
    """Read a whole file.

    Raises:
        UnreadableError: it vanished, may not be read, or is not a file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            return _drain(handle)
        finally:
            os.close(handle)
    except FileNotFoundError:
        message = "the file vanished while it was being read, or is a link to nothing"
        raise UnreadableError(Problem(path, 1, 1, Code.UNREADABLE, message)) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise UnreadableError(Problem(path, 1, 1, Code.UNREADABLE, message)) from None


def _drain(handle: int) -> bytes:
    size = os.fstat(handle).st_size
    parts = []
    while part := os.read(handle, size + 1):
        parts.append(part)
    return b"".join(parts)


def decode(path: str, data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark.

    Raises:
        UnreadableError: it is something else, or git left conflict markers in it.
    """
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].removeprefix(codecs.BOM_UTF8).decode("utf-8")
        line, column = line_column(before, len(before))
        what = (
            "the file is UTF-16"
            if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            else "not UTF-8"
        )
        problem = Problem(path, line, column, Code.NOT_UTF8, what, "save the file as UTF-8")
        raise UnreadableError(problem) from None
    if "<<<<<<< " in text and (conflict := _CONFLICT.search(text)):
        raise UnreadableError(_conflict(path, text, conflict.start()))
    return text


def parse(path: str, text: str) -> dict[str, Any]:
    """Parse TOML 1.1.

    Raises:
        UnreadableError: it is not TOML; the problem says where and what to do.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        marker = _HALF_CONFLICT.search(text)
        if marker and _line(text, marker.start()) == error.lineno:
            raise UnreadableError(_conflict(path, text, marker.start())) from None
        hint = next((hint for start, hint in _HINTS.items() if error.msg.startswith(start)), "")
        message = error.msg[0].lower() + error.msg[1:]
        raise UnreadableError(Problem(path, error.lineno, error.colno, Code.SYNTAX, message, hint)) from None
    except (RecursionError, ValueError) as error:
        # Not a matter of grammar: nested hundreds deep, or a number of thousands of digits.
        message = str(error).split(";", maxsplit=1)[0]
        raise UnreadableError(Problem(path, 1, 1, Code.SYNTAX, message[0].lower() + message[1:])) from None


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, from 1 and in characters, of an offset into a text."""
    return _line(text, offset), offset - text.rfind("\n", 0, offset)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _conflict(path: str, text: str, offset: int) -> Problem:
    message = "git left a merge conflict here"
    hint = "choose what to keep and delete the lines of <, = and >"
    return Problem(path, *line_column(text, offset), Code.CONFLICT, message, hint)
