"""What a user has to know: up to which size of folder each command answers at once, from what was measured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from questions import COLD_LABEL, TYPER
from tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from results import Answers, Growth

INSTANT, SHORT = 0.1, 1.0
"""Seconds: an answer within the first feels instant; one within the second does not interrupt a thought."""

_MORE: Final = math.inf


def summary(answers: Answers) -> Iterator[str]:
    """Return the first lines of the page; none if no command was measured at several sizes."""
    growth = [each for each in answers.growth if not any(math.isnan(s.seconds) for s in each.by_size.values())]
    if not growth:
        return
    times = {each.question: _seconds(each) for each in growth}
    largest = max(max(by_size) for by_size in times.values())
    yield from _in_words(times, answers)
    yield ""
    yield (
        f"An answer within {INSTANT:g} s feels instant. Sizes between those measured are interpolated, and rounded down. "
        "The index is up to date, as it is after the first question."
    )
    yield ""
    head = ("command", f"within {INSTANT:g} s up to", f"within {SHORT:g} s up to", f"at {largest:,} claims")
    rows = (
        (f"`{question}`", _size(by_size, INSTANT), _size(by_size, SHORT), _duration(by_size[largest]))
        for question, by_size in sorted(times.items(), key=lambda item: item[1][largest])
    )
    yield from table(head, rows)


def _in_words(times: dict[str, dict[int, float]], answers: Answers) -> Iterator[str]:
    reach = {question: reached(by_size, SHORT) for question, by_size in times.items()}
    least = min(reach.values())
    largest = max(max(by_size) for by_size in times.values())
    if least == _MORE:
        yield f"**Every command measured answers within a second, up to {largest:,} claims, the most that were tried.**"
    elif least > 0:
        yield f"**Up to {least:,.0f} claims, every command measured answers within a second.**"
    if slow := [f"`{question}`" for question, size in reach.items() if size != _MORE]:
        yield f"At {largest:,} claims, these take longer: {', '.join(slow)}."
    cold = {ratio.size: ratio.ours.seconds for ratio in answers.ratios if ratio.question == COLD_LABEL}
    if told := [f"{_duration(each)} at {size:,} claims" for size, each in sorted(cold.items()) if not math.isnan(each)]:
        yield f"The first question about a folder reads every file, and builds the index: {', '.join(told)}."
    starts = [ratio.theirs.seconds for ratio in answers.ratios if ratio.against == TYPER and ratio.theirs.runs]
    if starts:
        yield f"Of each answer, {_duration(min(starts))} is the start of Python and of Typer."


def reached(by_size: Mapping[int, float], limit: float) -> float:
    """Return up to how many claims a command stays within a limit of seconds.

    Between two sizes measured, time is taken to grow evenly, and the result is rounded down to one digit. It is zero
    if not even the smallest folder was within the limit, and infinite if the largest was.
    """
    within = 0
    for size in sorted(by_size):
        if by_size[size] > limit:
            if not within:
                return 0
            share = (limit - by_size[within]) / (by_size[size] - by_size[within])
            exact = within + share * (size - within)
            unit = 10.0 ** math.floor(math.log10(exact))
            return max(within, math.floor(exact / unit) * unit)
        within = size
    return _MORE


def _size(by_size: dict[int, float], limit: float) -> str:
    size = reached(by_size, limit)
    return (
        f"more than {max(by_size):,}" if size == _MORE else f"{size:,.0f}" if size else f"fewer than {min(by_size):,}"
    )


def _seconds(growth: Growth) -> dict[int, float]:
    return {size: series.seconds for size, series in growth.by_size.items()}


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds < 1 else f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
