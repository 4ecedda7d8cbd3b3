"""Plain-text accounting for contested facts: who says what, since when, on which source."""

__version__ = "0.1.0"
