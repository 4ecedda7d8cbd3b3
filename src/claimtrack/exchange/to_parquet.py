"""Writes Parquet: the record as it is written, in a folder of typed tables for DuckDB, Spark and other programs."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from claimtrack.exchange.parquet_rows import claim_row, party_row, position_row, source_row
from claimtrack.exchange.parquet_schema import METADATA, TABLES, pa, pq
from claimtrack.problems import RefusedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from claimtrack.exchange.selection import Selection

IS_FOLDER: Final = True
"""What is written is a folder, and no file."""

_CONVERTED: Final = 5_000  # rows that become columns at once; as Python objects they take ten times the memory
_GROUP: Final = 100_000  # rows of a row group
_PART: Final = 1_000_000  # rows of a file, about
_PART_NAME: Final = re.compile(r"part-\d{5}\.parquet")


def refuse_others(path: str, shown: str, *, force: bool) -> None:
    """Refuse to replace a folder that no export wrote; `shown` is its path as the user typed it.

    Raises:
        RefusedError: no export wrote the folder and `force` is not given.
    """
    if not force and not _is_ours(path):
        raise RefusedError(f"{shown} holds files that no export wrote, and is left as it is", "--force replaces it")


def _is_ours(path: str) -> bool:
    """Return whether a folder is empty, or has nothing in it but what an export writes."""
    for table in os.listdir(path):
        folder = os.path.join(path, table)
        if table not in TABLES or os.path.islink(folder) or not os.path.isdir(folder):
            return False
        if not all(
            _PART_NAME.fullmatch(name) and _has_version(os.path.join(folder, name)) for name in os.listdir(folder)
        ):
            return False
    return True


def _has_version(path: str) -> bool:
    try:
        metadata = pq.read_schema(path).metadata or {}
    except pa.ArrowInvalid:
        return False
    return {key.encode() for key in METADATA} <= metadata.keys()


def write(selection: Selection, path: str) -> None:
    """Write the tables into an empty folder.

    Claims, their positions and their own sources are those of the selection; parties and shared sources are all of them.

    Raises:
        OSError: the disk is full or broken.
    """
    book = selection.book
    with ExitStack() as files:
        tables = {name: files.enter_context(_Parts(os.path.join(path, name), name)) for name in TABLES}
        for party in book.registry:
            tables["parties"].add(party_row(party))
        for source in book.shared_sources.values():
            tables["sources"].add(source_row(None, source))
        for state in selection.states():
            claim = state.claim
            tables["claims"].add(claim_row(claim))
            for position in sorted(state.positions, key=lambda each: each.place):
                tables["positions"].add(position_row(claim.id, position.place + 1, position.recorded))
            for source in claim.sources:
                tables["sources"].add(source_row(claim.id, source))


class _Parts:
    """The files of a table; rows are written a row group at a time. Use it in a `with` block."""

    def __init__(self, folder: str, name: str) -> None:
        self._folder, self._schema = folder, TABLES[name]
        self._rows: list[dict[str, Any]] = []
        self._batches: list[Any] = []  # of Arrow
        self._waiting = 0  # rows in the batches
        self._parts = 0
        self._written = 0  # rows in the present part
        os.mkdir(folder)
        self._writer = self._next_part()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Write the rows that are waiting, unless something failed, and close the file."""
        if kind is None:
            self._convert()
            self._write()
        self._writer.close()

    def add(self, row: dict[str, Any]) -> None:
        """Add a row."""
        self._rows.append(row)
        if len(self._rows) >= _CONVERTED:
            self._convert()
            if self._waiting >= _GROUP:
                self._write()

    def _convert(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._rows, self._schema))
        self._waiting += len(self._rows)
        self._rows.clear()

    def _write(self) -> None:
        if self._written >= _PART:
            self._writer.close()
            self._writer, self._written = self._next_part(), 0
        self._writer.write_table(pa.Table.from_batches(self._batches, self._schema))
        self._written += self._waiting
        self._batches.clear()
        self._waiting = 0

    def _next_part(self) -> Any:  # noqa: ANN401 - pyarrow has no types
        path = os.path.join(self._folder, f"part-{self._parts:05}.parquet")
        self._parts += 1
        return pq.ParquetWriter(path, self._schema, compression="zstd")
