"""The command line: parses, asks the catalog, and hands the answer to the renderer."""

import gc
import os
import sys
from typing import NoReturn

_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    # A command makes thousands of small things that stay to its end: looking for circles among them frees nothing.
    gc.disable()
    try:
        from claimtrack.cli.guess import foresee  # noqa: PLC0415 - in this order, as each takes its time

        foresee(sys.argv[1:], os.environ)
        from claimtrack.cli.app import run  # noqa: PLC0415 - loads Typer
        from claimtrack.cli.streams import leave  # noqa: PLC0415
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    leave(run())


__all__ = ["main"]
