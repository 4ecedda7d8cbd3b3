"""The command line: parses, asks the book, and hands the answer to the renderer."""

from __future__ import annotations

import gc
import os

TYPE_CHECKING = False  # importing typing takes a while, during which ^C would not be caught
if TYPE_CHECKING:
    from typing import NoReturn

_INTERRUPTED = 130  # ExitCode.INTERRUPTED: its module imports enum, which takes a while too


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    # Nearly all that a command creates lives to its end, so that a search for cycles would free nothing.
    gc.disable()
    try:
        from claimtrack.cli.app import run  # noqa: PLC0415 - loads Typer
        from claimtrack.cli.streams import exit_now  # noqa: PLC0415

        exit_now(run())
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
