"""What is asked of each size of folder, against what, and which ratio or peak would be good enough."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final, NamedTuple

from books import COLD, DEFAULT, EDITING, GROWING, LONG, UNREGISTERED, VOICES, WARM
from generate import PARTY
from history import FIRST, LAST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from books import Scale

SMALL, MIDDLING, LARGE, SPECIAL = "small", "middling", "large", "special"
"""What a folder is asked by its size; a special book has a size of its own, and is asked once."""

TYPER, RIPGREP, PARSE_LOOP, GIT_DIFF = "import typer", "rg -l", "parse_loop.py", "git diff --stat"
"""Programs of others that one question is compared with."""

GROWN: Final = 1.4  # times as much as the folder grew: at most that is how much longer a command may take


class Ask(NamedTuple):
    """A command of claimtrack, and the book that it is given.

    Attributes:
        args: the command; `ID` stands for the id of a claim.
        label: what the results call it, else the command; `{count}` stands for the size of the book.
        kind: the kind of book.
        sized: returns the size of the book, where that is not the size which is being measured.
        cache: WARM or COLD.
        terminal: whether it writes to a terminal.
    """

    args: tuple[str, ...]
    label: str = ""
    kind: str = DEFAULT
    sized: Callable[[Scale], int] | None = None
    cache: str = WARM
    terminal: bool = False


def _long(scale: Scale) -> int:
    return scale.long


def _smallest(scale: Scale) -> int:
    return min(scale.sizes)


def _few(scale: Scale) -> int:
    return scale.voices[0]


def _many(scale: Scale) -> int:
    return scale.voices[1]


class Comparison(NamedTuple):
    """A command against another one, or against a program of others; `bars` has the highest ratio for each size."""

    name: str
    ours: Ask
    against: Ask | str
    bars: Mapping[str, float | None]


class Peak(NamedTuple):
    """The peak memory of a command on a large folder; `bar` in MiB."""

    name: str
    ours: Ask
    bar: float


class Reading(NamedTuple):
    """A command that reads the whole folder or one claim, asked at every size."""

    name: str
    args: tuple[str, ...]


_PARTY: Final = ("list", "--party", PARTY)
PARTY_ASK: Final = Ask(_PARTY)
_BARE: Final = " ".join(_PARTY)
COLD_LABEL: Final = f"{_BARE}, cold"
_LIST, _SHOW = Ask(("list",)), Ask(("show", "ID"))
_CHANGES: Final = ("changes", f"{FIRST}..{LAST}")
_NAMED: Final = Ask(_PARTY, f"{_BARE}, no registry", UNREGISTERED)

COMPARISONS: Final = (
    Comparison("help", Ask(("--help",)), TYPER, {SMALL: 2.8}),
    Comparison("list", _LIST, TYPER, {SMALL: 1.35}),
    Comparison("show", _SHOW, TYPER, {SMALL: 1.35}),
    Comparison("table", Ask(("list",), "list, on a terminal", terminal=True), TYPER, {SMALL: 2.0}),
    Comparison("check-small", Ask(("check",)), TYPER, {SMALL: None}),
    Comparison("party", Ask(_PARTY, f"{_BARE}, warm"), RIPGREP, {MIDDLING: 2.6, LARGE: 1.4}),
    Comparison("cold", Ask(_PARTY, COLD_LABEL, cache=COLD), PARSE_LOOP, {MIDDLING: 0.8, LARGE: 0.8}),
    Comparison(
        "cold-long", Ask(("list",), "list, records of 6 KB, cold", LONG, _long, COLD), PARSE_LOOP, {SPECIAL: 0.8}
    ),
    Comparison("check", Ask(("check",), "check, warm"), _LIST, {MIDDLING: 3}),
    Comparison("json", Ask(("list", "--json")), _LIST, {LARGE: 3}),
    Comparison("show-large", _SHOW, Ask(("show", "ID"), "show ID at {count}", sized=_smallest), {LARGE: 1.3}),
    Comparison(
        "names-json",
        Ask((*_PARTY, "--json"), f"{_BARE} --json, no registry", UNREGISTERED),
        _NAMED,
        {MIDDLING: 1.5, LARGE: 1.5},
    ),
    Comparison("names-parties", Ask(("parties",), "parties, no registry", UNREGISTERED), _NAMED, {LARGE: 3}),
    Comparison(
        "names-matrix",
        Ask(("matrix", "Tavena", "Belkara"), "matrix A B, no registry", UNREGISTERED),
        _NAMED,
        {LARGE: 3},
    ),
    Comparison(
        "voices",
        Ask(("shifts",), "shifts, {count} voices", VOICES, _many),
        Ask(("shifts",), "shifts, {count} voices", VOICES, _few),
        {SPECIAL: 5},
    ),
    Comparison("changes", Ask(_CHANGES, "changes FIRST..LAST, half added", GROWING, _long), GIT_DIFF, {SPECIAL: 8}),
    Comparison("changes-edits", Ask(_CHANGES, "changes FIRST..LAST, edits", EDITING, _long), GIT_DIFF, {SPECIAL: 8}),
)

PEAKS: Final = (
    Peak("memory-party", Ask(_PARTY, f"{_BARE}, warm"), 96),
    Peak("memory-party-cold", Ask(_PARTY, COLD_LABEL, cache=COLD), 400),
    Peak("memory-json", Ask(("list", "--json")), 200),
    Peak("memory-check", Ask(("check",), "check, warm"), 400),
    Peak("memory-check-cold", Ask(("check",), "check, cold", cache=COLD), 400),
    Peak("memory-shifts", Ask(("shifts",)), 200),
    Peak("memory-sources", Ask(("sources",)), 200),
)

READING: Final = (
    Reading("growth-list", ("list",)),
    Reading("growth-json", ("list", "--json")),
    Reading("growth-search", ("list", "--search", "photographs")),
    Reading("growth-status", ("list", "--status", "disputed")),
    Reading("growth-as-of", ("list", "--as-of", "2023-06-30")),
    Reading("growth-source", ("list", "--source", "Basin Herald")),
    Reading("growth-party", _PARTY),
    Reading("growth-show", ("show", "ID")),
    Reading("growth-positions", ("positions",)),
    Reading("growth-diff", ("diff", "tavena", "belkara")),
    Reading("growth-matrix", ("matrix",)),
    Reading("growth-shifts", ("shifts",)),
    Reading("growth-contradictions", ("contradictions",)),
    Reading("growth-parties", ("parties",)),
    Reading("growth-sources", ("sources",)),
    Reading("growth-topics", ("topics",)),
    Reading("growth-check", ("check",)),
)

EDITED, OTHERS = "edited", "others"
"""The names of two questions of another form: after one edit, and beside other programs."""

NAMES: Final = (*(each.name for group in (COMPARISONS, PEAKS, READING) for each in group), EDITED, OTHERS)

_NO_SLOWER: Final = 1.1
_BEFORE: Final = dict.fromkeys(
    ("list", "list --status disputed", _BARE, f"{_BARE}, warm", COLD_LABEL, "show ID"), _NO_SLOWER
)
_BEFORE_LARGE: Final = {"shifts": 0.5, "sources": 0.5}


def bar_before(label: str, role: str) -> float | None:
    """Return the highest ratio of this version's time to the older one's, if one is set."""
    return _BEFORE.get(label) or (_BEFORE_LARGE.get(label) if role == LARGE else None)


def chosen(patterns: Sequence[str]) -> Iterator[str]:
    """Return the names of the questions that some pattern fits; all of them if there is no pattern.

    Raises:
        ValueError: a pattern fits no name.
    """
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in NAMES):
            raise ValueError(f"no question {pattern!r}; the questions are {', '.join(NAMES)}")
    return (name for name in NAMES if not patterns or any(fnmatchcase(name, pattern) for pattern in patterns))
