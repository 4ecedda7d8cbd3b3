"""The command line: parses, asks the book, and hands the answer to the renderer."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # importing typing takes a while, during which ^C would not be caught
if TYPE_CHECKING:
    from typing import NoReturn

_INTERRUPTED = 130  # ExitCode.INTERRUPTED: its module imports enum, which takes a while too


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    # Nearly all that a command creates lives to its end, so that a search for cycles would free nothing.
    gc.disable()
    try:
        if sys.getfilesystemencoding() != "utf-8" and sys.executable:
            _restart_in_utf8()
        from claimtrack.cli.app import run  # noqa: PLC0415 - loads Typer
        from claimtrack.cli.streams import exit_now  # noqa: PLC0415

        exit_now(run())
    except KeyboardInterrupt:
        os._exit(_INTERRUPTED)


def _restart_in_utf8() -> NoReturn:
    """Run the same command in Python's UTF-8 mode: in an old locale, Python can name no file such as café.toml."""
    from claimtrack.cli.streams import TERMINAL  # noqa: PLC0415 - seldom needed

    options = ["-X", "utf8", "-X", f"{TERMINAL}={sys.stdout.encoding if sys.stdout else 'utf-8'}"]
    os.execv(sys.executable, [sys.executable, *options, *sys.orig_argv[1:]])  # noqa: S606 - the same command
