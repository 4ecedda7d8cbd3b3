"""Derive the status of every claim of a record in Parquet, as a job for Spark.

    spark-submit --driver-memory 2g examples/spark/statuses.py RECORD STATUSES [--left-out FOLDER]

README.md beside this file says what to set.
"""

from __future__ import annotations

import argparse

from pyspark.sql import SparkSession

from claimtrack import spark


def main() -> None:
    """Read the command line and run the job."""
    parser = argparse.ArgumentParser(description="Derive the status of every claim of a record in Parquet.")
    parser.add_argument("record", help="where claims/, positions/, sources/ and parties/ are: a path or an address")
    parser.add_argument("statuses", help="a new folder for the statuses, as Parquet")
    parser.add_argument("--left-out", metavar="FOLDER", help="a new folder for what is counted nowhere, and why")
    parser.add_argument("--as-of", metavar="DATE", help="count only what had been said by the end of this date")
    asked = parser.parse_args()
    session = SparkSession.builder.appName("claimtrack statuses").getOrCreate()
    tables = spark.read(session, asked.record)
    spark.statuses(tables, as_of=asked.as_of).write.parquet(asked.statuses)
    if asked.left_out:
        spark.set_aside(tables).write.parquet(asked.left_out)
    session.stop()


if __name__ == "__main__":
    main()
