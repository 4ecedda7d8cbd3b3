"""Escapes text from records: it arrives in pull requests and is shown on terminals and in spreadsheets."""

from __future__ import annotations

import re
from typing import Final

# C0 but for newline and tab, DEL, C1, and what overrides or embeds a direction of writing (Unicode UAX #9).
# None of it is printable, which is quick to test. The patterns are compiled when one is needed.
_CONTROL: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"

# What GitHub's runner takes for a command in a log: "::" that begins a line, and "##[" anywhere.
# Source: ActionCommand.cs, TryParseV2 and TryParse, in github.com/actions/runner.
_COMMAND: Final = r"(?m:^(?=[^\S\n]*::))([^\S\n]*):|#(?=#\[)"
_UNSAFE_JSON: Final = r"[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|#(?=#\[)"

# Not drawn as a link, though a record may hold it: what RFC 3986 allows in no address, as programs disagree about it,
# and a user name, as in https://bank.example@other.example, which leads to the other one.
_NOT_DRAWN: Final = r"[\\^`{|}]|//[^/?#]*@"

# Where a formula begins: at the start of a cell, whichever character separates cells. Spreadsheets skip blanks, quote
# marks and invisible characters before it.
_SKIPPED: Final = r"(?:[^\S\t\n]|[\"\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff])*"
_SIGN: Final = rf"({_SKIPPED})([=+\-@＝＋－＠﹦﹢﹣﹫])"
_FORMULA: Final = rf"(\A|[,;|\t\n]){_SIGN}"
_DIGITS: Final = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_PERCENT: Final = r"(?:[ \u00a0\u202f]?%)?"
# Or a range, as a value is shown, or as people write one: with a dash that no spreadsheet calculates with.
_NUMBER: Final = rf"[+-]{_DIGITS}{_PERCENT}(?:(?: to | ?[–—] ?)[+−-]?{_DIGITS}{_PERCENT})? *"

# Active in Markdown, in one dialect or another; a backslash makes it text. A dot inside a word may make a domain.
_MARKUP: Final = r"[\\`*_\[\]<>|#~${}]|(?<=[^\s.])\.(?=[^\W\d_]{2})"
_BLOCK: Final = r"^([0-9]+(?=[.)](?:\s|$))|(?=[-+=](?:[\s+=-]|$)|:(?:[\s:-]|$)|!!|/\w))"

# What GitHub makes a link, a picture or a formula of after Markdown is read, so that no backslash and no entity
# prevents it: @name and mail, addresses, #1 and GH-1, :emoji:, a commit's hash, the end of $a formula$. It leaves code
# alone. Source: GitHub Docs, "Autolinked references and URLs"; GFM 6.9.
_AUTOLINKED: Final = (
    r"@\w|://|//\w|(?i:www\.)|#\d|(?i:(?<![a-z0-9])gh-\d)|:(?=[^:a-zA-Z]*[a-zA-Z]|100:|1234:|[+-]1:)[a-zA-Z0-9_+-]+(?::|\Z)"
    r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b"
)
_FORMULA_END: Final = r"\$(?!\w)"
# What has to be there for any of it to be.
_SUSPECT: Final = (
    r"[\\`*_\[\]<>|#~${}&@]",
    r":[^\s:]*(?::|\n|\Z)",
    r"\n(?:[-+=:!/]|[0-9]+[.)])",
    r"\.[^\W\d_]{2}",
    r"[0-9a-f]{7}",
)
_APART: Final = r"([\s`|\\]+)"
_OPENING: Final = "([{<\"'“‘«*"
_CLOSING: Final = ".,;!?]}>\"'”’»*"


def visible(text: str) -> str:
    r"""Escape what would control a terminal, as ``\x1b`` or ``\u202e``; newlines and tabs stay."""
    return text if text.isprintable() else re.sub(_CONTROL, _escape_code, text)


def one_line(text: str) -> str:
    """Return text for one field of one line: control characters are escaped, newlines and tabs too."""
    return text if text.isprintable() else visible(text).replace("\n", "\\n").replace("\t", "\\t")


def one_line_each(texts: list[str]) -> list[str]:
    """Return many texts, each for one field of one line."""
    return texts if "".join(texts).isprintable() else [*map(one_line, texts)]


def logged(text: str, *, wrapped: bool = False) -> str:
    r"""Return text for a log, without what would control a terminal or be run as a command by GitHub's runner.

    The first character of a command is escaped: ``\x3a:error::`` or ``\x23#[error]``. A text that is `wrapped` may be
    broken anywhere, so that any "::" may begin a line.
    """
    text = visible(text)
    if "::" not in text and "##[" not in text:
        return text
    command = rf"{_COMMAND}|:(?=:)" if wrapped else _COMMAND
    return re.sub(command, lambda match: f"{match[1] or ''}\\x{ord(match[0][-1]):02x}", text)


def is_link(text: str) -> bool:
    """Return whether a text may be drawn as a link, whatever was checked in the record."""
    from claimtrack.model.vocabulary import is_url  # noqa: PLC0415 - what only writes to a log draws no links

    return text.isprintable() and is_url(text) and not re.search(_NOT_DRAWN, text)


def reflow(text: str) -> str:
    """Undo the line breaks of prose, made for an editor's width; blank lines still separate paragraphs."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n[ \t\r]*\n", visible(text)))
    return "\n".join(filter(None, paragraphs))


def json_text(text: str) -> str:
    """Escape, in a text that is JSON already, what JSON allows and a terminal or a log would obey."""
    if "##[" not in text and ("\x7f" not in text if text.isascii() else text.replace("\n", "").isprintable()):
        return text
    return re.sub(_UNSAFE_JSON, lambda match: f"\\u{ord(match.group()):04x}", text)


def csv_cell(text: str) -> str:
    """Return text for a cell of CSV in which no spreadsheet finds a formula, whichever separator it assumes.

    A sign that begins a formula gets an apostrophe before it, at the start of the text and after each separator; a
    number or a range of numbers stays. What would control a terminal is escaped. Source: OWASP, "CSV Injection".
    """
    cell = re.sub(_FORMULA, _guarded, visible(text))
    return f"'{cell}" if cell[:1] in {"\t", "\n"} else cell


def csv_cells(texts: list[str]) -> list[str]:
    """Return many texts for cells of CSV in which no spreadsheet finds a formula."""
    joined = f",{','.join(texts)}"
    # A pattern that begins with the set of separators is the quickest to search for.
    if joined.isprintable() and not re.search(rf"[,;|]{_SIGN}", joined):
        return texts
    return [*map(csv_cell, texts)]


def csv_first_cell(cell: str) -> str:
    """Return a guarded cell for the start of a line, where not even a number is safe: ``-5,*A1`` is a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in {"+", "-"} else cell


def markdown(text: str, line: str = "") -> str:
    """Return text for a line of Markdown in which nothing is active: escaped or, if GitHub ignores that, as code.

    If the text is only a part of its line, `line` has all texts of that line: a formula may end in another part.
    """
    text = re.sub(r"[ \t\n]+", " ", visible(text)).strip()
    active = rf"{_AUTOLINKED}|{_FORMULA_END}" if (line or text).count("$") > 1 else _AUTOLINKED
    if re.search(active, text):
        parts = re.split(_APART, text)
        parts[::2] = (_as_code(word, active) for word in parts[::2])
        parts[1::2] = [_escaped(space).replace("\\`", "&#96;") for space in parts[1::2]]
        text = "".join(parts)
    else:
        text = _escaped(text)
    return re.sub(_BLOCK, r"\1\\", text)


def markdown_each(texts: list[str]) -> list[str]:
    """Return many texts for lines of Markdown in which nothing is active."""
    return texts if _is_plain(texts) else [text if _is_plain([text]) else markdown(text) for text in texts]


def markdown_address(text: str) -> str:
    """Return an address for Markdown: as a link if it may be drawn as one, else as text."""
    return f"<{text}>" if is_link(text) else markdown(text)


def _escape_code(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _guarded(match: re.Match[str]) -> str:
    separator, skipped, sign = match.groups()
    number = re.compile(_NUMBER).match(match.string, match.start(3))
    # A number needs no escape if it is the whole text, or the whole part between two separators. At the end of a longer
    # text it does: a spreadsheet that separates cells by semicolons would join it with the next cell.
    end = match.string[number.end() : number.end() + 1] if number else None
    if end == separator and not skipped.strip():
        return match.group()
    return f"{separator}{skipped}'{sign}"


def _is_plain(texts: list[str]) -> bool:
    """Return whether no text needs escaping in Markdown. Most need none, and this is quicker than escaping them."""
    lines = "\n".join(["", *texts, ""]).lower()
    return (
        "".join(texts).isprintable()
        and not any(text in lines for text in ("  ", "\n ", " \n", "//", "www.", "gh-"))
        and not any(re.search(pattern, lines) for pattern in _SUSPECT)
    )


def _escaped(text: str) -> str:
    return re.sub(_MARKUP, r"\\\g<0>", text).replace("&", "&amp;")


def _as_code(word: str, active: str) -> str:
    """Return a word as code if something in it would be active on GitHub, without the punctuation around it."""
    if not re.search(active, word):
        return _escaped(word)
    core = word.lstrip(_OPENING)
    opening = word[: len(word) - len(core)]
    core = core.rstrip(_CLOSING if "(" in core else f"{_CLOSING})")
    closing = word[len(opening) + len(core) :]
    if not re.search(active, core):
        opening, core, closing = "", word, ""
    return f"{_escaped(opening)}`{core}`{_escaped(closing)}"
