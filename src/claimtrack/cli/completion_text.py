"""Write completions so that no shell can run them, expand them or split them.

Titles, names and topics come from strangers. The completion scripts that Typer installs evaluate (zsh), expand as a
pattern (bash) or paste (bash, PowerShell) what the program answers, so the answer itself has to be inert. What cannot
be written both inert and exact for a shell is not offered there.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category

from claimtrack.render.escape import visible

LONGEST_VALUE: Final = 1000
LONGEST_HELP: Final = 100
_READ: Final = 1000  # characters of a help text that are looked at

# Control characters, surrogates, private use, unassigned, line and paragraph separators.
_UNFIT: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN_SIGNS: Final = frozenset("-_.,/+")
# The old bash script expands patterns in the answer. A file in the working directory must not replace a value, so
# what makes a pattern is written in octal, and an apostrophe without a backslash (bash 5.0 takes that for a pattern).
_BASH_SPECIAL: Final = re.compile(r"'|[*?\[]|(?<=[+@!])\(")
_NOT_IN_DOUBLE_QUOTES: Final = frozenset('"$`\\!*?[(')
# PowerShell takes typographic quotes for quotes. A double quote and a backslash do not reach a program unchanged.
_POWERSHELL_UNFIT: Final = frozenset('"\\\u201c\u201d\u201e')


def is_fit(value: str) -> bool:
    """Return whether a value can stand on a command line: printable text of one line, not empty, not endless."""
    if not 0 < len(value) <= LONGEST_VALUE:
        return False
    if value.isprintable():
        return True
    return visible(value) == value and all(category(char) not in _UNFIT for char in value)


def help_line(text: str | None) -> str:
    """Return a help text as one line of moderate length, with control characters spelled out."""
    line = " ".join(visible((text or "")[:_READ]).split())
    return line if len(line) <= LONGEST_HELP else f"{line[: LONGEST_HELP - 1]}…"


def bash_word(value: str, quote: str = "") -> str | None:
    """Return a value as a whole bash word, or None if it cannot be given.

    Args:
        value: the value, which is fit.
        quote: the quote that the user has opened, which readline replaces if the word begins with it.
    """
    double = _NOT_IN_DOUBLE_QUOTES.isdisjoint(value)
    if quote == '"' or (not quote and "'" in value and double):
        return f'"{value}"' if double else None
    if not quote and _is_plain(value):
        return value
    return f"'{_BASH_SPECIAL.sub(_outside_quotes, value)}'"


def zsh_word(text: str) -> str:
    r"""Return a text as one zsh word of ASCII letters, digits and escapes: ``$'united\x20nations'``."""
    encoded = text.encode("utf-8", "backslashreplace")
    return "$'" + "".join(chr(byte) if _is_alnum(byte) else f"\\x{byte:02x}" for byte in encoded) + "'"


def powershell_word(value: str) -> str | None:
    """Return a value as a PowerShell argument, or None if it cannot be given.

    A console that does not read UTF-8 can turn other scripts into quotes, so only ASCII is put between quotes.
    """
    split = "," in value or (value[0] == "-" and "." in value)  # PowerShell takes these for two arguments
    if _is_plain(value) and not split:
        return value
    if not value.isascii() or ":::" in value or not _POWERSHELL_UNFIT.isdisjoint(value):
        return None
    return "'" + value.replace("'", "''") + "'"


def _outside_quotes(found: re.Match[str]) -> str:
    return "'\"'\"'" if found[0] == "'" else f"'$'\\{ord(found[0]):03o}''"


def _is_plain(value: str) -> bool:
    """Return whether a value holds letters, marks, digits and harmless signs only."""
    return all(
        char.isalnum() or char in _PLAIN_SIGNS or (not char.isascii() and category(char)[0] == "M")
        for char in value
    )


def _is_alnum(byte: int) -> bool:
    return byte < 0x80 and chr(byte).isalnum()
