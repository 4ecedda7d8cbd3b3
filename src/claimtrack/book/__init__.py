"""The one way to ask: opens a folder, and answers questions about it."""
