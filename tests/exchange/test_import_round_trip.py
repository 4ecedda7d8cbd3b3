"""The positions that claimtrack prints are imported as the positions that they were, whatever is in the record."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies_of_records import claim_tables
from surroundings import examples

from claimtrack.book.book import Book
from claimtrack.exchange.columns import Reading
from claimtrack.exchange.importing import Importer
from claimtrack.exchange.report import ImportReport
from claimtrack.files.folder import read_folder
from claimtrack.render.json import render_lines
from claimtrack.render.position_rows import rows_of


def exported(folder):
    """Return the rows of `positions --format jsonl`."""
    with Book(str(folder), cache=False) as book:
        return [json.loads(json.dumps(row)) for row in rows_of(book.claims(), book.person)]
