"""What is asked of each size of folder, against what, and which ratio would be good enough."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

import peers
from books import COLD, WARM
from generate import PARTY
from measure import FailedError, Program, Series, alternate, memory

if TYPE_CHECKING:
    from books import Bench, Book

MIDDLING, LARGE = 1_000, 50_000  # from so many claims on, a folder is asked other questions
_MIB: Final = 1 << 20
_SETTLED: Final = 2.5  # seconds after which a changed file is no longer too new for its time stamp to be trusted
_FEW: Final = 3  # runs, where each takes long and nothing is promised
_TYPER: Final = "import typer"
_PARTY: Final = ("list", "--party", PARTY)


class Ratio(NamedTuple):
    """The time of one program divided by that of another; `bar` is what it must not exceed, if that is set."""

    size: int
    question: str
    against: str
    ours: Series
    theirs: Series
    bar: float | None

    @property
    def ratio(self) -> float:
        """The ratio of the medians; not a number if either failed."""
        return self.ours.seconds / self.theirs.seconds


class Memory(NamedTuple):
    """Peak memory in MiB, of which `child` is that of the largest process started, where that is known."""

    size: int
    question: str
    peak: float
    child: float | None
    bar: float | None


class Context(NamedTuple):
    """One question to all programs: the time of each, with ours as the measure of it."""

    size: int
    question: str
    ours: Series
    others: dict[str, Series]


class Answers(NamedTuple):
    """All that was measured."""

    ratios: list[Ratio]
    memory: list[Memory]
    context: list[Context]
    growth: list[Ratio]
    failed: list[str]


def ask_small(bench: Bench, book: Book, answers: Answers) -> None:
    """Ask what starting costs: a list, a claim and a table, against the import of Typer."""
    table = bench.ours(book, "list", name="list, on a terminal")._replace(terminal=True)
    time.sleep(_SETTLED)
    programs = [bench.python(_TYPER, "-c", _TYPER), *_asked(bench, book), table]
    taken = alternate(programs, bench.runs)
    for program, bar in zip(programs[1:], (1.35, 1.35, 2.0), strict=True):
        _add(answers, Ratio(book.size, program.name, _TYPER, taken[program.name], taken[_TYPER], bar))
    _ask_others(bench, book, answers, "list", _asked(bench, book)[0], bench.runs)


def ask_middling(bench: Bench, book: Book, answers: Answers) -> None:
    """Ask a filter, warm and cold."""
    _ask_filter(bench, book, answers, warm=2.6, cold=0.7)
    _ask_others(bench, book, answers, " ".join(_PARTY), bench.ours(book, *_PARTY), bench.runs)


def ask_large(bench: Bench, book: Book, small: Book, answers: Answers) -> None:
    """Ask a filter, warm, cold and after an edit, one claim, and how much memory that takes."""
    _ask_filter(bench, book, answers, warm=1.4, cold=0.7)
    _ask_edited(bench, book, answers)
    shown = [_asked(bench, each)[1]._replace(name=f"show, {each.size:,}") for each in (small, book)]
    taken = alternate(shown, bench.runs)
    at_small, at_large = (taken[each.name] for each in shown)
    _add(answers, Ratio(book.size, "show ID", f"itself at {small.size:,}", at_large, at_small, 1.3))
    _ask_memory(bench, book, answers)
    _ask_others(bench, book, answers, " ".join(_PARTY), bench.ours(book, *_PARTY), min(bench.runs, _FEW))


def ask_growth(bench: Bench, smaller: Book, larger: Book, answers: Answers) -> None:
    """Ask every command that reads, on two folders: time may grow as the folder does, and no faster."""
    for args in _READING:
        two = [
            bench.ours(each, *(each.shown if arg == "ID" else arg for arg in args), name=f"{each.size}")
            for each in (smaller, larger)
        ]
        taken = alternate(two, min(bench.runs, _FEW), warm_up=False)
        at_smaller, at_larger = (taken[each.name] for each in two)
        grown = larger.size / smaller.size
        asked = " ".join(args)
        answers.growth.append(Ratio(larger.size, asked, f"itself at {smaller.size:,}", at_larger, at_smaller, grown))
        answers.failed.extend(f"{asked}, {each.failed}" for each in (at_smaller, at_larger) if each.failed)


_READING: Final = (
    ("list",),
    ("list", "--search", "photographs"),
    ("list", "--status", "disputed"),
    ("list", "--as-of", "2023-06-30"),
    _PARTY,
    ("show", "ID"),
    ("diff", "tavena", "belkara"),
    ("matrix",),
    ("shifts",),
    ("contradictions",),
    ("parties",),
    ("sources",),
    ("topics",),
)


def _asked(bench: Bench, book: Book) -> list[Program]:
    return [bench.ours(book, "list"), bench.ours(book, "show", book.shown, name="show ID")]


def _ask_filter(bench: Bench, book: Book, answers: Answers, *, warm: float, cold: float) -> None:
    asked = " ".join(_PARTY)
    quick = peers.programs(bench, book, (peers.RIPGREP, peers.GIT))
    bare = [bench.python("python -c pass", "-c", "pass"), bench.python(_TYPER, "-c", _TYPER)]
    time.sleep(_SETTLED)
    taken = alternate([bench.ours(book, *_PARTY), *quick, *bare], bench.runs)
    ours = taken.pop(asked)
    if "rg -l" in taken:
        _add(answers, Ratio(book.size, f"{asked}, warm", "rg -l", ours, taken["rg -l"], warm))
    _context(answers, Context(book.size, f"{asked}, warm", ours, taken))
    first = bench.ours(book, *_PARTY, cache=COLD)._replace(before=lambda: book.forget(COLD))
    loop = bench.script("parse_loop.py", book.claims)
    taken = alternate([first, loop], bench.runs)
    _add(answers, Ratio(book.size, f"{asked}, cold", "parse_loop.py", taken[asked], taken[loop.name], cold))


def _ask_edited(bench: Bench, book: Book, answers: Answers) -> None:
    asked = bench.ours(book, *_PARTY)
    path = book.a_file()
    with open(path, "rb") as file:
        before = file.read()

    def settle() -> None:
        time.sleep(_SETTLED)
        alternate([asked], 1, warm_up=False)

    def edit() -> None:
        with open(path, "ab") as file:
            file.write(b"# edited\n")

    warm = asked._replace(name="unchanged", before=settle)
    edited = asked._replace(name="edited", before=edit)
    try:
        taken = alternate([warm, edited], bench.runs)
    finally:
        with open(path, "wb") as file:
            file.write(before)
    question = f"{asked.name}, one file edited"
    _add(answers, Ratio(book.size, question, "itself, warm", taken["edited"], taken["unchanged"], 1.25))
    settle()


def _ask_memory(bench: Bench, book: Book, answers: Answers) -> None:
    for cache, bar in ((WARM, 96), (COLD, 400)):
        if cache == COLD:
            book.forget(COLD)
        asked = bench.ours(book, *_PARTY, cache=cache)
        try:
            ran, child = memory(asked)
        except FailedError as error:
            answers.failed.append(f"{book.size:,} claims, memory, {cache}: {error}")
            continue
        name = f"{asked.name}, {cache}"
        answers.memory.append(Memory(book.size, name, ran.peak / _MIB, child / _MIB if child else None, bar))


def _ask_others(bench: Bench, book: Book, answers: Answers, name: str, ours: Program, runs: int) -> None:
    """Ask the programs that need the folder in a form of their own, and the script that needs nothing."""
    naive = bench.script("naive.py", book.claims, PARTY)
    small = peers.programs(bench, book, (peers.RIPGREP, peers.GIT)) if book.size < MIDDLING else []
    others = [*small, *peers.programs(bench, book, peers.OTHERS)]
    bare = [bench.python("python -c pass", "-c", "pass")] if book.size < MIDDLING else []
    taken = alternate([ours, naive, *others, *bare], runs)
    _context(answers, Context(book.size, name, taken.pop(ours.name), taken))


def _add(answers: Answers, ratio: Ratio) -> None:
    answers.ratios.append(ratio)
    told = dict.fromkeys(each.failed for each in (ratio.ours, ratio.theirs) if each.failed)
    answers.failed.extend(f"{ratio.size:,} claims, {ratio.question}: {each}" for each in told)


def _context(answers: Answers, context: Context) -> None:
    answers.context.append(context)
    all_of_them = (context.ours, *context.others.values())
    answers.failed.extend(f"{context.size:,} claims: {each.failed}" for each in all_of_them if each.failed)
