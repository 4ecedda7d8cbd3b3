"""The columns of the Parquet files of `export parquet`; importing this module imports pyarrow.

The rows that go into them are made, and read, by `parquet_rows`.
"""

from __future__ import annotations

from typing import Final

from claimtrack.problems import BadRequestError

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq
except ImportError as error:
    raise BadRequestError(
        "Parquet needs pyarrow, which is not installed",
        "pip install 'claimtrack[parquet]' installs it, and so does pip install pyarrow",
    ) from error

__all__ = ["CLAIMS", "DATE", "METADATA", "PARTIES", "POSITIONS", "SOURCES", "TABLES", "VERSION", "pa", "pc", "pq"]

VERSION: Final = 1
METADATA: Final = {"claimtrack.version": str(VERSION)}
"""The metadata of each file."""

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(_TEXT)
DATE: Final = pa.struct(
    {
        "written": _TEXT,  # 2025, 2025-05, 2025-05-07 or a date-time with its offset
        "precision": _TEXT,  # year, month, day or moment
        "first": pa.date32(),  # the first day that it may mean, as written there
        "last": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),  # of a moment
        "offset": pa.int16(),  # of a moment, in minutes
    }
)

CLAIMS: Final = pa.schema(
    {
        "id": _TEXT,
        "file": _TEXT,
        **dict.fromkeys(("title", "statement", "original", "lang", "kind", "unit"), _TEXT),
        "date": DATE,
        "place": _TEXT,
        **dict.fromkeys(("topics", "implies", "contradicts", "see_also"), _TEXTS),
        "notes": _TEXT,
    },
    METADATA,
)
POSITIONS: Final = pa.schema(
    {
        "claim": _TEXT,
        "number": pa.int32(),  # its place in the claim's file, from 1
        "party": _TEXT,  # as written
        "stance": _TEXT,
        "date": DATE,
        "date_of": _TEXT,
        "value": _TEXT,  # as JSON: 7, "several" or {"min": 5}
        "min": pa.float64(),
        "max": pa.float64(),
        "about": DATE,
        **dict.fromkeys(("rating", "quote", "original", "lang", "note", "attribution"), _TEXT),
        "via": _TEXTS,
        "sources": pa.list_(pa.struct({"id": _TEXT, "at": _TEXT})),
    },
    METADATA,
)
SOURCES: Final = pa.schema(
    {
        "claim": _TEXT,  # null if it is shared by all claims
        **dict.fromkeys(("id", "title", "publisher", "author", "url", "archive_url"), _TEXT),
        "date": DATE,
        "retrieved": DATE,
        **dict.fromkeys(("lang", "derived_from", "quote", "note"), _TEXT),
    },
    METADATA,
)
PARTIES: Final = pa.schema(
    {
        **dict.fromkeys(("id", "name", "kind"), _TEXT),
        "aliases": _TEXTS,
        "speaks_for": pa.list_(pa.struct({"party": _TEXT, "since": DATE, "until": DATE})),
        "notes": _TEXT,
    },
    METADATA,
)
TABLES: Final = {"claims": CLAIMS, "positions": POSITIONS, "sources": SOURCES, "parties": PARTIES}
"""The schema of each folder's files."""
