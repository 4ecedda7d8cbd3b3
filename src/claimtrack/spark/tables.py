"""The tables of a record on Spark, and how they become claims with their positions, some rows at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_type

from claimtrack.exchange.parquet_schema import CLAIMS, DATE, POSITIONS, TABLES, pa
from claimtrack.spark.parties import read_names, read_registry

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyspark.sql import Column, DataFrame, SparkSession

    from claimtrack.spark.parties import Registered

MOST: Final = 100_000
"""How many positions of one claim are derived in one task; a claim with more is set aside."""

# No answer shows these fields of a claim, and the claim of a position stands beside its row: they are not moved.
_UNSHOWN: Final = frozenset({"statement", "original", "place", "notes"})
_BESIDE: Final = frozenset({"claim"})


@dataclass(frozen=True)
class Tables:
    """A record in the Parquet shape. No answer here depends on `sources`; they are for questions of your own."""

    claims: DataFrame
    positions: DataFrame
    sources: DataFrame
    parties: DataFrame

    @property
    def session(self) -> SparkSession:
        """The session in which the tables are."""
        return self.positions.sparkSession

    @cached_property
    def registered(self) -> Registered:
        """The registry, which is collected once."""
        return read_registry(self.parties)

    @cached_property
    def named(self) -> dict[str, str]:
        """The names of parties outside the registry that each task must know, by id; collected once."""
        return read_names(self)


def read(spark: SparkSession, folder: str) -> Tables:
    """Return the tables of a folder that `claimtrack export parquet` wrote, or another program in its shape.

    Args:
        spark: the session.
        folder: a path or an address that Spark can read, such as s3a://bucket/record.

    Raises:
        pyspark.errors.AnalysisException: there is no such folder, or one of its four tables is missing.
    """
    found = {name: spark.read.parquet(f"{folder.rstrip('/')}/{name}") for name in TABLES}
    return Tables(**{name: _in_shape(table, TABLES[name]) for name, table in found.items()})


def too_large(positions: DataFrame, most: int) -> DataFrame:
    """Return the claims that have more positions than `most`, each with their number."""
    counts = positions.where(f.col("claim").isNotNull()).groupBy("claim").agg(f.count("*").alias("positions"))
    return counts.where(f.col("positions") > most)


def together(tables: Tables, most: int) -> DataFrame:
    """Return the rows of claims and positions in one table, in which each claim is followed by its positions.

    A claim and its positions are in one partition. Claims that are too large are left out before anything is moved.

    Returns:
        A table of `claim`, `part` (0: a claim, 1: a position), `number`, and `row`, as JSON: what `parquet_rows` reads. As a
        text it is half as long as in columns, of which most are empty, and takes half the time to move.
    """
    large = f.broadcast(too_large(tables.positions, most).select("claim"))
    head = (f.col("id").alias("claim"), f.lit(0).alias("part"), f.lit(0).alias("number"))
    claims = tables.claims.select(*head, _row(CLAIMS, _UNSHOWN))
    positions = tables.positions.select("claim", f.lit(1).alias("part"), "number", _row(POSITIONS, _BESIDE))
    both = claims.union(positions).join(large, "claim", "left_anti")
    return both.repartition("claim").sortWithinPartitions("claim", "part", "number")


def _row(known: pa.Schema, left_out: Collection[str]) -> Column:
    """Return the columns that are read, as one; of a date, what was written, since nothing else is read."""
    columns = []
    for field in known:
        if field.name in left_out:
            continue
        column = f.col(field.name)
        if field.type == DATE:
            column = f.when(column.isNotNull(), f.struct(column["written"].alias("written")))
        columns.append(column.alias(field.name))
    return f.to_json(f.struct(*columns)).alias("row")


def _in_shape(table: DataFrame, known: pa.Schema) -> DataFrame:
    """Return a table with all known columns: what another program left out is null, and bytes, say, become texts."""
    there = {field.name: field.dataType for field in table.schema.fields}
    changed = {}
    for field in known:
        kind = from_arrow_type(field.type)
        if field.name not in there:
            changed[field.name] = f.lit(None).cast(kind)
        elif not pa.types.is_nested(field.type) and there[field.name] != kind:
            changed[field.name] = f.col(field.name).try_cast(kind)
    return table.withColumns(changed)
