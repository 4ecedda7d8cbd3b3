"""Comma-separated values with a header, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from claimtrack.render.escape import csv_cells, csv_first_cell
from claimtrack.render.position_rows import page_columns, page_rows
from claimtrack.render.view import Pages, Profiles, View, batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from claimtrack.render.view import Column


def render(view: View) -> Iterator[str]:
    """Yield the header and one record a row, many in one piece, without the last newline."""
    for number, (rows, shown) in enumerate(_tables(view)):
        named = [column for column in shown if column.name]
        if not number:
            yield _records([csv_cells([column.name for column in named])])
        for some in batches(rows, named, csv_cells):
            yield _records((csv_first_cell(row[0]), *row[1:]) for row in some)


def _tables(view: View) -> Iterator[tuple[Sequence[Any], Sequence[Column[Any]]]]:
    """Yield rows with their columns, which are always the same."""
    if isinstance(view, Pages):
        yield page_rows(view.states, view.person), page_columns()
    elif isinstance(view, Profiles):  # only what comes first: one table has one kind of rows
        yield from ((each.sections[0].listing.rows, each.sections[0].listing.columns) for each in view.profiles)
    else:
        yield view.rows, view.columns


def _records(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    # The writer quotes a newline only where it ends records with one.
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().removesuffix("\n")
