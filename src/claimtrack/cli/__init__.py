"""The command line: parses, asks the catalog, and hands the answer to the renderer."""

import gc
import os
import sys
from typing import NoReturn

# A command makes thousands of small things and ends: looking for circles among them costs more than it frees.
gc.set_threshold(100_000, 20, 20)

_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    try:
        from claimtrack.cli.guess import foresee  # noqa: PLC0415 - in this order, as each takes its time

        foresee(sys.argv[1:], os.environ)
        from claimtrack.cli.app import run  # noqa: PLC0415 - loads Typer
        from claimtrack.cli.streams import leave  # noqa: PLC0415
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    leave(run())


__all__ = ["main"]
