"""What completion hands to a shell: inert and exact for every text, as read by readers that share no code with it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import unicodedata

import pytest
from hostile_texts import FITTING, HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from surroundings import examples

from claimtrack.cli.completion_shells import (
    LONGEST_HELP,
    LONGEST_VALUE,
    bash_word,
    help_line,
    is_fit,
    powershell_word,
    read_words,
    zsh_word,
)

# A word of bash that can hold no expansion: between single quotes anything, between double ones nothing active.
BASH_PART = re.compile(
    r"""'(?P<single>[^']*)'|"(?P<double>[^"$`\\!]*)"|\$'\\(?P<octal>[0-7]{3})'|(?P<bare>[^\W_]|[-_.,/+]|[^\x00-\x7f])"""
)

relaxed = settings(deadline=None)  # a loaded machine is no failure


def bash_reads(word):
    """Read a word as bash does, if it is one word that expands to nothing else."""
    text, place = "", 0
    while place < len(word):
        part = BASH_PART.match(word, place)
        assert part, f"active: {word[place:]!r}"
        text += chr(int(part["octal"], 8)) if part["octal"] else part[part.lastgroup]
        place = part.end()
    return text


def zsh_reads(word):
    """Read a $'…' word of letters, digits and hexadecimal escapes."""
    assert re.fullmatch(r"\$'(?:[A-Za-z0-9]|\\x[0-9a-f]{2})*'", word)
    return re.sub(rb"\\x(..)", lambda found: bytes.fromhex(found[1].decode()), word[2:-1].encode()).decode()


@relaxed
@given(FITTING, st.sampled_from(["", "'", '"']))
def test_a_bash_word_is_inert_and_exact(value, quote):
    word = bash_word(value, quote)
    if word is None:
        assert quote == '"'  # only within double quotes there are texts that cannot be written
        return
    assert bash_reads(word) == value
    assert "\n" not in word
    assert word[0] == word[-1] == quote or not quote
    assert not re.search(r"[*?\[]|[@!+]\(", word)  # the script expands patterns, quoted or not


@relaxed
@given(FITTING)
def test_a_bash_word_has_no_backslash_but_the_values_own(value):
    # bash 5.0 takes one for a pattern, and a file with a name to match would be pasted in its place.
    word = re.sub(r"\$'\\[0-7]{3}'", "", bash_word(value))
    assert word.count("\\") == value.count("\\")


@relaxed
@given(HOSTILE)
def test_a_zsh_word_is_inert_and_exact(text):
    assert zsh_reads(zsh_word(text)) == text


@relaxed
@given(FITTING)
def test_a_powershell_word_is_inert_and_exact(value):
    word = powershell_word(value)
    if word is None:
        return
    if word == value:
        assert all(unicodedata.category(char)[0] in "LMN" or char in "-_./+" for char in word)
        return
    assert word.isascii()
    assert re.fullmatch(r"'(?:[^'\"\\]|'')*'", word)
    assert word[1:-1].replace("''", "'") == value
    assert ":::" not in word


@pytest.mark.parametrize(
    "value", ["$x", "a;b", "`x`", "(x)", "{x}", "@x", "a b", "a,b", "x|y", "x>y", "-a.b", "#x", "a&b"]
)
def test_powershell_gets_what_it_would_take_apart_between_quotes(value):
    assert powershell_word(value) == f"'{value}'"


@pytest.mark.parametrize("value", ['say "x"', "C:\\x y", "ё; calc; ё", "it’s; calc", "a:::b"])
def test_powershell_is_not_offered_what_it_could_misread(value):
    assert powershell_word(value) is None


@relaxed
@given(HOSTILE)
def test_a_help_is_one_short_line_that_steers_nothing(text):
    line = help_line(text)
    assert len(line) <= LONGEST_HELP
    assert not any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in line)
    assert not any(char in line for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_help_is_text_and_no_markup():
    assert help_line("[sic] Dam [/b] leaked %F{red} \\$(touch P)") == "[sic] Dam [/b] leaked %F{red} \\$(touch P)"
    assert help_line(None) == help_line("") == help_line(" \n") == ""
    assert help_line("x" * 100_000) == "x" * (LONGEST_HELP - 1) + "…"


@pytest.mark.parametrize(
    "value",
    ["", "a\nb", "a\tb", "\x1b]0;x\x07", "\x7f", "\x9b1m", "a\u202eb", "\u2066x", "a\u2028b", "\ud800", "\ufdd0",
     "\uf600", "x" * (LONGEST_VALUE + 1), "x" * 100_000],
)  # fmt: skip
def test_what_no_command_line_can_show_is_not_offered(value):
    assert not is_fit(value)


@pytest.mark.parametrize("value", ["united nations", "$(x)", "کشتی‌بان", "हिन्दी", "a\u00a0b", "x" * LONGEST_VALUE])
def test_what_can_be_read_is_offered(value):
    assert is_fit(value)


@relaxed
@given(st.lists(FITTING, min_size=1))
def test_the_words_of_a_line_are_read(values):
    words = read_words(shlex.join(values))
    assert [(word.text, word.quote) for word in words] == [(value, "") for value in values]
    assert " ".join(word.raw for word in words) == shlex.join(values)


@pytest.mark.parametrize(
    ("line", "text", "quote"),
    [("x ", "", ""), ("x 'un", "un", "'"), ('x "un', "un", '"'), ("x 'a b", "a b", "'"), ("x a\\ b", "a b", ""),
     ('x "a\\$', "a$", '"'), ('x "a\\b', "a\\b", '"'), ("x 'a\\", "a\\", "'"), ("x a\\", "a", ""),
     ("x un'ited na", "united na", "'"), ("x 'it'\\''s ", "it's ", "'"), ("x 'a' ", "", "")],
)  # fmt: skip
def test_the_word_to_complete_is_read(line, text, quote):
    word = read_words(line)[-1]
    assert (word.text, word.quote) == (text, quote)


def test_fish_escapes_between_single_quotes():
    assert read_words("x 'it\\'s a\\\\b\\$", escapes_in_quotes=True)[-1][1:] == ("it's a\\b\\$", "'")


@pytest.mark.parametrize("shell", ["bash", "zsh"])
@settings(max_examples=examples(20), deadline=None)
@given(values=st.lists(FITTING, min_size=20, max_size=20))
def test_the_shells_themselves_read_the_words_so(shell, values):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    write = bash_word if shell == "bash" else zsh_word
    script = "printf '%s\\0' " + " ".join(map(write, values))
    ran = subprocess.run([shell, "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    assert ran.stdout.decode().split("\0")[:-1] == values
