"""Answers the shells that ask for completion, in place of Typer's answers, which assume text that can be trusted.

Titles, names and topics come from strangers. The completion scripts, which are Typer's, evaluate (zsh), expand as a
pattern (bash) or paste (bash, PowerShell) what the program answers, so the answer itself has to be inert. What cannot
be written both inert and exact for a shell is not offered there. The scripts stay as they are, so that those that were
installed long ago are as safe as new ones.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Final, NamedTuple
from unicodedata import category

from typer._click.shell_completion import ShellComplete, add_completion_class
from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete

from claimtrack.model.names import composed
from claimtrack.render.escape import visible

LONGEST_VALUE: Final = 1000
LONGEST_HELP: Final = 100
_WIDEST_COLUMN: Final = 30
_READ: Final = 1000  # characters of a help text that are looked at

# What a backslash escapes between these quotes; elsewhere, everything.
_ESCAPED: Final = {"'": "'\\", '"': '"\\$`'}
# Control characters, surrogates, private use, unassigned, line and paragraph separators.
_UNFIT: Final = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_PLAIN_SIGNS: Final = frozenset("-_.,/+")
# The old bash script expands patterns in the answer. A file in the working directory must not replace a value, so
# what makes a pattern is written in octal, and an apostrophe without a backslash (bash 5.0 takes that for a pattern).
_BASH_SPECIAL: Final = re.compile(r"'|[*?\[]|(?<=[+@!])\(")
_NOT_IN_DOUBLE_QUOTES: Final = frozenset('"$`\\!*?[(')
# PowerShell takes typographic quotes for quotes. A double quote and a backslash do not reach a program unchanged.
_POWERSHELL_UNFIT: Final = frozenset('"\\\u201c\u201d\u201e')


def answer_shells() -> None:
    """Answer the shells here; Typer registers its own answers when it builds the command line."""
    shells = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish, "powershell": _PowerShell, "pwsh": _PowerShell}
    for name, shell in shells.items():
        add_completion_class(shell, name)


class _Shell(ShellComplete):
    def items(self) -> list[tuple[str, str]]:
        """Return each value that is fit for a command line, and its help on one line."""
        before, current = self.get_completion_args()
        items = self.get_completions(before, composed(current))
        return [(item.value, help_line(item.help)) for item in items if is_fit(item.value)]


class _Bash(_Shell, BashComplete):
    """Answers bash, which shows no help, and pastes the answer."""

    def _words(self) -> tuple[list[Word], Word]:
        # COMP_WORDS includes the words after the cursor.
        words, place = read_words(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"])
        return words[1:place], words[place] if place < len(words) else Word()

    def get_completion_args(self) -> tuple[list[str], str]:
        before, current = self._words()
        return [word.text for word in before], current.text

    def complete(self) -> str:
        raw, _, quote = self._words()[1]
        whole = raw[0] == quote and quote not in raw[1:] if quote else "'" not in raw and '"' not in raw
        if not whole:  # readline would replace only what follows the last quote in the word
            return ""
        words = (bash_word(value, quote) for value, _ in self.items())
        return "\n".join(word for word in words if word is not None)


class _Line(_Shell):
    escapes_in_quotes = False

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        *before, current = read_words(line, escapes_in_quotes=self.escapes_in_quotes)
        return [word.text for word in before if word.raw][1:], current.text


class _Zsh(_Line, ZshComplete):
    """Answers zsh, which evaluates the answer and quotes the values itself."""

    def complete(self) -> str:
        items = self.items()
        if not items:
            return "_files"
        values = " ".join(zsh_word(value) for value, _ in items)
        code = f"local expl; local -a values shown; values=({values}); "
        if not any(text for _, text in items):
            return code + "_wanted values expl completion compadd -U -a values"
        widest = min(_WIDEST_COLUMN, max(len(value) for value, _ in items))
        shown = " ".join(zsh_word(f"{value:{widest}}  -- {text}" if text else value) for value, text in items)
        return code + f"shown=({shown}); _wanted values expl completion compadd -U -l -d shown -a values"


class _Fish(_Line, FishComplete):
    """Answers fish, which reads a line for each value and quotes the values itself."""

    escapes_in_quotes = True

    def complete(self) -> str:
        lines = [f"{value}\t{text}" if text else value for value, text in self.items()]
        if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            sys.exit(not lines)  # fish asks only whether there is any
        return "\n".join(lines)


class _PowerShell(_Shell, PowerShellComplete):
    """Answers PowerShell, which pastes the answer in place of the whole word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return args, read_words(incomplete)[0].text  # without its quotes

    def complete(self) -> str:
        words = ((powershell_word(value), text) for value, text in self.items())
        return "\n".join(f"{word}:::{text or ' '}" for word, text in words if word is not None)


class Word(NamedTuple):
    """A word of a command line: as written, what it means, and the quote that is still open at its end."""

    raw: str = ""
    text: str = ""
    quote: str = ""


def read_words(line: str, *, escapes_in_quotes: bool = False) -> list[Word]:
    """Return the words of an unfinished line; each unquoted blank ends one. In fish, backslashes escape in quotes."""
    words: list[Word] = []
    raw = text = quote = ""
    chars = iter(line)
    for char in chars:
        if not quote and char in " \t\n":
            words.append(Word(raw, text))
            raw = text = ""
            continue
        raw += char
        if char == "\\" and (quote != "'" or escapes_in_quotes):
            escaped = next(chars, "")
            raw += escaped
            text += escaped if escaped in _ESCAPED.get(quote, escaped) else f"\\{escaped}"
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        else:
            text += char
    return [*words, Word(raw, text, quote)]


def is_fit(value: str) -> bool:
    """Return whether a value can stand on a command line: printable text of one line, not empty, not endless."""
    is_text = value.isprintable() or (visible(value) == value and _UNFIT.isdisjoint(map(category, value)))
    return is_text and 0 < len(value) <= LONGEST_VALUE


def help_line(text: str | None) -> str:
    """Return a help text as one line of moderate length, with control characters escaped."""
    line = " ".join(visible((text or "")[:_READ]).split())
    return line if len(line) <= LONGEST_HELP else f"{line[: LONGEST_HELP - 1]}…"


def bash_word(value: str, quote: str = "") -> str | None:
    """Return a fit value as a whole bash word for the quote that the user has opened; None if there is no such word."""
    double = _NOT_IN_DOUBLE_QUOTES.isdisjoint(value)
    if quote == '"' or (not quote and "'" in value and double):
        return f'"{value}"' if double else None
    if not quote and _is_plain(value):
        return value
    return f"'{_BASH_SPECIAL.sub(_outside_quotes, value)}'"


def zsh_word(text: str) -> str:
    r"""Return a text as one zsh word of ASCII letters, digits and escapes: ``$'united\x20nations'``."""
    encoded = text.encode("utf-8", "backslashreplace")
    escaped = (chr(byte) if byte < 0x80 and chr(byte).isalnum() else f"\\x{byte:02x}" for byte in encoded)
    return f"$'{''.join(escaped)}'"


def powershell_word(value: str) -> str | None:
    """Return a value as a PowerShell argument, or None if it cannot be written as one."""
    split = "," in value or (value[0] == "-" and "." in value)  # PowerShell takes these for two arguments
    if _is_plain(value) and not split:
        return value
    # A console that does not read UTF-8 can turn other scripts into quotes, so only ASCII is put between quotes.
    if not value.isascii() or ":::" in value or not _POWERSHELL_UNFIT.isdisjoint(value):
        return None
    return "'" + value.replace("'", "''") + "'"


def _outside_quotes(match: re.Match[str]) -> str:
    return "'\"'\"'" if match[0] == "'" else f"'$'\\{ord(match[0]):03o}''"


def _is_plain(value: str) -> bool:
    """Return whether a value holds letters, marks, digits and harmless signs only."""
    return all(
        char.isalnum() or char in _PLAIN_SIGNS or (not char.isascii() and category(char)[0] == "M") for char in value
    )
