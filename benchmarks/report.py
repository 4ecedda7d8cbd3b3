"""What was measured, as Markdown: what a user has to know, then ratios with the times of this machine beside them."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING, Final

import peers
from asking import grown
from books import TRIAL
from summary import summary
from tables import met, milliseconds, number, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from books import Bench
    from results import Answers, Context, Memory, Ratio

_RATIO: Final = ("claims", "question", "against", "ratio", "at most", "met", "ms", "ms of the other", "runs")
_BEFORE: Final = ("claims", "question", "after ÷ before", "at most", "met", "ms after", "ms before", "runs")


def markdown(bench: Bench, answers: Answers) -> str:
    """Return all results as one text."""
    return "\n".join(_lines(bench, answers)).rstrip() + "\n"


def _lines(bench: Bench, answers: Answers) -> Iterator[str]:
    yield "# How fast claimtrack is"
    yield ""
    if bench.scale == TRIAL:
        yield "**A trial at tiny sizes, which shows that everything is measured. The figures mean nothing.**"
        yield ""
    yield from summary(answers)
    yield "## How it was measured"
    yield ""
    yield from _how(bench)
    if answers.ratios:
        yield "## What is promised"
        yield ""
        yield from table(_RATIO, map(_ratio, answers.ratios))
    if answers.memory:
        yield "## Memory"
        yield ""
        yield "The peak of the process or of the largest process that it waited for, whichever is larger, in MiB."
        yield ""
        yield from _memory(answers.memory)
    if growth := [ratio for ratio in (grown(bench.scale, each) for each in answers.growth) if ratio]:
        yield "## Growth"
        yield ""
        yield f"The same command on two folders, medians of {len(growth[0].theirs.runs)}. {_GROWN}"
        yield ""
        yield from table(_RATIO, map(_ratio, growth))
    if answers.before:
        yield "## Before and after"
        yield ""
        yield "An older version on the same questions, run alternately with this one. Below 1, this one is faster."
        yield ""
        yield from table(_BEFORE, map(_before, answers.before))
    if answers.context:
        yield "## Beside other programs"
        yield ""
        yield from _CONTEXT
        yield ""
        head = ("claims", "claimtrack", "program", "its time ÷ claimtrack's", "ms", "lines written", "runs")
        yield from table(head, (row for context in answers.context for row in _context(context)))
    if answers.failed:
        yield "## Failed"
        yield ""
        yield from (f"- {each}" for each in dict.fromkeys(answers.failed))


_GROWN: Final = "Ten times the claims may take at most fourteen times as long."
_CONTEXT: Final = (
    "Each is asked for the claims on which one party acts, one in twenty; `git status`, bare Python and the",
    "import of Typer answer nothing, and are there as a measure. Below 1 is faster than claimtrack.",
)


def _how(bench: Bench) -> Iterator[str]:
    scale = bench.scale
    yield (
        f"Whole processes, from start to end, run alternately; medians of {bench.runs} runs unless another number is given. "
        "A ratio compares two programs in the same run, and means the same on any machine. "
        f"The milliseconds are those of one machine: {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}. Claims are generated, seed {bench.seed}."
    )
    yield ""
    yield "- Unless a row says otherwise, a claim has about 2 KB, and parties.toml has 200 parties."
    yield "- *No registry:* the same claims without parties.toml, with parties named as people write them."
    yield f"- *Records of 6 KB:* {scale.long:,} claims with quotes of 300 to 2,000 characters in many scripts."
    yield (
        f"- *FIRST..LAST:* these records in {scale.commits} commits, each of which edits one in a hundred. "
        "*Half added:* the first commit has half of them, and each adds some."
    )
    few, many = scale.voices
    yield f"- *Voices:* 10 claims, on each of which {few:,} or {many:,} people who speak for one party take a position."
    yield ""
    yield from _left_out(bench)
    yield "[index.md](index.md) says where the time goes, and so why a bar is missed."
    yield ""


def _left_out(bench: Bench) -> Iterator[str]:
    if missing := peers.missing(bench):
        yield f"Not on this machine, and so not measured: {', '.join(missing)}."
        yield ""
    present = [peer.name for peer in peers.OTHERS if peer.limited and bench.find(peer.program)]
    if present and max(bench.scale.sizes) > bench.peer_limit:
        yield (
            f"Not tried on more than {bench.peer_limit:,} claims, which take minutes to read in: "
            f"{', '.join(present)} (`--peer-limit`)."
        )
        yield ""


def _ratio(told: Ratio) -> Iterable[str]:
    times = (milliseconds(told.ours), milliseconds(told.theirs))
    ratio = (number(told.ratio), *met(told.ratio, told.bar))
    return (f"{told.size:,}", told.question, told.against, *ratio, *times, str(len(told.ours.runs)))


def _before(told: Ratio) -> Iterable[str]:
    times = (milliseconds(told.ours), milliseconds(told.theirs))
    ratio = (number(told.ratio), *met(told.ratio, told.bar))
    return (f"{told.size:,}", told.question, *ratio, *times, str(len(told.ours.runs)))


def _memory(peaks: list[Memory]) -> Iterator[str]:
    head = ("claims", "question", "peak", "at most", "met", "largest process started")
    compared = any(each.before is not None for each in peaks)
    rows = []
    for each in peaks:
        row = (f"{each.size:,}", each.question, f"{each.peak:.0f}", *met(each.peak, each.bar), _mib(each.child))
        rows.append((*row, _mib(each.before)) if compared else row)
    yield from table((*head, "peak before") if compared else head, rows)


def _mib(peak: float | None) -> str:
    return "–" if peak is None else f"{peak:.0f}"


def _context(told: Context) -> Iterator[Iterable[str]]:
    for name, series in {"claimtrack itself": told.ours, **told.others}.items():
        ratio = number(series.seconds / told.ours.seconds)
        lines = f"{series.runs[-1].lines:,}" if series.runs else "–"
        yield (f"{told.size:,}", told.question, name, ratio, milliseconds(series), lines, str(len(series.runs)))
