"""Writes a record in Parquet from rows, as any program may write one; and says what an import brought."""

import pytest

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

import pyarrow as pa
import pyarrow.parquet as pq

from claimtrack.exchange.parquet_schema import TABLES
from claimtrack.files.folder import read_folder


def write_rows(folder, rows, group=None):
    """Write the rows of each table as one file, in row groups of a size."""
    for name, schema in TABLES.items():
        (folder / name).mkdir(parents=True)
        table = pa.Table.from_pylist(rows.get(name, []), schema)
        pq.write_table(table, folder / name / "part-00000.parquet", row_group_size=group)


def held(place):
    """Return the ids of what a folder of claims holds."""
    read = read_folder(str(place / "claims"))
    return [*read.claims], [party.id for party in read.registry], [*read.sources]
