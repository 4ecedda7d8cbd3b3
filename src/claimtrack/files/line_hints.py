"""What is probably wrong with a line that is no TOML, and how it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from claimtrack.files.as_toml import ADDRESSES, DATES, LISTS, QUOTES, bare, quoted, unquoted, written
from claimtrack.files.date_hints import FORMS, date_hint, date_in_toml
from claimtrack.files.hints import is_stray, spelt
from claimtrack.model.record import Claim, Party, Position, Source

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST: Final = 300  # characters of a hint
_ARRAYS: Final = ("positions", "sources")
_FLAGS: Final = frozenset({"strict"})
_TRUTHS: Final = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_NUMBERS: Final = frozenset({"value"})  # a hint on its number is found elsewhere
_BEGIN_NUMBERS: Final = "0123456789~<>+-.≥≤"
_KEYS: Final = DATES | LISTS | {*Claim._fields, *Position._fields, *Source._fields, *Party._fields}

_LINE: Final = re.compile(r"[ \t]*(?P<key>[\w-]+|[\"'][\w-]+[\"'])[ \t]*(?P<sign>=+>?|:=|:|=>|->)?[ \t]*(?P<value>.*)")
_HEADER: Final = re.compile(r"[ \t]*(\[{1,2})[ \t]*([\w-]+)[ \t]*(\]{0,2})[ \t\r]*(?:#.*)?\Z")
_NAMED: Final = re.compile(r"[ \t]*\[[ \t]*([^\[\]\"'#]*[^\[\]\"'#\s])[ \t]*\][ \t\r]*(?:#.*)?\Z")
_BLOCK: Final = re.compile(r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''", re.DOTALL)
_COMMENT: Final = re.compile(r"//|/\*|--|;|%|<!--")
_CLOSING: Final = frozenset("“”‘’«»")
_NOTHING: Final = frozenset({"none", "null", "nil", "undefined", "~", "n/a", "na"})
_RULE: Final = re.compile(r"[ \t]*(?:-{3,}|`{3,}\w*|\.{3}|#{0}={3,6})[ \t\r]*\Z")


class Mistake(NamedTuple):
    """A mistake in a text: its offset, what is wrong, and what to do."""

    at: int
    message: str
    hint: str


class _Stop(NamedTuple):
    """The line on which the parser stopped."""

    text: str  # the whole text
    start: int  # its offset
    at: int  # where the parser stopped
    line: str

    @property
    def before(self) -> str:
        """What stands before the place where the parser stopped."""
        return self.line[: self.at - self.start]

    @property
    def after(self) -> str:
        """What stands from there on."""
        return self.line[self.at - self.start :]

    @property
    def key(self) -> str:
        """The key that the line begins with; an empty text if it begins with none."""
        found = _LINE.match(self.line)
        return found["key"].strip("\"'") if found else ""

    @property
    def value(self) -> str:
        """What follows the key and its sign."""
        found = _LINE.match(self.line)
        return found["value"].rstrip() if found else ""

    @property
    def is_value_first(self) -> bool:
        """Whether the parser stopped at the first character of the value."""
        return not self.before.partition("=")[2].strip() and "=" in self.before

    def mistake(self, message: str, hint: str) -> Mistake:
        """Return a mistake at the place where the parser stopped."""
        return Mistake(self.at, message, hint)


def find_mistake(text: str, at: int, message: str) -> Mistake | None:
    """Return what is probably wrong where the parser stopped with a message; None if that is not known."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = _Stop(text, start, at, text[start : end if end >= 0 else len(text)])
    finders = next((finders for begin, finders in _FINDERS if message.startswith(begin)), ())
    found = next(filter(None, (find(line) for find in (_unseen, *finders))), None)
    # A long text is not repeated.
    return found and found._replace(
        hint=found.hint if len(found.hint) <= _LONGEST else found.hint.partition(": ")[0][:_LONGEST]
    )


# -- each of these takes the line on which the parser stopped


def _unseen(line: _Stop) -> Mistake | None:
    """Find a character that cannot be seen."""
    char = line.after[:1]
    if not char or not is_stray(char) or char in "\t\r\n":
        return None
    hint = "type an ordinary space instead" if char.isspace() else "delete it"
    return line.mistake(f"{spelt(char)} is here, and cannot be seen", hint)


def _twice(line: _Stop) -> Mistake | None:
    """Find where a key was given before."""
    header = _HEADER.match(line.line)
    lines = _BLOCK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), line.text[: line.start]).split("\n")[:-1]
    if header:
        wanted = f"{header[1]}{header[2]}{header[3]}"
        number = next((number for number, each in enumerate(lines, 1) if each.split("#")[0].strip() == wanted), 0)
        if not number or header[2] in _ARRAYS:
            return None
        return Mistake(line.start, f"{wanted} was given in line {number}", "keep one of the two, with the keys of both")
    key = line.key
    for number in range(len(lines), 0, -1):
        each = lines[number - 1]
        if found := _HEADER.match(each):
            return None
        found = _LINE.match(each)
        if found and found["sign"] and found["key"].strip("\"'") == key:
            at = line.start + len(line.line) - len(line.line.lstrip())
            return Mistake(at, f"{key} was given in line {number}", _both(key, lines[:number]))
    return None


def _both(key: str, lines: list[str]) -> str:
    """Return what to do about a key that is given twice in the table to which some lines lead."""
    table = next((found[2] for each in reversed(lines) if (found := _HEADER.match(each))), "")
    if table == "positions":
        another = "another position begins with its own [[positions]]"
        return another if key == "party" else f"keep one of the two; {another} and party"
    if table == "sources":
        another = "another source begins with its own [[sources]]"
        return another if key == "id" else f"keep one of the two; {another} and id"
    return "keep one of the two"


def _without_equals(line: _Stop) -> Mistake | None:
    """Find a line with another sign than =, or none."""
    if _RULE.match(line.line):
        return Mistake(line.start, "this line is not TOML", "delete it")
    found = _LINE.match(line.line)
    if _comment(line) or not found or not found["value"] or not line.key:
        return _comment(line)
    if line.key not in _KEYS and line.line[found.end("key") :].lstrip()[:1] not in {*":-=\"'[{“‘«", *"0123456789"}:
        return None
    return line.mistake("there is no = after the key", f"a line is key = value: {written(line.key, found['value'])}")


def _comment(line: _Stop) -> Mistake | None:
    """Find a comment of another language."""
    if _COMMENT.match(line.after if line.before.strip() else line.line.strip()):
        return line.mistake("this is not TOML", "a comment begins with #")
    return None


def _no_statement(line: _Stop) -> Mistake | None:
    """Find a key in quotes of another kind, or a comment of another language."""
    if _RULE.match(line.line):
        return Mistake(line.start, "this line is not TOML", "delete it")
    opening = line.after[:1]
    key, _, rest = line.after[1:].partition(QUOTES.get(opening, " ")[0])
    if opening in QUOTES and re.fullmatch(r"[\w-]+", key) and (found := re.match(r"[ \t]*[=:][ \t]*(.*)", rest)):
        return line.mistake("a key has no quotes around it", f"write {written(key, found[1])}")
    return _comment(line)


def _unquoted_items(line: _Stop) -> Mistake | None:
    """Find texts without quotes in a list."""
    value = line.value
    if line.is_value_first or line.key not in LISTS or not value.startswith("[") or not value.endswith("]"):
        return None
    return line.mistake("invalid value", f"each text needs quotes around it: {written(line.key, value)}")


def _word_of_another_language(line: _Stop) -> Mistake | None:
    """Find what other languages write for nothing, or for true and false."""
    word = bare(line.value).casefold()
    if line.is_value_first and word in _NOTHING:
        return line.mistake(f"TOML has no {bare(line.value)}", "if nothing is known, leave the line out")
    if line.is_value_first and line.key in _FLAGS and word in _TRUTHS:
        return line.mistake("invalid value", f"write {line.key} = {_TRUTHS[word]}")
    return None


def _bad_date(line: _Stop) -> Mistake | None:
    """Find a date that is written in another way."""
    date = bare(line.value)
    if line.key not in DATES or not date or date[0] in "\"'[{":
        return None
    at = line.start + line.line.find(date, line.line.find("="))
    date = unquoted(date)
    found = date_in_toml(date)
    return Mistake(at, f"{date} is not a date", f"write {line.key} = {found}" if found else date_hint(date) or FORMS)


def _signs(line: _Stop) -> Mistake | None:
    """Find more than one sign between a key and its value."""
    if line.is_value_first and line.after[:1] in {"=", ">"}:
        return line.mistake("there is more than one sign after the key", f"write {written(line.key, line.value)}")
    return None


def _unquoted_text(line: _Stop) -> Mistake | None:
    """Find text without quotes, or with quotes of another kind."""
    text = bare(line.value)
    if not text or text[0] in "\"'[{" or (line.key in _NUMBERS and text[0] in _BEGIN_NUMBERS):
        return None
    what = "the quotes around text are straight" if text[0] in QUOTES else "text needs quotes around it"
    return line.mistake("invalid value", f"{what}: {written(line.key, text)}")


def _odd_name(line: _Stop) -> Mistake | None:
    """Find a header with a name that needs quotes."""
    found = _NAMED.match(line.line)
    if found is None or re.fullmatch(r"[\w-]+", found[1], re.ASCII):
        return None
    at = line.start + found.start(1)
    return Mistake(at, "this name of a table needs quotes around it", f"write [{quoted(found[1])}]")


def _broken_header(line: _Stop) -> Mistake | None:
    """Find a header with too few brackets."""
    header = _HEADER.match(line.line)
    if header is None:
        return None
    name = next((name for name in _ARRAYS if name.startswith(header[2])), header[2])
    written_whole = f"[[{name}]]" if header[1] == "[[" or name in _ARRAYS else f"[{name}]"
    return line.mistake("a bracket is missing", f"write {written_whole}")


def _comment_after(line: _Stop) -> Mistake | None:
    """Find a comment of another language after a value."""
    after = line.after.strip()
    return _comment(line) if line.value[:1] in {*"\"'[{"} and after.strip(";") else None


def _leading_zero(line: _Stop) -> Mistake | None:
    """Find a number that begins with a zero."""
    found = re.fullmatch(r"0+(\d+(?:\.\d+)?)", bare(line.value), re.ASCII)
    if found is None or line.key not in _NUMBERS:
        return None
    return line.mistake("a number does not begin with a zero", f"write {line.key} = {found[1]}")


def _separator(line: _Stop) -> Mistake | None:
    """Find what separates values in other languages."""
    after = line.after.strip()
    if after in {";", ","}:
        return line.mistake(f"there is a {after} at the end of the line", f"delete the {after}")
    if re.match(r"[;,][ \t]*[\w-]+[ \t]*=", after):
        return line.mistake("there are two keys on one line", f"begin a new line instead of the {after[0]}")
    if line.key in LISTS and after[:1] in {",", ";"}:
        return line.mistake("this is more than one text", f"write {written(line.key, line.value)}")
    return None


def _inner_quote(line: _Stop) -> Mistake | None:
    """Find a quote mark within quotes."""
    key, value, message = line.key, line.value, "the text ends before the end of the line"
    if value[:1] not in {'"', "'"} or value[-1:] != value[:1]:
        return None
    inner = value[1:-1]
    if key in ADDRESSES or inner.startswith(("http://", "https://")):
        encoded = inner.replace('"', "%22").replace("'", "%27")
        return line.mistake(message, f'in an address, " is written %22: {written(key, encoded)}')
    if value[0] == "'":
        return line.mistake(message, f"put the text between double quotes: {key} = {quoted(inner)}")
    return line.mistake(message, f'within double quotes, a quote mark is written \\": {key} = {quoted(inner)}')


def _backslash(line: _Stop) -> Mistake:
    """Return the mistake of a backslash that means nothing."""
    at = line.text.rfind("\\", 0, line.at)
    hint = "write \\\\ for a backslash, or put the text between single quotes"
    value = line.value
    if value[:1] == '"' and value[-1:] == '"' and "'" not in value and '"' not in value[1:-1]:
        hint = f"{hint}: {line.key} = '{value[1:-1]}'"
    return Mistake(at, "a backslash within double quotes begins the code of a character", hint)


def _never_ends(line: _Stop) -> Mistake | None:
    """Find a closing quote of another kind; the place is that of the opening one."""
    value = bare(line.after)
    if not value or value[-1] not in _CLOSING or value[0] in value[1:] or not line.key:
        return None
    hint = f"the quotes around text are straight: {written(line.key, value[1:-1])}"
    return Mistake(line.at + line.after.rindex(value[-1]), f"the closing quote is {value[-1]}", hint)


_FINDERS: Final[tuple[tuple[str, tuple[Callable[[_Stop], Mistake | None], ...]], ...]] = (
    ("Cannot overwrite", (_twice,)),
    ("Cannot declare", (_twice,)),
    ("Expected '='", (_without_equals,)),
    ("Invalid statement", (_no_statement,)),
    ("Invalid value", (_signs, _unquoted_items, _word_of_another_language, _bad_date, _unquoted_text)),
    (
        "Expected newline",
        (_leading_zero, _broken_header, _separator, _comment_after, _bad_date, _inner_quote, _unquoted_text),
    ),
    ("Expected ']", (_odd_name, _broken_header)),
    ("Invalid initial character for a key part", (_odd_name,)),
    ("Invalid hex value", (_backslash,)),
    ("Escaped character", (_backslash,)),
    ("Unescaped", (_backslash,)),
    ("Unterminated string", (_never_ends,)),
    ("Illegal character '\\n'", (_never_ends,)),
    ("Found invalid character '\\n'", (_never_ends,)),
    ('Expected "\'"', (_never_ends,)),
)
