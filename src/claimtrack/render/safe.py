"""Text from records, made harmless: it arrives in pull requests and is shown on terminals and in spreadsheets."""

from __future__ import annotations

import re
from typing import Final

# C0 but for newline and tab, DEL, C1, and what overrides or embeds a direction of writing (Unicode UAX #9).
_HARMFUL: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_CONTROL: Final = re.compile(f"[{_HARMFUL}]")
_CONTROL_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PARAGRAPHS: Final = re.compile(r"\n[ \t\r]*\n")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")  # a carriage return is spelt out
_NUMBER: Final = re.compile(r"[+-][0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>|#~$])")


def visible(text: str) -> str:
    r"""Spell out what would steer a terminal, as ``\x1b`` or ``\u202e``; newlines and tabs stay."""
    return _CONTROL.sub(_spelt, text)


def one_line(text: str) -> str:
    """Make text fit one field of one line: control characters are spelt out, newlines and tabs too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def reflow(text: str) -> str:
    """Undo the line breaks of prose, made for an editor's width; blank lines part paragraphs still."""
    paragraphs = (" ".join(part.split()) for part in _PARAGRAPHS.split(visible(text)))
    return "\n".join(filter(None, paragraphs))


def json_text(text: str) -> str:
    """Escape, in a text that is JSON already, what JSON lets through and a terminal would obey."""
    return _CONTROL_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula, by the apostrophe that spreadsheets use for that.

    What would steer a terminal is spelt out: CSV has no escape for it, and is looked at on terminals too.
    Source: OWASP, CSV injection.
    """
    cell = visible(text)
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def markdown(text: str) -> str:
    """Escape what Markdown or HTML would take for markup, and put the text on one line."""
    return _MARKDOWN.sub(r"\\\1", visible(text)).replace("&", "&amp;").replace("\n", " ").replace("\t", " ")


def _spelt(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
