"""What is measured: ratios of two programs, peak memory, growth, and an older version beside this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from measure import Series


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
    """Peak memory in MiB.

    Attributes:
        size: the number of claims.
        question: what was asked.
        peak: the peak of the largest process.
        child: that of the largest process started, where that is known.
        bar: what the peak must not exceed.
        before: the peak of the older version, if one was measured.
    """

    size: int
    question: str
    peak: float
    child: float | None
    bar: float
    before: float | None = None


class Context(NamedTuple):
    """One question to all programs: the time of each, with ours as the measure of it."""

    size: int
    question: str
    ours: Series
    others: dict[str, Series]


class Growth(NamedTuple):
    """One command on folders of several sizes."""

    question: str
    by_size: dict[int, Series]


class Answers(NamedTuple):
    """All that was measured."""

    ratios: list[Ratio]
    memory: list[Memory]
    context: list[Context]
    growth: list[Growth]
    before: list[Ratio]
    failed: list[str]

    def fail(self, where: str, series: Iterable[Series]) -> None:
        """Keep why programs failed, each reason once."""
        self.failed.extend(f"{where}: {why}" for why in dict.fromkeys(each.failed for each in series if each.failed))
