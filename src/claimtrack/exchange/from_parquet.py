"""Reads the rows of a record in Parquet, a row group at a time; importing this module imports pyarrow."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from claimtrack.exchange.drafts import Place, RowError
from claimtrack.exchange.parquet_schema import DATE, METADATA, TABLES, VERSION, pa, pc, pq
from claimtrack.problems import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claimtrack.exchange.parquet_rows import Row

_AT_ONCE: Final = 5_000  # rows that become Python objects at once
_NEEDED: Final = {
    "claims": ("id", "title"),
    "positions": ("claim", "number", "party", "stance"),
    "sources": ("claim", "id"),
    "parties": ("id",),
}
"""The columns without which a table cannot be read."""
_TEXT: Final = pa.string()
_HINT: Final = "name a folder that claimtrack export parquet wrote, or another program in the same shape"


class _Part(NamedTuple):
    """A file of a table."""

    path: str
    columns: list[str]  # those that are read
    rows: int


class RecordFiles:
    """The files of a record in Parquet, in a folder for each table."""

    def __init__(self, folder: str, progress: Callable[[int, int], None] | None = None) -> None:
        """Find the files.

        Args:
            folder: the folder with the tables.
            progress: is called with the number of rows read so far and the number of rows to read.

        Raises:
            BadRequestError: it is no such folder, or of another version.
        """
        if not os.path.isdir(folder):
            what = "is no folder" if os.path.lexists(folder) else "does not exist"
            raise BadRequestError(f"{folder} {what}", _HINT)
        self.folder = folder
        self._parts = {table: _parts(folder, table) for table in TABLES}
        self._progress = progress
        self._read = 0
        self._rows = sum(part.rows for parts in self._parts.values() for part in parts)

    def rows(
        self, table: str, column: str = "", wanted: Iterable[str | None] | None = None
    ) -> Iterator[tuple[Place, Row | RowError]]:
        """Yield the rows of a table, each with its place; one that is no text where it should be is an error.

        Args:
            table: its name.
            column: a column by which rows are chosen.
            wanted: what the chosen rows have in it; all rows are yielded if it is None.

        Raises:
            BadRequestError: a file is broken.
        """
        values = None if wanted is None else pa.array(wanted, pa.string())
        for part in self._parts[table]:
            try:
                for count, rows in _batches(part, column, values):
                    yield from rows
                    self._read += count
                    if self._progress is not None:
                        self._progress(self._read, self._rows)
            except (pa.ArrowException, OSError) as error:
                raise _broken(part.path, error) from error


def _parts(folder: str, table: str) -> list[_Part]:
    home = os.path.join(folder, table)
    if not os.path.isdir(home):
        raise BadRequestError(f"{folder} is no record in Parquet: there is no folder {table} in it", _HINT)
    paths = []
    for at, folders, names in os.walk(home):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        found = (name for name in sorted(names) if name.endswith(".parquet") and not name.startswith(("_", ".")))
        paths += [os.path.join(at, name) for name in found]
    if not paths:
        raise BadRequestError(f"{folder} is no record in Parquet: there is no file *.parquet in {home}", _HINT)
    return [_part(path, table) for path in paths]


def _part(path: str, table: str) -> _Part:
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from error
    for key, version in METADATA.items():
        said = (schema.metadata or {}).get(key.encode(), version.encode()).decode(errors="replace")
        if said != version:
            raise BadRequestError(
                f"{path} is of version {said}, and this claimtrack reads version {VERSION}",
                "install a newer claimtrack",
            )
    if missing := [name for name in _NEEDED[table] if name not in schema.names]:
        raise BadRequestError(
            f"{path} has no column {missing[0]}", f"a table of {table} needs {', '.join(_NEEDED[table])}"
        )
    columns = []
    for field in TABLES[table]:
        if field.name in schema.names:
            kind = schema.field(field.name).type
            if not _fits(kind, field.type):
                raise BadRequestError(f"{path} has {kind} in the column {field.name}, and not {_shown(field.type)}")
            # Of a date, what was written is read; the rest of it is for queries.
            columns.append(f"{field.name}.written" if field.type == DATE and kind != pa.null() else field.name)
    return _Part(path, columns, rows)


def _fits(kind: Any, wanted: Any) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Return whether a column of a type can be read as one of another type."""
    types = pa.types
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_null(kind):
        return True
    if wanted == DATE:
        return (
            types.is_struct(kind) and kind.get_field_index("written") >= 0 and _fits(kind.field("written").type, _TEXT)
        )
    if types.is_struct(wanted):
        names = {field.name for field in kind} if types.is_struct(kind) else set()
        return bool(names) and all(
            _fits(kind.field(each.name).type, each.type) for each in wanted if each.name in names
        )
    if types.is_list(wanted):
        return (types.is_list(kind) or types.is_large_list(kind)) and _fits(kind.value_type, wanted.value_type)
    if wanted == _TEXT:
        return any((types.is_string(kind), types.is_large_string(kind), types.is_string_view(kind)))
    is_number = any((types.is_integer(kind), types.is_floating(kind), types.is_decimal(kind)))
    return is_number if types.is_floating(wanted) else bool(types.is_integer(kind))


def _shown(kind: Any) -> str:  # noqa: ANN401 - as above
    return "a struct with what was written" if kind == DATE else str(kind)


def _batches(part: _Part, column: str, values: Any) -> Iterator[tuple[int, Iterator[tuple[Place, Row | RowError]]]]:  # noqa: ANN401 - as above
    """Yield the rows of a file some at a time, with how many there are, also of those that are not wanted."""
    with pq.ParquetFile(part.path) as file:
        before = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            mask = None
            if values is not None:
                cells = file.read_row_group(group, [column]).column(0).combine_chunks()
                mask = pc.is_in(cells.cast(pa.string()), value_set=values)
            if mask is not None and not mask.true_count:
                before += size
                yield size, iter(())
                continue
            offset = 0
            for batch in file.iter_batches(_AT_ONCE, [group], part.columns):
                count = batch.num_rows
                chosen = pa.array([True] * count) if mask is None else mask.slice(offset, count)
                numbers = (before + offset + at + 1 for at in pc.indices_nonzero(chosen).to_pylist())
                rows = _converted(batch.filter(chosen))
                yield count, zip((Place(part.path, number) for number in numbers), rows, strict=True)
                offset += count
            before += size


def _converted(batch: Any) -> list[Row | RowError]:  # noqa: ANN401 - as above
    try:
        rows: list[Row | RowError] = batch.to_pylist()
    except (ValueError, OverflowError) as error:  # no UTF-8, or a moment that Python has not
        if batch.num_rows == 1:
            return [RowError(f"a cell cannot be read: {error}", "correct it")]
        return [row for at in range(batch.num_rows) for row in _converted(batch.slice(at, 1))]
    return rows


def _broken(path: str, error: Exception) -> BadRequestError:
    reason = str(error).partition("\n")[0]
    return BadRequestError(f"{path} cannot be read as Parquet: {reason}")
