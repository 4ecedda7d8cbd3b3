"""The rules by which everything on screen is derived from recorded positions: pure functions, no I/O."""
