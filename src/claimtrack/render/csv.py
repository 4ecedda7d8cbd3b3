"""Comma-separated values with a header, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from claimtrack.render.escape import csv_cells, csv_first_cell
from claimtrack.render.position_rows import columns, rows_of
from claimtrack.render.view import Pages, View, batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def render(view: View) -> Iterator[str]:
    """Yield the header and one record a row, many in one piece, without the last newline."""
    rows, shown = (rows_of(view.states), columns(view.person)) if isinstance(view, Pages) else (view.rows, view.columns)
    named = [column for column in shown if column.name]
    yield _records([csv_cells([column.name for column in named])])
    for some in batches(rows, named, csv_cells):
        yield _records((csv_first_cell(row[0]), *row[1:]) for row in some)


def _records(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    # The writer quotes a newline only where it ends records with one.
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")
