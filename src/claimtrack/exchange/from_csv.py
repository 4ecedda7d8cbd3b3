"""Reads tables of values separated by commas, semicolons, tabs or bars, as spreadsheets and databases write them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from claimtrack.exchange.columns import find_fields
from claimtrack.exchange.drafts import Place, RowError, is_nothing
from claimtrack.files.size_limit import largest_file
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from claimtrack.exchange.cell_texts import Cells
    from claimtrack.exchange.text_input import InputFile

_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 30  # records, by which the delimiter is found
_SHOWN: Final = 40  # characters of the name of a column, in a message
_MOST_LINES: Final = 100  # of one record
_SEPARATOR: Final = re.compile(r"sep=(.)\n?\Z", re.IGNORECASE)  # a first line that spreadsheets understand


class Record(NamedTuple):
    """A row of a table, or why it cannot be read."""

    row: int
    cells: list[str]
    error: RowError | None = None


class OpenTable(NamedTuple):
    """A table that is about to be read."""

    header: list[str]
    fields: Mapping[int, str]  # by the number of the column; empty if the column is of no use
    delimiter: str
    at: int  # the row of the header


def open_table(file: InputFile, delimiter: str, columns: Mapping[str, str]) -> OpenTable:
    """Find the header of a table, and what its columns are.

    Raises:
        BadRequestError: there is no header with a claim in it, or a column that the user named is not there.
    """
    with file.text() as text:
        first = text.readline(largest_file()).lstrip("\ufeff")
        separator = _SEPARATOR.fullmatch(first)
        candidates = delimiter or (separator[1] if separator else _DELIMITERS)
    best: tuple[tuple[int, int, int], OpenTable] | None = None
    for each in candidates:
        with file.text() as text:
            sample = [record for record in islice(records(text, each), _SAMPLE) if record.error is None]
        found = _find_header(sample, each, columns)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        raise BadRequestError(f"{file.name} has no rows")
    table = best[1]
    missing = find_fields(table.header, columns)[1]
    shown = ", ".join(name if len(name) <= _SHOWN else f"{name[:_SHOWN]} …" for name in table.header[:12] if name)
    if missing:
        raise BadRequestError(f'{file.name} has no column "{missing[0]}"', f"its columns are {shown}")
    if not {"title", "claim"} & {*table.fields.values()}:
        raise BadRequestError(
            f"no column of {file.name} is the claim: its columns are {shown}", 'say which one is: --map "COLUMN=title"'
        )
    return table


def _find_header(
    sample: list[Record], delimiter: str, columns: Mapping[str, str]
) -> tuple[tuple[int, int, int], OpenTable] | None:
    """Return the row that names most fields, and how good it is; it may be below a heading or blank rows."""
    best = None
    widths = Counter(len(record.cells) for record in sample if any(record.cells))
    for record in sample[:10]:
        if not any(cell.strip() for cell in record.cells):
            continue
        fields, missing = find_fields(record.cells, columns)
        known = {name for name in fields.values() if name}
        width = len(record.cells)
        score = (len(known) - len(missing), widths[width] if width > 1 else 0, width)
        if best is None or score > best[0]:
            best = score, OpenTable(record.cells, fields, delimiter, record.row)
    return best


def read_table(file: InputFile, table: OpenTable) -> Iterator[tuple[Place, Cells | RowError, list[str]]]:
    """Yield the rows below the header: their cells by field, and the columns with something in them and no field.

    A row that cannot be read is yielded as an error.
    """
    names = [each.strip() or f"column {number}" for number, each in enumerate(table.header, start=1)]
    width = len(names)
    fields = [table.fields.get(number) for number in range(width)]
    used = [(number, name) for number, name in enumerate(fields) if name]
    unused = [number for number, name in enumerate(fields) if name is None]
    with file.text() as text:
        for record in records(text, table.delimiter, width, table.at):
            if record.row <= table.at:
                continue
            place = Place(file.name, record.row)
            if record.error is not None:
                yield place, record.error, []
                continue
            cells = record.cells
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                message = f"the row has {len(cells)} cells, and the header {width}"
                yield place, RowError(message, "put a cell that has the separator in it between double quotes"), []
                continue
            cells += [""] * (width - len(cells))
            if not any(cell.strip() for cell in cells):
                continue
            yield (
                place,
                {name: cells[number] for number, name in used},
                [names[number] for number in unused if cells[number] and not is_nothing(cells[number])],
            )


def records(text: IO[str], delimiter: str, width: int = 0, header: int = 0) -> Iterator[Record]:
    """Yield the records of a table, numbered from 1 as a spreadsheet does.

    A quote mark that nothing closes costs its own line: the next one begins another record. So does one that is
    closed in a later line, if the record then has more cells than the header's `width`.
    """
    longest = largest_file()
    csv.field_size_limit(longest)
    waiting: list[str] = []  # lines that were read, and are to be read again
    row = 0

    def next_line() -> str:
        return waiting.pop() if waiting else text.readline(longest)

    first = next_line().lstrip("\ufeff")
    if not _SEPARATOR.fullmatch(first):
        waiting.append(first)
    while line := next_line():
        row += 1
        if len(line) >= longest and not line.endswith("\n"):
            while (rest := text.readline(longest)) and not rest.endswith("\n"):
                pass
            yield Record(row, [], RowError(f"the line has more than {longest} characters", "make it shorter"))
            continue
        record, size = [line], len(line)
        cells, is_open = _split(line, delimiter)
        while is_open and len(record) < _MOST_LINES and size < longest and (more := next_line()):
            record.append(more)
            size += len(more)
            if more.count('"') % 2:
                cells, is_open = _split("".join(record), delimiter)
        if cells is None or (len(record) > 1 and row > header and 0 < width < len(cells)):
            waiting += reversed(record[1:])
            yield Record(row, [], RowError("a quote mark is not closed, or not doubled", 'write "" for one in a cell'))
        else:
            yield Record(row, cells)


def _split(record: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """Return the cells of a record, None if its quote marks are not as they must be; and whether more lines may be in it."""
    record = record.removesuffix("\n")
    if '"' not in record:
        return record.split(delimiter), False
    spaced = f'{delimiter} "' in record
    try:
        rows = [*csv.reader([record], delimiter=delimiter, strict=True, skipinitialspace=spaced)]
    except csv.Error as error:
        return None, "end of data" in str(error)
    return (rows[0] if len(rows) == 1 else None), False
