"""The command line: parses, asks the catalog, and hands the answer to the renderer."""

from __future__ import annotations

import gc
import os

TYPE_CHECKING = False  # the module typing takes a while to load, in which ^C would not be met
if TYPE_CHECKING:
    from typing import NoReturn

_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    # A command makes thousands of small things that stay to its end: looking for circles among them frees nothing.
    gc.disable()
    try:
        from claimtrack.cli.app import run  # noqa: PLC0415 - loads Typer
        from claimtrack.cli.streams import leave  # noqa: PLC0415

        leave(run())
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)


__all__ = ["main"]
