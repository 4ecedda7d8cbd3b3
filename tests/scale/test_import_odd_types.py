"""Whatever a column holds, `import parquet` ends in one clear answer, and what it writes can be read."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

pytest.importorskip("pyarrow", reason="needs claimtrack[parquet]")

import pyarrow as pa
import pyarrow.parquet as pq

from claimtrack.exchange.parquet_schema import TABLES
from claimtrack.files.folder import read_folder

VALUES = {
    "int": 7, "float": float("nan"), "bool": True, "bytes": b"\xff\x00", "text": "\x1b[31m\r\nx\x00", "empty": "",
    "list": ["a", None], "numbers": [1], "struct": {"x": 1}, "structs": [{"x": 1}, None], "date": date(2025, 1, 1),
    "moment": datetime(2025, 1, 1, tzinfo=UTC), "decimal": Decimal("1.5"), "null": None,
    "reference": [{"id": "wire", "at": None, "x": 1}, {"id": None}], "written": {"written": "2025-99"},
    "tenure": [{"party": "ben", "since": {"written": None}}], "json": '{"min": 1e999}', "large": 1 << 40,
}  # fmt: skip
COLUMNS = [(table, name) for table, schema in TABLES.items() for name in schema.names]


@pytest.mark.parametrize("value", [pytest.param(value, id=name) for name, value in VALUES.items()])
def test_a_column_of_another_type(bring, place, value):
    for table, name in COLUMNS:
        path = place / "out" / table / "part-00000.parquet"
        saved = path.read_bytes()
        rows = pq.read_table(path)
        column = pa.array([value] * rows.num_rows)
        pq.write_table(rows.set_column(rows.schema.get_field_index(name), name, column), path)
        ran = bring()
        path.write_bytes(saved)
        assert ran.code in {0, 2, 4}, (table, name, ran.err)
        assert ran.err.isprintable() or all(line.isprintable() for line in ran.err.splitlines())
        assert (ran.code == 2) == (ran.out == "")
        assert read_folder(str(place / "claims")).unread == ()
        shutil.rmtree(place / "claims")
        (place / "claims").mkdir()
