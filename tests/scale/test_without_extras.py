"""Without the packages for Parquet, Spark and DuckDB, one line says what to install, and no command misses them."""

from __future__ import annotations

import pytest

EXTRAS = ("pyarrow", "pyspark", "pandas", "duckdb", "numpy")
HIDDEN = f"import sys\nsys.modules.update(dict.fromkeys({EXTRAS}))\n"
COMMANDS = [
    ("list",),
    ("list", "--disputed", "--json"),
    ("show", "jets"),
    ("diff", "india", "pakistan"),
    ("shifts",),
    ("parties",),
    ("sources",),
    ("check",),
    ("export", "mermaid"),
    ("positions", "--format", "csv"),
    ("export", "--help"),
    ("--help",),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_imports_them(run, words):
    """Where a module is hidden so, importing it fails."""
    ran = run(*words, program=("-c", f"{HIDDEN}from claimtrack.cli import main\nmain()"))
    assert ran.code == 0, ran.err
    assert ran.out or ran.err.startswith("32 claims: 0 errors")


@pytest.mark.parametrize("missing", ["pyspark", "pyarrow"])
def test_spark_says_in_a_line_what_to_install(run, missing):
    ran = run(program=("-c", f"import sys\nsys.modules['{missing}'] = None\nimport claimtrack.spark"))
    assert ran.code == 1
    assert ran.err.splitlines()[-1] == (
        "ImportError: claimtrack.spark needs pyspark and pyarrow: pip install 'claimtrack[spark]'"
    )
