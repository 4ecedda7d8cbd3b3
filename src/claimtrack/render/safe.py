"""Text from records, made harmless: it arrives in pull requests and is shown on terminals and in spreadsheets."""

from __future__ import annotations

import re
from typing import Final

# C0 but for newline and tab, DEL, C1, and what overrides or embeds a direction of writing (Unicode UAX #9).
# None of it counts as printable, and asking for that is quick. The patterns are compiled when one is needed.
_CONTROL: Final = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
_CONTROL_JSON: Final = "[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
_PARAGRAPHS: Final = r"\n[ \t\r]*\n"
_FORMULA: Final = frozenset("=+-@\t\n＝＋－＠")  # a carriage return is spelt out
_NUMBER: Final = r"[+-][0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"
_MARKDOWN: Final = r"([\\`*_\[\]<>|#~$])"


def visible(text: str) -> str:
    r"""Spell out what would steer a terminal, as ``\x1b`` or ``\u202e``; newlines and tabs stay."""
    return text if text.isprintable() else re.sub(_CONTROL, _spelt, text)


def one_line(text: str) -> str:
    """Make text fit one field of one line: control characters are spelt out, newlines and tabs too."""
    return text if text.isprintable() else visible(text).replace("\n", "\\n").replace("\t", "\\t")


def one_line_each(texts: list[str]) -> list[str]:
    """Make each of many texts fit one field of one line."""
    return texts if "".join(texts).isprintable() else [*map(one_line, texts)]


def reflow(text: str) -> str:
    """Undo the line breaks of prose, made for an editor's width; blank lines part paragraphs still."""
    paragraphs = (" ".join(part.split()) for part in re.split(_PARAGRAPHS, visible(text)))
    return "\n".join(filter(None, paragraphs))


def json_text(text: str) -> str:
    """Escape, in a text that is JSON already, what JSON lets through and a terminal would obey."""
    if "\x7f" not in text if text.isascii() else text.replace("\n", "").isprintable():
        return text
    return re.sub(_CONTROL_JSON, lambda match: f"\\u{ord(match.group()):04x}", text)


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula, by the apostrophe that spreadsheets use for that.

    What would steer a terminal is spelt out: CSV has no escape for it, and is looked at on terminals too.
    Source: OWASP, CSV injection.
    """
    cell = visible(text)
    return f"'{cell}" if cell[:1] in _FORMULA and not re.fullmatch(_NUMBER, cell) else cell


def csv_cells(texts: list[str]) -> list[str]:
    """Keep a spreadsheet from taking any of many texts for a formula."""
    if "".join(texts).isprintable() and _FORMULA.isdisjoint({text[:1] for text in texts}):
        return texts
    return [*map(csv_cell, texts)]


def markdown(text: str) -> str:
    """Escape what Markdown or HTML would take for markup, and put the text on one line."""
    text = re.sub(_MARKDOWN, r"\\\1", visible(text))
    return text.replace("&", "&amp;").replace("\n", " ").replace("\t", " ")


def markdown_each(texts: list[str]) -> list[str]:
    """Escape in each of many texts what Markdown or HTML would take for markup."""
    joined = "".join(texts)
    if joined.isprintable() and "&" not in joined and not re.search(_MARKDOWN, joined):
        return texts
    return [*map(markdown, texts)]


def _spelt(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
