"""Ask the questions, and keep what was measured."""

from __future__ import annotations

import shlex
import sys
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import peers
from books import COLD, DEFAULT, SETTLED, claimtrack, has_command
from measure import FailedError, Program, Series, alternate, memory, run
from questions import (
    COMPARISONS,
    EDITED,
    GIT_DIFF,
    GROWN,
    LARGE,
    MIDDLING,
    OTHERS,
    PARSE_LOOP,
    PARTY_ASK,
    PEAKS,
    READING,
    RIPGREP,
    SMALL,
    SPECIAL,
    TYPER,
    Ask,
    bar_before,
)
from results import Answers, Context, Growth, Memory, Ratio

if TYPE_CHECKING:
    from books import Bench, Book, Scale
    from questions import Comparison, Peak, Reading

_MIB: Final = 1 << 20
_FEW: Final = 3  # runs, where each takes long


class Asker(NamedTuple):
    """Ask those questions that were chosen.

    Attributes:
        bench: what all questions share.
        names: the names of the questions to ask.
        answers: where results are kept.
        began: when measuring began.
    """

    bench: Bench
    names: frozenset[str]
    answers: Answers
    began: float

    def ask_all(self) -> Answers:
        """Ask every question that the sizes are large enough for, the small ones first."""
        scale = self.bench.scale
        for size in scale.sizes:
            self._ask_at(role(scale, size), size)
        if any(role(scale, size) != SMALL for size in scale.sizes):
            self._ask_at(SPECIAL, 0)
        for reading in READING:
            if reading.name in self.names and has_command(claimtrack(), reading.args[0]):
                self._say("growth", reading.name)
                self._ask_growth(reading)
        self._say("done", "")
        return self.answers

    def _ask_at(self, at: str, size: int) -> None:
        where = f"{size:,} claims" if size else "special books"
        for comparison in COMPARISONS:
            if comparison.name in self.names and at in comparison.bars:
                self._say(where, comparison.name)
                self._compare(comparison, at, size)
        if at == LARGE:
            for peak in PEAKS:
                if peak.name in self.names:
                    self._say(where, peak.name)
                    self._measure_peak(peak, size)
            if EDITED in self.names:
                self._say(where, EDITED)
                self._ask_edited(self.bench.book(DEFAULT, size))
        if OTHERS in self.names and at != SPECIAL:
            self._say(where, OTHERS)
            self._ask_others(self.bench.book(DEFAULT, size))

    def _say(self, where: str, what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - self.began:6.0f} s  {where}  {what}\n")

    def _compare(self, comparison: Comparison, at: str, size: int) -> None:
        against = comparison.against
        if isinstance(against, str) and against in _NEEDED and not self.bench.find(_NEEDED[against]):
            return
        book = self._book(comparison.ours, size)
        ours, older = self._programs(comparison.ours, book)
        if isinstance(against, str):
            theirs = _other(self.bench, book, against)
        else:
            theirs = self._programs(against, self._book(against, size))[0]
        taken = alternate([ours, theirs, *([older] if older else [])], self.bench.runs)
        bar = comparison.bars[at]
        ratio = Ratio(book.size, ours.name, theirs.name, taken[ours.name], taken[theirs.name], bar)
        self.answers.ratios.append(ratio)
        self.answers.fail(f"{book.size:,} claims", taken.values())
        if older:
            self._keep_before(book.size, at, ours, taken[ours.name], taken[older.name])

    def _measure_peak(self, peak: Peak, size: int) -> None:
        book = self._book(peak.ours, size)
        ours, older = self._programs(peak.ours, book)
        try:
            after, child = _peak(peak.ours, ours)
            before = _peak(peak.ours, older)[0] if older else None
        except FailedError as error:
            self.answers.failed.append(f"{book.size:,} claims, memory: {error}")
            return
        self.answers.memory.append(Memory(book.size, ours.name, after, child, peak.bar, before))

    def _ask_growth(self, reading: Reading) -> None:
        """Ask one command at every size by turns."""
        ask = Ask(reading.args)
        programs: dict[int, tuple[Program, Program | None]] = {}
        for size in self.bench.scale.sizes:
            ours, older = self._programs(ask, self.bench.book(DEFAULT, size))
            programs[size] = (
                ours._replace(name=f"at {size}"),
                older._replace(name=f"at {size}, before") if older else None,
            )
        everything = [program for pair in programs.values() for program in pair if program]
        taken = alternate(everything, min(self.bench.runs, _FEW))
        asked = shlex.join(reading.args)
        self.answers.growth.append(Growth(asked, {size: taken[ours.name] for size, (ours, _) in programs.items()}))
        self.answers.fail(asked, taken.values())
        for size, (ours, older) in programs.items():
            if older:
                at = role(self.bench.scale, size)
                self._keep_before(size, at, ours._replace(name=asked), taken[ours.name], taken[older.name])

    def _keep_before(self, size: int, at: str, ours: Program, after: Series, before: Series) -> None:
        """Keep the times of both versions, unless another question has asked the same."""
        if any((each.size, each.question) == (size, ours.name) for each in self.answers.before):
            return
        bar = bar_before(ours.name, at)
        self.answers.before.append(Ratio(size, ours.name, "the older version", after, before, bar))

    def _ask_edited(self, book: Book) -> None:
        """Ask a filter after one file was edited, against the same when nothing was."""
        asked = self.bench.ours(book, *PARTY_ASK.args)
        path = book.a_file()
        with open(path, "rb") as file:
            content = file.read()

        def settle() -> None:
            time.sleep(SETTLED)
            alternate([asked], 1, warm_up=False)

        def edit() -> None:
            with open(path, "ab") as opened:
                opened.write(b"# edited\n")

        warm = asked._replace(name="unchanged", before=settle)
        edited = asked._replace(name="edited", before=edit)
        try:
            taken = alternate([warm, edited], self.bench.runs)
        finally:
            with open(path, "wb") as restored:
                restored.write(content)
        question = f"{asked.name}, one file edited"
        after, before = taken["edited"], taken["unchanged"]
        self.answers.ratios.append(Ratio(book.size, question, "itself, warm", after, before, 1.25))
        self.answers.fail(f"{book.size:,} claims, {question}", taken.values())
        settle()

    def _ask_others(self, book: Book) -> None:
        """Ask the programs of others: those that are quick, and those that read or convert the whole folder."""
        small = role(self.bench.scale, book.size) == SMALL
        asked = self.bench.ours(book, *(("list",) if small else PARTY_ASK.args))
        quick = peers.programs(self.bench, book, (peers.RIPGREP, peers.GIT))
        bare = [self.bench.python("python -c pass", "-c", "pass"), _other(self.bench, book, TYPER)]
        naive = self.bench.script("naive.py", book.claims, PARTY_ASK.args[-1])
        slow = [naive, *peers.programs(self.bench, book, peers.OTHERS)]
        runs = self.bench.runs if role(self.bench.scale, book.size) != LARGE else min(self.bench.runs, _FEW)
        for others, times in (([*quick, *bare], self.bench.runs), (slow, runs)):
            taken = alternate([asked, *others], times)
            self.answers.fail(f"{book.size:,} claims", taken.values())
            self.answers.context.append(Context(book.size, asked.name, taken.pop(asked.name), taken))

    def _book(self, ask: Ask, size: int) -> Book:
        return self.bench.book(ask.kind, ask.sized(self.bench.scale) if ask.sized else size)

    def _programs(self, ask: Ask, book: Book) -> tuple[Program, Program | None]:
        """Return this version with a question, and the older one, if there is one that knows the command."""
        args = [book.shown if each == "ID" else each for each in ask.args]
        count = ask.sized(self.bench.scale) if ask.sized else book.size
        name = (ask.label or shlex.join(ask.args)).format(count=f"{count:,}")
        ours = self.bench.ours(book, *args, name=name, cache=ask.cache)._replace(terminal=ask.terminal)
        older = self.bench.before(book, *args, name=name, cache=ask.cache)
        return ours, older and older._replace(terminal=ask.terminal)


_NEEDED: Final = {RIPGREP: peers.RIPGREP.program, GIT_DIFF: peers.GIT_DIFF.program}


def role(scale: Scale, size: int) -> str:
    """Return what a folder of so many claims is asked: SMALL, MIDDLING or LARGE."""
    return SMALL if size < scale.middling else MIDDLING if size < scale.large else LARGE


def grown(scale: Scale, growth: Growth) -> Ratio | None:
    """Return how much longer a command took on the larger of the two largest folders, if two are large enough."""
    sizes = sorted(size for size in growth.by_size if role(scale, size) != SMALL)[-2:]
    if len(sizes) < 2:
        return None
    smaller, larger = sizes
    bar = GROWN * larger / smaller
    series = growth.by_size
    return Ratio(larger, growth.question, f"itself at {smaller:,}", series[larger], series[smaller], bar)


def _peak(ask: Ask, program: Program) -> tuple[float, float | None]:
    """Return the peak memory in MiB, and that of the largest process started; a warm cache is filled before."""
    if ask.cache != COLD:
        run(program)
    ran, child = memory(program)
    return ran.peak / _MIB, child / _MIB if child else None


def _other(bench: Bench, book: Book, name: str) -> Program:
    """Return a program of others, which is on this machine, with its question."""
    if name == TYPER:
        return bench.python(TYPER, "-c", TYPER)
    if name == PARSE_LOOP:
        return bench.script(PARSE_LOOP, book.claims)
    return peers.programs(bench, book, (peers.RIPGREP if name == RIPGREP else peers.GIT_DIFF,))[0]
