"""A progress bar on stderr, for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from types import TracebackType

_PATIENCE: Final = 1.0  # seconds that pass before anything is shown


class Bar:
    """Shows how far something has come; shows nothing if it is done within a second."""

    def __init__(self, what: str) -> None:
        """Start the clock."""
        self._what = what
        self._begun = time.monotonic()
        self._progress: Progress | None = None

    def __call__(self, done: int, of: int) -> None:
        """Tell how many are done, and of how many."""
        if self._progress is None:
            if time.monotonic() - self._begun < _PATIENCE:
                return
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            self._progress = Progress(*columns, console=Console(file=sys.stderr), transient=True)
            self._progress.add_task(self._what, total=of)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], completed=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
