"""The command line: parses, asks the catalog, and hands the answer to the renderer."""

import gc

# A command makes thousands of small things and ends: looking for circles among them costs more than it frees.
gc.set_threshold(100_000, 20, 20)

from claimtrack.cli.app import main  # noqa: E402 - what it imports is the first to gain

__all__ = ["main"]
