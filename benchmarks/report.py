"""What was measured, as Markdown: ratios first, with the times of this machine beside them."""

from __future__ import annotations

import math
import os
import platform
from typing import TYPE_CHECKING

import peers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from books import Bench
    from measure import Series
    from questions import Answers, Context, Memory, Ratio


def markdown(bench: Bench, sizes: list[int], answers: Answers) -> str:
    """Give all results as one text."""
    return "\n".join(_lines(bench, sizes, answers)) + "\n"


def _lines(bench: Bench, sizes: list[int], answers: Answers) -> Iterator[str]:
    yield "# How fast claimtrack is"
    yield ""
    yield (
        f"Whole processes, from start to end, by turns; medians of {bench.runs} runs unless another number is given. "
        "A ratio compares two programs in the same run, and means the same on any machine. "
        f"The milliseconds are those of one machine: {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}. Generated claims of about 2 KB, seed {bench.seed}."
    )
    yield ""
    yield from _left_out(bench, sizes)
    yield "Where the time goes, and so why a bar is missed, is told in [index.md](index.md)."
    yield ""
    yield "## What is promised"
    yield ""
    head = ("claims", "question", "against", "ratio", "at most", "met", "ms", "ms of the other", "runs")
    yield from _table(head, map(_ratio, answers.ratios))
    if answers.memory:
        yield "## Memory"
        yield ""
        yield "The peak of the process or of the largest process that it waited for, whichever is larger, in MiB."
        yield ""
        head = ("claims", "question", "peak", "at most", "met", "largest process started")
        yield from _table(head, map(_memory, answers.memory))
    yield "## Beside other programs"
    yield ""
    yield "Each is asked for the claims on which one party acts, one in twenty; `git status`, bare Python and the"
    yield "import of Typer answer nothing, and are there as a measure. Below 1 is faster than claimtrack."
    yield ""
    head = ("claims", "claimtrack", "program", "its time ÷ claimtrack's", "ms", "lines written", "runs")
    yield from _table(head, (row for context in answers.context for row in _context(context)))
    if answers.growth:
        yield "## Growth"
        yield ""
        yield f"The same command on two folders, medians of {min(bench.runs, 3)}. At most as much as the folder grew."
        yield ""
        head = ("claims", "command", "against", "ratio", "at most", "met", "ms", "ms of the other", "runs")
        yield from _table(head, map(_ratio, answers.growth))
    if answers.failed:
        yield "## Failed"
        yield ""
        yield from (f"- {each}" for each in dict.fromkeys(answers.failed))


def _left_out(bench: Bench, sizes: list[int]) -> Iterator[str]:
    if missing := peers.missing(bench):
        yield f"Not on this machine, and so not measured: {', '.join(missing)}."
        yield ""
    present = [peer.name for peer in peers.OTHERS if peer.limited and bench.find(peer.program)]
    if present and max(sizes) > bench.peer_limit:
        yield (
            f"Not tried on more than {bench.peer_limit:,} claims, which take minutes to read in: "
            f"{', '.join(present)} (`--peer-limit`)."
        )
        yield ""


def _ratio(told: Ratio) -> Iterable[str]:
    met = "–" if told.bar is None else _met(told.ratio, told.bar)
    bar = "–" if told.bar is None else f"{told.bar:g}"
    times = (_ms(told.ours), _ms(told.theirs))
    return (
        f"{told.size:,}",
        told.question,
        told.against,
        _number(told.ratio),
        bar,
        met,
        *times,
        _runs(told.ours),
    )


def _memory(told: Memory) -> Iterable[str]:
    met = "–" if told.bar is None else _met(told.peak, told.bar)
    child = "–" if told.child is None else f"{told.child:.0f}"
    return (f"{told.size:,}", told.question, f"{told.peak:.0f}", f"{told.bar or '–'}", met, child)


def _context(told: Context) -> Iterator[Iterable[str]]:
    for name, series in {"claimtrack itself": told.ours, **told.others}.items():
        ratio = _number(series.seconds / told.ours.seconds)
        lines = f"{series.runs[-1].lines:,}" if series.runs else "–"
        yield (f"{told.size:,}", told.question, name, ratio, _ms(series), lines, _runs(series))


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _met(number: float, bar: float) -> str:
    return "no" if math.isnan(number) or number > bar else "yes"


def _number(number: float) -> str:
    return "failed" if math.isnan(number) else f"{number:.2f}"


def _ms(series: Series) -> str:
    return f"{series.seconds * 1000:,.0f}" if series.runs else "–"


def _runs(series: Series) -> str:
    return str(len(series.runs))
