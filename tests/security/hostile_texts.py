"""Texts that try to get a shell to run something, to take them apart, or to steer the terminal."""

from __future__ import annotations

from hypothesis import strategies as st

from claimtrack.cli.completion_shells import is_fit

# `MARK` stands for the name of a file that must never appear.
RUN = (
    "$(touch MARK)", "\\$(touch MARK)", "\\\\$(touch MARK)", "`touch MARK`", "\\`touch MARK\\`", "; touch MARK;", "$(touch${IFS}MARK)",
    "\ntouch MARK\n", "&& touch MARK #", "| touch MARK", "& touch MARK &", "<(touch MARK)", "=(touch MARK)", "'; touch MARK; '",
    '"; touch MARK; "', "')); touch MARK; ((' ", "))' ; touch MARK ; '", "(touch MARK)", "${x:=$(touch MARK)}", "$[$(touch MARK)]",
    "$'\\x24(touch MARK)'", "${(e):-\\$(touch MARK)}", "%(e:$(touch MARK):)", "[$(touch MARK)]=x", "a[$(touch MARK)]", "$((a[$(touch MARK)]))",
    ";touch${IFS}MARK;", "{touch,MARK}", "'$(touch MARK)'", '"$(touch MARK)"', "'\"'$(touch MARK)'\"'", "~$(touch MARK)", "> MARK", ">MARK",
)  # fmt: skip
SIGNS = (
    *"\\'\"`$!*?[]{}()<>|&;:#~%^=@+-_.,/ \t\r\n\x00\x07\x08\x1b\x7f\x9b", "\\'", '\\"', "''", '""', "  ", "!!", "!$", "!(", "@(", "+(",
    "[sic]", "[/b]", "[bold]", "%B", "%F{red}", "%{", ":::", "--help", "\x1b]0;x\x07", "\x1b[2J", "\u202e", "\u2066", "\u2028", "\u00a0",
    "\u3000", "\ufeff", "\u200b", "’", "“", "–", "é", "ё", "کشتی", "हिन्दी", "\u0301", "統一", "🙂", "a", "B", "7", "united nations",
)  # fmt: skip

HOSTILE = st.lists(st.sampled_from(RUN + SIGNS), max_size=6).map("".join)
# Texts that can be a value: whatever can stand on a command line.
FITTING = st.lists(st.sampled_from([*filter(is_fit, RUN + SIGNS)]), min_size=1, max_size=6).map("".join)
