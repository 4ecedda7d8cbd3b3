"""Write the Parquet of an invented record straight from its tables: the same number gives the same rows.

    python benchmarks/spark_record.py DIR CLAIMS

Each claim has ten positions of the parties of `generate.py`. Rows are made as columns, some thousand claims at a time,
so memory does not grow with their number.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from generate import SEED, registries
from registers import shared_ids
from stories import STANCES
from words import DEEDS, NOTES, PLACES, QUOTES, SUBJECTS, TEXT_VALUES, THINGS, UNITS

from claimtrack.exchange.parquet_rows import party_row, position_row, source_row
from claimtrack.exchange.parquet_schema import CLAIMS, DATE, PARTIES, POSITIONS, SOURCES
from claimtrack.files.folder import read_folder
from claimtrack.model.dates import Span
from claimtrack.model.record import Position

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EACH: Final = 10
"""Positions of a claim."""

_AT_ONCE: Final = 10_000  # claims
_PART: Final = 100_000  # claims of a file
_DAYS: Final = 2_000
_WORDS: Final = 15  # of a quote


def write(folder: str, claims: int) -> None:
    """Write a record of so many claims into a new folder."""
    with tempfile.TemporaryDirectory() as books:
        registries(books, claims, SEED, "default")
        book = read_folder(books)
    parties = [party_row(party) for party in book.registry]
    sources = [source_row(None, source) for source in book.sources.values()]
    for name, rows, schema in (("parties", parties, PARTIES), ("sources", sources, SOURCES)):
        os.makedirs(os.path.join(folder, name))
        pq.write_table(pa.Table.from_pylist(rows, schema), os.path.join(folder, name, "part-00000.parquet"))
    draw = _Draw([row["id"] for row in parties])
    for name in ("claims", "positions"):
        os.makedirs(os.path.join(folder, name))
    for part, start in enumerate(range(0, claims, _PART)):
        file = f"part-{part:05}.parquet"
        with (
            pq.ParquetWriter(os.path.join(folder, "claims", file), CLAIMS, compression="zstd") as heads,
            pq.ParquetWriter(os.path.join(folder, "positions", file), POSITIONS, compression="zstd") as told,
        ):
            end = min(start + _PART, claims)
            for first in range(start, end, _AT_ONCE):
                numbers = np.arange(first, min(first + _AT_ONCE, end), dtype=np.uint64)
                heads.write_table(_table(CLAIMS, draw.claims(numbers)))
                told.write_table(_table(POSITIONS, draw.positions(numbers)))


def _table(schema: pa.Schema, columns: dict[str, Any]) -> pa.Table:
    """Return a table of which the columns that are not given are null."""
    rows = len(next(iter(columns.values())))
    arrays = [columns.get(field.name, pa.nulls(rows, field.type)) for field in schema]
    return pa.Table.from_arrays(
        [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)], schema=schema
    )


class _Draw:
    """Draws columns for claims given by their numbers; what is drawn depends on the number and on nothing else."""

    def __init__(self, parties: Sequence[str]) -> None:
        self._parties = pa.array(parties)
        self._stances = pa.array([stance for stance, share in STANCES.items() for _ in range(share)])
        self._dates = pa.array([*_dates()], DATE)
        self._words = pa.array(sorted({word for text, _, _ in QUOTES for word in text.split()}))
        self._originals = pa.array([text for _, _, text in QUOTES if text])
        self._sources = pa.array([[{"id": name, "at": None}] for name in shared_ids()], POSITIONS.field("sources").type)
        values = [_value(number) for number in range(400)]
        self._values = {name: pa.array([each[name] for each in values]) for name in ("value", "min", "max")}

    def claims(self, numbers: np.ndarray) -> dict[str, Any]:
        """Return the columns of some claims."""
        ids = _ids(numbers)
        topics = pa.array([[subject] for subject in SUBJECTS])
        place, deed = _drawn(pa.array(PLACES), numbers, 2), _drawn(pa.array(DEEDS), numbers, 3)
        thing = _drawn(pa.array(THINGS), numbers, 1)
        title = pc.binary_join_element_wise("The", thing, "at", place, deed, " ")
        return {
            "id": ids,
            "file": pc.binary_join_element_wise("claims/", ids, ".toml", ""),
            "title": title,
            "statement": pc.binary_join_element_wise(title, "as those concerned were told", ", "),
            "kind": pa.array(["fact"] * len(numbers)),
            "unit": _some(_drawn(pa.array(UNITS), numbers, 4), numbers, 5, 0.6),
            "date": self._dates.take(_spread(numbers, 6, _DAYS // 2)),
            "topics": _drawn(topics, numbers, 7),
            "notes": _drawn(pa.array(NOTES), numbers, 8),
        }

    def positions(self, claims: np.ndarray) -> dict[str, Any]:
        """Return the columns of the positions of some claims."""
        claim = np.repeat(claims, EACH)
        place = np.tile(np.arange(EACH, dtype=np.uint64), len(claims))
        row = claim * np.uint64(EACH) + place
        # On a claim speak six parties that stand beside one another, so that some speak more than once.
        party = (_spread(claim, 9, len(self._parties)) + _spread(row, 10, 6)) % len(self._parties)
        day = _spread(claim, 6, _DAYS // 2) + place.astype(np.int64) * 20 + _spread(row, 11, 20)
        shape = _spread(row, 12, 100)
        kind = np.select([shape < 80, shape < 88, shape < 93], [0, 1, 2], 3)
        words = [_drawn(self._words, row, 100 + nth) for nth in range(_WORDS)]
        quote = pc.binary_join_element_wise(*words, pa.array(row).cast(pa.string()), " ")
        amounts = {name: _drawn(values, row, 14) for name, values in self._values.items()}
        counted = _chance(claim, 5, 0.6) & _chance(row, 15, 0.5)
        return {
            "claim": _ids(claim),
            "number": pa.array((place + np.uint64(1)).astype(np.int32)),
            "party": self._parties.take(pa.array(party)),
            "stance": _drawn(self._stances, row, 16),
            "date": _where(shape < 95, self._dates.take(pa.array(day + _DAYS * kind))),
            **{name: _where(counted, column) for name, column in amounts.items()},
            "quote": _some(quote, row, 17, 0.75),
            "original": _some(_drawn(self._originals, row, 13), row, 17, 0.3),
            "via": pa.array([[]] * len(row), pa.list_(pa.string())),
            "sources": _drawn(self._sources, row, 18),
        }


def _dates() -> Iterator[dict[str, Any]]:
    """Yield the cells of so many days, of as many moments, months and years."""
    days = [str(day) for day in np.arange(_DAYS) + np.datetime64("2020-01-01")]
    shapes = (
        days,
        [f"{day}T{nth % 24:02}:{nth % 60:02}:00+05:30" for nth, day in enumerate(days)],
        [day[:7] for day in days],
        [day[:4] for day in days],
    )
    for written in (each for shape in shapes for each in shape):
        yield position_row("", 1, Position("x", "asserts", date=Span.reread(written)))["date"]


def _value(number: int) -> dict[str, Any]:
    if number % 10 == 0:
        return {"value": f'"{TEXT_VALUES[number // 10 % len(TEXT_VALUES)]}"', "min": None, "max": None}
    if number % 10 == 1:
        return {"value": f'{{"min": {number}}}', "min": float(number), "max": None}
    return {"value": str(number), "min": float(number), "max": float(number)}


def _ids(numbers: np.ndarray) -> pa.Array:
    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 9, "0")
    return pc.binary_join_element_wise("claim", padded, "-")


def _spread(numbers: np.ndarray, salt: int, size: int) -> np.ndarray:
    """Return a number below `size` for each number, as good as drawn by chance."""
    mixed = (numbers + np.uint64(salt * 0x9E3779B97F4A7C15 % 2**64)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((mixed ^ (mixed >> np.uint64(31))) % np.uint64(size)).astype(np.int64)


def _chance(numbers: np.ndarray, salt: int, share: float) -> np.ndarray:
    return _spread(numbers, salt + 100, 1000) < share * 1000


def _drawn(choices: pa.Array, numbers: np.ndarray, salt: int) -> pa.Array:
    return choices.take(pa.array(_spread(numbers, salt, len(choices))))


def _where(chosen: np.ndarray, column: pa.Array) -> pa.Array:
    """Return a column that is null where it is not chosen."""
    return column.take(pa.array(np.arange(len(column)), mask=~chosen))


def _some(column: pa.Array, numbers: np.ndarray, salt: int, share: float) -> pa.Array:
    return _where(_chance(numbers, salt, share), column)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
