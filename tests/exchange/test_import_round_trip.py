"""The positions that claimtrack prints are imported as the positions that they were, whatever is in the record."""

from __future__ import annotations

import json

from claimtrack.book.book import Book
from claimtrack.render.position_rows import rows_of


def exported(folder):
    """Return the rows of `positions --format jsonl`."""
    with Book(str(folder), cache=False) as book:
        return [json.loads(json.dumps(row)) for row in rows_of(book.claims(), book.person)]
