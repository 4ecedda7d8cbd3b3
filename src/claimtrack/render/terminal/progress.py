"""Progress on stderr, for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import rich.progress

_PATIENCE: Final = 1.0  # seconds before a bar is shown


class Progress:
    """Shows how much is done in a bar, once the work has taken longer than a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._bar: rich.progress.Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many are done, and of how many."""
        if self._bar is None:
            if done >= total or time.monotonic() - self._start < _PATIENCE:
                return
            from rich.console import Console  # noqa: PLC0415 - slow to import, and seldom needed
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._bar = Progress(*columns, console=Console(file=sys.stderr), transient=True)
            self._bar.add_task(self._what, total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)

    def close(self) -> None:
        """Take the bar off the screen, if there is one."""
        if self._bar is not None:
            self._bar.stop()
