"""Comma-separated values with a header, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from claimtrack.render.flat import positions
from claimtrack.render.safe import csv_cell
from claimtrack.render.view import Pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimtrack.render.view import Cell, View


def render(view: View) -> Iterator[str]:
    """Give the header and one record a row, without their ends; a record may hold newlines in quotes."""
    rows, columns = positions(view) if isinstance(view, Pages) else (view.rows, view.columns)
    named = [column for column in columns if column.name]
    yield _record([column.name for column in named])
    for row in rows:
        yield _record([column.get(row) for column in named])


def _record(cells: list[Cell]) -> str:
    out = io.StringIO()
    # The writer quotes a newline only where it ends records with one.
    csv.writer(out, lineterminator="\n").writerow(
        csv_cell(cell) if isinstance(cell, str) else cell for cell in cells
    )
    return out.getvalue().removesuffix("\n")
