"""The command line: parses, asks the catalog, and hands the answer to the renderer."""

from claimtrack.cli.app import main

__all__ = ["main"]
