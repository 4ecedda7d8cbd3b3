"""A progress bar that costs nothing until it is needed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from claimtrack.render.terminal.progress import Bar

_PATIENCE: Final = 1.0  # seconds that pass before anything is shown


class Watch:
    """Shows on a terminal how far something has come, once it has taken longer than a second."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = time.monotonic()
        self._bar: Bar | None = None

    def __call__(self, done: int, of: int) -> None:
        """Tell how many are done, and of how many."""
        if self._bar is None:
            if time.monotonic() - self._begun < _PATIENCE or done >= of:
                return
            from claimtrack.render.terminal.progress import Bar  # noqa: PLC0415 - rich, for a terminal only

            self._bar = Bar(self._what).__enter__()
        self._bar(done, of)
        if done >= of:
            self._bar.__exit__(None, None, None)
            self._bar = None
