"""The tables of a record on Spark, and how they become claims with their positions, some rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pyspark.sql import functions as f

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MOST: Final = 100_000
"""How many positions of one claim are derived in one task; a claim with more is set aside."""

# No answer shows these fields of a claim, so they are left out before Spark moves the rows.
_TEXTS: Final = ("statement", "original", "place", "notes")


class Tables(NamedTuple):
    """A record in the Parquet shape. No answer here depends on `sources`; they are for questions of your own."""

    claims: DataFrame
    positions: DataFrame
    sources: DataFrame
    parties: DataFrame

    @property
    def session(self) -> SparkSession:
        """The session in which the tables are."""
        return self.positions.sparkSession


def read(spark: SparkSession, folder: str) -> Tables:
    """Return the tables of a folder that `claimtrack export parquet` wrote, or another program in its shape.

    Args:
        spark: the session.
        folder: a path or an address that Spark can read, such as s3a://bucket/record.

    Raises:
        pyspark.errors.AnalysisException: there is no such folder, or one of its four tables is missing.
    """
    return Tables(*(spark.read.parquet(f"{folder.rstrip('/')}/{name}") for name in Tables._fields))


def too_large(positions: DataFrame, most: int) -> DataFrame:
    """Return the claims that have more positions than `most`, each with their number."""
    counts = positions.where(f.col("claim").isNotNull()).groupBy("claim").agg(f.count("*").alias("positions"))
    return counts.where(f.col("positions") > most)


def together(tables: Tables, most: int) -> DataFrame:
    """Return the rows of claims and positions in one table, in which each claim is followed by its positions.

    A claim and its positions are in one partition. Claims that are too large are left out before anything is moved.

    Returns:
        A table of `claim`, `part` (0: a claim, 1: a position), `number`, and the row as it was read, in `row` or in
        `position`.
    """
    large = f.broadcast(too_large(tables.positions, most).select("claim"))
    claims = tables.claims.select(
        f.col("id").alias("claim"),
        f.lit(0).alias("part"),
        f.lit(0).alias("number"),
        f.struct(*(name for name in tables.claims.columns if name not in _TEXTS)).alias("row"),
    )
    positions = tables.positions.select(
        "claim", f.lit(1).alias("part"), "number", f.struct(*tables.positions.columns).alias("position")
    )
    both = claims.unionByName(positions, allowMissingColumns=True).join(large, "claim", "left_anti")
    return both.repartition("claim").sortWithinPartitions("claim", "part", "number")
