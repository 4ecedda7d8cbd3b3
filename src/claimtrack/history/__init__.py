"""The folder as git remembers it: as of a revision, and what changed between two."""
