"""The one way to ask: a book opens a folder of claims and answers questions about it."""
