"""Read the words of an unfinished command line, as the shell that asks for completion hands it over."""

from __future__ import annotations

from typing import Final, NamedTuple

_ESCAPED: Final = {
    "'": "'\\",
    '"': '"\\$`',
}  # what a backslash escapes between these quotes; elsewhere, everything


class Word(NamedTuple):
    """One word: as it is written, what it means, and the quote that is still open at its end."""

    raw: str = ""
    text: str = ""
    quote: str = ""


def read_words(line: str, *, escapes_in_quotes: bool = False) -> list[Word]:
    """Return the words of a line, empty ones too; each unquoted blank or newline ends a word.

    Args:
        line: the command line up to the cursor.
        escapes_in_quotes: whether a backslash escapes within single quotes, as in fish.
    """
    words: list[Word] = []
    raw: list[str] = []
    text: list[str] = []
    quote = ""
    chars = iter(line)
    for char in chars:
        if not quote and char in " \t\n":
            words.append(Word("".join(raw), "".join(text)))
            raw, text = [], []
            continue
        raw.append(char)
        if char == "\\" and (quote != "'" or escapes_in_quotes):
            escaped = next(chars, "")
            raw.append(escaped)
            text.append(escaped if escaped in _ESCAPED.get(quote, escaped) else f"\\{escaped}")
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        else:
            text.append(char)
    words.append(Word("".join(raw), "".join(text), quote))
    return words
