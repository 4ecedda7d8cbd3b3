"""Answer the shells that ask for completion; replaces Typer's answers, which assume text that can be trusted.

The scripts that Typer installs stay as they are, so whoever installed one long ago is as safe as whoever installs one
today. Commands, options, fixed words and whatever comes from records all go through here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from typer._click.shell_completion import ShellComplete, add_completion_class
from typer._completion_classes import BashComplete, FishComplete, PowerShellComplete, ZshComplete

from claimtrack.cli.completion_text import bash_word, help_line, is_fit, powershell_word, zsh_word
from claimtrack.cli.completion_words import Word, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDEST_COLUMN = 30


class _Shell(ShellComplete):
    def items(self) -> Iterator[tuple[str, str]]:
        """Give each value that is fit for a command line, and its help on one line."""
        for item in self.get_completions(*self.get_completion_args()):
            if is_fit(item.value):
                yield item.value, help_line(item.help)


class Bash(_Shell, BashComplete):
    """Answers bash, which shows no help, and pastes what it is given."""

    def _words(self) -> tuple[list[Word], Word]:
        # The words after the cursor are in it, too.
        words, place = read_words(os.environ["COMP_WORDS"]), int(os.environ["COMP_CWORD"])
        return words[1:place], words[place] if place < len(words) else Word()

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        before, current = self._words()
        return [word.text for word in before], current.text

    def complete(self) -> str:
        """Return a line for each value."""
        current = self._words()[1]
        if not _is_replaced_whole(current):
            return ""
        words = (bash_word(value, current.quote) for value, _ in self.items())
        return "\n".join(word for word in words if word is not None)


def _is_replaced_whole(word: Word) -> bool:
    """Return whether readline replaces all of a word, not only what follows the last quote in it."""
    if word.quote:
        return word.raw[0] == word.quote and word.quote not in word.raw[1:]
    return "'" not in word.raw and '"' not in word.raw


class _Line(_Shell):
    """A shell that hands over the line up to the cursor."""

    escapes_in_quotes = False

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one."""
        line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
        *before, current = read_words(line, escapes_in_quotes=self.escapes_in_quotes)
        return [word.text for word in before if word.raw][1:], current.text


class Zsh(_Line, ZshComplete):
    """Answers zsh, which evaluates the answer and quotes the values itself."""

    def complete(self) -> str:
        """Return the code to evaluate: two arrays and a call."""
        items = list(self.items())
        if not items:
            return "_files"
        code = (
            f"local expl; local -a values shown; values=({' '.join(zsh_word(value) for value, _ in items)}); "
        )
        if not any(told for _, told in items):
            return code + "_wanted values expl completion compadd -a values"
        widest = min(_WIDEST_COLUMN, max(len(value) for value, _ in items))
        shown = " ".join(zsh_word(f"{value:{widest}}  -- {told}" if told else value) for value, told in items)
        return code + f"shown=({shown}); _wanted values expl completion compadd -l -d shown -a values"


class Fish(_Line, FishComplete):
    """Answers fish, which reads a line for each value and quotes the values itself."""

    escapes_in_quotes = True

    def complete(self) -> str:
        """Return a line for each value; or exit, if fish asks only whether there is any."""
        lines = [f"{value}\t{told}" if told else value for value, told in self.items()]
        if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
            sys.exit(not lines)
        return "\n".join(lines)


class PowerShell(_Shell, PowerShellComplete):
    """Answers PowerShell, which pastes what it is given in place of the whole word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one to complete, and that one without its quotes."""
        args, incomplete = super().get_completion_args()
        return args, read_words(incomplete)[0].text if incomplete else ""

    def complete(self) -> str:
        """Return a line for each value, with its help after three colons."""
        words = ((powershell_word(value), told) for value, told in self.items())
        return "\n".join(f"{word}:::{told or ' '}" for word, told in words if word is not None)


def answer_shells() -> None:
    """Answer the shells here; Typer registers its own answers when it builds the command line."""
    shells = {"bash": Bash, "zsh": Zsh, "fish": Fish, "powershell": PowerShell, "pwsh": PowerShell}
    for name, shell in shells.items():
        add_completion_class(shell, name)
