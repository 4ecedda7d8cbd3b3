"""The rules of claimtrack on Spark: from tables in the Parquet shape to tables of what follows from them.

    from claimtrack import spark as on_spark

    tables = on_spark.read(session, "hdfs:///news/record")
    on_spark.statuses(tables).write.parquet("hdfs:///news/statuses")

Each function derives with the very code that the command line uses, and its rows have the keys of that command's JSON.
"""

from __future__ import annotations

from importlib import import_module

try:
    for _needed in ("pyarrow", "pyspark"):
        import_module(_needed)
except ImportError as error:
    raise ImportError("claimtrack.spark needs pyspark and pyarrow: pip install 'claimtrack[spark]'") from error

from claimtrack.spark.answers import compare, lines, set_aside, shifts, statuses
from claimtrack.spark.contradictions import contradictions
from claimtrack.spark.tables import MOST, Tables, read

__all__ = ["MOST", "Tables", "compare", "contradictions", "lines", "read", "set_aside", "shifts", "statuses"]
