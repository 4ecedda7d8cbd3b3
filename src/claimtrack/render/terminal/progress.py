"""A progress bar on stderr."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class Bar:
    """A bar that says how many are done; it leaves nothing on the screen."""

    def __init__(self, what: str, total: int) -> None:
        """Show the bar."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, console=Console(file=sys.stderr), transient=True)
        self._task = self._progress.add_task(what, total=total)
        self._progress.start()

    def update(self, done: int) -> None:
        """Show how many are done."""
        self._progress.update(self._task, completed=done)

    def close(self) -> None:
        """Take the bar off the screen."""
        self._progress.stop()
